//! How requests come: in batches, in bursts at random, in sessions, as a table says.

mod common;

use common::{agrees, component, drawing, options, replicate, run};
use model::{
    Architecture,
    workload::{Pattern, replay::RatePoint},
};
use sim::{Report, RunOptions, Session, SimTime};

const FAST: &str = "slots=1000, service_millis=1, service_distribution=constant, fixed_delay_millis=0";

fn sending(pattern: Pattern) -> Architecture {
    let mut architecture = drawing(&format!("u:client -> a:api_server{{{FAST}}}"));
    if let Some(workload) = &mut architecture.components[0].workload {
        workload.pattern = pattern;
    }
    architecture
}

/// Requests in windows of so many seconds, and their variance over their mean: 1 for a Poisson process.
fn dispersion(report: &Report, secs: usize) -> f64 {
    let windows = report.series.seconds.chunks_exact(secs);
    let counts: Vec<f64> = windows.map(|it| it.iter().map(|it| f64::from(it.generated)).sum()).collect();
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    counts.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / counts.len() as f64 / mean
}

#[test]
fn batches_wait_as_theory_says() {
    let text = "u:client{per_sec=50, batch=4} -call{latency_millis=0}-> a:api_server{slots=1, service_millis=10, \
        fixed_delay_millis=0, queue_limit=1000000}";
    let report = replicate(text, 400.0, 10.0, 20);
    // M[X]/M/1 with batches of k: L = load (1 + k) / (2 (1 - load)) = 2.5 requests, so 50 ms at 50 per second.
    agrees("latency", report.total.latency.mean_millis, 50.0, 0.05);
    agrees("throughput", report.total.throughput_per_sec, 50.0, 0.02);
}

#[test]
fn two_rates_alternate_at_random() {
    let pattern = Pattern::TwoState { low_per_sec: 20.0, high_per_sec: 200.0, low_secs: 4.0, high_secs: 1.0 };
    let report = run(&sending(pattern), options(12_000.0));
    // 56 per second; by the index of dispersion of the process, 148, the standard error is 1.5 %.
    let per_sec = report.total.generated as f64 / 12_000.0;
    assert!((per_sec - 56.0).abs() < 56.0 * 0.06, "{per_sec}");
    // Fischer and Meier-Hellstern 1993: with r = 1.25 for the sum of the rates of leaving a state, 1 + 148.1 × (1 - (1 -
    // exp(-r t)) / (r t)) over a time t. It says that both times are exponential; equal ones would disperse by 1 over 20 s.
    for (secs, exact) in [(1, 64.6), (5, 125.5), (20, 143.2)] {
        let found = dispersion(&report, secs);
        assert!((found / exact - 1.0).abs() < 0.2, "{secs}: {found}, expected {exact}");
    }
    let high = report.series.seconds.iter().filter(|it| it.generated > 110).count() as f64 / 12_000.0;
    assert!((high - 0.2).abs() < 0.05, "{high}");
}

#[test]
fn the_first_of_two_rates_is_as_likely_as_its_share_of_the_time() {
    // On for three seconds, off for one, exponentially: at any moment it is on in three runs of four.
    let pattern = Pattern::TwoState { low_per_sec: 0.0, high_per_sec: 200.0, low_secs: 1.0, high_secs: 3.0 };
    let architecture = sending(pattern);
    let mut came = [0.0; 4];
    for seed in 0..600 {
        let report = run(&architecture, RunOptions { seed, ..options(4.0) });
        for (all, it) in came.iter_mut().zip(&report.series.seconds) {
            *all += f64::from(it.generated) / 600.0;
        }
    }
    // A run's count of one second varies by 80; of 600 runs the mean by 3.3.
    assert!(came.iter().all(|it| (it - 150.0).abs() < 12.0), "{came:?}");
}

#[test]
fn equal_rates_are_a_poisson_process() {
    let pattern =
        Pattern::TwoState { low_per_sec: 100.0, high_per_sec: 100.0, low_secs: 0.1, high_secs: 0.1 };
    let dispersion = dispersion(&run(&sending(pattern), options(2000.0)), 1);
    // The standard error over 2,000 seconds is the root of 2 / 2,000.
    assert!((dispersion - 1.0).abs() < 0.13, "{dispersion}");
}

#[test]
fn sessions_ask_several_times_and_leave() {
    let pattern = Pattern::Sessions { sessions_per_sec: 10.0, requests_each: 5.0, think_secs: 2.0 };
    let options = RunOptions { warm_up_secs: 60.0, ..options(1000.0) };
    let report = run(&sending(pattern), options);
    let per_sec = report.total.generated as f64 / 1000.0;
    assert!((per_sec - 50.0).abs() < 2.5, "{per_sec}");
    let single = Pattern::Sessions { sessions_per_sec: 10.0, requests_each: 1.0, think_secs: 2.0 };
    let per_sec = run(&sending(single), options).total.generated as f64 / 1000.0;
    assert!((per_sec - 10.0).abs() < 0.5, "{per_sec}");
}

#[test]
fn a_table_of_rates_is_played_again() {
    let point = |at_secs, per_sec| RatePoint { at_secs, per_sec };
    let points =
        vec![point(0.0, 100.0), point(10.0, 100.0), point(10.0, 500.0), point(20.0, 500.0), point(30.0, 0.0)];
    let report = run(&sending(Pattern::Replay { points }), options(40.0));
    let sent = |from: usize, to: usize| -> f64 {
        report.series.seconds[from..to].iter().map(|it| f64::from(it.generated)).sum()
    };
    for (from, to, expected) in [(0, 10, 1000.0), (10, 20, 5000.0), (20, 30, 2500.0), (30, 40, 0.0)] {
        let found = sent(from, to);
        assert!(
            (found - expected).abs() <= 5.0 * f64::sqrt(expected),
            "{from}: {found}, expected {expected}"
        );
    }
    assert_eq!(component(&report, "a").arrived, report.total.generated);
}

#[test]
fn the_requests_of_different_sessions_are_different() {
    let pattern = Pattern::Sessions { sessions_per_sec: 20.0, requests_each: 5.0, think_secs: 0.5 };
    let mut architecture = drawing(&format!("u:client{{writes=0.3}} -> a:api_server{{{FAST}}}"));
    if let Some(workload) = &mut architecture.components[0].workload {
        workload.pattern = pattern;
    }
    let report = run(&architecture, options(300.0));
    let of =
        |name: &str| report.journeys.iter().find(|it| it.name == name).expect("a journey").generated as f64;
    let share = of("write") / (of("read") + of("write"));
    assert!((share - 0.3).abs() < 0.02, "{share}");
    // Numbers of requests that are geometric disperse the count of a window of many think times: (1 + p) / (1 - p).
    let found = dispersion(&report, 30);
    assert!((4.0..20.0).contains(&found), "{found}");
}

#[test]
fn users_think_for_exponential_times() {
    // A thousand of them together are a Poisson process; with equal times to think they would come in step.
    let report = run(
        &drawing(&format!(
            "u:client{{users=1000, think_secs=10}} -{{latency_millis=0}}-> a:api_server{{{FAST}}}"
        )),
        RunOptions { warm_up_secs: 100.0, ..options(1000.0) },
    );
    let found = dispersion(&report, 1);
    assert!((found - 0.95).abs() < 0.2, "{found}");
}

#[test]
fn users_stand_where_their_source_does() {
    let report = run(
        &drawing(&format!("[r: [az1: u:client{{per_sec=200}}, a:api_server{{{FAST}}}]; [az2: u]]; u -> a")),
        options(20.0),
    );
    // Half of them beside the service, half in the other zone.
    let mean = report.total.latency.mean_millis.expect("samples").value;
    assert!((mean - (2.0 * (0.25 + 1.0) / 2.0 + 1.0)).abs() < 0.03, "{mean}");
}

#[test]
fn each_source_counts_its_own() {
    let report = run(
        &drawing(&format!(
            "u:client{{per_sec=20}} -> a:api_server{{{FAST}}}; v:mobile_app{{per_sec=50}} -> a; \
             a -{{probability=0.3, optional=false}}-> b:microservice{{{FAST}, error_ratio=0.5}}"
        )),
        options(60.0),
    );
    for name in ["u", "v"] {
        let it = component(&report, name);
        let of = |count: fn(&sim::report::Journey) -> u64| -> u64 {
            report.journeys.iter().filter(|journey| journey.source == Some(it.id)).map(count).sum()
        };
        assert!(of(|it| it.failed) > 50);
        assert_eq!(
            [it.arrived, it.succeeded, it.failed],
            [of(|it| it.generated), of(|it| it.succeeded), of(|it| it.failed)]
        );
    }
}

#[test]
fn users_who_look_up_themselves_do_so_for_each_request() {
    let report = run(
        &drawing(&format!(
            "u:client{{users=20, think_secs=0.1, writes=0}} -> c:cache_redis{{{FAST}, hit_ratio=0.5}}; \
             u -{{on={{miss_of=c}}}}-> d:database_sql{{{FAST}}}"
        )),
        options(20.0),
    );
    let (cache, database) = (component(&report, "c"), component(&report, "d"));
    assert!(cache.hits > 1000 && cache.misses.abs_diff(database.arrived) < 5, "{}", database.arrived);
}

#[test]
fn a_source_is_observed_like_any_other_component() {
    let report = run(
        &drawing(&format!(
            "u:client{{per_sec=50}} -> a:api_server{{{FAST}}}; u -observe{{sample_ratio=1}}-> m:logging"
        )),
        options(20.0),
    );
    assert!(component(&report, "m").arrived.abs_diff(report.total.succeeded) < 3);
}

#[test]
fn users_go_on_when_one_of_two_calls_has_failed() {
    let report = run(
        &drawing(&format!(
            "u:client{{users=10, think_secs=0.1}} -> a:api_server{{{FAST}, error_ratio=0.5}}; \
             u -> b:microservice{{slots=100, service_millis=50, service_distribution=constant}}"
        )),
        options(20.0),
    );
    // Think, and wait for the slower of the two or for the failure: some seven requests a second from each of ten.
    assert!(report.total.generated > 1200 && report.total.failed > 500, "{}", report.total.generated);
}

#[test]
fn users_in_two_zones_are_half_and_half_as_far_away() {
    // One millisecond of work; there and back 0.25 ms each in the same zone, 1 ms each from the other. Who waits for 1.5 ms
    // asks every 101.5 ms, who waits for 3 ms every 103 ms.
    let (near, far) = (1.0 / 101.5, 1.0 / 103.0);
    let exact_millis = (1.5 * near + 3.0 * far) / (near + far);
    let users = "u:client{users=2, think_secs=0.1}";
    let text = format!("{users} -> a:api_server{{{FAST}}}; [eu: [x: u, a]; [y: u]]");
    let report = replicate(&text, 400.0, 0.0, 5);
    agrees("latency", report.total.latency.mean_millis, exact_millis, 0.02);
}

#[test]
fn a_client_that_calls_nobody_is_part_of_no_run() {
    let both =
        drawing(&format!("u:client{{per_sec=50}} -> a:api_server{{{FAST}}}; lone:client{{per_sec=500}}"));
    let alone = drawing(&format!("u:client{{per_sec=50}} -> a:api_server{{{FAST}}}"));
    let total = |it: &Architecture| run(it, options(20.0)).total;
    // Half a thousand answers in no time would make the mean 0.
    assert_eq!(total(&both).latency.mean_millis, total(&alone).latency.mean_millis);
    assert_eq!(total(&both).generated, total(&alone).generated);
    let estimated = sim::estimate::estimate(&both).expect("u sends").journeys;
    assert!(estimated.iter().all(|it| it.source == both.components[0].id), "{estimated:?}");
    assert!(sim::estimate::estimate(&drawing("lone:client")).is_none());
}

/// They took two gigabytes.
#[test]
fn more_users_than_a_run_can_hold_stop_it_before_they_are_all_there() {
    let architecture = sending(Pattern::Users { users: 10_000_000, think_secs: 1000.0 });
    let mut session = Session::new(&architecture, options(1.0)).expect("a run");
    assert!(session.advance(SimTime::NEVER, u64::MAX).is_done);
    let stopped = session.report().stopped.expect("a reason");
    assert_eq!(stopped.id, "run-stopped-too-many-in-flight");
    assert!(session.bytes() < 1_300_000_000, "{}", session.bytes());
}

#[test]
fn a_run_that_was_stopped_goes_no_further() {
    let architecture = sending(Pattern::Users { users: 10_000_000, think_secs: 1.0 });
    let mut session =
        Session::new(&architecture, RunOptions { warm_up_secs: 1.0, ..options(5.0) }).expect("a run");
    for _ in 0..2 {
        assert!(session.advance(SimTime::NEVER, u64::MAX).is_done);
        assert_eq!(session.live().requests, 0);
    }
}
