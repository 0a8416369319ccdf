//! How long the network takes between two places.

use model::{ComponentId, ConnectionId, ZoneId, ZoneKind};

use super::{World, nanos};

impl World<'_> {
    /// "One way over a connection", between two replicas.
    pub(super) fn way(&self, id: ConnectionId, from: u32, to: u32) -> u64 {
        let it = self.connection(id);
        nanos(it.policy.latency_millis.unwrap_or_else(|| {
            let (from, to) = (self.zone_of(it.from, from), self.zone_of(it.to, to));
            self.millis_between(from, to)
        }))
    }

    /// Where a replica runs: placements in their order.
    pub(super) fn zone_of(&self, id: ComponentId, number: u32) -> Option<ZoneId> {
        // "Those that come later stand at the same places, in turn."
        let mut left = number % self.drawn(id);
        for it in &self.component(id).placements {
            if left < it.replicas {
                return it.zone;
            }
            left -= it.replicas;
        }
        None
    }

    /// "Only known differences count: outside every zone is near to everything."
    fn millis_between(&self, from: Option<ZoneId>, to: Option<ZoneId>) -> f64 {
        let region = |it| self.around(it, ZoneKind::Region);
        if let (Some(a), Some(b)) = (region(from), region(to))
            && a != b
        {
            let name = |id| {
                self.architecture.zones.iter().find(|it| it.id == id).and_then(|it| it.region.as_deref())
            };
            return match (name(a), name(b)) {
                (Some("us-east"), Some("eu-west")) | (Some("eu-west"), Some("us-east")) => 35.0,
                (Some(a), Some(b)) if a == b => 1.0,
                _ => 67.0,
            };
        }
        let place = |it| self.around(it, ZoneKind::AvailabilityZone);
        match (place(from), place(to)) {
            (Some(a), Some(b)) if a != b => 1.0,
            _ => 0.25,
        }
    }

    /// The zone of a kind in which a zone lies, or which it is.
    fn around(&self, zone: Option<ZoneId>, kind: ZoneKind) -> Option<ZoneId> {
        let it = self.architecture.zones.iter().find(|it| Some(it.id) == zone)?;
        if it.kind == kind { Some(it.id) } else { self.around(it.parent, kind) }
    }

    /// From the callee of a try to its caller.
    pub(super) fn way_back(&self, attempt: usize) -> u64 {
        let super::Attempt { what, job, .. } = self.attempts[attempt];
        self.way(what.connection, self.jobs[what.caller].replica, self.jobs[job].replica)
    }
}
