//! What is asked about requests again and again.

use model::{
    ComponentId, Relation,
    connection::{Condition, Connection},
    spec::Behavior,
    workload::{Access, RequestClass},
};
use sim::random::{Draw, Purpose, stream};

use super::{Journey, World};

impl World<'_> {
    pub(super) fn unit(&self, thing: u32, purpose: Purpose, key: u64) -> f64 {
        Draw::new(stream(self.seed, thing, purpose), key).unit()
    }

    pub(super) fn class(&self, job: usize) -> &RequestClass {
        let (source, number) = self.jobs[job].class;
        &self.workload(source).classes[number]
    }

    pub(super) fn journey(&mut self, (source, number): (ComponentId, usize)) -> &mut Journey {
        let name = self.workload(source).classes[number].name.clone();
        self.outcome.journeys.entry((source, name)).or_default()
    }

    pub(super) fn is_write(&self, job: usize) -> bool {
        self.is_write_of(self.jobs[job].class)
    }

    pub(super) fn is_write_of(&self, (source, number): (ComponentId, usize)) -> bool {
        self.workload(source).classes[number].access == Access::Write
    }

    pub(super) fn fits(&self, job: usize, connection: &Connection) -> bool {
        let is_from_store = matches!(self.specs[&connection.from].behavior, Behavior::Store { .. });
        let carries_writes_only = connection.relation == Relation::Replicate
            || connection.relation == Relation::Publish && is_from_store;
        if carries_writes_only && !self.is_write(job) {
            return false;
        }
        match &connection.policy.on {
            Condition::Always | Condition::OnMissOf(_) => true,
            Condition::Read => !self.is_write(job),
            Condition::Write => self.is_write(job),
            Condition::Class(name) => self.class(job).name == *name,
        }
    }

    pub(super) fn is_balancer(&self, id: ComponentId) -> bool {
        matches!(self.specs[&id].behavior, Behavior::Balancer { .. })
    }
}
