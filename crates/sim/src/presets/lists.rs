//! The entries.

use model::{finding::Place, scenario::Change};

use super::{Preset, at};

/// Calm before the first event, in seconds.
const CALM: f64 = 30.0;

/// In the order of the menu.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "error-progression",
        recovery_secs: 60.0,
        events: |stage| {
            let place = stage.worker()?;
            let step = |number: f64, share| {
                at(CALM + 60.0 * number, Change::new("error-rate", place).lasting(60.0).with("share", share))
            };
            Some(vec![step(0.0, 0.01), step(1.0, 0.03), step(2.0, 0.07)])
        },
    },
    Preset {
        id: "latency-progression",
        recovery_secs: 60.0,
        events: |stage| {
            let way = Place::Connection(stage.busiest_call(|_| true)?.id);
            let step = |number: f64, millis| {
                at(CALM + 60.0 * number, Change::new("latency", way).lasting(60.0).with("millis", millis))
            };
            Some(vec![step(0.0, 200.0), step(1.0, 400.0), step(2.0, 700.0)])
        },
    },
    // Two minutes each alone, five minutes both, two minutes to recover.
    Preset {
        id: "combined-stress",
        recovery_secs: 120.0,
        events: |stage| {
            let (place, way) = (stage.worker()?, Place::Connection(stage.busiest_call(|_| true)?.id));
            let errors = |secs| Change::new("error-rate", place).lasting(secs).with("share", 0.07);
            let latency = |secs| Change::new("latency", way).lasting(secs).with("millis", 700.0);
            Some(vec![
                at(0.0, errors(120.0)),
                at(120.0, latency(120.0)),
                at(240.0, errors(300.0)),
                at(240.0, latency(300.0)),
            ])
        },
    },
    // 14.4 times the errors that an objective of 99.9 % allows: the fastest of the usual burn rates.
    Preset {
        id: "budget-burn",
        recovery_secs: 120.0,
        events: |stage| {
            let burn = Change::new("error-rate", stage.worker()?).lasting(300.0).with("share", 14.4 * 0.001);
            Some(vec![at(CALM, burn)])
        },
    },
    Preset {
        id: "breaker-transition",
        recovery_secs: 60.0,
        events: |stage| {
            let guarded = stage.busiest_call(|it| it.policy.breaker.is_some())?;
            let open_secs = guarded.policy.breaker.map_or(0.0, |it| it.open_secs);
            // Long enough to open, to try in vain, and to open again.
            let broken = Change::new("error-rate", Place::Component(guarded.to)).with("share", 0.95);
            Some(vec![at(CALM, broken.lasting(10.0 + 2.5 * open_secs))])
        },
    },
    Preset {
        id: "retry-storm",
        recovery_secs: 90.0,
        events: |stage| {
            let retried = stage.busiest_call(|it| it.policy.attempts > 1)?;
            let patience = retried.policy.timeout_millis.unwrap_or(1000.0) / 1000.0;
            let place = Place::Component(retried.to);
            // As long as all tries of a request together, so that everybody has tried everything once.
            let secs = (patience * f64::from(retried.policy.attempts)).clamp(3.0, 15.0);
            Some(vec![at(CALM, Change::new("stall", place).lasting(secs))])
        },
    },
    Preset {
        id: "stampede",
        recovery_secs: 60.0,
        events: |stage| {
            let flush = Change::new("cache-flush", stage.cache()?).lasting(30.0);
            Some(vec![at(CALM, flush)])
        },
    },
    Preset {
        id: "herd",
        recovery_secs: 60.0,
        events: |stage| {
            let herd = Change::new("thundering-herd", stage.busiest_for("thundering-herd")?);
            Some(vec![at(CALM, herd.lasting(30.0))])
        },
    },
    Preset {
        id: "backlog",
        recovery_secs: 120.0,
        events: |stage| {
            let stop = Change::new("queue-backlog", stage.busiest_for("queue-backlog")?);
            Some(vec![at(CALM, stop.lasting(60.0))])
        },
    },
    Preset {
        id: "lag-then-loss",
        recovery_secs: 60.0,
        events: |stage| {
            let store = stage.busiest_for("primary-loss")?;
            let lag = Change::new("replication-lag", store).lasting(60.0).with("millis", 5_000.0);
            Some(vec![at(CALM, lag), at(CALM + 30.0, Change::new("primary-loss", store).lasting(120.0))])
        },
    },
    Preset {
        id: "zone-at-peak",
        recovery_secs: 60.0,
        events: |stage| {
            let zone = stage.zone()?;
            let peak = Change::new("traffic-spike", stage.busiest_for("traffic-spike")?);
            let peak = peak.lasting(120.0).with("factor", 1.5).with("over", 20.0);
            Some(vec![at(CALM, peak), at(CALM + 45.0, Change::new("zone-loss", zone).lasting(60.0))])
        },
    },
    Preset {
        id: "gray-dependency",
        recovery_secs: 60.0,
        events: |stage| {
            let slow = Change::new("dependency-slow", stage.busiest_for("dependency-slow")?);
            Some(vec![at(CALM, slow.lasting(60.0))])
        },
    },
];
