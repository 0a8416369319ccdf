//! Who changes a running system: the scenario, people, and whatever goes by the clock.
//!
//! The engine stops for it. Orders are carried out at once; conditions are gathered from all changes that hold, and if
//! they differ from those before, the network is compiled anew and the engine goes on with it.

use std::sync::Arc;

use model::{
    Architecture, Component, ComponentId,
    finding::Place,
    scenario::{Action, Change},
};

use crate::{
    changes::{Active, DrawnTimes, Order, ReplicaCounts, Replicas, Sort, find},
    conditions::Conditions,
    engine::{Control as Due, Engine, Stop},
    network::Network,
    random::{mix, numbered},
    report::What,
    session::RunOptions,
    time::{SECOND, nanos},
};

mod boot;
mod budget;
mod fallen;
mod migration;
mod pooled;
mod ready;
mod rollout;
mod scaler;

use boot::Boots;
use budget::Disruption;
use fallen::{Fallen, Holder};
use migration::Migrating;
use ready::Needs;
use rollout::Rollout;
use scaler::Scaler;

/// What holds at the moment.
#[derive(Clone, Debug, Default)]
pub struct Control {
    conditions: Conditions,
    active: Vec<Active>,
    /// How many changes have begun.
    begun: u32,
    fallen: Fallen,
    /// A look is planned for that moment, for what changes from second to second.
    looks_at: Option<u64>,
    boots: Boots,
    rollouts: Vec<Rollout>,
    migrations: Vec<Migrating>,
    needs: Vec<Needs>,
    disruptions: Vec<Disruption>,
    scalers: Vec<Scaler>,
}

/// The running system.
pub struct System<'a> {
    pub architecture: &'a Architecture,
    pub options: RunOptions,
    pub network: &'a mut Arc<Network>,
    pub engine: &'a mut Engine,
}

impl Control {
    /// For a run that begins.
    pub fn new(architecture: &Architecture, network: &Network, engine: &mut Engine, seed: u64) -> Self {
        let scalers: Vec<Scaler> = architecture
            .components
            .iter()
            .filter_map(|it| Scaler::of(it, node_of(network, it.id)?, network))
            .collect();
        for scaler in &scalers {
            engine.plan_look(scaler.next_look);
            if let Some(at) = scaler.scheduled_at() {
                engine.plan_look(at);
            }
        }
        let needs = architecture.components.iter();
        let needs = needs.filter_map(|it| Needs::of(architecture, it, network)).collect();
        let mut control = Self { scalers, needs, ..Self::default() };
        // Those that fail by chance do so from the start; it is no event of the scenario.
        control.active.extend(architecture.components.iter().filter_map(|it| failing(it, seed)));
        if control.always_looks() {
            control.looks_at = Some(SECOND);
            engine.plan_look(SECOND);
        }
        control
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
                return self.befall(system, &Order::TakeDown(*component, Replicas::All), Holder::Hand);
            }
            Action::BringUp { component } => {
                // Whatever keeps it down.
                self.fallen.forget(*component);
                self.boots.wait_no_more(*component);
                return self.order(system, &Order::BringUp(*component, Replicas::All));
            }
            Action::FailPrimary { component } => {
                return self.befall(system, &Order::FailPrimary(*component), Holder::Hand);
            }
            Action::Flush { component } => return self.order(system, &Order::Flush(*component)),
            Action::Change(change) => change,
        };
        let Some(definition) = find(&change.change) else { return };
        if !(definition.hits)(system.architecture, change.place) {
            return;
        }
        let ends = change.lasts_secs.map(|it| now.saturating_add(nanos(it.max(0.0))));
        let is_alike = |it: &&Active| {
            !it.is_own
                && it.change.change == change.change
                && it.change.place == change.place
                && it.began == now
        };
        let alike = self.active.iter().filter(is_alike).count() as u64;
        self.begun += 1;
        let active = Active {
            definition,
            change: change.clone(),
            number: self.begun,
            // Of its own, whatever else happens.
            seed: mix(mix(system.options.seed ^ mix(now)).wrapping_add(numbered(alike + 1))),
            began: now,
            is_own: false,
            looked: now,
            ends,
            drawn: DrawnTimes::default(),
            began_with: system.counts(),
        };
        let orders = (definition.begins)(&active.scene(system.architecture, now, &self.conditions.capacity));
        if definition.sort == Sort::Operator {
            self.order_gently(system, &orders, Holder::Change(active.number));
        } else {
            orders.iter().for_each(|it| self.befall(system, it, Holder::Change(active.number)));
        }
        if let Some(ends) = active.ends {
            system.engine.plan_look(ends);
        }
        if definition.moves {
            self.look_again(system);
        }
        self.active.push(active);
    }

    /// Whoever goes by the clock does what is due.
    fn look(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        // What goes by the clock does not go by what else there is to look at.
        let is_second = self.looks_at.is_some_and(|it| it <= now);
        if is_second {
            self.looks_at = None;
        }
        let held = self.active.len();
        self.end(system, |it| it.ends.is_some_and(|ends| ends <= now));
        if self.active.len() < held || !self.needs.is_empty() {
            // What has ended is over for whatever else happens now, and who looks for what it needs sees what holds now.
            self.renew(system);
        }
        if is_second {
            self.go_on(system);
        }
        self.boot(system);
        self.go_on_disrupting(system);
        self.roll(system);
        self.migrate_on(system);
        self.probe(system);
        self.scale(system);
        let is_rolling = !self.rollouts.iter().all(Rollout::is_done) || !self.migrations.is_empty();
        if self.always_looks() || is_rolling || !self.disruptions.is_empty() {
            self.look_again(system);
        }
    }

    /// Something goes by the clock, from second to second.
    fn always_looks(&self) -> bool {
        self.active.iter().any(|it| it.definition.moves) || self.needs.iter().any(Needs::looks_on)
    }

    /// Ends the changes that are over.
    fn end(&mut self, system: &mut System<'_>, is_over: impl Fn(&Active) -> bool) {
        let (over, left) =
            std::mem::take(&mut self.active).into_iter().partition::<Vec<_>, _>(|it| is_over(it));
        self.active = left;
        for active in over {
            let scene = active.scene(system.architecture, system.engine.now, &self.conditions.capacity);
            for order in (active.definition.ends)(&scene) {
                let by = Holder::Change(active.number);
                if matches!(order, Order::Admit(..)) {
                    self.stop_draining(by);
                }
                self.befall(system, &order, by);
            }
        }
    }

    /// Changes that go by the clock do what has become due since the last look.
    fn go_on(&mut self, system: &mut System<'_>) {
        let mut orders = Vec::new();
        for active in self.active.iter_mut().filter(|it| it.definition.moves) {
            let scene = active.scene(system.architecture, system.engine.now, &self.conditions.capacity);
            let by = Holder::Change(active.number);
            orders.extend((active.definition.meanwhile)(&scene).into_iter().map(|it| (it, by)));
            active.looked = system.engine.now;
        }
        // Who is let go by one and held by another at the same moment is not up in between.
        model::lean::sort_by_key(&mut orders, |(it, _)| matches!(it, Order::BringUp(..)));
        orders.iter().for_each(|(it, by)| self.befall(system, it, *by));
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
        let conditions = self.gather(system);
        if conditions != self.conditions {
            self.conditions = conditions;
            self.compile(system);
        }
    }

    fn gather(&self, system: &System<'_>) -> Conditions {
        let capacity = &self.conditions.capacity;
        let mut conditions = Conditions { capacity: capacity.clone(), ..Conditions::default() };
        for active in &self.active {
            let scene = active.scene(system.architecture, system.engine.now, capacity);
            (active.definition.holds)(&scene, &mut conditions);
        }
        for rollout in &self.rollouts {
            rollout.hold(system, &mut conditions);
        }
        for migration in &self.migrations {
            migration.hold(&mut conditions);
        }
        self.hold_pools(system, &mut conditions);
        conditions
    }

    fn compile(&self, system: &mut System<'_>) {
        let System { architecture, options, network, engine } = system;
        // It was possible at the start of the run, and more replicas than a run can hold are not asked for.
        let Ok(new) = Network::under(architecture, *options, &self.conditions, &network.lanes) else {
            return;
        };
        engine.adopt(network, &new);
        **network = Arc::new(new);
    }

    /// Does one thing to the running system, at once.
    fn order(&mut self, system: &mut System<'_>, order: &Order) {
        let component = order.component();
        let Some(index) = node_of(system.network, component) else { return };
        let order = self.for_pool(system, order).and_then(|it| self.hold_back(system, &it));
        if let Some(order) = order {
            self.carry_out(system, component, index, &order);
        }
        self.lose_migrations(system);
    }

    fn carry_out(&mut self, system: &mut System<'_>, component: ComponentId, index: u32, order: &Order) {
        let net = Arc::clone(system.network);
        let engine = &mut *system.engine;
        match order {
            Order::Boot(_, replicas) => {
                let numbers = replicas.of(system.count(index));
                self.boot_again(system, component, numbers);
            }
            Order::TakeDown(_, replicas) => engine.take_down(&net, index, replicas),
            Order::BringUp(_, replicas) => engine.bring_up(&net, index, replicas),
            Order::FailPrimary(_) => engine.fail_primary(&net, index),
            Order::Promote(_) => engine.switch_over(&net, index),
            Order::Flush(_) => engine.flush(&net.nodes[index as usize]),
            Order::Forget(_, items) => engine.forget(&net.nodes[index as usize], *items),
            Order::Drain(_, replicas) => engine.drain(&net, index, replicas),
            Order::Admit(_, replicas) => engine.admit(&net, index, replicas),
            Order::Restart(_, replicas) => self.restart(system, component, index, replicas),
            Order::Scale(_, replicas) => self.scale_by_hand(system, component, index, *replicas),
            Order::Deploy(_, deploy) => self.deploy(system, component, index, *deploy),
            Order::Migrate(_, migration) => self.migrate(system, component, index, *migration),
            Order::RollBack(_) => {
                self.roll_back(system, component, false);
                self.give_up_migration(system, component);
            }
            Order::Repair(_) => {
                self.end(system, |it| it.can_be_mended(component));
            }
        }
    }

    /// So many replicas have numbers from now on.
    fn make_room(&mut self, system: &mut System<'_>, component: ComponentId, index: u32, replicas: u32) {
        if system.network.nodes[index as usize].instances < replicas {
            let before = system.network.nodes[index as usize].instances;
            self.conditions.capacity.insert(component, replicas);
            // What holds in a place or for all of them holds for those that come.
            self.conditions = self.gather(system);
            self.compile(system);
            self.hold_in_places(system, component, before);
        }
    }
}

impl System<'_> {
    /// Notes down what the system did by itself.
    fn note(&mut self, component: ComponentId, what: What) {
        self.engine.note_happening(self.network, component, what);
    }

    /// How many replicas components have, where that is not as drawn.
    fn counts(&self) -> ReplicaCounts {
        let nodes = self.network.nodes.iter().zip(&self.engine.nodes);
        let others = nodes.filter(|(node, state)| state.present != node.drawn);
        model::lean::map(others.map(|(node, state)| (node.id, state.present)))
    }

    fn boot_nanos(&self, component: ComponentId) -> u64 {
        let secs = self.architecture.component(component).map_or(0.0, |it| it.spec().scaling.boot_secs);
        nanos(secs)
    }
}

/// A component's own failing by chance.
fn failing(component: &Component, seed: u64) -> Option<Active> {
    let failures = component.failures()?;
    let definition = find("random-failures")?;
    let change = Change::new(definition.id, Place::Component(component.id));
    let change = change.with("mttf", failures.mttf_secs).with("mttr", failures.mttr_secs);
    let drawn = DrawnTimes::default();
    let began_with = ReplicaCounts::new();
    Some(Active {
        definition,
        change,
        number: 0,
        seed,
        is_own: true,
        began: 0,
        looked: 0,
        ends: None,
        drawn,
        began_with,
    })
}

fn node_of(network: &Network, component: ComponentId) -> Option<u32> {
    network.nodes.binary_search_by_key(&component, |it| it.id).ok().map(|it| it as u32)
}
