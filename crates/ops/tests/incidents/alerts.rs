//! One open incident per cause.

use ops::incidents::{Author, Command, EntryKind, Outcome, Refusal, Severity, Status};

use crate::{ada, book, id, relations, set_status, signal};

#[test]
fn an_alert_that_repeats_never_opens_a_second_one() {
    let ((mut book, run), (relations, drawing)) = (book(), relations());
    let api = Some(id(&drawing, "api"));
    assert_eq!(book.hear(run, &signal("HighErrorRate", api, 10.0, true), &relations), Ok(Outcome::Opened(1)));
    for at in 1..50 {
        let again = signal("HighErrorRate", api, 10.0 + f64::from(at) * 60.0, true);
        assert_eq!(book.hear(run, &again, &relations), Ok(Outcome::Repeated));
    }
    assert_eq!(book.cases().len(), 1);
    let it = &book.cases()[0].incident;
    assert_eq!((it.severity, it.service, it.title.as_str()), (Severity::P2, api, "HighErrorRate"));
    assert_eq!(it.timeline.len(), 2);
}

#[test]
fn neighbors_join_while_it_is_fresh_and_strangers_do_not() {
    let ((mut book, run), (relations, drawing)) = (book(), relations());
    let of = |name: &str| Some(id(&drawing, name));
    let mut hear =
        |name: &str, service, at| book.hear(run, &signal(name, service, at, true), &relations).unwrap();
    assert_eq!(hear("HighErrorRate", of("api"), 10.0), Outcome::Opened(1));
    assert_eq!(hear("HighLatency", of("api"), 2_000.0), Outcome::Joined(1));
    assert_eq!(hear("DatabaseDown", of("db"), 2_100.0), Outcome::Joined(1));
    assert_eq!(hear("Slow", of("blog"), 2_100.0), Outcome::Opened(2));
    // The database again, but long after anything else has happened.
    assert_eq!(hear("DiskFull", of("db"), 9_000.0), Outcome::Opened(3));
    // The budget of everything, just then.
    assert_eq!(hear("BudgetBurn", None, 9_060.0), Outcome::Joined(3));
}

#[test]
fn the_last_alert_that_stops_is_noted_and_a_person_resolves() {
    let ((mut book, run), (relations, drawing)) = (book(), relations());
    let api = Some(id(&drawing, "api"));
    for (name, at, fires) in
        [("Errors", 10.0, true), ("Latency", 20.0, true), ("Errors", 30.0, false), ("Latency", 40.0, false)]
    {
        book.hear(run, &signal(name, api, at, fires), &relations).unwrap();
    }
    let it = &book.cases()[0].incident;
    assert_eq!(it.status, Status::Open);
    let said: Vec<f64> = it.entries(EntryKind::Alert).map(|it| it.at_secs).collect();
    assert_eq!(said, [10.0, 20.0, 30.0, 40.0, 40.0]);
    assert_eq!(it.timeline.last().unwrap().command, Command::AllClear);
}

#[test]
fn nothing_joins_what_is_resolved() {
    let ((mut book, run), (relations, drawing)) = (book(), relations());
    let api = Some(id(&drawing, "api"));
    book.hear(run, &signal("Errors", api, 10.0, true), &relations).unwrap();
    assert_eq!(
        book.apply(1, 20.0, ada(), set_status(Status::Resolved)),
        Err(Refusal::StillFiring { alerts: 1 })
    );
    let reason = "Known noise".into();
    book.apply(1, 20.0, ada(), Command::SetStatus { to: Status::Resolved, reason }).unwrap();
    // It never stopped, so it is no news.
    assert_eq!(book.hear(run, &signal("Errors", api, 30.0, true), &relations), Ok(Outcome::Repeated));
    assert_eq!(book.hear(run, &signal("Latency", api, 31.0, true), &relations), Ok(Outcome::Opened(2)));
    // It stops and starts again: that is one, and joins what is open now.
    assert_eq!(book.hear(run, &signal("Errors", api, 40.0, false), &relations), Ok(Outcome::Changed(1)));
    assert_eq!(book.hear(run, &signal("Errors", api, 50.0, true), &relations), Ok(Outcome::Joined(2)));
}

#[test]
fn another_run_begins_with_nothing_open() {
    let ((mut book, run), (relations, drawing)) = (book(), relations());
    let api = Some(id(&drawing, "api"));
    book.hear(run, &signal("Errors", api, 10.0, true), &relations).unwrap();
    let next = book.begin_run(2_000.0, 1.0, false);
    assert_eq!(book.hear(next, &signal("Errors", api, 5.0, true), &relations), Ok(Outcome::Opened(2)));
    // What never fired cannot stop.
    assert_eq!(book.hear(next, &signal("Latency", api, 6.0, false), &relations), Ok(Outcome::Repeated));
}

#[test]
fn a_worse_alert_makes_it_worse_unless_a_person_has_judged() {
    let ((mut book, run), (relations, drawing)) = (book(), relations());
    let api = Some(id(&drawing, "api"));
    let mut critical = signal("Down", api, 20.0, true);
    critical.severity = "critical".into();
    book.hear(run, &signal("Errors", api, 10.0, true), &relations).unwrap();
    let mut judged = book.clone();
    book.hear(run, &critical, &relations).unwrap();
    assert_eq!(book.cases()[0].incident.severity, Severity::P1);
    judged.apply(1, 15.0, ada(), Command::SetSeverity { severity: Severity::P3 }).unwrap();
    judged.hear(run, &critical, &relations).unwrap();
    assert_eq!(judged.cases()[0].incident.severity, Severity::P3);
}

#[test]
fn a_flapping_alert_leaves_room_for_the_end() {
    let ((mut book, run), (relations, _)) = (book(), relations());
    for at in 0..5_000 {
        let _ = book.hear(run, &signal("Flap", None, f64::from(at), at % 2 == 0), &relations);
    }
    let it = &book.cases()[0].incident;
    assert_eq!(book.cases().len(), 1);
    assert!(it.timeline.len() <= 2_000, "{}", it.timeline.len());
    let resolve = Command::SetStatus { to: Status::Resolved, reason: "Enough".into() };
    book.apply(1, 6_000.0, ada(), resolve).unwrap();
}

#[test]
fn a_full_book_forgets_what_is_over_and_nothing_else() {
    let (mut book, run) = book();
    let mut open =
        |at: u32| book.open(Some(run), f64::from(at), Author::System, "Errors", Severity::P3, None);
    for at in 1..=200 {
        open(at).unwrap();
    }
    assert!(matches!(open(201), Err(Refusal::Full { .. })));
    book.apply(7, 300.0, ada(), set_status(Status::Resolved)).unwrap();
    assert_eq!(book.open(Some(run), 301.0, ada(), "One more", Severity::P1, None), Ok(201));
    assert!(book.case(7).is_none() && book.case(1).is_some());
}
