//! Where theory knows a component of a drawing exactly, and what it says.
//!
//! Better silent than nearly right: what a number would only be close for gets none here; that is the estimate's task.

use model::{
    Architecture, Component, ComponentId, Connection, Policy, Relation,
    connection::Condition,
    spec::{Balancing, Behavior, Discipline, Server, Shape, Spec, WhenFull},
    workload::{Access, Arrivals, Pattern},
};

use super::is_traced;
use crate::{
    estimate::ComponentEstimate,
    queueing::{mdc_wait, mg1_wait, mmck_between},
    report::{FailureCause, Report},
    service::scv,
};

/// Longest chain of queues that is followed back to a source.
const MOST_STATIONS: u32 = 32;
/// A share that no run is long enough to meet, and a time in seconds that its clock does not know.
const NEVER: f64 = 1e-9;

/// What theory says about a component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact {
    /// In Kendall's notation.
    pub queue: &'static str,
    pub wait_millis: f64,
    /// `None`: no closed form.
    pub probability_of_waiting: Option<f64>,
    pub probability_of_rejection: f64,
    pub utilization: f64,
}

pub(super) fn exact(
    architecture: &Architecture,
    report: &Report,
    spec: &Spec,
    component: &Component,
    row: &ComponentEstimate,
) -> Option<Exact> {
    let is_pool = match spec.behavior {
        Behavior::Pool | Behavior::Cache { keys: None, .. } => true,
        Behavior::Store { write_factor, .. } => is_one_store(architecture, component, write_factor),
        _ => false,
    };
    let is_alone = is_pool
        && report.scenario.is_empty()
        && report.happenings.is_empty()
        && !keeps_slots(architecture, component, &spec.server)
        && is_left_alone(architecture, report, spec, component.id, &[FailureCause::QueueFull])
        && gets_poisson(architecture, report, component.id, MOST_STATIONS);
    if !is_alone {
        return None;
    }
    let found = solve(&spec.server, row.arrivals_per_sec / f64::from(component.replicas().max(1)))?;
    let run = report.component(component.id)?;
    // A queue that theory has full and the run has not, or the other way round, has not settled.
    let is_full = run.failed_by_cause.iter().any(|it| it.cause == FailureCause::QueueFull);
    let expected = found.probability_of_rejection * run.arrived as f64;
    if is_full { expected > 0.0 } else { expected < 30.0 }.then_some(found)
}

/// A store that nothing but requests comes to, all of which want as much: one replica, which repeats no writes and hands on
/// none, and writes that are no more work than reads, or none at all.
fn is_one_store(architecture: &Architecture, component: &Component, write_factor: f64) -> bool {
    let workloads = architecture.components.iter().filter_map(|it| it.workload.as_ref());
    let mut classes = workloads.flat_map(|it| &it.classes);
    component.replicas() == 1
        && architecture.outgoing(component.id).next().is_none()
        && architecture.incoming(component.id).all(|it| it.relation == Relation::Call)
        && (write_factor == 1.0 || classes.all(|it| it.access == Access::Read))
}

/// A pool of which requests at random moments want nothing but own work.
fn solve(server: &Server, per_sec: f64) -> Option<Exact> {
    let slots = server.slots?;
    let (mean_secs, shape) = (server.service.mean_millis / 1e3, &server.service.shape);
    let load = per_sec * mean_secs;
    // Nothing, if it is less than a run could ever show.
    let seen = |it: f64| if it > NEVER { it } else { 0.0 };
    let open = |queue, wait_secs: f64, probability_of_waiting: Option<f64>| Exact {
        queue,
        wait_millis: seen(wait_secs) * 1e3,
        probability_of_waiting: probability_of_waiting.map(seen),
        probability_of_rejection: 0.0,
        utilization: load / f64::from(slots),
    };
    // How many are there does not depend on how the work varies where nobody waits for a slot (Erlang 1917; Sevastyanov
    // 1957) and where all share the slots (Kelly, Reversibility and Stochastic Networks, 1979, section 3.3).
    let is_insensitive = server.queue_limit == Some(0) || server.discipline == Discipline::Sharing;
    if *shape == Shape::Exponential || is_insensitive {
        let room = server.queue_limit.map_or(f64::MAX, f64::from);
        if room == f64::MAX && load >= f64::from(slots) {
            return None;
        }
        let found = mmck_between(slots, room.min(1e9), per_sec, mean_secs);
        if found.loss > NEVER && server.when_full != WhenFull::Reject {
            return None;
        }
        let queue = match (found.loss > NEVER, server.discipline == Discipline::Sharing) {
            (true, true) => "M/G/c/K-PS",
            (false, true) => "M/G/c-PS",
            (true, false) if room == 0.0 => "M/G/c/c",
            (true, false) => "M/M/c/K",
            (false, false) => "M/M/c",
        };
        let probability_of_waiting = Some(found.probability_of_waiting);
        let (probability_of_rejection, utilization) = (seen(found.loss), found.utilization);
        return Some(Exact {
            probability_of_rejection,
            utilization,
            ..open(queue, found.wait, probability_of_waiting)
        });
    }
    if server.discipline == Discipline::Preemptive {
        return None;
    }
    let found = match shape {
        _ if slots == 1 => open("M/G/1", mg1_wait(per_sec, mean_secs, scv(shape))?, Some(load)),
        Shape::Constant => open("M/D/c", mdc_wait(slots, load)? * mean_secs, None),
        _ => return None,
    };
    // With a bound there is none of these formulas; one that is far from ever reached is none.
    let in_queue = per_sec * found.wait_millis / 1e3;
    server.queue_limit.is_none_or(|it| f64::from(it) > 10.0 + 30.0 * in_queue).then_some(found)
}

/// Whether requests come to a component at random moments, independent of each other: from sources that send so, or
/// from a queue that passes them on so (Burke 1956). Two ways from the same source are not independent.
fn gets_poisson(architecture: &Architecture, report: &Report, id: ComponentId, depth: u32) -> bool {
    let links: Vec<_> = architecture.incoming(id).filter(|it| it.relation.carries_requests()).collect();
    let [first, others @ ..] = &links[..] else { return false };
    depth > 0
        && first.relation == Relation::Call
        && links.iter().all(|it| {
            let Some(from) = architecture.component(it.from) else { return false };
            let sends = match &from.workload {
                Some(workload) => {
                    workload.arrivals == Arrivals::Poisson
                        && workload.batch == 1
                        && matches!(workload.pattern, Pattern::Constant { .. })
                        && from.spec().failures.is_none()
                }
                None => {
                    others.is_empty()
                        && passes_poisson_on(architecture, report, from)
                        && gets_poisson(architecture, report, from.id, depth - 1)
                }
            };
            sends && is_plain(&it.policy) && comes_first(architecture, it)
        })
}

/// Whether what leaves a component is as random as what comes to it.
fn passes_poisson_on(architecture: &Architecture, report: &Report, component: &Component) -> bool {
    let spec = component.spec();
    let is_random = match spec.behavior {
        // Whether an item is there depends on who came before.
        Behavior::Pool | Behavior::Cache { keys: None, .. } => true,
        Behavior::Balancer { algorithm, .. } => algorithm == Balancing::Random,
        _ => false,
    };
    let server = &spec.server;
    let is_markov = server.slots.is_none() || server.service.shape == Shape::Exponential;
    let is_queue = matches!(server.discipline, Discipline::Fifo | Discipline::Lifo);
    is_random
        && is_markov
        && is_queue
        && !keeps_slots(architecture, component, server)
        && is_left_alone(architecture, report, &spec, component.id, &[])
}

/// Slots are taken by more than own work.
fn keeps_slots(architecture: &Architecture, component: &Component, server: &Server) -> bool {
    let mut links = architecture.connections.iter();
    server.holds_slot_while_calling
        && links.any(|it| it.from == component.id && it.relation == Relation::Call)
}

/// Nothing but its queue decides what becomes of a request, and in the run nobody was lost, but by its own errors and
/// for the reasons given.
fn is_left_alone(
    architecture: &Architecture,
    report: &Report,
    spec: &Spec,
    id: ComponentId,
    allowed: &[FailureCause],
) -> bool {
    let server = &spec.server;
    server.rate_limit.is_none()
        && server.user_limits.is_none()
        && server.max_wait_millis.is_none()
        && server.adaptive_limit_millis.is_none()
        && spec.failures.is_none()
        && spec.scaling.auto.is_none()
        && !is_traced(architecture, id)
        && report.component(id).is_some_and(|it| {
            let mut causes = it.failed_by_cause.iter().map(|it| it.cause);
            causes.all(|it| it == FailureCause::Error || allowed.contains(&it))
        })
}

/// A connection that neither repeats nor holds back a request, and lets who is called work on when the caller has given up.
fn is_plain(policy: &Policy) -> bool {
    policy.attempts <= 1
        && !(policy.timeout_millis.is_some() && policy.cancel_on_timeout)
        && !policy.propagate_deadline
        && policy.bulkhead.is_none()
        && policy.breaker.is_none()
        && policy.hedge.is_none()
        && policy.calls_per_request == 1
        && policy.enough.is_none()
        && !matches!(policy.on, Condition::OnMissOf(_))
}

/// Nothing else is awaited before: not every answer comes at as random moments as its question.
fn comes_first(architecture: &Architecture, link: &Connection) -> bool {
    architecture.connections.iter().filter(|it| it.from == link.from && it.relation == Relation::Call).all(
        |it| {
            let to = architecture.component(it.to).map(|it| it.spec().behavior);
            it.policy.step >= link.policy.step && !matches!(to, Some(Behavior::Resolver { .. }))
        },
    )
}
