//! Components that go down and come back.

use model::{ComponentId, Relation, scenario::Action, spec::Behavior};

use super::{Event, State, World, nanos};

impl World<'_> {
    pub(super) fn plan_outages(&mut self) {
        for it in &self.architecture.scenario.events {
            let component = it.action.component().expect("outages happen to components");
            let event = match it.action {
                Action::Flush { .. } => Event::Flush(component),
                _ => Event::Outage(component, matches!(it.action, Action::BringUp { .. })),
            };
            self.schedule(nanos(it.at_secs * 1e3), event);
        }
    }

    pub(super) fn outage(&mut self, id: ComponentId, is_up: bool) {
        let has_changed = if is_up { self.down.remove(&id) } else { self.down.insert(id) };
        if !has_changed {
            return;
        }
        *self.changes.entry(id).or_default() += 1;
        if is_up {
            self.fetch(id);
        } else {
            self.interrupt_all(id);
            self.flush(id, true);
        }
        // "Balancers notice after their health check."
        let mut balancers: Vec<ComponentId> = self
            .architecture
            .connections
            .iter()
            .filter(|it| it.to == id && it.relation == Relation::Call)
            .map(|it| it.from)
            .collect();
        balancers.dedup();
        for balancer in balancers {
            if let Behavior::Balancer { health_check_secs, .. } = self.specs[&balancer].behavior {
                let change = self.changes[&id];
                self.schedule(nanos(health_check_secs * 1e3), Event::Notice(balancer, id, change));
            }
        }
    }

    pub(super) fn notice(&mut self, balancer: ComponentId, id: ComponentId, change: u32) {
        // "Each for itself": what has changed since is noticed later.
        if self.changes[&id] != change {
            return;
        }
        if self.down.contains(&id) {
            self.known_down.insert((balancer, id));
        } else {
            self.known_down.remove(&(balancer, id));
        }
    }

    /// "Requests in its queue, in work or waiting for callees fail, which their callers learn after one hop", in the
    /// order in which they came.
    fn interrupt_all(&mut self, id: ComponentId) {
        for replica in self.replicas.get_mut(&id).expect("a component") {
            *replica = super::Replica { since: self.now, changes: replica.changes + 1, ..Default::default() };
        }
        self.warm.remove(&id);
        // Slots that were kept for messages on their way.
        for job in self.jobs.iter_mut().filter(|it| it.at == id && it.state == State::Traveling) {
            job.has_slot = false;
        }
        let is_there = |state| matches!(state, State::Queued | State::Serving | State::Calling);
        let mut found: Vec<usize> = (0..self.jobs.len())
            .filter(|i| {
                let it = &self.jobs[*i];
                it.at == id && is_there(it.state) && (it.from.is_some() || it.is_copy || it.message.is_some())
            })
            .collect();
        found.sort_by_key(|i| (self.jobs[*i].begun, self.jobs[*i].key));
        for job in found {
            self.jobs[job].has_slot = false;
            self.turn_away(job);
        }
    }
}
