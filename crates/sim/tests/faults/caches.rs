//! Caches and keys.

use crate::story::{AFTER, BEFORE, FAST, Story, story, trouble};

/// A service with a cache beside it and a store behind.
fn beside(cache: &str) -> String {
    format!(
        "u:client{{per_sec=500, writes=0}} -> api:web_server{{{FAST}}} -> c:cache_redis{{{FAST}, {cache}}}; \
         api -{{on={{miss_of=c}}}}-> db:database_sql{{{FAST}}}"
    )
}

/// All items fit, so that after a while nearly every lookup hits.
const ITEMS: &str = "cache_model=keys, cached_keys=200, popularity=0, capacity_items=200";

/// Share of the lookups that went on to the store.
fn misses(story: &Story, phase: std::ops::Range<usize>) -> f64 {
    story.throughput("db", phase.clone()) / story.throughput("api", phase)
}

#[test]
fn cache_flush_by_ratio() {
    let story = story(&beside("hit_ratio=0.9"), "c", trouble("cache-flush", &[("refill", 10.0)]));
    assert!((misses(&story, BEFORE) - 0.1).abs() < 0.02);
    // Hits come back evenly: none at first, half of the usual in the middle.
    assert!(misses(&story, 10..11) > 0.95);
    assert!((misses(&story, 15..16) - 0.55).abs() < 0.1, "{}", misses(&story, 15..16));
    assert!((misses(&story, AFTER) - 0.1).abs() < 0.02);
}

#[test]
fn cache_flush_of_items() {
    let story = story(&beside(ITEMS), "c", trouble("cache-flush", &[]));
    assert!(misses(&story, 5..10) < 0.01, "{}", misses(&story, 5..10));
    // 200 items have to be fetched again; of the first 500 lookups 184 are the first of their item.
    assert!((story.throughput("db", 10..11) - 184.0).abs() < 30.0);
    assert!(misses(&story, 13..40) < 0.01);
}

#[test]
fn short_ttl() {
    let text = beside(&format!("{ITEMS}, entry_ttl_secs=4"));
    let story = story(&text, "c", trouble("short-ttl", &[("factor", 0.05)]));
    // Items are asked for 2.5 times a second: with 4 s they miss once in 11 times, with 0.2 s two of three times, once
    // those of before are gone.
    assert!((misses(&story, 5..10) - 1.0 / 11.0).abs() < 0.03, "{}", misses(&story, 5..10));
    assert!((misses(&story, 15..20) - 2.0 / 3.0).abs() < 0.05, "{}", misses(&story, 15..20));
    assert!((misses(&story, 28..40) - 1.0 / 11.0).abs() < 0.03, "{}", misses(&story, 28..40));
}

#[test]
fn hot_key() {
    let pool = "slots=1, service_millis=10, fixed_delay_millis=0";
    let text = format!(
        "u:client{{per_sec=200}} -> lb:load_balancer{{algorithm=hash}} -> api:api_server*4{{{pool}}}"
    );
    let story = story(&text, "u", trouble("hot-key", &[("share", 0.8)]));
    assert!(story.queue("api", BEFORE) < 20);
    // One replica gets 160 and a quarter of 40 a second, and serves 100: seventy more wait each second.
    let queue = story.queue("api", 19..20);
    assert!((500..=900).contains(&queue), "{queue}");
    assert!(story.queue("api", 35..40) < 20);
}

#[test]
fn cache_stampede() {
    let text = |coalescing| {
        format!(
            "u:client{{per_sec=500, writes=0}} -> api:web_server{{{FAST}}} -> c:cache_redis{{{FAST}, cache_model=keys, cached_keys=20, popularity=2, capacity_items=20, coalescing={coalescing}}}; \
             api -{{on={{miss_of=c}}}}-> db:database_sql{{slots=1000, service_millis=100, service_distribution=constant, fixed_delay_millis=0}}"
        )
    };
    let alone = story(&text(false), "c", trouble("cache-stampede", &[]));
    // Sixty-three percent of the requests ask for the first item; 31 come while it is fetched. Poisson.
    let fetches = alone.throughput("db", 10..12) * 2.0;
    assert!((10.0..=55.0).contains(&fetches), "{fetches}");
    assert!(alone.throughput("db", 12..40) < 0.5);
    let together = story(&text(true), "c", trouble("cache-stampede", &[]));
    assert!(together.throughput("db", 10..12) * 2.0 <= 2.0, "{}", together.throughput("db", 10..12));
}
