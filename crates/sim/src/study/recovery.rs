//! Does it come back? A surge of traffic hits the design; the trigger goes away; and then the design, or the same design
//! with a cure, either recovers or stays down by itself (*metastable failure*, Bronson et al., HotOS 2021).

use std::{ops::Range, sync::Arc};

use model::{Architecture, ComponentId, ConnectionId, Message, Relation, workload::Pattern};

use super::{
    Runs, Study,
    change::{Change, Changes, steady},
};
use crate::{
    estimate::{ComponentEstimate, Stability, Verdict, estimate},
    report::{Report, Second},
    session::RunOptions,
};

/// Seconds of the experiment: the surge begins and ends; then it may recover.
pub const TRIGGER_AT_SECS: f64 = 20.0;
pub const TRIGGER_UNTIL_SECS: f64 = 30.0;
pub const LENGTH_SECS: f64 = 300.0;
const WARM_UP_SECS: f64 = 10.0;
/// Recovered: that share of what was answered before is answered again, and this stays so.
const BACK: f64 = 0.95;
/// Judged over so many seconds at a time, so that chance does not decide.
const JUDGED_SECS: usize = 10;
/// Arrivals at random vary by the root of their number; so many times that is no longer chance.
const BY_CHANCE: f64 = 3.0;
/// The surge is at least that many times the usual traffic.
const SURGE: f64 = 3.0;
/// A queue is short if waiting in it takes half of what the most impatient caller allows, or so long without one.
const PATIENCE_SECS: f64 = 1.0;

/// How a design, or a cure of it, took the surge.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// What is different; `None`: the design as drawn.
    pub change: Option<Message>,
    /// Requests that succeeded, second by second from the end of the warm-up.
    pub goodput_per_sec: Vec<f32>,
    /// Share that was answered well, before the surge and in the last 30 s.
    pub before_ratio: f64,
    pub after_ratio: f64,
    /// From the end of the surge until that was back for good. `None`: it is not.
    pub recovered_after_secs: Option<f64>,
}

/// The experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Recoveries {
    /// The traffic in the surge, times the usual.
    pub surge: f64,
    /// As drawn, then with each cure; those that are known.
    pub cases: Vec<Recovery>,
}

/// Multiplies the traffic for ten seconds and looks what happens then: as drawn, and with each cure that the drawing
/// does not have yet.
pub struct Trial {
    surge: f64,
    cures: Vec<Change>,
    runs: Runs,
}

impl Trial {
    /// The surge is made large enough to tip what the estimate holds for metastable. `None`: nothing sends traffic at a
    /// rate of its own; users who wait for answers cannot surge.
    pub fn new(architecture: &Architecture, options: RunOptions) -> Option<Self> {
        let estimate = estimate(architecture)?;
        let worst = estimate.stability.iter().min_by(|a, b| reserve(a).total_cmp(&reserve(b)));
        let surge = worst.map_or(SURGE, |it| SURGE.max(1.5 * reserve(it).min(100.0)));
        let mut drawing = steady(architecture, 1.0);
        let mut has_surged = false;
        for workload in drawing.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
            let per_sec = match workload.pattern {
                Pattern::Constant { per_sec } => per_sec,
                // Who comes in the surge asks once.
                Pattern::Sessions { .. } => workload.mean_per_sec(),
                _ => continue,
            };
            has_surged |= per_sec > 0.0;
            workload.pattern = Pattern::Spike {
                base_per_sec: per_sec,
                peak_per_sec: per_sec * surge,
                at_secs: TRIGGER_AT_SECS,
                for_secs: TRIGGER_UNTIL_SECS - TRIGGER_AT_SECS,
            };
        }
        if !has_surged {
            return None;
        }
        let busiest = estimate.components.iter().max_by(|a, b| load(a).total_cmp(&load(b))).map(|it| it.id);
        let cures = cures(&drawing, worst.map(|it| it.bottleneck).or(busiest)?);
        let options = RunOptions { duration_secs: LENGTH_SECS, warm_up_secs: WARM_UP_SECS, ..options };
        let mut runs = Runs::default();
        runs.plan(&Arc::new(drawing), options);
        cures.iter().for_each(|it| runs.plan(&it.architecture, options));
        Some(Self { surge, cures, runs })
    }
}

fn load(component: &ComponentEstimate) -> f64 {
    component.utilization.unwrap_or(0.0)
}

/// Times today's traffic that a connection's retries stand.
fn reserve(stability: &Stability) -> f64 {
    match stability.verdict {
        Verdict::Stable => stability.capacity_per_sec / stability.arrivals_per_sec,
        Verdict::Metastable { tips_at, .. } => tips_at,
        Verdict::Collapsed => 1.0,
    }
}

impl Study for Trial {
    type Answer = Recoveries;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn answer(&self) -> Option<Recoveries> {
        let reports = self.runs.in_order();
        let changes = std::iter::once(None).chain(self.cures.iter().map(|it| Some(it.message.clone())));
        let cases: Vec<_> =
            reports.iter().zip(changes).map(|(report, change)| judge(report, change)).collect();
        (!cases.is_empty()).then_some(Recoveries { surge: self.surge, cases })
    }
}

/// What could help, one at a time.
fn cures(drawing: &Architecture, component: ComponentId) -> Vec<Change> {
    let changes = Changes(drawing);
    let calls = || drawing.connections.iter().filter(|it| it.relation == Relation::Call);
    let retried: Vec<ConnectionId> = calls().filter(|it| it.policy.attempts > 1).map(|it| it.id).collect();
    let timed: Vec<ConnectionId> = calls()
        .filter(|it| it.policy.timeout_millis.is_some() && !it.policy.cancel_on_timeout)
        .map(|it| it.id)
        .collect();
    let unguarded: Vec<ConnectionId> =
        calls().filter(|it| it.to == component && it.policy.breaker.is_none()).map(|it| it.id).collect();
    let without_budget =
        |id: &&ConnectionId| drawing.connection(**id).is_some_and(|it| it.policy.retry_budget.is_none());
    let name = drawing.component_name(component);
    let breakers = Message::new("change-breakers").with("component", name);
    let mut cures = Vec::new();
    cures.extend(together(drawing, &retried, Message::new("change-no-retries"), |it, id| it.one_attempt(id)));
    let budgets: Vec<_> = retried.iter().filter(without_budget).copied().collect();
    cures.extend(together(drawing, &budgets, Message::new("change-retry-budgets"), |it, id| it.budget(id)));
    cures.extend(together(drawing, &timed, Message::new("change-cancel-all"), |it, id| it.cancel(id)));
    cures.extend(together(drawing, &unguarded, breakers, |it, id| it.breaker(id)));
    cures.extend(changes.lifo(component).filter(|it| *it.architecture != *drawing));
    cures.extend(changes.short_queue(component, short_queue(drawing, component)));
    cures
}

/// Requests that may wait at a replica so that those served are still wanted.
fn short_queue(drawing: &Architecture, component: ComponentId) -> u32 {
    let timeouts = drawing.connections.iter().filter_map(|it| it.policy.timeout_millis);
    let patience_secs = timeouts.fold(PATIENCE_SECS * 1000.0, f64::min) / 1000.0;
    let served_per_sec = drawing.component(component).map_or(0.0, |it| {
        let server = it.spec().server;
        f64::from(server.slots.unwrap_or(0)) * 1000.0 / server.service.mean_millis.max(0.001)
    });
    (served_per_sec * patience_secs / 2.0).ceil().clamp(1.0, 1e6) as u32
}

/// The same change at several connections.
fn together(
    drawing: &Architecture,
    connections: &[ConnectionId],
    message: Message,
    change: impl Fn(Changes<'_>, ConnectionId) -> Option<Change>,
) -> Option<Change> {
    let mut changed: Option<Arc<Architecture>> = None;
    for &id in connections {
        let drawing = changed.as_deref().unwrap_or(drawing);
        changed = Some(change(Changes(drawing), id)?.architecture);
    }
    Some(Change { message, architecture: changed? })
}

fn judge(report: &Report, change: Option<Message>) -> Recovery {
    let measured: Vec<Second> = report.series.seconds.iter().filter(|it| it.at_secs > 0.0).copied().collect();
    let (begin, end) = (TRIGGER_AT_SECS as usize, TRIGGER_UNTIL_SECS as usize);
    let before_ratio = answered(&measured, 0..begin);
    let after_ratio = answered(&measured, measured.len().saturating_sub(30)..measured.len());
    // As many answers as there are requests, whosesoever they are; or else all that end, whoever is still on the way.
    let is_back = |from: usize| {
        let range = from..from + JUDGED_SECS;
        answered(&measured, range.clone()).max(kept_up(&measured, range)) >= BACK * before_ratio
    };
    // From behind: the first second from which on it never fell short again.
    let last_start = measured.len().saturating_sub(JUDGED_SECS);
    let since = (end..last_start).rev().find(|from| !is_back(*from)).map_or(end, |it| it + 1);
    let is_over = before_ratio > 0.0 && since < last_start && after_ratio >= BACK * before_ratio;
    Recovery {
        change,
        goodput_per_sec: measured.iter().map(|it| it.succeeded as f32).collect(),
        before_ratio,
        after_ratio,
        recovered_after_secs: is_over.then(|| (since - end) as f64),
    }
}

fn sum(seconds: &[Second], range: Range<usize>, of: fn(&Second) -> u32) -> f64 {
    let range = range.start.min(seconds.len())..range.end.min(seconds.len());
    seconds[range].iter().map(|it| f64::from(of(it))).sum()
}

/// Requests answered well over those sent in some seconds; at most one, as answers to what was sent before count as well.
fn kept_up(seconds: &[Second], range: Range<usize>) -> f64 {
    let sent = sum(seconds, range.clone(), |it| it.generated);
    if sent > 0.0 { (sum(seconds, range, |it| it.succeeded) / sent).min(1.0) } else { 0.0 }
}

/// Requests answered well over those that were to be answered in some seconds. A few are on their way at their begin and
/// their end; only where more stay without an answer than chance explains do they count as not answered.
fn answered(seconds: &[Second], range: Range<usize>) -> f64 {
    let sent = sum(seconds, range.clone(), |it| it.generated);
    let succeeded = sum(seconds, range.clone(), |it| it.succeeded);
    let ended = succeeded + sum(seconds, range, |it| it.failed);
    let piled_up = sent - ended;
    let due = if piled_up > BY_CHANCE * libm::sqrt(sent) { sent } else { ended };
    if due > 0.0 { succeeded / due } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(generated: u32, succeeded: u32, failed: u32) -> Second {
        Second { generated, succeeded, failed, ..Second::default() }
    }

    #[test]
    fn those_on_their_way_are_not_unanswered() {
        let seconds = [second(100, 92, 0), second(100, 101, 0), second(110, 105, 0)];
        assert_eq!(answered(&seconds, 0..3), 1.0);
        assert_eq!(answered(&seconds, 1..2), 1.0, "answers to what was sent before are none too many");
        let seconds = [second(100, 80, 20), second(100, 85, 20), second(100, 75, 18)];
        assert_eq!(answered(&seconds, 0..3), 240.0 / 298.0);
    }

    #[test]
    fn those_that_pile_up_are() {
        assert_eq!(answered(&[second(100, 60, 0); 20], 0..20), 0.6);
        assert_eq!(answered(&[second(100, 0, 0); 20], 0..20), 0.0);
        assert_eq!(answered(&[second(0, 0, 0); 20], 0..20), 0.0, "nothing was sent");
    }
}
