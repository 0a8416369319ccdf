//! How many replicas may be missing by what people do on purpose, as a disruption budget of Kubernetes says it.
//!
//! Faults ask nobody, but what they take counts: as long as too many are down already, people wait.

use std::collections::VecDeque;

use model::ComponentId;

use super::{
    Control, System,
    fallen::{Fallen, Holder},
};
use crate::changes::{Order, Replicas};

/// Replicas that are to be disrupted as the budget allows.
#[derive(Clone, Debug)]
pub struct Disruption {
    /// Who holds those that are drained or boot.
    by: Holder,
    component: ComponentId,
    index: u32,
    waiting: VecDeque<u32>,
    /// Those that boot, and when they are ready.
    booting: Vec<(u32, u64)>,
    /// They boot and are back; otherwise they stay drained.
    is_restart: bool,
}

impl Control {
    /// What a person orders, within the budgets.
    pub(super) fn order_gently(&mut self, system: &mut System<'_>, orders: &[Order], by: Holder) {
        for (place, order) in orders.iter().enumerate() {
            let budget = system.budget(order.component());
            match (order, place.checked_sub(1).and_then(|it| orders.get(it))) {
                // What is broken is mended when the last one has begun anew.
                (Order::Repair(_), Some(Order::Restart(..))) if budget.is_some() => {}
                (Order::Restart(component, replicas), _) if budget.is_some() => {
                    self.disrupt(system, *component, replicas, None);
                }
                (Order::Drain(component, replicas), _) if budget.is_some() => {
                    self.disrupt(system, *component, replicas, Some(by));
                }
                _ => self.befall(system, order, by),
            }
        }
    }

    /// `drained_by` says for whom they are drained; otherwise they are restarted.
    fn disrupt(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        replicas: &Replicas,
        drained_by: Option<Holder>,
    ) {
        let Some(index) = super::node_of(system.network, component) else { return };
        let (up, down): (Vec<u32>, Vec<u32>) =
            replicas.of(system.count(index)).into_iter().partition(|it| system.is_up(index, *it));
        if let (Some(by), Replicas::Of(numbers)) = (drained_by, replicas) {
            // Those that come there later do not serve.
            let there = system.count(index);
            let later = numbers.iter().copied().filter(|it| *it >= there).chain([Fallen::LATER]).collect();
            self.fallen.hold(component, &Replicas::Of(later), by);
            // Nor do those that are down, when they are back; nobody misses them.
            if !down.is_empty() {
                self.befall(system, &Order::Drain(component, Replicas::Of(down.clone())), by);
            }
        }
        let is_restart = drained_by.is_none();
        let by = drained_by.unwrap_or_else(|| self.fallen.step());
        let mut booting = Vec::new();
        if is_restart {
            // Whoever waits for an earlier restart is restarted by this one.
            let earlier = self.disruptions.iter_mut().filter(|it| it.is_restart && it.component == component);
            earlier.for_each(|it| it.waiting.clear());
            // Nobody misses those that are down.
            if !down.is_empty() {
                let ready_at = system.engine.now + system.boot_nanos(component);
                system.engine.plan_look(ready_at);
                booting.extend(down.iter().map(|it| (*it, ready_at)));
                let down = Replicas::Of(down);
                self.mend(system, component, &down);
                self.befall(system, &Order::TakeDown(component, down), by);
            }
        }
        self.disruptions.push(Disruption { by, component, index, waiting: up.into(), booting, is_restart });
        self.go_on_disrupting(system);
        self.look_again(system);
    }

    /// Those that wait to be drained for it need not be any more.
    pub(super) fn stop_draining(&mut self, by: Holder) {
        self.disruptions.retain(|it| it.by != by);
        self.fallen.forget_later(by);
    }

    /// Disruptions go on as far as the budgets allow.
    pub(super) fn go_on_disrupting(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        let mut done = Vec::new();
        for mut it in std::mem::take(&mut self.disruptions) {
            let (ready, left): (Vec<_>, Vec<_>) = it.booting.into_iter().partition(|it| it.1 <= now);
            it.booting = left;
            if !ready.is_empty() {
                let numbers = ready.into_iter().map(|it| it.0).collect();
                self.befall(system, &Order::Admit(it.component, Replicas::Of(numbers)), it.by);
            }
            // Those that have gone need not.
            it.waiting.retain(|number| *number < system.count(it.index));
            let mut allowed = system.may_be_taken(it.component, it.index, system.count(it.index));
            if !it.is_restart {
                allowed = allowed.min(system.ready(it.index).saturating_sub(1));
            }
            let count = it.waiting.len().min(allowed as usize);
            let taken: Vec<u32> = it.waiting.drain(..count).collect();
            if !taken.is_empty() {
                if it.is_restart {
                    let ready_at = now + system.boot_nanos(it.component);
                    it.booting.extend(taken.iter().map(|it| (*it, ready_at)));
                    system.engine.plan_look(ready_at);
                }
                self.befall(system, &Order::Drain(it.component, Replicas::Of(taken)), it.by);
            }
            if !it.waiting.is_empty() || !it.booting.is_empty() {
                self.disruptions.push(it);
            } else if it.is_restart {
                done.push(it.component);
            }
        }
        for component in done {
            if !self.disruptions.iter().any(|it| it.is_restart && it.component == component) {
                self.order(system, &Order::Repair(component));
            }
        }
    }
}

impl System<'_> {
    pub(super) fn budget(&self, component: ComponentId) -> Option<u32> {
        self.architecture.component(component)?.spec().scaling.max_unavailable
    }

    /// How many more replicas people may take away now of a component that should have `wanted`.
    pub(super) fn may_be_taken(&self, component: ComponentId, index: u32, wanted: u32) -> u32 {
        let least = |budget: u32| wanted.saturating_sub(budget);
        self.budget(component).map_or(u32::MAX, |it| self.ready(index).saturating_sub(least(it)))
    }

    pub(super) fn ready(&self, index: u32) -> u32 {
        self.up(index).count() as u32
    }

    /// Numbers of those replicas of a component that are up.
    pub(super) fn up(&self, index: u32) -> impl Iterator<Item = u32> {
        let present = self.engine.nodes[index as usize].present;
        (0..present).filter(move |it| self.is_up(index, *it))
    }

    pub(super) fn is_up(&self, index: u32, number: u32) -> bool {
        number < self.count(index) && self.engine.instances[self.instance(index, number) as usize].is_up
    }

    /// The instance of a replica; all of a pool's have the same one.
    pub(super) fn instance(&self, index: u32, number: u32) -> u32 {
        let node = &self.network.nodes[index as usize];
        node.first_instance + number.min(node.instances.saturating_sub(1))
    }
}
