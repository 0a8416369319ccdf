//! The estimate against closed forms and against runs.

mod common;

use common::{BARE, drawing, replicate};
use sim::{Estimate, estimate, estimate::ComponentEstimate, queueing};

#[track_caller]
fn of(text: &str) -> Estimate {
    estimate(&drawing(text)).expect("an estimate")
}

#[track_caller]
fn part(text: &str, estimate: &Estimate, name: &str) -> ComponentEstimate {
    let architecture = drawing(text);
    let position = architecture.components.iter().position(|it| it.name == name).expect(name);
    estimate.components[position]
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{found}, expected {expected} ± {tolerance}"
    );
}

#[test]
fn a_pool_is_mmc() {
    let text = format!(
        "u:client{{per_sec=900}} -call{{latency_millis=2}}-> s:api_server{{slots=10, service_millis=10, {BARE}}}"
    );
    let found = of(&text);
    let s = part(&text, &found, "s");
    let wait = queueing::mmc_wait(10, 900.0, 0.01).unwrap() * 1000.0;
    near(s.wait_millis.unwrap(), wait, 1e-9);
    near(s.latency_millis.unwrap(), wait + 10.0, 1e-9);
    near(s.utilization.unwrap(), 0.9, 1e-12);
    near(found.journeys.iter().map(|it| it.latency_millis.unwrap()).sum::<f64>() / 2.0, wait + 14.0, 1e-9);
    assert!(found.caveats.is_empty());
}

#[test]
fn an_overloaded_pool_has_no_number_but_says_so() {
    let text = format!("u:client{{per_sec=1100}} -> s:api_server{{slots=10, service_millis=10, {BARE}}}");
    let text = text.replace("queue_limit=1000000, ", "");
    let architecture = {
        let mut it = drawing(&text);
        it.components[1].params.insert("queue_limit".into(), model::Value::Number(1_000_000.0));
        it
    };
    let found = estimate(&architecture).unwrap();
    let s = found.components[1];
    assert!(s.is_overloaded);
    near(s.load_ratio.unwrap(), 1.1, 1e-9);
    // A bounded queue, however long, fills: what finds no room is lost.
    near(s.loss_ratio, 1.0 - 1.0 / 1.1, 1e-3);
    assert!(found.caveats.iter().any(|it| it.id == "estimate-overloaded"));
}

#[test]
fn misses_writes_and_repeated_calls_become_traffic() {
    let text = "u:client{per_sec=1000, writes=0.2} -> edge:cdn{hit_ratio=0.5} -> a:api_server{slots=500}; a -> cache:cache_redis{hit_ratio=0.75}; \
        a -{on={miss_of=cache}}-> db:database_sql{slots=500}; a -{calls_per_request=3, probability=0.1}-> b:microservice{slots=500}; \
        a -publish{on=write}-> jobs:queue -> w:worker";
    let found = of(text);
    let rate = |name| part(text, &found, name).arrivals_per_sec;
    near(rate("edge"), 1000.0, 1e-9);
    // 800 reads of which half hit, and 200 writes.
    near(rate("a"), 600.0, 1e-9);
    near(rate("cache"), 600.0, 1e-9);
    near(rate("db"), 400.0 * 0.25 + 200.0, 1e-9);
    near(rate("b"), 600.0 * 0.3, 1e-9);
    near(rate("jobs"), 200.0, 1e-9);
    near(rate("w"), 200.0, 1e-9);
}

/// Drawings and how far the estimate may be from a run, as a share of the run's latency.
#[test]
fn the_estimate_is_near_the_run() {
    let hop = "-call{latency_millis=0.5}->";
    let cases = [
        (
            format!(
                "u:client{{per_sec=70}} {hop} a:api_server{{slots=1, service_millis=10, {BARE}}} {hop} b:microservice{{slots=1, service_millis=8, {BARE}}}"
            ),
            0.05,
        ),
        (
            format!(
                "u:client{{per_sec=500, writes=0.2}} {hop} lb:load_balancer{{algorithm=random}} {hop} a:api_server*4{{slots=8, service_millis=30, {BARE}}}; \
                 a {hop} cache:cache_redis{{hit_ratio=0.8}}; a -call{{latency_millis=0.5, on={{miss_of=cache}}}}-> db:database_sql{{slots=20, service_millis=40, fixed_delay_millis=0}}"
            ),
            0.05,
        ),
        (
            format!(
                "u:client{{per_sec=540}} {hop} lb:load_balancer{{algorithm=round_robin}} {hop} a:api_server*3{{slots=2, service_millis=8, {BARE}}}"
            ),
            0.15,
        ),
        (
            format!(
                "u:client{{per_sec=540}} {hop} lb:load_balancer{{algorithm=least_connections}} {hop} a:api_server*3{{slots=2, service_millis=8, {BARE}}}"
            ),
            0.15,
        ),
        // Slots held while calling.
        (
            format!(
                "u:client{{per_sec=200}} {hop} a:api_server{{slots=12, service_millis=5, fixed_delay_millis=0, holds_slot=true}} {hop} b:microservice{{slots=20, service_millis=30, {BARE}}}"
            ),
            0.1,
        ),
        // Users who wait do not send: near the knee a formula for endless traffic would be a third too long.
        (
            format!(
                "u:client{{users=60, think_secs=1}} {hop} a:api_server{{slots=1, service_millis=15, {BARE}}}"
            ),
            0.05,
        ),
        (
            format!(
                "u:client{{per_sec=80}} {hop} a:api_server{{slots=1, service_millis=10, service_distribution=constant, {BARE}}}"
            ),
            0.05,
        ),
    ];
    for (text, tolerance) in cases {
        let found = of(&text);
        let sent: f64 = found.journeys.iter().map(|it| it.per_sec).sum();
        let latency: f64 =
            found.journeys.iter().map(|it| it.latency_millis.unwrap() * it.per_sec).sum::<f64>() / sent;
        let run = replicate(&text, 200.0, 20.0, 4).total.latency.mean_millis.unwrap().value;
        println!("{:+.2} %  {text}", (latency / run - 1.0) * 100.0);
        near(latency, run, tolerance);
    }
}

/// What a busy pool sends on comes as evenly, or as unevenly, as it works; at random only where its work is (Burke 1956).
#[test]
fn a_pool_sends_on_as_evenly_as_it_works() {
    for (shape, is_shorter) in
        [("exponential", None), ("constant", Some(true)), ("hyperexponential", Some(false))]
    {
        let text = format!(
            "u:client{{per_sec=90}} -> a:api_server{{slots=1, service_millis=10, service_distribution={shape}, {BARE}}} -> \
             b:microservice{{slots=1, service_millis=9, {BARE}}}"
        );
        let wait = part(&text, &of(&text), "b").wait_millis.unwrap();
        let at_random = queueing::mmc_wait(1, 90.0, 0.009).unwrap() * 1e3;
        let Some(is_shorter) = is_shorter else {
            near(wait, at_random, 1e-9);
            continue;
        };
        let b = drawing(&text).components.iter().position(|it| it.name == "b").unwrap();
        let run = replicate(&text, 2_000.0, 100.0, 8).components[b].wait.mean_millis.unwrap().value;
        println!("{shape}: {wait} ms, run {run} ms, at random {at_random} ms");
        near(wait, run, 0.1);
        assert_eq!(run < 0.85 * at_random, is_shorter, "{run} ms, {at_random} ms at random");
    }
}

/// Many servers pass by a long request: spread harms them less than the mean of the squared coefficients of variation says, and
/// even work helps them less.
#[test]
fn many_servers_pass_by_a_long_request() {
    for (slots, shape, scv, tolerance) in [
        (16.0, "constant", 0.0, 0.05),
        (4.0, "hyperexponential", 4.0, 0.1),
        (16.0, "hyperexponential", 4.0, 0.15),
        (4.0, "lognormal, service_cv=2", 4.0, 0.1),
    ] {
        let millis = 0.6 * slots * 10.0;
        let text = format!(
            "u:client{{per_sec=100}} -> s:api_server{{slots={slots}, service_millis={millis}, service_distribution={shape}, {BARE}}}"
        );
        let wait = part(&text, &of(&text), "s").wait_millis.unwrap();
        let s = drawing(&text).components.iter().position(|it| it.name == "s").unwrap();
        let run = replicate(&text, 2_000.0, 100.0, 8).components[s].wait.mean_millis.unwrap();
        let by_spread =
            queueing::mmc_wait(slots as u32, 100.0, millis / 1e3).unwrap() * 1e3 * (1.0 + scv) / 2.0;
        println!("{slots} {shape}: {wait} ms, run {run:?}, by the spread alone {by_spread} ms");
        near(wait, run.value, tolerance);
        assert!((by_spread / run.value - 1.0).abs() > 0.15, "{by_spread} ms, {run:?}");
    }
}

/// Users who wait do not send: one station is exact, several are within a few percent of mean value analysis.
#[test]
fn users_at_the_knee() {
    let sent_by = |users: u32, think_secs: f64, stations: &[(u32, f64)]| {
        let hop = "-call{latency_millis=0}->";
        let mut text = format!("u:client{{users={users}, think_secs={think_secs}}}");
        for (i, (slots, millis)) in stations.iter().enumerate() {
            text += &format!(" {hop} s{i}:web_server{{slots={slots}, service_millis={millis}, {BARE}}}");
        }
        let found = of(&text);
        let rate: f64 = found.journeys.iter().map(|it| it.per_sec).sum();
        (rate, f64::from(users) / rate - think_secs)
    };
    for (users, think, slots, millis) in [
        (10, 0.1, 1, 20.0),
        (60, 1.0, 1, 15.0),
        (67, 1.0, 1, 15.0),
        (80, 1.0, 1, 15.0),
        (40, 0.1, 3, 10.0),
        (500, 1.0, 8, 15.0),
    ] {
        let (rate, response) = sent_by(users, think, &[(slots, millis)]);
        let exact = queueing::machine_repair(users, think, slots, millis / 1e3);
        near(rate, exact.0, 0.002);
        near(response, exact.1, 0.01);
    }
    for (users, think, millis) in [(15, 0.3, [10.0, 15.0]), (15, 0.3, [15.0, 15.0]), (30, 0.3, [15.0, 15.0])]
    {
        let (rate, response) = sent_by(users, think, &millis.map(|it| (1, it)));
        let exact = queueing::closed_network(users, think, &millis.map(|it| (1, it / 1e3)));
        near(rate, exact.0, 0.03);
        near(response, exact.1, 0.07);
    }
}

/// Fits in a frame while a person drags: 1,000 components, and time only to notice a slip of the order.
#[test]
fn a_thousand_components_are_estimated_at_once() {
    let mut text = String::from("u:client{per_sec=1000} -> lb:load_balancer; ");
    for i in 0..250 {
        text += &format!(
            "lb -> a{i}:api_server; a{i} -> c{i}:cache_redis; a{i} -{{on={{miss_of=c{i}}}}}-> d{i}:database_sql; a{i} -> m{i}:microservice; "
        );
    }
    let architecture = drawing(&text);
    assert!(architecture.components.len() > 1000);
    let before = thread_cpu_millis();
    let rounds = 5;
    for _ in 0..rounds {
        estimate(&architecture).unwrap();
    }
    let each = (thread_cpu_millis() - before) / f64::from(rounds);
    println!("{each:.2} ms");
    assert!(each < 50.0, "{each} ms");
}

fn thread_cpu_millis() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    text.split(' ').next().and_then(|it| it.parse::<f64>().ok()).expect("nanoseconds") / 1e6
}

#[test]
fn systems_beside_each_other_are_estimated_as_if_each_were_alone() {
    let system = |n: u32, per_sec: u32| {
        format!(
            "u{n}:client{{per_sec={per_sec}}} -> b{n}:load_balancer -call{{attempts=3, timeout_millis=200}}-> s{n}:microservice*2; \
             s{n} -> c{n}:cache_redis; s{n} -> d{n}:database_sql; m{n}:monitoring; s{n} -observe-> m{n}"
        )
    };
    let rates = [40, 300, 900];
    let together = of(&rates.map(|it| system(it, it)).join("; "));
    let alone = rates.map(|it| of(&system(it, it)));
    let without_ids = |estimates: &[&Estimate]| -> Vec<String> {
        let components = estimates.iter().flat_map(|it| &it.components);
        let components =
            components.map(|it| format!("{:?}", ComponentEstimate { id: model::ComponentId(0), ..*it }));
        let journeys =
            estimates.iter().flat_map(|it| &it.journeys).map(|it| format!("{:?}", it.latency_millis));
        let storms = estimates.iter().flat_map(|it| &it.stability);
        let storms =
            storms.map(|it| format!("{} {} {:?}", it.arrivals_per_sec, it.amplification, it.verdict));
        components.chain(journeys).chain(storms).collect()
    };
    let expected = without_ids(&alone.each_ref());
    assert!(expected.len() > 3 * 7, "{expected:#?}");
    assert_eq!(without_ids(&[&together]), expected);
}

#[test]
fn calls_side_by_side_take_as_long_as_the_longest() {
    // Fork and join over two M/M/1 queues: the exact (12 - ρ) / 8 of the time of one. And two queues of constant service are
    // equally long, so that only the longer service counts.
    for (shape, load, expected) in
        [("exponential", 0.3, None), ("exponential", 0.8, None), ("constant", 0.8, Some(30.0))]
    {
        let pool = format!("slots=1, service_millis=10, service_distribution={shape}, {BARE}");
        let text = format!(
            "u:client{{per_sec={}}} -call{{latency_millis=0}}-> a:api_server{{slots=1000, service_millis=0.001, {BARE}}}; \
             a -call{{latency_millis=0}}-> b:microservice{{{pool}}}; a -call{{latency_millis=0}}-> c:grpc_server{{{pool}}}",
            load * 100.0
        );
        let exact = 10.0 / (1.0 - load) * queueing::fork_join(2, load);
        near(of(&text).mean_latency_millis().unwrap(), expected.unwrap_or(exact) + 0.001, 1e-9);
    }
}

#[test]
fn what_fails_is_tried_again() {
    let text = format!(
        "u:client{{per_sec=100}} -{{latency_millis=1, attempts=3, backoff_base_millis=20, backoff_cap_millis=1000, jitter=none}}-> \
         s:api_server{{slots=1000, service_millis=8, service_distribution=constant, error_ratio=0.1, {BARE}}}"
    );
    let found = of(&text);
    // 1 + 0.1 + 0.01 tries; one call in a thousand fails three times.
    near(part(&text, &found, "s").arrivals_per_sec, 111.0, 1e-6);
    near(found.failed_ratio(), 0.001, 1e-9);
    // A try takes 10 ms, the first pause 20, the second 40.
    let all = 0.9 * 10.0 + 0.09 * (10.0 + 30.0) + 0.009 * (10.0 + 30.0 + 50.0);
    near(found.mean_latency_millis().unwrap(), all / 0.999, 1e-6);
    assert!(found.caveats.is_empty());
}

#[test]
fn whoever_waits_too_long_tries_again() {
    // M/M/1, of which no more is seen than its limit: with λ' what comes with all tries, exp(-(μ - λ') T) of them are late.
    let text = format!(
        "u:client{{per_sec=50}} -{{latency_millis=0, attempts=2, timeout_millis=60, backoff_base_millis=10, jitter=none}}-> \
         s:api_server{{slots=1, service_millis=10, service_distribution=exponential, {BARE}}}"
    );
    let found = of(&text);
    let rate = part(&text, &found, "s").arrivals_per_sec;
    let late = libm::exp(-(100.0 - rate) * 0.06);
    near(rate, 50.0 * (1.0 + late), 1e-6);
    near(found.failed_ratio(), late * late, 1e-4);
    // Timeouts that nobody ever meets change nothing.
    let patient = of(&text.replace("timeout_millis=60", "timeout_millis=60000"));
    near(patient.mean_latency_millis().unwrap(), 20.0, 1e-9);
}

#[test]
fn nobody_minds_failures_of_what_is_optional() {
    let text = |optional: bool| {
        format!(
            "u:client{{per_sec=100}} -call{{latency_millis=0}}-> a:api_server{{slots=1000, service_millis=5, {BARE}}} \
             -call{{latency_millis=0, optional={optional}}}-> b:microservice{{slots=1000, service_millis=5, error_ratio=0.2, {BARE}}}"
        )
    };
    near(of(&text(true)).failed_ratio(), 0.0, 1e-12);
    near(of(&text(false)).failed_ratio(), 0.2, 1e-12);
}

/// Four threads in front of two: what waits behind is what four have to share, not what endless traffic would queue up. The
/// figures are those of the Markov chain, worked out apart from this code.
#[test]
fn held_threads_wait_for_one_another() {
    let text = format!(
        "u:client{{per_sec=64.55}} -call{{latency_millis=0.5}}-> a:api_server{{slots=4, service_millis=2.376, \
         holds_slot=true, queue_limit=1000000, fixed_delay_millis=0}} -call{{latency_millis=0.5}}-> \
         b:microservice{{slots=2, service_millis=18.652, {BARE}}}"
    );
    let found = of(&text);
    let (a, b) = (part(&text, &found, "a"), part(&text, &found, "b"));
    near(b.wait_millis.unwrap(), 28.220 - 22.028, 1e-3);
    near(a.utilization.unwrap(), 64.55 * 0.028_220 / 4.0, 1e-3);
    // Own work is a little more even than the chain's.
    near(a.wait_millis.unwrap(), 4.486, 0.06);
    near(
        a.latency_millis.unwrap(),
        a.wait_millis.unwrap() + 2.376 + 1.0 + b.wait_millis.unwrap() + 18.652,
        1e-6,
    );
}

/// Each by itself they took two seconds, while somebody draws, and left their rounding in the answer.
#[test]
fn thousands_of_replicas_behind_a_balancer_are_looked_at_once() {
    let many = "u:client{per_sec=1000} -> lb:load_balancer -> a:api_server*10000; lb -> b:web_server*10000{service_millis=3}";
    let latency = |text: &str| of(text).mean_latency_millis().expect("steady");
    near(latency(many), latency(&many.replace("*10000", "*500")), 1e-14);
}

#[test]
fn slots_are_kept_no_longer_however_many_replicas_there_are_behind_them() {
    let latency = |replicas: &str| {
        let text =
            format!("u:client{{per_sec=500}} -> f:azure_function -> s:web_server{{slots=2}}*{replicas}");
        part(&text, &of(&text), "f").latency_millis.unwrap()
    };
    near(latency("10000"), latency("1000"), 1e-3);
}

#[test]
fn a_call_that_next_to_never_happens_changes_nothing() {
    let figures = |probability: &str| {
        let text = format!(
            "u:client{{per_sec=500}} -> f:azure_function -{{probability={probability}}}-> s:web_server{{slots=15}}"
        );
        part(&text, &of(&text), "f")
    };
    let never = figures("0");
    for probability in ["5e-324", "1e-310", "1e-200", "1e-30"] {
        let found = figures(probability);
        near(found.utilization.unwrap(), never.utilization.unwrap(), 1e-9);
        near(found.latency_millis.unwrap(), never.latency_millis.unwrap(), 1e-9);
    }
}
