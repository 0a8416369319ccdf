//! Machines and processes.

use model::scenario::Change;
use sim::{RunOptions, report::FailureCause};

use crate::{
    common::{change_at, component, drawing, options, run},
    story::{AFTER, BEFORE, DURING, POOL, happen, place, story, trouble},
};

fn api(more: &str) -> String {
    format!("u:client{{per_sec=200}} -call{{latency_millis=0}}-> api:api_server{{{POOL}{more}}}")
}

/// Four replicas, each with a quarter of the traffic.
fn four(algorithm: &str, per_sec: u32) -> String {
    format!(
        "u:client{{per_sec={per_sec}}} -> lb:load_balancer{{algorithm={algorithm}}} -> api:api_server*4{{{POOL}}}"
    )
}

#[test]
fn crash() {
    let story = story(&api(""), "api", trouble("crash", &[]));
    story.fails(1.0);
    assert!(story.failed_by(FailureCause::Refused) > 1500.0);
    // What it was working on: two requests on average, Poisson.
    assert!((1.0..=12.0).contains(&story.failed_by(FailureCause::Interrupted)));
}

#[test]
fn slow() {
    story(&api(""), "api", trouble("slow", &[("factor", 3.0)])).is_slower(3.0);
}

#[test]
fn cpu_pressure() {
    // Half of the CPU is left.
    story(&api(""), "api", trouble("cpu-pressure", &[("share", 0.5)])).is_slower(2.0);
}

#[test]
fn error_rate() {
    story(&api(""), "api", trouble("error-rate", &[("share", 0.07)])).fails(0.07);
}

#[test]
fn straggler() {
    let story = story(&four("round_robin", 200), "api", trouble("straggler", &[("factor", 10.0)]));
    // A quarter of the requests takes 100 ms on average instead of 10 ms: of all, 5 % take more than 161 ms. Half of all
    // are done after 9 ms instead of 7 ms.
    let (before, during) = (story.p95(BEFORE), story.p95(DURING));
    assert!(during > 4.0 * before, "{before} ms, then {during} ms");
    assert!(story.p50(DURING) < 1.7 * story.p50(BEFORE));
    assert!((story.p95(AFTER) / before - 1.0).abs() < 0.1);
}

#[test]
fn black_hole() {
    let fair = story(&four("round_robin", 1600), "api", trouble("black-hole", &[]));
    // Every fourth request, exactly.
    assert!((fair.errors(DURING) - 0.25).abs() < 0.01, "{}", fair.errors(DURING));
    // Four slots of each are busy; what fails at once never is.
    let drawn_in = story(&four("least_connections", 1600), "api", trouble("black-hole", &[]));
    // What is on the way keeps it from getting all.
    assert!(drawn_in.errors(DURING) > 0.5, "{}", drawn_in.errors(DURING));
    assert_eq!(fair.failed(AFTER) + drawn_in.failed(AFTER) + drawn_in.failed(BEFORE), 0.0);
}

#[test]
fn noisy_neighbor() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: lb:load_balancer, api:api_server{{{POOL}}}]; [b: api]]; u -> lb -> api"
    );
    let story = story(&text, "[b]", trouble("noisy-neighbor", &[("factor", 5.0)]));
    // Half of the requests takes 50 ms on average: of all, 5 % take more than 115 ms, and a few wait.
    let (before, during) = (story.p95(BEFORE), story.p95(DURING));
    assert!((100.0..150.0).contains(&during), "{before} ms, then {during} ms");
    assert!((story.p95(AFTER) / before - 1.0).abs() < 0.15);
}

#[test]
fn pool_exhaustion() {
    let story = story(&api(""), "api", trouble("pool-exhaustion", &[("left", 0.1), ("over", 5.0)]));
    // Two of ten slots are busy on average; one is left after five seconds and serves 100 of 200 a second.
    assert!(story.queue("api", BEFORE) < 5);
    assert!((300..=700).contains(&story.queue("api", 19..20)), "{}", story.queue("api", 19..20));
    assert!((story.throughput("api", 16..20) - 100.0).abs() < 20.0);
    assert!(story.queue("api", AFTER) < 5);
}

#[test]
fn memory_pressure() {
    let settings = [("factor", 2.0), ("every", 5.0), ("pause", 1000.0)];
    let story = story(&api(""), "api", trouble("memory-pressure", &settings));
    for pause in [10, 15] {
        // What was under way is finished; what came in the pause is answered in the second after it.
        assert!(story.answered(pause..pause + 1) < 20.0, "{}", story.answered(pause..pause + 1));
        assert!(story.answered(pause + 1..pause + 2) > 300.0, "{}", story.answered(pause + 1..pause + 2));
    }
    assert!((story.p50(AFTER) / story.p50(BEFORE) - 1.0).abs() < 0.1);
    assert_eq!(story.failed(0..40), 0.0);
}

#[test]
fn memory_pressure_without_pauses() {
    story(&api(""), "api", trouble("memory-pressure", &[("factor", 2.0), ("pause", 0.0)])).is_slower(2.0);
}

#[test]
fn stall() {
    let story = story(&api(", queue_limit=10000"), "api", trouble("stall", &[]));
    assert_eq!(story.answered(DURING), 0.0);
    // Ten seconds of 200 requests wait; a thousand are served each second after that.
    assert!((story.answered(20..23) - 2600.0).abs() < 300.0, "{}", story.answered(20..23));
    assert!((story.p50(AFTER) / story.p50(BEFORE) - 1.0).abs() < 0.1);
}

/// Two replicas behind a balancer that notices soon.
fn pair() -> String {
    format!(
        "u:client{{per_sec=200}} -> lb:load_balancer{{health_check_secs=0.5}} -> api:api_server*2{{{POOL}}}"
    )
}

#[test]
fn memory_leak() {
    let settings = [("fills", 4.0), ("restart", 2.0), ("factor", 4.0)];
    let story = story(&pair(), "api", trouble("memory-leak", &settings));
    // The second replica is half full at the beginning and is killed after two seconds, and six seconds later again; the
    // first one after four.
    for killed in [12, 14, 18] {
        assert!(
            story.failed(killed..killed + 1) > 20.0,
            "{} at {killed} s",
            story.failed(killed..killed + 1)
        );
    }
    for well in [10, 11, 13, 15, 16, 17, 19] {
        assert_eq!(story.failed(well..well + 1), 0.0, "at {well} s");
    }
    assert_eq!(story.failed(BEFORE) + story.failed(AFTER), 0.0);
    // The fuller, the slower.
    assert!(story.p50(DURING) > 1.2 * story.p50(BEFORE), "{}", story.p50(DURING));
    assert!((story.p50(AFTER) / story.p50(BEFORE) - 1.0).abs() < 0.1);
}

#[test]
fn spot_reclaim() {
    let story = story(&pair(), "api", trouble("spot-reclaim", &[("share", 0.5), ("notice", 4.0)]));
    assert_eq!(story.failed(0..14), 0.0);
    // Half of the requests, until the balancer has noticed.
    assert!((20.0..80.0).contains(&story.failed(14..15)), "{}", story.failed(14..15));
    assert_eq!(story.failed(15..40), 0.0);
}

#[test]
fn spot_reclaim_of_drained_replicas_is_not_felt() {
    let failed = |drawing: &str, drained: f64| {
        let settings = [("share", 0.5), ("notice", 4.0), ("drained", drained)];
        story(drawing, "api", trouble("spot-reclaim", &settings)).failed(0..40)
    };
    assert!(failed(&pair(), 0.0) > 0.0);
    assert_eq!(failed(&pair(), 1.0), 0.0);
    // Without a balancer callers find out only by being refused; who was drained is not asked any more.
    let direct = format!("u:client{{per_sec=200}} -> api:api_server*2{{{POOL}}}");
    assert!(failed(&direct, 0.0) > 500.0);
    assert_eq!(failed(&direct, 1.0), 0.0);
}

#[test]
fn spot_reclaim_leaves_what_is_reserved() {
    let pair = |bought: &str| {
        format!("u:client{{per_sec=200}} -> lb:load_balancer -> api:api_server*2{{{POOL}{bought}}}")
    };
    let story_of = |bought: &str| {
        let settings = [("share", 1.0), ("notice", 4.0)];
        story(&pair(bought), "api", trouble("spot-reclaim", &settings))
    };
    // All spot replicas go, which is one of two: half of the requests, until the balancer has noticed.
    let mixed = ", purchase=one_year, reserved_replicas=1, burst=spot";
    let one_left = story_of(mixed);
    assert!((20.0..200.0).contains(&one_left.failed(14..15)), "{}", one_left.failed(14..15));
    assert_eq!(one_left.failed(20..40), 0.0);
    // Nothing is left where all are spot.
    assert!(story_of(", purchase=spot").failed(16..18) > 100.0);
    // Those that are there are reserved, though further ones would be spot.
    assert_eq!(story_of(", purchase=one_year, reserved_replicas=2, burst=spot").failed(0..40), 0.0);
    // And nothing can be taken where all are reserved.
    let can_be_hit = |bought: &str| {
        let fleet = drawing(&pair(bought));
        let known = sim::changes::find("spot-reclaim").expect("it is in the list");
        (known.hits)(&fleet, place(&fleet, "api"))
    };
    assert!(can_be_hit(mixed) && can_be_hit(""));
    assert!(!can_be_hit(", purchase=three_years"));
}

#[test]
fn health_check_flapping() {
    let all = [("share", 1.0), ("period", 3.0)];
    let story_of = |settings| story(&pair(), "api", trouble("health-check-flapping", settings));
    let story = story_of(&all);
    // Half a second later than the checks.
    for (phase, expected) in [(2..10, 0.0), (11..13, 1.0), (14..16, 0.0), (17..19, 1.0), (25..40, 0.0)] {
        assert_eq!(story.errors(phase.clone()), expected, "{phase:?}");
    }
    assert!(story.failed_by(FailureCause::NoHealthyTarget) > 800.0);
    // The other one carries all of it.
    assert_eq!(story_of(&[("share", 0.5), ("period", 3.0)]).failed(0..40), 0.0);
}

#[test]
fn autoscaler_failure() {
    let text = "u:client{per_sec=100} -> lb:load_balancer -> api:api_server*2{slots=2, service_millis=20, service_distribution=exponential, fixed_delay_millis=0, \
        boot_secs=1, scaling=cpu, scaling_min=2, scaling_max=8, scaling_target=0.5, scaling_up_secs=0, scaling_period_secs=2}";
    let replicas = |broken: bool| {
        let mut shop = drawing(text);
        // Three times the traffic for as long as nobody scales.
        happen(&mut shop, 10.0, "u", &trouble("traffic", &[("factor", 3.0)]));
        if broken {
            happen(&mut shop, 10.0, "api", &trouble("autoscaler-failure", &[]));
        }
        let report = run(&shop, options(60.0));
        let scaled = |it: &&sim::report::Happening| matches!(it.what, sim::report::What::Scaled { .. });
        report.happenings.iter().filter(scaled).map(|it| it.at_secs).collect::<Vec<f64>>()
    };
    let during = |it: &[f64]| it.iter().filter(|it| (10.0..21.0).contains(*it)).count();
    assert!(during(&replicas(false)) > 0, "{:?}", replicas(false));
    assert_eq!(during(&replicas(true)), 0, "{:?}", replicas(true));
}

#[test]
fn random_failures() {
    // Share of the time in which nobody is up, over 16,000 s.
    let down = |replicas: u32| {
        let text =
            format!("u:client{{per_sec=1}} -> api:api_server*{replicas}{{slots=100, service_millis=1}}");
        let mut shop = drawing(&text);
        let change = Change::new("random-failures", place(&shop, "api"));
        change_at(&mut shop, 0.0, change.with("mttf", 40.0).with("mttr", 10.0));
        let runs = (1..=4).map(|seed| {
            let report = run(&shop, RunOptions { seed, ..options(4000.0) });
            1.0 - component(&report, "api").up_ratio.expect("a share").value
        });
        runs.sum::<f64>() / 4.0
    };
    // MTTR / (MTTF + MTTR) = 0.2: 320 turns have a standard deviation of 0.2 × 0.8 × √(2 / 320) = 0.013.
    assert!((down(1) - 0.2).abs() < 4.0 * 0.013, "{}", down(1));
    // 0.2² = 0.04: 128 spells of 5 s have one of 0.04 × √(2 / 128) = 0.005.
    assert!((down(2) - 0.04).abs() < 4.0 * 0.005, "{}", down(2));
}

/// In which seconds one replica was down, with a mean time to failure of its own or without, and with so many events
/// of failing by chance.
fn down_by_chance(own: bool, events: usize) -> Vec<bool> {
    let own = if own { ", mttf_secs=30, mttr_secs=10" } else { "" };
    let mut shop =
        drawing(&format!("u:client{{per_sec=20}} -> api:api_server{{slots=100, service_millis=1{own}}}"));
    for _ in 0..events {
        let change = Change::new("random-failures", place(&shop, "api"));
        change_at(&mut shop, 0.0, change.with("mttf", 40.0).with("mttr", 10.0));
    }
    let report = run(&shop, options(400.0));
    let api = component(&report, "api").id;
    let series = report.series.components.iter().find(|it| it.id == api).expect("a series");
    series.up.iter().map(|it| !it).collect()
}

#[test]
fn each_way_of_failing_by_chance_has_luck_of_its_own() {
    let either = |a: &[bool], b: &[bool]| a.iter().zip(b).map(|(a, b)| *a || *b).collect::<Vec<_>>();
    let (own, event) = (down_by_chance(true, 0), down_by_chance(false, 1));
    assert!(own.contains(&true) && event.contains(&true) && own != event);
    // One that comes on top changes nothing about the others, though both begin at the same moment.
    assert_eq!(down_by_chance(true, 1), either(&own, &event));
    let two = down_by_chance(false, 2);
    assert!(two != event && either(&two, &event) == two);
}

#[test]
fn replicas_that_came_later_fail_as_well() {
    let up = |change: &str, settings: &[(&'static str, f64)]| {
        let text = "u:client{per_sec=1} -> api:api_server{slots=100, service_millis=1, boot_secs=0, scaling=cpu, \
                    scaling_min=2, scaling_max=2}";
        let mut shop = drawing(text);
        let mut change = Change::new(change, place(&shop, "api"));
        for (key, value) in settings {
            change = change.with(key, *value);
        }
        change_at(&mut shop, 100.0, change);
        let report = run(&shop, options(4000.0));
        assert!(report.happenings.iter().any(|it| it.at_secs < 100.0), "{:?}", report.happenings);
        component(&report, "api").up_ratio.expect("a share").value
    };
    // 0.2² = 0.04, with a standard deviation of 0.04 × √(2 / 32) = 0.01.
    let random = up("random-failures", &[("mttf", 40.0), ("mttr", 10.0)]);
    assert!(random < 0.99, "{random}");
    // Both fill in step, and are killed together: for 2 s of 10 s, and a second until somebody looks.
    let leak = up("memory-leak", &[("fills", 8.0), ("restart", 2.0)]);
    assert!((0.75..0.85).contains(&leak), "{leak}");
}

/// Two of three replicas are gone, and so is what they would have told.
#[test]
fn who_is_down_is_not_scraped() {
    let text = format!(
        "u:client{{per_sec=200}} -> api:api_server*3{{{POOL}}} -observe{{collection=scrape}}-> m:monitoring"
    );
    let mut architecture = drawing(&text);
    let crash = Change::new("crash", place(&architecture, "api")).with("share", 0.67);
    change_at(&mut architecture, 16.0, crash);
    // Once with all replicas, twice with one.
    let report = run(&architecture, options(45.0));
    assert_eq!(component(&report, "m").arrived, 5);
}

/// When replicas fail by chance is looked at every second, whatever else begins or ends in between.
#[test]
fn chance_does_not_follow_what_happens_elsewhere() {
    let text = format!(
        "u:client{{per_sec=200}} -> api:api_server*4{{{POOL}, mttf_secs=5, mttr_secs=2}}; v:client{{per_sec=20}} -> w:worker{{{POOL}}}"
    );
    let quiet = drawing(&text);
    let mut busy = quiet.clone();
    for at_secs in (1..60).map(f64::from) {
        let crash = Change::new("crash", place(&busy, "w")).lasting(0.3);
        change_at(&mut busy, at_secs + 0.15, crash);
    }
    let [quiet, busy] = [quiet, busy].map(|it| run(&it, options(60.0)));
    assert!(component(&busy, "w").failed > 200 && component(&quiet, "api").failed > 200);
    assert_eq!(component(&busy, "api"), component(&quiet, "api"));
}
