//! Ways between components, names, certificates, places.

use model::{
    Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::report::FailureCause;

use crate::{
    common::{change_at, drawing, failures, options, run},
    story::{AFTER, BEFORE, DURING, FAST, POOL, Story, place, story, trouble},
};

fn two(policy: &str) -> String {
    format!(
        "u:client{{per_sec=200}} -call{{latency_millis=0}}-> api:api_server{{{FAST}}} -call{{latency_millis=0{policy}}}-> db:database_sql{{{POOL}}}"
    )
}

#[test]
fn latency() {
    let story = story(&two(""), "-> db", trouble("latency", &[("millis", 200.0)]));
    let (before, during, after) = (story.p50(BEFORE), story.p50(DURING), story.p50(AFTER));
    assert!((during - before - 200.0).abs() < 2.0, "{before} ms, then {during} ms");
    assert!((after - before).abs() < 2.0);
}

#[test]
fn packet_loss() {
    let story = story(&two(""), "-> db", trouble("packet-loss", &[("share", 0.05)]));
    // Nearly every tenth call loses a packet on one of its ways, and takes 200 ms longer.
    assert!((story.p95(DURING) - story.p95(BEFORE) - 200.0).abs() < 40.0, "{}", story.p95(DURING));
    assert!(story.p50(DURING) < 1.3 * story.p50(BEFORE));
    assert!((story.p95(AFTER) - story.p95(BEFORE)).abs() < 10.0);
    assert_eq!(story.failed(0..40), 0.0);
}

#[test]
fn partition() {
    let story = story(&two(", timeout_millis=300"), "-> db", trouble("partition", &[]));
    story.fails(1.0);
    assert_eq!(story.throughput("db", DURING), 0.0);
    assert!(story.failed_by(FailureCause::Timeout) > 1500.0);
}

#[test]
fn partition_of_a_zone() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: api:api_server{{{FAST}}}]; [b: db:database_sql{{{POOL}}}]]; u -> api; api -{{timeout_millis=300}}-> db"
    );
    story(&text, "[b]", trouble("partition", &[])).fails(1.0);
    // Who is inside together does not notice.
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: api:api_server{{{FAST}}}, db:database_sql{{{POOL}}}]; [b: w:worker]]; u -> api -> db; api -{{optional=true, timeout_millis=50}}-> w"
    );
    story(&text, "[b]", trouble("partition", &[])).fails(0.0);
}

/// A balancer whose checks of a zone do not come back sends nothing there, until they do.
#[test]
fn partition_of_a_zone_behind_a_balancer() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: lb:load_balancer{{health_check_secs=2}}, api:api_server{{{POOL}}}]; [b: api]]; \
         u -> lb -{{timeout_millis=300}}-> api"
    );
    for change in ["partition", "partition-one-way"] {
        let story = story(&text, "[b]", trouble(change, &[]));
        assert!((story.errors(10..12) - 0.5).abs() < 0.1, "{}", story.errors(10..12));
        assert_eq!(story.failed(13..40), 0.0, "{change}");
        assert!((story.throughput("api", AFTER) - 200.0).abs() < 20.0);
    }
}

#[test]
fn partition_one_way() {
    let story = story(&two(", timeout_millis=300"), "-> db", trouble("partition-one-way", &[]));
    story.fails(1.0);
    // The work is done all the same.
    assert!((story.throughput("db", DURING) - 200.0).abs() < 20.0);
}

/// A refusal is an answer: it takes the same way, and is lost on it.
#[test]
fn refusals_meet_the_trouble_of_their_way_back() {
    let text = "u:client{per_sec=200} -call{latency_millis=0, timeout_millis=300}-> \
                api:api_server{slots=1, service_millis=1000, queue_limit=0}";
    let story = story(text, "-> api", trouble("partition-one-way", &[]));
    assert!(story.failed_by(FailureCause::Timeout) > 1900.0, "{}", story.failed_by(FailureCause::Timeout));
}

#[test]
fn zone_loss() {
    let text = format!(
        "u:client{{per_sec=200}} -> lb:load_balancer{{health_check_secs=2}}; [eu: [a: api:api_server{{{POOL}}}]; [b: api]]; lb -> api"
    );
    let story = story(&text, "[b]", trouble("zone-loss", &[]));
    // Half of the requests, until the health check has noticed.
    assert!((story.errors(10..12) - 0.5).abs() < 0.05, "{}", story.errors(10..12));
    assert_eq!(story.failed(13..40), 0.0);
    assert_eq!(story.failed(BEFORE), 0.0);
}

#[test]
fn region_loss() {
    let text = format!(
        "u:client{{per_sec=200}} -> lb:load_balancer{{health_check_secs=2}}; [eu: [a: api:api_server{{{POOL}}}]; [b: api]]; lb -> api"
    );
    let story = story(&text, "[eu]", trouble("region-loss", &[]));
    assert_eq!(story.failed(BEFORE), 0.0);
    assert_eq!(story.answered(DURING), 0.0);
    assert_eq!(story.failed(AFTER), 0.0);
}

/// Errors of single seconds grow from about nothing to `all`.
#[track_caller]
fn grows_over_five_secs(story: &Story) {
    let share = |second: usize| story.errors(second..second + 1);
    // In the k-th second k fifths fail; 200 requests a second have a standard deviation of 3.5 %.
    for (second, expected) in [(11, 0.2), (12, 0.4), (13, 0.6), (14, 0.8), (16, 1.0), (19, 1.0)] {
        assert!((share(second) - expected).abs() < 0.15, "{} in second {second}", share(second));
    }
    assert_eq!(story.failed(BEFORE) + story.failed(AFTER), 0.0);
}

#[test]
fn dns_failure() {
    let story = story(&two(""), "db", trouble("dns-failure", &[("ttl", 5.0)]));
    grows_over_five_secs(&story);
    assert!(story.failed_by(FailureCause::NameNotResolved) > 1000.0);
}

#[test]
fn certificate_expiry() {
    let story = story(&two(""), "-> db", trouble("certificate-expiry", &[("renewal", 5.0)]));
    grows_over_five_secs(&story);
    assert!(story.failed_by(FailureCause::TlsFailed) > 1000.0);
}

#[test]
fn stale_dns() {
    let story = story(&two(""), "db", trouble("stale-dns", &[("ttl", 5.0)]));
    // In its first second nearly all are refused, in the fifth a fifth.
    assert!(story.errors(10..11) > 0.9);
    assert!((story.errors(14..15) - 0.2).abs() < 0.15, "{}", story.errors(14..15));
    assert_eq!(story.failed(16..40) + story.failed(BEFORE), 0.0);
}

#[test]
fn telemetry_does_not_pass_a_partition() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: api:api_server{{{FAST}}}]; [b: logs:logging{{slots=1000}}, w:worker]]; u -> api; api -{{optional=true, timeout_millis=50}}-> w; api -observe{{sample_ratio=1}}-> logs"
    );
    let story = story(&text, "[b]", trouble("partition", &[]));
    assert_eq!(story.failed(0..40), 0.0);
    let link = story.report.connections.iter().find(|it| it.dropped > 0).expect("what is lost");
    // Ten seconds of copies; Poisson, four standard deviations.
    assert!((1820..=2180).contains(&link.dropped), "{}", link.dropped);
    let lost = link.failed_by_cause.iter().find(|it| it.cause == FailureCause::Unreachable);
    assert_eq!(lost.expect("a cause").count, link.dropped);
    let arrived = crate::common::component(&story.report, "logs").arrived;
    assert!(link.attempts - link.dropped - arrived < 5, "{} {arrived}", link.attempts);
}

/// What has been cut, mended and cut again is noticed when the checks have had their time for the last of it.
#[test]
fn a_second_partition_is_noticed_in_its_own_time() {
    let mut architecture = drawing(&format!(
        "u:client{{per_sec=200}}; [eu: [a: lb:load_balancer{{health_check_secs=2}}, api:api_server{{{POOL}}}]; [b: api]]; \
         u -> lb -{{timeout_millis=100}}-> api"
    ));
    let zone = place(&architecture, "[b]");
    for (at_secs, lasts_secs) in [(10.0, 0.5), (11.5, 20.0)] {
        change_at(&mut architecture, at_secs, Change::new("partition", zone).lasting(lasts_secs));
    }
    let story = Story { report: run(&architecture, options(40.0)) };
    assert!((story.errors(12..13) - 0.5).abs() < 0.1, "{}", story.errors(12..13));
    assert_eq!(story.failed(14..40), 0.0);
}

/// With one replica fewer a balancer may reach a target no more: its checks find that out in their time.
#[test]
fn a_balancer_that_shrinks_finds_out_what_it_cannot_reach_any_more() {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=200}}; [eu: [a: lb:load_balancer{{health_check_secs=2}}]; [b: lb, api:api_server{{{POOL}}}]]; \
         u -> lb -{{timeout_millis=300}}-> api"
    ));
    let (zone, lb) = (place(&shop, "[b]"), place(&shop, "lb"));
    change_at(&mut shop, 10.0, Change::new("partition", zone).lasting(40.0));
    change_at(&mut shop, 20.0, Change::new("scale", lb).with("replicas", 1.0));
    let report = run(&shop, options(40.0));
    let of = |cause| failures(&report, cause);
    // The second one reached its neighbor.
    let (lost, refused) = (of(FailureCause::Timeout), of(FailureCause::NoHealthyTarget));
    assert!(lost > 0 && refused > 17 * 200 && refused < 19 * 200, "{lost} lost, {refused} refused");
}

/// They take the way back to where the question came from.
#[test]
fn answers_that_nobody_waits_for_meet_the_trouble_of_their_way_too() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: api:api_server{{{FAST}}}]; [b: db:database_sql{{{POOL}}}]]; u -> api -> db; \
         api -> bad:grpc_server{{{FAST}, error_ratio=1}}"
    );
    let story = story(&text, "[b]", trouble("partition-one-way", &[]));
    assert_eq!(story.answered(0..40), 0.0);
    let way = &story.report.connections[1];
    let (asked, answered) = (way.attempts as f64, way.succeeded as f64);
    assert!(asked > 7000.0 && (answered / asked - 0.75).abs() < 0.02, "{answered} of {asked}");
}

/// Telemetry takes as long as everything else on a slow way.
#[test]
fn telemetry_is_late_on_a_slow_way() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: api:api_server{{{FAST}}}]; [b: logs:logging, w:worker]]; u -> api; \
         api -{{optional=true, timeout_millis=20}}-> w; api -observe-> logs"
    );
    let story = story(&text, "[b]", trouble("latency", &[("millis", 40_000.0)]));
    assert!((story.throughput("logs", BEFORE) - 200.0).abs() < 20.0);
    assert_eq!(story.throughput("logs", DURING), 0.0);
    assert!((story.throughput("logs", 32..38) - 400.0).abs() < 40.0);
}

/// Who fetches telemetry asks for it: where its questions are lost, nothing comes.
#[test]
fn a_collector_that_cannot_ask_fetches_nothing() {
    let text = format!(
        "u:client{{per_sec=200}}; [eu: [a: api:api_server*9{{{FAST}}}]; [b: m:monitoring, w:worker]]; u -> api; \
         api -{{optional=true, timeout_millis=20}}-> w; api -observe{{collection=scrape}}-> m"
    );
    for change in ["partition", "partition-one-way"] {
        let story = story(&text, "[b]", trouble(change, &[]));
        let scraped = story.report.connections.iter().find(|it| it.dropped > 0);
        assert_eq!(scraped.map(|it| it.dropped), Some(9), "{change}");
    }
}

#[test]
fn an_answer_goes_back_to_where_the_question_came_from_though_nobody_is_there() {
    let text = format!(
        "u:client{{per_sec=100}}; [eu: [a: api:api_server{{{FAST}}}]; [b: api]; \
         [c: db:database_sql{{slots=1000, service_millis=1000, service_distribution=constant}}]]; \
         u -> api; api -{{latency_millis=1}}-> db"
    );
    let mut shop = drawing(&text);
    let Place::Component(api) = place(&shop, "api") else { panic!("a component") };
    shop.scenario.events.push(ScenarioEvent { at_secs: 2.0, action: Action::TakeDown { component: api } });
    let zone = place(&shop, "[a]");
    change_at(&mut shop, 2.5, Change::new("partition", zone).lasting(60.0));
    let report = run(&shop, options(10.0));
    let way = report.connections.iter().find(|it| it.id == shop.connections[1].id).expect("a row");
    // About half of those that are under way at 2.5 s, of the last half second, came from the zone that is cut off.
    let lost = way.attempts - way.succeeded;
    assert!((12..=40).contains(&lost), "{lost} of {}", way.attempts);
}
