//! When requests come.

use model::{
    Architecture, Component, ComponentId, Connection,
    workload::{Arrivals, Pattern, Workload},
};
use sim::{
    network::Rate,
    random::{Draw, Purpose, numbered, stream},
};

use super::{Event, World};

/// Two rates that change at random: which one holds, until when, and how often that has changed.
struct Switch {
    is_high: bool,
    until: f64,
    changes: u64,
}

/// A straight line from a rate at a time to another one: seconds, requests per second.
type Piece = ((f64, f64), (f64, f64));

/// "A source that calls nobody is part of no run."
pub fn is_source(architecture: &Architecture, it: &Component) -> bool {
    let calls = |other: &Connection| other.from == it.id && other.relation.carries_requests();
    it.workload.is_some() && architecture.connections.iter().any(calls)
}

impl World<'_> {
    pub(super) fn workload(&self, source: ComponentId) -> &Workload {
        self.component(source).workload.as_ref().expect("a source")
    }

    /// "The rate counts requests": so many are expected between two moments, on average as many as come at once.
    pub(super) fn plan_arrival(&mut self, source: ComponentId) {
        let number = self.moments.get(&source).copied().unwrap_or(0);
        self.moments.insert(source, number + 1);
        let stream = stream(self.seed, source.0, Purpose::Arrival);
        let it = self.workload(source).clone();
        let gap = match it.arrivals {
            Arrivals::Even => 1.0,
            Arrivals::Poisson => self.ziggurat.exponential(&mut Draw::new(stream, numbered(number))),
        };
        let expected = gap * f64::from(it.batch);
        let now = self.now as f64;
        let at = match it.pattern {
            Pattern::Constant { per_sec } | Pattern::Sessions { sessions_per_sec: per_sec, .. } => {
                Some(now + expected * (1e9 / per_sec))
            }
            Pattern::TwoState { low_per_sec, high_per_sec, low_secs, high_secs } => {
                Some(self.at_two_rates(source, expected, [low_per_sec, high_per_sec], [low_secs, high_secs]))
            }
            pattern => self.at_changing_rate(source, &pattern, expected),
        };
        if let Some(at) = at.filter(|at| *at < self.end as f64) {
            self.schedule(at as u64 - self.now, Event::Arrival(source, number));
        }
    }

    /// The area under the rate is looked for here by bisection, and by the engine with square roots: both must find it within
    /// a nanosecond. What goes on with the engine's fraction of it is rounded to the same nanosecond.
    fn at_changing_rate(&self, source: ComponentId, pattern: &Pattern, expected: f64) -> Option<f64> {
        let begins = self.measured_from as f64;
        let from_secs = (self.now as f64 - begins) / 1e9;
        let nanos = |secs: f64| secs * 1e9 + begins;
        let found = after(&self.pieces(pattern), from_secs, expected).map(nanos);
        let (drawn, traffic) = self.drawn_pattern(source);
        let engine = Rate::new(drawn).times(traffic).after(from_secs, expected).map(nanos);
        let until_end = |it: Option<f64>| it.filter(|at| *at < self.end as f64);
        match (until_end(found), until_end(engine)) {
            (Some(found), Some(engine)) => {
                assert!(
                    (found - engine).abs() < 1.0,
                    "the next request of {drawn:?} at {found} or {engine} ns"
                );
            }
            (None, None) => {}
            (found, engine) => panic!("the next request of {drawn:?} at {found:?} or {engine:?} ns"),
        }
        engine
    }

    /// "Two rates that change at random are a Markov-modulated Poisson process; it starts in equilibrium."
    fn at_two_rates(&self, source: ComponentId, mut left: f64, rates: [f64; 2], secs: [f64; 2]) -> f64 {
        let draw = |number| Draw::new(stream(self.seed, source.0, Purpose::Switch), numbered(number));
        let lasts = |is_high: bool, number| {
            self.ziggurat.exponential(&mut draw(number)) * (secs[usize::from(is_high)] * 1e9)
        };
        // From the start of the run on: which of the two rates holds does not depend on the traffic.
        let mut it =
            Switch { is_high: draw(0).unit() < secs[1] / (secs[0] + secs[1]), until: 0.0, changes: 1 };
        it.until = lasts(it.is_high, 1);
        while it.until <= self.now as f64 {
            it.is_high = !it.is_high;
            it.changes += 1;
            it.until += lasts(it.is_high, it.changes).max(1.0);
        }
        let mut at = self.now as f64;
        while at < self.end as f64 {
            let per_nano = rates[usize::from(it.is_high)] / 1e9;
            if per_nano * (it.until - at) >= left {
                at += left / per_nano;
                break;
            }
            left -= (per_nano * (it.until - at)).max(0.0);
            at = at.max(it.until);
            it.is_high = !it.is_high;
            it.changes += 1;
            it.until = at + lasts(it.is_high, it.changes).max(1.0);
        }
        at
    }

    /// How a rate changes, from the beginning of the run to its end and beyond: "on charts zero is the end of the warm-up", in which
    /// traffic is as the drawing starts with; what comes again and again does so then, too.
    fn pieces(&self, pattern: &Pattern) -> Vec<Piece> {
        let end = self.end as f64 / 1e9 + 1.0;
        let warm_up = self.measured_from as f64 / 1e9 + 1.0;
        let flat = |from: f64, to: f64, rate: f64| ((from, rate), (to, rate));
        let pieces = match *pattern {
            Pattern::Ramp { from_per_sec, to_per_sec, over_secs } => {
                vec![
                    ((0.0, from_per_sec), (over_secs, to_per_sec)),
                    flat(over_secs, f64::INFINITY, to_per_sec),
                ]
            }
            Pattern::Step { before_per_sec, after_per_sec, at_secs } => {
                vec![flat(0.0, at_secs, before_per_sec), flat(at_secs, f64::INFINITY, after_per_sec)]
            }
            Pattern::Spike { base_per_sec, peak_per_sec, at_secs, for_secs } => vec![
                flat(0.0, at_secs, base_per_sec),
                flat(at_secs, at_secs + for_secs, peak_per_sec),
                flat(at_secs + for_secs, f64::INFINITY, base_per_sec),
            ],
            Pattern::Burst { base_per_sec, burst_per_sec, burst_secs, every_secs } => {
                let first = -(warm_up / every_secs).ceil();
                let begins = (0..).map(|i| (first + f64::from(i)) * every_secs).take_while(|it| *it < end);
                let both = |it: f64| {
                    let until = it + burst_secs;
                    [flat(it, until, burst_per_sec), flat(until, it + every_secs, base_per_sec)]
                };
                begins.flat_map(both).collect()
            }
            // In straight pieces so short that nobody can tell; from the present on, as there are many.
            Pattern::Wave { mean_per_sec, amplitude_per_sec, period_secs } => {
                let corner = |begins: f64, i: u32| {
                    let turn = f64::from(i) / 1024.0;
                    let rate = mean_per_sec + amplitude_per_sec * libm::sin(std::f64::consts::TAU * turn);
                    (begins + turn * period_secs, rate)
                };
                let now = (self.now as f64 - self.measured_from as f64) / 1e9;
                let first = (now / period_secs).floor() * period_secs;
                let begins = (0..).map(|i| first + f64::from(i) * period_secs).take_while(|it| *it < end);
                return begins
                    .flat_map(|it| (0..1024).map(move |i| (corner(it, i), corner(it, i + 1))))
                    .collect();
            }
            Pattern::Replay { ref points } => {
                let points: Vec<(f64, f64)> = points.iter().map(|it| (it.at_secs, it.per_sec)).collect();
                let (first, last) = (points[0], points[points.len() - 1]);
                let mut pieces = vec![flat(0.0, first.0, first.1)];
                pieces.extend(points.windows(2).map(|it| (it[0], it[1])));
                pieces.push(flat(last.0, f64::INFINITY, last.1));
                pieces
            }
            ref other => panic!("the reference does not know {other:?}"),
        };
        let ((starts, first), _) = pieces[0];
        if starts < 0.0 { pieces } else { [vec![flat(-warm_up, starts, first)], pieces].concat() }
    }
}

/// When the area under the rate, from a moment on, is so large.
fn after(pieces: &[Piece], from: f64, mut area: f64) -> Option<f64> {
    for &((start, first), (end, last)) in pieces {
        let begin = start.max(from);
        if end <= begin {
            continue;
        }
        let slope = if end.is_finite() { (last - first) / (end - start) } else { 0.0 };
        let rate = first + slope * (begin - start);
        let whole = if end.is_finite() { (rate + last) / 2.0 * (end - begin) } else { f64::INFINITY };
        if rate.max(last) > 0.0 && whole >= area {
            // Bisection: the area grows with time.
            let (mut low, mut high) = (0.0, if end.is_finite() { end - begin } else { area / rate * 2.0 });
            for _ in 0..100 {
                let middle = f64::midpoint(low, high);
                if rate * middle + slope / 2.0 * middle * middle < area {
                    low = middle
                } else {
                    high = middle
                }
            }
            return Some(begin + high);
        }
        area -= if rate.max(last) > 0.0 { whole } else { 0.0 };
    }
    None
}
