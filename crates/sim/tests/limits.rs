//! Limits of each user: who is refused, and who is not though others ask too much.

mod common;

use common::{change_at, component, drawing, failures, options, place, run, run_text};
use model::{Architecture, scenario::Change, workload::Pattern};
use sim::{
    Report,
    queueing::md1k_loss,
    report::FailureCause,
    study::{Sweep, conduct},
};

/// A gateway that answers at once.
const FAST: &str = "slots=10000, service_millis=1, service_distribution=constant, fixed_delay_millis=0";

/// What came to the gateway of each tier, and the share of it that was refused.
fn tiers(report: &Report) -> [(f64, f64); 3] {
    let found = &component(report, "g").tiers;
    std::array::from_fn(|it| {
        (found[it].arrived as f64, found[it].refused as f64 / found[it].arrived.max(1) as f64)
    })
}

#[test]
fn each_tier_loses_what_is_over_its_own_limit() {
    // 2,000 people, each of whom asks once in four seconds.
    let report = run_text(
        &format!(
            "u:client{{per_sec=500, population=2000}} -> g:api_gateway{{{FAST}, user_limits=tiers, tier_window_secs=20, \
             free_limit=4, pro_limit=5, enterprise_limit=100, pro_share=0.3, enterprise_share=0.2}}"
        ),
        400.0,
    );
    let found = tiers(&report);
    for ((arrived, refused), (share, expected)) in
        found.into_iter().zip([(0.5, md1k_loss(4, 1.25)), (0.3, md1k_loss(5, 1.0)), (0.2, 0.0)])
    {
        // The standard deviation of a share of 2,000 people is 1.1 %.
        assert!((arrived / (500.0 * 400.0) - share).abs() < 0.04, "{arrived}, expected {share}");
        // Buckets are full at first.
        assert!((refused - expected).abs() < 0.02, "{refused}, expected {expected}");
    }
    assert_eq!(failures(&report, FailureCause::UserLimited), report.total.failed);
}

#[test]
fn who_asks_too_much_takes_nothing_from_the_others() {
    let crowd = |settings: &str| {
        let text = format!(
            "u:client{{per_sec=100, population=1000}} -> g:api_gateway{{{FAST}, rate_limit_per_sec=120, \
             tier_window_secs=10, free_limit=5, pro_limit=5, enterprise_limit=5, {settings}}}"
        );
        let mut architecture = drawing(&text);
        // From 5 s on half of the requests come from one user, and there are twice as many.
        let source = place(&architecture, "u");
        for change in [
            Change::new("hot-key", source).with("share", 0.5),
            Change::new("traffic", source).with("factor", 2.0),
        ] {
            change_at(&mut architecture, 5.0, change);
        }
        run(&architecture, options(60.0))
    };
    let (without, with) = (crowd("user_limits=off"), crowd("user_limits=tiers"));
    // All suffer alike: 80 of 200 are over the limit.
    assert!(failures(&without, FailureCause::RateLimited) > 3000);
    // One is stopped, and the limit for all is never met.
    assert_eq!(failures(&with, FailureCause::RateLimited), 0);
    let refused = failures(&with, FailureCause::UserLimited) as f64;
    assert!((refused / (55.0 * (100.0 - 0.5)) - 1.0).abs() < 0.03, "{refused}");
}

#[test]
fn a_refusal_takes_no_token_of_the_other_limit() {
    // The one user may send 10 in 10 s, all may send one a second: nothing is lost twice.
    let report = run_text(
        &format!(
            "u:client{{per_sec=20, population=1}} -> g:api_gateway{{{FAST}, rate_limit_per_sec=1, rate_limit_burst=1, \
             user_limits=tiers, tier_window_secs=10, free_limit=10, pro_limit=10, enterprise_limit=10}}"
        ),
        100.0,
    );
    assert!((95..=101).contains(&report.total.succeeded), "{:?}", report.total.succeeded);
}

#[test]
fn visitors_and_users_keep_their_buckets() {
    // A visitor asks ten times within a second; two tokens are there at once, and one comes every ten seconds.
    let limited = "user_limits=tiers, tier_window_secs=20, free_limit=2, pro_limit=2, enterprise_limit=2";
    let mut architecture = drawing(&format!("u:client{{per_sec=1}} -> g:api_gateway{{{FAST}, {limited}}}"));
    let visits = |architecture: &mut Architecture, pattern| {
        architecture.components[0].workload.as_mut().expect("a source").pattern = pattern;
        let report = run(architecture, options(300.0));
        report.total.succeeded as f64
    };
    let sessions = Pattern::Sessions { sessions_per_sec: 10.0, requests_each: 10.0, think_secs: 0.1 };
    // One of each and, of nine in ten, another one; and rarely a third.
    let per_session = visits(&mut architecture, sessions) / 3000.0;
    assert!((1.85..2.1).contains(&per_session), "{per_session}");
    let of_users = visits(&mut architecture, Pattern::Users { users: 50, think_secs: 0.5 });
    // Two at once and then one in ten seconds each, the last of which is not there yet at the end.
    assert!((of_users / 50.0 - 31.0).abs() < 0.5, "{of_users}");
}

/// A gateway that answers everybody once in a day, and a quarter of the requests about the same person from the start.
fn in_a_rage(source: &str) -> Architecture {
    let mut architecture = drawing(&format!(
        "u:client{{{source}}} -> g:api_gateway{{{FAST}, user_limits=tiers, tier_window_secs=86400, free_limit=1, pro_limit=1, enterprise_limit=1}}"
    ));
    let rage = Change::new("hot-key", place(&architecture, "u")).with("share", 0.25);
    change_at(&mut architecture, 0.0, rage);
    architecture
}

#[test]
fn everybody_is_who_they_were_after_they_asked_for_what_is_all_the_rage() {
    // Also where all of them only read.
    for source in ["population=10", "population=10, writes=0"] {
        let mut architecture = in_a_rage(source);
        let mut answered = |pattern| {
            architecture.components[0].workload.as_mut().expect("a source").pattern = pattern;
            run(&architecture, options(60.0)).total.succeeded
        };
        // Each may ask once, and so may the one whom the rage is about.
        let sessions = Pattern::Sessions { sessions_per_sec: 10.0, requests_each: 10.0, think_secs: 0.1 };
        assert_eq!(answered(sessions), 10 + 1, "{source}");
        assert_eq!(answered(Pattern::Users { users: 50, think_secs: 0.5 }), 50 + 1, "{source}");
    }
}

#[test]
fn a_rage_is_about_its_share_of_the_requests() {
    // Whom it is about may ask no second time; of the others hardly anybody does.
    for source in ["per_sec=100, writes=0", "per_sec=100, writes=0.5"] {
        let total = run(&in_a_rage(source), options(60.0)).total;
        let share = total.failed as f64 / total.generated as f64;
        assert!((share - 0.25).abs() < 0.03, "{source}: {share}");
    }
}

#[test]
fn who_was_not_seen_for_long_begins_anew() {
    // Nobody can ask twice while the others are remembered, if all of them ask in turn.
    let refused = |population: u32| {
        let report = run_text(
            &format!(
                "u:client{{per_sec=200000, population={population}}} -> g:api_gateway{{{FAST}, slots=100000, \
                 rate_limit_per_sec=10000000, user_limits=tiers, tier_window_secs=86400, free_limit=1, pro_limit=1, enterprise_limit=1}}"
            ),
            4.0,
        );
        report.total.failed as f64 / 800_000.0
    };
    // Everybody's first request passes, and hardly any after that.
    let few = refused(50_000);
    assert!((few - (1.0 - 50_000.0 / 800_000.0)).abs() < 0.01, "{few}");
    // Of a million, the last 100,000 are known: nine of ten requests come from somebody else.
    let many = refused(1_000_000);
    assert!((many - 0.1).abs() < 0.01, "{many}");
}

/// Visitors who ask ten times each, where each may ask once: at any load one request in ten is answered, a first one.
#[test]
fn visitors_are_the_same_people_at_every_load() {
    let mut shop = drawing(
        "u:client -> g:api_gateway{slots=5, service_millis=50, user_limits=tiers, tier_window_secs=86400, free_limit=1, pro_limit=1, \
         enterprise_limit=1}",
    );
    if let Some(workload) = &mut shop.components[0].workload {
        workload.pattern = Pattern::Sessions { sessions_per_sec: 10.0, requests_each: 10.0, think_secs: 0.1 };
    }
    let curve = conduct(&mut Sweep::new(&shop, options(30.0))).expect("runs").expect("an answer");
    for it in &curve.points {
        let answered = it.success_ratio.expect("requests").value;
        assert!((answered - 0.1).abs() < 0.03, "{} 1/s: {answered}", it.offered_per_sec);
    }
}
