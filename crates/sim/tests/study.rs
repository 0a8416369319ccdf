//! Questions that take many runs.

mod common;

use std::sync::Arc;

use common::{BARE, drawing, options, run};
use model::{text::Texts, workload::Arrivals};
use sim::{
    RunOptions,
    study::{
        self, Compare, Outcome, Replicate, Study, Sweep,
        compare::{Figure, Nines, Verdict},
        recovery::Trial,
    },
};

fn pool(per_sec: u32, service_millis: f64) -> String {
    format!(
        "u:client{{per_sec={per_sec}}} -call{{latency_millis=0}}-> s:api_server{{slots=1, service_millis={service_millis}, {BARE}}}"
    )
}

#[test]
fn a_difference_is_the_exact_one_and_cheaper_than_with_independent_seeds() {
    // M/M/1: 10 ms at 80 and at 70 requests per second stay 50 ms and 33.3 ms.
    let before = Arc::new(drawing(&pool(70, 10.0)));
    let after = Arc::new(drawing(&pool(70, 10.5)));
    let mut study = Compare::new(before, after, RunOptions { warm_up_secs: 20.0, ..options(200.0) });
    let comparison = study::conduct(&mut study).expect("runs").expect("an answer");
    let mean = comparison.differences.iter().find(|it| it.figure == Figure::MeanMillis).expect("a mean");
    let exact = 1000.0 / (1000.0 / 10.5 - 70.0) - 1000.0 / 30.0;
    let half = mean.difference.half_width.expect("an interval");
    assert!((mean.difference.value - exact).abs() < 2.0 * half, "{mean:?}, exact {exact}");
    assert_eq!(mean.verdict, Some(Verdict::Worse));
    assert!(mean.variance_saved.is_some_and(|it| it > 3.0), "{mean:?}");
    assert!(comparison.replications >= 10);
}

#[test]
fn a_drawing_does_not_differ_from_itself() {
    let same = Arc::new(drawing(&pool(70, 10.0)));
    let mut study = Compare::new(Arc::clone(&same), same, options(20.0));
    let comparison = study::conduct(&mut study).expect("runs").expect("an answer");
    assert_eq!(comparison.replications, 10);
    assert!(
        comparison
            .differences
            .iter()
            .all(|it| it.difference.value == 0.0 && it.verdict == Some(Verdict::Same))
    );
}

#[test]
fn more_throughput_is_better_only_if_no_more_was_sent() {
    let throughput = |before: &str, after: &str| {
        let (before, after) = (Arc::new(drawing(before)), Arc::new(drawing(after)));
        let study = &mut Compare::new(before, after, options(20.0));
        let found = study::conduct(study).expect("runs").expect("an answer");
        let it = found.differences.into_iter().find(|it| it.figure == Figure::ThroughputPerSec);
        it.map(|it| (it.verdict, it.label())).expect("a throughput")
    };
    let loses = |per_sec| pool(per_sec, 10.0).replace("queue_limit=1000000", "queue_limit=2");
    assert_eq!(throughput(&pool(50, 10.0), &pool(70, 10.0)), (None, "study-more-as-sent"));
    assert_eq!(throughput(&pool(70, 10.0), &pool(50, 10.0)), (None, "study-less-as-sent"));
    assert_eq!(throughput(&loses(70), &pool(70, 10.0)), (Some(Verdict::Better), "study-better"));
    assert_eq!(throughput(&pool(70, 10.0), &loses(70)), (Some(Verdict::Worse), "study-worse"));
    // More was sent, and less came of it.
    let (calm, stormy) = (pool(90, 10.0), pool(130, 10.0).replace("service_millis=10", "service_millis=20"));
    assert_eq!(throughput(&calm, &stormy), (Some(Verdict::Worse), "study-worse"));
}

#[test]
fn a_difference_in_nines_has_its_interval() {
    let failing = |error_ratio: f64| {
        Arc::new(drawing(&format!(
            "u:client{{per_sec=200}} -> s:api_server{{slots=10, service_millis=10, error_ratio={error_ratio}, {BARE}}}"
        )))
    };
    let mut study = Compare::new(failing(0.01), failing(0.001), options(100.0));
    let comparison = study::conduct(&mut study).expect("runs").expect("an answer");
    let nines = comparison.differences.iter().find(|it| it.figure == Figure::Nines).expect("nines");
    // One in a hundred and one in a thousand are two nines and three.
    for (measured, exact) in [(nines.before, 2.0), (nines.after, 3.0), (nines.difference, 1.0)] {
        let half = measured.half_width.expect("an interval");
        assert!(half > 0.0 && half < 0.15, "{nines:?}");
        assert!((measured.value - exact).abs() < 2.0 * half, "{nines:?}, exact {exact}");
    }
    let counted = comparison.after.nines().expect("something ended");
    let Nines::Exactly(counted) = counted else { panic!("{counted:?}") };
    assert!((nines.after.value - counted).abs() < 1e-9, "{nines:?}, of all runs {counted}");
    assert_eq!((nines.verdict, comparison.bounded_nines()), (Some(Verdict::Better), None));
}

/// Both fail the same requests, and one of them some more: too few to tell, however even the runs are.
#[test]
fn up_to_five_more_failures_may_be_chance() {
    let failing = |error_ratio: f64| {
        Arc::new(drawing(&format!(
            "u:client{{per_sec=50}} -> s:api_server{{error_ratio={error_ratio}, {BARE}}}"
        )))
    };
    let mut told = Vec::new();
    for worse in [0.0003, 0.0004, 0.0005, 0.0006, 0.0007] {
        for seed in 0..8 {
            let options = RunOptions { seed, ..options(20.0) };
            let mut study = Compare::new(failing(0.0002), failing(worse), options);
            let comparison = study::conduct(&mut study).expect("runs").expect("an answer");
            let more = comparison.after.failed - comparison.before.failed;
            for it in comparison.differences.iter().filter(|it| it.figure == Figure::SuccessRatio) {
                if more < 6 {
                    assert_ne!(it.verdict, Some(Verdict::Worse), "{comparison:?}");
                }
                told.push((more < 6, it.verdict));
            }
        }
    }
    assert!(
        told.contains(&(true, Some(Verdict::WithinChance))) && told.contains(&(false, Some(Verdict::Worse))),
        "{told:?}"
    );
}

#[test]
fn where_nothing_failed_nines_have_a_bound_only() {
    let before = Arc::new(drawing(&pool(70, 10.0)));
    let mut study = Compare::new(before, Arc::new(drawing(&pool(70, 9.0))), options(60.0));
    let comparison = study::conduct(&mut study).expect("runs").expect("an answer");
    assert!(comparison.differences.iter().all(|it| it.figure != Figure::Nines));
    assert!(
        matches!(comparison.bounded_nines(), Some((Nines::AtLeast(_), Nines::AtLeast(_)))),
        "{comparison:?}"
    );
}

#[test]
fn work_behind_a_queue_that_falls_behind_is_a_limit() {
    // Everybody is answered at once; the worker can do 100 a second.
    let jobs = drawing(
        "u:client{per_sec=50} -> a:api_server{slots=100} -publish-> q:queue{slots=1000} -consume{latency_millis=0}-> w:worker{slots=1, service_millis=10}",
    );
    let curve = study::conduct(&mut Sweep::new(&jobs, options(20.0))).expect("runs").expect("an answer");
    assert_eq!(curve.broken, None);
    let said = Texts::english().say(&curve.message());
    assert!(said.contains("from 2 times on w is asked for more than it can serve"), "{said}");
}

#[test]
fn a_load_that_is_not_carried_says_what_share_the_estimate_loses() {
    let curve = study::conduct(&mut Sweep::new(
        &drawing(&pool(50, 10.0).replace("queue_limit=1000000", "queue_limit=5")),
        options(30.0),
    ));
    let curve = curve.expect("runs").expect("an answer");
    let texts = Texts::english();
    let said: Vec<String> =
        curve.points.iter().filter_map(|it| it.estimated()).map(|it| texts.say(&it)).collect();
    assert!(!said[0].contains("fail"), "{said:?}");
    assert!(said.last().is_some_and(|it| it.ends_with("% fail")), "{said:?}");
}

#[test]
fn the_order_of_reports_changes_no_answer() {
    let (before, after) = (Arc::new(drawing(&pool(70, 10.0))), Arc::new(drawing(&pool(75, 10.0))));
    let make = || Compare::new(Arc::clone(&before), Arc::clone(&after), options(60.0));
    let straight = study::conduct(&mut make()).expect("runs");
    let mut study = make();
    loop {
        let mut jobs = Vec::new();
        while let Some(job) = study.next_job() {
            jobs.push(job);
        }
        if jobs.is_empty() {
            break;
        }
        for job in jobs.into_iter().rev() {
            let report = run(&job.architecture, job.options);
            study.take(job.number, Outcome::Report(Box::new(report)));
        }
    }
    assert_eq!(study.answer(), straight);
}

#[test]
fn a_sweep_finds_the_knee_and_the_end() {
    let mut study =
        Sweep::new(&drawing(&pool(10, 10.0)), RunOptions { warm_up_secs: 20.0, ..options(100.0) });
    let curve = study::conduct(&mut study).expect("runs").expect("an answer");
    assert_eq!(curve.points.len(), 13);
    // Kleinrock: the power of M/M/1 is highest at half of the capacity.
    let knee = curve.points[curve.knee.expect("a knee")];
    assert!((40.0..=60.0).contains(&knee.offered_per_sec), "{knee:?}");
    let carried = curve.points[curve.carried.expect("some load is carried")];
    assert!((85.0..=97.0).contains(&carried.offered_per_sec), "{carried:?}");
    let broken = curve.points[curve.broken.expect("some is not")];
    assert!(broken.offered_per_sec > carried.offered_per_sec, "{broken:?}");
}

/// The load that is said to be carried, and the first that is not, of what one server with a slot can do at most.
fn carried_and_broken(arrivals: Arrivals, server: &str) -> (f64, Option<f64>) {
    let mut open = drawing(&format!(
        "u:client{{per_sec=10}} -call{{latency_millis=0}}-> \
         s:api_server{{slots=1, service_millis=10, fixed_delay_millis=0, holds_slot=false{server}}}"
    ));
    open.components[0].workload.as_mut().expect("a source").arrivals = arrivals;
    let curve = study::conduct(&mut Sweep::new(&open, RunOptions { warm_up_secs: 60.0, ..options(300.0) }))
        .expect("runs")
        .expect("an answer");
    let of_limit = |it: usize| curve.points[it].factor / 10.0;
    let carried = of_limit(curve.carried.expect("some load is carried"));
    (carried, curve.broken.map(of_limit))
}

#[test]
fn at_its_limit_a_queue_grows_for_ever_unless_all_is_even() {
    let near = |found: f64, exact: f64| assert!((found - exact).abs() < 1e-4, "{found}, expected {exact}");
    let (carried, broken) = carried_and_broken(Arrivals::Poisson, ", queue_limit=1000000");
    near(carried, 0.95);
    near(broken.expect("an end"), 1.0);
    let (carried, broken) =
        carried_and_broken(Arrivals::Even, ", queue_limit=1000000, service_distribution=constant");
    near(carried, 1.0);
    near(broken.expect("an end"), 1.1);
    // What finds no room is lost, so that the queue has an end.
    let (carried, _) = carried_and_broken(Arrivals::Poisson, ", queue_limit=300");
    near(carried, 1.0);
}

#[test]
fn a_sweep_of_a_short_drawing_measures_long_enough_to_tell() {
    let short = drawing(&pool(10, 10.0));
    let own = RunOptions { warm_up_secs: 0.0, ..options(3.0) };
    let study = &mut Sweep::new(&short, Sweep::options(own));
    let curve = study::conduct(study).expect("runs").expect("an answer");
    assert_eq!(curve.measured_secs, 30.0);
    // M/M/1 at half of its capacity: 20 ms; three seconds give intervals as wide as that.
    let half = curve.points[4].mean_millis.expect("a mean");
    assert!(half.half_width.is_some_and(|it| it < 0.4 * half.value), "{half:?}");
    assert_eq!(Sweep::options(options(120.0)).duration_secs, 120.0);
}

#[test]
fn replications_stop_when_precise_enough() {
    let architecture = drawing(&pool(50, 10.0));
    let options = RunOptions { replications: 200, ..options(50.0) };
    let first = run(&architecture, RunOptions { replications: 1, ..options });
    let mut study = Replicate::new(architecture, options, first, 0.05);
    let report = study::conduct(&mut study).expect("runs").expect("a report");
    let mean = report.total.latency.mean_millis.expect("a mean");
    assert!(mean.half_width.is_some_and(|half| half <= 0.05 * mean.value));
    assert!((10..200).contains(&report.settings.replications), "{}", report.settings.replications);
}

#[test]
fn without_a_precision_all_replications_are_made() {
    let architecture = drawing(&pool(50, 10.0));
    let options = RunOptions { replications: 7, ..options(10.0) };
    let all = study::replicate(&architecture, options, 0.0).expect("a report");
    assert_eq!(all, sim::run_replications(&architecture, options).expect("a report"));
}

#[test]
fn a_storm_outlives_its_trigger_and_its_cures_end_it() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=80}} -call{{latency_millis=0, timeout_millis=1000, attempts=4}}-> s:api_server{{slots=1, service_millis=10, {BARE}}}"
    ));
    let mut study = Trial::new(&architecture, options(60.0)).expect("traffic");
    let found = study::conduct(&mut study).expect("runs").expect("an answer");
    let texts = Texts::english();
    let said: Vec<String> = found
        .cases
        .iter()
        .map(|it| {
            let change = it.change.as_ref().map_or_else(|| "as drawn".to_owned(), |it| texts.say(it));
            let end = it.recovered_after_secs.map_or_else(|| "never".to_owned(), |it| format!("{it} s"));
            format!("{change}: {:.0} %, {end}", it.after_ratio / it.before_ratio * 100.0)
        })
        .collect();
    expect_test::expect![[r#"
        as drawn: 0 %, never
        Without retries: 100 %, 70 s
        With a retry budget of 10% on every connection that retries: 100 %, 142 s
        If callees gave up work for which nobody waits any longer: 100 %, 0 s
        With circuit breakers (5 failures, 30 s) in front of s: 100 %, 22 s
        With the newest request first at s: 100 %, 0 s
        With at most 50 waiting at each replica of s: 100 %, 0 s"#]]
    .assert_eq(&said.join("\n"));
}
