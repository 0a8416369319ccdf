//! Caches that hold items: popularity, room, expiry, cold starts, stampedes.

mod common;

use common::{change_at, component, drawing, options, run};
use model::{
    Architecture, Place,
    scenario::{Action, Change, ScenarioEvent},
    spec::Keys,
};
use sim::{Report, RunOptions};

const FAST: &str = "slots=1000, service_millis=1, service_distribution=constant, fixed_delay_millis=0";

/// A service with a cache beside it and a database of 50 ms.
fn beside(per_sec: u32, items: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec={per_sec}, writes=0}} -> api:web_server{{{FAST}}} -> c:cache_redis{{{FAST}, cache_model=keys, {items}}}; \
         api -{{on={{miss_of=c}}}}-> db:database_sql{{slots=10000, service_millis=50, service_distribution=constant, fixed_delay_millis=0}}"
    ))
}

fn hits(report: &Report, name: &str) -> f64 {
    let it = component(report, name);
    it.hits as f64 / (it.hits + it.misses) as f64
}

fn arrived(report: &Report, name: &str) -> f64 {
    component(report, name).arrived as f64
}

fn after_warm_up(architecture: &Architecture) -> Report {
    run(architecture, RunOptions { warm_up_secs: 60.0, ..options(60.0) })
}

#[test]
fn a_cache_hits_as_ches_approximation_says() {
    for (count, exponent, capacity) in [(5000, 0.9, 500), (5000, 0.0, 1000), (2000, 1.2, 100)] {
        let items = format!("cached_keys={count}, popularity={exponent}, capacity_items={capacity}");
        let found = hits(&after_warm_up(&beside(500, &items)), "c");
        let expected = Keys { count, exponent, capacity, ttl_secs: None, coalesces: false }.hit_ratio();
        assert!((found - expected).abs() < 0.015, "{items}: {found}, expected {expected}");
    }
}

#[test]
fn what_expires_is_fetched_again() {
    let items = |ttl: &str| format!("cached_keys=10, popularity=0, capacity_items=10{ttl}");
    assert_eq!(hits(&after_warm_up(&beside(100, &items(""))), "c"), 1.0);
    // Each item is asked for 10 times a second: after a second and a fetch it misses about once per 11 requests.
    let found = hits(&after_warm_up(&beside(100, &items(", entry_ttl_secs=1"))), "c");
    assert!((0.83..0.93).contains(&found), "{found}");
}

#[test]
fn a_write_makes_its_item_void() {
    let text = |writes: f64| {
        format!(
            "u:client{{per_sec=200, writes={writes}}} -> edge:cdn{{{FAST}, cache_model=keys, cached_keys=50, popularity=0, capacity_items=50}} \
             -> api:api_server{{{FAST}}}"
        )
    };
    let reads = |report: &Report| {
        let edge = component(report, "edge");
        edge.hits as f64
            / report.journeys.iter().find(|it| it.name == "read").expect("reads").succeeded as f64
    };
    assert!(reads(&after_warm_up(&drawing(&text(0.0)))) == 1.0);
    // Every second request is a write: a read finds what was read after the last write, one time in two.
    let found = reads(&after_warm_up(&drawing(&text(0.5))));
    assert!((found - 0.5).abs() < 0.03, "{found}");
}

#[test]
fn a_write_beside_a_cache_puts_nothing_in() {
    let text = format!(
        "u:client{{per_sec=200, writes=0.5}} -> api:web_server{{{FAST}}} -> c:cache_redis{{{FAST}, cache_model=keys, cached_keys=50, \
         popularity=0, capacity_items=50}}; api -{{on={{miss_of=c}}}}-> db:database_sql{{slots=10000, service_millis=5}}"
    );
    let report = after_warm_up(&drawing(&text));
    let reads = report.journeys.iter().find(|it| it.name == "read").expect("reads").succeeded as f64;
    // As above: a read finds what was read after the last write.
    let found = component(&report, "c").hits as f64 / reads;
    assert!((found - 0.5).abs() < 0.03, "{found}");
}

#[test]
fn what_a_second_cache_does_not_have_comes_from_behind_it() {
    let keys = "cache_model=keys, cached_keys=20, popularity=0, capacity_items=20";
    let architecture = drawing(&format!(
        "u:client{{per_sec=1000, writes=0}} -> api:web_server{{{FAST}}} -> c:cache_redis{{{FAST}, {keys}, coalescing=true}}; \
         api -{{on={{miss_of=c}}}}-> far:cache_memcached{{{FAST}, {keys}}}; \
         api -{{on={{miss_of=far}}}}-> db:database_sql{{slots=10000, service_millis=50, service_distribution=constant}}"
    ));
    // Until the database has answered nobody has anything, also who waits at the first cache.
    assert_eq!(run(&architecture, options(0.05)).total.succeeded, 0);
    let report = run(&architecture, options(5.0));
    assert_eq!([arrived(&report, "db"), arrived(&report, "far")], [20.0, 20.0]);
    assert!(report.total.latency.p99_millis.expect("answers").value < 100.0);
}

#[test]
fn a_cache_behind_a_balancer_is_filled_like_one_that_is_asked_directly() {
    let shop = |caches: &str| {
        drawing(&format!(
            "u:client{{per_sec=1000, writes=0}} -> api:web_server{{{FAST}}} -> lb:load_balancer -> inner:load_balancer; {caches}; \
             api -{{on={{miss_of=lb}}}}-> db:database_sql{{slots=10000, service_millis=50, service_distribution=constant}}"
        ))
    };
    let cache = |name: &str, replicas: u32| {
        let items = "cache_model=keys, cached_keys=20, popularity=0, capacity_items=20, coalescing=true";
        format!("inner -> {name}:cache_redis*{replicas}{{{FAST}, {items}}}")
    };
    let report = run(&shop(&cache("c", 3)), options(5.0));
    assert_eq!(arrived(&report, "db"), 20.0);
    assert!(report.total.in_flight_at_end < 20, "{}", report.total.in_flight_at_end);
    // Nobody says which of several was asked.
    let report = run(&shop(&format!("{}; {}", cache("c", 1), cache("d", 1))), options(5.0));
    assert_eq!(hits(&report, "c") + hits(&report, "d"), 0.0);
}

#[test]
fn two_caches_on_the_way_are_asked_for_the_same_item() {
    let text = format!(
        "u:client{{per_sec=500, writes=0}} -> edge:cdn{{{FAST}, cache_model=keys, cached_keys=1000, popularity=1, capacity_items=200}} \
         -> inner:cache_redis{{{FAST}, cache_mode=read_through, cache_model=keys, cached_keys=1000, popularity=1, capacity_items=200}} \
         -> db:database_sql{{slots=10000, service_millis=5}}"
    );
    let report = after_warm_up(&drawing(&text));
    // The outer one takes the popular items away: what comes to the inner one is hard to hit.
    assert!(hits(&report, "edge") > 0.6, "{}", hits(&report, "edge"));
    assert!(hits(&report, "inner") < 0.3, "{}", hits(&report, "inner"));
}

fn flushed(items: &str) -> Report {
    let mut architecture = beside(1000, items);
    let cache = architecture.components.iter().find(|it| it.name == "c").expect("the cache").id;
    architecture.scenario.events =
        vec![ScenarioEvent { at_secs: 10.0, action: Action::Flush { component: cache } }];
    run(&architecture, RunOptions { warm_up_secs: 20.0, ..options(20.0) })
}

#[test]
fn a_flush_lets_all_ask_the_database_and_one_fetch_at_a_time_prevents_it() {
    let items = "cached_keys=20, popularity=0, capacity_items=20";
    let stampede = flushed(items);
    // For 50 ms and more 1,000 per second find nothing.
    let asked = arrived(&stampede, "db");
    assert!((40.0..80.0).contains(&asked), "{asked}");
    let single = flushed(&format!("{items}, coalescing=true"));
    assert_eq!(arrived(&single, "db"), 20.0);
    assert_eq!(single.total.failed, 0);
    assert!(hits(&single, "c") > hits(&stampede, "c"));
}

#[test]
fn who_waits_for_a_fetch_hits_and_who_fetches_misses() {
    let items = "cached_keys=20, popularity=0, capacity_items=20, coalescing=true";
    let report = run(&beside(1000, items), options(20.0));
    let it = component(&report, "c");
    // It begins empty: for each item one request fetches, and fifty or so wait for it.
    assert_eq!(it.misses, 20);
    assert_eq!(it.hits + it.misses, it.succeeded);
    // The same at a cache that asks its origin.
    let report = run(
        &drawing(&format!(
            "u:client{{per_sec=1000, writes=0}} -> c:cdn{{{FAST}, cache_model=keys, {items}}} \
             -> db:database_sql{{slots=10000, service_millis=50, service_distribution=constant}}"
        )),
        options(20.0),
    );
    let it = component(&report, "c");
    assert_eq!(it.misses, 20);
    assert_eq!(it.hits + it.misses, it.succeeded);
}

#[test]
fn a_cache_comes_back_empty() {
    let mut architecture = beside(1000, "cached_keys=100, popularity=0, capacity_items=100");
    let cache = architecture.components.iter().find(|it| it.name == "c").expect("the cache").id;
    let event = |at_secs, action| ScenarioEvent { at_secs, action };
    architecture.scenario.events = vec![
        event(5.0, Action::TakeDown { component: cache }),
        event(5.001, Action::BringUp { component: cache }),
    ];
    let report = run(&architecture, RunOptions { warm_up_secs: 10.0, ..options(10.0) });
    assert!(component(&report, "c").misses >= 100, "{}", component(&report, "c").misses);
}

/// A cache that asks its origin and fetches once at a time.
fn single_fetch(per_sec: u32, policy: &str, items: &str, origin: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec={per_sec}, writes=0}} -{{{policy}}}-> edge:cdn{{{FAST}, cache_model=keys, coalescing=true, {items}}} \
         -> api:api_server{{slots=1000, fixed_delay_millis=0, {origin}}}"
    ))
}

#[test]
fn a_fetch_that_is_cancelled_is_over() {
    let architecture = single_fetch(
        100,
        "timeout_millis=40, cancel_on_timeout=true",
        "cached_keys=1, capacity_items=1, entry_ttl_secs=0.2",
        "service_millis=20",
    );
    let report = run(&architecture, options(60.0));
    // One fetch in seven takes longer than whoever began it waits. Then the next one fetches, not ten seconds later.
    let ratio = report.total.succeeded as f64 / report.total.generated as f64;
    assert!(ratio > 0.95, "{ratio}");
    assert!(report.total.failed > 20, "{}", report.total.failed);
}

#[test]
fn who_gave_up_waiting_for_a_fetch_gets_nothing_of_it() {
    let mut architecture = single_fetch(
        100,
        "latency_millis=0",
        "cached_keys=1, capacity_items=1, entry_ttl_secs=0.1",
        "service_millis=50, service_distribution=constant",
    );
    // Everybody asks twice at once. The first call fetches, or waits until somebody has; the second one has no patience.
    let mut hasty = architecture.connections[0].clone();
    hasty.id = model::ConnectionId(architecture.next_id);
    architecture.next_id += 1;
    (hasty.policy.timeout_millis, hasty.policy.cancel_on_timeout) = (Some(20.0), true);
    architecture.connections.push(hasty);
    let edge = component(&run(&architecture, options(20.0)), "edge").clone();
    assert!(edge.failed > 100, "{}", edge.failed);
    // Somebody else may have the record of who gave up by then.
    assert_eq!(edge.hits + edge.misses, edge.succeeded);
}

#[test]
fn a_fetch_ends_with_the_cache_that_began_it() {
    let mut architecture = single_fetch(
        1000,
        "latency_millis=0",
        "cached_keys=1, capacity_items=1",
        "service_millis=50, service_distribution=constant",
    );
    let cache = architecture.components.iter().find(|it| it.name == "edge").expect("the cache").id;
    let event = |at_secs, action| ScenarioEvent { at_secs, action };
    architecture.scenario.events = vec![
        event(0.03, Action::TakeDown { component: cache }),
        event(0.04, Action::BringUp { component: cache }),
    ];
    let report = run(&architecture, options(5.0));
    // What was asked for before it went down, and while it was.
    assert!((20..80).contains(&report.total.failed), "{}", report.total.failed);
    assert_eq!(arrived(&report, "api"), 2.0);
    assert!(report.total.in_flight_at_end < 10, "{}", report.total.in_flight_at_end);
}

#[test]
fn a_fetch_ends_with_the_replica_that_began_it() {
    let mut architecture = single_fetch(
        1000,
        "latency_millis=0",
        "cached_keys=1, capacity_items=1",
        "service_millis=50, service_distribution=constant",
    );
    let edge = architecture.components.iter_mut().find(|it| it.name == "edge").expect("the cache");
    edge.placements[0].replicas = 2;
    let crash = Change::new("crash", Place::Component(edge.id)).with("share", 0.5).lasting(60.0);
    change_at(&mut architecture, 0.03, crash);
    let mut asked = [0, 0];
    for seed in 0..20 {
        let report = run(&architecture, RunOptions { seed, ..options(2.0) });
        // Whichever of them fetches: who waits at the other one does not wait for ever.
        assert!(report.total.in_flight_at_end < 10, "{seed}: {}", report.total.in_flight_at_end);
        asked[arrived(&report, "api") as usize - 1] += 1;
    }
    assert!(asked[0] > 2 && asked[1] > 2, "{asked:?}");
}

#[test]
fn who_waits_for_a_fetch_that_fails_tries_next() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=200, writes=0}} -> edge:cdn{{{FAST}, cache_model=keys, cached_keys=1, capacity_items=1, coalescing=true}} \
         -> api:api_server{{slots=1000, service_millis=20, service_distribution=constant, fixed_delay_millis=0, error_ratio=1}}"
    ));
    let report = run(&architecture, options(20.0));
    // One at a time, each failing after its round trip of some 20 ms: nobody ever gets an answer, and most still wait.
    assert_eq!(report.total.succeeded, 0);
    let asked = arrived(&report, "api");
    assert!((800.0..1000.0).contains(&asked), "{asked}");
    assert!(report.total.in_flight_at_end > 2000);
}

#[test]
fn who_waits_for_a_fetch_that_may_fail_tries_next_alone() {
    let report = run(
        &drawing(&format!(
            "u:client{{per_sec=200, writes=0}} -> api:api_server{{slots=10000}} -> c:cache_redis{{{FAST}, cache_model=keys, cached_keys=1, \
             capacity_items=1, coalescing=true}}; api -{{on={{miss_of=c}}, optional=true}}-> \
             db:database_sql{{slots=1000, service_millis=20, service_distribution=constant, fixed_delay_millis=0, error_ratio=1}}"
        )),
        options(20.0),
    );
    // As above: one at a time, though all are answered without it.
    assert_eq!(report.total.failed, 0);
    let asked = arrived(&report, "db");
    assert!((800.0..1000.0).contains(&asked), "{asked}");
}
