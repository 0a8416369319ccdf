//! A new version takes the place of the old one, replica by replica, and perhaps back.

use std::collections::{BTreeSet, VecDeque};

use model::ComponentId;

mod canary;
mod rescale;
mod version;

use super::{Control, System, fallen::Holder};
use crate::{
    changes::{Deploy, Order, Replicas, Strategy},
    report::What,
    time::SECOND,
};
use version::Older;

/// A deploy, from its beginning; when it is done, it still says which replicas run the new version.
#[derive(Clone, Debug)]
pub struct Rollout {
    pub component: ComponentId,
    /// Who holds the replicas that are changing.
    by: Holder,
    index: u32,
    deploy: Deploy,
    /// Replicas without those that are there only for the deploy.
    base: u32,
    /// So many are there besides for the deploy, or come.
    surge: u32,
    /// So many machines of a second set are paid for.
    second_set: u32,
    /// Replicas with the new version, and what the others have.
    new: BTreeSet<u32>,
    older: Older,
    /// Replicas whose version is to change, in that order, and whether to the new one.
    pending: VecDeque<(u32, bool)>,
    /// So many change at once.
    batch: u32,
    /// Those that are changing, and when they are ready.
    changing: Vec<(u32, u64, bool)>,
    stage: Stage,
    /// The first set of a switch is there and paid for until then.
    kept_until: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Replicas are being changed.
    Changing,
    /// The canary is watched until then.
    Watching {
        until: u64,
    },
    GoingBack,
    Done,
}

impl Rollout {
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Replicas that need not change, as those that are too many take their place.
    fn spared(&self) -> usize {
        match (self.stage, self.deploy.strategy) {
            (Stage::Changing, Strategy::Rolling { .. }) => self.surge.min(self.base) as usize,
            _ => 0,
        }
    }

    /// Whether all replicas of a stage have changed, and those that are too many have booted.
    fn is_over(&self, system: &System<'_>) -> bool {
        let present = system.engine.nodes[self.index as usize].present;
        let is_there = match (self.stage, self.deploy.strategy) {
            (Stage::Changing, Strategy::Rolling { .. }) => present >= self.base + self.surge,
            _ => true,
        };
        is_there && self.changing.is_empty() && self.pending.len() <= self.spared()
    }

    /// Further replicas for the new version, `until` of them in all.
    fn extend(&mut self, until: u32) {
        let known = |it: &u32| self.new.contains(it);
        let more: Vec<u32> = (0..self.base).filter(|it| !known(it)).collect();
        let missing = until.saturating_sub(self.new.range(..self.base).count() as u32) as usize;
        self.pending.extend(more.into_iter().take(missing).map(|it| (it, true)));
    }

    /// Replicas that have changed come back.
    fn serve_again(&self, numbers: Vec<u32>) -> Order {
        match self.deploy.strategy {
            Strategy::Recreate => Order::BringUp(self.component, Replicas::Of(numbers)),
            Strategy::BlueGreen { .. } | Strategy::Rolling { .. } | Strategy::Canary { .. } => {
                Order::Admit(self.component, Replicas::Of(numbers))
            }
        }
    }

    /// How many replicas that serve may be taken now.
    fn may_take(&self, system: &System<'_>) -> u32 {
        let within_budget = system.may_be_taken(self.component, self.index, self.base);
        match self.deploy.strategy {
            Strategy::BlueGreen { .. } | Strategy::Recreate => u32::MAX,
            Strategy::Rolling { max_unavailable, .. } if self.stage == Stage::Changing => {
                // Nothing would move if none were missing nor too many.
                let missing = if self.surge == 0 { max_unavailable.max(1) } else { max_unavailable };
                let least = self.base.saturating_sub(missing);
                within_budget.min(system.ready(self.index).saturating_sub(least))
            }
            Strategy::Rolling { .. } | Strategy::Canary { .. } => within_budget,
        }
    }
}

impl Control {
    pub(super) fn deploy(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        deploy: Deploy,
    ) {
        // The version before is the old one now.
        let mut older = Older::default();
        if let Some(before) = self.rollouts.iter().position(|it| it.component == component) {
            let before = self.rollouts.remove(before);
            older = before.handed_on(system.network.nodes[index as usize].instances);
            self.settle(system, before);
        }
        let present = system.engine.nodes[index as usize].present;
        // Those that boot already are meant to be there.
        let base = present + self.boots.coming(component);
        let mut rollout = Rollout {
            component,
            by: self.fallen.step(),
            index,
            deploy,
            base,
            surge: 0,
            second_set: 0,
            new: BTreeSet::new(),
            older,
            pending: VecDeque::new(),
            batch: base,
            changing: Vec::new(),
            stage: Stage::Changing,
            kept_until: None,
        };
        match deploy.strategy {
            Strategy::BlueGreen { .. } => rollout.extend(base),
            Strategy::Recreate => rollout.extend(present),
            Strategy::Rolling { max_unavailable, max_surge } => {
                rollout.batch = (max_unavailable + max_surge).clamp(1, base);
                rollout.surge = max_surge;
                rollout.extend(present);
            }
            Strategy::Canary { share, .. } => {
                rollout.extend(((f64::from(base) * share + 0.5) as u32).clamp(1, base));
            }
        }
        system.note(component, What::DeployBegan);
        let with_surge = base + rollout.surge;
        self.rollouts.push(rollout);
        if with_surge > base {
            // Those that come at once have the new version, too.
            self.scale_to(system, component, index, with_surge, 0);
        }
        self.look_again(system);
    }

    /// Another deploy takes the place of one that goes on: replicas that boot do so to the end, and what is there for the old one
    /// alone goes.
    fn settle(&mut self, system: &mut System<'_>, mut before: Rollout) {
        if before.kept_until.is_some() {
            before.provision(system, false);
        }
        if before.is_done() {
            return;
        }
        match before.deploy.strategy {
            Strategy::BlueGreen { .. } if !before.changing.is_empty() => before.provision(system, false),
            Strategy::BlueGreen { .. } => {}
            Strategy::Recreate | Strategy::Rolling { .. } | Strategy::Canary { .. } => {
                for (number, ready_at, _) in &before.changing {
                    let back = before.serve_again(vec![*number]);
                    // Those that wait for what they need have booted before.
                    let at = system.engine.now.max(*ready_at);
                    self.come_back_at(system, at, back, before.by);
                }
            }
        }
        self.drop_surge(system, &before);
    }

    pub(super) fn roll_back(&mut self, system: &mut System<'_>, component: ComponentId, automatic: bool) {
        let coming = self.boots.coming(component);
        let Some(rollout) = self.rollouts.iter_mut().find(|it| it.component == component) else { return };
        let present = system.engine.nodes[rollout.index as usize].present;
        if rollout.stage == Stage::GoingBack || rollout.is_done() && rollout.new.is_empty() {
            return;
        }
        if rollout.kept_until.take().is_some() {
            // The first set is there still and takes all requests back.
            rollout.provision(system, false);
            rollout.new.clear();
            rollout.older.others.clear();
            rollout.stage = Stage::Done;
            system.note(component, What::RollbackBegan { automatic });
            system.note(component, What::RollbackDone);
            return self.look_again(system);
        }
        if rollout.is_done() {
            // Replicas have come or gone since.
            rollout.base = present + coming;
            rollout.new = (0..present).collect();
        }
        if rollout.deploy.strategy.is_switch() && !rollout.changing.is_empty() {
            // The old ones serve still; the others are not needed.
            rollout.provision(system, false);
            rollout.changing.clear();
        }
        // Those that were changing finish, and change back.
        let back = rollout.new.iter().copied().filter(|it| *it < rollout.base.min(present));
        let coming = rollout.changing.iter().filter(|it| it.2).map(|it| it.0);
        let mut pending: VecDeque<(u32, bool)> = back.chain(coming).map(|it| (it, false)).collect();
        let others: Vec<u32> = rollout.older.others.keys().copied().collect();
        for number in others {
            if number < rollout.base.min(present) && !pending.contains(&(number, false)) {
                pending.push_back((number, false));
            }
        }
        rollout.pending = pending;
        // A quarter at a time, as Kubernetes does unless told otherwise.
        // Where all switch at once they do so back, too.
        let is_switch = rollout.deploy.strategy.is_switch();
        rollout.batch = if is_switch { rollout.base } else { (rollout.base / 4).max(1) };
        rollout.stage = Stage::GoingBack;
        system.note(component, What::RollbackBegan { automatic });
        self.look_again(system);
    }

    /// Deploys go on.
    pub(super) fn roll(&mut self, system: &mut System<'_>) {
        for place in 0..self.rollouts.len() {
            self.finish_changes(system, place);
            self.begin_changes(system, place);
            if self.rollouts[place].is_over(system) {
                self.end_stage(system, place);
            }
            let now = system.engine.now;
            if let Some(rollout) = self.rollouts.get_mut(place)
                && rollout.kept_until.take_if(|it| *it <= now).is_some()
            {
                rollout.provision(system, false);
            }
        }
    }

    fn finish_changes(&mut self, system: &mut System<'_>, place: usize) {
        let now = system.engine.now;
        let booted = |it: &&(u32, u64, bool)| it.1 <= now;
        let booted = self.rollouts[place].changing.iter().filter(booted).map(|it| it.0).collect::<Vec<_>>();
        let mut waiting = self.who_must_wait(system, self.rollouts[place].component, booted.iter().copied());
        let rollout = &mut self.rollouts[place];
        // All of a second set take the place of the old ones, or none.
        if rollout.deploy.strategy.is_switch() && !waiting.is_empty() {
            waiting = booted;
        }
        let (ready, left) = std::mem::take(&mut rollout.changing)
            .into_iter()
            .partition::<Vec<_>, _>(|it| it.1 <= now && !waiting.contains(&it.0));
        rollout.changing = left;
        if ready.is_empty() {
            return;
        }
        for (number, _, is_new) in &ready {
            if *is_new {
                rollout.new.insert(*number);
            } else {
                rollout.new.remove(number);
                rollout.older.others.remove(number);
            }
        }
        let (component, strategy) = (rollout.component, rollout.deploy.strategy);
        let is_coming = rollout.stage == Stage::Changing;
        let done = rollout.new.range(..rollout.base).count() as u32;
        system.note(component, What::Replaced { replicas: done, of: rollout.base });
        let numbers = ready.iter().map(|it| it.0).collect();
        match strategy {
            // The old ones served until now.
            Strategy::BlueGreen { keep_secs } if keep_secs > 0.0 && is_coming => {
                let until = now + (keep_secs * SECOND as f64) as u64;
                self.rollouts[place].kept_until = Some(until);
                system.engine.plan_look(until);
            }
            Strategy::BlueGreen { .. } => self.rollouts[place].provision(system, false),
            Strategy::Recreate | Strategy::Rolling { .. } | Strategy::Canary { .. } => {
                let (back, by) = (rollout.serve_again(numbers), rollout.by);
                self.befall(system, &back, by);
            }
        }
    }

    fn begin_changes(&mut self, system: &mut System<'_>, place: usize) {
        let (component, strategy) = (self.rollouts[place].component, self.rollouts[place].deploy.strategy);
        let ready_at = system.engine.now + system.boot_nanos(component);
        let rollout = &mut self.rollouts[place];
        let (by, mut allowed) = (rollout.by, rollout.may_take(system));
        let mut begun = Vec::new();
        let spared = rollout.spared();
        while (rollout.changing.len() as u32) < rollout.batch && rollout.pending.len() > spared {
            // Nobody misses those that are down. Who is changing finishes first.
            let is_up = |number| system.is_up(rollout.index, number);
            let can_go = |it: &(u32, bool)| {
                (allowed > 0 || !is_up(it.0)) && rollout.changing.iter().all(|other| other.0 != it.0)
            };
            let next = rollout.pending.iter().position(can_go);
            let Some((number, is_new)) = next.and_then(|it| rollout.pending.remove(it)) else { break };
            allowed = allowed.saturating_sub(u32::from(is_up(number)));
            rollout.changing.push((number, ready_at, is_new));
            begun.push(number);
        }
        if begun.is_empty() {
            return;
        }
        match strategy {
            // As many again boot, and are paid for.
            Strategy::BlueGreen { .. } => self.rollouts[place].provision(system, true),
            Strategy::Recreate => {
                self.befall(system, &Order::TakeDown(component, Replicas::Of(begun)), by);
            }
            Strategy::Rolling { .. } | Strategy::Canary { .. } => {
                self.befall(system, &Order::Drain(component, Replicas::Of(begun)), by);
            }
        }
        system.engine.plan_look(ready_at);
    }

    /// All replicas of a stage have changed.
    fn end_stage(&mut self, system: &mut System<'_>, place: usize) {
        let now = system.engine.now;
        let rollout = &mut self.rollouts[place];
        let (component, base) = (rollout.component, rollout.base);
        let done = rollout.new.range(..base).count() as u32;
        match (rollout.stage, rollout.deploy.strategy) {
            (Stage::Done, _) => {}
            (Stage::GoingBack, _) => {
                rollout.stage = Stage::Done;
                rollout.new.clear();
                rollout.older.others.clear();
                let rollout = rollout.clone();
                self.drop_surge(system, &rollout);
                system.note(component, What::RollbackDone);
            }
            (Stage::Changing, Strategy::Canary { step_secs, .. }) => {
                let until = now + (step_secs * SECOND as f64) as u64;
                rollout.stage = Stage::Watching { until };
                self.rollouts[place].forget(system);
            }
            (Stage::Watching { until }, _) if now < until => {}
            (Stage::Watching { .. }, _) => match self.rollouts[place].is_worse(system) {
                // Nobody used it: it is watched on.
                None => {}
                Some(true) => self.roll_back(system, component, true),
                Some(false) if done < base => {
                    let rollout = &mut self.rollouts[place];
                    let half = base.div_ceil(2);
                    rollout.extend(if done < half { half } else { base });
                    rollout.batch = (base / 4).max(1);
                    rollout.stage = Stage::Changing;
                }
                Some(false) => self.finish_deploy(system, place),
            },
            (Stage::Changing, _) => {
                let rollout = rollout.clone();
                self.drop_surge(system, &rollout);
                self.finish_deploy(system, place);
            }
        }
    }

    fn finish_deploy(&mut self, system: &mut System<'_>, place: usize) {
        let rollout = &mut self.rollouts[place];
        rollout.stage = Stage::Done;
        rollout.pending.clear();
        rollout.new = (0..rollout.base).collect();
        rollout.older.others.clear();
        system.note(rollout.component, What::DeployDone);
    }
}
