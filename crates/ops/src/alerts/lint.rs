//! What is wrong with a rule before it ever fires.

use std::collections::BTreeSet;

use model::{Architecture, Arg, ComponentId, Message, alert::AlertRule, lean, objective::Objective};
use promql::{Expr, ParseError, ast::Selector};

use crate::{
    burn,
    clock::{Clock, duration},
    metrics::{MetricKind, metric, objective_names, service_names},
    sight::{Sight, concerned, senders},
};

mod shape;

/// Something to put right, or to think about.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The rule cannot do what it says; otherwise it can, and likely should not.
    pub is_error: bool,
    pub message: Message,
    /// Where in the expression, in characters from 0.
    pub at: Option<usize>,
}

impl Advice {
    const fn error(message: Message) -> Self {
        Self { is_error: true, message, at: None }
    }

    const fn warning(message: Message) -> Self {
        Self { is_error: false, message, at: None }
    }
}

/// Everything that can be said about a rule of a drawing. `parsed` is its expression.
pub fn lint(rule: &AlertRule, parsed: &Result<Expr, ParseError>, architecture: &Architecture) -> Vec<Advice> {
    let mut found = Vec::new();
    if rule.name.trim().is_empty() {
        found.push(Advice::error(Message::new("lint-no-name")));
    }
    check(parsed, architecture, &mut found);
    if rule.for_secs <= 0.0 {
        found.push(Advice::warning(Message::new("lint-no-for")));
    }
    if !rule.labels.contains_key("severity") {
        found.push(Advice::warning(Message::new("lint-no-severity")));
    }
    once(found)
}

/// What can be said about an expression that is only drawn: it has no threshold, and is looked at every second.
pub fn lint_drawn(parsed: &Result<Expr, ParseError>, architecture: &Architecture) -> Vec<Advice> {
    let mut found = Vec::new();
    check(parsed, architecture, &mut found);
    found.retain(|it| !matches!(&*it.message.id, "lint-no-condition" | "lint-range-too-short"));
    once(found)
}

fn check(parsed: &Result<Expr, ParseError>, architecture: &Architecture, found: &mut Vec<Advice>) {
    match parsed {
        Err(error) => found.push(refusal(error)),
        Ok(expr) => {
            shape::check(expr, found);
            let context = Context::of(architecture);
            for (selector, range_secs) in expr.selectors() {
                context.check(selector, range_secs, found);
            }
        }
    }
}

fn once(found: Vec<Advice>) -> Vec<Advice> {
    let mut seen: Vec<Advice> = Vec::new();
    for it in found {
        if !seen.contains(&it) {
            seen.push(it);
        }
    }
    seen
}

fn refusal(error: &ParseError) -> Advice {
    let message = match error {
        ParseError::Syntax { reason, .. } => Message::new("lint-syntax").with("reason", reason.clone()),
        ParseError::Unsupported { what, .. } => Message::new("lint-unsupported").with("what", what.clone()),
    };
    Advice { at: error.at(), ..Advice::error(message) }
}

/// What there is to ask for.
struct Context<'a> {
    architecture: &'a Architecture,
    sight: Sight,
    clock: Clock,
    services: Vec<(ComponentId, String)>,
}

impl<'a> Context<'a> {
    fn of(architecture: &'a Architecture) -> Self {
        Self {
            architecture,
            sight: Sight::of(architecture),
            clock: Clock::new(architecture.operations.clock_factor),
            services: service_names(architecture),
        }
    }

    fn check(&self, selector: &Selector, range_secs: Option<f64>, found: &mut Vec<Advice>) {
        let Some(metric) = metric(&selector.metric) else {
            let message = Message::new("lint-unknown-metric").with("metric", selector.metric.clone());
            return found.push(Advice::error(message));
        };
        for matcher in &selector.matchers {
            if !metric.labels.contains(&matcher.name.as_str()) {
                let message = Message::new("lint-unknown-label")
                    .with("label", matcher.name.clone())
                    .with("metric", metric.name)
                    .with("labels", metric.labels.join(", "));
                found.push(Advice::error(message));
            }
        }
        // A rate needs two samples: fewer than four scrapes and it is often blind.
        let scrape_secs = crate::watch::scrape_secs(self.clock);
        if let Some(range) = range_secs
            && self.clock.simulated_secs(range) < 2.0 * scrape_secs - 1e-9
        {
            let least = self.clock.operator_secs(2.0 * scrape_secs);
            let message = Message::new("lint-range-too-short")
                .with("range", duration(range))
                .with("least", duration(least));
            found.push(Advice::error(message));
        }
        match metric.kind {
            MetricKind::Gauge => {}
            MetricKind::Counter | MetricKind::Buckets if range_secs.is_some() => {}
            MetricKind::Counter | MetricKind::Buckets => {
                found.push(Advice::warning(
                    Message::new("lint-counter-without-rate").with("metric", metric.name),
                ));
            }
        }
        if metric.labels.contains(&"service") {
            self.check_services(selector, found);
        }
        self.check_users(metric.labels, selector, found);
    }

    /// Whether anybody sees how those fare who are asked for.
    fn check_users(&self, labels: &[&str], selector: &Selector, found: &mut Vec<Advice>) {
        let is_asked = |label: &str, name: &str| {
            selector.matchers.iter().filter(|it| it.name == label).all(|it| it.matches(name))
        };
        let asked: Vec<Vec<ComponentId>> = if labels.contains(&"journey") {
            let classes = self.architecture.components.iter().filter_map(|it| it.workload.as_ref());
            let names = lean::set(classes.flat_map(|it| &it.classes).map(|it| it.name.as_str()));
            names
                .into_iter()
                .filter(|it| is_asked("journey", it))
                .map(|it| senders(self.architecture, it))
                .collect()
        } else if labels.contains(&"objective") {
            let names = objective_names(&self.architecture.objectives).into_iter();
            names
                .zip(concerned(self.architecture))
                .filter(|it| is_asked("objective", &it.0))
                .map(|it| it.1)
                .collect()
        } else {
            return;
        };
        let is_seen = |all: &Vec<ComponentId>| all.iter().all(|it| self.sight.is_connected(*it));
        if !asked.is_empty() && !asked.iter().any(is_seen) {
            found.push(Advice::error(Message::new("lint-users-not-observed")));
        }
    }

    /// Whether anything of what is asked for can be seen.
    fn check_services(&self, selector: &Selector, found: &mut Vec<Advice>) {
        let is_asked = |name: &str| {
            let mut about_service = selector.matchers.iter().filter(|it| it.name == "service");
            about_service.all(|it| it.matches(name))
        };
        let asked: Vec<_> = self.services.iter().filter(|it| is_asked(&it.1)).collect();
        if asked.is_empty() {
            let named = selector.matchers.iter().find(|it| it.name == "service");
            let name = named.map_or_else(String::new, |it| it.value.clone());
            return found.push(Advice::error(Message::new("lint-unknown-service").with("service", name)));
        }
        // Of sources there are no metrics of services, whoever sees how they fare.
        let is_source = |id| self.architecture.component(id).is_some_and(|it| it.kind.is_source());
        if !asked.iter().any(|it| !is_source(it.0) && self.sight.is_connected(it.0)) {
            let message = match asked.as_slice() {
                [(_, only)] => Message::new("lint-not-observed").with("service", only.clone()),
                _ => Message::new("lint-nothing-observed"),
            };
            found.push(Advice::error(message));
        }
    }
}

/// At burn rate 1 a budget lasts for exactly its window. Schemes for four weeks round a little below that.
const LEAST_FACTOR: f64 = 0.9;

/// What cannot work about the alerts of an objective.
pub fn lint_objective(objective: &Objective, clock: Clock) -> Vec<Advice> {
    let mut found = Vec::new();
    let rows = burn::rows(objective.burn, objective.window_days);
    for row in rows.iter().filter(|it| !it.can_fire(objective.target)) {
        let message = Message::new("lint-cannot-fire")
            .with("window", duration(row.long_secs))
            .with("threshold", Arg::Ratio(row.threshold(objective.target)));
        found.push(Advice::error(message));
    }
    for row in rows.iter().filter(|it| it.factor < LEAST_FACTOR) {
        let message = Message::new("lint-fires-within-budget")
            .with("window", duration(row.long_secs))
            .with("factor", Arg::Number((row.factor * 100.0).round() / 100.0));
        found.push(Advice::warning(message));
    }
    let short: BTreeSet<u64> = lean::set(
        rows.iter()
            .flat_map(|it| [it.short_secs, it.long_secs])
            .filter(|it| !clock.resolves(*it))
            .map(f64::to_bits),
    );
    if let Some(window) = short.into_iter().map(f64::from_bits).reduce(f64::min) {
        let message = Message::new("lint-window-too-short")
            .with("window", duration(window))
            .with("used", duration(clock.operator_secs(clock.window_secs(window))));
        found.push(Advice::warning(message));
    }
    found
}
