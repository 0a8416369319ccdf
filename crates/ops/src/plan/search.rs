//! The cheapest configuration that keeps its promises, also with any one zone lost.
//!
//! Nothing is believed that was not run: each configuration runs as drawn, and once more for every availability zone with
//! that zone lost before the measured time begins. If the drawing does not keep its promises, the component that is fullest
//! gets more room until it does; where a zone holds all of something that everybody needs, that is said at once, as no room
//! helps. Then, of all single steps that save money, the one that saves most and still keeps every promise is taken, and so
//! on until there is none. A step that failed is not tried again: less room elsewhere does not make it work. What is found
//! is cheapest in the sense that no single step saves any more; two steps at once that only work together are not tried.

use std::{collections::BTreeMap, sync::Arc};

use model::{
    Architecture, ComponentId, Message, ZoneId, ZoneKind,
    cost::monthly_cost,
    finding::Place,
    lean,
    objective::Objective,
    scenario::{Action, Change, Scenario, ScenarioEvent},
};
use sim::{
    Report, RunOptions,
    blast::{ComponentHit, Reach, Why, blast},
    study::{Runs, Study},
};

use super::{
    promises::{broken, failed_ratio, fullness},
    sizes::{Step, larger, smaller},
};

/// Health checks must have noticed before anything is measured.
const SETTLES_SECS: f64 = 20.0;
/// Steps up that are tried before it is given up.
const MOST_STEPS_UP: usize = 60;

/// What was found so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Cheapest {
    /// Of the drawing as it is, in dollars a month.
    pub start_dollars: f64,
    /// Whether it kept its promises as it is.
    pub start_is_good: bool,
    pub dollars: f64,
    pub architecture: Arc<Architecture>,
    /// What was done to get there, in that order, and what each saves in dollars a month; what costs is negative.
    pub steps: Vec<(Step, f64)>,
    /// Steps that would have saved money, and why they were not taken.
    pub refused: Vec<(Step, f64, Message)>,
    /// Of the configuration found: p99 and failed share as drawn.
    pub p99_millis: Option<f64>,
    pub failed_ratio: f64,
    pub zones: usize,
    pub runs: usize,
    pub state: State,
    /// Why no amount of room helps, where the drawing itself says so.
    pub stuck: Option<Message>,
}

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does not keep its promises yet.
    Growing,
    Shrinking,
    Done,
    /// However much room it gets, the promises are not kept.
    Hopeless,
}

/// A configuration that is being tried.
struct Trial {
    architecture: Arc<Architecture>,
    step: Option<Step>,
    /// What it is expected to save, by the traffic before it.
    saves: f64,
    /// Its runs: as drawn first, then with each zone lost.
    first_run: usize,
}

/// A trial whose runs are over.
struct Outcome {
    trial: Trial,
    broken: Option<Message>,
    dollars: f64,
}

/// Looks for it.
pub struct Search {
    options: RunOptions,
    zones: Vec<ZoneId>,
    runs: Runs,
    trials: Vec<Trial>,
    answer: Cheapest,
}

impl Search {
    /// `architecture` has at least one objective.
    pub fn new(architecture: &Architecture, options: RunOptions) -> Self {
        let mut drawing = architecture.clone();
        // What is planned to happen is not what it is dimensioned for.
        drawing.scenario = Scenario::default();
        let zones = zones_to_lose(&drawing);
        let warm_up_secs = options.warm_up_secs.max(SETTLES_SECS);
        let architecture = Arc::new(drawing);
        let mut search = Self {
            options: RunOptions { warm_up_secs, replications: 1, ..options },
            runs: Runs::default(),
            trials: Vec::new(),
            answer: Cheapest {
                start_dollars: 0.0,
                start_is_good: false,
                dollars: 0.0,
                architecture: Arc::clone(&architecture),
                steps: Vec::new(),
                refused: Vec::new(),
                p99_millis: None,
                failed_ratio: 0.0,
                zones: zones.len(),
                runs: 0,
                state: State::Growing,
                stuck: None,
            },
            zones,
        };
        search.attempt(architecture, None, 0.0);
        search
    }

    /// Plans the runs of a configuration.
    fn attempt(&mut self, architecture: Arc<Architecture>, step: Option<Step>, saves: f64) {
        let first_run = self.runs.planned();
        self.runs.plan(&architecture, self.options);
        for zone in &self.zones {
            let mut lost = Architecture::clone(&architecture);
            let change = Change::new("zone-loss", Place::Zone(*zone));
            let at_secs = -self.options.warm_up_secs;
            lost.scenario.events = vec![ScenarioEvent { at_secs, action: Action::Change(change) }];
            self.runs.plan(&Arc::new(lost), self.options);
        }
        self.trials.push(Trial { architecture, step, saves, first_run });
    }

    /// Its runs and what was lost in each; only those that are over.
    fn reports(&self, trial: &Trial) -> impl Iterator<Item = (Option<ZoneId>, &Report)> {
        let lost = std::iter::once(None).chain(self.zones.iter().copied().map(Some));
        let runs = (trial.first_run..).map(|it| self.runs.report(it));
        lost.zip(runs).filter_map(|(lost, report)| Some((lost, report?)))
    }

    fn is_over(&self, trial: &Trial) -> bool {
        self.reports(trial).count() == 1 + self.zones.len()
    }

    /// All trials of a round are over: what comes next.
    fn go_on(&mut self) {
        let trials = std::mem::take(&mut self.trials);
        let outcomes = trials.into_iter().map(|trial| self.outcome(trial)).collect();
        self.answer.runs = self.runs.planned();
        match self.answer.state {
            State::Growing => self.grown(outcomes),
            State::Shrinking => self.shrunk(outcomes),
            State::Done | State::Hopeless => {}
        }
    }

    fn outcome(&self, trial: Trial) -> Outcome {
        let broken = broken(&trial.architecture, self.reports(&trial));
        let as_drawn = self.runs.report(trial.first_run);
        let dollars = as_drawn.map_or(f64::INFINITY, |it| cost(&trial.architecture, it));
        Outcome { trial, broken, dollars }
    }

    fn grown(&mut self, outcomes: Vec<Outcome>) {
        // One at a time.
        for outcome in outcomes {
            if outcome.trial.step.is_none() {
                (self.answer.start_dollars, self.answer.start_is_good) =
                    (outcome.dollars, outcome.broken.is_none());
            }
            let is_good = outcome.broken.is_none();
            if !is_good && outcome.trial.step.is_none() {
                self.answer.stuck = self.stuck_in(&outcome.trial.architecture);
            }
            let loads = fullest(self.reports(&outcome.trial).map(|it| it.1));
            let first_run = outcome.trial.first_run;
            self.accept(outcome);
            if is_good {
                self.answer.state = State::Shrinking;
                self.try_steps_down(first_run);
                continue;
            }
            if self.answer.stuck.is_some() {
                self.answer.state = State::Hopeless;
                continue;
            }
            let step = loads
                .into_iter()
                .find_map(|it| larger(self.answer.architecture.component(it)?))
                .filter(|_| self.answer.steps.len() < MOST_STEPS_UP);
            match step {
                Some(step) => {
                    let larger = Arc::new(step.taken(&self.answer.architecture));
                    self.attempt(larger, Some(step), 0.0);
                }
                None => self.answer.state = State::Hopeless,
            }
        }
    }

    /// The zone that holds all of something without which a journey with a promise fails whole: more replicas and larger machines
    /// stand where the others stand.
    fn stuck_in(&self, drawing: &Architecture) -> Option<Message> {
        let promised = |class: &str| {
            let is_about = |it: &Objective| it.journey.is_empty() || it.journey == class;
            drawing.objectives.iter().any(|it| is_about(it) && it.target > 0.0)
        };
        self.zones.iter().find_map(|zone| {
            let found = blast(drawing, &Change::new("zone-loss", Place::Zone(*zone)));
            let journey = found.journeys.iter().find(|it| it.reach == Reach::Whole && promised(&it.class))?;
            let mut gone =
                found.components.iter().filter(|it| it.reach == Reach::Whole && it.why == Why::Origin);
            // Of all that is gone with the zone, what is enough by itself: for the rest others may stand in.
            let is_enough = |it: &ComponentHit| {
                let crash = Change::new("crash", Place::Component(it.id)).with("share", 1.0);
                blast(drawing, &crash).journeys.contains(journey)
            };
            let held = gone.clone().find(|it| is_enough(it)).or_else(|| gone.next())?;
            let held = drawing.component(held.id)?;
            let message = Message::new("plan-held-by-zone")
                .with("zone", drawing.zone(*zone)?.name.clone())
                .with("component", held.name.clone())
                .with("journey", journey.class.clone());
            Some(message)
        })
    }

    /// From here it goes on.
    fn accept(&mut self, outcome: Outcome) {
        let Outcome { trial, dollars, .. } = outcome;
        if let Some(step) = trial.step {
            self.answer.steps.push((step, self.answer.dollars - dollars));
        }
        self.answer.dollars = dollars;
        self.answer.architecture = trial.architecture;
        if let Some(report) = self.runs.report(trial.first_run) {
            self.answer.p99_millis = report.total.latency.p99_millis.map(|it| it.value);
            self.answer.failed_ratio = failed_ratio(report);
        }
    }

    /// Plans all single steps that save money and have not been refused before; `as_drawn` is the run of what was accepted.
    fn try_steps_down(&mut self, as_drawn: usize) {
        let now = Arc::clone(&self.answer.architecture);
        let usage = self.runs.report(as_drawn).map(Report::usage).unwrap_or_default();
        for step in smaller(&now) {
            if self.answer.refused.iter().any(|it| it.0.is_like(&step)) {
                continue;
            }
            let cheaper = Arc::new(step.taken(&now));
            let saves = self.answer.dollars - monthly_cost(&cheaper, &usage).total_dollars;
            if saves > 0.005 {
                self.attempt(cheaper, Some(step), saves);
            }
        }
        if self.trials.is_empty() {
            self.answer.state = State::Done;
        }
    }

    fn shrunk(&mut self, outcomes: Vec<Outcome>) {
        let mut best: Option<Outcome> = None;
        for outcome in outcomes {
            let saves = outcome.trial.saves;
            match (outcome.broken, outcome.trial.step) {
                (Some(why), Some(step)) => self.answer.refused.push((step, saves, why)),
                (broken, step) if best.as_ref().is_none_or(|it| saves > it.trial.saves) => {
                    best = Some(Outcome { broken, trial: Trial { step, ..outcome.trial }, ..outcome });
                }
                _ => {}
            }
        }
        lean::sort_by(&mut self.answer.refused, |a, b| b.1.total_cmp(&a.1));
        match best {
            Some(best) => {
                let first_run = best.trial.first_run;
                self.accept(best);
                self.try_steps_down(first_run);
            }
            None => self.answer.state = State::Done,
        }
    }
}

impl Study for Search {
    type Answer = Cheapest;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn take(&mut self, number: usize, outcome: sim::study::Outcome) {
        self.runs.take(number, outcome);
        if !self.trials.is_empty() && self.trials.iter().all(|it| self.is_over(it)) {
            self.go_on();
        }
    }

    fn answer(&self) -> Option<Cheapest> {
        (self.answer.runs > 0).then(|| self.answer.clone())
    }
}

/// Availability zones that hold something of what runs.
fn zones_to_lose(architecture: &Architecture) -> Vec<ZoneId> {
    let holds = |zone: ZoneId| {
        let is_in = |placed| architecture.zones_around(placed).iter().any(|it| it.id == zone);
        architecture.components.iter().any(|it| it.placements.iter().any(|it| is_in(it.zone)))
    };
    let zones = architecture.zones.iter().filter(|it| it.kind == ZoneKind::AvailabilityZone);
    zones.map(|it| it.id).filter(|it| holds(*it)).collect()
}

fn cost(architecture: &Architecture, report: &Report) -> f64 {
    monthly_cost(architecture, &report.usage()).total_dollars
}

/// Components by how full they were at their fullest, in any of the runs.
fn fullest<'a>(reports: impl Iterator<Item = &'a Report>) -> Vec<ComponentId> {
    let mut loads: BTreeMap<ComponentId, f64> = BTreeMap::new();
    for component in reports.flat_map(|it| &it.components) {
        let load = fullness(component);
        let known = loads.entry(component.id).or_insert(0.0);
        *known = known.max(load);
    }
    let mut loads: Vec<(ComponentId, f64)> = loads.into_iter().collect();
    lean::sort_by(&mut loads, |a, b| b.1.total_cmp(&a.1));
    loads.into_iter().filter(|it| it.1 > 0.0).map(|it| it.0).collect()
}
