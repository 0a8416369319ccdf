//! Runbooks: what to do when an alert of a kind fires, and one for each fault of the simulator. A step is a text; one that can
//! be carried out on the running system names the action.

use std::sync::LazyLock;

use model::Message;
use sim::changes::{self, Definition, Sort};

use super::{action::RunbookAction, parts::Alert};

mod all;

use all::{GENERAL, General};

/// A list of steps, best done from the top.
#[derive(Debug, PartialEq)]
pub struct Runbook {
    pub id: String,
    pub title: Message,
    pub about: Message,
    /// Letters of alerts that it is for: those whose name holds one of these.
    alerts: Vec<String>,
    /// Faults and deploys that it helps with, by the names they have in files.
    faults: Vec<&'static str>,
    pub steps: Vec<RunbookStep>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct RunbookStep {
    pub text: Message,
    pub action: Option<RunbookAction>,
}

impl Runbook {
    fn general(it: &General) -> Self {
        Self {
            id: it.id.to_owned(),
            title: Message::computed(format!("runbook-{}", it.id)),
            about: Message::computed(format!("runbook-{}-about", it.id)),
            alerts: it.alerts.iter().map(|words| letters(words)).collect(),
            faults: it.faults.to_vec(),
            steps: it.steps.to_vec(),
        }
    }

    /// How to tell that it is this fault, what to do as the general runbook says, what cures it, and when it is over.
    fn of_fault(fault: &Definition) -> Self {
        let [_, breaks, recovers, signs, helps] = fault.story();
        let step = |id: &'static str, about: Message| RunbookStep {
            text: Message::new(id).with("about", about),
            action: None,
        };
        let general = GENERAL.iter().find(|it| it.faults.contains(&fault.id));
        let mut steps = vec![step("guide-tell", signs)];
        steps.extend(general.map_or(&[][..], |it| it.steps).iter().cloned());
        steps.extend([step("guide-cure", helps), step("guide-over", recovers)]);
        Self {
            id: format!("fault-{}", fault.id),
            title: Message::new("runbook-fault").with("name", fault.label()),
            about: breaks,
            alerts: vec![letters(fault.id)],
            faults: vec![fault.id],
            steps,
        }
    }

    pub fn by_id(id: &str) -> Option<&'static Self> {
        all().iter().find(|it| it.id == id)
    }
}

/// Also more traffic than usual, if a runbook is about it.
fn is_fault(it: &Definition) -> bool {
    it.sort == Sort::Fault
        || it.sort == Sort::Traffic && GENERAL.iter().any(|general| general.faults.contains(&it.id))
}

/// The general ones, then one for each fault.
pub fn all() -> &'static [Runbook] {
    static ALL: LazyLock<Vec<Runbook>> = LazyLock::new(|| {
        let faults = changes::all().filter(|it| is_fault(it));
        GENERAL.iter().map(Runbook::general).chain(faults.map(Runbook::of_fault)).collect()
    });
    &ALL
}

/// The runbooks that fit the name of an alert, best first: the one that says most of the name, and of equals the general one.
pub fn for_alert(name: &str) -> Vec<&'static Runbook> {
    let name = letters(name);
    let length = |it: &&'static Runbook| {
        it.alerts.iter().filter(|words| name.contains(words.as_str())).map(String::len).max()
    };
    let mut found: Vec<&'static Runbook> = all().iter().filter(|it| length(it).is_some()).collect();
    model::lean::sort_by(&mut found, |a, b| length(b).cmp(&length(a)));
    found
}

/// The runbooks that help with a fault or a deploy, by its name in the simulator's list: its own first.
pub fn for_fault(fault: &str) -> impl Iterator<Item = &'static Runbook> {
    all().iter().rev().filter(move |it| it.faults.contains(&fault))
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
    use model::text::{Arg, Texts};

    fn first(alert: &str) -> &'static str {
        for_alert(alert).first().map_or("", |it| it.id.as_str())
    }

    #[test]
    fn an_alert_finds_its_runbook_however_its_name_is_written() {
        assert_eq!(first("HighErrorRate"), "high-error-rate");
        assert_eq!(first("high_error_rate"), "high-error-rate");
        assert_eq!(first("Checkout: error budget burn rate"), "high-error-rate");
        assert_eq!(first("MemoryLeak"), "memory-leak");
        assert_eq!(first("CertificateExpiry"), "fault-certificate-expiry");
        assert_eq!(first("HighMemoryUsage"), "memory-leak");
        assert_eq!(first("HighLatency"), "slow-answers");
        assert_eq!(first("APIDown"), "down");
        assert_eq!(first("Coffee"), "");
        assert_eq!(for_alerts(&[]), [] as [&Runbook; 0]);
    }

    #[test]
    fn every_runbook_has_its_texts() {
        let texts = Texts::english();
        for it in all() {
            let steps = it.steps.iter().map(|step| &step.text);
            for message in [&it.title, &it.about].into_iter().chain(steps) {
                let inner = message.args.iter().filter_map(|(_, arg)| match arg {
                    Arg::Message(inner) => Some(&inner.id),
                    _ => None,
                });
                for id in inner.chain([&message.id]) {
                    assert!(texts.has(id), "{}: {id}", it.id);
                }
            }
        }
    }

    #[test]
    fn every_fault_has_a_runbook_of_its_own_with_the_steps_of_a_general_one() {
        for fault in changes::all().filter(|it| is_fault(it)) {
            let [own, general] = for_fault(fault.id).collect::<Vec<_>>()[..] else {
                panic!("{}: name it in the general runbook that helps, in runbook/all.rs", fault.id)
            };
            assert_eq!(own.id, format!("fault-{}", fault.id));
            assert!(own.steps.iter().any(|it| it.action.is_some()), "{}", own.id);
            assert_eq!(own.steps[1..own.steps.len() - 2], general.steps);
        }
    }

    #[test]
    fn a_release_that_went_wrong_has_a_runbook() {
        for id in ["canary", "rolling-update", "blue-green", "recreate", "feature-flag"] {
            assert!(changes::find(id).is_some(), "{id}");
            assert_eq!(for_fault(id).map(|it| it.id.as_str()).collect::<Vec<_>>(), ["bad-change"], "{id}");
        }
    }

    #[test]
    fn no_two_runbooks_share_an_id_and_no_two_general_ones_a_fault() {
        for (at, it) in all().iter().enumerate() {
            assert!(all()[at + 1..].iter().all(|other| it.id != other.id), "{}", it.id);
        }
        for (at, it) in GENERAL.iter().enumerate() {
            assert!(it.faults.iter().all(|fault| changes::find(fault).is_some()), "{}", it.id);
            let is_alone = |fault: &&str| GENERAL[at + 1..].iter().all(|other| !other.faults.contains(fault));
            assert!(it.faults.iter().all(is_alone), "{}", it.id);
        }
    }
}
