//! From alerts that start or stop firing to signals that open and join incidents.

use model::{Architecture, ComponentId};
use ops::{
    AlertEvent,
    alerts::{Alert, Change},
    incidents::{AlertSignal, entry},
};

use crate::text::say_message;

/// What an event says to incidents, given how much fails at a component. Those that are only pending are nobody's business.
pub fn signal(
    event: &AlertEvent,
    drawing: &Architecture,
    failures: &dyn Fn(ComponentId) -> f64,
) -> Option<AlertSignal> {
    let AlertEvent::Changed { at_secs, change, alert, summary } = event else { return None };
    let is_firing = match change {
        Change::Firing => true,
        Change::Resolved => false,
        Change::Pending | Change::Cancelled => return None,
    };
    let labels: Vec<(String, String)> =
        alert.labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(AlertSignal {
        fingerprint: labels.iter().map(|(name, value)| format!("{name}={value};")).collect(),
        name: alert.labels.get("alertname").unwrap_or_default().to_owned(),
        severity: alert.labels.get("severity").unwrap_or_default().to_owned(),
        service: service(alert, drawing)
            .or_else(|| entry(drawing, journey(alert, drawing), failures)),
        labels,
        summary: say_message(summary),
        at_secs: *at_secs,
        is_firing,
    })
}

/// The component that an alert names.
fn service(alert: &Alert, drawing: &Architecture) -> Option<ComponentId> {
    let name = alert.labels.get("service").or_else(|| alert.labels.get("instance"))?;
    drawing.components.iter().find(|it| it.name == name).map(|it| it.id)
}

/// The journey that an alert on an objective is about; of others it is all traffic.
fn journey<'a>(alert: &Alert, drawing: &'a Architecture) -> &'a str {
    let names = ops::metrics::objective_names(&drawing.objectives);
    let named = alert.labels.get("objective").and_then(|name| names.iter().position(|it| it == name));
    named.and_then(|index| drawing.objectives.get(index)).map_or("", |it| &it.journey)
}
