//! What happens by itself while nobody answers.

use super::{
    command::Command,
    incident::{Incident, MOST_LEVELS},
    parts::Author,
    status::Status,
};

/// What the clock does next, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Due {
    pub at_secs: f64,
    pub what: DueKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    /// Nobody has acknowledged: the next level is paged.
    Escalation,
    /// Whoever has acknowledged has done nothing since: the acknowledgement ends.
    Lapse,
}

impl Incident {
    /// What happens next if nobody does anything, on a clock that runs `speedup` times faster than operators'. `None` where
    /// nothing does: it is mitigated, everybody has been paged, or its severity does not escalate.
    pub fn due(&self, speedup: f64) -> Option<Due> {
        let times = self.severity.times(speedup);
        let escalation_secs = times.escalation_secs?;
        match (&self.acknowledged, self.status) {
            (_, Status::Mitigated | Status::Resolved) => None,
            (None, _) => {
                let at_secs = self.paged_at_secs + escalation_secs;
                (self.level < MOST_LEVELS).then_some(Due { at_secs, what: DueKind::Escalation })
            }
            (Some(acknowledged), _) => {
                let by_people = self.timeline.iter().rfind(|it| it.author != Author::System);
                let last_secs = by_people.map_or(acknowledged.at_secs, |it| it.at_secs);
                Some(Due { at_secs: last_secs + times.silence_secs, what: DueKind::Lapse })
            }
        }
    }

    /// When the first answer is expected.
    pub fn response_due_secs(&self, speedup: f64) -> f64 {
        self.opened_at_secs + self.severity.times(speedup).response_secs
    }

    /// Does what has become due until `now_secs`, each at its time. How many levels were paged.
    pub fn tick(&mut self, now_secs: f64, speedup: f64) -> u32 {
        let level_before = self.level;
        while let Some(due) = self.due(speedup).filter(|it| it.at_secs <= now_secs) {
            let command = match due.what {
                DueKind::Escalation => Command::Escalate,
                DueKind::Lapse => Command::AcknowledgementLapsed,
            };
            // A full timeline stops the clock.
            if self.apply(due.at_secs, Author::System, command).is_err() {
                break;
            }
        }
        self.level - level_before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::severity::Severity;

    fn incident(severity: Severity) -> Incident {
        let key = (String::from("a-1"), 1, None);
        Incident::open(key, 100.0, Author::System, "Errors".into(), severity, None).unwrap()
    }

    #[test]
    fn nobody_answers_and_each_level_is_paged_in_its_time() {
        let mut it = incident(Severity::P1);
        assert_eq!(it.tick(399.0, 1.0), 0);
        assert_eq!(it.tick(400.0, 1.0), 1);
        assert_eq!((it.level, it.paged_at_secs), (2, 400.0));
        // However late the clock is looked at, each happened at its own time.
        assert_eq!(it.tick(10_000.0, 1.0), 2);
        assert_eq!((it.level, it.paged_at_secs), (4, 1_000.0));
        assert_eq!(it.due(1.0), None);
    }

    #[test]
    fn an_acknowledgement_holds_until_its_owner_falls_silent() {
        let mut it = incident(Severity::P2);
        let me = || Author::Person("Ada".into());
        it.apply(160.0, me(), Command::Acknowledge).unwrap();
        assert_eq!(it.due(1.0), Some(Due { at_secs: 160.0 + 1_800.0, what: DueKind::Lapse }));
        it.apply(1_000.0, me(), Command::Note { text: "Looking".into() }).unwrap();
        assert_eq!(it.tick(2_799.0, 1.0), 0);
        it.tick(2_800.0, 1.0);
        assert_eq!(it.acknowledged, None);
        assert_eq!(it.first_acknowledged_at_secs, Some(160.0));
        assert_eq!(it.due(1.0), Some(Due { at_secs: 2_800.0 + 1_800.0, what: DueKind::Escalation }));
    }

    #[test]
    fn minor_and_mitigated_ones_wake_nobody() {
        assert_eq!(incident(Severity::P4).due(1.0), None);
        let mut it = incident(Severity::P1);
        let command = Command::SetStatus { to: Status::Mitigated, reason: String::new() };
        it.apply(120.0, Author::Person("Ada".into()), command).unwrap();
        assert_eq!(it.due(1.0), None);
    }

    #[test]
    fn a_fast_clock_escalates_sooner() {
        assert_eq!(incident(Severity::P1).due(60.0).unwrap().at_secs, 105.0);
    }
}
