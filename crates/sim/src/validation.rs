//! The simulator held against theory: drawings whose exact numbers are known, and what the engine makes of them.
//!
//! The list is data, for the tests (`tests/validation.rs`, which writes `docs/VALIDATION.md`) and for the page, which
//! can show a case and run it. Cases of a family stand in a file of its name.

use model::{Architecture, Message, Value, notation};

use crate::{
    replications::{run_one, seed_of},
    session::RunOptions,
};

pub mod measure;

mod arrange;
mod balancing;
mod closed;
mod failures;
mod general;
mod loss;
mod markov;
mod networks;
mod order;
mod over_time;
mod parallel;
mod policies;
mod verdict;

pub use measure::{Measure, Unit};
pub use verdict::{Checked, conclude, student_t_999};

/// A drawing with figures that theory knows.
pub struct Case {
    /// Its title is the text `validation-<id>`.
    pub id: &'static str,
    pub family: Family,
    /// In the one-line notation. What it leaves open is ideal: no network, no fixed delay, no bound on queues, slots
    /// free while calling.
    pub drawing: String,
    /// What the notation has no words for; its second argument is the replication's seed.
    pub arrange: Option<fn(&mut Architecture, u64)>,
    pub duration_secs: f64,
    pub warm_up_secs: f64,
    pub replications: u32,
    pub figures: Vec<Figure>,
}

/// A figure of a case.
pub struct Figure {
    /// Name of the component or of the request class; empty: all journeys.
    pub at: &'static str,
    pub measure: &'static Measure,
    /// How the value follows, in the letters of the textbooks.
    pub formula: &'static str,
    /// Where to look it up.
    pub source: &'static str,
    /// In the measure's unit.
    pub theory: fn() -> f64,
    pub kind: Kind,
}

/// How good the theory is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Exact,
    /// Off by at most that share of the value, as its source says.
    Approximate(f64),
}

/// What cases are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Markov,
    General,
    Order,
    Loss,
    Networks,
    Closed,
    Balancing,
    Parallel,
    Policies,
    Failures,
    OverTime,
}

impl Family {
    pub const ALL: [Self; 11] = [
        Self::Markov,
        Self::General,
        Self::Order,
        Self::Loss,
        Self::Networks,
        Self::Closed,
        Self::Balancing,
        Self::Parallel,
        Self::Policies,
        Self::Failures,
        Self::OverTime,
    ];

    pub const fn title(self) -> Message {
        Message::new(match self {
            Self::Markov => "validation-family-markov",
            Self::General => "validation-family-general",
            Self::Order => "validation-family-order",
            Self::Loss => "validation-family-loss",
            Self::Networks => "validation-family-networks",
            Self::Closed => "validation-family-closed",
            Self::Balancing => "validation-family-balancing",
            Self::Parallel => "validation-family-parallel",
            Self::Policies => "validation-family-policies",
            Self::Failures => "validation-family-failures",
            Self::OverTime => "validation-family-over-time",
        })
    }
}

/// All cases, family by family.
pub fn cases() -> Vec<Case> {
    [
        markov::cases(),
        general::cases(),
        order::cases(),
        loss::cases(),
        networks::cases(),
        closed::cases(),
        balancing::cases(),
        parallel::cases(),
        policies::cases(),
        failures::cases(),
        over_time::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Case {
    /// A case whose queues start empty and settle in the first tenth of `duration_secs`.
    fn new(id: &'static str, family: Family, drawing: &str, duration_secs: f64) -> Self {
        Self {
            id,
            family,
            drawing: drawing.to_owned(),
            arrange: None,
            duration_secs,
            warm_up_secs: duration_secs / 10.0,
            replications: 20,
            figures: Vec::new(),
        }
    }

    fn arranged(mut self, arrange: fn(&mut Architecture, u64)) -> Self {
        self.arrange = Some(arrange);
        self
    }

    fn warm_up(mut self, secs: f64) -> Self {
        self.warm_up_secs = secs;
        self
    }

    fn replications(mut self, count: u32) -> Self {
        self.replications = count;
        self
    }

    /// Adds a figure with an exact value.
    fn figure(
        mut self,
        at: &'static str,
        measure: &'static Measure,
        formula: &'static str,
        source: &'static str,
        theory: fn() -> f64,
    ) -> Self {
        self.figures.push(Figure { at, measure, formula, source, theory, kind: Kind::Exact });
        self
    }

    /// The theory of the last figure is an approximation, off by at most that share.
    fn within(mut self, share: f64) -> Self {
        if let Some(last) = self.figures.last_mut() {
            last.kind = Kind::Approximate(share);
        }
        self
    }

    pub fn title(&self) -> Message {
        Message::computed(format!("validation-{}", self.id))
    }

    /// The drawing, ready to run and to be shown.
    ///
    /// # Errors
    /// If the notation does not know something of it any more.
    pub fn architecture(&self, seed: u64) -> Result<Architecture, notation::NotationError> {
        let mut architecture = notation::parse(&self.drawing)?;
        idealize(&mut architecture);
        architecture.settings.seed = self.seed();
        architecture.settings.duration_secs = self.duration_secs;
        architecture.settings.warm_up_secs = Some(self.warm_up_secs);
        architecture.settings.replications = self.replications;
        if let Some(arrange) = self.arrange {
            arrange(&mut architecture, seed);
        }
        Ok(architecture)
    }

    /// Differs between cases: equal seeds would give all of them the same luck, and one unlucky draw would fail many.
    pub fn seed(&self) -> u64 {
        // FNV-1a.
        self.id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }) >> 16
    }

    /// One replication: a value per figure. `None`: the run could not give it, which fails the case.
    ///
    /// # Errors
    /// Why it does not run, in words for a developer.
    pub fn replicate(&self, replication: u32) -> Result<Vec<Option<f64>>, String> {
        let options = RunOptions {
            seed: self.seed(),
            duration_secs: self.duration_secs,
            warm_up_secs: self.warm_up_secs,
            replications: self.replications,
        };
        let architecture = self
            .architecture(seed_of(self.seed(), replication))
            .map_err(|error| format!("{}: {error}", self.id))?;
        let report = run_one(&architecture, options, replication).map_err(|error| error.to_string())?;
        Ok(self.figures.iter().map(|it| (it.measure.read)(&report, it.at)).collect())
    }
}

fn idealize(architecture: &mut Architecture) {
    for connection in &mut architecture.connections {
        connection.policy.latency_millis.get_or_insert(0.0);
    }
    let ideal = [
        ("fixed_delay_millis", Value::Number(0.0)),
        ("queue_limit", Value::Number(1_000_000.0)),
        ("holds_slot", Value::Flag(false)),
    ];
    for component in &mut architecture.components {
        for (key, value) in &ideal {
            if component.kind.param(key).is_some() && !component.params.contains_key(*key) {
                component.params.insert((*key).to_owned(), value.clone());
            }
        }
    }
}
