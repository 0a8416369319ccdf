//! Which way an incident may go.

use model::text::Texts;
use ops::incidents::{Command, Refusal, Severity, Status, status::Closed};

use crate::{ada, opened, set_status};

/// The table of `docs/INCIDENTS.md`.
#[test]
fn the_table_of_transitions_holds() {
    use Status::{Investigating, Mitigated, Open, Resolved};
    let allowed = [
        (Open, Investigating),
        (Open, Mitigated),
        (Open, Resolved),
        (Investigating, Mitigated),
        (Investigating, Resolved),
        (Mitigated, Investigating),
        (Mitigated, Resolved),
    ];
    for from in Status::ALL {
        for to in Status::ALL {
            assert_eq!(from.may_become(to).is_ok(), allowed.contains(&(from, to)), "{from:?} to {to:?}");
        }
    }
}

#[test]
fn what_returns_loses_its_time_of_mitigation() {
    let (mut book, number) = opened(Severity::P1);
    book.apply(number, 20.0, ada(), set_status(Status::Mitigated)).unwrap();
    book.apply(number, 30.0, ada(), set_status(Status::Investigating)).unwrap();
    assert_eq!(book.case(number).unwrap().incident.mitigated_at_secs, None);
    book.apply(number, 50.0, ada(), set_status(Status::Resolved)).unwrap();
    let it = &book.case(number).unwrap().incident;
    assert_eq!((it.mitigated_at_secs, it.resolved_at_secs), (Some(50.0), Some(50.0)));
    // Whoever changed its status first has acknowledged it.
    assert_eq!(it.first_acknowledged_at_secs, Some(20.0));
}

#[test]
fn only_reopening_leads_out_of_resolved_and_it_takes_a_reason() {
    let (mut book, number) = opened(Severity::P2);
    book.apply(number, 20.0, ada(), set_status(Status::Resolved)).unwrap();
    let refused = book.apply(number, 30.0, ada(), set_status(Status::Investigating));
    let why = Closed::Over;
    assert_eq!(refused, Err(Refusal::Status { from: Status::Resolved, to: Status::Investigating, why }));
    assert_eq!(book.apply(number, 30.0, ada(), Command::Acknowledge), Err(Refusal::Over));
    let reopen = |reason: &str| Command::Reopen { reason: reason.into() };
    assert!(book.apply(number, 30.0, ada(), reopen("  ")).is_err());
    book.apply(number, 40.0, ada(), reopen("It is back")).unwrap();
    let it = &book.case(number).unwrap().incident;
    assert_eq!((it.status, it.resolved_at_secs, it.n_reopened), (Status::Investigating, None, 1));
    // Somebody has to take it up again.
    assert_eq!(it.due(1.0).unwrap().at_secs, 40.0 + 1_800.0);
    assert_eq!(it.timeline.last().unwrap().command, reopen("It is back"));
}

#[test]
fn every_refusal_says_why_in_words() {
    let texts = Texts::english();
    let (mut book, number) = opened(Severity::P1);
    let commands = [
        Command::Rename { title: " ".into() },
        Command::Rename { title: "x".repeat(161) },
        set_status(Status::Open),
        Command::Reopen { reason: "Why not".into() },
        Command::SetSeverity { severity: Severity::P1 },
        Command::Propose { text: "It was the cache".into(), confidence: 1.5 },
        Command::AddTask { text: "Look".into(), owner: String::new(), due: "soon".into() },
        Command::AddEvidence { hypothesis: 7, text: "A log".into() },
    ];
    for command in commands {
        let before = book.clone();
        let refusal = book.apply(number, 20.0, ada(), command.clone()).expect_err("it is refused");
        assert!(texts.try_say(&refusal.message()).is_ok(), "{refusal:?}");
        assert_eq!(book, before, "a refused command changed something: {command:?}");
    }
}
