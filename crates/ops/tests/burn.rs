//! Alerts on burn rates against their closed forms, over any target, scheme and ratio of errors.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use model::objective::{BurnScheme, Indicator, Objective};
use ops::{
    Clock,
    burn::{BurnState, Meter, Row, Severity, rows},
};
use proptest::prelude::*;
use sim::telemetry::ObjectiveCount;

/// A simulated second is ten of the operators: the shortest windows are thirty seconds long.
const CLOCK: f64 = 10.0;
/// Requests per simulated second: so many that ratios are exact to a millionth.
const PER_SEC: u32 = 1_000_000;

/// Traffic through a meter, second by second.
struct Traffic {
    meter: Meter,
    row: usize,
    at_secs: f64,
}

impl Traffic {
    fn new(objective: &Objective, row: usize) -> Self {
        Self { meter: Meter::new(objective, Clock::new(CLOCK)).unwrap(), row, at_secs: 0.0 }
    }

    /// A second in which a share of all requests fails. Whether the row holds at its end.
    fn second(&mut self, error_ratio: f64) -> bool {
        self.at_secs += 1.0;
        let bad = (error_ratio * f64::from(PER_SEC)).round() as u32;
        self.meter.add(self.at_secs, ObjectiveCount { total: PER_SEC, bad });
        self.meter.read().rows[self.row].holds
    }

    /// Seconds until the row holds, or no longer does.
    fn until(&mut self, holds: bool, error_ratio: f64, at_most_secs: f64) -> Option<f64> {
        let begun = self.at_secs;
        while self.at_secs < begun + at_most_secs {
            if self.second(error_ratio) == holds {
                return Some(self.at_secs - begun);
            }
        }
        None
    }
}

fn objective(target: f64, window_days: f64, burn: BurnScheme) -> Objective {
    Objective { burn, ..Objective::new(Indicator::Availability, target, window_days) }
}

/// An evaluation interval and a bucket, in simulated seconds. Buckets are a thirtieth of the shortest window.
fn tolerance(rows: &[Row]) -> f64 {
    let shortest = rows.iter().map(|it| it.short_secs).fold(f64::INFINITY, f64::min);
    1.0 + (shortest / CLOCK / 30.0).floor().max(1.0)
}

fn any_row() -> impl Strategy<Value = (Objective, usize)> {
    let scheme = prop_oneof![Just(BurnScheme::Workbook), Just(BurnScheme::Sloth), Just(BurnScheme::Pyrra)];
    let days = prop_oneof![Just(7.0), Just(28.0), Just(30.0)];
    // Rows of hours: those of days are the same arithmetic and take minutes to walk through.
    (scheme, days, 0usize..2, 0.5..4.0f64).prop_map(|(scheme, days, row, nines)| {
        let target = 1.0 - 10f64.powf(-nines);
        (objective(target, days, scheme), row)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// After a clean history, a row fires after f·B·w/e, and then the share c of the budget is spent, whatever target and
    /// ratio are; never if the ratio is not above f·B.
    #[test]
    fn detection_takes_as_long_as_the_formula_says(
        (objective, row) in any_row(),
        share in 0.02..1.0f64,
    ) {
        let rows = rows(objective.burn, objective.window_days);
        let (row_of, slack) = (rows[row], tolerance(&rows));
        let threshold = row_of.threshold(objective.target);
        prop_assume!(threshold < 1.0);
        // From just above what can fire to everything, in whole millionths.
        let error_ratio = ((threshold + share * (1.0 - threshold)) * 1e6).ceil() / 1e6;
        let mut traffic = Traffic::new(&objective, row);
        let long_secs = row_of.long_secs / CLOCK;
        prop_assert_eq!(traffic.until(true, 0.0, long_secs + slack), None);
        let expected = threshold * row_of.long_secs / error_ratio / CLOCK;
        let found = traffic.until(true, error_ratio, long_secs + slack).unwrap();
        prop_assert!((found - expected).abs() <= slack, "{found} s, not {expected} s");
        // Spent: bad requests over those that the budget of the whole window allows.
        let period_secs = objective.window_days * 86_400.0 / CLOCK;
        let per_sec = error_ratio / ((1.0 - objective.target) * period_secs);
        let spent = found * per_sec;
        prop_assert!((spent - row_of.budget_share).abs() <= slack * per_sec, "{spent} of the budget");
    }

    /// What is not above the threshold never fires, however long it lasts.
    #[test]
    fn below_the_threshold_nothing_fires((objective, row) in any_row(), share in 0.1..1.0f64) {
        let rows = rows(objective.burn, objective.window_days);
        let threshold = rows[row].threshold(objective.target).min(1.0);
        let error_ratio = (share * threshold * 1e6).floor() / 1e6;
        let mut traffic = Traffic::new(&objective, row);
        prop_assert_eq!(traffic.until(true, error_ratio, 1.5 * rows[row].long_secs / CLOCK), None);
    }

    /// After an outage that lasted at least the short window, the row stops after w·(1 - f·B/e).
    #[test]
    fn reset_takes_as_long_as_the_formula_says((objective, row) in any_row(), share in 0.1..1.0f64) {
        let rows = rows(objective.burn, objective.window_days);
        let (row_of, slack) = (rows[row], tolerance(&rows));
        let threshold = row_of.threshold(objective.target);
        prop_assume!(threshold < 0.9);
        let error_ratio = ((threshold + share * (1.0 - threshold)) * 1e6).ceil() / 1e6;
        let mut traffic = Traffic::new(&objective, row);
        let long_secs = row_of.long_secs / CLOCK;
        traffic.until(true, 0.0, long_secs);
        traffic.until(true, error_ratio, long_secs + slack).unwrap();
        traffic.until(false, error_ratio, row_of.short_secs / CLOCK + slack);
        let expected = row_of.reset_after_secs(objective.target, error_ratio) / CLOCK;
        let found = traffic.until(false, 0.0, long_secs).unwrap();
        prop_assert!((found - expected).abs() <= slack, "{found} s, not {expected} s");
    }
}

#[test]
fn a_single_failure_of_few_requests_wakes_nobody() {
    let mut meter = Meter::new(&objective(0.999, 30.0, BurnScheme::Sloth), Clock::REAL).unwrap();
    meter.add(3600.0, ObjectiveCount { total: 50, bad: 1 });
    let reading = meter.read();
    // 2 % against 0.1 %: a burn rate of 20, of 50 requests where 70 are needed.
    assert!(reading.rows[0].long > 14.4 && reading.rows[0].is_held_back && !reading.rows[0].holds);
    assert_eq!(reading.state, BurnState::Fine);
    meter.add(3620.0, ObjectiveCount { total: 50, bad: 1 });
    assert_eq!(meter.read().state, BurnState::Burning(Severity::Page));
}

#[test]
fn early_in_a_run_the_page_comes_before_the_ticket() {
    // A tenth fails from the first second on: 99.9 % over 30 days, a minute of the operators a second.
    let mut meter = Meter::new(&objective(0.999, 30.0, BurnScheme::Sloth), Clock::new(60.0)).unwrap();
    let mut fired: Vec<(f64, Severity)> = Vec::new();
    for second in 1..=400 {
        meter.add(f64::from(second), ObjectiveCount { total: 1000, bad: 100 });
        for it in meter.read().rows.iter().filter(|it| it.holds) {
            if fired.iter().all(|(_, severity)| *severity != it.row.severity) {
                fired.push((f64::from(second), it.row.severity));
            }
        }
    }
    // The time before the run counts as clean: f B w / e of the row of an hour, and of the row of a day.
    let expected =
        [(14.4 * 0.001 * 60.0 / 0.1, Severity::Page), (3.0 * 0.001 * 1440.0 / 0.1, Severity::Ticket)];
    assert_eq!(fired.len(), 2);
    for ((found, severity), (expected, wanted)) in fired.into_iter().zip(expected) {
        assert_eq!(severity, wanted);
        assert!((found - expected).abs() <= 2.0, "{severity:?} after {found} s, expected {expected} s");
    }
}

#[test]
fn a_young_run_has_spent_what_it_failed_and_no_more() {
    // Six hours at ten times the allowed rate are a twelfth of the budget of thirty days.
    let mut meter = Meter::new(&objective(0.999, 30.0, BurnScheme::Sloth), Clock::new(3600.0)).unwrap();
    meter.add(6.0, ObjectiveCount { total: 100_000, bad: 1000 });
    let reading = meter.read();
    assert!((reading.remaining.unwrap() - (1.0 - 10.0 * 6.0 / 720.0)).abs() < 1e-9);
    // What is left lasts as long as it lasts at that rate.
    assert!((reading.exhausted_in_minutes.unwrap() - (720.0 - 60.0) / 10.0 * 60.0).abs() < 1e-6);
}

#[test]
fn no_traffic_is_no_data_and_no_alert() {
    let mut meter = Meter::new(&objective(0.999, 30.0, BurnScheme::Sloth), Clock::REAL).unwrap();
    for at in 1..100 {
        meter.add(f64::from(at), ObjectiveCount::default());
    }
    let reading = meter.read();
    assert_eq!(reading.state, BurnState::NoData);
    assert_eq!((reading.remaining, reading.exhausted_in_minutes), (None, None));
    assert!(reading.rows.iter().all(|it| it.long == 0.0 && !it.holds));
}

#[test]
fn an_overspent_budget_is_below_zero_in_minutes_too() {
    let mut meter = Meter::new(&objective(0.999, 30.0, BurnScheme::Sloth), Clock::new(3600.0)).unwrap();
    // The whole window: thirty days of hours.
    meter.add(720.0, ObjectiveCount { total: 100_000, bad: 300 });
    let reading = meter.read();
    assert!((reading.remaining.unwrap() + 2.0).abs() < 1e-9);
    assert!((reading.remaining_minutes.unwrap() + 86.4).abs() < 1e-9);
    assert_eq!(reading.exhausted_in_minutes, None);
}

mod against_slokit {
    //! Another calculator of the same things (`slokit`, compatible with Sloth). It counts a rate that equals the factor as
    //! firing, scales windows instead of factors for other periods than thirty days, and stops at an empty budget.
    use super::*;
    use ops::burn::RowReading;
    use slokit::{BurnRate, MwmbrConfig, Slo, Window, simulate::simulate};

    fn slo(target: f64) -> Slo {
        Slo::new(slokit::Objective::ratio(target).unwrap(), Window::days(30))
    }

    #[test]
    fn rows_are_the_same() {
        let (theirs, ours) = (MwmbrConfig::sre_default(), rows(BurnScheme::Sloth, 30.0));
        assert_eq!(theirs.windows.len(), ours.len());
        for (their, our) in theirs.windows.iter().zip(&ours) {
            assert_eq!(our.long_secs, their.long.as_secs_f64());
            assert_eq!(our.short_secs, their.short.as_secs_f64());
            assert!((our.threshold(0.999) - their.threshold(&slo(0.999))).abs() < 1e-12);
            assert_eq!(our.severity == Severity::Page, their.severity == slokit::Severity::Page);
        }
    }

    proptest! {
        #[test]
        fn budgets_burn_rates_and_forecasts_are_the_same(
            nines in 0.5..4.0f64,
            bad in 0u32..40_000,
        ) {
            let target = 1.0 - 10f64.powf(-nines);
            let (total, slo) = (40_000, slo(target));
            // A second that is as long as the window: all rates are of the same requests.
            let clock = Clock::new(30.0 * 86_400.0);
            let mut meter = Meter::new(&objective(target, 30.0, BurnScheme::Sloth), clock).unwrap();
            meter.add(1.0, ObjectiveCount { total, bad });
            let reading = meter.read();
            let error_ratio = f64::from(bad) / f64::from(total);
            let near = |ours: f64, theirs: f64| (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0);
            prop_assert!(near(reading.rows[0].long, BurnRate::from_error_ratio(error_ratio, &slo).value()));
            let left = slo.error_budget(f64::from(total)).remaining_ratio(f64::from(bad));
            prop_assert!(near(reading.remaining.unwrap().max(0.0), left));
            let theirs =
                simulate(&slo, error_ratio, left, &MwmbrConfig::sre_default());
            let minutes = theirs.time_to_exhaustion.map(|it| it.as_secs_f64() / 60.0);
            match (reading.exhausted_in_minutes, minutes) {
                (Some(ours), Some(theirs)) => prop_assert!(near(ours, theirs), "{ours}, not {theirs}"),
                (ours, theirs) => prop_assert!(ours.is_none() && theirs.is_none_or(|it| it == 0.0)),
            }
            for outcome in &theirs.windows {
                let is_same = |it: &&RowReading| it.row.long_secs == outcome.window.long.as_secs_f64();
                let row = reading.rows.iter().find(is_same);
                let row = row.unwrap();
                let is_close = (row.long / row.row.factor - 1.0).abs() < 1e-9;
                prop_assert!(is_close || row.is_held_back || row.holds == outcome.fires, "{row:?}");
            }
        }
    }
}
