//! Which metrics there are, what they mean, and what their labels are.

use model::{
    Architecture, ComponentId, Message,
    objective::{Indicator, Objective},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// Only grows; look at its `rate` or `increase`.
    Counter,
    Gauge,
    /// Buckets of a histogram: a counter per bound `le`.
    Buckets,
}

/// A metric. Where it comes from decides who has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    pub name: &'static str,
    pub kind: MetricKind,
    pub labels: &'static [&'static str],
}

impl Metric {
    /// What it counts, for people.
    pub fn about(&self) -> Message {
        Message::computed(format!("metric-{}", self.name.replace('_', "-")))
    }
}

const SERVICE: &[&str] = &["service", "kind"];
const CALLS: &[&str] = &["service", "kind", "target"];

macro_rules! metrics {
    ($($name:literal $kind:ident $labels:expr;)*) => {
        &[$(Metric { name: $name, kind: MetricKind::$kind, labels: $labels }),*]
    };
}

/// All there are.
pub static METRICS: &[Metric] = metrics! {
    "http_requests_total" Counter &["service", "kind", "status"];
    "http_request_duration_seconds_bucket" Buckets &["service", "kind", "le"];
    "http_request_duration_seconds_sum" Counter SERVICE;
    "http_request_duration_seconds_count" Counter SERVICE;
    "up" Gauge SERVICE;
    "replicas" Gauge SERVICE;
    "replicas_available" Gauge SERVICE;
    "replicas_ready_ratio" Gauge SERVICE;
    "slots" Gauge SERVICE;
    "slots_busy" Gauge SERVICE;
    "queue_length" Gauge SERVICE;
    "messages_waiting" Gauge SERVICE;
    "cpu_usage_ratio" Gauge SERVICE;
    "memory_usage_ratio" Gauge SERVICE;
    "cache_hits_total" Counter SERVICE;
    "cache_misses_total" Counter SERVICE;
    "circuit_breaker_state" Gauge CALLS;
    "client_requests_total" Counter CALLS;
    "client_request_errors_total" Counter CALLS;
    "client_request_retries_total" Counter CALLS;
    "journey_requests_total" Counter &["journey", "result"];
    "journey_duration_seconds_bucket" Buckets &["journey", "le"];
    "slo_events_total" Counter &["objective"];
    "slo_errors_total" Counter &["objective"];
    "error_budget_remaining_percentage" Gauge &["objective"];
};

/// The metric of that name.
pub fn metric(name: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|it| it.name == name)
}

/// The value of the label `service` for each component: its name, made unique where two share one.
pub fn service_names(architecture: &Architecture) -> Vec<(ComponentId, String)> {
    let all = &architecture.components;
    let name = |it: &model::Component| {
        let is_shared = all.iter().filter(|other| other.name == it.name).count() > 1;
        if is_shared || it.name.is_empty() { format!("{}-{}", it.name, it.id.0) } else { it.name.clone() }
    };
    all.iter().map(|it| (it.id, name(it))).collect()
}

/// The value of the label `objective` for each objective, in their order.
pub fn objective_names(objectives: &[Objective]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for objective in objectives {
        let journey = if objective.journey.is_empty() { "all" } else { &objective.journey };
        let plain = match objective.indicator {
            Indicator::Availability => format!("{journey}-availability"),
            Indicator::LatencyBelow { millis } => format!("{journey}-latency-{millis}ms"),
            Indicator::Freshness { secs } => format!("{journey}-freshness-{secs}s"),
            Indicator::Correctness => format!("{journey}-correctness"),
        };
        let same = names.iter().filter(|it| **it == plain || it.starts_with(&format!("{plain}-"))).count();
        names.push(if same > 0 { format!("{plain}-{}", same + 1) } else { plain });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_prometheus() {
        for it in METRICS {
            let suffix = match it.kind {
                MetricKind::Buckets => "_bucket",
                MetricKind::Counter if it.name.ends_with("_sum") || it.name.ends_with("_count") => continue,
                MetricKind::Counter => "_total",
                MetricKind::Gauge => {
                    assert!(!it.name.ends_with("_total"), "{}", it.name);
                    continue;
                }
            };
            assert!(it.name.ends_with(suffix), "{}", it.name);
        }
    }

    #[test]
    fn every_metric_is_explained() {
        let texts = model::text::Texts::english();
        for it in METRICS {
            assert!(texts.has(&it.about().id), "{}", it.name);
        }
    }

    #[test]
    fn every_objective_has_a_name_of_its_own() {
        let one = Objective::new(Indicator::Availability, 0.99, 30.0);
        let latency = Objective::new(Indicator::LatencyBelow { millis: 300.0 }, 0.99, 30.0);
        let buy = Objective { journey: "buy".to_owned(), ..latency.clone() };
        assert_eq!(
            objective_names(&[one.clone(), one, latency, buy]),
            ["all-availability", "all-availability-2", "all-latency-300ms", "buy-latency-300ms"]
        );
    }
}
