//! A run: made from a drawing, advanced in slices, looked at, changed by hand, reported.

use std::sync::Arc;

use model::{
    Architecture, Message,
    scenario::{Action, RunSettings, ScenarioEvent},
};
use serde::{Deserialize, Serialize};

use crate::{
    control::{Control, System},
    engine::Engine,
    live::{self, Live},
    network::Network,
    report::{self, Report},
    telemetry::Frame,
    time::SimTime,
    trace::{Trace, Tracer},
};

/// How to run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunOptions {
    pub seed: u64,
    /// Measured time, without the warm-up.
    pub duration_secs: f64,
    /// Simulated first and left out of every figure.
    pub warm_up_secs: f64,
    /// Independent repetitions; a [`Session`] makes one, [`crate::replications`] makes them all.
    pub replications: u32,
}

/// Warm-up in simulated seconds where none was set or found.
pub const USUAL_WARM_UP_SECS: f64 = 5.0;

/// A warm-up that is to be found by a pilot run ([`crate::warm_up`]) is [`USUAL_WARM_UP_SECS`] until it is.
impl From<RunSettings> for RunOptions {
    fn from(settings: RunSettings) -> Self {
        Self {
            seed: settings.seed,
            duration_secs: settings.duration_secs,
            warm_up_secs: settings.warm_up_secs.unwrap_or(USUAL_WARM_UP_SECS),
            replications: settings.replications,
        }
    }
}

/// Why a drawing cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    #[error("nothing sends traffic: add a client, give it a workload, and connect it with what it calls")]
    NoTraffic,
    #[error("{found} replicas are more than the {limit} that a run can hold")]
    TooManyReplicas { found: u64, limit: u64 },
    #[error("the duration must be between a millisecond and {limit_secs} seconds")]
    BadDuration { limit_secs: u32 },
}

impl CompileError {
    /// The same in the reader's language.
    pub fn message(&self) -> Message {
        match self {
            Self::NoTraffic => Message::new("run-error-no-traffic"),
            Self::TooManyReplicas { found, limit } => Message::new("run-error-too-many-replicas")
                .with("found", *found as usize)
                .with("limit", *limit as usize),
            Self::BadDuration { limit_secs } => {
                Message::new("run-error-bad-duration").with("limit", *limit_secs)
            }
        }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub now: SimTime,
    /// Since the start of the run.
    pub events: u64,
    /// The end of the duration is reached, or the run stopped early.
    pub is_done: bool,
}

/// A run that is going on. Cloning it gives a snapshot: both go on alike.
#[derive(Clone)]
pub struct Session {
    architecture: Arc<Architecture>,
    options: RunOptions,
    network: Arc<Network>,
    engine: Engine,
    control: Control,
    /// All events before `now` have happened.
    is_settled: bool,
}

impl Session {
    /// Makes a run ready, at time zero.
    ///
    /// # Errors
    /// [`CompileError`] if the drawing cannot be run.
    pub fn new(architecture: &Architecture, options: RunOptions) -> Result<Self, CompileError> {
        let network = Network::new(architecture, options)?;
        let mut engine = Engine::new(&network);
        let control = Control::new(architecture, &network, &mut engine, options.seed);
        for event in &architecture.scenario.events {
            engine.plan_action(&network, event.at_secs, event.action.clone());
            engine.log.push(event.clone());
        }
        Ok(Self {
            architecture: Arc::new(architecture.clone()),
            options,
            network: Arc::new(network),
            engine,
            control,
            is_settled: true,
        })
    }

    /// Runs to `until`, but at most `max_events` events. How a run is cut into slices never changes its results.
    pub fn advance(&mut self, until: SimTime, max_events: u64) -> Progress {
        let last_event = self.engine.events.saturating_add(max_events);
        loop {
            let left = last_event - self.engine.events;
            self.is_settled = self.engine.run(&self.network, until.0, left);
            if self.engine.due.is_empty() {
                break;
            }
            self.act();
        }
        #[cfg(debug_assertions)]
        if let Err(broken) = self.engine.check_conservation(&self.network) {
            panic!("the simulator lost count: {broken}");
        }
        self.progress()
    }

    /// Does what the engine stopped for.
    fn act(&mut self) {
        let Self { architecture, options, network, engine, control, .. } = self;
        control.act(&mut System { architecture, options: *options, network, engine });
    }

    fn progress(&self) -> Progress {
        let is_over = self.is_settled && self.engine.now >= self.network.end;
        Progress {
            now: self.now(),
            events: self.engine.events,
            is_done: is_over || self.engine.stopped.is_some(),
        }
    }

    /// Does something to the running system now, by hand; the report lists it among the scenario's events.
    pub fn apply(&mut self, action: &Action) {
        if self.is_settled {
            // What is planned for the very beginning of the run.
            self.advance(self.now(), u64::MAX);
        }
        // Events of this very nanosecond are still to come, or it was looked at: the action follows all that, also when the run is
        // repeated.
        while !self.is_settled || self.engine.has_acted_now() {
            let before = self.engine.now;
            self.advance(SimTime(before + 1), u64::MAX);
            if self.engine.now == before {
                break;
            }
        }
        let at_secs = self.network.chart_secs(self.engine.now);
        self.engine.plan_action(&self.network, at_secs, action.clone());
        self.advance(self.now(), u64::MAX);
        let log = &mut self.engine.log;
        let position = log.partition_point(|it| it.at_secs <= at_secs);
        log.insert(position, ScenarioEvent { at_secs, action: action.clone() });
    }

    /// A look at the run; what it says since the last look is said once.
    pub fn live(&mut self) -> Live {
        live::look(&self.architecture, &self.network, &mut self.engine)
    }

    /// From now on every request is followed, which takes its time; those that are sent from a moment on are kept whatever
    /// becomes of them, up to [`KEPT_FROM`](crate::trace::KEPT_FROM).
    pub fn follow_requests(&mut self, from_secs: Option<f64>) {
        let from = from_secs.map(|it| self.network.moment(it));
        self.engine.tracer = Some(Box::new(Tracer::new(from)));
        self.engine.trace_mask = 0;
    }

    /// From now on every second is noted down for those who watch: objectives, and what monitoring sees.
    pub fn watch(&mut self) {
        self.engine.watch(&self.architecture, &self.network);
    }

    /// The seconds noted down since this was asked, or since the run was looked at; none unless it is watched.
    pub fn take_frames(&mut self) -> Vec<Frame> {
        self.engine.take_frames()
    }

    /// How many seconds [`Self::take_frames`] would give.
    pub fn waiting_frames(&self) -> usize {
        self.engine.waiting_frames()
    }

    /// Requests worth looking at; none unless they are followed.
    pub fn traces(&self) -> Vec<Trace> {
        self.engine.tracer.as_ref().map_or_else(Vec::new, |it| it.traces())
    }

    /// The end of the run: warm-up and duration.
    pub fn end(&self) -> SimTime {
        SimTime(self.network.end)
    }

    /// Things that have happened since the start of the run.
    pub fn events(&self) -> u64 {
        self.engine.events
    }

    /// Requests that users wait for at this moment.
    pub fn in_flight(&self) -> u64 {
        self.engine.in_flight()
    }

    pub fn now(&self) -> SimTime {
        SimTime(self.engine.now)
    }

    /// Memory that a clone of it takes, in bytes, without what clones share.
    pub fn bytes(&self) -> usize {
        self.engine.bytes()
    }

    /// Seconds and hops so far count as seen: the page has them already.
    pub(crate) fn skip_shown(&mut self) {
        self.engine.second.rows_shown = self.engine.second.rows.len();
        self.engine.happenings_shown = self.engine.happenings.len();
        self.engine.hops.clear();
        self.engine.take_frames();
    }

    /// What the run found out so far.
    pub fn report(&self) -> Report {
        report::build(&self.architecture, self.options, &self.network, &self.engine)
    }

    /// Whether requests are neither lost nor made: what came in went out or is there.
    ///
    /// # Errors
    /// The law that does not hold, in words for a developer.
    pub fn check_conservation(&self) -> Result<(), String> {
        self.engine.check_conservation(&self.network)
    }
}
