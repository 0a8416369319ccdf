//! Runbooks: what to do when an alert of a kind fires. A step is a text; one that can be carried out on the running system
//! names the action.

use model::Message;

use super::{action::RunbookAction, parts::Alert};

mod all;

pub use all::ALL;

/// A list of steps, best done from the top.
#[derive(Debug, PartialEq)]
pub struct Runbook {
    /// Its title is the text `runbook-<id>`, what it is about `runbook-<id>-about`.
    pub id: &'static str,
    /// Alerts whose name holds one of these words, whatever is between them: `HighErrorRate`, `high error rate`.
    pub alerts: &'static [&'static str],
    /// Faults and deploys that it helps with, by the names they have in files.
    pub faults: &'static [&'static str],
    pub steps: &'static [RunbookStep],
}

/// One step.
#[derive(Debug, PartialEq)]
pub struct RunbookStep {
    pub text: Message,
    pub action: Option<RunbookAction>,
}

impl Runbook {
    pub fn title(&self) -> Message {
        Message::computed(format!("runbook-{}", self.id))
    }

    pub fn about(&self) -> Message {
        Message::computed(format!("runbook-{}-about", self.id))
    }

    pub fn by_id(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|it| it.id == id)
    }
}

/// The runbooks that fit the name of an alert, best first: the one that says most of the name.
pub fn for_alert(name: &str) -> Vec<&'static Runbook> {
    let name = letters(name);
    let length = |it: &&'static Runbook| {
        it.alerts
            .iter()
            .map(|words| letters(words))
            .filter(|words| name.contains(words.as_str()))
            .map(|it| it.len())
            .max()
    };
    let mut found: Vec<&'static Runbook> = ALL.iter().filter(|it| length(it).is_some()).collect();
    model::lean::sort_by(&mut found, |a, b| length(b).cmp(&length(a)));
    found
}

/// The runbook that helps with a fault, by its name in the simulator's list.
pub fn for_fault(fault: &str) -> Option<&'static Runbook> {
    ALL.iter().find(|it| it.faults.contains(&fault))
}

/// The runbooks that fit the alerts of an incident, each once.
pub fn for_alerts(alerts: &[Alert]) -> Vec<&'static Runbook> {
    let mut found: Vec<&'static Runbook> = Vec::new();
    for it in alerts.iter().flat_map(|it| for_alert(&it.name)) {
        if found.iter().all(|known| known.id != it.id) {
            found.push(it);
        }
    }
    found
}

fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::text::Texts;

    fn first(alert: &str) -> &'static str {
        for_alert(alert).first().map_or("", |it| it.id)
    }

    #[test]
    fn an_alert_finds_its_runbook_however_its_name_is_written() {
        assert_eq!(first("HighErrorRate"), "high-error-rate");
        assert_eq!(first("high_error_rate"), "high-error-rate");
        assert_eq!(first("Checkout: error budget burn rate"), "high-error-rate");
        assert_eq!(first("MemoryLeak"), "memory-leak");
        assert_eq!(first("HighMemoryUsage"), "memory-leak");
        assert_eq!(first("HighLatency"), "slow-answers");
        assert_eq!(first("APIDown"), "down");
        assert_eq!(first("Coffee"), "");
        assert_eq!(for_alerts(&[]), [] as [&Runbook; 0]);
    }

    #[test]
    fn every_runbook_has_its_texts() {
        let texts = Texts::english();
        for it in ALL {
            for message in [it.title(), it.about()].iter().chain(it.steps.iter().map(|step| &step.text)) {
                assert!(texts.has(&message.id), "{}", message.id);
            }
        }
    }

    #[test]
    fn every_fault_of_the_simulator_has_a_runbook_of_its_own_choice() {
        for fault in sim::changes::all().filter(|it| it.sort == sim::changes::Sort::Fault) {
            let is_named = ALL.iter().any(|it| it.faults.contains(&fault.id));
            assert!(is_named, "{}: name it in the runbook that helps, in runbook/all.rs", fault.id);
        }
    }

    #[test]
    fn a_release_that_went_wrong_has_a_runbook() {
        for id in ["canary", "rolling-update", "blue-green", "recreate", "feature-flag"] {
            assert!(sim::changes::find(id).is_some(), "{id}");
            assert_eq!(for_fault(id).map(|it| it.id), Some("bad-change"), "{id}");
        }
    }

    #[test]
    fn no_two_runbooks_share_an_id_or_a_fault() {
        for (at, it) in ALL.iter().enumerate() {
            for other in &ALL[at + 1..] {
                assert_ne!(it.id, other.id);
                assert!(
                    it.faults.iter().all(|fault| !other.faults.contains(fault)),
                    "{} {}",
                    it.id,
                    other.id
                );
            }
        }
    }
}
