//! Replicas that go down and come back.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Architecture, Component, ComponentId, Place, Relation, ZoneId,
    catalog::Family,
    scenario::{Action, Change},
    spec::Behavior,
};
use sim::report::FailureCause;

use super::{
    Event, State, World,
    apart::gets_stuck,
    autoscale::is_about_scalers,
    deploy::is_about_versions,
    drain::{is_about_power, is_about_processes},
    links::is_about_ways,
    luck::by_chance,
    migrate::is_about_schemas,
    nanos,
    scale::is_about_numbers,
    settings::is_about_settings,
};

/// "Callers without a balancer after 10 s."
const LISTED_AFTER_MILLIS: f64 = 10_000.0;

impl World<'_> {
    /// Entries of the scenario by their numbers: when they begin, and when they end.
    pub(super) fn plan_outages(&mut self) {
        for (number, it) in self.architecture.scenario.events.iter().enumerate() {
            self.schedule(self.moment(it.at_secs), Event::Begins(number));
        }
    }

    /// Everything else stops for what changes.
    pub(super) fn stop_for(&mut self, event: Event) {
        match event {
            Event::Begins(number) => self.begins(number),
            _ => self.look_at_all(event),
        }
        self.gather_faults();
        self.plan_all_shared();
        self.plan_look();
    }

    fn begins(&mut self, number: usize) {
        let it = &self.architecture.scenario.events[number];
        self.goes_on(number);
        self.at_begin.insert(number, self.present.clone());
        match &it.action {
            // What cannot happen there does not.
            Action::Change(it) if !can_happen(self.drawing, it) => {}
            action if is_about_processes(action) => self.step_in(number),
            action if is_about_versions(action) => self.change_version(number),
            action if is_about_schemas(action) => self.migrate(number),
            Action::Flush { component } => self.flush(*component, false),
            // "Bring up as a step of its own ends all of it."
            Action::BringUp { component } => {
                self.forget_waiting(*component);
                let back = self.holds.keys().filter(|it| it.0 == *component).map(|it| it.1).collect();
                self.holds.retain(|it, _| it.0 != *component);
                self.come_back(*component, back, false);
            }
            action if is_about_numbers(action) => self.scale(number),
            action if is_about_scalers(action) => self.plan_end(number),
            action if is_about_ways(action) => {
                self.change_ways(number, true);
                self.plan_end(number);
            }
            action if gets_stuck(action) => {
                for (component, numbers) in self.hit_by(number) {
                    self.take_down(component, numbers, number);
                }
                self.change_settings(number, true);
                self.plan_end(number);
            }
            action if is_about_settings(action) => {
                if let Action::Change(it) = action {
                    self.strike(it);
                }
                self.change_settings(number, true);
                self.plan_end(number);
            }
            action if by_chance(action).is_some() => {
                let change = by_chance(action).expect("a change");
                self.fail_by_chance(number, change);
                self.change_settings(number, true);
                self.plan_end(number);
            }
            _ => {
                for (component, numbers) in self.hit_by(number) {
                    self.take_down(component, numbers, number);
                }
                self.plan_end(number);
            }
        }
    }

    /// "What several changes hold down is back when the last of them ends."
    pub(super) fn ends(&mut self, number: usize) {
        if self.is_over(number) {
            return;
        }
        if is_about_processes(&self.architecture.scenario.events[number].action) {
            return self.end_draining(number);
        }
        if is_about_ways(&self.architecture.scenario.events[number].action) {
            return self.change_ways(number, false);
        }
        let action = &self.architecture.scenario.events[number].action;
        if is_about_settings(action) && !gets_stuck(action) {
            return self.change_settings(number, false);
        }
        if is_about_power(action) {
            return self.boot_all(number);
        }
        self.end_of_luck(number);
        self.in_force.retain(|it| *it != number);
        let held = self.holds.iter().filter(|it| it.1.contains(&number));
        let mut by_component = BTreeMap::<ComponentId, Vec<u32>>::new();
        held.for_each(|it| by_component.entry(it.0.0).or_default().push(it.0.1));
        for (component, numbers) in by_component {
            let back = self.released(component, numbers, number);
            self.come_back(component, back, self.was_only_drained(number));
        }
    }

    pub(super) fn let_go(&mut self, component: ComponentId, numbers: Vec<u32>, holder: usize) {
        let back = self.released(component, numbers, holder);
        self.come_back(component, back, false);
    }

    /// Those of the replicas that nothing holds any more.
    pub(super) fn released(&mut self, component: ComponentId, numbers: Vec<u32>, holder: usize) -> Vec<u32> {
        let mut back = Vec::new();
        for it in numbers {
            let Some(holds) = self.holds.get_mut(&(component, it)) else { continue };
            if holds.remove(&holder) && holds.is_empty() {
                self.holds.remove(&(component, it));
                back.push(it);
            }
        }
        back
    }

    /// The replicas that something happens to.
    pub(super) fn hit_by(&self, number: usize) -> Vec<(ComponentId, Vec<u32>)> {
        let all = |it: &Component| (it.id, self.all_numbers(it.id).collect::<Vec<u32>>());
        let action = &self.drawing.scenario.events[number].action;
        match action {
            Action::TakeDown { component } => vec![all(self.component(*component))],
            // Only stores have one, and one that is down cannot fail.
            Action::FailPrimary { component } => self.failed_primary(*component),
            Action::Change(Change { place: Place::Component(component), change, .. })
                if change == "primary-loss" || change == "failover-stuck" =>
            {
                self.failed_primary(*component)
            }
            Action::Change(change @ Change { place: Place::Component(id), .. }) => {
                vec![(*id, self.share_of(*id, change, number))]
            }
            Action::Change(Change { place: Place::Zone(zone), .. }) => {
                let hit = self.architecture.components.iter().map(|it| {
                    let numbers = self.all_numbers(it.id);
                    let is_there = |number: &u32| self.is_inside(self.zone_of(it.id, *number), *zone);
                    (it.id, numbers.filter(is_there).collect::<Vec<u32>>())
                });
                hit.filter(|it| !it.1.is_empty()).collect()
            }
            // Nobody's users, and not what belongs to somebody else.
            Action::Change(Change { place: Place::Architecture, .. }) => {
                let all = self.architecture.components.iter().filter(|it| {
                    !matches!(self.specs[&it.id].behavior, Behavior::Source)
                        && it.kind.family != Family::External
                });
                all.map(|it| (it.id, self.all_numbers(it.id).collect())).collect()
            }
            other => panic!("the reference does not know {other:?}"),
        }
    }

    fn failed_primary(&self, id: ComponentId) -> Vec<(ComponentId, Vec<u32>)> {
        let primary = self.primary(id);
        let can_fail =
            matches!(self.specs[&id].behavior, Behavior::Store { .. }) && !self.is_down(id, primary);
        if can_fail { vec![(id, vec![primary])] } else { Vec::new() }
    }

    /// "Every replica in the zone, and in the zones inside it."
    pub(super) fn is_inside(&self, place: Option<ZoneId>, zone: ZoneId) -> bool {
        let parent = |id| self.architecture.zones.iter().find(|it| it.id == id).and_then(|it| it.parent);
        place.is_some_and(|it| it == zone || self.is_inside(parent(it), zone))
    }

    pub(super) fn is_down(&self, id: ComponentId, replica: u32) -> bool {
        if self.is_one_pool(id) { self.is_all_down(id) } else { self.holds.contains_key(&(id, replica)) }
    }

    pub(super) fn is_all_down(&self, id: ComponentId) -> bool {
        (0..self.count(id)).all(|it| self.holds.contains_key(&(id, it)))
    }

    /// Replicas that nothing holds.
    pub(super) fn standing(&self, id: ComponentId) -> u32 {
        (0..self.count(id)).filter(|it| !self.holds.contains_key(&(id, *it))).count() as u32
    }

    /// "Functions and brokers are one pool."
    pub(super) fn is_one_pool(&self, id: ComponentId) -> bool {
        matches!(self.specs[&id].behavior, Behavior::Function { .. } | Behavior::Broker { .. })
    }

    pub(super) fn take_down(&mut self, id: ComponentId, numbers: Vec<u32>, change: usize) {
        if numbers.is_empty() {
            return;
        }
        let (hit, mut gone) = (numbers.clone(), Vec::new());
        let had_primary = !self.is_down(id, self.primary(id));
        for it in numbers {
            if !self.holds.contains_key(&(id, it)) && it < self.count(id) {
                gone.push(it);
            }
            if it >= self.count(id) {
                self.gone.insert((id, it));
            }
            self.holds.entry((id, it)).or_default().insert(change);
        }
        self.do_not_start(id, &hit);
        // One that was drained, or is to go, may still be at work.
        let known = self.replicas[&id].len() as u32;
        let lost = if !self.is_one_pool(id) {
            hit.into_iter().filter(|it| *it < known).collect()
        } else if self.is_all_down(id) {
            vec![0]
        } else {
            // "Their share of the slots is out of use (who is at work finishes)."
            Vec::new()
        };
        self.ended.extend(lost.iter().map(|it| (id, *it)));
        let fetched = self.lose(id, &lost);
        if self.is_all_down(id) && self.out.insert(id) {
            self.warm.remove(&id);
            self.flush(id, true);
        }
        for job in fetched {
            self.end_fetch(job);
        }
        if self.is_one_pool(id) {
            gone.retain(|_| !lost.is_empty());
            gone.iter_mut().for_each(|it| *it = 0);
            gone.dedup();
        }
        self.plan_notices(id, &gone);
        if had_primary && gone.contains(&self.primary(id)) {
            self.plan_failover(id);
        }
        self.deal_anew(id);
        self.lose_locks();
    }

    /// "Planned changes are told to all at once."
    pub(super) fn come_back(&mut self, id: ComponentId, mut numbers: Vec<u32>, is_planned: bool) {
        numbers.retain(|it| *it < self.count(id));
        let ready = self.hold_back(id, numbers);
        self.begin_to_serve(id, ready, is_planned);
    }

    /// They have what they need.
    pub(super) fn begin_to_serve(&mut self, id: ComponentId, numbers: Vec<u32>, is_planned: bool) {
        if numbers.is_empty() {
            return;
        }
        if !self.must_start(id, &numbers, is_planned) {
            let was_out = self.out.remove(&id);
            self.come_back_at_once(id, numbers, is_planned, was_out);
        }
    }

    pub(super) fn come_back_at_once(
        &mut self,
        id: ComponentId,
        numbers: Vec<u32>,
        is_planned: bool,
        was_out: bool,
    ) {
        // A pool that serves already does so with more slots.
        let is_news = !self.is_one_pool(id) || self.standing(id) as usize == numbers.len();
        let back: Vec<u32> = if self.is_one_pool(id) {
            self.use_slots(id);
            vec![0]
        } else {
            numbers
        };
        self.ended.retain(|it| it.0 != id || !back.contains(&it.1));
        // All that comes back at one moment does so together.
        self.schedule(0, Event::Back(id));
        if is_news {
            self.plan_notices(id, &back);
        }
        if is_planned {
            self.tell(id, &back);
        }
        for it in back {
            self.pull(id, it);
        }
        if was_out {
            self.fetch(id);
        }
        self.deal_anew(id);
    }

    /// Everybody knows at once whether these replicas serve.
    pub(super) fn tell(&mut self, id: ComponentId, numbers: &[u32]) {
        let calls = self.architecture.connections.iter();
        let balancers = calls.filter(|it| it.to == id && self.is_balancer(it.from)).map(|it| Some(it.from));
        let who: BTreeSet<Option<ComponentId>> = balancers.chain([None]).collect();
        for &number in numbers {
            let change = self.changes.get(&(id, number)).copied().unwrap_or(0);
            who.iter().for_each(|it| self.notice(*it, id, number, change));
        }
    }

    /// "Balancers notice after their health check", "each for itself"; "callers without a balancer after 10 s".
    fn plan_notices(&mut self, id: ComponentId, numbers: &[u32]) {
        let balancers: BTreeSet<ComponentId> = self
            .architecture
            .connections
            .iter()
            .filter(|it| it.to == id && it.relation == Relation::Call)
            .map(|it| it.from)
            .collect();
        for &number in numbers {
            let change = self.changes.entry((id, number)).or_default();
            *change += 1;
            let change = *change;
            self.schedule(nanos(LISTED_AFTER_MILLIS), Event::Notice(None, id, number, change));
            for &it in &balancers {
                if let Behavior::Balancer { health_check_secs, .. } = self.specs[&it].behavior {
                    self.schedule(
                        nanos(health_check_secs * 1e3),
                        Event::Notice(Some(it), id, number, change),
                    );
                }
            }
        }
    }

    pub(super) fn notice(&mut self, who: Option<ComponentId>, id: ComponentId, number: u32, change: u32) {
        // "Each for itself": what has changed since is noticed later.
        if self.changes.get(&(id, number)).copied().unwrap_or(0) != change {
            return;
        }
        if number >= self.pools(id) || self.is_down(id, number) {
            self.known_down.insert((who, id, number));
        } else {
            self.known_down.remove(&(who, id, number));
        }
    }

    /// "Requests in its queue, in work or waiting for callees fail, which their callers learn after one hop", in the
    /// order in which they came. Returns those that fetched an item.
    pub(super) fn lose(&mut self, id: ComponentId, numbers: &[u32]) -> Vec<usize> {
        for &number in numbers {
            let replica = &mut self.replicas.get_mut(&id).expect("a component")[number as usize];
            *replica = super::Replica { since: self.now, plans: replica.plans + 1, ..Default::default() };
        }
        let is_there = |it: &super::Job| it.at == id && numbers.contains(&it.replica);
        // Slots that were kept for messages on their way.
        for job in self.jobs.iter_mut().filter(|it| is_there(it) && it.state == State::Traveling) {
            job.has_slot = false;
        }
        let works = |state| matches!(state, State::Queued | State::Serving | State::Calling);
        let mut found: Vec<usize> = (0..self.jobs.len())
            .filter(|i| {
                let it = &self.jobs[*i];
                is_there(it) && works(it.state) && it.visitor.is_none()
            })
            .collect();
        found.sort_by_key(|i| (self.jobs[*i].begun, self.jobs[*i].key));
        for &job in &found {
            self.jobs[job].has_slot = false;
            self.turn_away(job, FailureCause::Interrupted);
        }
        found
    }
}

fn can_happen(drawing: &Architecture, change: &Change) -> bool {
    sim::changes::find(&change.change).is_some_and(|it| (it.hits)(drawing, change.place))
}
