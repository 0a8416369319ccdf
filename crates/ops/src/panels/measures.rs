//! What can be read off a second of a run.

use model::{Arg, Component, Message, spec::Behavior};
use sim::telemetry::{Breaker, ComponentFrame, ConnectionFrame, JourneyFrame};

/// Something that every second says about components, connections or journeys.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// As files name it.
    pub id: &'static str,
    /// Gives a value its unit.
    pub unit: fn(f64) -> Arg,
    pub of: Of,
}

/// What a measure is about, and how it is read; `None`: there was nothing to measure.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Component {
        value: fn(&ComponentFrame) -> Option<f64>,
        /// Of the others it would always be zero.
        has_it: fn(&Component) -> bool,
        /// Whoever keeps replicas running knows it, also when none of them answers.
        from_outside: bool,
    },
    /// Seconds in which nothing went over the connection have no frame.
    Connection(fn(Option<&ConnectionFrame>) -> Option<f64>),
    /// Of each journey, from what its requests did and what one of them is worth. `adds_up`: all since the warm-up; `of_worth`:
    /// only of journeys of which somebody said what they are worth; `is_loss`: or what a failed request costs.
    Journey { value: fn(&JourneyFrame, f64) -> f64, adds_up: bool, of_worth: bool, is_loss: bool },
}

impl Measure {
    /// What it is, for people.
    pub fn about(&self) -> Message {
        Message::computed(format!("measure-{}", self.id))
    }
}

const fn component(value: fn(&ComponentFrame) -> Option<f64>) -> Of {
    Of::Component { value, has_it: |it| !it.kind.is_source(), from_outside: false }
}

const fn journey(value: fn(&JourneyFrame, f64) -> f64, adds_up: bool) -> Of {
    Of::Journey { value, adds_up, of_worth: false, is_loss: false }
}

const fn dollars(value: fn(&JourneyFrame, f64) -> f64, is_loss: bool) -> Of {
    Of::Journey { value, adds_up: true, of_worth: true, is_loss }
}

const BACKLOG: Of = Of::Component {
    value: |it| Some(f64::from(it.backlog)),
    has_it: |it| matches!(it.spec().behavior, Behavior::Broker { .. }),
    from_outside: false,
};

const STALE_READS: Of = Of::Component {
    value: |it| Some(f64::from(it.stale_reads)),
    has_it: |it| matches!(it.spec().behavior, Behavior::Store { .. }) && it.replicas() > 1,
    from_outside: false,
};

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// All there are, in the order of the list that people choose from.
pub static MEASURES: &[Measure] = &[
    Measure { id: "requests", unit: Arg::PerSec, of: component(|it| Some(f64::from(it.arrived))) },
    Measure { id: "failures", unit: Arg::PerSec, of: component(|it| Some(f64::from(it.failed))) },
    Measure {
        id: "failed-share",
        unit: Arg::Ratio,
        of: component(|it| share(it.failed, it.succeeded + it.failed)),
    },
    Measure {
        id: "mean-latency",
        unit: Arg::Millis,
        of: component(|it| {
            let answers: u32 = it.latency.counts.iter().sum();
            (answers > 0).then(|| it.latency.sum_secs * 1e3 / f64::from(answers))
        }),
    },
    Measure { id: "p50-latency", unit: Arg::Millis, of: component(|it| it.p50_millis.map(f64::from)) },
    Measure { id: "p95-latency", unit: Arg::Millis, of: component(|it| it.p95_millis.map(f64::from)) },
    Measure { id: "p99-latency", unit: Arg::Millis, of: component(|it| it.p99_millis.map(f64::from)) },
    Measure { id: "load", unit: Arg::Ratio, of: component(|it| it.load_ratio.map(f64::from)) },
    Measure { id: "cpu", unit: Arg::Ratio, of: component(|it| Some(f64::from(it.machine?.cpu) / 100.0)) },
    Measure {
        id: "memory",
        unit: Arg::Ratio,
        of: component(|it| Some(f64::from(it.machine?.memory) / 100.0)),
    },
    Measure {
        id: "slots-busy",
        unit: Arg::Count,
        of: component(|it| (it.slots > 0).then_some(f64::from(it.busy))),
    },
    Measure { id: "slots-share", unit: Arg::Ratio, of: component(|it| share(it.busy, it.slots)) },
    Measure {
        id: "queue",
        unit: Arg::Count,
        of: component(|it| (it.slots > 0 || it.queue > 0).then_some(f64::from(it.queue))),
    },
    Measure { id: "backlog", unit: Arg::Count, of: BACKLOG },
    Measure {
        id: "replicas-up",
        unit: Arg::Count,
        of: Of::Component {
            value: |it| Some(f64::from(it.up)),
            has_it: |it| !it.kind.is_source(),
            from_outside: true,
        },
    },
    Measure {
        id: "ready-share",
        unit: Arg::Ratio,
        of: Of::Component {
            value: |it| share(it.up, it.replicas),
            has_it: |it| !it.kind.is_source(),
            from_outside: true,
        },
    },
    Measure { id: "hit-share", unit: Arg::Ratio, of: component(|it| share(it.hits, it.hits + it.misses)) },
    Measure { id: "stale-reads", unit: Arg::PerSec, of: STALE_READS },
    Measure { id: "over-limit", unit: Arg::PerSec, of: component(|it| Some(f64::from(it.limited))) },
    Measure { id: "breakers-open", unit: Arg::Count, of: component(|it| Some(f64::from(it.breakers_open))) },
    Measure {
        id: "calls",
        unit: Arg::PerSec,
        of: Of::Connection(|it| Some(it.map_or(0.0, |it| f64::from(it.attempts)))),
    },
    Measure {
        id: "call-failures",
        unit: Arg::PerSec,
        of: Of::Connection(|it| Some(it.map_or(0.0, |it| f64::from(it.failed)))),
    },
    Measure {
        id: "call-retries",
        unit: Arg::PerSec,
        of: Of::Connection(|it| Some(it.map_or(0.0, |it| f64::from(it.retries)))),
    },
    Measure {
        id: "breaker-state",
        unit: Arg::Count,
        of: Of::Connection(|it| {
            Some(match it.map_or(Breaker::Closed, |it| it.breaker) {
                Breaker::Closed => 0.0,
                Breaker::HalfOpen => 1.0,
                Breaker::Open => 2.0,
            })
        }),
    },
    Measure {
        id: "journey-completed",
        unit: Arg::PerSec,
        of: journey(|it, _| f64::from(it.succeeded), false),
    },
    Measure { id: "journey-failed", unit: Arg::PerSec, of: journey(|it, _| f64::from(it.failed), false) },
    Measure {
        id: "journey-completed-total",
        unit: Arg::Count,
        of: journey(|it, _| f64::from(it.succeeded), true),
    },
    Measure { id: "journey-failed-total", unit: Arg::Count, of: journey(|it, _| f64::from(it.failed), true) },
    Measure {
        id: "revenue",
        unit: Arg::Dollars,
        of: dollars(|it, worth| f64::from(it.succeeded) * worth, false),
    },
    Measure {
        id: "revenue-lost",
        unit: Arg::Dollars,
        of: dollars(|it, worth| f64::from(it.failed) * worth, true),
    },
];

/// The measure of that id.
pub fn measure(id: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|it| it.id == id)
}
