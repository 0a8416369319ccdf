//! An incident in words: messages for people, with the names of the drawing.

use model::{Arg, ComponentId, Message};

use super::{
    action::RunbookAction,
    command::{ChangeKind, Command, EntryKind},
    parts::{Author, HypothesisStatus, Impact, Role, StepStatus, TaskStatus},
    runbook::Runbook,
    severity::Severity,
    status::Status,
};

/// How a component is called.
pub type Namer<'a> = &'a dyn Fn(ComponentId) -> String;

/// How soon an incident of that severity has to be answered, and when the next level is paged.
pub fn times(it: Severity) -> Message {
    let times = it.times(1.0);
    let message = Message::new(match (times.response_secs > 0.0, times.escalation_secs) {
        (false, _) => "severity-times-at-once",
        (true, Some(_)) => "severity-times",
        (true, None) => "severity-times-alone",
    });
    message
        .with("severity", severity(it))
        .with("response", Arg::Millis(times.response_secs * 1e3))
        .with("escalation", Arg::Millis(times.escalation_secs.unwrap_or(0.0) * 1e3))
}

/// What a second of the run is to operators; `None`: a second.
pub fn clock(speedup: f64) -> Option<Message> {
    (speedup > 1.0).then(|| Message::new("incident-clock").with("second", Arg::Millis(speedup * 1e3)))
}

pub fn severity(it: Severity) -> Message {
    Message::new(match it {
        Severity::P1 => "severity-p1",
        Severity::P2 => "severity-p2",
        Severity::P3 => "severity-p3",
        Severity::P4 => "severity-p4",
    })
}

pub fn status(it: Status) -> Message {
    Message::new(match it {
        Status::Open => "status-open",
        Status::Investigating => "status-investigating",
        Status::Mitigated => "status-mitigated",
        Status::Resolved => "status-resolved",
    })
}

pub fn role(it: Role) -> Message {
    Message::new(match it {
        Role::Commander => "role-commander",
        Role::Communications => "role-communications",
        Role::Operations => "role-operations",
        Role::Scribe => "role-scribe",
    })
}

pub fn impact(it: Impact) -> Message {
    Message::new(match it {
        Impact::Primary => "impact-primary",
        Impact::Secondary => "impact-secondary",
        Impact::Tertiary => "impact-tertiary",
    })
}

pub fn task_status(it: TaskStatus) -> Message {
    Message::new(match it {
        TaskStatus::Open => "task-open",
        TaskStatus::InProgress => "task-in-progress",
        TaskStatus::Done => "task-done",
        TaskStatus::Cancelled => "task-cancelled",
    })
}

pub fn hypothesis_status(it: HypothesisStatus) -> Message {
    Message::new(match it {
        HypothesisStatus::Proposed => "hypothesis-proposed",
        HypothesisStatus::Investigating => "hypothesis-investigating",
        HypothesisStatus::Confirmed => "hypothesis-confirmed",
        HypothesisStatus::Rejected => "hypothesis-rejected",
    })
}

pub fn step_status(it: StepStatus) -> Message {
    Message::new(match it {
        StepStatus::Pending => "step-pending",
        StepStatus::InProgress => "step-in-progress",
        StepStatus::Completed => "step-completed",
        StepStatus::Skipped => "step-skipped",
    })
}

pub fn entry_kind(it: EntryKind) -> Message {
    Message::new(match it {
        EntryKind::Status => "entry-status",
        EntryKind::Alert => "entry-alert",
        EntryKind::Page => "entry-page",
        EntryKind::Action => "entry-action",
        EntryKind::Change => "entry-change",
        EntryKind::Person => "entry-person",
        EntryKind::Investigation => "entry-investigation",
    })
}

pub fn change_kind(it: ChangeKind) -> Message {
    Message::new(match it {
        ChangeKind::Deploy => "before-deploy",
        ChangeKind::Config => "before-config",
        ChangeKind::Traffic => "before-traffic",
        ChangeKind::Scale => "before-scale",
        ChangeKind::Operator => "before-operator",
        ChangeKind::Fault => "before-fault",
    })
}

/// On a button: "Restart Orders".
pub fn action(it: RunbookAction, name: &str) -> Message {
    let message = Message::new(match it {
        RunbookAction::Restart => "action-do-restart",
        RunbookAction::RollBack => "action-do-roll-back",
        RunbookAction::Scale => "action-do-scale",
        RunbookAction::ShiftTraffic => "action-do-shift-traffic",
        RunbookAction::EnableBreaker => "action-do-breaker",
        RunbookAction::StopRetries => "action-do-stop-retries",
        RunbookAction::ShedLoad => "action-do-shed",
        RunbookAction::Flush => "action-do-flush",
        RunbookAction::FailOver => "action-do-fail-over",
    });
    message.with("name", name)
}

/// Who wrote it.
pub fn author(it: &Author) -> Message {
    match it {
        Author::System => Message::new("author-system"),
        Author::Person(name) if name.is_empty() => Message::new("author-nameless"),
        Author::Person(name) => Message::new("author-person").with("name", name.as_str()),
    }
}

/// What an entry says, without its time and author.
pub fn entry(command: &Command, name: Namer<'_>) -> Message {
    let quoted = |id: &'static str, text: &str| Message::new(id).with("text", text);
    match command {
        Command::Open { title, severity: it, .. } => {
            quoted("entry-open", title).with("severity", severity(*it))
        }
        Command::Rename { title } => quoted("entry-rename", title),
        Command::SetSeverity { severity: it } => {
            Message::new("entry-set-severity").with("severity", severity(*it))
        }
        Command::SetStatus { to, reason } if reason.is_empty() => {
            Message::new("entry-set-status").with("status", status(*to))
        }
        Command::SetStatus { to, reason } => {
            quoted("entry-set-status-why", reason).with("status", status(*to))
        }
        Command::Reopen { reason } => quoted("entry-reopen", reason),
        Command::Acknowledge => Message::new("entry-acknowledge"),
        Command::Escalate => Message::new("entry-escalate"),
        Command::AcknowledgementLapsed => Message::new("entry-lapsed"),
        Command::Assign { role: it, name } if name.is_empty() => {
            Message::new("entry-unassign").with("role", role(*it))
        }
        Command::Assign { role: it, name } => quoted("entry-assign", name).with("role", role(*it)),
        Command::SetService { service } => quoted("entry-set-service", &name(*service)),
        Command::Affect { component, impact: Some(it) } => {
            quoted("entry-affect", &name(*component)).with("impact", impact(*it))
        }
        Command::Affect { component, impact: None } => quoted("entry-unaffect", &name(*component)),
        Command::Alert(it) if it.is_firing && it.summary.is_empty() => quoted("entry-fires", &it.name),
        Command::Alert(it) if it.is_firing => {
            quoted("entry-fires-why", &it.name).with("summary", it.summary.as_str())
        }
        Command::Alert(it) => quoted("entry-stops", &it.name),
        Command::AllClear => Message::new("entry-all-clear"),
        Command::AddTask { text, owner, .. } if owner.is_empty() => quoted("entry-task", text),
        Command::AddTask { text, owner, .. } => quoted("entry-task-for", text).with("owner", owner.as_str()),
        Command::SetTask { task, status } => {
            Message::new("entry-task-set").with("number", task + 1).with("status", task_status(*status))
        }
        Command::AssignTask { task, owner, .. } => {
            quoted("entry-task-assigned", owner).with("number", task + 1)
        }
        Command::Propose { text, confidence } => {
            quoted("entry-propose", text).with("confidence", Arg::Ratio(*confidence))
        }
        Command::Judge { hypothesis, status, confidence } => Message::new("entry-judge")
            .with("number", hypothesis + 1)
            .with("status", hypothesis_status(*status))
            .with("confidence", Arg::Ratio(*confidence)),
        Command::AddEvidence { hypothesis, text } => {
            quoted("entry-evidence", text).with("number", hypothesis + 1)
        }
        Command::AddStep { text, .. } => quoted("entry-step", text),
        Command::SetStep { step, status } => {
            Message::new("entry-step-set").with("number", step + 1).with("status", step_status(*status))
        }
        Command::SetRunbookStep { runbook, step, status } => {
            let known = Runbook::by_id(runbook);
            let text = known.and_then(|it| it.steps.get(*step as usize)).map(|it| it.text.clone());
            let text = text.map_or_else(|| Arg::Text(runbook.clone()), Arg::from);
            Message::new("entry-runbook").with("text", text).with("status", step_status(*status))
        }
        Command::Note { text } => quoted("entry-note", text),
        Command::Tell { text } => quoted("entry-tell", text),
        Command::Act { action: it, component } => {
            Message::new("entry-act").with("action", action(*it, &name(*component)))
        }
        Command::Observe { change } => {
            quoted("entry-observe", &change.text).with("kind", change_kind(change.kind))
        }
    }
}
