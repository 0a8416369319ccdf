//! A run's series as text that Prometheus reads: OpenMetrics 1.0, with a time for every sample.
//!
//! `promtool tsdb create-blocks-from openmetrics` makes a database of it, for whoever wants to look at a simulated outage
//! with their own tools.

use std::fmt::Write;

use crate::metrics::{MetricKind, Store, metric};

/// Everything in `store`. Simulated second 0 is `epoch_secs` on the calendar (seconds since 1970).
pub fn export(store: &Store, epoch_secs: f64) -> String {
    let mut text = String::new();
    let mut last_family = "";
    for (name, series) in store.all() {
        let (family, kind) = family(name);
        if family != last_family {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "# TYPE {family} {kind}");
            last_family = family;
        }
        let labels = series.labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
        let labels = labels.collect::<Vec<_>>().join(",");
        // What is no number says that a series ended; the format has no word for it, a gap says the same.
        for (at_secs, value) in series.all().filter(|it| !it.1.is_nan()) {
            let at_secs = epoch_secs + at_secs;
            let _ = writeln!(text, "{name}{{{labels}}} {} {at_secs}", number(value));
        }
    }
    text + "# EOF\n"
}

/// The family that a metric belongs to, and its type.
fn family(name: &'static str) -> (&'static str, &'static str) {
    const HISTOGRAMS: [&str; 2] = ["http_request_duration_seconds", "journey_duration_seconds"];
    if let Some(family) = HISTOGRAMS.into_iter().find(|it| name.starts_with(it)) {
        return (family, "histogram");
    }
    match metric(name).map(|it| it.kind) {
        Some(MetricKind::Counter) => (name.strip_suffix("_total").unwrap_or(name), "counter"),
        Some(MetricKind::Gauge) => (name, "gauge"),
        Some(MetricKind::Buckets) | None => (name, "unknown"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n")
}

fn number(value: f64) -> String {
    if value == f64::INFINITY { "+Inf".to_owned() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promql::Labels;

    #[test]
    fn families_are_declared_once_and_ends_are_gaps() {
        let mut store = Store::new(f64::INFINITY);
        let up = store.add_series("up", Labels::new([("service", "a \"b\"")]));
        let requests = store.add_series("http_requests_total", Labels::default());
        store.push(up, 1.0, 1.0);
        store.push(up, 2.0, f64::NAN);
        store.push(requests, 1.0, 3.0);
        store.push(requests, 2.5, 4.0);
        expect_test::expect![[r##"
            # TYPE http_requests counter
            http_requests_total{} 3 101
            http_requests_total{} 4 102.5
            # TYPE up gauge
            up{service="a \"b\""} 1 101
            # EOF
        "##]]
        .assert_eq(&export(&store, 100.0));
    }
}
