//! The error budget of an objective: how much may fail, how much did, how fast it is being spent.
//!
//! By events, not by time: the share of bad requests among all, as in *The Site Reliability Workbook* (2018), ch. 5.

use model::objective::Objective;

/// Minutes in a day.
const DAY_MINUTES: f64 = 1_440.0;

/// An error budget after some requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Share of requests that may fail, 0.0 to 1.0: one minus the target.
    pub allowed_ratio: f64,
    /// Full outage that the budget pays for in its window, in minutes.
    pub allowed_minutes: f64,
    /// Length of the window in minutes.
    pub window_minutes: f64,
    /// Share of requests that did fail. `None` without any request: no data is not the same as no errors.
    pub error_ratio: Option<f64>,
}

/// Why a budget cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum BudgetError {
    /// A target of 1 leaves no budget: nothing could ever be spent, deployed or learnt.
    #[error("a target of {target} leaves no error budget; choose one above 0 and below 1")]
    Target { target: f64 },
    #[error("a window of {days} days is not a window; choose one above 0")]
    Window { days: f64 },
}

impl Budget {
    /// The budget of `objective` after `total` requests, `bad` of which missed it.
    ///
    /// # Errors
    /// [`BudgetError`] if target or window make no budget.
    /// ```
    /// # use model::objective::{Indicator, Objective};
    /// let objective = Objective::new(Indicator::Availability, 0.999, 30.0);
    /// let budget = ops::Budget::of(&objective, 100_000, 50)?;
    /// assert!((budget.allowed_minutes - 43.2).abs() < 1e-9);
    /// assert!((budget.remaining().unwrap() - 0.5).abs() < 1e-9); // half of it is spent
    /// # Ok::<(), ops::BudgetError>(())
    /// ```
    pub fn of(objective: &Objective, total: u64, bad: u64) -> Result<Self, BudgetError> {
        let Objective { target, window_days, .. } = *objective;
        if !(target > 0.0 && target < 1.0) {
            return Err(BudgetError::Target { target });
        }
        if !(window_days > 0.0 && window_days.is_finite()) {
            return Err(BudgetError::Window { days: window_days });
        }
        let allowed_ratio = 1.0 - target;
        let window_minutes = window_days * DAY_MINUTES;
        Ok(Self {
            allowed_ratio,
            allowed_minutes: allowed_ratio * window_minutes,
            window_minutes,
            error_ratio: (total > 0).then(|| bad as f64 / total as f64),
        })
    }

    /// Share of the budget that is left if the whole window looked like these requests. Below zero when overspent.
    pub fn remaining(&self) -> Option<f64> {
        Some(1.0 - self.burn_rate()?)
    }

    /// How many times faster than allowed the budget is spent; 1 spends it exactly within the window.
    pub fn burn_rate(&self) -> Option<f64> {
        Some(self.error_ratio? / self.allowed_ratio)
    }

    /// Minutes until a full budget is gone at this rate. `None` when nothing is being spent.
    pub fn exhausted_after_minutes(&self) -> Option<f64> {
        let burn_rate = self.burn_rate()?;
        (burn_rate > 0.0).then(|| self.window_minutes / burn_rate)
    }

    /// Whether the objective was met by these requests.
    pub fn is_met(&self) -> Option<bool> {
        Some(self.error_ratio? <= self.allowed_ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::objective::Indicator;

    fn objective(target: f64, window_days: f64) -> Objective {
        Objective::new(Indicator::Availability, target, window_days)
    }

    /// Allowed minutes of full outage, by hand: (1 - target) x days x 1440.
    #[test]
    fn allowed_minutes_follow_target_and_window() {
        for (target, days, minutes) in
            [(0.999, 30.0, 43.2), (0.999, 28.0, 40.32), (0.995, 7.0, 50.4), (0.95, 7.0, 504.0)]
        {
            let budget = Budget::of(&objective(target, days), 1, 0).unwrap();
            assert!((budget.allowed_minutes - minutes).abs() < 1e-6, "{target} over {days} d");
        }
    }

    #[test]
    fn an_overspent_budget_goes_below_zero() {
        // 0.3 % errors against 0.1 % allowed: three times the budget, two of them not there.
        let budget = Budget::of(&objective(0.999, 30.0), 1_000, 3).unwrap();
        assert!((budget.remaining().unwrap() + 2.0).abs() < 1e-6);
        assert_eq!(budget.is_met(), Some(false));
        assert!((budget.exhausted_after_minutes().unwrap() - 14_400.0).abs() < 1e-3); // a third of 30 days
    }

    #[test]
    fn no_requests_are_no_data() {
        let budget = Budget::of(&objective(0.999, 30.0), 0, 0).unwrap();
        assert_eq!(budget.burn_rate(), None);
        assert_eq!(budget.is_met(), None);
    }

    #[test]
    fn no_errors_never_exhaust() {
        let budget = Budget::of(&objective(0.99, 30.0), 10, 0).unwrap();
        assert_eq!(budget.exhausted_after_minutes(), None);
        assert_eq!(budget.remaining(), Some(1.0));
    }

    #[test]
    fn impossible_objectives_say_why() {
        assert_eq!(
            Budget::of(&objective(1.0, 30.0), 1, 0).unwrap_err().to_string(),
            "a target of 1 leaves no error budget; choose one above 0 and below 1"
        );
        assert!(Budget::of(&objective(f64::NAN, 30.0), 1, 0).is_err());
        assert!(Budget::of(&objective(0.9, 0.0), 1, 0).is_err());
    }
}
