//! Rules to begin with. Where teams disagree, each has its own: which threshold is right is for the drawing to say.

use std::collections::BTreeMap;

use model::alert::AlertRule;

/// A rule to choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Names it among the presets.
    pub id: &'static str,
    pub name: &'static str,
    pub expr: &'static str,
    pub for_secs: f64,
    pub severity: &'static str,
    pub summary: &'static str,
    /// The linter has something to say about it: a mistake that is often copied, to be looked at.
    pub is_mistaken: bool,
}

impl Preset {
    pub fn rule(&self) -> AlertRule {
        let text = |key: &str, text: &str| BTreeMap::from([(key.to_owned(), text.to_owned())]);
        AlertRule {
            name: self.name.to_owned(),
            expr: self.expr.to_owned(),
            for_secs: self.for_secs,
            labels: text("severity", self.severity),
            annotations: text("summary", self.summary),
        }
    }
}

const fn preset(
    id: &'static str,
    name: &'static str,
    expr: &'static str,
    minutes: u32,
    severity: &'static str,
    summary: &'static str,
) -> Preset {
    Preset { id, name, expr, for_secs: 60.0 * minutes as f64, severity, summary, is_mistaken: false }
}

const fn mistaken(preset: Preset) -> Preset {
    Preset { is_mistaken: true, ..preset }
}

/// All of them, in the order in which they are offered.
pub const fn presets() -> &'static [Preset] {
    PRESETS
}

const ERROR_RATIO: &str = "{{ $labels.service }} fails {{ $value | humanizePercentage }} of its requests";
const ERRORS_PER_SEC: &str = "{{ $labels.service }} fails {{ $value | humanize }} requests per second";
const P95: &str = "95% of the answers of {{ $labels.service }} take up to {{ $value | humanize }} s";

static PRESETS: &[Preset] = &[
    preset(
        "error-ratio-1",
        "HighErrorRate",
        r#"sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.01"#,
        5,
        "critical",
        ERROR_RATIO,
    ),
    preset(
        "error-ratio-5",
        "HighErrorRate",
        r#"sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.05"#,
        5,
        "critical",
        ERROR_RATIO,
    ),
    preset(
        "error-ratio-20",
        "HighErrorRate",
        r#"sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.2"#,
        5,
        "critical",
        ERROR_RATIO,
    ),
    mistaken(preset(
        "errors-per-second-0.05",
        "HighErrorRate",
        r#"rate(http_requests_total{status=~"5.."}[5m]) > 0.05"#,
        5,
        "critical",
        ERRORS_PER_SEC,
    )),
    mistaken(preset(
        "errors-per-second-0.1",
        "HighErrorRate",
        r#"rate(http_requests_total{status=~"5.."}[5m]) > 0.1"#,
        2,
        "critical",
        ERRORS_PER_SEC,
    )),
    preset(
        "p95-200ms",
        "SlowResponses",
        "histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.2",
        10,
        "warning",
        P95,
    ),
    preset(
        "p95-500ms",
        "HighLatency",
        "histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5",
        5,
        "warning",
        P95,
    ),
    preset(
        "p95-1s",
        "HighLatency",
        "histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
        5,
        "warning",
        P95,
    ),
    preset(
        "p95-2s",
        "HighResponseTime",
        "histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m]))) > 2",
        5,
        "warning",
        P95,
    ),
    preset("down", "ServiceDown", "up == 0", 1, "critical", "{{ $labels.service }} does not answer"),
    preset(
        "database-down",
        "DatabaseDown",
        r#"up{kind=~"database.*"} == 0"#,
        1,
        "critical",
        "The database {{ $labels.service }} does not answer",
    ),
    preset(
        "database-connections",
        "DatabaseConnectionHigh",
        r#"slots_busy{kind=~"database.*"} > 80"#,
        2,
        "warning",
        "{{ $labels.service }} has {{ $value | humanize }} busy connections",
    ),
    preset(
        "connections-80",
        "ScaleOnConnections",
        r#"slots_busy{kind=~"database.*"} / slots{kind=~"database.*"} > 0.8"#,
        5,
        "warning",
        "{{ $labels.service }} uses {{ $value | humanizePercentage }} of its connections",
    ),
    preset(
        "budget-half",
        "ErrorBudgetBurnRate",
        "error_budget_remaining_percentage < 50",
        10,
        "warning",
        "{{ $value | humanize }}% of the budget of {{ $labels.objective }} is left",
    ),
    preset(
        "cpu-80",
        "HighCPUUsage",
        "cpu_usage_ratio > 0.8",
        10,
        "warning",
        "The processors of {{ $labels.service }} are {{ $value | humanizePercentage }} busy",
    ),
    preset(
        "cpu-70",
        "ScaleOnCPU",
        "cpu_usage_ratio > 0.7",
        15,
        "warning",
        "The processors of {{ $labels.service }} are {{ $value | humanizePercentage }} busy",
    ),
    preset(
        "memory-80",
        "ScaleOnMemory",
        "memory_usage_ratio > 0.8",
        15,
        "warning",
        "The memory of {{ $labels.service }} is {{ $value | humanizePercentage }} full",
    ),
    preset(
        "queue-100",
        "QueueTooLong",
        "messages_waiting > 100 or queue_length > 100",
        1,
        "warning",
        "{{ $value }} wait at {{ $labels.service }}",
    ),
    preset(
        "breaker-open",
        "CircuitBreakerOpen",
        "circuit_breaker_state == 2",
        1,
        "warning",
        "{{ $labels.service }} no longer calls {{ $labels.target }}",
    ),
    preset(
        "cache-misses",
        "CacheHitRateLow",
        "rate(cache_hits_total[5m]) / (rate(cache_hits_total[5m]) + rate(cache_misses_total[5m])) < 0.5",
        5,
        "warning",
        "{{ $labels.service }} knows {{ $value | humanizePercentage }} of what it is asked",
    ),
];
