//! Services of others, and configuration.

use sim::report::FailureCause;

use crate::story::{AFTER, BEFORE, DURING, FAST, POOL, story, trouble};

fn paying(policy: &str) -> String {
    format!(
        "u:client{{per_sec=200}} -> api:api_server{{{FAST}}} -call{{latency_millis=0{policy}}}-> \
         pay:external_api{{service_millis=10, service_distribution=constant, error_ratio=0}}"
    )
}

#[test]
fn dependency_outage() {
    let story_of = |policy| story(&paying(policy), "pay", trouble("dependency-outage", &[]));
    story_of("").fails(1.0);
    story_of(", optional=true").fails(0.0);
}

#[test]
fn dependency_slow() {
    let story = story(&paying(""), "pay", trouble("dependency-slow", &[("millis", 2000.0)]));
    assert!((story.p50(13..20) - story.p50(BEFORE) - 2000.0).abs() < 5.0, "{}", story.p50(13..20));
    assert!((story.p50(AFTER) - story.p50(BEFORE)).abs() < 1.0);
    assert_eq!(story.failed(0..40), 0.0);
}

#[test]
fn rate_limit_misconfiguration() {
    let text = format!("u:client{{per_sec=200}} -> api:api_server{{{POOL}}}");
    let story = story(&text, "api", trouble("rate-limit-misconfiguration", &[("per_sec", 50.0)]));
    // What the limit lets through is no chance: 50 a second.
    assert!((story.answered(DURING) / 9.0 - 50.0).abs() < 1.5, "{}", story.answered(DURING) / 9.0);
    assert!(story.failed_by(FailureCause::RateLimited) > 1000.0);
    assert_eq!(story.failed(BEFORE) + story.failed(AFTER), 0.0);
}

#[test]
fn bad_config_push() {
    let text = format!(
        "u:client{{per_sec=100}} -> a:api_server{{{POOL}}}; v:client{{per_sec=100}} -> b:api_server{{{POOL}}}; \
         w:client{{per_sec=100}} -> other:web_server{{{POOL}}}"
    );
    let story = story(&text, "a", trouble("bad-config-push", &[("share", 0.6)]));
    // Both of that kind, not the third.
    story.fails(0.4);
    assert!(story.failures("b", DURING) > 40.0);
    assert_eq!(story.failures("other", DURING), 0.0);
}

#[test]
fn clock_skew_of_tokens() {
    let text = format!("u:client{{per_sec=200}} -> api:api_server{{{POOL}}}");
    story(&text, "api", trouble("clock-skew", &[("skew", 60.0), ("lifetime", 300.0)])).fails(0.2);
}

#[test]
fn clock_skew_of_a_cache() {
    let text = format!(
        "u:client{{per_sec=500, writes=0}} -> api:web_server{{{FAST}}} -> c:cache_redis{{{FAST}, cache_model=keys, cached_keys=100, popularity=0, capacity_items=100, entry_ttl_secs=4}}; \
         api -{{on={{miss_of=c}}}}-> db:database_sql{{{FAST}}}"
    );
    let story = story(&text, "c", trouble("clock-skew", &[("skew", 3.8)]));
    // Items are asked for five times a second: with 4 s they miss once in 21 times, with 0.2 s every other time.
    let misses = |phase| story.throughput("db", phase) / 500.0;
    assert!((misses(5..10) - 1.0 / 21.0).abs() < 0.02, "{}", misses(5..10));
    assert!((misses(15..20) - 0.5).abs() < 0.05, "{}", misses(15..20));
    assert!((misses(30..40) - 1.0 / 21.0).abs() < 0.02);
}
