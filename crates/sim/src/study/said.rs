//! What studies found, in words and signs: the page and the command line say the same.

use model::{Arg, Message};

use super::{
    compare::{Difference, Figure, Nines, Verdict},
    sweep::{Curve, Point},
};

impl Figure {
    /// Message id of its name, and its unit.
    pub const fn words(self) -> (&'static str, fn(f64) -> Arg) {
        match self {
            Self::MeanMillis => ("study-mean", Arg::Millis),
            Self::P50Millis => ("report-p50", Arg::Millis),
            Self::P95Millis => ("report-p95", Arg::Millis),
            Self::P99Millis => ("report-p99", Arg::Millis),
            Self::SuccessRatio => ("report-succeeded", Arg::Ratio),
            Self::ThroughputPerSec => ("report-throughput", Arg::PerSec),
            Self::DollarsPerMonth => ("study-cost", Arg::Dollars),
            Self::Nines => ("study-nines", Arg::Number),
        }
    }
}

impl Verdict {
    /// Message id.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Better => "study-better",
            Self::Worse => "study-worse",
            Self::Same => "study-same",
            Self::WithinChance => "study-within-chance",
        }
    }
}

impl Difference {
    /// Message id of what is to be thought of it.
    pub fn label(&self) -> &'static str {
        match self.verdict {
            Some(verdict) => verdict.label(),
            None if self.difference.value > 0.0 => "study-more-as-sent",
            None => "study-less-as-sent",
        }
    }

    /// What stands before its size.
    pub fn sign(&self) -> &'static str {
        match self.difference.value {
            it if it > 0.0 => "+",
            it if it < 0.0 => "−",
            _ => "",
        }
    }
}

impl Nines {
    pub fn arg(self) -> Arg {
        match self {
            Self::Exactly(nines) => Arg::Number(nines),
            Self::AtLeast(nines) => {
                Message::new("study-nines-at-least").with("nines", Arg::Number(nines)).into()
            }
        }
    }
}

/// From this share of requests on it is worth a word that they fail.
const NOTABLE_FAILURES: f64 = 0.000_5;

impl Point {
    /// The mean by the estimate, with the share that fails: where most do, the mean is that of few. `None`: no steady state.
    pub fn estimated(&self) -> Option<Message> {
        let mean = Arg::Millis(self.estimate_millis?);
        let failing = self.estimate_failed_ratio.filter(|it| *it >= NOTABLE_FAILURES);
        Some(match failing {
            Some(it) => {
                Message::new("study-estimate-failing").with("mean", mean).with("failing", Arg::Ratio(it))
            }
            None => Message::new("study-estimate").with("mean", mean),
        })
    }
}

impl Curve {
    /// What the curve says.
    pub fn message(&self) -> Message {
        let at = |index: Option<usize>| index.and_then(|it| self.points.get(it));
        let per_sec = |it: &Point| Arg::PerSec(it.offered_per_sec);
        let Some(carried) = at(self.carried) else { return Message::new("study-load-nothing-carried") };
        let reached = self.points.last().map_or(0.0, |it| it.factor);
        let narrowest = self.narrowest.as_ref().filter(|it| it.factor <= reached);
        let id = match (self.broken, narrowest) {
            (Some(_), _) => "study-load-verdict",
            (None, Some(_)) => "study-load-behind",
            (None, None) => "study-load-no-end",
        };
        let mut message =
            Message::new(id).with("carried", per_sec(carried)).with("times", Arg::Number(carried.factor));
        if let Some(it) = narrowest {
            message = message.with("component", it.name.as_str()).with("from", Arg::Number(it.factor));
        }
        if let Some(knee) = at(self.knee) {
            message = message.with("knee", per_sec(knee));
        }
        if let Some(broken) = at(self.broken) {
            message =
                message.with("broken", per_sec(broken)).with("broken_times", Arg::Number(broken.factor));
        }
        message
    }
}
