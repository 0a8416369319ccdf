//! Turns messages and the passing of real time into calls of a [`Session`], so that the worker is a few lines.

use model::{Architecture, Message, scenario::Action};

use crate::{
    ENGINE_VERSION, FromSim, PROTOCOL_VERSION, Report, Session, SimTime, Speed, ToSim,
    replications::{combine, seed_of},
    session::{Progress, RunOptions},
    time::SECOND,
};

/// Events in one slice: 2 to 4 ms of work. V8 replaces slow code by fast code only between calls.
const SLICE_EVENTS: u64 = 40_000;
/// Real time between two looks at a run, in milliseconds.
const LIVE_EVERY_MILLIS: f64 = 50.0;
/// The most real time that one slice may answer for, so that a tab that slept does not leap ahead.
const MAX_ELAPSED_MILLIS: f64 = 250.0;

/// Runs sessions on behalf of a page. Reads no clock: the worker says how much real time has passed.
pub struct Driver {
    load: fn(&str) -> Result<Architecture, Message>,
    run: Option<Run>,
}

struct Run {
    /// What runs; with what was done by hand once the first replication is over.
    architecture: Architecture,
    options: RunOptions,
    /// The replication under way. The first is shown at the speed asked for, the others as fast as they go.
    session: Session,
    /// Of the replications that are over.
    reports: Vec<Report>,
    speed: Speed,
    is_running: bool,
    /// Simulated time that the run is due to reach by now.
    due: SimTime,
    /// `Step`: pause there.
    pause_at: Option<SimTime>,
    millis_since_live: f64,
}

impl Driver {
    /// `load` reads the document's file format.
    pub const fn new(load: fn(&str) -> Result<Architecture, Message>) -> Self {
        Self { load, run: None }
    }

    /// What a worker says first.
    pub fn hello() -> FromSim {
        FromSim::Ready { protocol_version: PROTOCOL_VERSION, engine: ENGINE_VERSION.to_owned() }
    }

    /// Whether [`Self::slice`] has work to do; a worker that has none waits for the next message.
    pub fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|it| it.is_running)
    }

    /// Does what the page asks.
    pub fn handle(&mut self, message: ToSim) -> Vec<FromSim> {
        if let ToSim::Start { file, options, speed } = message {
            return self.start(&file, options, speed);
        }
        let Some(run) = &mut self.run else { return Vec::new() };
        match message {
            ToSim::Start { .. } => Vec::new(),
            ToSim::Pause => run.set_running(false),
            ToSim::Resume => run.set_running(true),
            ToSim::Step { secs } => {
                run.pause_at = Some(run.session.now() + SimTime::from_secs(secs));
                run.set_running(true)
            }
            ToSim::SetSpeed(speed) => {
                run.speed = speed;
                run.due = run.session.now();
                Vec::new()
            }
            ToSim::Stop => self.finish(),
            ToSim::Apply(action) => run.apply(&action),
        }
    }

    /// One slice of work. `elapsed_millis`: real time since the last call.
    pub fn slice(&mut self, elapsed_millis: f64) -> Vec<FromSim> {
        let Some(run) = self.run.as_mut().filter(|it| it.is_running) else { return Vec::new() };
        let progress = run.advance(elapsed_millis);
        if progress.is_done {
            return match run.next_replication() {
                Some(answers) => answers,
                None => self.finish(),
            };
        }
        let mut answers = Vec::new();
        if run.pause_at.is_some_and(|at| progress.now >= at) {
            run.pause_at = None;
            answers.extend(run.set_running(false));
        } else if run.millis_since_live >= LIVE_EVERY_MILLIS {
            answers.push(run.look());
        }
        answers
    }

    fn start(&mut self, file: &str, options: RunOptions, speed: Speed) -> Vec<FromSim> {
        self.run = None;
        let ready = (self.load)(file).and_then(|architecture| {
            let session = Session::new(&architecture, options).map_err(|error| error.message())?;
            Ok((architecture, session))
        });
        match ready {
            Ok((architecture, session)) => {
                let run = self.run.insert(Run {
                    architecture,
                    options,
                    session,
                    reports: Vec::new(),
                    speed,
                    is_running: true,
                    due: SimTime(0),
                    pause_at: None,
                    millis_since_live: 0.0,
                });
                run.set_running(true)
            }
            Err(message) => vec![FromSim::Failed { message }],
        }
    }

    fn finish(&mut self) -> Vec<FromSim> {
        let Some(mut run) = self.run.take() else { return Vec::new() };
        // Stopped on its way: the replications that are over still count, half of one does not.
        let mut answers = Vec::new();
        if run.reports.is_empty() {
            answers.push(run.look());
            run.reports.push(run.session.report());
        }
        let report = combine(run.reports, run.options.seed);
        answers.extend([FromSim::State { running: false }, FromSim::Report(Box::new(report))]);
        answers
    }
}

impl Run {
    fn set_running(&mut self, is_running: bool) -> Vec<FromSim> {
        self.is_running = is_running;
        self.due = self.session.now();
        vec![FromSim::State { running: is_running }, self.look()]
    }

    fn apply(&mut self, action: &Action) -> Vec<FromSim> {
        // Further replications repeat what was done in the first.
        if self.is_shown() {
            self.session.apply(action);
        }
        vec![self.look()]
    }

    /// Whether the replication under way is the one that people watch.
    const fn is_shown(&self) -> bool {
        self.reports.is_empty()
    }

    /// Puts the replication that is over aside and begins the next one; `None` after the last.
    fn next_replication(&mut self) -> Option<Vec<FromSim>> {
        let is_last = self.reports.len() as u32 + 1 >= self.options.replications;
        let was_shown = self.is_shown();
        if is_last && was_shown {
            return None;
        }
        let mut answers = Vec::new();
        if was_shown {
            answers.push(self.look());
        }
        let report = self.session.report();
        if was_shown {
            self.architecture.scenario.events.clone_from(&report.scenario);
        }
        self.reports.push(report);
        if is_last {
            return None;
        }
        let done = self.reports.len() as u32;
        let options = RunOptions { seed: seed_of(self.options.seed, done), ..self.options };
        self.session = Session::new(&self.architecture, options).ok()?;
        answers.push(FromSim::Replicating { done, of: self.options.replications });
        Some(answers)
    }

    fn look(&mut self) -> FromSim {
        self.millis_since_live = 0.0;
        if self.is_shown() {
            FromSim::Live(Box::new(self.session.live()))
        } else {
            FromSim::Replicating { done: self.reports.len() as u32, of: self.options.replications }
        }
    }

    fn advance(&mut self, elapsed_millis: f64) -> Progress {
        self.millis_since_live += elapsed_millis;
        let warm_up_ends = SimTime::from_secs(self.options.warm_up_secs);
        let mut until = match self.speed {
            _ if !self.is_shown() => SimTime::NEVER,
            Speed::Max => SimTime::NEVER,
            // Nobody watches a warm-up: it goes as fast as it can.
            Speed::Times(_) if self.session.now() < warm_up_ends => {
                self.due = warm_up_ends;
                warm_up_ends
            }
            Speed::Times(times) => {
                // A run that cannot keep up goes as fast as it can, and does not try to catch up later.
                let lag = SimTime((elapsed_millis.min(MAX_ELAPSED_MILLIS) * 1e6 * times.max(0.0)) as u64);
                self.due = self.due.min(self.session.now() + SimTime(SECOND / 4)) + lag;
                self.due
            }
        };
        if let Some(at) = self.pause_at.filter(|_| self.is_shown()) {
            until = until.min(at);
        }
        self.session.advance(until, SLICE_EVENTS)
    }
}
