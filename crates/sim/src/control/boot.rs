//! Replicas that boot: new ones, and those that were restarted.

use model::ComponentId;

use super::{Control, System, fallen::Holder};
use crate::{
    changes::{Order, Replicas},
    report::What,
    time::SECOND,
};

/// What becomes ready when.
#[derive(Clone, Debug, Default)]
pub struct Boots {
    /// New replicas; each adds one.
    new: Vec<(u64, ComponentId)>,
    /// Replicas that began anew, how they come back, and who holds them until then.
    again: Vec<(u64, Order, Holder)>,
}

impl Boots {
    /// New replicas of a component that are on their way.
    pub fn coming(&self, component: ComponentId) -> u32 {
        self.new.iter().filter(|it| it.1 == component).count() as u32
    }

    /// Nobody looks any more whether those that wait for what they need have it.
    pub fn wait_no_more(&mut self, component: ComponentId) {
        self.again.retain(|it| it.2 != Holder::Waiting || it.1.component() != component);
    }
}

impl Control {
    /// The number of replicas is to be `wanted`, of which `warm` ones more than now serve at once.
    pub(super) fn scale_to(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        wanted: u32,
        warm: u32,
    ) {
        let wanted = wanted.clamp(1, MAX_REPLICAS);
        let present = system.engine.nodes[index as usize].present;
        let coming = self.boots.coming(component);
        if wanted > present + coming {
            let ready_at = system.engine.now + system.boot_nanos(component);
            let more = wanted - present - coming;
            let at_once = if ready_at == system.engine.now { more } else { warm.min(more) };
            if at_once > 0 {
                self.come(system, component, index, at_once);
            }
            for _ in at_once..more {
                self.boots.new.push((ready_at, component));
            }
            if more > at_once {
                system.engine.plan_look(ready_at);
            }
            return;
        }
        // What has not booted yet goes first.
        for _ in 0..(present + coming - wanted).min(coming) {
            if let Some(last) = self.boots.new.iter().rposition(|it| it.1 == component) {
                self.boots.new.remove(last);
            }
        }
        if wanted < present {
            self.set_present(system, component, index, wanted);
        }
    }

    pub(super) fn set_present(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        replicas: u32,
    ) {
        let from = system.engine.nodes[index as usize].present;
        if let Some(rollout) = self.rollouts.iter_mut().find(|it| it.component == component) {
            rollout.comes(from..replicas);
        }
        self.need_nothing(component, replicas..from);
        self.make_room(system, component, index, replicas);
        let net = std::sync::Arc::clone(system.network);
        // A place that is lost is lost for those who come, too.
        let held: Vec<u32> = (from..replicas).filter(|it| self.fallen.holds(component, *it)).collect();
        system.engine.set_present(&net, index, replicas, &held);
        system.note(component, What::Scaled { from, to: replicas });
    }

    pub(super) fn restart(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        replicas: &Replicas,
    ) {
        let numbers = replicas.of(system.count(index));
        self.mend(system, component, &Replicas::Of(numbers.clone()));
        self.boot_again(system, component, numbers);
    }

    /// What broke replicas that begin anew, and their boot mends, holds them no more: only the boot does.
    pub(super) fn mend(&mut self, system: &System<'_>, component: ComponentId, replicas: &Replicas) {
        let present = super::node_of(system.network, component).map_or(0, |index| system.count(index));
        let mended = self.active.iter().filter(|it| it.can_be_mended(component));
        for mended in mended.map(|it| Holder::Change(it.number)).chain([Holder::Hand]) {
            self.fallen.release(component, replicas, present, mended);
        }
    }

    /// They serve after the boot time, which holds them until then.
    pub(super) fn boot_again(&mut self, system: &mut System<'_>, component: ComponentId, numbers: Vec<u32>) {
        let by = self.fallen.step();
        self.befall(system, &Order::TakeDown(component, Replicas::Of(numbers.clone())), by);
        let ready_at = system.engine.now + system.boot_nanos(component);
        self.come_back_at(system, ready_at, Order::BringUp(component, Replicas::Of(numbers)), by);
    }

    /// Replicas that somebody holds until they have booted.
    pub(super) fn come_back_at(&mut self, system: &mut System<'_>, at: u64, order: Order, by: Holder) {
        self.boots.again.push((at, order, by));
        system.engine.plan_look(at);
    }

    /// Those that have booted begin to serve.
    pub(super) fn boot(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        let (ready, left) =
            std::mem::take(&mut self.boots.again).into_iter().partition::<Vec<_>, _>(|it| it.0 <= now);
        self.boots.again = left;
        for (_, order, by) in ready {
            self.befall(system, &order, by);
        }
        let (ready, left) =
            std::mem::take(&mut self.boots.new).into_iter().partition::<Vec<_>, _>(|it| it.0 <= now);
        self.boots.new = left;
        let mut components: Vec<ComponentId> = ready.iter().map(|it| it.1).collect();
        model::lean::sort(&mut components);
        components.dedup();
        for component in components {
            let more = ready.iter().filter(|it| it.1 == component).count() as u32;
            let Some(index) = super::node_of(system.network, component) else { continue };
            self.come(system, component, index, more);
        }
    }

    /// So many more replicas serve, or those of them that have what they need.
    fn come(&mut self, system: &mut System<'_>, component: ComponentId, index: u32, more: u32) {
        let present = system.engine.nodes[index as usize].present;
        // Where they would stand decides what they reach. They come in the order of their numbers: who waits, waits before
        // those behind it.
        self.make_room(system, component, index, present + more);
        let waiting = self.who_must_wait(system, component, present..present + more);
        let ready = waiting.first().map_or(more, |first| first - present);
        if ready < more {
            let at = system.engine.now + SECOND;
            self.boots.new.extend((ready..more).map(|_| (at, component)));
            system.engine.plan_look(at);
        }
        if ready > 0 {
            self.set_present(system, component, index, present + ready);
        }
    }
}

/// Most replicas of one component that a run makes.
const MAX_REPLICAS: u32 = 10_000;
