//! Where traffic comes from: how much, when, and of which kinds.

use serde::{Deserialize, Serialize};

pub mod replay;

use replay::RatePoint;

/// How the arrival rate moves over simulated time. Rates are requests per second, durations seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "pattern", rename_all = "snake_case")]
pub enum Pattern {
    Constant {
        per_sec: f64,
    },
    /// From `from_per_sec` in a straight line to `to_per_sec`, then steady.
    Ramp {
        from_per_sec: f64,
        to_per_sec: f64,
        over_secs: f64,
    },
    /// `before_per_sec` until `at_secs`, then `after_per_sec`.
    Step {
        before_per_sec: f64,
        after_per_sec: f64,
        at_secs: f64,
    },
    /// `base_per_sec`, but `peak_per_sec` from `at_secs` for `for_secs`.
    Spike {
        base_per_sec: f64,
        peak_per_sec: f64,
        at_secs: f64,
        for_secs: f64,
    },
    /// A sine around `mean_per_sec`, which it leaves by `amplitude_per_sec` at most.
    Wave {
        mean_per_sec: f64,
        amplitude_per_sec: f64,
        period_secs: f64,
    },
    /// `burst_per_sec` for the first `burst_secs` of every `every_secs`, else `base_per_sec`.
    Burst {
        base_per_sec: f64,
        burst_per_sec: f64,
        burst_secs: f64,
        every_secs: f64,
    },
    /// Changes between two rates at random; how long it keeps each is exponential (Markov-modulated Poisson process).
    TwoState {
        low_per_sec: f64,
        high_per_sec: f64,
        /// Mean time at each rate.
        low_secs: f64,
        high_secs: f64,
    },
    /// Measured rates, played again.
    Replay {
        /// In order of time; never empty.
        points: Vec<RatePoint>,
    },
    /// People come, ask several times with pauses, and leave (partly open loop; Schroeder, Wierman and Harchol-Balter
    /// 2006).
    Sessions {
        sessions_per_sec: f64,
        /// Mean number of requests of a session, at least 1 (geometric).
        requests_each: f64,
        /// Mean pause between an answer and the next request (exponential).
        think_secs: f64,
    },
    /// Closed loop: each user waits for the answer, then thinks (exponential) before asking again.
    Users {
        users: u32,
        think_secs: f64,
    },
}

impl Pattern {
    /// As in files, and in the names of its texts.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Constant { .. } => "constant",
            Self::Ramp { .. } => "ramp",
            Self::Step { .. } => "step",
            Self::Spike { .. } => "spike",
            Self::Wave { .. } => "wave",
            Self::Burst { .. } => "burst",
            Self::TwoState { .. } => "two_state",
            Self::Replay { .. } => "replay",
            Self::Sessions { .. } => "sessions",
            Self::Users { .. } => "users",
        }
    }
}

/// How single arrivals are spread around the rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrivals {
    /// Independent users: exponential gaps.
    #[default]
    Poisson,
    /// A machine: equal gaps.
    Even,
}

/// Whether a request changes data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    #[default]
    Read,
    Write,
}

/// A sort of request, named as its user would name it. Followed end to end it is a *journey*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestClass {
    pub name: String,
    /// Its share of the traffic is its weight over the sum of all weights.
    pub weight: f64,
    pub access: Access,
    /// Higher is served first where a queue goes by priority; 0 to [`MAX_PRIORITY`].
    #[serde(default)]
    pub priority: u8,
    /// What one that succeeds brings in, and one that fails loses; 0 where nobody said.
    #[serde(default)]
    pub worth_dollars: f64,
}

/// The highest priority of a class.
pub const MAX_PRIORITY: u8 = 9;

/// Most requests that come at the same moment.
pub const MAX_BATCH: u32 = 100_000;

/// Most people who are told apart.
pub const MAX_POPULATION: u32 = 1_000_000_000;

impl RequestClass {
    /// A class of ordinary priority.
    pub fn new(name: impl Into<String>, weight: f64, access: Access) -> Self {
        Self { name: name.into(), weight, access, priority: 0, worth_dollars: 0.0 }
    }
}

/// The traffic that one source component sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    #[serde(flatten)]
    pub pattern: Pattern,
    #[serde(default)]
    pub arrivals: Arrivals,
    /// Requests that come at the same moment; the rate counts requests, not batches. Users come one by one.
    #[serde(default = "one")]
    pub batch: u32,
    /// So many people send all of it, each request, or session, any one of them. `None`: each another one. Of a closed loop
    /// the users are the people.
    #[serde(default)]
    pub population: Option<u32>,
    /// Never empty.
    pub classes: Vec<RequestClass>,
}

const fn one() -> u32 {
    1
}

impl Default for Workload {
    /// 100 requests per second, 80 % of them reads.
    fn default() -> Self {
        Self {
            pattern: Pattern::Constant { per_sec: 100.0 },
            arrivals: Arrivals::Poisson,
            batch: 1,
            population: None,
            classes: vec![
                RequestClass::new("read", 80.0, Access::Read),
                RequestClass::new("write", 20.0, Access::Write),
            ],
        }
    }
}

impl Workload {
    /// Whether the other one sends the same requests: what they are worth changes nothing on their way.
    pub fn sends_like(&self, other: &Self) -> bool {
        let Self { pattern, arrivals, batch, population, classes } = self;
        let class = |a: &RequestClass, b: &RequestClass| {
            let RequestClass { name, weight, access, priority, worth_dollars: _ } = a;
            (name, weight, access, priority) == (&b.name, &b.weight, &b.access, &b.priority)
        };
        (pattern, arrivals, batch, population)
            == (&other.pattern, &other.arrivals, &other.batch, &other.population)
            && classes.len() == other.classes.len()
            && classes.iter().zip(&other.classes).all(|(a, b)| class(a, b))
    }

    /// Requests per second over a long time. Users are counted as if they were answered at once, so this is the most
    /// that they can send.
    pub fn mean_per_sec(&self) -> f64 {
        match self.pattern {
            Pattern::TwoState { low_per_sec, high_per_sec, low_secs, high_secs } => {
                let share = if low_secs + high_secs > 0.0 { high_secs / (low_secs + high_secs) } else { 0.5 };
                low_per_sec + (high_per_sec - low_per_sec) * share
            }
            Pattern::Replay { ref points } => replay::mean_per_sec(points),
            Pattern::Sessions { sessions_per_sec, requests_each, .. } => {
                sessions_per_sec * requests_each.max(1.0)
            }
            Pattern::Constant { per_sec } => per_sec,
            Pattern::Ramp { to_per_sec, .. } => to_per_sec,
            Pattern::Step { after_per_sec, .. } => after_per_sec,
            // A spike passes.
            Pattern::Spike { base_per_sec, .. } => base_per_sec,
            Pattern::Wave { mean_per_sec, .. } => mean_per_sec,
            Pattern::Burst { base_per_sec, burst_per_sec, burst_secs, every_secs } => {
                let share = if every_secs > 0.0 { (burst_secs / every_secs).clamp(0.0, 1.0) } else { 1.0 };
                base_per_sec + (burst_per_sec - base_per_sec) * share
            }
            Pattern::Users { users, think_secs } => f64::from(users) / think_secs.max(0.001),
        }
    }
}
