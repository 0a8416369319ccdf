//! What failures by chance come to by formula: replicas in parallel, what a journey needs in series.
//!
//! It knows neither load nor how long a health check takes to notice: a run does, and shows what that costs.

use model::{
    Architecture, Component, ComponentId,
    finding::Place,
    scenario::Change,
    spec::{Behavior, Failures},
    workload::Access,
};

use crate::blast::{JourneyHit, Reach, blast};

/// Of a drawing some of whose components fail by chance; empty for others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Availability {
    /// Those that fail, in the order of the drawing.
    pub components: Vec<Parallel>,
    /// Journeys that they hit.
    pub journeys: Vec<Series>,
}

/// Replicas that fail each for itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parallel {
    pub id: ComponentId,
    pub failures: Failures,
    pub replicas: u32,
    /// Share of the time in which one replica is up, and in which any is.
    pub one: f64,
    pub any: f64,
}

/// A journey and what it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub source: ComponentId,
    pub class: String,
    /// Share of the time in which everything is up that hits all of its requests, and in which what hits some is up as well:
    /// the truth lies between.
    pub at_most: f64,
    pub at_least: f64,
}

pub fn availability(architecture: &Architecture) -> Availability {
    let mut found = Availability::default();
    for component in &architecture.components {
        let Some(failures) = component.failures() else { continue };
        let replicas = component.replicas().max(1);
        let one = failures.availability();
        let any = at_least_up(1, replicas, one);
        found.components.push(Parallel { id: component.id, failures, replicas, one, any });
        for hit in blast(architecture, &Change::new("crash", Place::Component(component.id))).journeys {
            let access = access(architecture, &hit);
            let (most, least) = served(component, failures, access);
            let known = found.journeys.iter().position(|it| it.source == hit.source && it.class == hit.class);
            let place = known.unwrap_or_else(|| {
                let (source, class) = (hit.source, hit.class);
                found.journeys.push(Series { source, class, at_most: 1.0, at_least: 1.0 });
                found.journeys.len() - 1
            });
            let journey = &mut found.journeys[place];
            journey.at_least *= least;
            if hit.reach == Reach::Whole {
                journey.at_most *= most;
            }
        }
    }
    found
}

fn access(architecture: &Architecture, hit: &JourneyHit) -> Access {
    let workload = architecture.component(hit.source).and_then(|it| it.workload.as_ref());
    let class = workload.and_then(|it| it.classes.iter().find(|it| it.name == hit.class));
    class.map_or(Access::Read, |it| it.access)
}

/// Share of the time in which requests are served: of some at most, and of all at least.
fn served(component: &Component, failures: Failures, access: Access) -> (f64, f64) {
    let (replicas, one) = (component.replicas().max(1), failures.availability());
    let Behavior::Store { replication, .. } = component.spec().behavior else {
        let any = at_least_up(1, replicas, one);
        return (any, any);
    };
    let quorum = match access {
        Access::Read => replication.read_quorum,
        Access::Write => replication.write_quorum,
    };
    let quorum = quorum.clamp(1, replicas);
    let enough = at_least_up(quorum, replicas, one);
    if replicas == 1 {
        return (enough, enough);
    }
    // Each time the primary fails, writes, and reads that went there, fail until another replica takes over, or it is back.
    let waits = failures.mttr_secs * (1.0 - libm::exp(-replication.failover_secs / failures.mttr_secs));
    let has_primary = failures.mttf_secs / (failures.mttf_secs + waits);
    (enough, enough * has_primary)
}

/// Probability that of `all` replicas at least so many are up, each with probability `one`.
fn at_least_up(least: u32, all: u32, one: f64) -> f64 {
    // Of so many replicas as have been looked at, that so few are up as the place says.
    let mut fewer = vec![0.0; least as usize];
    fewer[0] = 1.0;
    for _ in 0..all {
        for up in (0..fewer.len()).rev() {
            let came = if up > 0 { fewer[up - 1] * one } else { 0.0 };
            fewer[up] = fewer[up] * (1.0 - one) + came;
        }
    }
    1.0 - fewer.iter().sum::<f64>()
}
