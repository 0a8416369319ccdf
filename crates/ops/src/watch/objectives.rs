//! An objective and its ready-made alerts: a page, a ticket, and word of traffic that stopped.

use model::{
    Arg, ComponentId, Message,
    objective::{BurnScheme, Objective},
};
use sim::telemetry::ObjectiveCount;

use crate::{
    alerts::{Alert, Change, States},
    burn::{Counts, Meter, Rolling, Severity},
    clock::Clock,
    judge::promise,
    promql::{Labels, Sample},
    sight::{Sight, Unseen},
};

/// Traffic is missed after so long without any, in seconds of the operators.
const ABSENT_SECS: f64 = 300.0;
/// Only if so many requests would have come in that time: fewer may well be chance.
const ABSENT_FEWEST: f64 = 15.0;

const SEVERITIES: [Severity; 2] = [Severity::Page, Severity::Ticket];

/// An objective while a run goes on.
#[derive(Clone, Debug)]
pub struct Watched {
    name: String,
    /// What it is called by people.
    promise: Message,
    /// Whose fate it is about, and why that cannot be seen, if so.
    senders: Vec<ComponentId>,
    unseen: Option<Unseen>,
    clock: Clock,
    /// `None`: target or window make no budget.
    meter: Option<Meter>,
    /// Requests, whatever the budget is counted in.
    traffic: Rolling,
    /// Since when each row of the scheme holds.
    holds_since: Vec<Option<f64>>,
    burning: [States; 2],
    absent: States,
}

impl Watched {
    pub fn new(objective: &Objective, name: String, senders: Vec<ComponentId>, clock: Clock) -> Self {
        let meter = Meter::new(objective, clock).ok();
        let rows = meter.as_ref().map_or(0, |it| it.rows().len());
        Self {
            name,
            promise: promise(objective),
            senders,
            unseen: None,
            clock,
            meter,
            traffic: Rolling::new(1.0, clock.window_secs(ABSENT_SECS)),
            holds_since: vec![None; rows],
            burning: Default::default(),
            absent: States::default(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub const fn promise(&self) -> &Message {
        &self.promise
    }

    pub const fn meter(&self) -> Option<&Meter> {
        self.meter.as_ref()
    }

    pub fn remaining(&self) -> Option<f64> {
        self.meter.as_ref()?.read().remaining
    }

    pub fn add(&mut self, at_secs: f64, count: ObjectiveCount) {
        self.traffic.add(at_secs, Counts { total: u64::from(count.total), bad: u64::from(count.bad) });
        if let Some(meter) = &mut self.meter {
            meter.add(at_secs, count);
        }
    }

    /// Whether somebody sees it in the second that was added.
    pub fn look(&mut self, sight: &Sight, is_up: impl Fn(ComponentId) -> bool) {
        self.unseen = sight.look_at_all(&self.senders, is_up).err();
    }

    pub const fn unseen(&self) -> Option<Unseen> {
        self.unseen
    }

    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.burning.iter().chain([&self.absent]).flat_map(States::alerts)
    }

    /// What the alerts do now.
    pub fn evaluate(&mut self, now_secs: f64) -> Vec<(Change, Alert, Message)> {
        let Some(meter) = &self.meter else { return Vec::new() };
        if meter.objective().burn == BurnScheme::Off {
            return Vec::new();
        }
        let reading = meter.read();
        // What nobody sees nobody is told of: as series that end, it stops what fired.
        let is_seen = self.unseen.is_none();
        for (since, row) in self.holds_since.iter_mut().zip(&reading.rows) {
            *since = if row.holds && is_seen { since.or(Some(now_secs)) } else { None };
        }
        let mut changes = Vec::new();
        for (severity, states) in SEVERITIES.into_iter().zip(&mut self.burning) {
            let rows =
                reading.rows.iter().zip(&self.holds_since).filter(|(it, _)| it.row.severity == severity);
            let (mut burn, mut is_due) = (None, false);
            for (row, since) in rows {
                let Some(since) = *since else { continue };
                burn = burn.or(Some(row.long));
                is_due |= now_secs - since >= self.clock.simulated_secs(row.row.for_secs) - 1e-9;
            }
            let holding =
                burn.map(|value| Sample { labels: labels("ErrorBudgetBurn", &self.name, severity), value });
            // One alert for all rows of a severity: until one of them has held for long enough it is pending.
            let for_secs = if is_due { 0.0 } else { f64::INFINITY };
            changes.extend(states.evaluate(now_secs, for_secs, holding.into_iter().collect()));
        }
        let absent = is_seen && is_absent(&self.traffic, now_secs, self.clock.window_secs(ABSENT_SECS));
        let absent =
            absent.then(|| Sample { labels: labels("NoTraffic", &self.name, Severity::Ticket), value: 0.0 });
        changes.extend(self.absent.evaluate(now_secs, 0.0, absent.into_iter().collect()));
        changes
            .into_iter()
            .map(|(change, alert)| {
                let summary = self.summary(&alert);
                (change, alert, summary)
            })
            .collect()
    }

    fn summary(&self, alert: &Alert) -> Message {
        let message = match alert.labels.get("alertname") {
            Some("NoTraffic") => Message::new("alert-no-traffic"),
            _ => Message::new("alert-burns").with("rate", Arg::Number((alert.value * 10.0).round() / 10.0)),
        };
        message.with("promise", self.promise.clone())
    }
}

/// Whether requests ought to have come, and none did.
fn is_absent(traffic: &Rolling, now_secs: f64, window_secs: f64) -> bool {
    let usual = traffic.all().total as f64 / now_secs.max(1.0) * window_secs;
    now_secs >= window_secs && usual >= ABSENT_FEWEST && traffic.over(window_secs).total == 0
}

fn labels(alert: &str, objective: &str, severity: Severity) -> Labels {
    let severity = match severity {
        Severity::Page => "page",
        Severity::Ticket => "ticket",
    };
    Labels::new([("alertname", alert), ("objective", objective), ("severity", severity)])
}
