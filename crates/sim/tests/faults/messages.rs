//! Brokers and consumers.

use crate::{
    common::component,
    story::{AFTER, BEFORE, DURING, FAST, story, trouble},
};

/// A hundred messages a second for consumers that could handle five hundred.
fn jobs(broker: &str) -> String {
    format!(
        "u:client{{per_sec=100}} -> api:api_server{{{FAST}}} -publish-> jobs:queue{{{broker}}}; \
         jobs -consume{{backoff_base_millis=10}}-> w:worker{{slots=5, service_millis=10, fixed_delay_millis=0}}"
    )
}

#[test]
fn queue_backlog() {
    let story = story(&jobs(""), "w", trouble("queue-backlog", &[]));
    assert!(story.queue("jobs", BEFORE) < 30);
    // A hundred more each second, for ten seconds; four hundred fewer each second after that.
    let backlog = story.queue("jobs", 18..20);
    assert!((850..=1150).contains(&backlog), "{backlog}");
    assert!(story.queue("jobs", 20..22) > 100);
    assert!(story.queue("jobs", AFTER) < 30, "{}", story.queue("jobs", AFTER));
    assert_eq!(story.failed(0..40), 0.0);
}

#[test]
fn consumer_lag() {
    let story = story(&jobs(""), "w", trouble("consumer-lag", &[("factor", 10.0)]));
    // Fifty a second instead of five hundred: fifty more wait each second.
    let backlog = story.queue("jobs", 18..20);
    assert!((350..=650).contains(&backlog), "{backlog}");
    assert!((story.throughput("w", DURING) - 50.0).abs() < 15.0);
    assert!(story.queue("jobs", AFTER) < 30);
}

#[test]
fn poison_message() {
    let story = story(&jobs("max_deliveries=3"), "jobs", trouble("poison-message", &[("share", 0.2)]));
    let worker = component(&story.report, "w");
    let way = story.report.connections.iter().find(|it| it.to == worker.id).expect("a connection");
    // A fifth of a thousand messages, each delivered three times; binomial, four standard deviations.
    assert!((150..=250).contains(&way.dead_letters), "{}", way.dead_letters);
    assert!((story.failures("w", DURING) - 60.0).abs() < 20.0, "{}", story.failures("w", DURING));
    assert_eq!(story.failures("w", BEFORE) + story.failures("w", AFTER), 0.0);
}

#[test]
fn a_slow_way_to_a_consumer_keeps_its_slots() {
    let story = story(&jobs(""), "-> w", trouble("latency", &[("millis", 490.0)]));
    // Five slots, each reserved for half of a round trip, 245 ms, and 10 ms of work.
    let done = story.throughput("w", DURING);
    assert!((done - 5.0 / 0.255).abs() < 1.0, "{done}");
    assert!(story.queue("jobs", 18..20) > 600, "{}", story.queue("jobs", 18..20));
    assert!((story.throughput("w", BEFORE) - 100.0).abs() < 10.0);
    assert!(story.queue("jobs", AFTER) < 30);
}

/// A broker in three zones: the loss of any one of them leaves two thirds of its slots, which write down 400 messages a second.
#[test]
fn a_broker_bears_the_loss_of_a_zone() {
    let text = format!(
        "u:client{{per_sec=500, writes=0}}; [eu: [a: q:queue{{slots=2, service_millis=10, service_distribution=constant, \
         queue_limit=100000}}]; [b: q]; [c: q]]; u -publish-> q -consume-> w:worker{{{FAST}}}"
    );
    for zone in ["[a]", "[b]", "[c]"] {
        let story = story(&text, zone, trouble("zone-loss", &[]));
        assert_eq!(story.failed(0..40), 0.0, "{zone}");
        let (before, during) = (story.throughput("w", BEFORE), story.throughput("w", 12..20));
        assert!((before - 500.0).abs() < 25.0 && (during - 400.0).abs() < 10.0, "{zone}: {before} {during}");
        assert!(story.throughput("w", 21..24) > 550.0, "{zone}: what has piled up is written down");
    }
    // The loss of all of them is an outage.
    story(&text, "[eu]", trouble("region-loss", &[])).fails(1.0);
}
