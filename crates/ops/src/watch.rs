//! Everything that watches a run, fed second by second: budgets, rules, notifications. The page holds one per run; the
//! same frames give the same alerts, however they come in.

use std::collections::{BTreeMap, BTreeSet};

use model::{Architecture, Message, alert::AlertRule};
use promql::Expr;
use sim::telemetry::Frame;

use crate::{
    alerts::{Alert, AlertState, Change, Notification, Page, Router, States, fill},
    burn::{Meter, Reading},
    clock::Clock,
    metrics::{Feed, Store, objective_names},
    promql::{Labels, Moment, Sample, Value, evaluate},
    sight::{Sight, Unseen, concerned, up_in},
};

mod objectives;

use objectives::Watched;

/// How often metrics are collected on the operators' clock: the usual interval of Prometheus.
const SCRAPE_SECS: f64 = 15.0;
/// Series are kept for at least so long on the operators' clock: Prometheus' lookback, and some more.
const LEAST_KEPT_SECS: f64 = 600.0;

/// Simulated time between two samples of a series.
pub fn scrape_secs(clock: Clock) -> f64 {
    clock.window_secs(SCRAPE_SECS).floor()
}

/// What alerts did.
#[derive(Clone, Debug, PartialEq)]
pub enum AlertEvent {
    Changed {
        /// Simulated time.
        at_secs: f64,
        change: Change,
        /// Its labels hold the name, as `alertname`.
        alert: Alert,
        /// What it says; empty where its rule says nothing.
        summary: Message,
    },
    Notified(Notification),
}

impl AlertEvent {
    pub const fn at_secs(&self) -> f64 {
        match self {
            Self::Changed { at_secs, .. } => *at_secs,
            Self::Notified(notification) => notification.at_secs,
        }
    }
}

/// Watches a run.
#[derive(Clone, Debug)]
pub struct Watch {
    clock: Clock,
    objectives: Vec<Watched>,
    /// Who sees how the objectives stand.
    sight: Sight,
    rules: Vec<Rule>,
    store: Store,
    feed: Feed,
    router: Router,
    /// Simulated time between two evaluations, and the time of the next.
    every_secs: f64,
    next_secs: f64,
    now_secs: f64,
    events: Vec<AlertEvent>,
}

/// A rule of the drawing.
#[derive(Clone, Debug)]
struct Rule {
    rule: AlertRule,
    /// `None`: it cannot be read, so it never fires.
    expr: Option<Expr>,
    states: States,
}

impl Watch {
    /// For a run of `architecture`. `exprs`: its rules' expressions, in their order, as far as they could be read.
    pub fn new(architecture: &Architecture, exprs: &[Option<Expr>]) -> Self {
        let operations = &architecture.operations;
        let clock = Clock::new(operations.clock_factor);
        let rules: Vec<Rule> = operations
            .alerts
            .iter()
            .enumerate()
            .map(|(index, rule)| Rule {
                rule: rule.clone(),
                expr: exprs.get(index).cloned().flatten(),
                states: States::default(),
            })
            .collect();
        let asked = || rules.iter().filter_map(|it| it.expr.as_ref()).flat_map(Expr::selectors);
        let wanted: BTreeSet<String> = model::lean::set(asked().map(|(selector, _)| selector.metric.clone()));
        let longest = asked().map(|(selector, range)| selector.offset_secs + range.unwrap_or(0.0));
        let kept_secs = clock.simulated_secs(longest.fold(0.0, f64::max) + LEAST_KEPT_SECS).max(10.0);
        let mut store = Store::new(kept_secs);
        let feed =
            Feed::new(architecture, &Sight::of(architecture), Some(&wanted), scrape_secs(clock), &mut store);
        let names = objective_names(&architecture.objectives);
        let watched = architecture.objectives.iter().zip(names).zip(concerned(architecture));
        Self {
            clock,
            objectives: watched
                .map(|((objective, name), senders)| Watched::new(objective, name, senders, clock))
                .collect(),
            sight: Sight::everything(),
            rules,
            store,
            feed,
            router: Router::new(operations.routing.clone(), clock),
            every_secs: clock.window_secs(operations.evaluation_secs),
            next_secs: 0.0,
            now_secs: 0.0,
            events: Vec::new(),
        }
    }

    /// For those who know of the objectives only what somebody sees.
    #[must_use]
    pub fn with_sight(self, sight: Sight) -> Self {
        Self { sight, ..self }
    }

    /// Shows everything from now on; what alerts did stays what they did.
    pub fn reveal(&mut self) {
        self.sight = Sight::everything();
        self.objectives.iter_mut().for_each(|it| it.look(&self.sight, |_| true));
    }

    /// A second of the run; what it made alerts do. The warm-up is nobody's business.
    pub fn feed(&mut self, frame: &Frame) -> Vec<AlertEvent> {
        if frame.at_secs <= 0.0 {
            return Vec::new();
        }
        self.now_secs = frame.at_secs;
        let counts = frame.objectives.iter().copied().chain(std::iter::repeat(Default::default()));
        for (watched, count) in self.objectives.iter_mut().zip(counts) {
            watched.add(frame.at_secs, count);
            watched.look(&self.sight, up_in(frame));
        }
        let is_due = self.now_secs + 1e-9 >= self.next_secs;
        let objectives = &self.objectives;
        let budgets = || objectives.iter().map(Watched::remaining).collect();
        self.feed.add(&mut self.store, frame, budgets);
        let from = self.events.len();
        if is_due {
            self.next_secs = self.now_secs + self.every_secs;
            self.evaluate();
        }
        let told = self.router.flush(self.now_secs).into_iter().map(AlertEvent::Notified);
        self.events.extend(told);
        self.events[from..].to_vec()
    }

    fn evaluate(&mut self) {
        let now_secs = self.now_secs;
        let moment = Moment { at_secs: now_secs, clock: self.clock };
        let mut changes: Vec<(Change, Alert, Message)> = Vec::new();
        for it in &mut self.rules {
            let Some(expr) = &it.expr else { continue };
            let holding = match evaluate(expr, &self.store, moment) {
                // A scalar is no alert, as in Prometheus.
                Value::Scalar(_) => Vec::new(),
                vector @ Value::Vector(_) => vector.into_samples(),
            };
            let holding = labelled(&it.rule, holding);
            let for_secs = self.clock.simulated_secs(it.rule.for_secs);
            for (change, alert) in it.states.evaluate(now_secs, for_secs, holding) {
                let summary = summary(&it.rule, &alert);
                changes.push((change, alert, summary));
            }
        }
        for watched in &mut self.objectives {
            changes.extend(watched.evaluate(now_secs));
        }
        for (change, alert, _) in &changes {
            self.router.change(now_secs, *change, alert);
        }
        let active = self.rules.iter().flat_map(|it| it.states.alerts());
        self.router.refresh(active.chain(self.objectives.iter().flat_map(Watched::alerts)));
        let changed = changes.into_iter().map(|(change, alert, summary)| AlertEvent::Changed {
            at_secs: now_secs,
            change,
            alert,
            summary,
        });
        self.events.extend(changed);
    }

    /// Name, meter and reading of each objective; `None` where target or window make no budget, or while nobody sees it.
    pub fn objectives(&self) -> impl Iterator<Item = (&str, Option<(&Meter, Reading)>)> {
        self.objectives.iter().map(|it| {
            let meter = it.meter().filter(|_| it.unseen().is_none());
            (it.name(), meter.map(|meter| (meter, meter.read())))
        })
    }

    /// Why each objective cannot be seen; `None`: it can.
    pub fn unseen(&self) -> impl Iterator<Item = Option<Unseen>> {
        self.objectives.iter().map(Watched::unseen)
    }

    /// How many alerts of each rule fire, and how many are pending.
    pub fn by_rule(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rules.iter().map(|it| {
            let firing = it.states.alerts().filter(|it| it.state == AlertState::Firing).count();
            (firing, it.states.alerts().count() - firing)
        })
    }

    /// What the objective promises that alerts call so in their labels.
    pub fn promise(&self, objective: &str) -> Option<&Message> {
        self.objectives.iter().find(|it| it.name() == objective).map(Watched::promise)
    }

    /// Everything that is pending or fires, of rules and of budgets.
    pub fn active(&self) -> Vec<Alert> {
        let of_rules = self.rules.iter().flat_map(|it| it.states.alerts());
        of_rules.chain(self.objectives.iter().flat_map(Watched::alerts)).cloned().collect()
    }

    /// All that happened so far.
    pub fn events(&self) -> &[AlertEvent] {
        &self.events
    }

    pub const fn clock(&self) -> Clock {
        self.clock
    }

    pub const fn now_secs(&self) -> f64 {
        self.now_secs
    }

    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// When somebody was woken: every alert with a severity that pages, from firing to its end.
    pub fn pages(&self) -> Vec<Page> {
        let mut open: BTreeMap<Labels, f64> = BTreeMap::new();
        let mut pages = Vec::new();
        for event in &self.events {
            let AlertEvent::Changed { at_secs, change, alert, .. } = event else { continue };
            match change {
                Change::Firing if is_page(&alert.labels) => {
                    open.insert(alert.labels.clone(), *at_secs);
                }
                Change::Resolved => {
                    if let Some(from_secs) = open.remove(&alert.labels) {
                        pages.push(Page { from_secs, to_secs: Some(*at_secs) });
                    }
                }
                Change::Firing | Change::Pending | Change::Cancelled => {}
            }
        }
        pages.extend(open.into_values().map(|from_secs| Page { from_secs, to_secs: None }));
        model::lean::sort_by(&mut pages, |a, b| a.from_secs.total_cmp(&b.from_secs));
        pages
    }
}

/// Whether an alert with these labels wakes somebody: by its severity, in whatever words.
pub fn is_page(labels: &Labels) -> bool {
    let severity = labels.get("severity").unwrap_or_default().to_ascii_lowercase();
    matches!(severity.as_str(), "page" | "critical" | "high" | "p1" | "p2" | "fatal" | "error")
}

/// Series with the rule's own labels, which win, and its name.
fn labelled(rule: &AlertRule, samples: Vec<Sample>) -> Vec<Sample> {
    let label = |sample: Sample| {
        let mut labels = sample.labels.clone();
        for (name, value) in &rule.labels {
            labels.set(name, &fill(value, sample.value, &sample.labels));
        }
        labels.set("alertname", &rule.name);
        Sample { labels, value: sample.value }
    };
    samples.into_iter().map(label).collect()
}

fn summary(rule: &AlertRule, alert: &Alert) -> Message {
    let text = rule.annotations.get("summary").map(|it| fill(it, alert.value, &alert.labels));
    Message::new("alert-written").with("text", text.unwrap_or_default())
}
