//! What each behavior and each policy does in a run, in the smallest drawing that shows it.

mod common;

use common::{FAST, change_at, component, connection, drawing, failures, id, options, run, run_text, zone};
use model::{
    Architecture,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{
    Report, Session, SimTime,
    report::{ErrorPlace, FailureCause},
};

fn at(mut architecture: Architecture, events: &[(f64, &str, bool)]) -> Architecture {
    for &(at_secs, name, is_up) in events {
        let component = id(&architecture, name);
        let action = if is_up { Action::BringUp { component } } else { Action::TakeDown { component } };
        architecture.scenario.events.push(ScenarioEvent { at_secs, action });
    }
    architecture
}

fn mean(report: &Report) -> f64 {
    report.total.latency.mean_millis.expect("samples").value
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found}, expected {expected} ± {tolerance}");
}

#[test]
fn a_latency_is_wait_service_callees_and_the_network_both_ways() {
    let report = run_text(
        &format!(
            "u:client{{per_sec=10}} -call{{latency_millis=3}}-> a:api_server{{{FAST}}} \
             -call{{latency_millis=7}}-> b:api_server{{slots=1000, service_millis=5, service_distribution=constant, fixed_delay_millis=2}}"
        ),
        20.0,
    );
    near(mean(&report), 3.0 * 2.0 + 1.0 + 7.0 * 2.0 + 5.0 + 2.0, 1e-6);
    near(component(&report, "a").sojourn.mean_millis.unwrap().value, 22.0, 1e-6);
    near(connection(&report, "a", "b").mean_latency_millis.unwrap().value, 21.0, 1e-6);
}

#[test]
fn zones_set_the_latency() {
    let text = format!("[r: [az1: u:client{{per_sec=10}}]; [az2: a:api_server{{{FAST}}}]]; u -> a");
    near(mean(&run_text(&text, 10.0)), 2.0 * 1.0 + 1.0, 1e-6);
    let text = format!("[r: [az1: u:client{{per_sec=10}}, a:api_server{{{FAST}}}]]; u -> a");
    near(mean(&run_text(&text, 10.0)), 2.0 * 0.25 + 1.0, 1e-6);
    // Replicas in two zones, picked at random.
    let text = format!("[r: [az1: u:client{{per_sec=500}}, a:api_server{{{FAST}}}]; [az2: a]]; u -> a");
    near(mean(&run_text(&text, 20.0)), 2.0 * (0.25 + 1.0) / 2.0 + 1.0, 0.02);
}

#[test]
fn equal_steps_run_side_by_side_and_others_in_turn() {
    let leaf = |name: &str, millis: f64| {
        format!(
            "{name}:api_server{{slots=1000, service_millis={millis}, service_distribution=constant, fixed_delay_millis=0}}"
        )
    };
    let run = |second: u32| {
        let text = format!(
            "u:client{{per_sec=10}} -call{{latency_millis=0}}-> a:api_server{{{FAST}}}; \
             a -call{{latency_millis=0}}-> {}; a -call{{latency_millis=0, step={second}}}-> {}",
            leaf("b", 10.0),
            leaf("c", 30.0)
        );
        mean(&run_text(&text, 10.0))
    };
    near(run(1), 1.0 + 30.0, 1e-6);
    near(run(2), 1.0 + 10.0 + 30.0, 1e-6);
}

#[test]
fn calls_per_request_follow_each_other() {
    let text = format!(
        "u:client{{per_sec=10}} -call{{latency_millis=0}}-> a:api_server{{{FAST}}} \
         -call{{latency_millis=1, calls_per_request=4}}-> b:api_server#2{{{FAST}}}"
    );
    let report = run_text(&text.replace("api_server#2", "microservice"), 10.0);
    near(mean(&report), 1.0 + 4.0 * 3.0, 1e-6);
    assert_eq!(component(&report, "b").arrived, 4 * component(&report, "a").succeeded);
}

#[test]
fn no_calls_per_request_are_none() {
    for condition in ["probability=1", "probability=0.5", "on=read"] {
        let text = format!(
            "u:client{{per_sec=100}} -> a:api_server{{{FAST}}} -call{{{condition}, calls_per_request=0}}-> b:microservice"
        );
        let report = run_text(&text, 10.0);
        assert_eq!(component(&report, "b").arrived, 0, "{condition}");
        assert_eq!(report.total.failed, 0, "{condition}");
    }
}

#[test]
fn probability_and_condition_choose_requests() {
    let report = run_text(
        &format!(
            "u:client{{per_sec=1000, writes=0.3}} -> a:api_server{{{FAST}}}; a -call{{probability=0.25}}-> b:microservice{{{FAST}}}; \
             a -call{{on=write}}-> c:grpc_server{{{FAST}}}; a -call{{on=read}}-> d:auth_service{{{FAST}}}"
        ),
        20.0,
    );
    let share = |name| component(&report, name).arrived as f64 / component(&report, "a").arrived as f64;
    near(share("b"), 0.25, 0.02);
    near(share("c"), 0.3, 0.02);
    near(share("c") + share("d"), 1.0, 0.001);
}

#[test]
fn a_synchronous_call_holds_the_callers_slot() {
    // 10 slots, 1 ms of own work, a callee that takes 100 ms: at most 100 requests per second pass.
    let run = |holds: bool| {
        run_text(
            &format!(
                "u:client{{per_sec=200}} -> a:api_server{{slots=10, service_millis=1, fixed_delay_millis=0, holds_slot={holds}}} \
                 -> b:microservice{{slots=1000, service_millis=100, fixed_delay_millis=0}}"
            ),
            30.0,
        )
    };
    let held = run(true);
    let a = component(&held, "a");
    near(a.utilization.unwrap().value, 1.0, 0.01);
    near(a.own_work_utilization.unwrap().value, 0.01, 0.002);
    near(a.throughput_per_sec.unwrap().value, 99.0, 5.0);
    let free = run(false);
    near(component(&free, "a").throughput_per_sec.unwrap().value, 200.0, 8.0);
    assert!(component(&free, "a").utilization.unwrap().value < 0.03);
}

#[test]
fn cache_aside_sends_misses_and_writes_to_the_database() {
    let text = format!(
        "u:client{{per_sec=1000, writes=0.2}} -> a:api_server{{{FAST}}}; a -> cache:cache_redis{{hit_ratio=0.75}}; \
         a -call{{on={{miss_of=cache}}}}-> db:database_sql{{slots=500, service_millis=2}}"
    );
    let report = run_text(&text, 20.0);
    let (cache, db) = (component(&report, "cache"), component(&report, "db"));
    near(cache.hits as f64 / cache.arrived as f64, 0.8 * 0.75, 0.01);
    near(db.arrived as f64 / cache.arrived as f64, 0.2 + 0.8 * 0.25, 0.01);
    // The cache goes down: every request goes to the database, none fails.
    let report = run(&at(drawing(&text), &[(10.0, "cache", false)]), options(20.0));
    assert_eq!(report.total.failed, 0);
    let db = component(&report, "db").id;
    let series = report.series.components.iter().find(|it| it.id == db).unwrap();
    near(f64::from(series.throughput_per_sec[5]), 400.0, 80.0);
    near(f64::from(series.throughput_per_sec[15]), 1000.0, 120.0);
}

#[test]
fn read_through_and_edge_ask_their_origin_themselves() {
    let text = "u:client{per_sec=1000, writes=0} -> edge:cdn{hit_ratio=0.9} \
        -> cache:cache_redis{cache_mode=read_through, hit_ratio=0.5} -call-> db:database_sql{slots=500, service_millis=1}";
    let report = run_text(text, 20.0);
    let arrived = |name| component(&report, name).arrived as f64;
    near(arrived("cache") / arrived("edge"), 0.1, 0.01);
    near(arrived("db") / arrived("cache"), 0.5, 0.04);
    assert_eq!(report.total.failed, 0);
}

#[test]
fn a_timeout_ends_the_attempt_and_not_the_job() {
    let pool = "slots=1000, service_millis=100, service_distribution=constant, fixed_delay_millis=0";
    let text = format!(
        "u:client{{per_sec=100}} -call{{latency_millis=0, timeout_millis=40}}-> a:api_server{{{pool}}}"
    );
    let report = run_text(&text, 10.0);
    assert_eq!(report.total.succeeded, 0);
    assert_eq!(failures(&report, FailureCause::Timeout), report.total.failed);
    let link = connection(&report, "u", "a").id;
    assert_eq!(report.errors[0].place, ErrorPlace::Connection(link));
    near(component(&report, "a").mean_slots_busy.unwrap().value, 10.0, 1.0);
    // Cancelled, the job frees its slot.
    let text = text.replace("timeout_millis=40", "timeout_millis=40, cancel_on_timeout=true");
    near(component(&run_text(&text, 10.0), "a").mean_slots_busy.unwrap().value, 4.0, 0.5);
}

#[test]
fn retries_try_again_after_a_backoff() {
    // Half of all answers are errors; three attempts leave one request in eight failed.
    let text = |policy: &str| {
        format!(
            "u:client{{per_sec=500}} -call{{latency_millis=0, {policy}}}-> a:api_server{{{FAST}, error_ratio=0.5}}"
        )
    };
    let report = run_text(&text("attempts=3, backoff_base_millis=10, jitter=none"), 20.0);
    near(report.total.success_ratio.unwrap().value, 0.875, 0.01);
    let link = connection(&report, "u", "a");
    near(link.attempts as f64 / report.total.generated as f64, 1.75, 0.03);
    // Of the successes 4/7, 2/7 and 1/7 need one, two and three tries of 1 ms and backoffs of 10 and 20 ms.
    near(mean(&report), (4.0 * 1.0 + 2.0 * 12.0 + 33.0) / 7.0, 0.3);
    let capped =
        run_text(&text("attempts=3, backoff_base_millis=10, backoff_cap_millis=10, jitter=none"), 20.0);
    near(mean(&capped), (4.0 * 1.0 + 2.0 * 12.0 + 23.0) / 7.0, 0.3);
    let full = run_text(&text("attempts=3, backoff_base_millis=10, jitter=full"), 20.0);
    near(mean(&full), (4.0 * 1.0 + 2.0 * 7.0 + 18.0) / 7.0, 0.3);
    let equal = run_text(&text("attempts=3, backoff_base_millis=10, jitter=equal"), 20.0);
    near(mean(&equal), (4.0 * 1.0 + 2.0 * 9.5 + 25.5) / 7.0, 0.3);
}

#[test]
fn a_retry_budget_bounds_the_extra_load() {
    let text = format!(
        "u:client{{per_sec=500}} -call{{attempts=3, backoff_base_millis=10, retry_budget=0.1}}-> a:api_server{{{FAST}, error_ratio=1}}"
    );
    let report = run_text(&text, 20.0);
    let link = connection(&report, "u", "a");
    near(link.retries as f64 / report.total.generated as f64, 0.1, 0.01);
}

#[test]
fn a_breaker_opens_and_tries_again() {
    let text = format!(
        "u:client{{per_sec=100}} -call{{breaker={{failures=5, open_secs=4}}}}-> a:api_server{{{FAST}}}"
    );
    let report = run(&at(drawing(&text), &[(5.0, "a", false), (7.0, "a", true)]), options(20.0));
    // Closed until 5 s; five failures open it at once; at 9 s one request tries, succeeds, and closes it.
    let first = failures(&report, FailureCause::Refused) + failures(&report, FailureCause::Interrupted);
    assert_eq!(first, 5);
    near(failures(&report, FailureCause::BreakerOpen) as f64, 400.0, 60.0);
    let row = report.series.seconds.iter().find(|it| it.at_secs > 10.5).unwrap();
    assert_eq!(row.failed, 0);
}

#[test]
fn a_bulkhead_limits_calls_in_flight() {
    let text = format!(
        "u:client{{per_sec=200}} -> a:api_server{{{FAST}}} -call{{bulkhead=3}}-> b:microservice{{slots=1000, service_millis=100}}"
    );
    let report = run_text(&text, 20.0);
    assert!(component(&report, "b").mean_slots_busy.unwrap().value <= 3.0);
    assert!(failures(&report, FailureCause::BulkheadFull) > 0);
}

#[test]
fn an_optional_callee_may_fail() {
    let text = |optional: bool| {
        format!(
            "u:client{{per_sec=100}} -> a:api_server{{{FAST}}} -call{{optional={optional}}}-> b:microservice{{{FAST}, error_ratio=1}}"
        )
    };
    assert_eq!(run_text(&text(true), 5.0).total.failed, 0);
    assert_eq!(run_text(&text(false), 5.0).total.succeeded, 0);
}

#[test]
fn down_is_refused_within_a_round_trip_and_interrupts_work() {
    let text = "u:client{per_sec=100} -call{latency_millis=5}-> a:api_server{slots=1000, service_millis=500, service_distribution=constant}";
    let report = run(&at(drawing(text), &[(5.0, "a", false), (8.0, "a", true)]), options(12.0));
    near(failures(&report, FailureCause::Refused) as f64, 300.0, 60.0);
    let interrupted = failures(&report, FailureCause::Interrupted);
    near(interrupted as f64, 50.0, 25.0);
    let causes = &component(&report, "a").failed_by_cause;
    assert!(causes.iter().any(|it| it.cause == FailureCause::Interrupted && it.count == interrupted));
    let a = component(&report, "a");
    near(a.up_ratio.unwrap().value, 0.75, 1e-9);
    assert_eq!(report.errors[0].place, ErrorPlace::Component(a.id));
}

#[test]
fn interrupted_work_leaves_nothing_behind() {
    let bytes = |outages: u32| {
        let mut shop = drawing(
            "u:client{per_sec=1000} -{latency_millis=0}-> a:api_server{slots=1000, service_millis=500}",
        );
        let events: Vec<_> = (1..=outages)
            .flat_map(|it| [(f64::from(it), "a", false), (f64::from(it) + 0.01, "a", true)])
            .collect();
        shop = at(shop, &events);
        let mut session = Session::new(&shop, options(60.0)).unwrap();
        session.advance(SimTime::NEVER, u64::MAX);
        session.bytes()
    };
    // Some hundred requests are interrupted each time; their records are used again.
    let (few, many) = (bytes(5), bytes(55));
    assert!(many < few + 500_000, "{few} {many}");
}

#[test]
fn a_health_check_takes_its_time() {
    let text = |secs: f64| {
        format!(
            "u:client{{per_sec=1000}} -> lb:load_balancer{{health_check_secs={secs}}}; lb -> a:api_server{{{FAST}}}; lb -> b:microservice{{{FAST}}}"
        )
    };
    for secs in [1.0, 4.0] {
        let report = run(&at(drawing(&text(secs)), &[(5.0, "a", false)]), options(15.0));
        // Until it notices, half of the requests go to the dead one.
        near(report.total.failed as f64, 500.0 * secs, 100.0);
    }
}

#[test]
fn balancers_pick_as_they_say() {
    let text = |algorithm: &str, more: &str| {
        format!(
            "u:client{{per_sec=1200}} -> lb:load_balancer{{algorithm={algorithm}}}; \
             lb -call{{{more}}}-> a:api_server{{slots=16, service_millis=20, queue_limit=1000000}}; \
             lb -> b:microservice{{slots=16, service_millis=20, queue_limit=1000000}}"
        )
    };
    let share = |report: &Report| {
        let (a, b) = (component(report, "a").arrived as f64, component(report, "b").arrived as f64);
        a / (a + b)
    };
    for algorithm in ["round_robin", "random", "least_connections", "two_choices", "hash"] {
        near(share(&run_text(&text(algorithm, "weight=1"), 20.0)), 0.5, 0.03);
    }
    near(share(&run_text(&text("round_robin", "weight=3"), 20.0)), 0.75, 0.001);
    near(share(&run_text(&text("random", "weight=3"), 20.0)), 0.75, 0.02);
    near(share(&run_text(&text("hash", "weight=3"), 20.0)), 0.75, 0.02);
    // Knowing the queues is better than taking turns, and that is better than chance.
    let wait = |algorithm: &str| {
        let report = run_text(&text(algorithm, "weight=1"), 60.0);
        component(&report, "a").wait.mean_millis.unwrap().value
    };
    let (least, turns, chance) = (wait("least_connections"), wait("round_robin"), wait("random"));
    assert!(least < turns && turns < chance, "{least} {turns} {chance}");
    assert!(wait("two_choices") < chance);
}

#[test]
fn a_hash_sends_a_user_to_the_same_place() {
    let text = format!(
        "u:client{{users=1, think_secs=0.01}} -> lb:load_balancer{{algorithm=hash}}; lb -> a:api_server{{{FAST}}}; lb -> b:microservice{{{FAST}}}"
    );
    let report = run_text(&text, 10.0);
    assert!(component(&report, "a").arrived == 0 || component(&report, "b").arrived == 0);
}

#[test]
fn writes_go_to_the_primary_and_are_repeated_by_the_others() {
    let text = |reads: &str| {
        format!(
            "u:client{{per_sec=300, writes=0.2}} -> a:api_server{{{FAST}}} -> db:database_sql*3{{slots=50, service_millis=10, \
             service_distribution=constant, write_factor=2, reads_from={reads}, fixed_delay_millis=0}}"
        )
    };
    let report = run_text(&text("all_replicas"), 20.0);
    let db = component(&report, "db");
    // Reads 240/s of 10 ms, writes 60/s of 20 ms at three replicas: 2.4 + 3.6 slots.
    near(db.mean_slots_busy.unwrap().value, 6.0, 0.3);
    // Repeated writes are work, not requests; a few may be on their way between the two.
    near(db.arrived as f64, component(&report, "a").arrived as f64, 5.0);
}

#[test]
fn asynchronous_replication_is_not_awaited() {
    let text = |synchronous: bool| {
        format!(
            "u:client{{per_sec=100, writes=0.5}} -call{{latency_millis=0}}-> db:database_sql{{{FAST}, write_factor=1}} \
             -replicate{{synchronous={synchronous}, latency_millis=20}}-> copy:database_nosql{{{FAST}, write_factor=1}}"
        )
    };
    let (behind, together) = (run_text(&text(false), 20.0), run_text(&text(true), 20.0));
    near(mean(&behind), 1.0, 1e-6);
    near(mean(&together), 1.0 + 0.5 * 41.0, 1.5);
    for report in [&behind, &together] {
        let ratio = component(report, "copy").arrived as f64 / component(report, "db").arrived as f64;
        near(ratio, 0.5, 0.04);
    }
}

#[test]
fn a_broker_keeps_what_consumers_cannot_take() {
    let text = |workers: u32| {
        format!(
            "u:client{{per_sec=100}} -> a:api_server{{{FAST}}} -publish-> jobs:queue -consume-> w:worker*{workers}{{slots=1, service_millis=20, \
             service_distribution=constant, fixed_delay_millis=0}}"
        )
    };
    let enough = run_text(&text(4), 20.0);
    assert!(connection(&enough, "jobs", "w").mean_backlog.unwrap().value < 2.0);
    near(component(&enough, "w").succeeded as f64, 2000.0, 150.0);
    // One worker takes at most 50 per second less the hop; the rest waits, and the users notice nothing.
    let few = run_text(&text(1), 20.0);
    assert_eq!(few.total.failed, 0);
    near(component(&few, "w").succeeded as f64, 20.0 * 1000.0 / 20.25, 20.0);
    assert!(connection(&few, "jobs", "w").mean_backlog.unwrap().value > 400.0);
    assert!(mean(&few) < 20.0);
}

#[test]
fn a_full_broker_rejects() {
    let text = format!(
        "u:client{{per_sec=100}} -> a:api_server{{{FAST}}} -publish-> jobs:queue{{max_messages=100}}; jobs -consume-> w:worker{{slots=1, service_millis=100}}"
    );
    let report = run_text(&text, 20.0);
    assert!(failures(&report, FailureCause::BrokerFull) > 1000);
    assert!(component(&report, "jobs").mean_in_queue.unwrap().value <= 100.0);
}

#[test]
fn failing_messages_are_delivered_again_and_then_given_up() {
    let text = format!(
        "u:client{{per_sec=100}} -> a:api_server{{{FAST}}} -publish-> jobs:queue{{max_deliveries=3}}; \
         jobs -consume{{backoff_base_millis=10}}-> w:worker{{slots=50, service_millis=5, error_ratio=0.5}}"
    );
    let report = run_text(&text, 40.0);
    let link = connection(&report, "jobs", "w");
    near(link.attempts as f64 / component(&report, "jobs").succeeded as f64, 1.75, 0.05);
    near(link.dead_letters as f64 / component(&report, "jobs").succeeded as f64, 0.125, 0.02);
    assert_eq!(report.total.failed, 0);
}

#[test]
fn functions_start_cold_and_have_a_limit() {
    let text =
        |more: &str| format!("u:client{{per_sec=5}} -call{{latency_millis=0}}-> f:lambda_function{{{more}}}");
    let warm = run_text(&text("cold_start_millis=500, keep_warm_secs=600, concurrency_limit=1000"), 200.0);
    let cold = run_text(&text("cold_start_millis=500, keep_warm_secs=0.1, concurrency_limit=1000"), 200.0);
    let ratio = |report: &Report| {
        let it = component(report, "f");
        it.cold_starts as f64 / it.arrived as f64
    };
    assert!(ratio(&warm) < 0.05, "{}", ratio(&warm));
    assert!(ratio(&cold) > 0.3, "{}", ratio(&cold));
    near(mean(&cold) - mean(&warm), 500.0 * (ratio(&cold) - ratio(&warm)), 40.0);
    let limited = run_text(&text("concurrency_limit=1, service_millis=400"), 60.0);
    assert!(failures(&limited, FailureCause::Throttled) > 50);
}

#[test]
fn a_rate_limit_lets_its_rate_pass() {
    let text = format!(
        "u:client{{per_sec=500}} -> a:api_gateway{{{FAST}, rate_limit_per_sec=100, rate_limit_burst=50}}"
    );
    let report = run_text(&text, 20.0);
    near(report.total.succeeded as f64, 100.0 * 20.0 + 50.0, 20.0);
    assert_eq!(failures(&report, FailureCause::RateLimited), report.total.failed);
}

#[test]
fn what_a_collector_loses_with_an_outage_is_dropped() {
    let text = format!(
        "u:client{{per_sec=100}} -> a:api_server{{{FAST}}} -observe{{sample_ratio=1}}-> logs:logging{{slots=1000, \
         service_millis=1000, service_distribution=constant}}"
    );
    let report = run(&at(drawing(&text), &[(5.0, "logs", false)]), options(10.0));
    // What it had taken for a second, and all that comes later.
    let logs = connection(&report, "a", "logs");
    near(logs.dropped as f64, 600.0, 100.0);
    assert_eq!(logs.failed_by_cause.iter().map(|it| it.count).sum::<u64>(), logs.dropped);
    near(logs.attempts as f64, (logs.succeeded + logs.dropped) as f64, 2.0);
}

#[test]
fn telemetry_is_off_the_path_and_can_drown() {
    let text = |slots: u32| {
        format!(
            "u:client{{per_sec=1000}} -> a:api_server{{{FAST}}} -observe{{sample_ratio=0.5}}-> logs:logging{{slots={slots}, service_millis=10, queue_limit=10}}"
        )
    };
    let wide = run_text(&text(100), 10.0);
    near(connection(&wide, "a", "logs").attempts as f64, 5000.0, 250.0);
    assert_eq!(connection(&wide, "a", "logs").dropped, 0);
    let narrow = run_text(&text(1), 10.0);
    near(connection(&narrow, "a", "logs").dropped as f64, 4000.0, 300.0);
    assert_eq!(narrow.total.failed, 0);
    assert_eq!(mean(&wide), mean(&narrow));
}

#[test]
fn scraping_costs_the_same_at_any_traffic() {
    let text = |per_sec: u32| {
        format!(
            "u:client{{per_sec={per_sec}}} -> a:api_server*3{{{FAST}}} -observe{{collection=scrape}}-> m:monitoring"
        )
    };
    let copies = |per_sec| component(&run_text(&text(per_sec), 150.0), "m").arrived;
    assert_eq!(copies(10), 3 * 10);
    assert_eq!(copies(100), 3 * 10);
}

#[test]
fn tracing_costs_half_a_millisecond_at_the_traced_component() {
    let text = |more: &str| {
        format!("u:client{{per_sec=100}} -call{{latency_millis=0}}-> a:api_server{{{FAST}}}{more}")
    };
    let plain = mean(&run_text(&text(""), 20.0));
    near(mean(&run_text(&text(" -observe{sample_ratio=1}-> apm"), 20.0)) - plain, 0.5, 1e-6);
    near(mean(&run_text(&text(" -observe{sample_ratio=0.1}-> apm"), 100.0)) - plain, 0.05, 0.01);
}

#[test]
fn a_sidecar_adds_three_milliseconds() {
    let plain = format!("u:client{{per_sec=50}} -call{{latency_millis=0}}-> a:api_server{{{FAST}}}");
    let with = format!(
        "u:client{{per_sec=50}} -call{{latency_millis=0}}-> side:sidecar_proxy -call{{latency_millis=0}}-> a:api_server{{{FAST}}}"
    );
    near(mean(&run_text(&with, 200.0)) - mean(&run_text(&plain, 200.0)), 3.0, 0.05);
}

#[test]
fn names_are_resolved_once_per_lifetime() {
    let text = |ttl: f64| {
        format!("a:client{{per_sec=100}} -> names:dns{{ttl_secs={ttl}}}; a -> s:api_server{{{FAST}}}")
    };
    // 40 and 2 lifetimes in 20 s; what comes while the first question is on its way asks, too.
    let often = component(&run_text(&text(0.5), 20.0), "names").arrived;
    let seldom = component(&run_text(&text(10.0), 20.0), "names").arrived;
    assert!((40..=160).contains(&often), "{often}");
    assert!((2..=20).contains(&seldom), "{seldom}");
}

#[test]
fn the_last_to_come_is_served_first_if_asked() {
    let text = |discipline: &str| {
        format!(
            "u:client{{per_sec=150}} -> a:api_server{{slots=1, service_millis=10, discipline={discipline}, queue_limit=50, fixed_delay_millis=0}}"
        )
    };
    let median = |discipline| {
        let report = run_text(&text(discipline), 30.0);
        component(&report, "a").wait.p50_millis.unwrap().value
    };
    // Overloaded: first come, first served makes all wait for a full queue; the other way most are served fresh.
    assert!(median("fifo") > 300.0);
    assert!(median("lifo") < 60.0);
}

#[test]
fn calls_in_a_circle_end() {
    let text = format!(
        "u:client{{per_sec=10}} -> door:api_gateway{{{FAST}}} -> a:api_server{{{FAST}}} -> b:microservice{{{FAST}}} -> a"
    );
    let report = run_text(&text, 5.0);
    // Of 64 calls after each other the last, which is not made, is one of b's.
    assert_eq!(failures(&report, FailureCause::CallLoop), report.total.failed);
    assert_eq!(report.errors[0].place, ErrorPlace::Component(component(&report, "b").id));
}

#[test]
fn traffic_follows_its_pattern() {
    use model::workload::Pattern;
    let mut architecture = drawing(&format!("u:client -> a:api_server{{{FAST}}}"));
    let workload = architecture.components[0].workload.as_mut().unwrap();
    workload.pattern =
        Pattern::Spike { base_per_sec: 100.0, peak_per_sec: 900.0, at_secs: 4.0, for_secs: 2.0 };
    let report = run(&architecture, sim::RunOptions { warm_up_secs: 2.0, ..options(10.0) });
    let sent = |secs: f64| {
        let row = report.series.seconds.iter().find(|it| (it.at_secs - secs).abs() < 1e-6).unwrap();
        f64::from(row.generated)
    };
    for (secs, expected) in
        [(-1.0, 100.0), (0.0, 100.0), (4.0, 100.0), (5.0, 900.0), (6.0, 900.0), (7.0, 100.0)]
    {
        near(sent(secs), expected, 5.0 * expected.sqrt());
    }
}

#[test]
fn a_service_does_not_start_without_its_secrets() {
    let text = format!("u:client{{per_sec=100}} -> a:api_server{{{FAST}}}; a -secret-> vault:secret_manager");
    let events = [(3.0, "a", false), (4.0, "vault", false), (5.0, "a", true), (8.5, "vault", true)];
    let report = run(&at(drawing(&text), &events), options(12.0));
    // It asks at 5 s and then every second: the answer comes at 9 s.
    near(component(&report, "a").up_ratio.unwrap().value, 6.0 / 12.0, 0.01);
    let events = [(3.0, "a", false), (5.0, "a", true)];
    let report = run(&at(drawing(&text), &events), options(12.0));
    near(component(&report, "a").up_ratio.unwrap().value, 10.0 / 12.0, 0.001);
}

#[test]
fn replicas_that_come_back_while_the_others_wait_for_their_secrets_start_with_them() {
    let mut shop = drawing(
        "u:client{per_sec=30} -> a:api_server{slots=1, service_millis=50, fixed_delay_millis=0, service_distribution=constant}; \
         [x: a]; [y: a]; a -secret-> vault:secret_manager",
    );
    for (name, lasts) in [("x", 2.0), ("y", 4.0)] {
        let lost = Change::new("zone-loss", zone(&shop, name)).lasting(lasts);
        change_at(&mut shop, 3.0, lost);
    }
    // The first ones ask at 5 s, the others are back at 7 s, and the answer comes at 9 s.
    let shop = at(shop, &[(4.0, "vault", false), (8.5, "vault", true)]);
    let report = run(&shop, options(60.0));
    near(component(&report, "a").up_ratio.unwrap().value, 54.0 / 60.0, 0.01);
    // 30 a second are too many for one.
    let late: u32 = report.series.seconds[20..].iter().map(|it| it.succeeded).sum();
    near(f64::from(late), 30.0 * 40.0, 140.0);
}
