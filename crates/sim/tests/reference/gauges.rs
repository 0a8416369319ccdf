//! What can be read off at the end of a second: who is there, who waits, how long answers took.

use std::collections::{BTreeMap, BTreeSet};

use model::{Component, ComponentId, ConnectionId};
use sim::telemetry::{BUCKET_SECS, BUCKETS, Breaker, ComponentFrame, Frame};

use super::{Replica, State, World, arrivals};

/// At the end of one second; what is zero, and closed breakers, are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauges {
    /// Users' requests under way.
    pub in_flight: u64,
    /// Slots held, requests that wait, messages held.
    pub levels: BTreeMap<ComponentId, [u64; 3]>,
    /// Replicas that are up, those whose process runs, and all.
    pub replicas: BTreeMap<ComponentId, [u64; 3]>,
    /// Slots of what has a bound; slots held over slots, load ratio, processors and memory in the second.
    pub slots: BTreeMap<ComponentId, u64>,
    pub usage: BTreeMap<ComponentId, [f32; 4]>,
    pub breakers: BTreeMap<ConnectionId, Breaker>,
    /// p50, p95 and p99 in milliseconds: of all journeys, and at components.
    pub percentiles: BTreeMap<Option<ComponentId>, [Option<f32>; 3]>,
    /// How many answers of the second took how long.
    pub buckets: BTreeMap<Option<ComponentId>, [u32; BUCKETS]>,
}

/// What was measured since percentiles were last given, up to the last second and in this one.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples {
    nanos: Vec<u64>,
    new: Vec<u64>,
    seconds: u32,
}

impl Samples {
    pub fn note(&mut self, nanos: u64) {
        self.new.push(nanos);
    }

    /// "Of the answers since they were last given: once p99 has its ten, and after five seconds at the latest."
    fn end_second(&mut self) -> [Option<f32>; 3] {
        self.seconds += 1;
        self.nanos.append(&mut self.new);
        self.nanos.sort_unstable();
        let percentiles = [50, 95, 99].map(|percent| {
            let (all, percent) = (self.nanos.len(), percent as usize);
            // "Only if at least ten samples lie beyond them."
            let is_known = all * (100 - percent) >= 10 * 100;
            is_known.then(|| (middle_of_bin(self.nanos[(all * percent).div_ceil(100) - 1]) / 1e6) as f32)
        });
        if percentiles[2].is_none() && self.seconds < 5 {
            return [None; 3];
        }
        *self = Self::default();
        percentiles
    }

    fn buckets(&self) -> [u32; BUCKETS] {
        let mut counts = [0; BUCKETS];
        for nanos in &self.new {
            let secs = middle_of_bin(*nanos) / 1e9;
            counts[BUCKET_SECS.iter().position(|bound| secs <= *bound).unwrap_or(BUCKETS - 1)] += 1;
        }
        counts
    }
}

/// "Histograms with bins of at most 0.8%": 128 in each octave, of two nanoseconds at least.
fn middle_of_bin(nanos: u64) -> f64 {
    let Some(octave) = nanos.checked_ilog2() else { return 0.0 };
    let width = ((1 << octave) / 128).max(2);
    (nanos / width * width + width / 2) as f64
}

impl World<'_> {
    pub(super) fn gauges(&mut self) -> Gauges {
        let drawing = self.drawing;
        let ids = || drawing.components.iter().map(|it| it.id);
        let serves = |it: &Component| !arrivals::is_source(drawing, it);
        let serving = || drawing.components.iter().filter(|it| serves(it)).map(|it| it.id);
        let users = self.jobs.iter().filter(|it| it.visitor.is_some() && it.state != State::Done);
        Gauges {
            in_flight: users.count() as u64,
            levels: ids().map(|it| (it, self.levels(it))).filter(|it| it.1 != [0; 3]).collect(),
            replicas: ids().map(|it| (it, self.replicas_there(it))).collect(),
            breakers: self.guards.keys().filter_map(|it| Some((*it, self.breaker(*it)?))).collect(),
            buckets: all_but_empty(self.watch.samples.iter().map(|it| (*it.0, it.1.buckets()))),
            percentiles: self.percentiles(),
            slots: serving().filter_map(|it| Some((it, self.slots_there(it)?))).collect(),
            usage: serving().filter_map(|it| Some((it, self.end_second_of(it)?))).collect(),
        }
    }

    fn levels(&self, id: ComponentId) -> [u64; 3] {
        [self.slots(id).map_or(0, |_| self.slots_held(id)), self.queued(id), self.held_messages(id)]
    }

    /// "Requests beyond the number of slots count as queued" where these are shared.
    pub(super) fn queued(&self, id: ComponentId) -> u64 {
        let slots = self.slots(id).map_or(usize::MAX, |it| it as usize);
        let waiting = |it: &Replica| it.queue.len() + it.sharing.len().saturating_sub(slots);
        self.replicas[&id].iter().map(|it| waiting(it) as u64).sum()
    }

    fn replicas_there(&self, id: ComponentId) -> [u64; 3] {
        let all = || 0..self.pools(id);
        let up = all().filter(|it| !self.is_down(id, *it)).count() as u64;
        let running = all().filter(|it| !self.ended.contains(&(id, *it))).count() as u64;
        [up, running, self.pools(id).into()]
    }

    fn slots_there(&self, id: ComponentId) -> Option<u64> {
        Some(u64::from(self.drawn_slots(id)?) * u64::from(self.pools(id)))
    }

    /// Unless it is closed.
    fn breaker(&self, id: ConnectionId) -> Option<Breaker> {
        let guard = &self.guards[&id];
        match guard.open_until {
            Some(until) if self.now < until => Some(Breaker::Open),
            Some(_) => Some(Breaker::HalfOpen),
            None => guard.trying.map(|_| Breaker::HalfOpen),
        }
    }

    fn percentiles(&mut self) -> BTreeMap<Option<ComponentId>, [Option<f32>; 3]> {
        let samples = &mut self.watch.samples;
        samples.entry(None).or_default();
        // Five seconds, "which begin at a component with an answer".
        samples.retain(|who, it| who.is_none() || !it.nanos.is_empty() || !it.new.is_empty());
        samples.iter_mut().map(|(who, it)| (*who, it.end_second())).filter(|it| it.1 != [None; 3]).collect()
    }
}

fn all_but_empty<K: Ord>(all: impl Iterator<Item = (K, [u32; BUCKETS])>) -> BTreeMap<K, [u32; BUCKETS]> {
    all.filter(|it| it.1 != [0; BUCKETS]).collect()
}

/// What the engine told.
pub fn told(frame: &Frame, row: &sim::report::Second) -> Gauges {
    let components = || frame.components.iter();
    let at_components = components().map(|it| (Some(it.id), [it.p50_millis, it.p95_millis, it.p99_millis]));
    // A source's answers are the journeys themselves.
    let senders: BTreeSet<ComponentId> = frame.journeys.iter().map(|it| it.source).collect();
    let mut of_journeys = [0; BUCKETS];
    for it in &frame.journeys {
        of_journeys.iter_mut().zip(it.latency.counts).for_each(|(sum, count)| *sum += count);
    }
    let at_others = components().filter(|it| !senders.contains(&it.id));
    let buckets = at_others.map(|it| (Some(it.id), it.latency.counts));
    let of_all = (None, [row.p50_millis, row.p95_millis, row.p99_millis]);
    let levels = components().map(|it| (it.id, [it.busy, it.queue, it.backlog].map(u64::from)));
    let replicas = components().map(|it| (it.id, [it.up, it.running, it.replicas].map(u64::from)));
    let breakers = frame.connections.iter().map(|it| (it.id, it.breaker));
    let used = |it: &ComponentFrame| {
        let machine = it.machine?;
        Some([it.utilization?, it.load_ratio?, machine.cpu, machine.memory])
    };
    Gauges {
        in_flight: row.in_flight.into(),
        levels: levels.filter(|it| it.1 != [0; 3]).collect(),
        replicas: replicas.collect(),
        slots: components()
            .filter(|it| it.utilization.is_some())
            .map(|it| (it.id, it.slots.into()))
            .collect(),
        usage: components().filter_map(|it| Some((it.id, used(it)?))).collect(),
        breakers: breakers.filter(|it| it.1 != Breaker::Closed).collect(),
        buckets: all_but_empty(buckets.chain([(None, of_journeys)])),
        percentiles: at_components.chain([of_all]).filter(|it| it.1 != [None; 3]).collect(),
    }
}
