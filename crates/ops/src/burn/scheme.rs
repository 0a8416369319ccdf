//! Which windows are watched, and from which burn rate on.

use model::objective::BurnScheme;

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;

/// What an alert asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Somebody should look now.
    Page,
    /// Somebody should look in the next days.
    Ticket,
}

/// A condition: the budget burns too fast over a long window, and still does over a short one. Times are the operators'.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub severity: Severity,
    pub long_secs: f64,
    pub short_secs: f64,
    /// Share of the whole budget that is spent when the long window reaches `factor`.
    pub budget_share: f64,
    /// Burn rate from which it holds: strictly more.
    pub factor: f64,
    /// For so long, before it fires.
    pub for_secs: f64,
}

impl Row {
    /// The ratio of bad requests that has to be exceeded, at a target.
    pub fn threshold(&self, target: f64) -> f64 {
        self.factor * (1.0 - target)
    }

    /// Whether any outage could fire it: no more than all requests can fail.
    pub fn can_fire(&self, target: f64) -> bool {
        self.threshold(target) < 1.0 - 1e-12
    }

    /// So few requests in the long window, and a single failure fires.
    pub fn fewest_requests(&self, target: f64) -> u64 {
        let needed = (1.0 / self.threshold(target) - 1e-9).ceil();
        if needed.is_finite() && needed > 0.0 { needed as u64 } else { 0 }
    }

    /// Seconds until it fires when a share `error_ratio` fails after a clean history; `None`: never.
    pub fn detected_after_secs(&self, target: f64, error_ratio: f64) -> Option<f64> {
        let threshold = self.threshold(target);
        (error_ratio > threshold).then(|| threshold * self.long_secs / error_ratio + self.for_secs)
    }

    /// Seconds until it stops firing after an outage that lasted at least the short window.
    pub fn reset_after_secs(&self, target: f64, error_ratio: f64) -> f64 {
        (self.short_secs * (1.0 - self.threshold(target) / error_ratio)).max(0.0)
    }
}

/// The rows of a scheme for a window of so many days.
pub fn rows(scheme: BurnScheme, window_days: f64) -> Vec<Row> {
    let period = window_days * DAY;
    let by_share = |severity, long_hours: f64, budget_share: f64| {
        let long_secs = long_hours * HOUR;
        Row {
            severity,
            long_secs,
            short_secs: long_secs / 12.0,
            budget_share,
            factor: budget_share * period / long_secs,
            for_secs: 0.0,
        }
    };
    let scaled = |severity, long: f64, short: f64, factor: f64, wait: f64| Row {
        severity,
        long_secs: period / long,
        short_secs: period / short,
        budget_share: factor / long,
        factor,
        for_secs: period / wait,
    };
    use Severity::{Page, Ticket};
    match scheme {
        // Table 5-8.
        BurnScheme::Workbook => {
            vec![by_share(Page, 1.0, 0.02), by_share(Page, 6.0, 0.05), by_share(Ticket, 72.0, 0.1)]
        }
        // A week's budget is spent so soon that the shares of a month would cry wolf.
        BurnScheme::Sloth if window_days < 14.0 => vec![
            by_share(Page, 1.0, 0.08),
            by_share(Page, 6.0, 0.125),
            by_share(Ticket, 24.0, 0.2),
            by_share(Ticket, 72.0, 0.42),
        ],
        BurnScheme::Sloth => vec![
            by_share(Page, 1.0, 0.02),
            by_share(Page, 6.0, 0.05),
            by_share(Ticket, 24.0, 0.1),
            by_share(Ticket, 72.0, 0.1),
        ],
        BurnScheme::Pyrra => vec![
            scaled(Page, 672.0, 8064.0, 14.0, 20_160.0),
            scaled(Page, 112.0, 1344.0, 7.0, 2688.0),
            scaled(Ticket, 28.0, 336.0, 2.0, 672.0),
            scaled(Ticket, 7.0, 112.0, 1.0, 224.0),
        ],
        BurnScheme::Off => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn factors(scheme: BurnScheme, days: f64, expected: &[f64]) {
        let found: Vec<f64> = rows(scheme, days).iter().map(|it| it.factor).collect();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
        }
    }

    #[test]
    fn factors_are_the_published_ones() {
        factors(BurnScheme::Sloth, 30.0, &[14.4, 6.0, 3.0, 1.0]);
        factors(BurnScheme::Sloth, 28.0, &[13.44, 5.6, 2.8, 0.9333]);
        factors(BurnScheme::Sloth, 7.0, &[13.44, 3.5, 1.4, 0.98]);
        factors(BurnScheme::Workbook, 30.0, &[14.4, 6.0, 1.0]);
        factors(BurnScheme::Pyrra, 28.0, &[14.0, 7.0, 2.0, 1.0]);
    }

    #[test]
    fn pyrra_scales_its_windows() {
        let minutes = |secs: f64| secs / 60.0;
        let all: Vec<_> = rows(BurnScheme::Pyrra, 28.0)
            .iter()
            .map(|it| (minutes(it.long_secs), minutes(it.short_secs), minutes(it.for_secs)))
            .collect();
        assert_eq!(
            all,
            [(60.0, 5.0, 2.0), (360.0, 30.0, 15.0), (1440.0, 120.0, 60.0), (5760.0, 360.0, 180.0)]
        );
    }

    /// Total outage and partial ones at 99.9 %, worked out by hand.
    #[test]
    fn times_to_detect_and_to_reset() {
        let rows = rows(BurnScheme::Sloth, 30.0);
        let after = |row: usize, error_ratio| rows[row].detected_after_secs(0.999, error_ratio);
        let near = |found: Option<f64>, secs: f64| (found.unwrap() - secs).abs() < 1e-6;
        for (row, secs) in [51.84, 129.6, 259.2, 259.2].into_iter().enumerate() {
            assert!(near(after(row, 1.0), secs), "row {row}");
        }
        assert!(near(after(0, 0.02), 43.2 * 60.0));
        assert!(near(after(1, 0.01), 3.6 * 3600.0));
        assert_eq!(after(0, 0.005).or(after(1, 0.005)), None);
        assert!(near(after(2, 0.005), 14.4 * 3600.0));
        assert!(near(after(3, 0.002), 36.0 * 3600.0));
        assert_eq!(after(3, 0.001), None);
        assert!((rows[0].reset_after_secs(0.999, 1.0) - 295.68).abs() < 1e-6);
    }

    #[test]
    fn low_targets_cannot_fire() {
        let rows = rows(BurnScheme::Sloth, 30.0);
        let fires = |row: usize, target| rows[row].can_fire(target);
        assert!(fires(0, 0.9306) && !fires(0, 0.9305));
        assert!(fires(1, 0.8334) && !fires(1, 0.8333));
        assert!(fires(2, 0.667) && !fires(2, 0.666));
    }

    #[test]
    fn single_failures_fire_below_these_counts() {
        let fewest: Vec<u64> =
            rows(BurnScheme::Sloth, 30.0).iter().map(|it| it.fewest_requests(0.999)).collect();
        assert_eq!(fewest, [70, 167, 334, 1000]);
    }
}
