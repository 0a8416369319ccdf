//! Traffic: spikes, herds, floods.

use crate::{
    common::component,
    story::{AFTER, BEFORE, DURING, FAST, Story, story, trouble},
};

fn shop() -> String {
    format!("u:client{{per_sec=100}} -> api:api_server{{{FAST}}}")
}

/// So many requests a second, give or take four standard deviations of a Poisson count.
#[track_caller]
fn sends(story: &Story, phase: std::ops::Range<usize>, per_sec: f64) {
    let (found, expected) = (story.sent(phase.clone()), per_sec * phase.len() as f64);
    assert!((found - expected).abs() <= 4.0 * expected.sqrt(), "{found} in {phase:?}, expected {expected}");
}

#[test]
fn traffic_spike() {
    let story = story(&shop(), "u", trouble("traffic-spike", &[("factor", 9.0), ("over", 4.0)]));
    sends(&story, BEFORE, 100.0);
    // It rises by 200 a second at the end of each second.
    sends(&story, 12..13, 500.0);
    sends(&story, 15..20, 900.0);
    sends(&story, AFTER, 100.0);
}

#[test]
fn thundering_herd() {
    let settings = [("away", 4.0), ("factor", 5.0), ("over", 5.0)];
    let story = story(&shop(), "u", trouble("thundering-herd", &settings));
    sends(&story, BEFORE, 100.0);
    sends(&story, 10..14, 0.0);
    sends(&story, 14..15, 500.0);
    sends(&story, 16..17, 340.0);
    sends(&story, AFTER, 100.0);
}

#[test]
fn bot_flood() {
    let text = format!(
        "u:client{{per_sec=100, writes=0}} -> c:cdn{{cache_model=keys, cached_keys=10000, popularity=0, capacity_items=100}} -> api:web_server{{{FAST}}}"
    );
    let story = story(&text, "u", trouble("bot-flood", &[("factor", 4.0), ("share", 1.0)]));
    sends(&story, DURING, 500.0);
    sends(&story, AFTER, 100.0);
    // All bots ask for one item, which the edge keeps: behind it nothing changes.
    let (before, during) = (story.throughput("api", BEFORE), story.throughput("api", DURING));
    assert!((during / before - 1.0).abs() < 0.15, "{before} a second, then {during}");
    assert!(component(&story.report, "c").hits > 3500);
}
