//! Advice on what to buy, each piece of it run before it is given.
//!
//! First the drawing runs as it is, several times. What was hardly used, and how many replicas were there all the time,
//! suggest changes: fewer or smaller machines, reserving what is always there, spot for what comes and goes. Then each
//! changed drawing runs with the same random draws, so that the difference is due to the change. Spot is run with half of
//! the spot replicas reclaimed in the middle; where that breaks a promise, it is run once more with those drained during
//! the notice, as a fleet that listens to it does. Last, everything that kept the objectives runs together.

use std::sync::Arc;

use model::{
    Architecture, Component, ComponentId, Edit, Message, Value, catalog::Bought, cost::monthly_cost, lean,
};
use sim::{
    Measured, Report, RunOptions,
    replications::{are_alike, interval, percentile_difference, seed_of},
    study::{Outcome, Runs, Study},
};

use super::{promises::broken, sizes::Step};

mod spot;
mod suggest;

use suggest::suggestions;

/// Runs of each drawing.
const RUNS: usize = 6;

/// What to change.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    /// Fewer replicas, or a cheaper machine under each.
    Resize(Step),
    /// So many replicas are always there: pay for them for a term.
    Reserve { component: ComponentId, replicas: u32, bought: Bought },
    /// Those beyond so many that are always there may be taken back.
    SpotBeyond { component: ComponentId, replicas: u32 },
    /// All that kept the objectives.
    Together(Vec<Advice>),
}

/// A piece of advice and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Advised {
    pub advice: Advice,
    /// Makes the drawing the one that was run; one step.
    pub edit: Edit,
    /// Dollars a month.
    pub saves: Measured,
    /// Share of the bill that it saves.
    pub share: f64,
    /// 99th percentile after less before, in milliseconds. `None`: too few requests to say.
    pub p99_millis: Option<Measured>,
    /// Why the objectives are not kept with it. `None`: they are.
    pub broken: Option<Message>,
    /// Why the objectives are not kept unless its spot replicas are drained during the notice. Its figures are those with.
    pub unless_drained: Option<Message>,
}

/// What is known so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Advices {
    /// Of the drawing as it is, in dollars a month.
    pub dollars: f64,
    /// Why it does not keep its objectives as it is.
    pub broken: Option<Message>,
    /// Runs of each drawing.
    pub runs: usize,
    /// Those that were run: first those that keep the objectives, each by its saving.
    pub advised: Vec<Advised>,
    /// Those that are still to be run.
    pub left: usize,
}

impl Advice {
    /// In words.
    pub fn message(&self, architecture: &Architecture) -> Message {
        let name = |id| architecture.component_name(id);
        match self {
            Self::Resize(step) => step.message(architecture),
            Self::Reserve { component, replicas, bought } => Message::new(if *bought == Bought::OneYear {
                "advice-one-year"
            } else {
                "advice-three-years"
            })
            .with("component", name(*component))
            .with("replicas", *replicas),
            Self::SpotBeyond { component, replicas } => {
                Message::new(if *replicas == 0 { "advice-spot" } else { "advice-spot-beyond" })
                    .with("component", name(*component))
                    .with("replicas", *replicas)
            }
            Self::Together(all) => Message::new("advice-together").with("count", all.len()),
        }
    }

    /// What it changes in the drawing.
    fn edit(&self, architecture: &Architecture) -> Edit {
        let set = |component: ComponentId, key: &str, value: Value| Edit::SetParam {
            component,
            key: key.to_owned(),
            value: Some(value),
        };
        let text = |bought: Bought| Value::Text(bought.id().to_owned());
        Edit::Many(match self {
            Self::Resize(step) => step.edits(architecture),
            Self::Reserve { component, replicas, bought } => vec![
                set(*component, "purchase", text(*bought)),
                set(*component, "reserved_replicas", Value::Number(f64::from(*replicas))),
            ],
            Self::SpotBeyond { component, replicas: 0 } => {
                vec![set(*component, "purchase", text(Bought::Spot))]
            }
            Self::SpotBeyond { component, replicas } => vec![
                set(*component, "purchase", text(Bought::OneYear)),
                set(*component, "reserved_replicas", Value::Number(f64::from(*replicas))),
                set(*component, "burst", text(Bought::Spot)),
            ],
            Self::Together(all) => {
                let mut changed = architecture.clone();
                let mut edits = Vec::new();
                for advice in all {
                    let edit = advice.fitted(&changed).edit(&changed);
                    if let Ok(next) = changed.edited(&edit) {
                        changed = next;
                        edits.push(edit);
                    }
                }
                edits
            }
        })
    }

    /// No more is reserved than there is.
    fn fitted(&self, architecture: &Architecture) -> Self {
        let most = |id: ComponentId| {
            let component = architecture.component(id);
            component.filter(|it| it.spec().scaling.auto.is_none()).map_or(u32::MAX, Component::replicas)
        };
        match self.clone() {
            Self::Reserve { component, replicas, bought } => {
                Self::Reserve { component, replicas: replicas.min(most(component)), bought }
            }
            Self::SpotBeyond { component, replicas } => {
                Self::SpotBeyond { component, replicas: replicas.min(most(component).div_ceil(2)) }
            }
            other => other,
        }
    }

    fn component(&self) -> Option<ComponentId> {
        match self {
            Self::Resize(step) => Some(step.component),
            Self::Reserve { component, .. } | Self::SpotBeyond { component, .. } => Some(*component),
            Self::Together(_) => None,
        }
    }

    /// The spot replicas that it buys, so that they can be taken back.
    fn buys_spot(&self) -> Vec<ComponentId> {
        match self {
            Self::SpotBeyond { component, .. } => vec![*component],
            Self::Together(all) => all.iter().flat_map(Self::buys_spot).collect(),
            Self::Resize(_) | Self::Reserve { .. } => Vec::new(),
        }
    }
}

/// A changed drawing and its runs.
struct Candidate {
    advice: Advice,
    edit: Edit,
    /// What a person gets; without the reclaim that it is tried with.
    after: Arc<Architecture>,
    /// Its runs are those of the drawing as it is where that is the same.
    first_run: usize,
    /// The runs with its spot replicas drained, if those were needed.
    first_drained_run: Option<usize>,
}

/// Finds advice and runs it.
pub struct Advise {
    before: Arc<Architecture>,
    options: RunOptions,
    runs: Runs,
    candidates: Vec<Candidate>,
    /// Candidates that wait for each other: none before the drawing as it is has run, then all, then what is left of them together.
    round: Round,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    AsItIs,
    OneByOne,
    Together,
}

impl Advise {
    pub fn new(architecture: Arc<Architecture>, options: RunOptions) -> Self {
        let mut study = Self {
            before: architecture,
            options,
            runs: Runs::default(),
            candidates: Vec::new(),
            round: Round::AsItIs,
        };
        let before = Arc::clone(&study.before);
        study.plan(&before);
        study
    }

    /// Plans the runs of a drawing; the same draws for each. Returns the number of the first.
    fn plan(&mut self, architecture: &Arc<Architecture>) -> usize {
        let first = self.runs.planned();
        for run in 0..RUNS {
            let options = RunOptions { seed: seed_of(self.options.seed, run as u32), ..self.options };
            self.runs.plan(architecture, options);
        }
        first
    }

    fn attempt(&mut self, advice: Advice) {
        let edit = advice.edit(&self.before);
        let Ok(after) = self.before.edited(&edit) else { return };
        let reclaimed = advice.buys_spot();
        let first_run = if reclaimed.is_empty() && after.runs_like(&self.before) {
            0
        } else {
            self.plan_reclaimed(&after, &advice, false)
        };
        let after = Arc::new(after);
        self.candidates.push(Candidate { advice, edit, after, first_run, first_drained_run: None });
    }

    fn reports(&self, first_run: usize) -> Option<Vec<&Report>> {
        (first_run..first_run + RUNS).map(|it| self.runs.report(it)).collect()
    }

    /// All runs that were planned are over.
    fn go_on(&mut self) {
        match self.round {
            Round::AsItIs => {
                let found = self.reports(0).map(|it| suggestions(&self.before, &it)).unwrap_or_default();
                self.round = Round::OneByOne;
                found.into_iter().for_each(|it| self.attempt(it));
            }
            Round::OneByOne => {
                self.round = Round::Together;
                self.drain_where_needed();
                let all = self.worth_it();
                if all.len() > 1 {
                    self.attempt(Advice::Together(all));
                }
            }
            Round::Together => {}
        }
    }

    /// What kept the objectives, at most one change of size and one of purchase for each component, resizing first. Nobody
    /// is told to bind themselves for three years without asking.
    fn worth_it(&self) -> Vec<Advice> {
        let mut kept: Vec<Advised> = self.advised();
        kept.retain(|it| it.broken.is_none() && it.unless_drained.is_none());
        let sort = |it: &Advice| matches!(it, Advice::Resize(_));
        let mut all: Vec<Advice> = Vec::new();
        for it in kept.into_iter().map(|it| it.advice) {
            let is_long = matches!(it, Advice::Reserve { bought: Bought::ThreeYears, .. });
            let is_same = |known: &Advice| known.component() == it.component() && sort(known) == sort(&it);
            if !is_long && !all.iter().any(is_same) {
                all.push(it);
            }
        }
        lean::sort_by_key(&mut all, |it| !sort(it));
        all
    }

    fn advised(&self) -> Vec<Advised> {
        let Some(before) = self.reports(0) else { return Vec::new() };
        let mut all: Vec<Advised> = self
            .candidates
            .iter()
            .filter_map(|it| {
                let after = self.reports(it.first_run)?;
                let drained = it.first_drained_run.and_then(|first| self.reports(first));
                let why = breaks(&it.after, &after);
                match drained.filter(|drained| breaks(&it.after, drained).is_none()) {
                    Some(drained) => Some(self.compared(it, &before, &drained, why)),
                    None => Some(self.compared(it, &before, &after, None)),
                }
            })
            .collect();
        // What breaks a promise also saves what its refused requests would have cost: it must not come first.
        let order = |it: &Advised| (it.broken.is_some(), -it.saves.value);
        lean::sort_by(&mut all, |a, b| {
            let (a, b) = (order(a), order(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        all
    }

    fn compared(
        &self,
        candidate: &Candidate,
        before: &[&Report],
        after: &[&Report],
        unless_drained: Option<Message>,
    ) -> Advised {
        let pairs = || before.iter().zip(after);
        let dollars = |it: &Architecture, report: &Report| monthly_cost(it, &report.usage()).total_dollars;
        let saved: Vec<f64> =
            pairs().map(|(b, a)| dollars(&self.before, b) - dollars(&candidate.after, a)).collect();
        let p99 = |it: &Report| it.total.latency.p99_millis.map(|it| it.value);
        let slower: Option<(Vec<f64>, Vec<f64>)> = pairs().map(|(b, a)| Some((p99(b)?, p99(a)?))).collect();
        let are_all_alike = pairs().all(|(b, a)| are_alike(b, a));
        let saves = interval(&saved);
        Advised {
            advice: candidate.advice.clone(),
            edit: candidate.edit.clone(),
            saves,
            share: saves.value / self.dollars(before).max(f64::MIN_POSITIVE),
            p99_millis: slower.map(|(before, after)| percentile_difference(&before, &after, are_all_alike)),
            broken: breaks(&candidate.after, after),
            unless_drained,
        }
    }

    fn dollars(&self, reports: &[&Report]) -> f64 {
        let all = reports.iter().map(|it| monthly_cost(&self.before, &it.usage()).total_dollars);
        all.sum::<f64>() / reports.len() as f64
    }
}

/// Why a drawing does not keep its objectives in these runs.
fn breaks(architecture: &Architecture, reports: &[&Report]) -> Option<Message> {
    broken(architecture, reports.iter().map(|it| (None, *it)))
}

impl Study for Advise {
    type Answer = Advices;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn take(&mut self, number: usize, outcome: Outcome) {
        self.runs.take(number, outcome);
        // A round may need no runs of its own.
        while self.round != Round::Together
            && (0..self.runs.planned()).all(|it| self.runs.report(it).is_some())
        {
            self.go_on();
        }
    }

    fn answer(&self) -> Option<Advices> {
        let before = self.reports(0)?;
        let advised = self.advised();
        Some(Advices {
            dollars: self.dollars(&before),
            broken: breaks(&self.before, &before),
            runs: RUNS,
            left: self.candidates.len() - advised.len(),
            advised,
        })
    }
}
