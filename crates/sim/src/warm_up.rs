//! How long a drawing takes to settle from empty, so that its beginning can be left out of every figure.
//!
//! Pilot runs with steady traffic are looked at by MSER-5 (White 1997): requests under way are sampled evenly, five
//! samples make a batch, and the beginning is cut where the standard error of what remains is smallest. A cut in the
//! second half says that the drawing does not settle. One run alone wanders too much under heavy load, so the mean over
//! several is looked at, as Welch (1983) advises.

use model::{Architecture, scenario::Scenario, workload::Pattern};

use crate::{
    replications::seed_of,
    session::{CompileError, RunOptions, Session},
    time::{SECOND, SimTime},
};

/// Samples of a pilot; a fifth as many batches.
const SAMPLES: usize = 1000;
const BATCH: usize = 5;
/// Length of a pilot in simulated seconds: the run's own, within these.
const SHORTEST_SECS: f64 = 20.0;
const LONGEST_SECS: f64 = 120.0;
const PILOTS: u32 = 4;
/// A pilot of a large design ends after so many events, with the samples it has: nobody should wait for it.
const MOST_EVENTS: u64 = 600_000;

/// What a pilot found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmUp {
    /// In simulated seconds. Half of the pilot if that never settled.
    pub secs: f64,
    pub has_settled: bool,
}

/// Runs that only look for the end of the warm-up.
pub struct Pilot {
    architecture: Architecture,
    options: RunOptions,
    step_nanos: u64,
    session: Session,
    /// Of the pilots before this one, and of this one.
    sums: Vec<f64>,
    in_flight: Vec<f64>,
    over: u32,
}

impl Pilot {
    /// # Errors
    /// [`CompileError`] if the drawing cannot be run.
    pub fn new(architecture: &Architecture, options: RunOptions) -> Result<Self, CompileError> {
        let duration_secs = options.duration_secs.clamp(SHORTEST_SECS, LONGEST_SECS);
        let options = RunOptions { duration_secs, warm_up_secs: 0.0, replications: 1, ..options };
        let architecture = from_the_start(architecture);
        let session = Session::new(&architecture, with_seed(options, 0))?;
        let step_nanos = (duration_secs * SECOND as f64) as u64 / SAMPLES as u64;
        let (sums, in_flight) = (vec![0.0; SAMPLES], Vec::with_capacity(SAMPLES));
        Ok(Self { architecture, options, step_nanos, session, sums, in_flight, over: 0 })
    }

    /// Goes on by at most about `max_events` events; the answer at its end.
    pub fn advance(&mut self, max_events: u64) -> Option<WarmUp> {
        let last = self.session.events() + max_events;
        while self.in_flight.len() < self.sums.len() {
            let until = SimTime(self.step_nanos * (self.in_flight.len() as u64 + 1));
            let most = last.min(MOST_EVENTS);
            let progress = self.session.advance(until, most.saturating_sub(self.session.events()));
            if progress.now >= until {
                self.in_flight.push(self.session.in_flight() as f64);
            } else if progress.is_done || progress.events >= MOST_EVENTS {
                // The others are looked at as far as this one came.
                self.sums.truncate(self.in_flight.len());
            } else {
                return None;
            }
        }
        self.sums.iter_mut().zip(&self.in_flight).for_each(|(sum, it)| *sum += it);
        self.in_flight.clear();
        self.over += 1;
        // It could be made once, so it can be made again.
        let next = (self.over < PILOTS)
            .then(|| Session::new(&self.architecture, with_seed(self.options, self.over)));
        match next {
            Some(Ok(session)) => {
                self.session = session;
                None
            }
            _ => Some(self.cut()),
        }
    }

    fn cut(&self) -> WarmUp {
        let batches: Vec<f64> = self.sums.chunks_exact(BATCH).map(|it| it.iter().sum()).collect();
        let secs = |samples: usize| samples as f64 * self.step_nanos as f64 / SECOND as f64;
        match mser(&batches) {
            Some(cut) => WarmUp { secs: secs(cut * BATCH), has_settled: true },
            None => WarmUp { secs: secs(self.sums.len() / 2), has_settled: false },
        }
    }
}

/// A pilot must not share its luck with the runs whose warm-up it sets.
const fn with_seed(options: RunOptions, pilot: u32) -> RunOptions {
    RunOptions { seed: seed_of(options.seed, u32::MAX - pilot), ..options }
}

/// What the drawing's settings say, with the warm-up found if they leave that open.
///
/// # Errors
/// [`CompileError`] if the drawing cannot be run.
pub fn options(architecture: &Architecture) -> Result<RunOptions, CompileError> {
    let options = RunOptions::from(architecture.settings);
    match architecture.settings.warm_up_secs {
        Some(_) => Ok(options),
        None => Ok(RunOptions { warm_up_secs: find(architecture, options)?.secs, ..options }),
    }
}

/// Looks for the end of the warm-up in one go.
///
/// # Errors
/// [`CompileError`] if the drawing cannot be run.
pub fn find(architecture: &Architecture, options: RunOptions) -> Result<WarmUp, CompileError> {
    let mut pilot = Pilot::new(architecture, options)?;
    loop {
        if let Some(found) = pilot.advance(u64::MAX / 2) {
            return Ok(found);
        }
    }
}

/// How many of the first values to leave out; `None` if the best cut is in the second half.
///
/// ```
/// let mut values = vec![0.0, 2.0, 4.0];
/// values.extend((0..40).map(|it| 9.0 + f64::from(it % 3)));
/// assert_eq!(sim::warm_up::mser(&values), Some(3));
/// assert_eq!(sim::warm_up::mser(&(0..40).map(f64::from).collect::<Vec<_>>()), None);
/// ```
pub fn mser(values: &[f64]) -> Option<usize> {
    // From the back, so that mean and spread grow by one value at a time (Welford).
    let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
    let mut best = (f64::INFINITY, 0);
    for (index, value) in values.iter().enumerate().rev() {
        n += 1.0;
        let gap = value - mean;
        mean += gap / n;
        squares += gap * (value - mean);
        // The last few values say nothing about a spread.
        if n >= 5.0 && squares / (n * n) <= best.0 {
            best = (squares / (n * n), index);
        }
    }
    (best.1 <= values.len() / 2).then_some(best.1)
}

/// The drawing with the traffic it starts with, and nothing happening to it.
fn from_the_start(architecture: &Architecture) -> Architecture {
    let mut pilot = architecture.clone();
    pilot.scenario = Scenario::default();
    for workload in pilot.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        let per_sec = match workload.pattern {
            Pattern::Replay { ref points } => points.first().map_or(0.0, |it| it.per_sec),
            Pattern::Ramp { from_per_sec, .. } => from_per_sec,
            Pattern::Step { before_per_sec, .. } => before_per_sec,
            Pattern::Spike { base_per_sec, .. } => base_per_sec,
            Pattern::Wave { mean_per_sec, .. } => mean_per_sec,
            Pattern::Constant { .. }
            | Pattern::Burst { .. }
            | Pattern::TwoState { .. }
            | Pattern::Sessions { .. }
            | Pattern::Users { .. } => continue,
        };
        workload.pattern = Pattern::Constant { per_sec };
    }
    pilot
}
