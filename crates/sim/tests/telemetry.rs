//! What a watched run notes down every second, against its report.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{component, drawing, options};
use model::{
    Architecture, ComponentId,
    objective::{Indicator, Objective},
    scenario::{Action, ScenarioEvent},
    workload::Arrivals,
};
use sim::{
    Driver, FromSim, Report, RunOptions, Session, SimTime, Speed, ToSim,
    telemetry::{Breaker, ComponentFrame, Frame, MAX_FRAMES},
};

const SHOP: &str = "users:client{per_sec=300, writes=0.2} -> api:api_server*2{slots=20, service_millis=40, error_ratio=0.02} \
    -> cache:cache_redis; api -{on={miss_of=cache}, timeout_millis=80, attempts=2}-> db:database_sql";

fn promise(journey: &str, indicator: Indicator) -> Objective {
    Objective { journey: journey.to_owned(), ..Objective::new(indicator, 0.99, 30.0) }
}

fn watched(architecture: &Architecture, options: RunOptions) -> (Vec<Frame>, Report) {
    let mut session = Session::new(architecture, options).unwrap();
    session.watch();
    while !session.advance(SimTime::NEVER, 10_000).is_done {}
    let mut frames = session.take_frames();
    assert_eq!(session.waiting_frames(), 0);
    frames.retain(|it| it.at_secs > 0.0);
    (frames, session.report())
}

fn of(frames: &[Frame], id: ComponentId) -> Vec<&ComponentFrame> {
    frames.iter().map(|frame| frame.components.iter().find(|it| it.id == id).unwrap()).collect()
}

fn sum<T>(all: &[T], count: impl Fn(&T) -> u32) -> u64 {
    all.iter().map(|it| u64::from(count(it))).sum()
}

#[test]
fn seconds_add_up_to_the_report() {
    let options = RunOptions { warm_up_secs: 3.5, ..options(20.0) };
    let (frames, report) = watched(&drawing(SHOP), options);
    assert_eq!(frames.len(), 20);
    for name in ["users", "api", "cache", "db"] {
        let whole = component(&report, name);
        let seconds = of(&frames, whole.id);
        assert_eq!(sum(&seconds, |it| it.arrived), whole.arrived, "{name}");
        assert_eq!(sum(&seconds, |it| it.succeeded), whole.succeeded, "{name}");
        assert_eq!(sum(&seconds, |it| it.failed), whole.failed, "{name}");
        assert_eq!(sum(&seconds, |it| it.hits), whole.hits, "{name}");
        assert_eq!(sum(&seconds, |it| it.misses), whole.misses, "{name}");
        if name != "users" {
            assert_eq!(sum(&seconds, |it| it.latency.counts.iter().sum()), whole.succeeded, "{name}");
            let mean = seconds.iter().map(|it| it.latency.sum_secs).sum::<f64>() / whole.succeeded as f64;
            let expected = whole.sojourn.mean_millis.unwrap().value / 1000.0;
            assert!((mean / expected - 1.0).abs() < 1e-9, "{name}: {mean}");
        }
    }
    let journeys: Vec<_> = frames.iter().flat_map(|it| &it.journeys).collect();
    assert_eq!(sum(&journeys, |it| it.succeeded), report.total.succeeded);
    assert_eq!(sum(&journeys, |it| it.failed), report.total.failed);
    for whole in &report.connections {
        let connections = frames.iter().flat_map(|it| &it.connections);
        let seconds: Vec<_> = connections.filter(|it| it.id == whole.id).collect();
        assert_eq!(sum(&seconds, |it| it.attempts), whole.attempts);
        assert_eq!(sum(&seconds, |it| it.retries), whole.retries);
    }
}

#[test]
fn a_second_has_the_load_and_the_slots_held_of_the_report() {
    let (frames, report) = watched(&drawing(SHOP), options(10.0));
    for series in &report.series.components {
        let measured = |values: &[f32]| -> Vec<f32> {
            let at_secs = report.series.seconds.iter().map(|it| it.at_secs);
            at_secs.zip(values).filter(|it| it.0 > 0.0).map(|it| *it.1).collect()
        };
        let seconds = of(&frames, series.id);
        if component(&report, "users").id == series.id {
            assert!(seconds.iter().all(|it| it.load_ratio.is_none() && it.utilization.is_none()));
        } else {
            let (loads, held): (Vec<f32>, Vec<f32>) =
                seconds.iter().map(|it| (it.load_ratio.unwrap(), it.utilization.unwrap())).unzip();
            assert_eq!(loads, measured(&series.load_ratio));
            assert_eq!(held, measured(&series.utilization));
        }
    }
}

#[test]
fn objectives_count_each_request_against_their_limit() {
    // Every answer takes 10 ms and the way there and back, to the nanosecond.
    let mut architecture = drawing(
        "users:client{per_sec=100} -> api:api_server{slots=1000, service_millis=10, service_distribution=constant, \
            fixed_delay_millis=0}",
    );
    let (_, report) = watched(&architecture, options(5.0));
    let exact = report.total.latency.mean_millis.unwrap().value;
    let below = |millis| promise("", Indicator::LatencyBelow { millis });
    architecture.objectives = vec![
        promise("", Indicator::Availability),
        below(exact + 1e-6),
        below(exact - 1e-5),
        promise("fly", Indicator::Availability),
    ];
    let (frames, report) = watched(&architecture, options(5.0));
    let counts = |index: usize| {
        let seconds: Vec<_> = frames.iter().map(|it| it.objectives[index]).collect();
        (sum(&seconds, |it| it.total), sum(&seconds, |it| it.bad))
    };
    let all = report.total.succeeded;
    assert!(all > 400 && report.total.failed == 0);
    assert_eq!([0, 1, 2, 3].map(counts), [(all, 0), (all, 0), (all, all), (0, 0)]);
}

#[test]
fn failures_are_bad_for_every_objective() {
    let mut architecture = drawing(SHOP);
    architecture.objectives =
        vec![promise("", Indicator::Availability), promise("", Indicator::LatencyBelow { millis: 1e6 })];
    let (frames, report) = watched(&architecture, options(10.0));
    for index in [0, 1] {
        let seconds: Vec<_> = frames.iter().map(|it| it.objectives[index]).collect();
        assert_eq!(sum(&seconds, |it| it.total), report.total.succeeded + report.total.failed);
        assert_eq!(sum(&seconds, |it| it.bad), report.total.failed);
    }
    assert!(report.total.failed > 0);
}

#[test]
fn watching_changes_no_result() {
    let mut architecture = drawing(SHOP);
    architecture.objectives = vec![promise("", Indicator::LatencyBelow { millis: 50.0 })];
    let mut alone = Session::new(&architecture, options(10.0)).unwrap();
    alone.advance(SimTime::NEVER, u64::MAX);
    assert!(alone.take_frames().is_empty());
    assert_eq!(watched(&architecture, options(10.0)).1, alone.report());
}

#[test]
fn what_is_down_is_seen_to_be_down() {
    let mut architecture = drawing(SHOP);
    let db = architecture.components.iter().find(|it| it.name == "db").unwrap().id;
    for (at_secs, action) in
        [(3.0, Action::TakeDown { component: db }), (6.0, Action::BringUp { component: db })]
    {
        architecture.scenario.events.push(ScenarioEvent { at_secs, action });
    }
    let (frames, _) = watched(&architecture, options(10.0));
    let up: Vec<u32> = of(&frames, db).iter().map(|it| it.up).collect();
    assert_eq!(up, [1, 1, 1, 0, 0, 0, 1, 1, 1, 1]);
    let seconds = of(&frames, db);
    assert!(seconds[4].refused > 0 && seconds[4].refused == seconds[4].failed, "{:?}", seconds[4]);
    assert_eq!(seconds[8].refused, 0);
}

#[test]
fn requests_over_a_limit_are_apart_from_errors() {
    let text = "users:client{per_sec=200} -> api:api_gateway{slots=500, rate_limit_per_sec=100, rate_limit_burst=50}";
    let (frames, report) = watched(&drawing(text), options(10.0));
    let api = component(&report, "api");
    let seconds = of(&frames, api.id);
    assert!(api.failed > 500);
    assert_eq!(sum(&seconds, |it| it.limited), api.failed);
    assert_eq!(sum(&seconds, |it| it.refused), 0);
}

#[test]
fn an_open_breaker_shows_at_its_connection_and_its_caller() {
    let text = "users:client{per_sec=100} -> api:api_server{slots=50} -{breaker={failures=5, open_millis=60000}}-> db:database_sql";
    let mut architecture = drawing(text);
    let db = architecture.components.iter().find(|it| it.name == "db").unwrap().id;
    architecture
        .scenario
        .events
        .push(ScenarioEvent { at_secs: 2.0, action: Action::TakeDown { component: db } });
    let (frames, report) = watched(&architecture, options(6.0));
    let open: Vec<u32> =
        of(&frames, component(&report, "api").id).iter().map(|it| it.breakers_open).collect();
    assert_eq!(open, [0, 0, 1, 1, 1, 1]);
    assert!(frames[5].connections.iter().any(|it| it.breaker == Breaker::Open));
}

#[test]
fn looks_at_a_quiet_run_stay_small_and_miss_no_second() {
    let mut driver = Driver::new(|text| Ok(drawing(text)));
    let file = "users:client{per_sec=0.1} -> api:api_server".to_owned();
    let options = options(5000.0);
    driver.handle(ToSim::Start { file, options, finds_warm_up: false, speed: Speed::Max, resume: None });
    let mut ends = Vec::new();
    while driver.is_running() {
        for said in driver.slice(0.01) {
            if let FromSim::Live(live) = said {
                assert!(live.frames.len() <= MAX_FRAMES, "{}", live.frames.len());
                ends.extend(live.frames.iter().map(|it| it.at_secs));
            }
        }
    }
    let every_second: Vec<f64> = (1..=5000).map(f64::from).collect();
    assert_eq!(ends, every_second);
}

#[test]
fn rates_are_those_of_the_last_second_however_short_it_was() {
    let mut shop = drawing(
        "u:client{per_sec=100} -{latency_millis=0}-> a:api_server{slots=1000, service_millis=1, fixed_delay_millis=0}; \
         u -{latency_millis=0, optional=true}-> b:microservice{slots=1000, service_millis=1, fixed_delay_millis=0, error_ratio=1}",
    );
    shop.components[0].workload.as_mut().unwrap().arrivals = Arrivals::Even;
    let mut session = Session::new(&shop, RunOptions { warm_up_secs: 0.5, ..options(3.0) }).unwrap();
    // The first one ends with the warm-up.
    for until in [0.6, 1.6, 2.6] {
        session.advance(SimTime::from_secs(until), u64::MAX);
        let live = session.live();
        let found: Vec<[f32; 3]> = live
            .connections
            .iter()
            .map(|it| [it.requests_per_sec, it.succeeded_per_sec, it.errors_per_sec])
            .chain(live.components.iter().map(|it| [100.0, it.throughput_per_sec, it.errors_per_sec]))
            .collect();
        let expected: [[f32; 3]; 5] = [
            [100.0, 100.0, 0.0],
            [100.0, 0.0, 100.0],
            [100.0, 100.0, 0.0],
            [100.0, 100.0, 0.0],
            [100.0, 0.0, 100.0],
        ];
        let is_near = |(found, expected): (&f32, &f32)| (found - expected).abs() <= 4.0;
        assert!(found.iter().flatten().zip(expected.iter().flatten()).all(is_near), "{until}: {found:?}");
    }
}

#[test]
fn the_seconds_of_the_series_add_up_to_the_report() {
    let report = common::run_text("u:client{per_sec=300} -> a:api_server{error_ratio=0.3}", 20.0);
    let a = component(&report, "a");
    let series = report.series.components.iter().find(|it| it.id == a.id).unwrap();
    assert_eq!(sum(&series.throughput_per_sec, |it| *it), a.succeeded);
    assert_eq!(sum(&series.errors_per_sec, |it| *it), a.failed);
    // They also say how sure the mean of the whole run is.
    assert!(report.total.latency.mean_millis.unwrap().half_width.is_some_and(|it| it > 0.0));
}

#[test]
fn a_queue_that_grew_for_two_seconds_counts_once_it_is_longer_than_the_slots() {
    // Of 130 a second 100 get a slot: the queue is 15, 45, 75 and 105 long in the mean of the first seconds.
    let shop = drawing(
        "u:client{per_sec=130} -{latency_millis=0}-> a:api_server{slots=100, service_millis=1, holds_slot=true, queue_limit=1000000} \
         -{latency_millis=0}-> b:microservice{slots=1000, service_millis=1000, service_distribution=constant, fixed_delay_millis=0}",
    );
    let mut session = Session::new(&shop, options(10.0)).unwrap();
    let mut is_saturated = |until: u32| {
        session.advance(SimTime::from_secs(f64::from(until)), u64::MAX);
        session.live().components[1].saturated
    };
    let saturated: Vec<bool> = (1..=10).map(&mut is_saturated).collect();
    assert!(!saturated[..4].contains(&true) && saturated[7], "{saturated:?}");
}

#[test]
fn percentiles_of_a_component_are_those_of_its_answers() {
    // M/M/1 at half load: exponential with a mean of 20 ms.
    let shop = drawing(
        "u:client{per_sec=50, writes=0} -call{latency_millis=0}-> api:api_server{slots=1, service_millis=10, \
         service_distribution=exponential, fixed_delay_millis=0}",
    );
    let (frames, report) = watched(&shop, options(2000.0));
    let api = of(&frames, component(&report, "api").id);
    let mean = |of: fn(&ComponentFrame) -> Option<f32>| {
        let given: Vec<f64> = api.iter().filter_map(|it| of(it)).map(f64::from).collect();
        // After five seconds at the latest, as long as there are enough.
        assert!(given.len() >= 300, "{}", given.len());
        given.iter().sum::<f64>() / given.len() as f64
    };
    for (ratio, of) in
        [(0.5, (|it| it.p50_millis) as fn(&ComponentFrame) -> Option<f32>), (0.95, |it| it.p95_millis)]
    {
        let expected = -20.0 * libm::log(1.0 - ratio);
        let found = mean(of);
        assert!((found / expected - 1.0).abs() < 0.06, "{ratio}: {found}, expected {expected}");
    }
    // 250 answers in five seconds are too few for one in a hundred.
    assert!(api.iter().all(|it| it.p99_millis.is_none()));
}
