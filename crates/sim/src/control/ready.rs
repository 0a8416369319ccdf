//! When replicas that have booted begin to serve: at once, or when everything that they need is up and can be reached; and whether
//! they go on being called when it is not any more.
//!
//! What a component needs are those whose answers it waits for and cannot do without. A balancer is as good as its targets. Each
//! replica looks for itself: where the network is cut, those on the wrong side miss what the others still have.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use model::{
    Architecture, Component, ComponentId, Relation,
    spec::{Behavior, CacheMode, Readiness},
};

use super::{Control, System, fallen::Holder};
use crate::{
    changes::{Order, Replicas},
    network::{Link, Network, Role},
    report::What,
    time::{SECOND, nanos},
};

/// A component whose replicas look at what they need.
#[derive(Clone, Debug)]
pub struct Needs {
    component: ComponentId,
    index: u32,
    /// Its connections to what it needs, by their numbers.
    links: Vec<u32>,
    /// It looks again and again: after so many nanoseconds without what it needs a replica is called no more.
    gives_up_after: Option<u64>,
    /// Replicas for which something that they need has been missing, and since when.
    missing_since: BTreeMap<u32, u64>,
    /// Replicas that are called no more because of that.
    unready: BTreeSet<u32>,
}

impl Needs {
    /// `None` for those who look at nothing.
    pub fn of(architecture: &Architecture, component: &Component, network: &Network) -> Option<Self> {
        let scaling = component.spec().scaling;
        if scaling.readiness == Readiness::Booted {
            return None;
        }
        let index = super::node_of(network, component.id)?;
        let is_needed = |it: &Link| {
            let Some(connection) = architecture.connection(it.id).filter(|_| it.from == index) else {
                return false;
            };
            let is_aside = architecture.component(connection.to).is_some_and(|it| {
                matches!(it.spec().behavior, Behavior::Cache { mode: CacheMode::Aside, .. })
            });
            matches!(connection.relation, Relation::Call | Relation::Publish)
                && !connection.policy.optional.unwrap_or(is_aside)
        };
        let links = network.links.iter().enumerate().filter(|it| is_needed(it.1)).map(|it| it.0 as u32);
        // Nobody calls who only fetches messages: a probe that fails keeps it from nothing.
        let is_called = architecture.incoming(component.id).any(|it| it.relation == Relation::Call);
        let looks_on = scaling.readiness == Readiness::NeedsAlways && is_called;
        Some(Self {
            component: component.id,
            index,
            links: links.collect(),
            gives_up_after: looks_on.then(|| nanos(scaling.probe_secs)),
            missing_since: BTreeMap::new(),
            unready: BTreeSet::new(),
        })
    }

    pub fn looks_on(&self) -> bool {
        self.gives_up_after.is_some()
    }

    /// Whether a replica has what it needs.
    fn are_met(&self, system: &System<'_>, number: u32) -> bool {
        let from = system.instance(self.index, number);
        self.links.iter().all(|it| answers(system, *it, from))
    }
}

/// Whether somebody at the other end of a connection answers this instance.
fn answers(system: &System<'_>, link: u32, from: u32) -> bool {
    let (net, engine) = (&system.network, &system.engine);
    let row = &net.links[link as usize];
    if !engine.nodes[row.to as usize].is_up {
        return false;
    }
    let reached = |to: &u32| engine.instances[*to as usize].is_up && !net.trouble(row, from, *to).is_dead();
    let mut reached = engine.present(net, row.to).filter(reached);
    match &net.nodes[row.to as usize].role {
        Role::Balancer(role) if !role.candidates.is_empty() => {
            let passes = |at: u32| {
                role.candidates.iter().any(|it| {
                    let target = &net.candidates[it];
                    let way = &net.links[target.link as usize];
                    engine.candidates[it].is_healthy && !net.trouble(way, at, target.instance).is_dead()
                })
            };
            reached.any(passes)
        }
        _ => reached.next().is_some(),
    }
}

impl Control {
    /// Which of these replicas, though they have booted, must wait for what they need.
    pub(super) fn who_must_wait(
        &self,
        system: &System<'_>,
        component: ComponentId,
        numbers: impl IntoIterator<Item = u32>,
    ) -> Vec<u32> {
        let Some(needs) = self.needs.iter().find(|it| it.component == component) else { return Vec::new() };
        numbers.into_iter().filter(|it| !needs.are_met(system, *it)).collect()
    }

    /// What of an order can be done now. Replicas that must wait for what they need look again in a second.
    pub(super) fn hold_back(&mut self, system: &mut System<'_>, order: &Order) -> Option<Order> {
        let (Order::BringUp(component, replicas) | Order::Admit(component, replicas)) = order else {
            return Some(order.clone());
        };
        let Some(index) = super::node_of(system.network, *component) else { return Some(order.clone()) };
        let mut ready = replicas.of(system.count(index));
        // Who serves already looks at nothing.
        let down = ready.iter().copied().filter(|it| !system.is_up(index, *it));
        let waiting = self.who_must_wait(system, *component, down);
        if waiting.is_empty() {
            return Some(order.clone());
        }
        ready.retain(|it| !waiting.contains(it));
        let at = system.engine.now + SECOND;
        let waiting = Replicas::Of(waiting);
        self.fallen.hold(*component, &waiting, Holder::Waiting);
        self.come_back_at(system, at, Order::BringUp(*component, waiting), Holder::Waiting);
        let ready = (!ready.is_empty()).then_some(Replicas::Of(ready))?;
        Some(order.for_replicas(ready))
    }

    /// Replicas go: those that come in their place look for themselves.
    pub(super) fn need_nothing(&mut self, component: ComponentId, gone: Range<u32>) {
        let Some(needs) = self.needs.iter_mut().find(|it| it.component == component) else { return };
        needs.missing_since.retain(|number, _| !gone.contains(number));
        needs.unready.retain(|number| !gone.contains(number));
        let numbers = Replicas::Of(gone.collect());
        for by in [Holder::Probe, Holder::Waiting] {
            self.fallen.release(component, &numbers, 0, by);
        }
    }

    /// Who looks on is called no more when what it needs is missing, and again when it is back.
    pub(super) fn probe(&mut self, system: &mut System<'_>) {
        for place in 0..self.needs.len() {
            let Some(gives_up_after) = self.needs[place].gives_up_after else { continue };
            self.probe_replicas(system, place, gives_up_after);
        }
    }

    fn probe_replicas(&mut self, system: &mut System<'_>, place: usize, gives_up_after: u64) {
        let now = system.engine.now;
        let it = &self.needs[place];
        let (component, index) = (it.component, it.index);
        let present = system.engine.nodes[index as usize].present;
        let (met, missed) = (0..present).partition::<Vec<u32>, _>(|number| it.are_met(system, *number));
        let it = &mut self.needs[place];
        let was_unready = !it.unready.is_empty();
        // Those that have gone miss nothing any more.
        it.missing_since.retain(|number, _| missed.contains(number));
        it.unready.retain(|number| *number < present);
        let back: Vec<u32> = met.into_iter().filter(|number| it.unready.remove(number)).collect();
        let mut out = Vec::new();
        for number in missed {
            let since = *it.missing_since.entry(number).or_insert(now);
            if now - since >= gives_up_after && system.is_up(index, number) {
                it.unready.insert(number);
                out.push(number);
            }
        }
        let is_unready = !it.unready.is_empty();
        match (was_unready, is_unready) {
            (false, true) => system.note(component, What::Unready),
            (true, false) => system.note(component, What::Ready),
            _ => {}
        }
        if !back.is_empty() {
            self.befall(system, &Order::Admit(component, Replicas::Of(back)), Holder::Probe);
        }
        if !out.is_empty() {
            self.befall(system, &Order::Drain(component, Replicas::Of(out)), Holder::Probe);
        }
    }
}
