//! Replicas of components that run as one pool: brokers and functions.
//!
//! The engine knows such a component as a single instance with the slots of all replicas. While some of those are down or drained, their
//! share of the slots is out of use, and the others serve on; only the loss of the last one is an outage.

use model::ComponentId;

use super::{Control, System, node_of};
use crate::{
    changes::{Order, Replicas, hits::is_single},
    conditions::Conditions,
};

impl System<'_> {
    /// How many replicas stand behind the one instance of a component that is a single pool.
    pub(super) fn pooled(&self, component: ComponentId) -> Option<u32> {
        let component = self.architecture.component(component)?;
        let replicas = component.replicas();
        (replicas > 1 && is_single(&component.spec().behavior)).then_some(replicas)
    }

    /// How many replicas a component has at the moment.
    pub(super) fn count(&self, index: u32) -> u32 {
        let pooled = self.pooled(self.network.nodes[index as usize].id);
        pooled.unwrap_or(self.engine.nodes[index as usize].present)
    }
}

impl Control {
    /// Those of a pool's replicas that nothing holds.
    fn standing(&self, component: ComponentId, replicas: u32) -> u32 {
        (0..replicas).filter(|it| !self.fallen.holds(component, *it)).count() as u32
    }

    /// What an order for some of a pool's replicas comes to for the pool: nothing while others stand. Orders for others stay as
    /// they are.
    pub(super) fn for_pool(&self, system: &System<'_>, order: &Order) -> Option<Order> {
        let component = order.component();
        let Some(replicas) = system.pooled(component) else { return Some(order.clone()) };
        let is_out = self.standing(component, replicas) == 0;
        let index = node_of(system.network, component)?;
        match order {
            Order::TakeDown(_, Replicas::Of(_)) => is_out.then(|| order.for_replicas(Replicas::All)),
            Order::Drain(..) if !is_out => None,
            Order::Drain(..) if system.is_up(index, 0) => Some(order.for_replicas(Replicas::All)),
            // Of what is down already nobody is told anything; but it does not start.
            Order::Drain(..) => {
                let is_lost = !system.engine.nodes[index as usize].is_up;
                is_lost.then_some(Order::TakeDown(component, Replicas::All))
            }
            Order::BringUp(_, Replicas::Of(_)) | Order::Admit(_, Replicas::Of(_)) => {
                Some(order.for_replicas(Replicas::All))
            }
            _ => Some(order.clone()),
        }
    }

    /// Slots of replicas that do not serve are out of use.
    pub(super) fn hold_pools(&self, system: &System<'_>, conditions: &mut Conditions) {
        for component in self.fallen.components() {
            let Some(replicas) = system.pooled(component) else { continue };
            let standing = self.standing(component, replicas);
            if standing > 0 && standing < replicas {
                conditions.component(component).slots_ratio *= f64::from(standing) / f64::from(replicas);
            }
        }
    }
}
