//! Requests flow and nothing watches: an outage is told by users first.

use super::{Found, Rule, fixes, scale};
use crate::{
    architecture::Architecture,
    catalog::{Kind, Role},
    component::CARD,
    connection::{Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    geometry::Point,
    graph::Graph,
    sources,
    text::Message,
    verdict,
};

pub(super) const RULE: Rule = Rule { id: "no-monitoring", source: Some(sources::MONITORING), check };

/// A drawing with fewer components behind its sources is a sketch.
const FEWEST: usize = 3;

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let watches = |at: usize| {
        matches!(graph.role(at), Role::Metrics | Role::Logs | Role::Traces)
            && graph.into(at).any(|it| it.0.relation == Relation::Observe)
    };
    let reached = graph.reached();
    let n_reached =
        (0..graph.n_components()).filter(|it| reached[*it] && !graph.component(*it).kind.is_source()).count();
    let per_sec: f64 = graph.sources().map(|it| graph.traffic().at_per_sec[it]).sum();
    if n_reached < FEWEST || per_sec < scale::SMALL_PER_SEC || (0..graph.n_components()).any(watches) {
        return;
    }
    let severity = if per_sec >= scale::BUSY_PER_SEC { Severity::Warning } else { Severity::Advice };
    let observed = (0..graph.n_components()).filter(|it| reached[*it] && is_worth_watching(graph.role(*it)));
    let fix = add_monitoring(graph.architecture, &observed.collect::<Vec<_>>());
    found.add(severity, [Place::Architecture]).fix(fix);
}

const fn is_worth_watching(role: Role) -> bool {
    matches!(
        role,
        Role::Balancer
            | Role::Gateway
            | Role::Service
            | Role::Worker
            | Role::Function
            | Role::Model
            | Role::Cache
            | Role::Database
            | Role::Search
            | Role::Broker
            | Role::StreamProcessor
    )
}

/// A monitoring system, the one in the drawing if there is one, to which the components report.
fn add_monitoring(architecture: &Architecture, observed: &[usize]) -> Option<Fix> {
    const GAP: f64 = 96.0;
    let kind = Kind::find("monitoring")?;
    let mut add = fixes::Additions::new(architecture);
    let present = architecture.components.iter().find(|it| it.kind == kind);
    let monitoring = match present {
        Some(it) => it.id,
        None => {
            let right = architecture.components.iter().map(|it| it.at.x).fold(f64::MIN, f64::max);
            let top = architecture.components.iter().map(|it| it.at.y).fold(f64::MAX, f64::min);
            add.component(kind, Point::new(right + CARD.width + GAP, top))
        }
    };
    let mut n_connected = 0;
    for at in observed {
        let component = &architecture.components[*at];
        if verdict::relations_between(component.kind, kind).contains(&Relation::Observe) {
            add.connect(component.id, monitoring, Relation::Observe, Policy::default());
            n_connected += 1;
        }
    }
    let label = Message::new("fix-add-monitoring").with("count", n_connected as u32);
    (n_connected > 0).then_some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "no-monitoring";

    #[test]
    fn a_shop_that_nobody_watches() {
        check(
            ID,
            "client -> lb -> api -> db",
            expect![[r#"
            warning no-monitoring at the drawing: Nothing here is monitored
              fix: Add monitoring to which 3 components report
        "#]],
        );
        check(
            ID,
            "client{per_sec=10} -> lb -> api -> db",
            expect![[r#"
            advice no-monitoring at the drawing: Nothing here is monitored
              fix: Add monitoring to which 3 components report
        "#]],
        );
    }

    #[test]
    fn fix_adds_one_and_lets_everything_report() {
        check_fix(
            ID,
            "client -> lb -> api -> db",
            0,
            expect![[r#"
            Add monitoring to which 3 components report
            + monitoring
            + lb -> monitoring
            + api -> monitoring
            + db -> monitoring
        "#]],
        );
    }

    #[test]
    fn fix_uses_the_one_that_is_there() {
        check_fix(
            ID,
            "client -> lb -> api -> db; mon:monitoring",
            0,
            expect![[r#"
                Add monitoring to which 3 components report
                + lb -> mon
                + api -> mon
                + db -> mon
            "#]],
        );
    }

    #[test]
    fn tracing_or_logging_watch_too() {
        check(ID, "client -> lb -> api -> tracing", expect![[""]]);
    }

    #[test]
    fn a_sketch_needs_none() {
        check(ID, "client -> api -> db", expect![[""]]);
    }

    #[test]
    fn a_sketch_of_two_and_little_traffic_need_none() {
        check(ID, "client -> lb -> api", expect![[""]]);
        check(ID, "client{per_sec=0.5} -> lb -> api -> db", expect![[""]]);
    }

    #[test]
    fn what_is_somebody_elses_is_not_watched_by_us() {
        check(
            ID,
            "client -> lb -> api -> db; api -> partner:external_api",
            expect![[r#"
                warning no-monitoring at the drawing: Nothing here is monitored
                  fix: Add monitoring to which 3 components report
            "#]],
        );
    }

    #[test]
    fn what_stands_on_the_way_need_not_report() {
        check(
            ID,
            "client -> cdn -> lb -> api -> db; api -> blob:object_storage",
            expect![[r#"
            warning no-monitoring at the drawing: Nothing here is monitored
              fix: Add monitoring to which 3 components report
        "#]],
        );
        // Nobody else is there: no fix.
        check(
            ID,
            "client -> cdn -> waf -> blob:object_storage",
            expect![[r#"
            warning no-monitoring at the drawing: Nothing here is monitored
        "#]],
        );
    }

    #[test]
    fn what_nothing_reaches_need_not_report() {
        check(
            ID,
            "client -> lb -> api -> db; old:api -> cache",
            expect![[r#"
                warning no-monitoring at the drawing: Nothing here is monitored
                  fix: Add monitoring to which 3 components report
            "#]],
        );
    }

    #[test]
    fn from_one_request_per_second_on_it_is_told() {
        check(
            ID,
            "client{per_sec=1} -> lb -> api -> db",
            expect![[r#"
                advice no-monitoring at the drawing: Nothing here is monitored
                  fix: Add monitoring to which 3 components report
            "#]],
        );
    }
}
