//! Whatever is done to an incident in whatever order, what it says of itself stays true.

use model::{ComponentId, text::Texts};
use ops::incidents::{
    Author, Book, Change, ChangeKind, Command, Incident, RunbookAction, Severity, Status,
    command::Heard,
    parts::{HypothesisStatus, Impact, Role, StepStatus, TaskStatus},
    words,
};
use proptest::prelude::*;

fn pick<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> proptest::sample::Select<T> {
    proptest::sample::select(all)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[ a-z|\n]{1,12}", Just("x".repeat(5_000))]
}

fn command() -> impl Strategy<Value = Command> {
    let number = 0..3_u32;
    let component = (0..4_u32).prop_map(ComponentId);
    let severity = pick(&Severity::ALL);
    let hypothesis =
        pick(&[HypothesisStatus::Investigating, HypothesisStatus::Confirmed, HypothesisStatus::Rejected]);
    let step = pick(&[StepStatus::InProgress, StepStatus::Completed, StepStatus::Skipped]);
    let day = pick(&["", "2026-12-01", "tomorrow"]);
    let impact = prop::option::of(pick(&[Impact::Primary, Impact::Secondary, Impact::Tertiary]));
    let moves = prop_oneof![
        4 => (pick(&Status::ALL), text()).prop_map(|(to, reason)| Command::SetStatus { to, reason }),
        2 => text().prop_map(|reason| Command::Reopen { reason }),
        2 => Just(Command::Acknowledge),
        1 => Just(Command::Escalate),
        1 => Just(Command::AcknowledgementLapsed),
        1 => Just(Command::AllClear),
        1 => severity.clone().prop_map(|severity| Command::SetSeverity { severity }),
        1 => (text(), severity).prop_map(|(title, severity)| Command::Open { title, severity, service: None }),
    ];
    let parts = prop_oneof![
        text().prop_map(|title| Command::Rename { title }),
        (pick(&Role::ALL), text()).prop_map(|(role, name)| Command::Assign { role, name }),
        component.clone().prop_map(|service| Command::SetService { service }),
        (component.clone(), impact).prop_map(|(component, impact)| Command::Affect { component, impact }),
        (number.clone(), any::<bool>()).prop_map(|(number, is_firing)| Command::Alert(Heard {
            fingerprint: format!("alert {number}"),
            name: "Errors".into(),
            summary: String::new(),
            labels: Vec::new(),
            is_firing,
        })),
        (text(), text(), day).prop_map(|(text, owner, due)| Command::AddTask {
            text,
            owner,
            due: due.into()
        }),
        (number.clone(), pick(&[TaskStatus::Done, TaskStatus::Cancelled]))
            .prop_map(|(task, status)| Command::SetTask { task, status }),
        (text(), -0.5..1.5).prop_map(|(text, confidence)| Command::Propose { text, confidence }),
        (number.clone(), hypothesis, 0.0..1.0).prop_map(|(hypothesis, status, confidence)| {
            Command::Judge { hypothesis, status, confidence }
        }),
        (number.clone(), text()).prop_map(|(hypothesis, text)| Command::AddEvidence { hypothesis, text }),
        (text(), prop::option::of(number.clone()))
            .prop_map(|(text, hypothesis)| Command::AddStep { text, hypothesis }),
        (number.clone(), step.clone()).prop_map(|(step, status)| Command::SetStep { step, status }),
        (number, step).prop_map(|(step, status)| Command::SetRunbookStep {
            runbook: "memory-leak".into(),
            step,
            status
        }),
        text().prop_map(|text| Command::Tell { text }),
        (pick(&RunbookAction::ALL), component)
            .prop_map(|(action, component)| Command::Act { action, component }),
        (text(), -10.0..1e9).prop_map(|(text, at_secs)| Command::Observe {
            change: Change {
                at_secs,
                kind: ChangeKind::Deploy,
                components: Vec::new(),
                text,
                id: String::new()
            },
        }),
    ];
    prop_oneof![moves, parts]
}

fn check(it: &Incident) {
    let times: Vec<f64> = it.timeline.iter().map(|it| it.at_secs).collect();
    assert!(times.windows(2).all(|it| it[0] <= it[1]), "times went back: {times:?}");
    assert!(matches!(it.timeline[0].command, Command::Open { .. }));
    assert_eq!(it.resolved_at_secs.is_some(), it.status == Status::Resolved);
    assert_eq!(it.mitigated_at_secs.is_some(), matches!(it.status, Status::Mitigated | Status::Resolved));
    let order = [Some(it.opened_at_secs), it.first_acknowledged_at_secs];
    assert!(order[1].is_none_or(|at| at >= it.opened_at_secs));
    if let (Some(mitigated), Some(resolved)) = (it.mitigated_at_secs, it.resolved_at_secs) {
        assert!(it.opened_at_secs <= mitigated && mitigated <= resolved);
    }
    // An incident that somebody works on has been acknowledged by somebody at some time.
    assert!(it.status == Status::Open || it.first_acknowledged_at_secs.is_some());
    assert!(it.hypotheses.iter().all(|it| (0.0..=1.0).contains(&it.confidence)));
    assert!(it.steps.iter().all(|step| step.hypothesis.is_none_or(|at| (at as usize) < it.hypotheses.len())));
    assert!(!it.title.is_empty() && it.level >= 1);
    assert!(it.status.is_over() || it.due(1.0).is_none_or(|due| due.at_secs >= it.opened_at_secs));
}

proptest! {
    #[test]
    fn no_order_of_commands_breaks_an_incident(
        steps in prop::collection::vec((-50.0..2_000.0, any::<bool>(), command()), 0..60)
    ) {
        let texts = Texts::english();
        let mut book = Book::new("random");
        let run = book.begin_run(0.0, 60.0, false);
        book.open(Some(run), 0.0, Author::System, "Errors", Severity::P1, None).unwrap();
        let mut now = 0.0;
        for (step, is_person, command) in steps {
            now += step;
            let before = book.case(1).unwrap().incident.clone();
            let author = if is_person { Author::Person("Ada".into()) } else { Author::System };
            let outcome = book.apply(1, now, author, command);
            if step > 0.0 {
                book.tick(run, now);
            }
            let it = &book.case(1).unwrap().incident;
            check(it);
            prop_assert_eq!(&it.timeline[..before.timeline.len()], &before.timeline[..]);
            if let Err(refusal) = outcome {
                prop_assert!(texts.try_say(&refusal.message()).is_ok());
            }
            for entry in &it.timeline[before.timeline.len()..] {
                let said = words::entry(&entry.command, &|_| "api".into());
                prop_assert!(texts.try_say(&said).is_ok(), "{said:?}");
            }
        }
        prop_assert_eq!(Book::load(&book.save()), Ok(book));
    }
}
