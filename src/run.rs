//! The run of the open drawing, as signals: what the worker is told and what it says.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use model::{
    Architecture, Message, Scenario, file,
    scenario::ScenarioEvent,
};
use sim::{
    Live, Report, RunOptions, Speed, ToSim,
    protocol::ByHand,
    report::{Happening, Second},
};

use crate::{
    browser::{
        crew::Crew,
        sim_worker::{Heard, SimWorker},
    },
    dashboard::busiest::Loads,
    follow::after_paint,
};

mod back;
mod by_hand;
mod fog;
mod hear;
mod keep;
mod repeat;
mod told;

pub use back::{Left, only_in};
pub use fog::users_unseen;
pub use told::{Listener, Told};

/// Where a run is.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// None has been started since the page was opened or another drawing was.
    Idle,
    Running,
    Paused,
    /// Ended or stopped; the report is there.
    Done,
    /// It could not start.
    Refused(Message),
    /// The worker died, or never lived.
    Crashed(Message),
}

/// Takes what the worker says.
type Hear = fn(Run, Heard);

/// Handle on the run; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Run {
    document: ReadSignal<Arc<Architecture>>,
    worker: StoredValue<Rc<SimWorker>, LocalStorage>,
    listener: StoredValue<Option<Listener>, LocalStorage>,
    /// Comes with the panels.
    reader: StoredValue<Option<Hear>>,
    /// Nobody will: the panels could not be fetched.
    is_deaf: StoredValue<bool>,
    /// What nobody has heard yet: the drawing that began to run, and what the worker said of it.
    unheard: StoredValue<(Option<Arc<Architecture>>, Vec<Heard>), LocalStorage>,
    /// Whether the run would outlive a reload, and when it was last written down.
    is_kept: StoredValue<bool>,
    kept_at: StoredValue<f64>,
    /// Makes the repetitions of a run that was shown.
    crew: StoredValue<Option<Crew>, LocalStorage>,
    pub phase: ReadSignal<Phase>,
    set_phase: WriteSignal<Phase>,
    /// On the way to a later second that somebody wants to see, where it pauses.
    is_going_on: RwSignal<bool>,
    /// The last look at it; `None` before the first.
    pub live: ReadSignal<Option<Arc<Live>>>,
    set_live: WriteSignal<Option<Arc<Live>>>,
    /// What of it the person may see: for whoever is on call only what the drawing's monitoring shows.
    pub shown: ReadSignal<Option<Arc<Live>>>,
    set_shown: WriteSignal<Option<Arc<Live>>>,
    /// Every simulated second so far, warm-up included.
    pub seconds: ReadSignal<Arc<Vec<Second>>>,
    set_seconds: WriteSignal<Arc<Vec<Second>>>,
    /// Load ratios so far; complete once the report is there.
    pub loads: ReadSignal<Arc<Loads>>,
    set_loads: WriteSignal<Arc<Loads>>,
    /// After the run that is shown: how many of its repetitions are over, and of how many.
    pub replicating: ReadSignal<Option<(u32, u32)>>,
    set_replicating: WriteSignal<Option<(u32, u32)>>,
    pub report: ReadSignal<Option<Arc<Report>>>,
    set_report: WriteSignal<Option<Arc<Report>>>,
    /// What the run had come to before it was taken back.
    pub left: ReadSignal<Option<Arc<Left>>>,
    set_left: WriteSignal<Option<Arc<Left>>>,
    /// Goes up with every start.
    pub n_started: RwSignal<u32>,
    /// What was to happen in it from the start.
    pub planned: RwSignal<Arc<Vec<ScenarioEvent>>>,
    /// What the system did by itself so far.
    pub happenings: ReadSignal<Arc<Vec<Happening>>>,
    set_happenings: WriteSignal<Arc<Vec<Happening>>>,
    /// What was done to it since, to the nanosecond, for coming back to where it is.
    acts: StoredValue<Vec<ByHand>>,
    /// What was done to it since, with the times on its clock.
    pub by_hand: RwSignal<Vec<ScenarioEvent>>,
    /// Somebody is on call in it: nothing on the screen may tell what is planned.
    pub is_blind: RwSignal<bool>,
    /// Comes with the panels.
    monitoring: StoredValue<Option<fog::Monitoring>>,
    /// Ends of the seconds in which nobody saw how the users fared, in order, and why; of runs of whoever is on call.
    unseen: RwSignal<Vec<(f64, ops::Unseen)>>,
    /// Up to when this run was watched before the page was loaded again, in its seconds. `None`: it began in this page.
    pub recovered_secs: RwSignal<Option<f64>>,
    /// The drawing that runs or ran.
    subject: RwSignal<Option<Arc<Architecture>>>,
    /// Compared once per change, however many panels ask.
    is_stale: Memo<bool>,
    pub speed: RwSignal<Speed>,
    /// The simulated second that charts and scenario point at.
    pub moment: RwSignal<Option<f64>>,
}

impl Run {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(document: ReadSignal<Arc<Architecture>>) -> Self {
        let (phase, set_phase) = signal(Phase::Idle);
        let (live, set_live) = signal(None);
        let (shown, set_shown) = signal(None);
        let (seconds, set_seconds) = signal(Arc::new(Vec::new()));
        let (loads, set_loads) = signal(Arc::new(Loads::new()));
        let (replicating, set_replicating) = signal(None);
        let (report, set_report) = signal(None);
        let (left, set_left) = signal(None);
        let (happenings, set_happenings) = signal(Arc::new(Vec::new()));
        let worker = StoredValue::new_local(Rc::new(SimWorker::new(|_| {})));
        let subject = RwSignal::new(None::<Arc<Architecture>>);
        let is_stale = Memo::new(move |_| {
            subject.with(|ran| {
                let is_same = |ran: &Arc<Architecture>| document.with(|now| Arc::ptr_eq(ran, now) || ran.runs_like(now));
                ran.as_ref().is_some_and(|ran| !is_same(ran))
            })
        });
        let run = Self {
            document,
            worker,
            listener: StoredValue::new_local(None),
            reader: StoredValue::new(None),
            is_deaf: StoredValue::new(false),
            unheard: StoredValue::new_local((None, Vec::new())),
            is_kept: StoredValue::new(false),
            kept_at: StoredValue::new(0.0),
            crew: StoredValue::new_local(None),
            phase,
            set_phase,
            is_going_on: RwSignal::new(false),
            live,
            set_live,
            shown,
            set_shown,
            seconds,
            set_seconds,
            loads,
            set_loads,
            replicating,
            set_replicating,
            report,
            set_report,
            left,
            set_left,
            n_started: RwSignal::new(0),
            planned: RwSignal::new(Arc::new(Vec::new())),
            happenings,
            set_happenings,
            acts: StoredValue::new(Vec::new()),
            by_hand: RwSignal::new(Vec::new()),
            is_blind: RwSignal::new(false),
            monitoring: StoredValue::new(None),
            unseen: RwSignal::new(Vec::new()),
            recovered_secs: RwSignal::new(None),
            subject,
            is_stale,
            speed: RwSignal::new(Speed::Times(1.0)),
            moment: RwSignal::new(None),
        };
        worker.set_value(Rc::new(SimWorker::new(move |heard| run.take(heard))));
        run
    }

    /// What the worker says waits until somebody can read it.
    fn take(self, heard: Heard) {
        match self.reader.get_value() {
            Some(hear) => hear(self, heard),
            None => self.unheard.update_value(|it| it.1.push(heard)),
        }
    }

    /// What could read the worker's messages cannot be fetched: no run can be shown, and whoever wants one is told.
    pub fn deafen(self) {
        self.is_deaf.set_value(true);
        if self.is_active_untracked() {
            self.worker.get_value().end();
            self.set_phase.set(not_loaded());
        }
    }

    fn told(self, told: Told<'_>) {
        match (self.listener.get_value(), told) {
            (Some(listener), _) => listener(told),
            (None, Told::Started(document)) => {
                self.unheard.update_value(|it| it.0 = Some(Arc::clone(document)));
            }
            (None, Told::Forgotten) => self.unheard.set_value((None, Vec::new())),
            // Nobody can have heard the seconds before it either.
            (None, Told::Seconds(_) | Told::Rewound { .. }) => {}
        }
    }

    /// Starts the worker before it is needed.
    pub fn warm_up(self) {
        self.worker.get_value().warm_up();
    }

    /// Runs the drawing as it is now, from the start.
    pub fn start(self) {
        let document = self.document.get_untracked();
        self.begin(&document, false);
    }

    /// The same when the button is seen pressed: every panel has something to change at the start of a run.
    fn start_soon(self) {
        after_paint(move || {
            if !self.is_active_untracked() {
                self.start();
            }
        });
    }

    /// The same with another scenario, which is hidden until the run is over.
    pub fn start_blind(self, scenario: Scenario) {
        let document = self.document.get_untracked();
        self.begin(&Arc::new(Architecture { scenario, ..(*document).clone() }), true);
        // What the person has drawn has run, and nothing else of it is different.
        self.subject.set(Some(document));
    }

    fn begin(self, document: &Arc<Architecture>, is_blind: bool) {
        if self.is_deaf.get_value() {
            return self.set_phase.set(not_loaded());
        }
        // Its repetitions come later and are made side by side.
        let options = RunOptions { replications: 1, ..RunOptions::from(document.settings) };
        self.subject.set(Some(Arc::clone(document)));
        self.clear();
        // Whoever hears of the run asks who may see it.
        self.is_blind.set(is_blind);
        self.told(Told::Started(document));
        self.planned.set(Arc::new(document.scenario.events.clone()));
        self.n_started.update(|it| *it += 1);
        self.set_phase.set(Phase::Running);
        let speed = self.speed.get_untracked();
        let finds_warm_up = document.settings.warm_up_secs.is_none();
        let file = file::save(document);
        self.keep_drawing(&file);
        self.tell(&ToSim::Start { file, options, finds_warm_up, speed, resume: None });
    }

    /// What the big button does: start, pause or go on.
    pub fn toggle(self) {
        // Repetitions can be stopped; there is no way to hold them.
        if self.replicating.get_untracked().is_some() {
            return;
        }
        match self.phase.get_untracked() {
            Phase::Running => self.pause(),
            Phase::Paused => self.resume(),
            Phase::Idle | Phase::Done | Phase::Refused(_) | Phase::Crashed(_) => self.start_soon(),
        }
    }

    pub fn pause(self) {
        self.tell(&ToSim::Pause);
    }

    pub fn resume(self) {
        self.tell(&ToSim::Resume);
    }

    /// Runs one simulated second and pauses; starts a run if there is none.
    pub fn step(self) {
        if !self.is_active_untracked() {
            self.start();
        }
        self.tell(&ToSim::Step { secs: 1.0 });
    }

    /// Ends the run where it is. What was simulated is reported.
    pub fn stop(self) {
        if self.crew.with_value(Option::is_some) {
            self.end_repetitions();
        } else {
            self.tell(&ToSim::Stop);
        }
    }

    pub fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        self.tell(&ToSim::SetSpeed(speed));
    }

    /// Forgets the run: another drawing was opened.
    pub fn forget(self) {
        if self.is_active_untracked() {
            // Whatever it still says would be about the other drawing.
            self.worker.get_value().end();
        }
        self.subject.set(None);
        self.set_phase.set(Phase::Idle);
        self.clear();
        if self.is_kept.get_value() {
            self.forget_kept();
        }
        self.told(Told::Forgotten);
    }

    fn clear(self) {
        self.crew.set_value(None);
        self.set_live.set(None);
        self.set_report.set(None);
        self.set_left.set(None);
        self.set_replicating.set(None);
        self.set_seconds.set(Arc::new(Vec::new()));
        self.is_going_on.set(false);
        self.unseen.set(Vec::new());
        self.set_loads.set(Arc::new(Vec::new()));
        self.by_hand.set(Vec::new());
        self.acts.set_value(Vec::new());
        self.set_happenings.set(Arc::new(Vec::new()));
        self.recovered_secs.set(None);
        self.is_blind.set(false);
    }

    /// Says that the last run was a run of this document.
    pub fn adopt(self, document: Arc<Architecture>) {
        self.subject.set(Some(document));
    }

    /// The drawing that ran last.
    pub fn subject_untracked(self) -> Option<Arc<Architecture>> {
        self.subject.get_untracked()
    }

    /// Whether a run goes on or pauses.
    pub fn is_active(self) -> bool {
        self.phase.with(is_active)
    }

    fn is_active_untracked(self) -> bool {
        self.phase.with_untracked(is_active)
    }

    /// Whether the drawing has changed since the run in a way that could change the numbers.
    pub fn is_stale(self) -> bool {
        self.is_stale.get()
    }

    /// What there is to be said then.
    pub fn about_stale(self) -> &'static str {
        if self.is_active() { "report-stale-active" } else { "report-stale" }
    }

    fn tell(self, message: &ToSim) {
        self.worker.get_value().send(message);
    }
}

fn not_loaded() -> Phase {
    Phase::Crashed(Message::new("run-not-loaded"))
}

const fn is_active(phase: &Phase) -> bool {
    matches!(phase, Phase::Running | Phase::Paused)
}
