//! Books come back as they were, and nothing else comes back.

use ops::incidents::{Book, Change, ChangeKind, Command, Severity, Status, keep::LoadError, review::Section};

use crate::{ada, id, opened, relations, set_status, signal};

fn lived_in() -> Book {
    let (mut book, number) = opened(Severity::P1);
    let (relations, drawing) = relations();
    let api = id(&drawing, "api");
    book.tick(1, 400.0);
    let commands = [
        Command::Acknowledge,
        Command::Propose { text: "The deploy".into(), confidence: 0.1 + 0.2 },
        Command::AddEvidence { hypothesis: 0, text: "Errors began then".into() },
        Command::AddTask { text: "Roll back".into(), owner: "Bo".into(), due: "2026-12-01".into() },
        Command::SetService { service: api },
        Command::Act { action: ops::incidents::RunbookAction::RollBack, component: api },
        set_status(Status::Mitigated),
    ];
    for (at, command) in (500..).zip(commands) {
        book.apply(number, f64::from(at), ada(), command).expect("it is allowed");
    }
    book.hear(1, &signal("Errors", Some(api), 600.0, true), &relations).expect("it is allowed");
    let review = book.review_mut(number).expect("it is allowed");
    review.edit(Section::Lucky, "It was Sunday", "").expect("it is allowed");
    let fault = Change {
        at_secs: 5.0,
        kind: ChangeKind::Fault,
        components: vec![api],
        text: "A bad deploy".into(),
        id: "recreate".into(),
    };
    book.run_mut(1).expect("it is allowed").end(900.0, vec![fault]);
    book
}

#[test]
fn a_book_comes_back_as_it_was() {
    let book = lived_in();
    assert_eq!(Book::load(&book.save()), Ok(book));
}

#[test]
fn what_could_not_have_come_about_is_refused_with_its_place() {
    let text = lived_in().save();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in {text}");
        Book::load(&text.replacen(from, to, 1)).expect_err("it is refused")
    };
    // A timeline that goes back, a hypothesis surer than sure, a status out of order, two incidents of one number.
    assert!(matches!(
        changed("\"at_secs\":501.0", "\"at_secs\":1.0"),
        LoadError::Entry { incident: 1, entry: 3, .. }
    ));
    assert!(matches!(changed("0.30000000000000004", "30"), LoadError::Entry { entry: 3, .. }));
    assert!(matches!(changed("\"Acknowledge\"", "\"AllClear\""), LoadError::Entry { .. }));
    assert!(matches!(changed("\"speedup\":1.0", "\"speedup\":0.0"), LoadError::Run(1)));
    assert!(matches!(changed("\"run\":1", "\"run\":9"), LoadError::Numbers));
    assert!(matches!(
        changed("\"plimsoll_incidents\":1", "\"plimsoll_incidents\":2"),
        LoadError::NewerVersion { found: 2 }
    ));
    assert!(matches!(changed("\"Lucky\"", "\"Unlucky\""), LoadError::NotJson(_)));
}

#[test]
fn hostile_texts_end_in_an_error() {
    for text in ["", "[]", "{}", "null", "{\"plimsoll_incidents\":1}", "{\"plimsoll_incidents\":-1}"] {
        assert!(matches!(Book::load(text), Err(LoadError::NotJson(_))), "{text}");
    }
    assert!(matches!(Book::load(&"[".repeat(1_000_000)), Err(LoadError::NotJson(_))));
    assert_eq!(Book::load(&" ".repeat(17 * 1024 * 1024)), Err(LoadError::TooLarge));
    // Any part of a text is no text.
    let text = lived_in().save();
    for end in (0..text.len()).step_by(97) {
        assert!(Book::load(&text[..end]).is_err());
    }
}
