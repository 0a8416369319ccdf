//! What operators can see: it follows from what was connected to what watches.
//!
//! A component has metrics because it reports to a monitoring system, not because the simulator knows them. Who is on
//! call for a drawing without `observe` connections is in the fog.

use std::collections::BTreeMap;

use model::{Architecture, ComponentId, Relation, catalog::Role};

/// Who reports what, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Counters and gauges: the monitoring systems and time-series stores that each component reports to.
    pub metrics: BTreeMap<ComponentId, Vec<ComponentId>>,
    /// Single requests followed through: application performance monitoring.
    pub traces: BTreeMap<ComponentId, Vec<ComponentId>>,
    pub logs: BTreeMap<ComponentId, Vec<ComponentId>>,
    /// Journeys as their users see them: real user monitoring and analytics.
    pub users: BTreeMap<ComponentId, Vec<ComponentId>>,
}

impl Observed {
    /// Whether there is any metric to look at or to alert on.
    pub fn has_metrics(&self) -> bool {
        !self.metrics.is_empty()
    }
}

/// What can be seen of a drawing: by its `observe` connections, and by what stands at their other end.
pub fn observed(architecture: &Architecture) -> Observed {
    let mut observed = Observed::default();
    for connection in architecture.connections.iter().filter(|it| it.relation == Relation::Observe) {
        let Some(collector) = architecture.component(connection.to) else { continue };
        let kept = match collector.kind.role {
            Role::Metrics | Role::TimeSeries => &mut observed.metrics,
            Role::Traces => &mut observed.traces,
            Role::Logs => &mut observed.logs,
            Role::UserMonitoring | Role::Analytics => &mut observed.users,
            // Stores keep what a collector hands on; nobody looks at a service there.
            _ => continue,
        };
        kept.entry(connection.from).or_default().push(connection.to);
    }
    observed
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::notation;

    fn names(text: &str, kept: fn(Observed) -> BTreeMap<ComponentId, Vec<ComponentId>>) -> Vec<String> {
        let drawing = notation::parse(text).unwrap();
        let name = |id: &ComponentId| drawing.component(*id).unwrap().name.clone();
        kept(observed(&drawing)).keys().map(name).collect()
    }

    const SHOP: &str = "users:client -> api:api_server -> db:database_sql; users -observe-> rum; \
        api -observe-> monitoring; api -observe-> apm; db -observe-> logging; \
        monitoring -observe-> tsdb:database_timeseries";

    #[test]
    fn only_what_reports_to_monitoring_has_metrics() {
        assert_eq!(names(SHOP, |it| it.metrics), ["api", "monitoring"]);
    }

    #[test]
    fn traces_logs_and_users_are_seen_by_others() {
        assert_eq!(names(SHOP, |it| it.traces), ["api"]);
        assert_eq!(names(SHOP, |it| it.logs), ["db"]);
        assert_eq!(names(SHOP, |it| it.users), ["users"]);
    }

    #[test]
    fn a_call_to_monitoring_shows_nothing() {
        let drawing =
            notation::parse("users:client -> api:api_server; monitoring -observe-> logging").unwrap();
        assert!(!observed(&drawing).has_metrics());
    }
}
