//! More work arrives at the peak than the replicas can do even if they never rest. What happens before that point is
//! the estimate's and the simulator's business.

use super::{Found, Rule, fixes};
use crate::{
    catalog::Role,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
    spec::{Behavior, Server},
    text::Arg,
};

pub(super) const RULE: Rule = Rule { id: "overloaded", source: Some(sources::CASCADING_FAILURES), check };

/// Busy time that is planned for when the fix counts replicas.
const PLANNED_UTILIZATION: f64 = 0.7;
/// More replicas than this are a matter of another design.
const MOST_REPLICAS: f64 = 100.0;

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        // A queue is there to level peaks: its consumers need only keep up in the long run.
        let is_consumer = graph.into(at).any(|it| it.0.relation == Relation::Consume);
        let traffic = if is_consumer { graph.lasting_traffic() } else { graph.traffic() };
        let per_sec = traffic.at_per_sec[at];
        // A warehouse is loaded in batches, whatever the drawing says of single writes.
        if per_sec <= 0.0 || component.kind.is_source() || component.kind.role == Role::Warehouse {
            continue;
        }
        let spec = component.spec();
        let Some(capacity) = capacity_per_sec(&spec.server) else { continue };
        let replicas = f64::from(component.replicas());
        let writes = traffic.writes_at_per_sec[at];
        // Reads' worth of work a second, and how much of it the one replica that takes writes does alone.
        let (work, alone) = match spec.behavior {
            Behavior::Store { write_factor, .. } => {
                (per_sec + (write_factor - 1.0) * writes, write_factor * writes)
            }
            // A sink takes copies, a function starts as many instances as it may, a broker keeps what waits.
            Behavior::Sink { .. }
            | Behavior::OffPath
            | Behavior::Function { .. }
            | Behavior::Broker { .. } => continue,
            _ => (per_sec, 0.0),
        };
        // Times as much as it can do.
        let load = (work / (capacity * replicas)).max(alone / capacity);
        if load > 1.0 {
            let needed = (work / (capacity * PLANNED_UTILIZATION)).ceil();
            let more_help = alone < capacity * PLANNED_UTILIZATION && needed <= MOST_REPLICAS;
            let fix = more_help.then(|| fixes::replicas(component, needed as u32));
            found
                .add(Severity::Warning, [Place::Component(component.id)])
                .with("name", component.name.as_str())
                .with("offered", Arg::PerSec(per_sec))
                .with("capacity", Arg::PerSec(per_sec / load))
                .fix(fix);
        }
    }
}

/// What one replica can do; `None` without a bound.
fn capacity_per_sec(server: &Server) -> Option<f64> {
    let slots = f64::from(server.slots?);
    (server.service.mean_millis > 0.0).then(|| slots * 1e3 / server.service.mean_millis)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        architecture::Architecture,
        notation,
        rules::tests::{check, check_fix},
        workload::{Pattern, Workload},
    };

    const ID: &str = "overloaded";

    #[test]
    fn twice_what_it_can_do() {
        check(
            ID,
            "client{per_sec=1000} -> lb -> api{slots=4, service_millis=10}*1",
            expect![[r#"
            warning overloaded at api: 1,000/s come to api at the peak, and it can do 400/s at most
              fix: Run 4 replicas of api
        "#]],
        );
    }

    #[test]
    fn fix_adds_replicas_with_room_to_spare() {
        check_fix(
            ID,
            "client{per_sec=1000} -> lb -> api{slots=4, service_millis=10}",
            0,
            expect![[r#"
            Run 4 replicas of api
            - api{service_millis=10, slots=4}
            + api*4{service_millis=10, slots=4}
        "#]],
        );
    }

    #[test]
    fn writes_are_not_shared_by_replicas() {
        // 1,000 writes with the work of two reads each come to the one that takes them, which can do 400 reads a second.
        let drawing = "client{per_sec=1000, writes=1} -> lb -> api{slots=100, service_millis=1} -> db{slots=4, service_millis=10, write_factor=2}*9";
        check(
            ID,
            drawing,
            expect![[r#"
                warning overloaded at db: 1,000/s come to db at the peak, and it can do 200/s at most
            "#]],
        );
        // Reads are: 500 of them, and 50 writes with the work of 100.
        let drawing = "client{per_sec=550, writes=0.0909090909} -> lb -> api{slots=100, service_millis=1} -> db{slots=4, service_millis=10, write_factor=2}";
        check(
            ID,
            drawing,
            expect![[r#"
                warning overloaded at db: 550/s come to db at the peak, and it can do 367/s at most
                  fix: Run 3 replicas of db
            "#]],
        );
    }

    #[test]
    fn what_only_keeps_or_starts_as_needed_is_never_full() {
        let drawing = "client{per_sec=100000} -> f:lambda_function; client -> jobs:queue -> worker{slots=1000, service_millis=1}*90";
        check(ID, drawing, expect![[""]]);
    }

    #[test]
    fn a_queue_levels_peaks() {
        let mut drawing =
            notation::parse("client -> lb -> api{slots=100, service_millis=1} -> jobs:queue -> worker{slots=4, service_millis=10}")
                .unwrap();
        let spike = Pattern::Spike { base_per_sec: 100.0, peak_per_sec: 1e3, at_secs: 9.0, for_secs: 9.0 };
        drawing.components[0].workload = Some(Workload { pattern: spike, ..Workload::default() });
        let over = |it: &Architecture| crate::rules::check(it).iter().filter(|it| it.rule == ID).count();
        assert_eq!(over(&drawing), 0);
        drawing.components[0].workload =
            Some(Workload { pattern: Pattern::Constant { per_sec: 1e3 }, ..Workload::default() });
        assert_eq!(over(&drawing), 1);
    }

    #[test]
    fn what_a_cache_answers_does_not_count() {
        let drawing = "client{per_sec=1000} -> lb -> api{slots=100, service_millis=1} -> cache{hit_ratio=0.9}*10; \
            api -{on={miss_of=cache}}-> db{slots=4, service_millis=10}";
        check(
            ID,
            drawing,
            expect![[r#"
            warning overloaded at db: 280/s come to db at the peak, and it can do 233/s at most
        "#]],
        );
    }

    #[test]
    fn as_much_as_it_can_do_and_loads_in_batches_are_fine() {
        check(ID, "client{per_sec=400} -> lb -> api{slots=4, service_millis=10}", expect![[""]]);
        check(
            ID,
            "client{per_sec=5000} -> lb -> api{slots=1000, service_millis=1} -> warehouse",
            expect![[""]],
        );
    }
}
