//! Stores: writes, replicas, failover, locks.

use sim::report::{Failover, FailureCause};

use crate::{
    common::component,
    story::{AFTER, BEFORE, DURING, FAST, POOL, Story, story, trouble},
};

/// Half of the requests writes.
fn store(more: &str) -> String {
    format!(
        "u:client{{per_sec=200, writes=0.5}} -call{{latency_millis=0}}-> db:database_sql*3{{{FAST}, write_factor=1{more}}}"
    )
}

/// Failures of reads and of writes.
fn failures(story: &Story) -> [u64; 2] {
    let of = |name: &str| {
        story.report.journeys.iter().filter(|it| it.name.contains(name)).map(|it| it.failed).sum()
    };
    [of("read"), of("write")]
}

#[test]
fn disk_full() {
    let story = story(&store(""), "db", trouble("disk-full", &[]));
    story.fails(0.5);
    assert_eq!(failures(&story)[0], 0);
}

#[test]
fn disk_full_at_a_broker() {
    let text = format!(
        "u:client{{per_sec=200, writes=0}} -> api:api_server{{{FAST}}} -publish-> jobs:queue -> w:worker{{{FAST}}}"
    );
    let story = story(&text, "jobs", trouble("disk-full", &[]));
    story.fails(1.0);
    assert_eq!(story.throughput("w", 12..20), 0.0);
}

#[test]
fn replication_lag() {
    let lag = [("millis", 500.0)];
    // Two of three replicas must have a write: half of the requests waits for the lag.
    let waiting = story(&store(", write_quorum=2"), "db", trouble("replication-lag", &lag));
    assert!((waiting.p95(DURING) - waiting.p95(BEFORE) - 500.0).abs() < 10.0, "{}", waiting.p95(DURING));
    assert!((waiting.p95(AFTER) - waiting.p95(BEFORE)).abs() < 1.0);
    let alone = story(&store(""), "db", trouble("replication-lag", &lag));
    assert!((alone.p95(DURING) - alone.p95(BEFORE)).abs() < 1.0);
}

#[test]
fn primary_loss() {
    let story = story(&store(", failover_secs=3"), "db", trouble("primary-loss", &[]));
    // Writes and a third of the reads are refused for three seconds; then a replica takes over.
    assert!((story.errors(10..13) - 2.0 / 3.0).abs() < 0.08, "{}", story.errors(10..13));
    assert_eq!(story.failed(14..40), 0.0);
    assert_eq!(story.failed(BEFORE), 0.0);
}

#[test]
fn failover_stuck() {
    let story = story(&store(", failover_secs=3"), "db", trouble("failover-stuck", &[]));
    story.fails(2.0 / 3.0);
    assert!(story.failed_by(FailureCause::Refused) > 1000.0);
}

#[test]
fn lock_contention() {
    let story = story(&store(""), "db", trouble("lock-contention", &[("factor", 20.0)]));
    assert!((story.p95(DURING) - 20.0).abs() < 1.0, "{} ms", story.p95(DURING));
    assert!((story.p95(BEFORE) - 1.0).abs() < 0.1);
    assert!((story.p95(AFTER) - 1.0).abs() < 0.1);
}

#[test]
fn schema_migration_lock() {
    let text = format!(
        "u:client{{per_sec=20, writes=0.5}} -> db:database_sql{{{POOL}, slots=1000, write_factor=1}}"
    );
    let story = story(&text, "db", trouble("schema-migration-lock", &[]));
    // Ten writes a second wait for the end; ten reads a second go on.
    let in_flight = story.report.series.seconds[19].in_flight;
    assert!((60..=140).contains(&in_flight), "{in_flight}");
    assert!((story.answered(DURING) / 9.0 - 10.0).abs() < 4.0);
    assert!(story.answered(20..21) > 60.0);
    assert!(story.report.series.seconds[25].in_flight < 5);
}

fn failover(story: &Story) -> Failover {
    component(&story.report, "db").failover.expect("a store with replicas")
}

#[test]
fn split_brain() {
    let share = [("share", 0.3)];
    let apart = story(&store(""), "db", trouble("split-brain", &share));
    assert_eq!(apart.failed(0..40), 0.0);
    // Three tenths of a thousand writes; Poisson, four standard deviations.
    let lost = failover(&apart).lost_writes;
    assert!((230..=370).contains(&lost), "{lost}");
    // With a quorum the smaller side takes no writes: three tenths of the half that writes.
    let safe = story(&store(", write_quorum=2"), "db", trouble("split-brain", &share));
    safe.fails(0.15);
    assert_eq!(failover(&safe).lost_writes, 0);
    assert!(safe.failed_by(FailureCause::NoQuorum) > 200.0);
    let refused = component(&safe.report, "db");
    let refused = refused.failed_by_cause.iter().find(|it| it.cause == FailureCause::NoQuorum);
    assert_eq!(refused.expect("a cause").count as f64, safe.failed_by(FailureCause::NoQuorum));
    // Two are left on the larger side: not enough for three, whoever writes.
    let none = story(&store(", write_quorum=3"), "db", trouble("split-brain", &share));
    none.fails(0.5);
}

#[test]
fn a_lost_primary_takes_with_it_what_nobody_else_has() {
    let text = |more: &str| format!("{}{more}", ", failover_secs=3, replication_lag_millis=2000");
    let story_of = |more| story(&store(&text(more)), "db", trouble("primary-loss", &[]));
    let found = failover(&story_of(""));
    assert_eq!(found.failovers, 1);
    assert!((found.recovery_secs.expect("a failover").value - 3.0).abs() < 1e-9);
    // The writes of the last two seconds; Poisson, four standard deviations.
    assert!((145..=255).contains(&found.lost_writes), "{}", found.lost_writes);
    assert!((found.lost_secs.expect("a failover").value - 2.0).abs() < 0.1);
    // Somebody has every write that was acknowledged.
    assert_eq!(failover(&story_of(", write_quorum=2")).lost_writes, 0);
}
