//! The cheapest configuration that keeps its promises, also with any one zone lost.
//!
//! Nothing is believed that was not run: each configuration runs as drawn, and once more for every availability zone with that zone
//! lost before the measured time begins. If the drawing does not keep its promises, the component that is fullest gets more room
//! until it does. Then, of all single steps that save money, the one that saves most and still keeps every promise is taken, and so
//! on until there is none. A step that failed is not tried again: less room elsewhere does not make it work. What is found is
//! cheapest in the sense that no single step saves any more; two steps at once that only work together are not tried.

use std::{collections::BTreeMap, sync::Arc};

use model::{
    Architecture, ComponentId, Message, ZoneId, ZoneKind,
    cost::monthly_cost,
    finding::Place,
    lean,
    scenario::{Action, Change, Scenario, ScenarioEvent},
};
use sim::{
    Report, RunOptions,
    study::{Runs, Study},
};

use super::sizes::{Step, larger, smaller};
use crate::judge::judge;

/// Health checks must have noticed before anything is measured.
const SETTLES_SECS: f64 = 20.0;
/// Steps up that are tried before it is given up.
const MOST_STEPS_UP: usize = 60;
/// Most requests of all that may fail where nothing is promised about failures.
const MOST_FAILED: f64 = 0.001;

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
    saves: f64,
    /// Its runs: as drawn first, then with each zone lost.
    first_run: usize,
}

/// Looks for it.
pub struct Search {
    options: RunOptions,
    zones: Vec<ZoneId>,
    runs: Runs,
    trials: Vec<Trial>,
    answer: Cheapest,
    /// Components that steps down were refused for, with the step.
    failed: Vec<Step>,
    steps_up: usize,
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
            },
            zones,
            failed: Vec::new(),
            steps_up: 0,
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

    fn reports(&self, trial: &Trial) -> Option<Vec<&Report>> {
        (0..=self.zones.len()).map(|it| self.runs.report(trial.first_run + it)).collect()
    }

    /// All trials of a round are over: what comes next.
    fn go_on(&mut self) {
        let trials = std::mem::take(&mut self.trials);
        let outcomes: Vec<(Trial, Option<Message>, Vec<Report>)> = trials
            .into_iter()
            .filter_map(|trial| {
                let reports: Vec<Report> = self.reports(&trial)?.into_iter().cloned().collect();
                let broken = self.broken(&trial.architecture, &reports);
                Some((trial, broken, reports))
            })
            .collect();
        self.answer.runs = self.runs.planned();
        match self.answer.state {
            State::Growing => outcomes.into_iter().for_each(|it| self.grown(it)),
            State::Shrinking => self.shrunk(outcomes),
            State::Done | State::Hopeless => {}
        }
    }

    /// Why a configuration does not do, if it does not.
    fn broken(&self, architecture: &Architecture, reports: &[Report]) -> Option<Message> {
        for (run, report) in reports.iter().enumerate() {
            let zone = run.checked_sub(1).and_then(|it| architecture.zone(self.zones[it]));
            let place = zone.map_or_else(String::new, |it| it.name.clone());
            let say = |id: &'static str, lost: &'static str| {
                if zone.is_some() { Message::new(lost).with("zone", place.clone()) } else { Message::new(id) }
            };
            for judged in judge(&architecture.objectives, report) {
                if judged.is_met != Some(true) {
                    let good = judged.good_ratio().unwrap_or(0.0);
                    return Some(
                        say("plan-misses", "plan-misses-lost")
                            .with("good", model::Arg::Ratio(good))
                            .with("target", model::Arg::Ratio(judged.objective.target)),
                    );
                }
            }
            let total = &report.total;
            let ended = (total.succeeded + total.failed).max(1) as f64;
            let promises = |it: &model::objective::Objective| it.journey.is_empty();
            if !architecture.objectives.iter().any(promises) && total.failed as f64 / ended > MOST_FAILED {
                let failed = model::Arg::Ratio(total.failed as f64 / ended);
                return Some(say("plan-fails", "plan-fails-lost").with("failed", failed));
            }
            // A queue that grows keeps its promises only for as long as the run lasts.
            if let Some(full) = saturated(report) {
                let name = architecture.component(full).map_or("", |it| it.name.as_str());
                return Some(say("plan-full", "plan-full-lost").with("component", name));
            }
        }
        None
    }

    fn grown(&mut self, (trial, broken, reports): (Trial, Option<Message>, Vec<Report>)) {
        let dollars = cost(&trial.architecture, &reports[0]);
        if trial.step.is_none() {
            (self.answer.start_dollars, self.answer.start_is_good) = (dollars, broken.is_none());
        } else if let Some(step) = trial.step {
            self.answer.steps.push((step, self.answer.dollars - dollars));
        }
        self.accept(trial.architecture, dollars, &reports[0]);
        if broken.is_none() {
            self.answer.state = State::Shrinking;
            return self.try_steps_down(&reports[0]);
        }
        self.steps_up += 1;
        let step = fullest(&reports)
            .into_iter()
            .find_map(|it| larger(self.answer.architecture.component(it)?))
            .filter(|_| self.steps_up <= MOST_STEPS_UP);
        match step {
            Some(step) => {
                let larger = Arc::new(step.taken(&self.answer.architecture));
                self.attempt(larger, Some(step), 0.0);
            }
            None => self.answer.state = State::Hopeless,
        }
    }

    fn accept(&mut self, architecture: Arc<Architecture>, dollars: f64, report: &Report) {
        let total = &report.total;
        self.answer.dollars = dollars;
        self.answer.architecture = architecture;
        self.answer.p99_millis = total.latency.p99_millis.map(|it| it.value);
        self.answer.failed_ratio = total.failed as f64 / (total.succeeded + total.failed).max(1) as f64;
    }

    /// Plans all single steps that save money and have not failed before.
    fn try_steps_down(&mut self, report: &Report) {
        let now = Arc::clone(&self.answer.architecture);
        for step in smaller(&now) {
            let is_known = |it: &Step| it.component == step.component && same_sort(it, &step);
            if self.failed.iter().any(is_known) {
                continue;
            }
            let cheaper = Arc::new(step.taken(&now));
            let saves = self.answer.dollars - cost(&cheaper, report);
            if saves > 0.005 {
                self.attempt(cheaper, Some(step), saves);
            }
        }
        if self.trials.is_empty() {
            self.answer.state = State::Done;
        }
    }

    fn shrunk(&mut self, outcomes: Vec<(Trial, Option<Message>, Vec<Report>)>) {
        let mut best: Option<(Trial, Vec<Report>)> = None;
        for (trial, broken, reports) in outcomes {
            let Some(step) = trial.step.clone() else { continue };
            match broken {
                Some(why) => {
                    self.failed.push(step.clone());
                    self.answer.refused.push((step, trial.saves, why));
                }
                None if best.as_ref().is_none_or(|it| trial.saves > it.0.saves) => {
                    best = Some((trial, reports))
                }
                None => {}
            }
        }
        lean::sort_by(&mut self.answer.refused, |a, b| b.1.total_cmp(&a.1));
        let Some((trial, reports)) = best else {
            self.answer.state = State::Done;
            return;
        };
        let dollars = cost(&trial.architecture, &reports[0]);
        if let Some(step) = trial.step {
            self.answer.steps.push((step, self.answer.dollars - dollars));
        }
        self.accept(trial.architecture, dollars, &reports[0]);
        self.try_steps_down(&reports[0]);
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
        let is_over = self.trials.iter().all(|it| self.reports(it).is_some());
        if is_over && !self.trials.is_empty() {
            self.go_on();
        }
    }

    fn answer(&self) -> Option<Cheapest> {
        (self.answer.runs > 0).then(|| self.answer.clone())
    }
}

/// Availability zones that hold some, but not all, of what runs.
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

/// A component whose load is at its limit, or that turned requests away.
fn saturated(report: &Report) -> Option<ComponentId> {
    let is_full = |it: &&sim::report::ComponentReport| it.load_ratio.is_some_and(|load| load.value >= 0.95);
    report.components.iter().find(is_full).map(|it| it.id)
}

/// Components by how full they were at their fullest, in any of the runs.
fn fullest(reports: &[Report]) -> Vec<ComponentId> {
    let mut loads: BTreeMap<ComponentId, f64> = BTreeMap::new();
    for component in reports.iter().flat_map(|it| &it.components) {
        let load = component.load_ratio.or(component.utilization).map_or(0.0, |it| it.value);
        let known = loads.entry(component.id).or_insert(0.0);
        *known = known.max(load);
    }
    let mut loads: Vec<(ComponentId, f64)> = loads.into_iter().collect();
    lean::sort_by(&mut loads, |a, b| b.1.total_cmp(&a.1));
    loads.into_iter().filter(|it| it.1 > 0.0).map(|it| it.0).collect()
}

fn same_sort(a: &Step, b: &Step) -> bool {
    use super::sizes::What;
    matches!(
        (&a.what, &b.what),
        (What::Replicas { .. }, What::Replicas { .. }) | (What::Size { .. }, What::Size { .. })
    )
}
