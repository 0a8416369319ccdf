//! The run as the page drives it: messages in, messages out, real time as an argument.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use model::{Architecture, ComponentId, Message, notation, scenario::Action};
use sim::{
    Driver, FromSim, Live, Report, RunOptions, Session, SimTime, Speed, ToSim,
    protocol::Resume,
    run_replications,
    study::{Outcome, Wants},
};

const DRAWING: &str = "users:client -> api:api_server -> orders:database_sql";

fn load(text: &str) -> Result<Architecture, Message> {
    notation::parse(text).map_err(|error| Message::new("test-notation").with("error", error.to_string()))
}

fn options(replications: u32) -> RunOptions {
    RunOptions { seed: 11, duration_secs: 10.0, warm_up_secs: 2.0, replications }
}

/// A driver with a run that has begun.
fn started(speed: Speed, replications: u32) -> Driver {
    let mut driver = Driver::new(load);
    let answers = driver.handle(ToSim::Start {
        file: DRAWING.to_owned(),
        options: options(replications),
        finds_warm_up: false,
        speed,
        resume: None,
    });
    assert!(matches!(answers[0], FromSim::State { running: true }), "{answers:?}");
    driver
}

/// Slices of `millis` of real time each until nothing is left to do; all that was said.
fn run_on(driver: &mut Driver, millis: f64) -> Vec<FromSim> {
    let mut said = Vec::new();
    for _ in 0..100_000 {
        if !driver.is_running() {
            return said;
        }
        said.extend(driver.slice(millis));
    }
    panic!("the run never ends");
}

#[track_caller]
fn report_in(said: &[FromSim]) -> &Report {
    let report =
        said.iter().find_map(|it| if let FromSim::Report(report) = it { Some(report) } else { None });
    report.expect("a report")
}

fn last_look(said: &[FromSim]) -> &Live {
    let looks = said.iter().rev().find_map(|it| if let FromSim::Live(live) = it { Some(live) } else { None });
    looks.expect("a look")
}

fn named(architecture: &Architecture, name: &str) -> ComponentId {
    architecture.components.iter().find(|it| it.name == name).expect("a component").id
}

#[test]
fn slices_give_the_report_of_a_straight_run() {
    let said = run_on(&mut started(Speed::Max, 1), 4.0);
    let mut session = Session::new(&load(DRAWING).unwrap(), options(1)).unwrap();
    session.advance(SimTime::NEVER, u64::MAX);
    assert_eq!(report_in(&said), &session.report());
}

#[test]
fn a_run_for_a_study_is_the_run_without_its_components_seconds() {
    let mut driver = Driver::new(load);
    let work =
        |file: &str, wants| ToSim::Work { ticket: 3, file: file.to_owned(), options: options(1), wants };
    assert_eq!(driver.handle(work(DRAWING, Wants::Report)), []);
    let said = run_on(&mut driver, 4.0);
    let mut expected = run_replications(&load(DRAWING).unwrap(), options(1)).unwrap();
    expected.series.components.clear();
    assert_eq!(said, [FromSim::Worked { ticket: 3, outcome: Ok(Outcome::Report(Box::new(expected))) }]);
    assert!(!driver.is_running());

    assert_eq!(driver.handle(work(DRAWING, Wants::Traces { from_secs: None })), []);
    let said = run_on(&mut driver, 4.0);
    let Ok([FromSim::Worked { ticket: 3, outcome: Ok(Outcome::Traces(traces)) }]) = <[_; 1]>::try_from(said)
    else {
        panic!("no traces");
    };
    assert!(!traces.is_empty());

    let refused = driver.handle(work("api:api_server", Wants::Report));
    assert!(matches!(&refused[..], [FromSim::Worked { ticket: 3, outcome: Err(_) }]), "{refused:?}");
}

#[test]
fn simulated_time_follows_real_time_once_it_is_warm() {
    let mut driver = started(Speed::Times(2.0), 1);
    let mut said = Vec::new();
    // 1 s of real time in slices of 10 ms, and as many slices before it as the warm-up takes.
    while driver.is_running() && said.is_empty() {
        said.extend(driver.slice(0.0));
        said.extend(driver.slice(50.0));
    }
    let before_secs = last_look(&said).now_secs;
    for _ in 0..100 {
        said.extend(driver.slice(10.0));
    }
    let passed_secs = last_look(&said).now_secs - before_secs;
    assert!((1.5..=2.1).contains(&passed_secs), "{passed_secs} s");
}

#[test]
fn a_step_runs_its_time_and_pauses() {
    let mut driver = started(Speed::Times(1.0), 1);
    driver.handle(ToSim::Pause);
    assert!(!driver.is_running());
    driver.handle(ToSim::Step { secs: 3.0 });
    let said = run_on(&mut driver, 10.0);
    // Whoever hears that it pauses already knows where.
    assert!(
        matches!(said[said.len() - 2..], [FromSim::Live(_), FromSim::State { running: false }]),
        "{said:?}"
    );
    assert!((last_look(&said).now_secs - 1.0).abs() < 1e-9); // 2 s of the 3 were warm-up
}

#[test]
fn what_is_done_by_hand_is_repeated_by_the_same_drawing() {
    let mut driver = started(Speed::Max, 1);
    driver.handle(ToSim::Step { secs: 5.0 });
    run_on(&mut driver, 4.0);
    let mut architecture = load(DRAWING).unwrap();
    let component = named(&architecture, "orders");
    driver.handle(ToSim::Apply(Action::TakeDown { component }));
    driver.handle(ToSim::Resume);
    let said = run_on(&mut driver, 4.0);
    let by_hand = report_in(&said);
    assert!(by_hand.total.failed > 0);
    assert_eq!(by_hand.scenario.len(), 1);

    architecture.scenario.events.clone_from(&by_hand.scenario);
    let again = run_replications(&architecture, options(1)).unwrap();
    assert_eq!(again.digest, by_hand.digest);
}

#[test]
fn a_run_that_is_over_can_be_taken_back_and_go_another_way() {
    let mut driver = started(Speed::Max, 1);
    let said = run_on(&mut driver, 4.0);
    let first = report_in(&said).clone();
    assert_eq!(driver.handle(ToSim::Resume), [], "it is over");

    let said = driver.handle(ToSim::GoTo { to_secs: 4.0 });
    let FromSim::Rewound { to_secs: 4.0, left } = &said[0] else { panic!("{said:?}") };
    assert_eq!(**left, first);
    assert!(!driver.is_running());
    let look = last_look(&said);
    assert!((look.now_secs - 4.0).abs() < 1e-9 && look.seconds.is_empty(), "{look:?}");

    let component = named(&load(DRAWING).unwrap(), "orders");
    let mut said = driver.handle(ToSim::Apply(Action::TakeDown { component }));
    said.extend(driver.handle(ToSim::Resume));
    said.extend(run_on(&mut driver, 4.0));
    let seconds =
        said.iter().flat_map(|it| if let FromSim::Live(live) = it { &live.seconds[..] } else { &[] });
    assert_eq!(seconds.map(|it| it.at_secs).collect::<Vec<_>>(), [5.0, 6.0, 7.0, 8.0, 9.0, 10.0]);
    let second = report_in(&said);
    assert!(first.total.failed == 0 && second.total.failed > 0);

    // Taken back to before what was done by hand, it is the first run again.
    driver.handle(ToSim::GoTo { to_secs: 3.0 });
    driver.handle(ToSim::Resume);
    assert_eq!(report_in(&run_on(&mut driver, 4.0)), &first);
}

#[test]
fn a_run_goes_on_to_a_later_second_as_fast_as_it_can_and_pauses_there() {
    let mut driver = started(Speed::Times(1.0), 1);
    driver.handle(ToSim::GoTo { to_secs: 7.0 });
    let look = last_look(&run_on(&mut driver, 0.5)).clone();
    assert!(!driver.is_running() && (look.now_secs - 7.0).abs() < 1e-9, "{look:?}");
    // From there it goes at its own speed again.
    driver.handle(ToSim::Resume);
    let half_a_second =
        |driver: &mut Driver| -> Vec<FromSim> { (0..100).flat_map(|_| driver.slice(5.0)).collect() };
    let now_secs = last_look(&half_a_second(&mut driver)).now_secs;
    assert!(driver.is_running() && now_secs > 7.2 && now_secs < 7.6, "{now_secs}");

    // Held on its way, it has none any more.
    driver.handle(ToSim::GoTo { to_secs: 9.0 });
    driver.handle(ToSim::Pause);
    driver.handle(ToSim::Resume);
    let now_secs = last_look(&half_a_second(&mut driver)).now_secs;
    assert!(driver.is_running() && now_secs < 8.1, "{now_secs}");

    // It is the same run, and what is over does not go on.
    driver.handle(ToSim::SetSpeed(Speed::Max));
    let report = report_in(&run_on(&mut driver, 4.0)).clone();
    let mut other = started(Speed::Max, 1);
    assert_eq!(report_in(&run_on(&mut other, 4.0)), &report);
    assert_eq!(driver.handle(ToSim::GoTo { to_secs: 20.0 }), []);
}

#[test]
fn a_drawing_that_cannot_run_says_why() {
    let mut driver = Driver::new(load);
    let start = ToSim::Start {
        file: "api:api_server".to_owned(),
        options: options(1),
        finds_warm_up: false,
        speed: Speed::Max,
        resume: None,
    };
    let answers = driver.handle(start);
    assert!(matches!(&answers[..], [FromSim::Failed { message }] if message.id == "run-error-no-traffic"));
    assert!(!driver.is_running());
    assert_eq!(driver.handle(ToSim::Stop), []);
}

#[test]
fn the_warm_up_is_found_before_the_run() {
    let mut driver = Driver::new(load);
    let file = DRAWING.to_owned();
    let said = driver.handle(ToSim::Start {
        file,
        options: options(1),
        finds_warm_up: true,
        speed: Speed::Max,
        resume: None,
    });
    assert_eq!(said, [FromSim::State { running: true }]);
    // Asked for too early, but not forgotten.
    driver.handle(ToSim::Step { secs: 1.0 });
    let said = run_on(&mut driver, 4.0);
    assert!(matches!(said.last(), Some(FromSim::State { running: false })), "it pauses after its step");
    driver.handle(ToSim::Resume);
    let said = run_on(&mut driver, 4.0);
    let found = sim::warm_up::find(&load(DRAWING).unwrap(), options(1)).unwrap();
    assert_eq!(report_in(&said).settings.warm_up_secs, found.secs);
}

#[test]
fn a_run_stopped_before_its_warm_up_is_known_reports_nothing() {
    let mut driver = Driver::new(load);
    let file = DRAWING.to_owned();
    driver.handle(ToSim::Start {
        file,
        options: options(1),
        finds_warm_up: true,
        speed: Speed::Max,
        resume: None,
    });
    let said = driver.handle(ToSim::Stop);
    assert_eq!(report_in(&said).total.generated, 0);
    assert!(!driver.is_running());
}

#[test]
fn what_the_system_did_is_said_once_and_again_after_going_back() {
    const SCALES: &str = "u:client{per_sec=300} -> lb:load_balancer -> api:api_server*1{slots=1, service_millis=10, \
        scaling=cpu, scaling_min=1, scaling_max=5, scaling_up_secs=0, boot_secs=1}";
    let mut driver = Driver::new(load);
    let options = RunOptions { duration_secs: 60.0, ..options(1) };
    let start = ToSim::Start {
        file: SCALES.to_owned(),
        options,
        finds_warm_up: false,
        speed: Speed::Max,
        resume: None,
    };
    let mut said = driver.handle(start);
    said.extend(run_on(&mut driver, 60.0));
    let heard = |said: &[FromSim], after_secs: f64| -> Vec<_> {
        let of =
            |it: &FromSim| if let FromSim::Live(live) = it { live.happenings.clone() } else { Vec::new() };
        said.iter().flat_map(of).filter(|it| it.at_secs > after_secs).collect()
    };
    let whole = report_in(&said).happenings.clone();
    assert!(!whole.is_empty());
    assert_eq!(heard(&said, f64::NEG_INFINITY), whole);

    let to_secs = whole[0].at_secs.max(0.0).floor();
    let mut again = driver.handle(ToSim::GoTo { to_secs });
    again.extend(driver.handle(ToSim::Resume));
    again.extend(run_on(&mut driver, 60.0));
    assert_eq!(heard(&again, f64::NEG_INFINITY), heard(&said, to_secs));
}

/// What the page lost by a reload comes back: same drawing, same options, what was done by hand, and the moment.
#[test]
fn a_run_that_was_lost_comes_back_as_it_was() {
    let look = |answers: &[FromSim]| {
        let live = answers.iter().rev().find_map(|it| match it {
            FromSim::Live(live) => Some(live.clone()),
            _ => None,
        });
        live.expect("a look")
    };
    let mut first = started(Speed::Times(10.0), 1);
    let mut said = Vec::new();
    for step in 0..80 {
        said.extend(first.slice(20.0));
        if step == 40 {
            let component = look(&said).components[1].id;
            said.extend(first.handle(ToSim::Apply(Action::TakeDown { component })));
        }
    }
    said.extend(first.handle(ToSim::Pause));
    let before = look(&said);
    // What was done by hand is said when it was done, and not again.
    assert_eq!(before.by_hand, None);
    let mut acts =
        said.iter().filter_map(|it| if let FromSim::Live(live) = it { live.by_hand.clone() } else { None });
    let by_hand = acts.next_back().expect("what was done");
    assert_eq!(by_hand.len(), 1);
    let mut second = Driver::new(load);
    let resume = Resume { at: before.at, by_hand: by_hand.clone() };
    let mut again = second.handle(ToSim::Start {
        file: DRAWING.to_owned(),
        options: options(1),
        finds_warm_up: true,
        speed: Speed::Times(10.0),
        resume: Some(resume),
    });
    while second.is_running() {
        again.extend(second.slice(20.0));
    }
    let after = look(&again);
    assert_eq!(
        (after.at, &after.components, after.requests),
        (before.at, &before.components, before.requests)
    );
    // All that was said of its seconds is said again.
    let seconds = |answers: &[FromSim]| -> Vec<sim::report::Second> {
        let of = |it: &FromSim| if let FromSim::Live(live) = it { live.seconds.clone() } else { Vec::new() };
        answers.iter().flat_map(of).collect()
    };
    assert_eq!(seconds(&again), seconds(&said));
    // And both go on alike.
    let end = |driver: &mut Driver| {
        driver.handle(ToSim::SetSpeed(Speed::Max));
        let mut said = driver.handle(ToSim::Resume);
        while driver.is_running() {
            said.extend(driver.slice(20.0));
        }
        said.into_iter().find_map(|it| match it {
            FromSim::Report(report) => Some(report.digest.clone()),
            _ => None,
        })
    };
    assert_eq!(end(&mut first), end(&mut second));
}
