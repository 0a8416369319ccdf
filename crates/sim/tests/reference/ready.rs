//! Whether replicas that have booted have what they need to serve, and go on having it.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ComponentId, Relation,
    connection::Connection,
    spec::{Behavior, CacheMode, Readiness},
};

use super::{Event, World, nanos};

/// Who holds replicas that wait for what they need, and those that miss it, besides entries of the scenario.
const WAITING: usize = usize::MAX - 1;
const UNREADY: usize = usize::MAX - 2;

#[derive(Clone, Debug, Default)]
pub(super) struct Ready {
    /// Replicas that wait, and when they look again.
    waits: Vec<(u64, ComponentId, Vec<u32>)>,
    /// Since when something has been missing for replicas that go on looking, and those that get nothing new for that.
    missing_since: BTreeMap<(ComponentId, u32), u64>,
    unready: BTreeSet<(ComponentId, u32)>,
    /// How many replicas have ever booted, be it that they wait.
    booted: BTreeMap<ComponentId, u32>,
}

impl World<'_> {
    /// "All that their component calls or publishes to and cannot do without."
    fn needs(&self, id: ComponentId) -> Vec<&Connection> {
        let is_aside =
            |it| matches!(self.specs[&it].behavior, Behavior::Cache { mode: CacheMode::Aside, .. });
        let all = self.drawing.connections.iter().filter(|it| it.from == id);
        all.filter(|it| matches!(it.relation, Relation::Call | Relation::Publish))
            .filter(|it| !it.policy.optional.unwrap_or_else(|| is_aside(it.to)))
            .collect()
    }

    /// "On a way that is cut, in whichever direction, or on which every call is refused, nobody is reached."
    fn reaches(&self, it: &Connection, from: u32, to: u32) -> bool {
        !self.is_cut(it.id, from, to) && self.refusal(it.id).is_none_or(|it| it.0 < 1.0)
    }

    /// "A component with a replica that is up, a balancer with a target that passes its checks."
    fn is_there(&self, it: &Connection, from: u32) -> bool {
        let up = (0..self.pools(it.to)).filter(|to| !self.is_down(it.to, *to));
        let mut reached = up.filter(|to| self.reaches(it, from, *to));
        let targets: Vec<&Connection> = self
            .drawing
            .connections
            .iter()
            .filter(|of| of.from == it.to && of.relation == Relation::Call && self.is_balancer(it.to))
            .collect();
        let finds_one = |at: u32| {
            targets.iter().any(|of| {
                let is_healthy = |to: &u32| {
                    !self.known_down.contains(&(Some(it.to), of.to, *to))
                        && !self.known_cut.contains(&(of.id, *to))
                };
                let mut numbers = 0..self.replicas[&of.to].len() as u32;
                numbers.any(|to| is_healthy(&to) && self.reaches(of, at, to))
            })
        };
        !self.out.contains(&it.to)
            && if targets.is_empty() { reached.next().is_some() } else { reached.any(finds_one) }
    }

    /// "Each replica looks for itself, from where it stands."
    fn has_all(&self, id: ComponentId, number: u32) -> bool {
        self.needs(id).into_iter().all(|it| self.is_there(it, number))
    }

    /// Those that may not serve yet.
    pub(super) fn must_wait(&self, id: ComponentId, numbers: impl IntoIterator<Item = u32>) -> Vec<u32> {
        if self.component(id).spec().scaling.readiness == Readiness::Booted {
            return Vec::new();
        }
        numbers.into_iter().filter(|it| !self.has_all(id, *it)).collect()
    }

    /// "Those that wait look again every second." Those that need not.
    pub(super) fn hold_back(&mut self, id: ComponentId, mut numbers: Vec<u32>) -> Vec<u32> {
        let waiting = self.must_wait(id, numbers.iter().copied());
        if !waiting.is_empty() {
            numbers.retain(|it| !waiting.contains(it));
            for it in &waiting {
                self.holds.entry((id, *it)).or_default().insert(WAITING);
            }
            self.ready.waits.push((self.now + nanos(1000.0), id, waiting));
            self.schedule(nanos(1000.0), Event::Again);
        }
        numbers
    }

    pub(super) fn have_booted(&self, id: ComponentId) -> u32 {
        self.ready.booted.get(&id).copied().unwrap_or(0)
    }

    /// "The autoscaler's replicas come in the order of their numbers": how many of so many more.
    pub(super) fn ready_of(&mut self, id: ComponentId, more: u32) -> u32 {
        let there = self.count(id);
        let booted = self.have_booted(id).max(there + more);
        self.ready.booted.insert(id, booted);
        let waiting = self.must_wait(id, there..there + more);
        waiting.first().map_or(more, |first| first - there)
    }

    pub(super) fn look_for_needs(&mut self) {
        let now = self.now;
        let (due, left) =
            std::mem::take(&mut self.ready.waits).into_iter().partition::<Vec<_>, _>(|it| it.0 <= now);
        self.ready.waits = left;
        for (_, id, numbers) in due {
            self.let_go(id, numbers, WAITING);
        }
    }

    /// Somebody brings all of it up: whoever must wait then begins to.
    pub(super) fn forget_waiting(&mut self, id: ComponentId) {
        self.ready.waits.retain(|it| it.1 != id);
    }

    /// These go: those that come in their place look for themselves.
    pub(super) fn need_nothing(&mut self, id: ComponentId, numbers: std::ops::Range<u32>) {
        for holder in [WAITING, UNREADY] {
            self.released(id, numbers.clone().collect(), holder);
        }
        self.ready.unready.retain(|it| it.0 != id || !numbers.contains(&it.1));
        self.ready.missing_since.retain(|it, _| it.0 != id || !numbers.contains(&it.1));
    }

    pub(super) fn someone_probes(&self) -> bool {
        self.drawing.components.iter().any(|it| self.probes(it.id))
    }

    /// "Components that only fetch messages are not concerned."
    fn probes(&self, id: ComponentId) -> bool {
        let is_called =
            self.drawing.connections.iter().any(|it| it.to == id && it.relation == Relation::Call);
        is_called && self.component(id).spec().scaling.readiness == Readiness::NeedsAlways
    }

    /// "When something has been missing for a replica for the given time, it gets no new requests until that is back."
    pub(super) fn probe(&mut self) {
        let mut ids: Vec<ComponentId> = self.drawing.components.iter().map(|it| it.id).collect();
        ids.retain(|it| self.probes(*it));
        for id in ids {
            let patience = nanos(self.component(id).spec().scaling.probe_secs * 1e3);
            let (mut back, mut out) = (Vec::new(), Vec::new());
            for number in 0..self.count(id) {
                if self.has_all(id, number) {
                    self.ready.missing_since.remove(&(id, number));
                    if self.ready.unready.remove(&(id, number)) {
                        back.push(number);
                    }
                    continue;
                }
                let since = *self.ready.missing_since.entry((id, number)).or_insert(self.now);
                if self.now - since >= patience && !self.is_down(id, number) {
                    self.ready.unready.insert((id, number));
                    out.push(number);
                }
            }
            let back = self.released(id, back, UNREADY);
            self.come_back(id, back, true);
            if !out.is_empty() {
                self.drain(id, out, UNREADY);
            }
        }
    }
}
