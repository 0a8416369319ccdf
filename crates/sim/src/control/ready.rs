//! When replicas that have booted begin to serve: at once, or when everything that they need is up; and whether they go on
//! being called when it is not any more.
//!
//! What a component needs are those whose answers it waits for and cannot do without. A balancer is as good as its targets.

use model::{
    Architecture, Component, ComponentId, Relation,
    spec::{Behavior, CacheMode, Readiness},
};

use super::{Control, System, fallen::Holder};
use crate::{
    changes::{Order, Replicas},
    network::{Network, Role},
    report::What,
    time::{SECOND, nanos},
};

/// A component whose replicas look at what they need.
#[derive(Clone, Debug)]
pub struct Needs {
    component: ComponentId,
    index: u32,
    callees: Vec<u32>,
    /// It looks again and again: after so many nanoseconds without what it needs it is called no more.
    gives_up_after: Option<u64>,
    /// Something that it needs has been missing since then.
    missing_since: Option<u64>,
    /// Replicas that are called no more because of that.
    unready: Vec<u32>,
}

impl Needs {
    /// `None` for those who look at nothing.
    pub fn of(architecture: &Architecture, component: &Component, network: &Network) -> Option<Self> {
        let scaling = component.spec().scaling;
        if scaling.readiness == Readiness::Booted {
            return None;
        }
        let index = super::node_of(network, component.id)?;
        let is_needed = |it: &&model::Connection| {
            let is_aside = architecture.component(it.to).is_some_and(|it| {
                matches!(it.spec().behavior, Behavior::Cache { mode: CacheMode::Aside, .. })
            });
            matches!(it.relation, Relation::Call | Relation::Publish)
                && !it.policy.optional.unwrap_or(is_aside)
        };
        let callees = architecture.outgoing(component.id).filter(is_needed);
        let callees = callees.filter_map(|it| super::node_of(network, it.to)).collect();
        // Nobody calls who only fetches messages: a probe that fails keeps it from nothing.
        let is_called = architecture.incoming(component.id).any(|it| it.relation == Relation::Call);
        let looks_on = scaling.readiness == Readiness::NeedsAlways && is_called;
        let gives_up_after = looks_on.then(|| nanos(scaling.probe_secs));
        Some(Self {
            component: component.id,
            index,
            callees,
            gives_up_after,
            missing_since: None,
            unready: Vec::new(),
        })
    }

    pub fn looks_on(&self) -> bool {
        self.gives_up_after.is_some()
    }

    fn are_met(&self, system: &System<'_>) -> bool {
        self.callees.iter().all(|it| answers(system, *it))
    }
}

/// Whether somebody there answers.
fn answers(system: &System<'_>, index: u32) -> bool {
    let (node, engine) = (&system.network.nodes[index as usize], &system.engine);
    if !engine.nodes[index as usize].is_up {
        return false;
    }
    match &node.role {
        Role::Balancer(role) if !role.candidates.is_empty() => {
            role.candidates.iter().any(|it| engine.candidates[it].is_healthy)
        }
        _ => system.up(index).next().is_some(),
    }
}

impl Control {
    /// Whether replicas that have booted must wait for what they need.
    pub(super) fn must_wait(&self, system: &System<'_>, component: ComponentId) -> bool {
        self.needs.iter().any(|it| it.component == component && !it.are_met(system))
    }

    /// Those that must wait look again in a second.
    pub(super) fn wait_for_needs(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        replicas: &Replicas,
    ) {
        let at = system.engine.now + SECOND;
        let numbers = Replicas::Of(super::numbers(system.engine, index, replicas));
        // Nobody else holds them any more, and what they need holds back all of them alike.
        let by = self.fallen.step();
        self.come_back_at(system, at, Order::BringUp(component, numbers), by);
    }

    /// Who looks on is called no more when what it needs is missing, and again when it is back.
    pub(super) fn probe(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        for place in 0..self.needs.len() {
            let are_met = self.needs[place].are_met(system);
            let it = &mut self.needs[place];
            let Some(gives_up_after) = it.gives_up_after else { continue };
            let (component, index) = (it.component, it.index);
            if are_met {
                it.missing_since = None;
                let back = std::mem::take(&mut it.unready);
                if !back.is_empty() {
                    system.note(component, What::Ready);
                    self.befall(system, &Order::Admit(component, Replicas::Of(back)), Holder::Probe);
                }
                continue;
            }
            let since = *it.missing_since.get_or_insert(now);
            if now - since < gives_up_after {
                continue;
            }
            let up: Vec<u32> = system.up(index).collect();
            if up.is_empty() {
                continue;
            }
            if it.unready.is_empty() {
                system.note(component, What::Unready);
            }
            self.needs[place].unready.extend(&up);
            self.befall(system, &Order::Drain(component, Replicas::Of(up)), Holder::Probe);
        }
    }
}
