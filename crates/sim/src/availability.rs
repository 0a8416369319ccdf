//! What failures by chance come to by formula: replicas in parallel, what a journey needs in series.
//!
//! It knows neither load nor how long a health check takes to notice: a run does, and shows what that costs.

use model::{Architecture, ComponentId, finding::Place, scenario::Change, spec::Failures};

use crate::blast::{Reach, blast};

/// Of a drawing some of whose components fail by chance; empty for others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Availability {
    /// Those that fail, in the order of the drawing.
    pub components: Vec<Parallel>,
    /// Journeys that they hit.
    pub journeys: Vec<Series>,
}

/// Replicas of which one is enough.
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
        let all_down = (0..replicas).fold(1.0, |product, _| product * (1.0 - one));
        let any = 1.0 - all_down;
        found.components.push(Parallel { id: component.id, failures, replicas, one, any });
        for hit in blast(architecture, &Change::new("crash", Place::Component(component.id))).journeys {
            let known = found.journeys.iter().position(|it| it.source == hit.source && it.class == hit.class);
            let place = known.unwrap_or_else(|| {
                let (source, class) = (hit.source, hit.class);
                found.journeys.push(Series { source, class, at_most: 1.0, at_least: 1.0 });
                found.journeys.len() - 1
            });
            let journey = &mut found.journeys[place];
            journey.at_least *= any;
            if hit.reach == Reach::Whole {
                journey.at_most *= any;
            }
        }
    }
    found
}
