//! How long incidents took.

use ops::incidents::{Author, Change, ChangeKind, Severity};

use crate::book;

#[test]
fn a_release_is_detected_from_when_users_feel_it() {
    let (mut book, run) = book();
    let mut open = |at_secs| {
        book.open(Some(run), at_secs, Author::System, "Errors", Severity::P2, None).expect("it can be opened")
    };
    let (first, second) = (open(100.0), open(200.0));
    let deploy = Change {
        at_secs: 60.0,
        kind: ChangeKind::Deploy,
        components: Vec::new(),
        text: "Canary".into(),
        id: "canary".into(),
    };
    let record = book.run_mut(run).expect("it goes on");
    record.end(300.0, vec![deploy]);
    let detected = |book: &ops::incidents::Book, number| {
        let it = book.durations(book.case(number).expect("it is there"));
        (it.detect_secs, it.is_from_harm)
    };
    // Nobody knows when users felt it.
    assert_eq!(detected(&book, first), (Some(40.0), false));
    // It booted until 90 s.
    book.run_mut(run).expect("it is there").felt_at_secs = Some(90.0);
    assert_eq!(detected(&book, first), (Some(10.0), true));
    // The second is about something else, or was late for the same.
    assert_eq!(detected(&book, second), (Some(140.0), false));
}
