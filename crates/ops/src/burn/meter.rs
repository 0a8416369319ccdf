//! An objective while a run goes on: budget left, burn rates, what fires.

use model::objective::{Budgeting, Objective};
use sim::telemetry::ObjectiveCount;

use super::{Counts, Rolling, Row, Severity, Slicer, rows};
use crate::{
    budget::{Budget, BudgetError},
    clock::Clock,
};

/// Buckets in the shortest window: how exact windows are. A run's seconds are never divided.
const BUCKETS_IN_SHORTEST: f64 = 30.0;

/// Counts an objective's requests and says how it stands.
#[derive(Clone, Debug)]
pub struct Meter {
    objective: Objective,
    clock: Clock,
    rows: Vec<Row>,
    window: Rolling,
    slices: Option<Slicer>,
}

/// How an objective stands. Durations are the operators'.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub state: BurnState,
    /// Of the whole window.
    pub counts: Counts,
    /// If the whole window looked like what was counted.
    pub budget: Budget,
    /// Share of the budget that is left. Below zero when overspent. `None`: no data. While the run is younger than the
    /// window, the time before it counts as clean, with the same traffic.
    pub remaining: Option<f64>,
    /// The same in minutes of full outage.
    pub remaining_minutes: Option<f64>,
    /// Burn rate of what was counted in the longest window of the scheme that pages, and of nothing else: how fast it goes,
    /// not how much is gone.
    pub pace: f64,
    /// Minutes until nothing is left at that pace. `None`: nothing is being spent, or nothing is left.
    pub exhausted_in_minutes: Option<f64>,
    pub rows: Vec<RowReading>,
}

/// The most urgent thing that is true of an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BurnState {
    /// No request in the whole window.
    NoData,
    /// Nothing fires.
    Fine,
    /// The budget is gone, and nothing burns any more.
    Exhausted,
    /// A row with this severity fires.
    Burning(Severity),
}

/// A row of the scheme at this moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowReading {
    pub row: Row,
    /// Burn rates; 0 without traffic.
    pub long: f64,
    pub short: f64,
    /// Requests in the long window; of a younger run as many as there would have been.
    pub requests: u64,
    /// Fewer requests than [`Row::fewest_requests`]: one failure would be enough, so it is held back.
    pub is_held_back: bool,
    /// Both burn rates are above the factor, and there is traffic enough.
    pub holds: bool,
    /// Any outage could fire it at this target.
    pub can_fire: bool,
}

impl Meter {
    /// # Errors
    /// [`BudgetError`] if target or window make no budget.
    pub fn new(objective: &Objective, clock: Clock) -> Result<Self, BudgetError> {
        Budget::of(objective, 0, 0)?;
        let rows = rows(objective.burn, objective.window_days);
        let window_secs = clock.window_secs(objective.window_secs());
        let shortest = rows.iter().map(|it| it.short_secs).fold(objective.window_days * 1440.0, f64::min);
        // Whole seconds of the run, and whole buckets in a window wherever it is long enough.
        let bucket_secs = (clock.simulated_secs(shortest) / BUCKETS_IN_SHORTEST).floor().max(1.0);
        let slices = match objective.budgeting {
            Budgeting::Occurrences => None,
            Budgeting::Timeslices { slice_secs, good_ratio } => {
                Some(Slicer::new(clock.window_secs(slice_secs), good_ratio))
            }
        };
        Ok(Self {
            objective: objective.clone(),
            clock,
            rows,
            window: Rolling::new(bucket_secs, window_secs),
            slices,
        })
    }

    pub const fn objective(&self) -> &Objective {
        &self.objective
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A second of the run.
    pub fn add(&mut self, at_secs: f64, new: ObjectiveCount) {
        let new = Counts { total: u64::from(new.total), bad: u64::from(new.bad) };
        let new = self.slices.as_mut().map_or(new, |it| it.add(at_secs, new));
        self.window.add(at_secs, new);
    }

    /// What was counted over a duration of the operators.
    pub fn over(&self, operator_secs: f64) -> Counts {
        self.window.over(self.clock.window_secs(operator_secs))
    }

    /// Since the beginning of the run.
    pub const fn all(&self) -> Counts {
        self.window.all()
    }

    /// How it stands now.
    pub fn read(&self) -> Reading {
        let counts = self.over(self.objective.window_secs());
        let budget = self.budget(counts);
        let rows: Vec<RowReading> = self.rows.iter().map(|it| self.read_row(it)).collect();
        let severest = rows.iter().filter(|it| it.holds).map(|it| it.row.severity).min();
        let window_secs = self.clock.window_secs(self.objective.window_secs());
        let seen = (self.window.now_secs() / window_secs).min(1.0);
        let remaining = budget.burn_rate().map(|burn_rate| 1.0 - seen * burn_rate);
        let state = match (severest, remaining) {
            (_, None) => BurnState::NoData,
            (Some(severity), _) => BurnState::Burning(severity),
            (None, Some(left)) if left <= 0.0 => BurnState::Exhausted,
            (None, Some(_)) => BurnState::Fine,
        };
        let pace = rows.iter().rfind(|it| it.row.severity == Severity::Page);
        let pace = pace.and_then(|it| self.budget(self.over(it.row.long_secs)).burn_rate()).unwrap_or(0.0);
        Reading {
            state,
            counts,
            budget,
            remaining,
            remaining_minutes: remaining.map(|it| it * budget.allowed_minutes),
            pace,
            exhausted_in_minutes: remaining
                .filter(|left| *left > 0.0 && pace > 0.0)
                .map(|left| left * budget.window_minutes / pace),
            rows,
        }
    }

    fn read_row(&self, row: &Row) -> RowReading {
        let target = self.objective.target;
        let (long, short) = (self.with_past(row.long_secs), self.with_past(row.short_secs));
        let burn = |counts: Counts| self.budget(counts).burn_rate().unwrap_or(0.0);
        let is_held_back = long.total > 0 && long.total < row.fewest_requests(target);
        let can_fire = row.can_fire(target);
        Self::row_reading(*row, burn(long), burn(short), long.total, is_held_back, can_fire)
    }

    /// What was counted over a duration of the operators. While the run is younger than that, the time before it counts as
    /// clean, with the same traffic, as for the budget: or a second in which everything fails would exceed every row at
    /// once, tickets for days as well as the page.
    fn with_past(&self, operator_secs: f64) -> Counts {
        let counts = self.over(operator_secs);
        let (window_secs, now_secs) = (self.clock.window_secs(operator_secs), self.window.now_secs());
        if now_secs <= 0.0 || now_secs >= window_secs {
            return counts;
        }
        Counts { total: (counts.total as f64 * window_secs / now_secs).round() as u64, ..counts }
    }

    fn row_reading(
        row: Row,
        long: f64,
        short: f64,
        requests: u64,
        is_held_back: bool,
        can_fire: bool,
    ) -> RowReading {
        // Ratios are quotients of counts: what equals the factor to within rounding does not exceed it.
        let exceeds = |burn: f64| burn > row.factor * (1.0 + 1e-12);
        let holds = exceeds(long) && exceeds(short) && !is_held_back;
        RowReading { row, long, short, requests, is_held_back, holds, can_fire }
    }

    fn budget(&self, counts: Counts) -> Budget {
        let allowed_ratio = 1.0 - self.objective.target;
        let window_minutes = self.objective.window_days * 1440.0;
        Budget {
            allowed_ratio,
            allowed_minutes: allowed_ratio * window_minutes,
            window_minutes,
            error_ratio: counts.error_ratio(),
        }
    }
}
