//! The runbooks. The first is for whatever has none of its own.

use model::Message;

use super::{Runbook, RunbookStep};
use crate::incidents::action::RunbookAction;

const fn read(id: &'static str) -> RunbookStep {
    RunbookStep { text: Message::new(id), action: None }
}

const fn act(id: &'static str, action: RunbookAction) -> RunbookStep {
    RunbookStep { text: Message::new(id), action: Some(action) }
}

pub static ALL: &[Runbook] = &[
    Runbook {
        id: "high-error-rate",
        alerts: &["error rate", "errors", "burn", "budget", "availability"],
        faults: &["error-rate", "certificate-expiry", "rate-limit-misconfiguration"],
        steps: &[
            read("guide-errors-by-cause"),
            read("guide-stores-first"),
            read("guide-recent-changes"),
            read("guide-outside-services"),
            act("guide-roll-back", RunbookAction::RollBack),
            act("guide-breaker-on", RunbookAction::EnableBreaker),
            act("guide-shed-load", RunbookAction::ShedLoad),
            read("guide-watch-budget"),
        ],
    },
    Runbook {
        id: "memory-leak",
        alerts: &["memory", "leak", "heap", "oom"],
        faults: &["memory-leak", "memory-pressure"],
        steps: &[
            read("guide-heap-dump"),
            read("guide-leak-pattern"),
            read("guide-leaked-connections"),
            act("guide-restart-one-by-one", RunbookAction::Restart),
            act("guide-roll-back-leak", RunbookAction::RollBack),
            read("guide-leak-fix"),
        ],
    },
    Runbook {
        id: "slow-answers",
        alerts: &["latency", "slow", "response time", "p95", "p99"],
        faults: &[
            "stall",
            "slow",
            "latency",
            "dependency-slow",
            "lock-contention",
            "noisy-neighbor",
            "straggler",
            "black-hole",
        ],
        steps: &[
            read("guide-slowest-first"),
            read("guide-queue-or-work"),
            read("guide-recent-changes"),
            act("guide-scale-slow", RunbookAction::Scale),
            act("guide-breaker-on", RunbookAction::EnableBreaker),
            act("guide-shed-load", RunbookAction::ShedLoad),
        ],
    },
    Runbook {
        id: "saturation",
        alerts: &["cpu", "saturation", "utilization", "connections", "pool", "disk"],
        faults: &["cpu-pressure", "pool-exhaustion", "disk-full", "autoscaler-failure", "spot-reclaim"],
        steps: &[
            read("guide-demand-or-capacity"),
            act("guide-scale", RunbookAction::Scale),
            act("guide-shed-load", RunbookAction::ShedLoad),
            act("guide-retries-of-callers", RunbookAction::StopRetries),
        ],
    },
    Runbook {
        id: "overload",
        alerts: &["traffic", "overload", "flood", "requests per second"],
        faults: &["traffic-spike", "bot-flood", "thundering-herd"],
        steps: &[
            read("guide-who-sends"),
            act("guide-shed-load", RunbookAction::ShedLoad),
            act("guide-scale", RunbookAction::Scale),
            act("guide-breaker-on", RunbookAction::EnableBreaker),
            act("guide-retries-of-callers", RunbookAction::StopRetries),
        ],
    },
    Runbook {
        id: "down",
        alerts: &["down", "unavailable", "unreachable", "crash"],
        faults: &[
            "random-failures",
            "health-check-flapping",
            "crash",
            "zone-loss",
            "region-loss",
            "power-loss",
            "partition",
            "partition-one-way",
            "packet-loss",
            "dns-failure",
            "stale-dns",
            "dependency-outage",
        ],
        steps: &[
            read("guide-one-or-all"),
            act("guide-restart", RunbookAction::Restart),
            act("guide-shift-traffic", RunbookAction::ShiftTraffic),
            act("guide-breaker-on", RunbookAction::EnableBreaker),
            read("guide-what-comes-back"),
        ],
    },
    Runbook {
        id: "store-primary",
        alerts: &["replication", "primary", "quorum", "failover"],
        faults: &[
            "primary-loss",
            "failover-stuck",
            "replication-lag",
            "split-brain",
            "clock-skew",
            "schema-migration-lock",
        ],
        steps: &[
            act("guide-roll-back", RunbookAction::RollBack),
            read("guide-is-it-the-primary"),
            act("guide-fail-over", RunbookAction::FailOver),
            read("guide-lost-writes"),
            act("guide-shed-load", RunbookAction::ShedLoad),
        ],
    },
    Runbook {
        id: "cache-cold",
        alerts: &["cache", "hit rate", "hit ratio", "stampede"],
        faults: &["cache-flush", "cache-stampede", "hot-key", "short-ttl"],
        steps: &[
            read("guide-hit-ratio"),
            act("guide-shed-behind-cache", RunbookAction::ShedLoad),
            act("guide-scale-behind-cache", RunbookAction::Scale),
            read("guide-one-fetch"),
            act("guide-flush-bad", RunbookAction::Flush),
        ],
    },
    Runbook {
        id: "backlog",
        alerts: &["queue", "backlog", "lag", "dead letter", "freshness"],
        faults: &["queue-backlog", "poison-message", "consumer-lag"],
        steps: &[
            read("guide-in-or-out"),
            read("guide-poison"),
            act("guide-scale-consumers", RunbookAction::Scale),
            act("guide-restart-consumers", RunbookAction::Restart),
            read("guide-age-of-oldest"),
        ],
    },
    Runbook {
        id: "bad-change",
        alerts: &["deploy", "canary", "rollout", "release"],
        faults: &[
            "bad-deploy",
            "bad-config-push",
            "rolling-update",
            "blue-green",
            "canary",
            "recreate",
            "feature-flag",
        ],
        steps: &[
            read("guide-recent-changes"),
            act("guide-roll-back", RunbookAction::RollBack),
            act("guide-shift-traffic-old", RunbookAction::ShiftTraffic),
            read("guide-freeze"),
        ],
    },
];
