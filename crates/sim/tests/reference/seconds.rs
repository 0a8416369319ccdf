//! What those who watch are told of every second.

use std::collections::BTreeMap;

use model::{
    Architecture, ComponentId, ConnectionId, Relation,
    objective::{Indicator, Objective},
};
use sim::{
    report::FailureCause,
    telemetry::{Frame, is_over_limit},
};

use super::{
    Attempt, Counts, Outcome, World,
    gauges::{self, Gauges, Samples},
    nanos,
};

/// Counts of one second, and gauges at its end; what counted nothing is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Second {
    /// Its end, from the end of the warm-up.
    pub ends_at: i64,
    /// Arrived, succeeded, failed, of these over a limit and refused, hits, misses, stale reads, nanoseconds to the answer.
    pub components: BTreeMap<ComponentId, [u64; 9]>,
    /// By source, and its class: succeeded, failed, nanoseconds to the answer.
    pub journeys: BTreeMap<(ComponentId, u16), [u64; 3]>,
    /// Tries, retries, failed.
    pub connections: BTreeMap<ConnectionId, [u64; 3]>,
    /// Requests, or messages, that each objective counts, and bad ones.
    pub objectives: Vec<[u64; 2]>,
    pub gauges: Gauges,
}

/// When a message was done with, and whether it was handled.
type Settled = (u64, bool);

/// What is remembered for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Up to the second before.
    last: Second,
    /// When requests of a class ended, and how long they took if they succeeded.
    ended: Vec<(u64, (ComponentId, usize), Option<u64>)>,
    /// When messages of a class were published; when they were done with, and whether they were handled.
    published: Vec<(u64, (ComponentId, usize), Option<Settled>)>,
    /// When messages of a class were refused.
    rejected: Vec<(u64, (ComponentId, usize))>,
    /// How long answers took: of all journeys, and at components.
    pub samples: BTreeMap<Option<ComponentId>, Samples>,
}

impl Watch {
    pub fn note_message(&mut self, at: u64, class: (ComponentId, usize)) -> usize {
        self.published.push((at, class, None));
        self.published.len() - 1
    }
}

impl World<'_> {
    pub(super) fn note_end(&mut self, class: (ComponentId, usize), took: Option<u64>) {
        self.watch.ended.push((self.now, class, took));
        if let Some(took) = took {
            self.watch.samples.entry(None).or_default().note(took);
        }
    }

    pub(super) fn note_sojourn(&mut self, at: ComponentId, took: u64) {
        self.watch.samples.entry(Some(at)).or_default().note(took);
    }

    pub(super) fn note_settled(&mut self, message: usize, is_handled: bool) {
        self.watch.published[message].2 = Some((self.now, is_handled));
    }

    pub(super) fn note_rejected(&mut self, class: (ComponentId, usize)) {
        self.watch.rejected.push((self.now, class));
    }

    /// Nobody tries again. Lost is "what a full broker refused for good, or let wait until its publisher gave up and said so",
    /// unless an earlier try had been taken when its publisher gave up.
    pub(super) fn note_unpublished(&mut self, attempt: usize) {
        let Attempt { what, job, .. } = self.attempts[attempt];
        let connection = self.connection(what.connection);
        let is_same = |it: &&Attempt| {
            (it.what.caller, it.what.connection, it.what.call) == (what.caller, what.connection, what.call)
        };
        let is_taken = self.attempts.iter().filter(is_same).any(|it| it.was_taken);
        let it = &self.jobs[job];
        let gave_up = it.failure.is_some_and(|it| it.0 == FailureCause::Timeout) && self.wants_room(job);
        if connection.relation == Relation::Publish && !is_taken && (it.is_refused || gave_up) {
            self.note_rejected(it.class);
        }
    }

    /// "The warm-up is left out of every figure."
    pub(super) fn note_measure(&mut self) {
        self.watch.last = Second::default();
        self.watch.samples.clear();
    }

    /// "The last second may be shorter."
    pub(super) fn note_last_second(&mut self) {
        let is_noted = self.outcome.seconds.last().is_some_and(|it| it.ends_at == self.chart(self.end));
        if !is_noted {
            self.note_second();
        }
    }

    const fn chart(&self, at: u64) -> i64 {
        at as i64 - self.measured_from as i64
    }

    pub(super) fn note_second(&mut self) {
        let at = self.now;
        let now = self.so_far(at);
        let last = std::mem::replace(&mut self.watch.last, now.clone());
        let new = Second {
            ends_at: self.chart(at),
            components: since(now.components, &last.components),
            journeys: since(now.journeys, &last.journeys),
            connections: since(now.connections, &last.connections),
            objectives: (now.objectives.iter().enumerate())
                .map(|(i, it)| last.objectives.get(i).map_or(*it, |last| [it[0] - last[0], it[1] - last[1]]))
                .collect(),
            gauges: self.gauges(),
        };
        self.outcome.seconds.push(new);
    }

    fn so_far(&self, at: u64) -> Second {
        let Outcome { components, connections, own_failures, lost_calls, .. } = &self.outcome;
        let of_component = |(id, it): (&ComponentId, &Counts)| {
            let own = own_failures.iter().filter(|it| it.0.0 == *id);
            let own = |is_it: fn(FailureCause) -> bool| {
                own.clone().filter(|it| is_it(it.0.1)).map(|it| it.1).sum::<u64>()
            };
            let (limited, refused) = (own(is_over_limit), own(|it| it == FailureCause::Refused));
            let Counts { arrived, succeeded, failed, hits, misses, stale_reads, sojourn_nanos, .. } = *it;
            let all =
                [arrived, succeeded, failed, limited, refused, hits, misses, stale_reads, sojourn_nanos];
            (*id, all)
        };
        let begins = if at > self.measured_from { self.measured_from } else { 0 };
        let mut journeys = BTreeMap::<(ComponentId, u16), [u64; 3]>::new();
        for (_, class, took) in self.watch.ended.iter().filter(|it| it.0 >= begins) {
            let it = journeys.entry((class.0, class.1 as u16)).or_default();
            it[usize::from(took.is_none())] += 1;
            it[2] += took.unwrap_or(0);
        }
        let lost = |id: ConnectionId| lost_calls.iter().filter(|it| it.0.0 == id).map(|it| it.1).sum::<u64>();
        Second {
            ends_at: 0,
            components: components.iter().map(of_component).collect(),
            journeys,
            connections: connections
                .iter()
                .map(|(id, it)| (*id, [it.attempts, it.retries, lost(*id)]))
                .collect(),
            objectives: self.kept(begins, at),
            gauges: Gauges::default(),
        }
    }

    /// How the objectives were kept from one moment until another.
    fn kept(&self, begins: u64, now: u64) -> Vec<[u64; 2]> {
        let objectives = self.drawing.objectives.iter();
        let count = |it: &Objective| {
            let is_about = |class: &(ComponentId, usize)| {
                it.journey.is_empty() || self.workload(class.0).classes[class.1].name == it.journey
            };
            let ended = self.watch.ended.iter().filter(|it| it.0 >= begins && is_about(&it.1));
            let published = self.watch.published.iter().filter(|it| is_about(&it.1));
            let (mut all, mut bad) = (0, 0);
            match it.indicator {
                Indicator::Availability | Indicator::LatencyBelow { .. } => {
                    let limit = match it.indicator {
                        Indicator::LatencyBelow { millis } => nanos(millis),
                        _ => u64::MAX,
                    };
                    for (_, _, took) in ended {
                        all += 1;
                        bad += u64::from(took.is_none_or(|it| it > limit));
                    }
                }
                // "It is bad when it becomes too old, even if it still waits, and when it is given up."
                Indicator::Freshness { secs } => {
                    for (at, _, done) in published {
                        let too_old_at = at + nanos(secs * 1e3);
                        let decided = match done {
                            Some((done, is_handled)) if *done <= too_old_at => Some((*done, !is_handled)),
                            _ if too_old_at < now => Some((too_old_at, true)),
                            _ => None,
                        };
                        let Some((_, is_bad)) = decided.filter(|it| it.0 >= begins) else { continue };
                        all += 1;
                        bad += u64::from(is_bad);
                    }
                }
                Indicator::Correctness => {
                    for (done, is_handled) in published.filter_map(|it| it.2).filter(|it| it.0 >= begins) {
                        debug_assert!(done < now, "what has happened was before");
                        all += 1;
                        bad += u64::from(!is_handled);
                    }
                    let rejected = self.watch.rejected.iter();
                    let rejected = rejected.filter(|it| it.0 >= begins && is_about(&it.1)).count() as u64;
                    (all, bad) = (all + rejected, bad + rejected);
                }
            }
            [all, bad]
        };
        objectives.map(count).collect()
    }
}

fn since<K: Ord, const N: usize>(
    now: BTreeMap<K, [u64; N]>,
    last: &BTreeMap<K, [u64; N]>,
) -> BTreeMap<K, [u64; N]> {
    let new = now.into_iter().map(|(key, mut it)| {
        if let Some(last) = last.get(&key) {
            it.iter_mut().zip(last).for_each(|(it, last)| *it -= last);
        }
        (key, it)
    });
    new.filter(|(_, it)| *it != [0; N]).collect()
}

/// What the engine told.
pub fn told(architecture: &Architecture, frames: &[Frame], rows: &[sim::report::Second]) -> Vec<Second> {
    let nanos = |secs: f64| (secs * 1e9).round();
    let second = |(it, row): (&Frame, &sim::report::Second)| Second {
        ends_at: nanos(it.at_secs) as i64,
        components: since(
            it.components
                .iter()
                .map(|it| {
                    let is_source = architecture.component(it.id).is_some_and(|it| it.workload.is_some());
                    let counts = [
                        it.arrived,
                        it.succeeded,
                        it.failed,
                        it.limited,
                        it.refused,
                        it.hits,
                        it.misses,
                        it.stale_reads,
                        0,
                    ];
                    let mut counts = counts.map(u64::from);
                    // A source's sojourns are the journeys themselves.
                    counts[8] = if is_source { 0 } else { nanos(it.latency.sum_secs) as u64 };
                    (it.id, counts)
                })
                .collect(),
            &BTreeMap::new(),
        ),
        journeys: since(
            it.journeys
                .iter()
                .map(|it| {
                    let took = nanos(it.latency.sum_secs) as u64;
                    ((it.source, it.class), [u64::from(it.succeeded), u64::from(it.failed), took])
                })
                .collect(),
            &BTreeMap::new(),
        ),
        connections: since(
            it.connections
                .iter()
                .map(|it| (it.id, [it.attempts, it.retries, it.failed].map(u64::from)))
                .collect(),
            &BTreeMap::new(),
        ),
        objectives: it.objectives.iter().map(|it| [u64::from(it.total), u64::from(it.bad)]).collect(),
        gauges: gauges::told(it, row),
    };
    frames.iter().zip(rows).map(second).collect()
}
