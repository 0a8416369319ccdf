//! What the worker tells the page is bounded, however fast simulated time passes and however long the run is: in messages per
//! second of the person who watches, and in bytes per component.

mod common;

use model::{Architecture, Message, notation};
use sim::{Driver, FromSim, Report, RunOptions, Session, SimTime, Speed, ToSim};

/// Looks per second: pictures on a screen.
const MOST_PER_SEC: f64 = 62.5;
/// Bytes of a message that are not about components, and for each component with its connections: 600 frames in a look, 3,600
/// rows in a report.
const MOST_BYTES: usize = 1_000_000;
const MOST_BYTES_EACH: usize = 100_000;

fn load(text: &str) -> Result<Architecture, Message> {
    notation::parse(text).map_err(|error| Message::new("test-notation").with("error", error.to_string()))
}

/// A balancer with so many components in all, all of which get something to do.
fn drawing_of(components: usize, per_sec: f64) -> String {
    let mut text = format!("u:client{{per_sec={per_sec}}} -> lb:load_balancer");
    for number in 2..components {
        text += &format!("; lb -> s{number}:api_server");
    }
    text
}

/// What was said, and when: the clock of the page goes on by so many milliseconds with each slice.
fn said(text: &str, duration_secs: f64, speed: Speed, slice_millis: f64) -> Vec<(f64, FromSim)> {
    let options = RunOptions { seed: 3, duration_secs, warm_up_secs: 0.0, replications: 1 };
    let mut driver = Driver::new(load);
    let file = text.to_owned();
    let start = ToSim::Start { file, options, finds_warm_up: false, speed, resume: None };
    let mut said: Vec<(f64, FromSim)> = driver.handle(start).into_iter().map(|it| (0.0, it)).collect();
    let mut now_millis = 0.0;
    while driver.is_running() {
        now_millis += slice_millis;
        said.extend(driver.slice(slice_millis).into_iter().map(|it| (now_millis, it)));
    }
    said
}

#[track_caller]
fn check_rate(text: &str, duration_secs: f64, speed: Speed, slice_millis: f64) {
    let said = said(text, duration_secs, speed, slice_millis);
    // A look and a word when it begins, both and a report when it ends.
    let looks: Vec<f64> = said.iter().map(|it| it.0).collect();
    let within_a_second =
        |from: usize| looks[from..].iter().take_while(|at| **at < looks[from] + 1000.0).count();
    let most = (0..looks.len()).map(within_a_second).max().unwrap_or(0);
    assert!(most as f64 <= MOST_PER_SEC + 5.0, "{most} messages in a second");
    let frames = said.iter().map(|it| if let FromSim::Live(live) = &it.1 { live.frames.len() } else { 0 });
    assert_eq!(frames.sum::<usize>(), duration_secs as usize, "every second is told");
}

#[test]
fn no_more_looks_than_pictures_on_a_screen() {
    let quiet = drawing_of(10, 0.01);
    // Slices that take no time at all, and a person who waits for a minute or for a day.
    check_rate(&quiet, 30_000.0, Speed::Max, 0.01);
    check_rate(&quiet, 30_000.0, Speed::Times(1e6), 0.01);
    check_rate(&quiet, 10_000.0, Speed::Times(1e3), 1.0);
    check_rate(&drawing_of(10, 50.0), 1000.0, Speed::Max, 3.0);
    check_rate(&drawing_of(1000, 1.0), 60.0, Speed::Max, 100.0);
}

/// Bytes of the largest message.
fn largest(components: usize, duration_secs: f64) -> usize {
    let said = said(&drawing_of(components, 20.0), duration_secs, Speed::Max, 4.0);
    let frames = |it: &FromSim| if let FromSim::Live(live) = it { live.frames.len() } else { usize::MAX };
    let most_frames = said.iter().map(|it| frames(&it.1)).filter(|it| *it < usize::MAX).max();
    let long = said.iter().filter(|it| Some(frames(&it.1)) >= most_frames);
    long.map(|it| serde_json::to_string(&it.1).expect("a message").len()).max().expect("messages")
}

#[test]
fn messages_have_so_many_bytes_for_each_component_and_no_more() {
    for (components, duration_secs) in [(10, 10.0), (10, 10_000.0), (1000, 10.0), (1000, 4_000.0)] {
        let bytes = largest(components, duration_secs);
        println!("{components} components, {duration_secs} s: {bytes}");
        assert!(bytes <= MOST_BYTES + MOST_BYTES_EACH * components, "{components} {duration_secs}: {bytes}");
    }
}

#[test]
fn a_run_of_many_hours_is_reported_with_some_of_its_seconds() {
    let text = drawing_of(3, 2.0);
    let said = said(&text, 10_000.0, Speed::Max, 4.0);
    let Some((_, FromSim::Report(report))) = said.last() else { panic!("no report") };
    let options = RunOptions { seed: 3, duration_secs: 10_000.0, warm_up_secs: 0.0, replications: 1 };
    let mut session = Session::new(&load(&text).expect("a drawing"), options).expect("a run");
    session.advance(SimTime::NEVER, u64::MAX);
    let whole = session.report();
    let rows = &report.series.seconds;
    assert_eq!(rows.len(), 3333);
    assert_eq!(*rows, whole.series.seconds.chunks_exact(3).map(|it| it[2]).collect::<Vec<_>>());
    for (found, whole) in report.series.components.iter().zip(&whole.series.components) {
        assert_eq!(found.queue.len(), rows.len());
        let every_third: Vec<f32> = whole.utilization.chunks_exact(3).map(|it| it[2]).collect();
        assert_eq!(found.utilization, every_third);
    }
    let without = |it: &Report| Report { series: sim::report::Series::default(), ..it.clone() };
    assert_eq!(without(report), without(&whole));
}
