//! Incidents as people and alerts make them.

use model::{Architecture, ComponentId, notation};
use ops::incidents::{AlertSignal, Author, Book, Command, Relations, Severity, Status};

mod alerts;
mod correlate;
mod keep;
mod measures;
mod random;
mod review;
mod statuses;
mod truth;

pub fn ada() -> Author {
    Author::Person("Ada".into())
}

/// A drawing with two services that call each other and one apart.
pub fn drawing() -> Architecture {
    notation::parse("people:client -> api:api_server -> db:database; others:client -> blog:api_server")
        .expect("the notation is right")
}

pub fn id(drawing: &Architecture, name: &str) -> ComponentId {
    drawing.components.iter().find(|it| it.name == name).expect("it is drawn").id
}

/// A book with a run under way, at the speed of operators.
pub fn book() -> (Book, u32) {
    let mut book = Book::new("test");
    let run = book.begin_run(1_000.0, 1.0, false);
    (book, run)
}

pub fn opened(severity: Severity) -> (Book, u32) {
    let (mut book, run) = book();
    let number =
        book.open(Some(run), 10.0, Author::System, "Errors", severity, None).expect("it can be opened");
    (book, number)
}

pub fn signal(name: &str, service: Option<ComponentId>, at_secs: f64, is_firing: bool) -> AlertSignal {
    AlertSignal {
        fingerprint: format!("{name}/{}", service.map_or(0, |it| it.0)),
        name: name.into(),
        severity: "high".into(),
        service,
        labels: vec![("team".into(), "sre".into())],
        summary: String::new(),
        at_secs,
        is_firing,
    }
}

pub fn relations() -> (Relations, Architecture) {
    let drawing = drawing();
    (Relations::of(&drawing), drawing)
}

pub fn set_status(to: Status) -> Command {
    Command::SetStatus { to, reason: String::new() }
}
