//! When requests are where. Each dot is a request that the simulator really sent; it is shown in slow motion, because a
//! hop takes less time than a frame. No pixels here.

use std::collections::HashMap;

use model::{ConnectionId, lean};
use sim::live::Hop;

/// Most dots at once.
const MAX_DOTS: usize = 4000;
/// Requests set out on a connection at least that far apart, in milliseconds: a stream says no more than a row of dots.
const GAP_MILLIS: f64 = 75.0;
/// News come in bunches about that far apart, in milliseconds, and are spread over it.
const SPREAD_MILLIS: f64 = 120.0;
/// A request that has not been heard of for that long, in milliseconds, is forgotten.
const FORGET_MILLIS: f64 = 4000.0;

/// All dots, by where and when they move; positions follow from the time alone.
#[derive(Debug, Default)]
pub struct Trips {
    dots: Vec<Dot>,
    /// Requests that are shown, all the way.
    stories: HashMap<u32, Story>,
    /// Requests that are not, and when they were first heard of.
    unseen: HashMap<u32, f64>,
    /// When the last request set out on a connection.
    departures: HashMap<ConnectionId, f64>,
    /// Milliseconds on a clock that stops while the run pauses.
    now: f64,
    last_frame: Option<f64>,
}

/// A request on one connection. Times are on the slowed clock, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Dot {
    connection: ConnectionId,
    start: f64,
    end: f64,
    is_answer: bool,
    failed: bool,
}

/// How the simulated time of one request maps to the slowed clock: pairs that grow together.
#[derive(Debug)]
struct Story {
    times: Vec<(f64, f64)>,
}

impl Story {
    /// When a moment of the request is shown, `now` at the earliest. Order and overlap are kept, durations are
    /// stretched: a hop of a millisecond and a wait of a second must both be seen.
    fn shown(&mut self, sim_secs: f64, now: f64) -> f64 {
        let after = self.times.partition_point(|it| it.0 < sim_secs);
        match (after.checked_sub(1).map(|i| self.times[i]), self.times.get(after).copied()) {
            (_, Some((sim, shown))) if sim <= sim_secs => shown,
            (Some((from_sim, from)), Some((to_sim, to))) => {
                from + (to - from) * (sim_secs - from_sim) / (to_sim - from_sim)
            }
            (Some((sim, shown)), None) => {
                // News of a long wait may come later than the stretched wait ends.
                let shown = (shown + stretched(sim_secs - sim)).max(now);
                self.times.push((sim_secs, shown));
                shown
            }
            (None, first) => first.map_or(0.0, |it| it.1),
        }
    }

    fn last(&self) -> f64 {
        self.times.last().map_or(0.0, |it| it.1)
    }
}

/// Milliseconds on the screen for a stretch of simulated time.
fn stretched(secs: f64) -> f64 {
    (320.0 + 160.0 * (1.0 + secs * 1e3).log2()).min(1600.0)
}

impl Trips {
    /// Takes over the requests that the simulator reports. They start a little spread out, because they come in bunches.
    pub fn add(&mut self, hops: &[Hop]) {
        let (n_hops, now) = (hops.len().max(1) as f64, self.now);
        let mut order: Vec<&Hop> = hops.iter().collect();
        lean::sort_by(&mut order, |a, b| a.start_secs.total_cmp(&b.start_secs));
        for (i, hop) in order.into_iter().enumerate() {
            if self.dots.len() >= MAX_DOTS {
                return;
            }
            let at = now + SPREAD_MILLIS * i as f64 / n_hops;
            if !self.stories.contains_key(&hop.request) && !self.admits(hop, at) {
                continue;
            }
            let story = self
                .stories
                .entry(hop.request)
                .or_insert_with(|| Story { times: vec![(hop.start_secs, at)] });
            let start = story.shown(hop.start_secs, now);
            let end = story.shown(hop.end_secs.max(hop.start_secs + 1e-6), now);
            let Hop { connection, is_answer, failed, .. } = *hop;
            self.dots.push(Dot { connection, start, end, is_answer, failed });
        }
    }

    /// Whether a request that is new shall be shown, from `at` on.
    fn admits(&mut self, first: &Hop, at: f64) -> bool {
        if self.unseen.contains_key(&first.request) {
            return false;
        }
        let last = self.departures.entry(first.connection).or_insert(f64::NEG_INFINITY);
        if at < *last + GAP_MILLIS {
            self.unseen.insert(first.request, at);
            return false;
        }
        *last = at;
        true
    }

    /// The dots that are on their way: connection, share of the way from its start, answer, failed.
    pub fn each(&self, mut visit: impl FnMut(ConnectionId, f64, bool, bool)) {
        for dot in self.dots.iter().filter(|it| it.start <= self.now) {
            let done = (self.now - dot.start) / (dot.end - dot.start);
            let share = if dot.is_answer { 1.0 - done } else { done };
            visit(dot.connection, share, dot.is_answer, dot.failed);
        }
    }

    /// Lets time go on to `frame_millis` (of the page's clock). A paused run stops the dots where they are.
    pub fn advance(&mut self, frame_millis: f64, is_paused: bool) {
        let elapsed = self.last_frame.map_or(0.0, |last| frame_millis - last);
        self.last_frame = Some(frame_millis);
        if is_paused {
            return;
        }
        // After a hidden tab or a long frame the dots go on where they were.
        self.now += elapsed.clamp(0.0, 100.0);
        let now = self.now;
        self.dots.retain(|it| it.end > now);
        self.stories.retain(|_, it| it.last() + FORGET_MILLIS > now);
        self.unseen.retain(|_, since| *since + FORGET_MILLIS > now);
    }

    pub fn is_empty(&self) -> bool {
        self.dots.is_empty()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(request: u32, start_secs: f64, end_secs: f64) -> Hop {
        Hop { connection: ConnectionId(9), request, start_secs, end_secs, is_answer: false, failed: false }
    }

    #[test]
    fn hops_of_a_request_follow_each_other_as_simulated() {
        let mut trips = Trips::default();
        trips.add(&[hop(1, 5.020, 5.021), hop(1, 5.0, 5.001)]);
        let of_first: Vec<_> = trips.dots.iter().map(|it| (it.start, it.end)).collect();
        assert!(of_first[0].1 < of_first[1].0, "the wait between two hops is seen: {of_first:?}");
        assert!(of_first.iter().all(|(start, end)| end - start >= 300.0), "every hop can be seen");
    }

    #[test]
    fn parallel_hops_are_shown_in_parallel() {
        let mut trips = Trips::default();
        trips.add(&[hop(1, 5.0, 5.004), hop(1, 5.001, 5.002)]);
        let (outer, inner) = (trips.dots[0], trips.dots[1]);
        assert!(outer.start < inner.start && inner.start < outer.end);
    }

    #[test]
    fn pause_stops_the_dots_and_time_removes_them() {
        let mut trips = Trips::default();
        trips.add(&[hop(1, 5.0, 5.001)]);
        for frame in 0..100 {
            trips.advance(f64::from(frame) * 16.0, true);
        }
        assert!(!trips.is_empty());
        for frame in 100..200 {
            trips.advance(f64::from(frame) * 16.0, false);
        }
        assert!(trips.is_empty());
    }

    #[test]
    fn news_that_come_late_are_shown_from_now_on() {
        let mut trips = Trips::default();
        trips.add(&[hop(1, 5.0, 5.001)]);
        for frame in 0..300 {
            trips.advance(f64::from(frame) * 16.0, false);
        }
        trips.add(&[hop(1, 9.0, 9.001)]);
        assert!(trips.dots[0].start >= trips.now);
    }

    #[test]
    fn a_crowd_is_thinned_by_whole_requests() {
        let mut trips = Trips::default();
        let hops: Vec<_> = (0..10_000).flat_map(|i| [hop(i, 5.0, 5.001), hop(i, 5.002, 5.003)]).collect();
        trips.add(&hops);
        let most = (SPREAD_MILLIS / GAP_MILLIS) as usize + 1;
        assert!((1..=most).contains(&trips.stories.len()));
        assert_eq!(trips.dots.len(), 2 * trips.stories.len());
        // What was not shown at its start is not shown later either.
        trips.add(&hops.iter().map(|it| Hop { start_secs: 6.0, end_secs: 6.001, ..*it }).collect::<Vec<_>>());
        assert_eq!(trips.dots.len(), 4 * trips.stories.len());
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let mut trips = Trips::default();
        for tick in 0..200_u32 {
            trips.advance(f64::from(tick) * 100.0, false);
            trips.add(&(0..150).map(|i| hop(tick * 150 + i, 5.0, 5.001)).collect::<Vec<_>>());
        }
        assert!(trips.stories.len() + trips.unseen.len() < 150 * 50);
        assert!(trips.stories.len() > 10, "requests keep setting out");
    }

    #[test]
    fn answers_travel_against_the_line() {
        let mut trips = Trips::default();
        trips.add(&[hop(1, 5.0, 5.001), Hop { is_answer: true, ..hop(1, 5.002, 5.003) }]);
        let mut shares = Vec::new();
        for frame in 0..100 {
            trips.advance(f64::from(frame) * 16.0, false);
            trips.each(|_, share, is_answer, _| shares.push((is_answer, share)));
        }
        let of = |answer| shares.iter().filter(move |it| it.0 == answer).map(|it| it.1).collect::<Vec<_>>();
        assert!(of(false).len() > 5 && of(false).is_sorted());
        assert!(of(true).len() > 5 && of(true).iter().rev().is_sorted());
        assert!(shares.iter().all(|it| (0.0..=1.0).contains(&it.1)));
    }
}
