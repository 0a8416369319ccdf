//! Closed loops: users who wait do not send, and neither do slots that wait for their callee, so that a queue in front
//! of few of them is shorter than one of endless traffic.

use model::Relation;

use super::Model;
use crate::{
    network::UNBOUNDED,
    queueing::{finite_wait, mmc_wait},
};

/// From so many users on, more make no difference that an estimate shows.
const MANY_USERS: u32 = 2000;
/// Shorter queues than this, in requests, need no correction.
const NOTABLE_QUEUE: f64 = 0.02;

/// How many users send what comes to a component: as many as would make the mix of closed loops and endless traffic.
/// `None`: endlessly many.
pub(super) fn seen(model: &Model<'_>, node: u32, total: f64) -> Option<u32> {
    let arrivals = model.arrivals[model.cells.of(node)].iter().zip(model.cells.classes(node));
    let closed = arrivals.map(|(rate, class)| {
        let source = model.net.classes[usize::from(*class)].source;
        let users = model.net.sources[source as usize].users;
        if users > 0 { rate / f64::from(users) } else { 0.0 }
    });
    let share: f64 = closed.sum();
    (share > 0.0).then(|| (total / share).clamp(1.0, 1e9) as u32)
}

/// Most calls that a component can have at once, because its callers keep a slot for each of them. `None`: no bound.
pub(super) fn callers(model: &Model<'_>, node: u32) -> Option<u32> {
    let bound = |link: &u32| {
        let link = &model.net.links[*link as usize];
        let caller = &model.net.nodes[link.from as usize];
        let keeps = link.relation == Relation::Call && caller.holds_slot && caller.slots != UNBOUNDED;
        keeps.then(|| caller.slots.saturating_mul(caller.instances))
    };
    // Whoever sends copies does not wait.
    let incoming = &model.incoming[node as usize];
    incoming.iter().map(bound).try_fold(0u32, |sum, it| Some(sum.saturating_add(it?)))
}

/// The wait with so many users over the wait of endless traffic at the same rate: exact for one M/M/c station and, as
/// mean value analysis, within a few percent for several.
pub(super) fn shorter(users: Option<u32>, servers: u32, rate: f64, held: f64) -> f64 {
    let Some(users) = users.filter(|it| *it < MANY_USERS) else { return 1.0 };
    let Some(endless) = mmc_wait(servers, rate, held).filter(|it| it * rate > NOTABLE_QUEUE) else {
        return 1.0;
    };
    finite_wait(users, servers, rate, held).map_or(1.0, |wait| (wait / endless).min(1.0))
}
