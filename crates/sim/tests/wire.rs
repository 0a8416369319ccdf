//! What page and worker say survives being bytes, to the bit; whatever else comes is refused without harm.

use model::{Architecture, Arg, ComponentId, Message, notation, scenario::Action};
use proptest::prelude::*;
use sim::{
    Driver, FromSim, RunOptions, Speed, ToSim,
    wire::{decode, encode},
};

const DRAWING: &str = "users:client{per_sec=80} -> api:api_server -> orders:database_sql";

fn drawing() -> Architecture {
    notation::parse(DRAWING).expect("the notation is right")
}

fn everything_asked() -> Vec<ToSim> {
    let options = RunOptions { seed: u64::MAX, duration_secs: 8.0, warm_up_secs: 0.5, replications: 2 };
    let (component, file) = (ComponentId(2), model::file::save(&drawing()));
    vec![
        ToSim::Start { file: file.clone(), options, finds_warm_up: true, speed: Speed::Max },
        ToSim::Pause,
        ToSim::Resume,
        ToSim::Step { secs: 0.1 },
        ToSim::SetSpeed(Speed::Times(f64::INFINITY)),
        ToSim::Apply(Action::TakeDown { component }),
        ToSim::Apply(Action::BringUp { component }),
        ToSim::Apply(Action::FailPrimary { component }),
        ToSim::Apply(Action::Flush { component }),
        ToSim::Stop,
        ToSim::Work { ticket: 7, file, options },
        ToSim::Work { ticket: 8, file: String::new(), options },
    ]
}

/// What a worker answers to all of it, the report of an overloaded and disturbed run included.
fn everything_answered() -> Vec<FromSim> {
    let load = |text: &str| model::file::load(text).map(|it| it.architecture).map_err(|it| it.message());
    let mut driver = Driver::new(load);
    let mut answers = vec![Driver::hello()];
    for message in everything_asked() {
        answers.extend(driver.handle(message));
        answers.extend((0..20).flat_map(|_| driver.slice(50.0)));
    }
    let message = Message::new("one")
        .with("count", 3_u32)
        .with("values", Arg::Ratio(f64::NEG_INFINITY))
        .with("inner", Message::new("two").with("name", "\u{1f600}"));
    answers.push(FromSim::Failed { message });
    answers
}

#[test]
fn every_message_survives() {
    for message in everything_asked() {
        assert_eq!(decode(&encode(&message)), Some(message));
    }
    let answers = everything_answered();
    for kind in [
        |it: &FromSim| matches!(it, FromSim::Ready { .. }),
        |it: &FromSim| matches!(it, FromSim::State { .. }),
        |it: &FromSim| matches!(it, FromSim::Live(live) if !live.hops.is_empty()),
        |it: &FromSim| matches!(it, FromSim::Live(live) if !live.seconds.is_empty()),
        |it: &FromSim| matches!(it, FromSim::Report(report) if report.requests > 0),
        |it: &FromSim| matches!(it, FromSim::Worked { outcome: Ok(_), .. }),
        |it: &FromSim| matches!(it, FromSim::Worked { outcome: Err(_), .. }),
    ] {
        assert!(answers.iter().any(kind), "the driver no longer says what this test is about");
    }
    for answer in answers {
        assert_eq!(decode(&encode(&answer)), Some(answer));
    }
}

#[test]
fn what_is_cut_short_or_goes_on_is_refused() {
    for answer in everything_answered() {
        let bytes = encode(&answer);
        for end in (0..bytes.len()).rev().step_by(1 + bytes.len() / 50) {
            assert_eq!(decode::<FromSim>(&bytes[..end]), None, "{answer:?}");
        }
        assert_eq!(decode::<FromSim>(&[bytes, vec![0]].concat()), None);
    }
}

proptest! {
    #[test]
    fn no_bytes_are_harmful(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<ToSim>(&bytes);
        let _ = decode::<FromSim>(&bytes);
    }
}
