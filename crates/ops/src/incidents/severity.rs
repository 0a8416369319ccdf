//! How bad an incident is, and how soon somebody has to answer.

use serde::{Deserialize, Serialize};

/// Worst first, so that the smallest is the one to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// An outage.
    P1,
    /// Degraded for users.
    P2,
    /// A component that users do not notice at once.
    P3,
    /// Minor.
    P4,
}

const MINUTE_SECS: f64 = 60.0;
const HOUR_SECS: f64 = 3_600.0;
const DAY_SECS: f64 = 86_400.0;

/// Somebody who has acknowledged and then does nothing for so long is taken to be away: the default of pagers.
const SILENCE_SECS: f64 = 30.0 * MINUTE_SECS;

/// What is expected of responders, in seconds of the run's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// From the page to the first answer. Zero: at once.
    pub response_secs: f64,
    /// From a page that nobody acknowledges to the next one, a level up. `None`: never.
    pub escalation_secs: Option<f64>,
    /// From the last sign of life of whoever acknowledged to the end of that acknowledgement.
    pub silence_secs: f64,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::P1, Self::P2, Self::P3, Self::P4];

    /// The same in the words of other systems.
    pub const fn word(self) -> &'static str {
        match self {
            Self::P1 => "critical",
            Self::P2 => "high",
            Self::P3 => "medium",
            Self::P4 => "low",
        }
    }

    /// Written as here or in the words of other systems, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_it = |it: &Self| text.eq_ignore_ascii_case(it.word()) || text.eq_ignore_ascii_case(it.id());
        Self::ALL.into_iter().find(is_it)
    }

    /// What an alert's `severity` label asks for. Rules say `warning` where they mean that it can wait, and what they do not
    /// say must not wake anybody at night.
    pub fn of_alert(label: &str) -> Self {
        let page = label.trim().eq_ignore_ascii_case("page");
        Self::parse(label).unwrap_or(if page { Self::P2 } else { Self::P3 })
    }

    pub const fn id(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }

    /// On a clock that runs `speedup` times faster than an operator's: every duration is divided by it.
    pub fn times(self, speedup: f64) -> Times {
        let (response_secs, escalation_secs) = match self {
            Self::P1 => (0.0, Some(5.0 * MINUTE_SECS)),
            Self::P2 => (15.0 * MINUTE_SECS, Some(30.0 * MINUTE_SECS)),
            Self::P3 => (HOUR_SECS, Some(4.0 * HOUR_SECS)),
            Self::P4 => (DAY_SECS, None),
        };
        Times {
            response_secs: response_secs / speedup,
            escalation_secs: escalation_secs.map(|it| it / speedup),
            silence_secs: SILENCE_SECS / speedup,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_understood() {
        for (word, severity) in [
            ("critical", Severity::P1),
            ("High", Severity::P2),
            ("medium", Severity::P3),
            (" low ", Severity::P4),
            ("p2", Severity::P2),
        ] {
            assert_eq!(Severity::parse(word), Some(severity), "{word}");
        }
        assert_eq!(Severity::parse("warning"), None);
        assert_eq!(Severity::of_alert("warning"), Severity::P3);
        assert_eq!(Severity::of_alert("page"), Severity::P2);
        assert_eq!(Severity::of_alert(""), Severity::P3);
    }

    #[test]
    fn times_shrink_with_the_clock() {
        assert_eq!(Severity::P1.times(1.0).escalation_secs, Some(300.0));
        assert_eq!(Severity::P2.times(60.0).response_secs, 15.0);
        assert_eq!(Severity::P2.times(60.0).escalation_secs, Some(30.0));
        assert_eq!(Severity::P4.times(60.0).escalation_secs, None);
    }
}
