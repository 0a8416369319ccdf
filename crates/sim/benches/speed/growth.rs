//! How cost grows with the drawing: the estimate that follows every edit, and a run in which every component works.

use std::fmt::Write;

use model::{Architecture, notation};
use sim::estimate::estimate;

use super::{
    clock::{cpu_secs, median},
    page::{Page, with_bar},
    run, session,
};

/// Components of one service with all that belongs to it.
const GROUP: usize = 10;
/// A run's own events, about: enough to last longer than its beginning.
const EVENTS: f64 = 2e6;

/// Groups of ten that call each other like a tree: users, a balancer, four services, a cache, a database, a queue with its worker.
/// `attempts`: of every call.
fn drawing(components: usize, attempts: u8) -> Architecture {
    let mut text = String::new();
    let call = format!("-call{{attempts={attempts}}}->");
    for i in 0..components / GROUP {
        let _ = write!(
            text,
            "u{i}:client{{per_sec=10}} {call} b{i}:load_balancer {call} s{i}:microservice*2; \
             s{i} {call} a{i}:auth_service; s{i} {call} c{i}:cache_redis; s{i} {call} d{i}:database_sql; \
             s{i} {call} m{i}:microservice; m{i} {call} g{i}:grpc_server; s{i} -> q{i}:queue; q{i} -consume-> w{i}:worker;"
        );
        if i > 0 {
            let _ = write!(text, "g{i} -call{{probability=0.1, attempts={attempts}}}-> s{};", (i - 1) / 2);
        }
    }
    notation::parse(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// From one picture on a screen to the next.
const SCREEN_SECS: f64 = 1.0 / 60.0;

/// What a drawing of so many components takes.
struct Point {
    components: usize,
    estimate_secs: f64,
    /// With three tries of every call.
    thrice_secs: f64,
    secs_per_event: f64,
    times_real_time: f64,
}

impl Point {
    fn of(components: usize) -> Self {
        let [once, thrice] = [1, 3].map(|attempts| drawing(components, attempts));
        let [estimate_secs, thrice_secs] = [&once, &thrice].map(estimate_secs);
        let mut probe = session(&once, 10.0);
        let took = run(&mut probe);
        let secs = (EVENTS / took.events * 10.0).max(1.0);
        let took = run(&mut session(&once, secs));
        let (secs_per_event, times_real_time) = (took.secs / took.events, secs / took.secs);
        Self { components, estimate_secs, thrice_secs, secs_per_event, times_real_time }
    }
}

/// From ten to ten thousand components.
pub fn curve(page: &mut Page) {
    page.ask("What does a larger drawing cost?");
    page.say(
        "Groups of ten components that call each other like a tree (users, a balancer, four services, a cache, a database, a queue with \
         its worker), all of them busy, ten users' requests per second in each. The estimate is made anew at every change while \
         somebody draws, beside whatever the page does: a screen shows a new picture every 17 ms. Its time grows in step \
         with the drawing if it takes as long for each component; a run's does if each of its events takes as long.",
    );
    let points: Vec<Point> = [10, 30, 100, 300, 1000, 3000, 10_000].map(Point::of).into();
    let most = |read: fn(&Point) -> f64| points.iter().map(read).fold(f64::MIN_POSITIVE, f64::max);
    let each = |it: &Point| it.estimate_secs / it.components as f64;
    let (most_each, most_event) = (most(each), most(|it| it.secs_per_event));
    page.heads(&[
        "components",
        "estimate, ms",
        "with three tries, ms",
        "estimate, µs for each component",
        "run, ns for each event",
        "run, times real time",
    ]);
    for it in &points {
        page.row(&[
            &it.components.to_string(),
            &format!("{:.3}", it.estimate_secs * 1e3),
            &format!("{:.3}", it.thrice_secs * 1e3),
            &with_bar(&format!("{:.2}", each(it) * 1e6), each(it) / most_each),
            &with_bar(&format!("{:.0}", it.secs_per_event * 1e9), it.secs_per_event / most_event),
            &format!("{:.0}", it.times_real_time),
        ]);
    }
    let in_time = points.iter().filter(|it| it.estimate_secs < SCREEN_SECS).map(|it| it.components).max();
    if let Some(most) = in_time {
        page.say(&format!("Up to {most} components the estimate takes less than one such picture."));
    }
}

/// Processor time of one estimate.
fn estimate_secs(drawing: &Architecture) -> f64 {
    // Long enough for a clock that ticks every four milliseconds.
    let rounds = 30_000 / drawing.components.len() + 1;
    let times = (0..7).map(|_| {
        let before = cpu_secs();
        (0..rounds).for_each(|_| drop(std::hint::black_box(estimate(drawing))));
        (cpu_secs() - before) / rounds as f64
    });
    median(times).unwrap_or_default()
}
