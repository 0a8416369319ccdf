//! The estimate of messages, limits and failures, by hand and against runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{BARE, drawing};
use sim::{Estimate, RunOptions, estimate, estimate::ComponentEstimate, queueing, run_replications};

#[track_caller]
fn of(text: &str) -> (Estimate, impl Fn(&str) -> ComponentEstimate + use<>) {
    let architecture = drawing(text);
    let guess = estimate(&architecture).expect("an estimate");
    let components = guess.components.clone();
    let part = move |name: &str| {
        let place = architecture.components.iter().position(|it| it.name == name).expect(name);
        components[place]
    };
    (guess, part)
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{found}, expected {expected} ± {tolerance}"
    );
}

fn remarks(guess: &Estimate) -> Vec<&str> {
    guess.caveats.iter().map(|it| it.id.as_ref()).collect()
}

#[test]
fn a_message_that_fails_comes_again_and_keeps_a_slot_on_its_way() {
    let (guess, part) = of(&format!(
        "u:client{{per_sec=40}} -> a:api_server{{slots=100, {BARE}}} -publish-> q:queue{{slots=1000, max_deliveries=3}} \
         -consume{{latency_millis=5}}-> w:worker{{slots=2, service_millis=10, error_ratio=0.5, holds_slot=false}} -call-> d:microservice{{slots=100}}"
    ));
    // 1 + 1/2 + 1/4 deliveries of each.
    near(part("w").arrivals_per_sec, 40.0 * 1.75, 1e-6);
    near(part("w").utilization.unwrap(), 70.0 * 0.015 / 2.0, 1e-6);
    near(part("d").arrivals_per_sec, 35.0, 1e-6);
    assert_eq!(remarks(&guess), [""; 0]);
}

#[test]
fn a_partition_works_on_one_message_at_a_time() {
    // Two partitions and four slots: a message takes 10 + 5 ms of a slot and 30 ms at its callee, so that 44 a second are all.
    let text = |rate: u32| {
        format!(
            "u:client{{per_sec={rate}}} -> a:api_server{{slots=100, {BARE}}} -publish-> q:queue{{slots=1000, partitions=2}} \
             -consume{{latency_millis=5}}-> w:worker{{slots=4, service_millis=10, holds_slot=false}} \
             -call{{latency_millis=0}}-> d:microservice{{slots=100, service_millis=30, fixed_delay_millis=0}}"
        )
    };
    let (guess, part) = of(&text(40));
    assert!(!part("w").is_overloaded && remarks(&guess).is_empty(), "{:?}", part("w"));
    // The wait of M/G/1 with a constant and two exponential parts.
    let scv = (0.01 * 0.01 + 0.03 * 0.03) / (0.045 * 0.045);
    let wait = queueing::mgc_wait(1, 20.0, 0.045, scv).unwrap() * 1e3;
    near(part("w").wait_millis.unwrap(), wait, 1e-6);
    let (guess, part) = of(&text(50));
    assert!(part("w").is_overloaded, "{:?}", part("w"));
    assert!(remarks(&guess).contains(&"estimate-overloaded"));
}

#[test]
fn a_broker_that_may_be_full_is_remarked_on() {
    let text = |room: u32| {
        format!(
            "u:client{{per_sec=40}} -> a:api_server{{slots=100, {BARE}}} -publish-> q:queue{{slots=1000, max_messages={room}}} \
             -consume-> w:worker{{slots=1, service_millis=20}}"
        )
    };
    assert_eq!(remarks(&of(&text(10)).0), ["estimate-full-broker"]);
    assert_eq!(remarks(&of(&text(1000)).0), [""; 0]);
}

#[test]
fn a_rate_limit_turns_the_rest_away() {
    let (guess, part) = of(
        "u:client{per_sec=150} -> g:api_gateway{slots=100, rate_limit_per_sec=100, rate_limit_burst=5} -> a:api_server{slots=100}",
    );
    let loss = queueing::md1k_loss(5, 1.5);
    near(part("g").loss_ratio, loss, 1e-9);
    near(part("a").arrivals_per_sec, 150.0 * (1.0 - loss), 1e-9);
    near(guess.failed_ratio(), loss, 1e-3);
}

#[test]
fn each_user_is_turned_away_by_the_limit_of_their_tier() {
    let gate = "g:api_gateway{slots=100, user_limits=tiers, tier_window_secs=1, free_limit=2, pro_limit=4, enterprise_limit=50, \
                pro_share=0.3, enterprise_share=0.2}";
    // Each asks three times a second.
    let expected = 0.5 * queueing::md1k_loss(2, 1.5) + 0.3 * queueing::md1k_loss(4, 0.75);
    let (guess, part) =
        of(&format!("u:client{{per_sec=150, population=50}} -> {gate} -> a:api_server{{slots=100}}"));
    near(part("g").loss_ratio, expected, 1e-6);
    near(part("a").arrivals_per_sec, 150.0 * (1.0 - expected), 1e-3);
    assert_eq!(remarks(&guess), [""; 0]);
    // A second source whose people ask rarely dilutes it.
    let (_, part) = of(&format!(
        "u:client{{per_sec=150, population=50}} -> {gate}; v:mobile{{per_sec=150, population=100000}} -> g"
    ));
    near(part("g").loss_ratio, expected / 2.0, 1e-6);
    // Who never comes again is never over a limit.
    let (_, part) = of(&format!("u:client{{per_sec=150}} -> {gate}"));
    near(part("g").loss_ratio, 0.0, 1e-9);
}

#[test]
fn limits_that_bite_later_than_the_run_is_long_are_remarked_on() {
    let seen = |source: &str, limits: &str| {
        remarks(&of(&format!("u:client{{{source}}} -> g:api_gateway{{slots=100, {limits}}}")).0).concat()
    };
    let users = "user_limits=tiers";
    // Ten requests last for 20 s at two a second each.
    assert_eq!(seen("per_sec=100, population=50", users), "estimate-limit-later");
    assert_eq!(seen("per_sec=100, population=1000000", users), "");
    assert_eq!(seen("per_sec=200", "rate_limit_per_sec=100, rate_limit_burst=5000"), "estimate-limit-later");
    assert_eq!(seen("per_sec=200", "rate_limit_per_sec=100"), "");
}

#[test]
fn few_people_are_divided_unevenly() {
    let hashed = |settings: &str| {
        let text = format!(
            "u:client{{per_sec=50, {settings}}} -> lb:load_balancer{{algorithm=hash}} -> a:api_server*2; lb -> b:microservice"
        );
        remarks(&of(&text).0).contains(&"estimate-few-people")
    };
    assert!(hashed("population=50"));
    assert!(!hashed("population=50000"));
    assert!(!hashed("writes=0.5"));
    let parted = |people: u32| {
        let text = format!(
            "u:client{{per_sec=50, population={people}}} -> api:api_server -publish-> jobs:queue{{partitions=4}} -consume-> worker"
        );
        remarks(&of(&text).0).contains(&"estimate-few-people")
    };
    assert_eq!([parted(100), parted(100_000)], [true, false]);
}

#[test]
fn a_hopeless_overload_is_a_number_too() {
    for burst in [1, 5, 50, 500] {
        for times in [10.0, 100.0, 1e4] {
            let (guess, part) = of(&format!(
                "u:client{{per_sec={:.0}}} -> g:api_gateway{{slots=100, rate_limit_per_sec=10, rate_limit_burst={burst}}} -> a:api_server{{slots=100}}",
                10.0 * times
            ));
            near(part("g").loss_ratio, 1.0 - 1.0 / times, 0.02);
            near(part("a").arrivals_per_sec, 10.0, 0.2);
            assert!(guess.failed_ratio() < 1.0, "{guess:?}");
        }
    }
}

#[test]
fn who_fails_after_a_miss_goes_no_further() {
    let (_, part) = of(&format!(
        "u:client{{per_sec=100, writes=0}} -> a:api_server{{slots=100, {BARE}}}; a -> c:cache_redis{{hit_ratio=0.6}}; \
         a -{{on={{miss_of=c}}}}-> d:database_sql{{slots=100, error_ratio=0.5}}; a -call{{step=2}}-> e:grpc_server{{slots=100}}"
    ));
    near(part("d").arrivals_per_sec, 40.0, 1e-6);
    near(part("e").arrivals_per_sec, 80.0, 1e-6);
}

#[test]
fn who_fails_goes_no_further() {
    let (_, part) = of(&format!(
        "u:client{{per_sec=100}} -> a:api_server{{slots=100, {BARE}}}; a -{{attempts=2}}-> b:microservice{{slots=100, error_ratio=0.5}}; \
         a -call{{step=2}}-> c:grpc_server{{slots=100}}; a -{{calls_per_request=3, step=3}}-> d:auth_service{{slots=100, error_ratio=0.5}}; \
         a -observe{{sample_ratio=1}}-> m:monitoring"
    ));
    near(part("b").arrivals_per_sec, 150.0, 1e-6);
    near(part("c").arrivals_per_sec, 75.0, 1e-6);
    // One call, and further ones as long as they succeed.
    near(part("d").arrivals_per_sec, 75.0 * 1.75, 1e-6);
    near(part("m").arrivals_per_sec, 100.0, 1e-6);
}

#[test]
fn a_call_that_nobody_makes_stops_nobody() {
    // If it were made, it would always be too late.
    let (guess, part) = of(&format!(
        "u:client{{per_sec=100}} -> a:api_server{{slots=100, {BARE}}}; \
         a -{{calls_per_request=0, timeout_millis=4}}-> d:database_sql{{slots=100, service_millis=20, service_distribution=constant}}; \
         a -{{on={{miss_of=d}}}}-> c:cache_redis; a -call{{step=2}}-> e:grpc_server{{slots=100}}; b:client{{per_sec=1}} -> d"
    ));
    near(part("d").arrivals_per_sec, 1.0, 1e-9);
    // Who has not looked has found nothing.
    near(part("c").arrivals_per_sec, 100.0, 1e-9);
    near(part("e").arrivals_per_sec, 100.0, 1e-9);
    near(guess.failed_ratio(), 0.0, 1e-9);
}

#[test]
fn no_more_than_all_fail() {
    // The shares of what a balancer sends to each of them add up to one, but for their rounding.
    for weight in 1..100 {
        let (guess, part) = of(&format!(
            "u:client{{per_sec=100}} -> a:api_server{{slots=100, {BARE}}}; a -{{calls_per_request=2}}-> b:load_balancer; \
             b -{{weight=0.{weight}}}-> c:microservice{{slots=100, error_ratio=1}}; b -{{weight=0.7}}-> d:microservice{{slots=100, error_ratio=1}}; \
             b -> e:microservice{{slots=100, error_ratio=1}}"
        ));
        near(part("b").arrivals_per_sec, 100.0, 1e-9);
        assert!(guess.failed_ratio() <= 1.0, "{weight}");
    }
}

#[test]
fn a_failure_that_hardly_ever_happens_changes_hardly_anything() {
    // From one in some thousand that is late to none.
    for millis in (200..1000).step_by(10) {
        let (_, part) = of(&format!(
            "u:client{{per_sec=100, writes=0}} -> a:api_server{{slots=100, {BARE}}}; \
             a -{{timeout_millis={millis}}}-> d:database_sql{{slots=100, service_millis=20}}; a -call{{step=2}}-> e:grpc_server{{slots=100}}"
        ));
        near(part("d").arrivals_per_sec, 100.0, 1e-3);
        near(part("e").arrivals_per_sec, 100.0, 1e-3);
    }
}

#[test]
fn nobody_hears_of_what_is_turned_away() {
    let text = "u:client{per_sec=300} -> a:api_server{slots=1, service_millis=5, fixed_delay_millis=0, queue_limit=3} \
                -observe{sample_ratio=1}-> m:monitoring";
    let (_, part) = of(text);
    near(part("m").arrivals_per_sec, 300.0 * (1.0 - queueing::mmck(1, 4, 300.0, 0.005).loss), 1e-9);
}

#[test]
fn patience_of_random_length_runs_out() {
    // An exponential time against an exponential patience: the shorter one ends it.
    let (guess, _) = of(&format!(
        "u:client{{per_sec=10}} -{{latency_millis=0, timeout_millis=30, timeout_spread=exponential}}-> \
         a:api_server{{slots=100, service_millis=10, {BARE}}}"
    ));
    near(guess.failed_ratio(), 0.25, 1e-6);
    near(guess.mean_latency_millis().unwrap(), 7.5, 1e-6);
}

#[test]
fn a_name_is_asked_for_until_it_is_known() {
    let text = "u:client{per_sec=200} -> n:dns{service_millis=40, service_distribution=constant, ttl_secs=1}; \
                u -> a:api_server{slots=500}";
    let (_, part) = of(text);
    let options = RunOptions { seed: 3, duration_secs: 200.0, warm_up_secs: 10.0, replications: 4 };
    let architecture = drawing(text);
    let report = run_replications(&architecture, options).unwrap();
    let n = architecture.components.iter().position(|it| it.name == "n").unwrap();
    near(part("n").arrivals_per_sec, report.components[n].arrived as f64 / 800.0, 0.1);
}
