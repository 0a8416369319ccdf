//! Who changes a running system: the scenario, people, and whatever goes by the clock.
//!
//! The engine stops for it. Orders are carried out at once; conditions are gathered from all changes that hold, and if
//! they differ from those before, the network is compiled anew and the engine goes on with it.

use std::sync::Arc;

use model::{Architecture, scenario::Action};

use crate::{
    changes::{Active, Order, Replicas, find},
    conditions::Conditions,
    engine::{Control as Due, Engine, Stop},
    network::Network,
    session::RunOptions,
    time::SECOND,
};

/// What holds at the moment.
#[derive(Clone, Debug, Default)]
pub struct Control {
    conditions: Conditions,
    active: Vec<Active>,
    /// A look is planned for that moment.
    looks_at: Option<u64>,
}

/// The running system.
pub struct System<'a> {
    pub architecture: &'a Architecture,
    pub options: RunOptions,
    pub network: &'a mut Arc<Network>,
    pub engine: &'a mut Engine,
}

impl Control {
    /// For a run that begins with these conditions.
    pub fn new(conditions: Conditions) -> Self {
        Self { conditions, ..Self::default() }
    }

    /// Does what the engine stopped for.
    pub fn act(&mut self, system: &mut System<'_>) {
        if system.engine.stopped == Some(Stop::ForControl) {
            system.engine.stopped = None;
        }
        for due in std::mem::take(&mut system.engine.due) {
            match due {
                Due::Act(action) => self.begin(system, &action),
                Due::Look => self.look(system),
            }
        }
        self.renew(system);
    }

    fn begin(&mut self, system: &mut System<'_>, action: &Action) {
        let now = system.engine.now;
        let change = match action {
            Action::TakeDown { component } => {
                return system.order(&Order::TakeDown(*component, Replicas::All));
            }
            Action::BringUp { component } => return system.order(&Order::BringUp(*component, Replicas::All)),
            Action::FailPrimary { component } => return system.order(&Order::FailPrimary(*component)),
            Action::Flush { component } => return system.order(&Order::Flush(*component)),
            Action::Change(change) => change,
        };
        let Some(definition) = find(&change.change) else { return };
        if !(definition.hits)(system.architecture, change.place) {
            return;
        }
        let lasts = change.lasts_secs.map(|it| (it.max(0.0) * SECOND as f64 + 0.5) as u64);
        let active =
            Active { change: change.clone(), began: now, ends: lasts.map(|it| now.saturating_add(it)) };
        for order in (definition.begins)(&active.scene(system.architecture, now)) {
            system.order(&order);
        }
        if let Some(ends) = active.ends {
            system.engine.plan_look(ends);
        }
        if definition.moves {
            self.look_again(system);
        }
        self.active.push(active);
    }

    /// Ends what is over.
    fn look(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        if self.looks_at.is_some_and(|it| it <= now) {
            self.looks_at = None;
        }
        let (over, left) = std::mem::take(&mut self.active)
            .into_iter()
            .partition::<Vec<_>, _>(|it| it.ends.is_some_and(|ends| ends <= now));
        self.active = left;
        for active in over {
            let Some(definition) = find(&active.change.change) else { continue };
            for order in (definition.ends)(&active.scene(system.architecture, now)) {
                system.order(&order);
            }
        }
        if self.active.iter().any(|it| find(&it.change.change).is_some_and(|it| it.moves)) {
            self.look_again(system);
        }
    }

    /// In a second, unless that is planned already.
    fn look_again(&mut self, system: &mut System<'_>) {
        if self.looks_at.is_none() {
            let at = system.engine.now + SECOND;
            self.looks_at = Some(at);
            system.engine.plan_look(at);
        }
    }

    /// Gathers what holds now, and has the run go on under it.
    fn renew(&mut self, system: &mut System<'_>) {
        let mut conditions =
            Conditions { capacity: self.conditions.capacity.clone(), ..Conditions::default() };
        for active in &self.active {
            if let Some(definition) = find(&active.change.change) {
                (definition.holds)(&active.scene(system.architecture, system.engine.now), &mut conditions);
            }
        }
        if conditions == self.conditions {
            return;
        }
        self.conditions = conditions;
        let System { architecture, options, network, engine } = system;
        // It was possible at the start of the run, and nothing here changes the sizes that are limited.
        let Ok(new) = Network::under(architecture, *options, &self.conditions, &network.lanes) else {
            return;
        };
        engine.adopt(network, &new);
        **network = Arc::new(new);
    }
}

impl System<'_> {
    /// Does one thing to the running system, at once.
    fn order(&mut self, order: &Order) {
        let net = Arc::clone(self.network);
        let Ok(index) = net.nodes.binary_search_by_key(&order.component(), |it| it.id) else { return };
        let (engine, index) = (&mut *self.engine, index as u32);
        match order {
            Order::TakeDown(_, Replicas::All) => engine.take_down(&net, index),
            Order::TakeDown(_, Replicas::Of(numbers)) => engine.take_down_some(&net, index, numbers),
            Order::BringUp(_, Replicas::All) => engine.bring_up(&net, index),
            Order::BringUp(_, Replicas::Of(numbers)) => engine.bring_up_some(&net, index, numbers),
            Order::FailPrimary(_) => engine.fail_primary(&net, index),
            Order::Promote(_) => engine.promote(&net, index),
            Order::Flush(_) => engine.flush(&net.nodes[index as usize]),
            Order::Scale(_, replicas) => engine.set_present(&net, index, *replicas),
        }
    }
}
