//! Replicas that are kept from serving, and by whom: what holds a replica when another thing that held it ends holds it on.
//!
//! One that several hold is back when the last of them lets it go, and one that somebody restarts while a fault holds it boots,
//! but does not serve before the fault ends.

use std::collections::BTreeSet;

use model::{ComponentId, finding::Place};

use super::{Control, System, node_of};
use crate::{
    changes::{Order, Replicas},
    network::Role,
};

/// Who holds replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// Somebody, until somebody brings them up.
    Hand,
    /// Their own probe, as what they need is missing.
    Probe,
    /// They wait for what they need to begin to serve.
    Waiting,
    /// A change, by its number.
    Change(u32),
    /// A restart or a deploy that goes on, by its number.
    Step(u32),
}

/// By component and number, and who holds it.
#[derive(Clone, Debug, Default)]
pub struct Fallen {
    held: BTreeSet<(ComponentId, u32, Holder)>,
    steps: u32,
}

/// Stands for all replicas, also those that come later.
const ALL: u32 = u32::MAX;

impl Fallen {
    /// Stands for those that come to a place later, where perhaps nobody is held yet.
    pub const LATER: u32 = u32::MAX - 1;

    /// A restart or a deploy that begins.
    pub fn step(&mut self) -> Holder {
        self.steps += 1;
        Holder::Step(self.steps)
    }

    pub fn hold(&mut self, component: ComponentId, replicas: &Replicas, by: Holder) {
        match replicas {
            Replicas::All => self.held.extend([(component, ALL, by)]),
            Replicas::Of(numbers) => self.held.extend(numbers.iter().map(|it| (component, *it, by))),
        }
    }

    /// Of a component with so many replicas.
    pub fn release(&mut self, component: ComponentId, replicas: &Replicas, present: u32, by: Holder) {
        match replicas {
            Replicas::All => self.held.retain(|it| (it.0, it.2) != (component, by)),
            Replicas::Of(numbers) => {
                if self.held.remove(&(component, ALL, by)) {
                    self.held.extend((0..present).map(|it| (component, it, by)));
                }
                for number in numbers {
                    self.held.remove(&(component, *number, by));
                }
            }
        }
    }

    /// Those that come later are held by it no more.
    pub fn forget_later(&mut self, by: Holder) {
        self.held.retain(|it| (it.1, it.2) != (Self::LATER, by));
    }

    /// Those of a component's so many replicas that somebody holds.
    fn held_by(&self, component: ComponentId, present: u32, by: Holder) -> Vec<u32> {
        let is_held = |number: u32| self.held.contains(&(component, number, by));
        (0..present).filter(|it| is_held(*it) || is_held(ALL)).collect()
    }

    /// Components of which something is held.
    pub fn components(&self) -> BTreeSet<ComponentId> {
        model::lean::set(self.held.iter().map(|it| it.0))
    }

    /// Nothing holds it any more.
    pub fn forget(&mut self, component: ComponentId) {
        self.held.retain(|it| it.0 != component);
    }

    /// Whether anybody holds a replica.
    pub fn holds(&self, component: ComponentId, number: u32) -> bool {
        [number, ALL].into_iter().any(|it| {
            let first = self.held.range((component, it, Holder::Hand)..).next();
            first.is_some_and(|found| (found.0, found.1) == (component, it))
        })
    }

    /// Those of the replicas that nothing holds; none, if there is none.
    fn spare(&self, component: ComponentId, replicas: &Replicas, present: u32) -> Option<Replicas> {
        if self.held.range((component, 0, Holder::Hand)..).next().is_none_or(|it| it.0 != component) {
            return Some(replicas.clone());
        }
        let all = (0..present).collect();
        let mut free = match replicas {
            Replicas::All => all,
            Replicas::Of(numbers) => numbers.clone(),
        };
        free.retain(|it| !self.holds(component, *it));
        (!free.is_empty()).then_some(Replicas::Of(free))
    }
}

impl Control {
    /// What holds replicas of a component in a place holds those that come there, too: their numbers begin with `from`.
    pub(super) fn hold_in_places(&mut self, system: &System<'_>, component: ComponentId, from: u32) {
        let mut held = Vec::new();
        for active in self.active.iter().filter(|it| matches!(it.change.place, Place::Zone(_))) {
            let by = Holder::Change(active.number);
            // Not if somebody has brought them up.
            if !self.fallen.held.iter().any(|it| (it.0, it.2) == (component, by)) {
                continue;
            }
            let scene = active.scene(system.architecture, system.engine.now, &self.conditions.capacity);
            for order in (active.definition.begins)(&scene) {
                if let Order::TakeDown(id, Replicas::Of(numbers)) | Order::Drain(id, Replicas::Of(numbers)) =
                    order
                    && id == component
                {
                    held.extend(numbers.into_iter().filter(|it| *it >= from).map(|it| (component, it, by)));
                }
            }
        }
        self.fallen.held.extend(held);
    }

    /// What somebody or something orders that holds replicas until it says otherwise.
    pub(super) fn befall(&mut self, system: &mut System<'_>, order: &Order, by: Holder) {
        let Some(index) = node_of(system.network, order.component()) else { return };
        let (state, count) = (&system.engine.nodes[index as usize], system.count(index));
        match order {
            Order::TakeDown(component, replicas) | Order::Drain(component, replicas) => {
                self.fallen.hold(*component, replicas, by);
            }
            Order::FailPrimary(component) => {
                let is_store = matches!(system.network.nodes[index as usize].role, Role::Store { .. });
                if is_store && system.is_up(index, state.primary) {
                    self.fallen.hold(*component, &Replicas::Of(vec![state.primary]), by);
                }
            }
            Order::BringUp(component, replicas) | Order::Admit(component, replicas) => {
                let is_there = |it: &u32| !matches!(replicas, Replicas::Of(numbers) if !numbers.contains(it));
                let is_held = self.fallen.held_by(*component, count, by).iter().any(is_there);
                self.fallen.release(*component, replicas, count, by);
                if !is_held && matches!(order, Order::Admit(..)) {
                    // Somebody has brought them up before the drain was over.
                    return;
                }
                let Some(spare) = self.fallen.spare(*component, replicas, count) else { return };
                return self.order(system, &order.for_replicas(spare));
            }
            Order::Boot(component, replicas) => {
                // Whom somebody has brought up meanwhile serves on.
                let held = self.fallen.held_by(*component, count, by);
                self.fallen.release(*component, replicas, count, by);
                if held.is_empty() {
                    return;
                }
                return self.order(system, &order.for_replicas(Replicas::Of(held)));
            }
            Order::Promote(_)
            | Order::Flush(_)
            | Order::Forget(..)
            | Order::Scale(..)
            | Order::Restart(..)
            | Order::Deploy(..)
            | Order::Migrate(..)
            | Order::RollBack(_)
            | Order::Repair(_) => {}
        }
        self.order(system, order);
    }
}
