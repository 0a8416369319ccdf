//! Turns messages and the passing of real time into calls of a [`Timeline`], so that the worker is a few lines.

use std::collections::VecDeque;

use model::{Architecture, Message, scenario::Action};

use crate::{
    ENGINE_VERSION, FromSim, Live, PROTOCOL_VERSION, Report, Session, SimTime, Speed, Timeline, ToSim,
    protocol::{ByHand, Resume},
    session::{Progress, RunOptions, USUAL_WARM_UP_SECS},
    study::{Outcome, Wants},
    telemetry::MAX_FRAMES,
    time::SECOND,
    warm_up::Pilot,
};

/// Events in one slice: 2 to 4 ms of work. V8 replaces slow code by fast code only between calls.
const SLICE_EVENTS: u64 = 40_000;
/// Real time between two looks at a run, in milliseconds.
const LIVE_EVERY_MILLIS: f64 = 50.0;
/// The same where so many simulated seconds wait to be told that the run waits for it, too: no more looks than pictures on a
/// screen, however fast the time of the run passes.
const FULL_EVERY_MILLIS: f64 = 16.0;
/// Most seconds in a report for the page: an hour in full.
const MAX_ROWS: usize = 3600;
/// The most real time that one slice may answer for, so that a tab that slept does not leap ahead.
const MAX_ELAPSED_MILLIS: f64 = 250.0;

/// Runs sessions on behalf of a page. Reads no clock: the worker says how much real time has passed.
pub struct Driver {
    load: fn(&str) -> Result<Architecture, Message>,
    run: Option<Run>,
    work: Option<Work>,
    pilot: Option<Waiting>,
}

/// A run that waits for the end of its warm-up to be found.
struct Waiting {
    pilot: Pilot,
    architecture: Architecture,
    options: RunOptions,
    speed: Speed,
    /// What the page asked for in the meantime.
    later: Vec<ToSim>,
}

/// A run for a study.
struct Work {
    ticket: u32,
    wants: Wants,
    session: Session,
}

struct Run {
    timeline: Timeline,
    /// The end of the warm-up.
    warm_at: SimTime,
    speed: Speed,
    is_running: bool,
    /// It has been reported; it can only be taken back.
    is_over: bool,
    /// Simulated time that the run is due to reach by now.
    due: SimTime,
    /// `Step`: pause there.
    pause_at: Option<SimTime>,
    /// As fast as it can up to there: the page has seen it before, or does not want to.
    resumes_to: Option<SimTime>,
    /// What was done by hand before the page lost the run, and is done again.
    again: VecDeque<ByHand>,
    /// What was done by hand is no longer what the page was told.
    has_acted: bool,
    millis_since_live: f64,
}

impl Driver {
    /// `load` reads the document's file format.
    pub const fn new(load: fn(&str) -> Result<Architecture, Message>) -> Self {
        Self { load, run: None, work: None, pilot: None }
    }

    /// What a worker says first.
    pub fn hello() -> FromSim {
        FromSim::Ready { protocol_version: PROTOCOL_VERSION, engine: ENGINE_VERSION.to_owned() }
    }

    /// Whether [`Self::slice`] has work to do; a worker that has none waits for the next message.
    pub fn is_running(&self) -> bool {
        self.work.is_some() || self.pilot.is_some() || self.run.as_ref().is_some_and(|it| it.is_running)
    }

    /// Does what the page asks.
    pub fn handle(&mut self, message: ToSim) -> Vec<FromSim> {
        match message {
            ToSim::Start { file, options, finds_warm_up, speed, resume } => {
                return self.start(&file, options, finds_warm_up && resume.is_none(), speed, resume);
            }
            ToSim::Work { ticket, file, options, wants } => {
                return self.begin_work(ticket, &file, options, wants);
            }
            _ => {}
        }
        if let Some(waiting) = &mut self.pilot {
            let is_stop = message == ToSim::Stop;
            waiting.later.push(message);
            return if is_stop { self.begin(USUAL_WARM_UP_SECS) } else { Vec::new() };
        }
        let Some(run) = &mut self.run else { return Vec::new() };
        match message {
            ToSim::GoTo { to_secs } => run.go_to(to_secs),
            _ if run.is_over => Vec::new(),
            ToSim::Start { .. } | ToSim::Work { .. } => Vec::new(),
            ToSim::Pause => run.pause(),
            ToSim::Resume => run.set_running(true),
            ToSim::Step { secs } => {
                run.pause_at = Some(run.now() + SimTime::from_secs(secs));
                run.set_running(true)
            }
            ToSim::SetSpeed(speed) => {
                run.speed = speed;
                run.due = run.now();
                Vec::new()
            }
            ToSim::Stop => run.finish(),
            ToSim::Apply(action) => run.apply(&action),
        }
    }

    /// One slice of work. `elapsed_millis`: real time since the last call.
    pub fn slice(&mut self, elapsed_millis: f64) -> Vec<FromSim> {
        if self.work.is_some() {
            return self.go_on_working();
        }
        if self.pilot.is_some() {
            return self.go_on_looking();
        }
        let Some(run) = self.run.as_mut().filter(|it| it.is_running) else { return Vec::new() };
        run.millis_since_live += elapsed_millis;
        if 2 * run.timeline.session().waiting_frames() >= MAX_FRAMES {
            return if run.millis_since_live < FULL_EVERY_MILLIS { Vec::new() } else { vec![run.look()] };
        }
        let progress = run.advance(elapsed_millis);
        if progress.is_done {
            return run.finish();
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

    fn begin_work(&mut self, ticket: u32, file: &str, options: RunOptions, wants: Wants) -> Vec<FromSim> {
        (self.run, self.pilot) = (None, None);
        let begun = |it: Architecture| wants.begin(&it, options).map_err(|error| error.message());
        match (self.load)(file).and_then(begun) {
            Ok(session) => {
                self.work = Some(Work { ticket, wants, session });
                Vec::new()
            }
            Err(message) => vec![FromSim::Worked { ticket, outcome: Err(message) }],
        }
    }

    fn go_on_working(&mut self) -> Vec<FromSim> {
        let is_done = |it: &mut Work| it.session.advance(SimTime::NEVER, SLICE_EVENTS).is_done;
        let Some(work) = self.work.take_if(is_done) else { return Vec::new() };
        let mut outcome = work.wants.outcome(&work.session);
        if let Outcome::Report(report) = &mut outcome {
            report.series.components.clear();
            report.series.thin(MAX_ROWS);
        }
        vec![FromSim::Worked { ticket: work.ticket, outcome: Ok(outcome) }]
    }

    fn start(
        &mut self,
        file: &str,
        options: RunOptions,
        finds_warm_up: bool,
        speed: Speed,
        resume: Option<Resume>,
    ) -> Vec<FromSim> {
        (self.run, self.work, self.pilot) = (None, None, None);
        let architecture = match (self.load)(file) {
            Ok(architecture) => architecture,
            Err(message) => return vec![FromSim::Failed { message }],
        };
        if !finds_warm_up {
            return self.begin_run(&architecture, options, speed, resume);
        }
        match Pilot::new(&architecture, options) {
            Ok(pilot) => {
                self.pilot = Some(Waiting { pilot, architecture, options, speed, later: Vec::new() });
                vec![FromSim::State { running: true }]
            }
            Err(error) => vec![FromSim::Failed { message: error.message() }],
        }
    }

    fn go_on_looking(&mut self) -> Vec<FromSim> {
        let found = self.pilot.as_mut().and_then(|it| it.pilot.advance(SLICE_EVENTS));
        found.map_or_else(Vec::new, |it| self.begin(it.secs))
    }

    /// The warm-up is known: begins the run, and does what was asked for in the meantime.
    fn begin(&mut self, warm_up_secs: f64) -> Vec<FromSim> {
        let Some(Waiting { architecture, options, speed, later, .. }) = self.pilot.take() else {
            return Vec::new();
        };
        let mut answers = self.begin_run(&architecture, RunOptions { warm_up_secs, ..options }, speed, None);
        answers.extend(later.into_iter().flat_map(|it| self.handle(it)));
        answers
    }

    fn begin_run(
        &mut self,
        architecture: &Architecture,
        options: RunOptions,
        speed: Speed,
        resume: Option<Resume>,
    ) -> Vec<FromSim> {
        match prepare(architecture, options) {
            Ok(mut session) => {
                session.watch();
                let run = self.run.insert(Run {
                    timeline: Timeline::new(session),
                    warm_at: SimTime::from_secs(options.warm_up_secs),
                    speed,
                    is_running: true,
                    is_over: false,
                    due: SimTime(0),
                    pause_at: resume.as_ref().map(|it| it.at),
                    resumes_to: resume.as_ref().map(|it| it.at),
                    again: resume.map_or_else(VecDeque::new, |it| it.by_hand.into()),
                    has_acted: true,
                    millis_since_live: 0.0,
                });
                run.set_running(true)
            }
            Err(message) => vec![FromSim::Failed { message }],
        }
    }
}

fn prepare(architecture: &Architecture, options: RunOptions) -> Result<Session, Message> {
    Session::new(architecture, options).map_err(|error| error.message())
}

impl Run {
    fn set_running(&mut self, is_running: bool) -> Vec<FromSim> {
        self.is_running = is_running;
        self.due = self.now();
        // Where it stands comes before the word that it stands still: whoever is told wants to know both.
        let (state, look) = (FromSim::State { running: is_running }, self.look());
        if is_running { vec![state, look] } else { vec![look, state] }
    }

    /// The run stays as it is, so that it can be taken back.
    fn finish(&mut self) -> Vec<FromSim> {
        (self.is_running, self.is_over) = (false, true);
        vec![self.look(), FromSim::State { running: false }, FromSim::Report(self.report())]
    }

    fn pause(&mut self) -> Vec<FromSim> {
        // It was on its way somewhere, and is not any more.
        self.pause_at = None;
        if self.again.is_empty() {
            self.resumes_to = None;
        }
        self.set_running(false)
    }

    fn go_to(&mut self, to_secs: f64) -> Vec<FromSim> {
        let to = self.warm_at + SimTime::from_secs(to_secs.max(0.0));
        if to > self.now() {
            if self.is_over {
                return Vec::new();
            }
            (self.pause_at, self.resumes_to) = (Some(to), Some(to));
            return self.set_running(true);
        }
        if to == self.now() {
            return Vec::new();
        }
        let left = self.report();
        self.timeline.rewind(to);
        self.has_acted = true;
        (self.is_over, self.pause_at, self.resumes_to) = (false, None, None);
        self.again.clear();
        let mut answers = vec![FromSim::Rewound { to_secs, left }];
        answers.extend(self.set_running(false));
        answers
    }

    fn now(&self) -> SimTime {
        self.timeline.session().now()
    }

    fn report(&self) -> Box<Report> {
        let mut report = self.timeline.session().report();
        report.series.thin(MAX_ROWS);
        Box::new(report)
    }

    fn apply(&mut self, action: &Action) -> Vec<FromSim> {
        self.timeline.apply(action);
        self.has_acted = true;
        vec![self.look()]
    }

    fn look(&mut self) -> FromSim {
        self.millis_since_live = 0.0;
        let has_acted = std::mem::take(&mut self.has_acted);
        let by_hand = has_acted.then(|| self.timeline.by_hand().to_vec());
        FromSim::Live(Box::new(Live { by_hand, ..self.timeline.live() }))
    }

    fn advance(&mut self, elapsed_millis: f64) -> Progress {
        let mut until = match self.speed {
            Speed::Max => SimTime::NEVER,
            // It has been watched up to there.
            Speed::Times(_) if self.resumes_to.is_some_and(|at| self.now() < at) => SimTime::NEVER,
            // Nobody watches a warm-up: it goes as fast as it can.
            Speed::Times(_) if self.now() < self.warm_at => {
                self.due = self.warm_at;
                self.warm_at
            }
            Speed::Times(times) => {
                // A run that cannot keep up goes as fast as it can, and does not try to catch up later.
                let lag = SimTime((elapsed_millis.min(MAX_ELAPSED_MILLIS) * 1e6 * times.max(0.0)) as u64);
                self.due = self.due.min(self.now() + SimTime(SECOND / 4)) + lag;
                self.due
            }
        };
        if let Some(at) = self.pause_at {
            until = until.min(at);
        }
        // However little happens in the drawing, a look at it stays small.
        until = until.min(self.now() + SimTime(MAX_FRAMES as u64 / 2 * SECOND));
        if let Some(next) = self.again.front() {
            until = until.min(next.at);
        }
        let progress = self.timeline.advance(until, SLICE_EVENTS);
        while self.again.front().is_some_and(|it| it.at <= progress.now)
            && let Some(next) = self.again.pop_front()
        {
            self.timeline.apply(&next.action);
            self.has_acted = true;
        }
        progress
    }
}
