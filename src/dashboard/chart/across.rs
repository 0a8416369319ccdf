//! The axis from left to right.

use editor::scenario::scale_step_secs;
use model::{Arg, Message};

use crate::text::{say_arg, say_message};

#[derive(Clone, Copy, Debug)]
pub struct Across {
    /// What it stands for, as a column head.
    pub title: &'static str,
    /// Its unit in files.
    pub unit_name: &'static str,
    pub from: f64,
    pub until: f64,
    /// The cursor moves in such steps.
    pub step: f64,
    /// Values further apart are not connected: between them there was none.
    pub reach: f64,
    pub unit: fn(f64) -> Arg,
    /// A round distance of marks, so that a length has no more of them than are given.
    pub round: fn(f64, usize) -> f64,
}

/// What the axis means does not change.
impl PartialEq for Across {
    fn eq(&self, other: &Self) -> bool {
        (self.from, self.until, self.step, self.reach) == (other.from, other.until, other.step, other.reach)
    }
}

/// The title of an axis of simulated time.
const TIME: &str = "chart-time";
/// A second or two without enough answers for a percentile is no gap; an outage is.
const REACH_SECS: f64 = 5.0;

impl Across {
    /// Simulated time in seconds.
    pub const fn secs(until: f64) -> Self {
        Self {
            title: TIME,
            unit_name: "s",
            from: 0.0,
            until,
            step: 1.0,
            reach: REACH_SECS,
            unit: Arg::Moment,
            round: scale_step_secs,
        }
    }

    /// Whether a line that ends somewhere has its last value still: over time the next one may be on its way, and be connected
    /// with it. Where points lie any distance apart, nothing comes after the last.
    pub fn holds(self, last: f64, now: f64) -> bool {
        let reach = if self.reach.is_finite() { self.reach } else { 0.0 };
        now - last < reach + self.step
    }

    pub fn is_time(self) -> bool {
        self.title == TIME
    }

    /// Message id of what the cursor is at.
    pub fn cursor_label(self) -> &'static str {
        if self.is_time() { "chart-cursor" } else { self.title }
    }

    /// Message id of the column that says what is marked.
    pub fn marks_label(self) -> &'static str {
        if self.is_time() { "chart-happened" } else { "chart-marked" }
    }

    /// The same where less of it is shown.
    pub fn zoomed(self, (from, until): (f64, f64)) -> Self {
        let from = from.clamp(self.from, (self.until - self.step).max(self.from));
        Self { from, until: until.clamp(from + self.step, self.until.max(from + self.step)), ..self }
    }

    pub fn contains(self, at: f64) -> bool {
        (self.from..=self.until).contains(&at)
    }

    pub fn length(self) -> f64 {
        self.until - self.from
    }

    /// Where its marks are, if there is room for so many.
    pub fn marks(self, most: usize) -> Vec<f64> {
        let step = (self.round)(self.length(), most.max(1));
        let (first, last) = ((self.from / step - 1e-9).ceil(), (self.until / step + 1e-9).floor());
        (first as i64..=last as i64).map(|it| it as f64 * step).collect()
    }

    pub fn say(self, at: f64) -> String {
        say_arg(&(self.unit)(at))
    }

    /// The same for whoever does not see the shade of the warm-up, which lies before zero.
    pub fn say_fully(self, at: f64) -> String {
        let said = self.say(at);
        if at > 0.0 || self.from >= 0.0 {
            return said;
        }
        say_message(&Message::new("chart-in-warm-up").with("at", said))
    }

    /// Share of the axis that lies before a place.
    pub fn share(self, at: f64) -> f64 {
        (at - self.from) / self.length().max(1e-9)
    }

    /// The step nearest to a share of the axis.
    pub fn at_share(self, share: f64) -> f64 {
        ((self.from + share * self.length()) / self.step).round() * self.step
    }

    /// "Warm-up of 4 s, left out of all figures".
    pub fn say_warm_up(self) -> Option<String> {
        let length = (self.unit)(-self.from);
        (self.from < 0.0).then(|| say_message(&Message::new("chart-warm-up").with("length", length)))
    }
}
