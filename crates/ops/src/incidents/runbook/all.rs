//! The general runbooks, each for a kind of alert. The first is for whatever has none of its own.

use model::Message;

use super::RunbookStep;
use crate::incidents::action::RunbookAction;

const fn read(id: &'static str) -> RunbookStep {
    RunbookStep { text: Message::new(id), action: None }
}

const fn act(id: &'static str, action: RunbookAction) -> RunbookStep {
    RunbookStep { text: Message::new(id), action: Some(action) }
}

/// What a runbook for a kind of alert is made of.
pub struct General {
    /// Its title is the text `runbook-<id>`, what it is about `runbook-<id>-about`.
    pub id: &'static str,
    /// Alerts whose name holds one of these words, whatever is between them: `HighErrorRate`, `high error rate`.
    pub alerts: &'static [&'static str],
    /// Faults and deploys that it helps with, by the names they have in files.
    pub faults: &'static [&'static str],
    pub steps: &'static [RunbookStep],
}

pub static GENERAL: &[General] = &[
    General {
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
    General {
        id: "memory-leak",
        alerts: &["memory leak", "memory", "leak", "heap", "oom"],
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
    General {
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
    General {
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
    General {
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
    General {
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
    General {
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
    General {
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
    General {
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
    General {
        id: "bad-change",
        alerts: &["deploy", "canary", "rollout", "release"],
        faults: &["bad-config-push", "rolling-update", "blue-green", "canary", "recreate", "feature-flag"],
        steps: &[
            read("guide-recent-changes"),
            act("guide-roll-back", RunbookAction::RollBack),
            act("guide-shift-traffic-old", RunbookAction::ShiftTraffic),
            read("guide-freeze"),
        ],
    },
];
