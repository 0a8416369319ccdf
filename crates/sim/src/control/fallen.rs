//! Replicas that are kept down by what happens to them, and by how many things at once.
//!
//! One that several faults hold is back when the last of them ends, and one that somebody restarts meanwhile boots, but
//! does not serve before that.

use std::collections::BTreeSet;

use model::ComponentId;

use super::{Control, System};
use crate::changes::{Order, Replicas};

/// By component and number, and what holds it.
#[derive(Clone, Debug, Default)]
pub struct Fallen(BTreeSet<(ComponentId, u32, u64)>);

/// Stands for all replicas, also those that come later.
const ALL: u32 = u32::MAX;

impl Fallen {
    fn hold(&mut self, component: ComponentId, replicas: &Replicas, by: u64) {
        match replicas {
            Replicas::All => self.0.extend([(component, ALL, by)]),
            Replicas::Of(numbers) => self.0.extend(numbers.iter().map(|it| (component, *it, by))),
        }
    }

    fn release(&mut self, component: ComponentId, replicas: &Replicas, by: u64) {
        self.0.retain(|it| {
            let is_named = match replicas {
                Replicas::All => true,
                Replicas::Of(numbers) => numbers.contains(&it.1),
            };
            (it.0, it.2) != (component, by) || !is_named
        });
    }

    /// Nothing holds it any more.
    pub fn forget(&mut self, component: ComponentId) {
        self.0.retain(|it| it.0 != component);
    }

    fn holds(&self, component: ComponentId, number: u32) -> bool {
        self.0.range((component, number, 0)..=(component, number, u64::MAX)).next().is_some()
    }

    /// Those of the replicas that nothing holds; none, if there is none.
    pub fn spare(&self, component: ComponentId, replicas: &Replicas, present: u32) -> Option<Replicas> {
        if self.0.range((component, 0, 0)..=(component, ALL, u64::MAX)).next().is_none() {
            return Some(replicas.clone());
        }
        let all = (0..present).collect();
        let mut free = match replicas {
            Replicas::All => all,
            Replicas::Of(numbers) => numbers.clone(),
        };
        free.retain(|it| !self.holds(component, *it) && !self.holds(component, ALL));
        (!free.is_empty()).then_some(Replicas::Of(free))
    }
}

impl Control {
    /// What a change orders by itself: whom it takes down stays down until it says otherwise.
    ///
    /// `by` is the change's own, as its draws are.
    pub(super) fn befall(&mut self, system: &mut System<'_>, order: &Order, by: u64) {
        match order {
            Order::TakeDown(component, replicas) => self.fallen.hold(*component, replicas, by),
            Order::BringUp(component, replicas) | Order::Boot(component, replicas) => {
                self.fallen.release(*component, replicas, by);
            }
            _ => {}
        }
        self.order(system, order);
    }
}
