//! A review's draft: what the timeline and the run say for themselves.

use std::collections::BTreeMap;

use model::{Arg, ComponentId, Message, lean};

use super::Section;
use crate::{
    incidents::{
        book::{Book, Case},
        command::{Command, Entry},
        incident::Incident,
        parts::{Author, HypothesisStatus, Role, StepStatus},
        words::{self, Namer},
    },
    judge::promise,
};

/// Paragraphs or points of each section.
pub type Drafted = BTreeMap<Section, Vec<Message>>;

/// How the draft's readers write things: names of components, moments of the incident's clock.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub name: Namer<'a>,
    pub moment: &'a dyn Fn(f64) -> String,
}

/// Drafts the review of an incident. Sections about which nothing is known are there and empty.
pub fn draft(book: &Book, case: &Case, reader: Reader<'_>) -> Drafted {
    let its = Its { book, case, it: &case.incident, reader };
    lean::map([
        (Section::Summary, its.summary()),
        (Section::Impact, its.impact()),
        (Section::Detection, its.detection()),
        (Section::Timeline, its.timeline()),
        (Section::Factors, its.factors()),
        (Section::WentWell, its.went_well()),
        (Section::WentBadly, its.went_badly()),
        (Section::Lucky, its.lucky()),
    ])
}

struct Its<'a> {
    book: &'a Book,
    case: &'a Case,
    it: &'a Incident,
    reader: Reader<'a>,
}

impl Its<'_> {
    fn summary(&self) -> Vec<Message> {
        let mut said = Vec::new();
        let head = match self.it.service {
            Some(service) => Message::new("review-head-at").with("service", self.name(service)),
            None => Message::new("review-head"),
        };
        said.push(
            head.with("title", self.it.title.as_str())
                .with("number", self.it.number)
                .with("severity", words::severity(self.it.severity)),
        );
        let durations = self.book.durations(self.case);
        match (durations.mitigate_secs, durations.resolve_secs) {
            (Some(mitigated), Some(resolved)) => said.push(
                Message::new("review-lasted")
                    .with("mitigated", secs(mitigated))
                    .with("resolved", secs(resolved)),
            ),
            (Some(mitigated), None) => {
                said.push(Message::new("review-mitigated").with("mitigated", secs(mitigated)));
            }
            (None, _) => said.push(Message::new("review-goes-on")),
        }
        let confirmed = self.it.hypotheses.iter().filter(|it| it.status == HypothesisStatus::Confirmed);
        said.extend(confirmed.map(|it| Message::new("review-cause").with("text", it.text.as_str())));
        said
    }

    fn impact(&self) -> Vec<Message> {
        let mut said = Vec::new();
        if let Some(harm) = &self.case.harm {
            said.push(
                Message::new("review-requests")
                    .with("failed", Arg::Count(harm.failed as f64))
                    .with("requests", Arg::Count(harm.requests as f64)),
            );
            said.push(Message::new("review-budget").with("minutes", Arg::Millis(harm.budget_minutes * 60e3)));
            if let Some((objective, share)) = &harm.spent {
                said.push(
                    Message::new("review-spent")
                        .with("share", Arg::Ratio(*share))
                        .with("window", Arg::Millis(objective.window_secs() * 1e3))
                        .with("promise", promise(objective)),
                );
            }
            said.push(Message::new("review-machines").with("dollars", Arg::Dollars(harm.machine_dollars)));
            // The whole cost on one line.
            let each = self.case.review.dollars_per_failure.or(harm.dollars_per_failure);
            let lost = each.map_or(0.0, |it| it * harm.failed as f64);
            let id = if each.is_some() { "review-cost" } else { "review-cost-unpriced" };
            said.push(
                Message::new(id)
                    .with("dollars", Arg::Dollars(lost + harm.added_dollars))
                    .with("lost", Arg::Dollars(lost))
                    .with("each", Arg::Dollars(each.unwrap_or(0.0)))
                    .with("added", Arg::Dollars(harm.added_dollars))
                    .with("minutes", Arg::Millis(harm.budget_minutes * 60e3)),
            );
        }
        said.extend(self.it.affected.iter().map(|(component, impact)| {
            Message::new("review-affected")
                .with("name", self.name(*component))
                .with("impact", words::impact(*impact))
        }));
        said
    }

    fn detection(&self) -> Vec<Message> {
        let mut said = Vec::new();
        let first_alert = self.it.timeline.iter().find_map(|it| match &it.command {
            Command::Alert(alert) => Some((it, alert)),
            _ => None,
        });
        said.push(match (first_alert, &self.first().author) {
            (Some((_, alert)), Author::System) => {
                Message::new("review-by-alert").with("alert", alert.name.as_str())
            }
            (_, author) => Message::new("review-by-person").with("author", words::author(author)),
        });
        let durations = self.book.durations(self.case);
        said.push(match durations.detect_secs {
            Some(after) if durations.is_from_harm => Message::new("review-felt").with("after", secs(after)),
            Some(after) => Message::new("review-detected").with("after", secs(after)),
            None => Message::new("review-start-unknown"),
        });
        said
    }

    fn timeline(&self) -> Vec<Message> {
        let line = |at_secs: f64, said: Message, author: Message| {
            Message::new("review-entry")
                .with("moment", (self.reader.moment)(at_secs))
                .with("said", said)
                .with("author", author)
        };
        let mut lines: Vec<(f64, Message)> = Vec::new();
        for it in &self.it.timeline {
            let said = words::entry(&it.command, self.reader.name);
            lines.push((it.at_secs, line(it.at_secs, said, words::author(&it.author))));
        }
        for change in self.truth().iter().filter(|it| it.kind.can_begin_it()) {
            let said = Message::new("entry-observe")
                .with("text", change.text.as_str())
                .with("kind", words::change_kind(change.kind));
            lines.push((change.at_secs, line(change.at_secs, said, Message::new("author-truth"))));
        }
        lean::sort_by(&mut lines, |a, b| a.0.total_cmp(&b.0));
        words::clock(self.book.speedup(self.it)).into_iter().chain(lines.into_iter().map(|it| it.1)).collect()
    }

    fn factors(&self) -> Vec<Message> {
        let faults = self.truth().iter().filter(|it| it.kind.can_begin_it());
        let mut said: Vec<Message> =
            faults.map(|it| Message::new("review-factor").with("text", it.text.as_str())).collect();
        for it in &self.it.hypotheses {
            if it.status != HypothesisStatus::Rejected {
                said.push(
                    Message::new("review-hypothesis")
                        .with("text", it.text.as_str())
                        .with("status", words::hypothesis_status(it.status))
                        .with("confidence", Arg::Ratio(it.confidence)),
                );
            }
        }
        said
    }

    fn went_well(&self) -> Vec<Message> {
        let mut said = Vec::new();
        if self.first().author == Author::System {
            said.push(Message::new("review-alert-first"));
        }
        let times = self.it.severity.times(1.0);
        let in_time_secs = times.escalation_secs.unwrap_or(times.response_secs);
        let acknowledged = self.book.durations(self.case).acknowledge_secs;
        if let Some(after) = acknowledged.filter(|it| *it <= in_time_secs) {
            said.push(Message::new("review-answered").with("after", secs(after)));
        }
        if self.it.roles.contains_key(&Role::Commander) {
            said.push(Message::new("review-commanded"));
        }
        let done = self.it.runbook_steps.values().filter(|it| **it == StepStatus::Completed).count();
        if done > 0 {
            said.push(Message::new("review-runbook").with("steps", done));
        }
        let told = self.it.timeline.iter().filter(|it| matches!(it.command, Command::Tell { .. })).count();
        if told > 0 {
            said.push(Message::new("review-told").with("updates", told));
        }
        said
    }

    fn went_badly(&self) -> Vec<Message> {
        let count = |is: fn(&Command) -> bool| self.it.timeline.iter().filter(|it| is(&it.command)).count();
        let mut said = Vec::new();
        if self.first().author != Author::System && self.it.run.is_some() {
            said.push(Message::new("review-no-alert"));
        }
        let escalations = count(|it| matches!(it, Command::Escalate));
        if escalations > 0 {
            said.push(Message::new("review-escalated").with("times", escalations));
        }
        let lapses = count(|it| matches!(it, Command::AcknowledgementLapsed));
        if lapses > 0 {
            said.push(Message::new("review-lapsed").with("times", lapses));
        }
        if self.it.n_reopened > 0 {
            said.push(Message::new("review-reopened").with("times", self.it.n_reopened));
        }
        let score = self.it.run.and_then(|it| self.book.run(it)).and_then(|it| it.score.as_ref());
        said.extend(
            score
                .into_iter()
                .flat_map(|it| &it.wrong_actions)
                .map(|it| Message::new("score-wrong-action").with("action", it.as_str())),
        );
        said
    }

    fn lucky(&self) -> Vec<Message> {
        let mut said = Vec::new();
        if self.case.harm.as_ref().is_some_and(|it| it.failed == 0) {
            said.push(Message::new("review-nobody-noticed"));
        }
        let has_acted = self.it.timeline.iter().any(|it| matches!(it.command, Command::Act { .. }));
        if self.it.mitigated_at_secs.is_some() && !has_acted && self.it.run.is_some() {
            said.push(Message::new("review-by-itself"));
        }
        said
    }

    fn truth(&self) -> &[crate::incidents::command::Change] {
        self.it.run.and_then(|it| self.book.run(it)).map_or(&[], |it| it.known_truth())
    }

    fn first(&self) -> &Entry {
        // Every timeline begins with the entry that opened it.
        &self.it.timeline[0]
    }

    fn name(&self, component: ComponentId) -> String {
        (self.reader.name)(component)
    }
}

fn secs(secs: f64) -> Arg {
    Arg::Millis(secs * 1e3)
}
