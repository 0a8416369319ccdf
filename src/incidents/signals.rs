//! From alerts that start or stop firing to signals that open and join incidents.

use model::{Architecture, ComponentId, catalog::Family};
use ops::{
    AlertEvent,
    alerts::{Alert, Change},
    incidents::AlertSignal,
};

use super::seen::Seen;

/// What an event says to incidents. Those that are only pending are nobody's business.
pub fn signal(event: &AlertEvent, drawing: &Architecture, seen: &Seen) -> Option<AlertSignal> {
    let AlertEvent::Changed { at_secs, change, alert, annotations } = event else { return None };
    let is_firing = match change {
        Change::Firing => true,
        Change::Resolved => false,
        Change::Pending | Change::Cancelled => return None,
    };
    let labels: Vec<(String, String)> =
        alert.labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let said = |name: &str| annotations.get(name).cloned().unwrap_or_default();
    Some(AlertSignal {
        fingerprint: labels.iter().map(|(name, value)| format!("{name}={value};")).collect(),
        name: alert.labels.get("alertname").unwrap_or_default().to_owned(),
        severity: alert.labels.get("severity").unwrap_or_default().to_owned(),
        service: service(alert, drawing).or_else(|| entry(seen, drawing)),
        labels,
        summary: said("summary"),
        at_secs: *at_secs,
        is_firing,
    })
}

/// The component that an alert names.
fn service(alert: &Alert, drawing: &Architecture) -> Option<ComponentId> {
    let name = alert.labels.get("service").or_else(|| alert.labels.get("instance"))?;
    drawing.components.iter().find(|it| it.name == name).map(|it| it.id)
}

/// Where users meet the system: of the components that sources call, and behind balancers and gateways, the one with most
/// failures in the last second. Alerts about what users notice name no component.
fn entry(seen: &Seen, drawing: &Architecture) -> Option<ComponentId> {
    let called_by = |is_caller: &dyn Fn(ComponentId) -> bool| {
        let calls = drawing.connections.iter().filter(|it| is_caller(it.from) && it.relation.carries_requests());
        calls.map(|it| it.to).max_by(|a, b| seen.failures(*a).total_cmp(&seen.failures(*b)))
    };
    let kind = |id: ComponentId| drawing.component(id).map(|it| it.kind);
    let mut entry = called_by(&|id| kind(id).is_some_and(|it| it.is_source()))?;
    // At most once through each component, should they call in a circle.
    for _ in 0..drawing.components.len() {
        if kind(entry).is_none_or(|it| it.family != Family::Network) {
            break;
        }
        let Some(next) = called_by(&|id| id == entry) else { break };
        entry = next;
    }
    Some(entry)
}
