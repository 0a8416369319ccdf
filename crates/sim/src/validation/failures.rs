//! Components that fail and are repaired at random times.

use super::{
    Case, Family,
    arrange::failing,
    measure::{IN_SYSTEM, SOJOURN, SUCCESS, UP, UTILIZATION},
};
use crate::queueing::{Moments, mg1_with_breakdowns, mm1_with_failures};
use model::workload::Access;

const PRODUCT: &str = "Barlow and Proschan 1975, §2";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Failures, drawing, secs)
}

/// Answers at once, so that an outage interrupts nobody.
const INSTANT: &str = "slots=100000, service_millis=0.001, service_distribution=constant";

const RESUMED: &str = "E[R] + (E[V] + E[S]) (1 + ξ r), E[V] the work ahead";
const RESUMED_BY: &str = "White and Christie 1958; Avi-Itzhak and Naor 1963";

/// A server that fails after 0.2 s of being up on average and then stands still for 0.05 s, and goes on where it stopped. A
/// breakdown is a request of the highest priority, sent by a single user who thinks while the server is up; the service
/// time of writes is that of repairs.
fn broken(id: &'static str, more: &str, secs: f64) -> Case {
    let drawing = format!(
        "u:client{{per_sec=40, writes=0}} -> s:database_sql{{slots=1, service_millis=10, write_factor=5, \
         discipline=preemptive{more}}}; b:mobile_app{{users=1, think_secs=0.2, writes=1}} -> s"
    );
    case(id, &drawing, secs).arranged(|architecture, _| {
        let workloads = architecture.components.iter_mut().filter_map(|it| it.workload.as_mut());
        for class in workloads.flat_map(|it| &mut it.classes) {
            class.priority = if class.access == Access::Write { 9 } else { 0 };
        }
    })
}

/// In milliseconds; repairs are spread as the service times.
fn sojourn_with_breakdowns(service: Moments) -> f64 {
    let repair = Moments { first: 0.05, second: service.second * 25.0, third: service.third * 125.0 };
    mg1_with_breakdowns(40.0, service, 5.0, repair).map_or(f64::NAN, |it| it * 1e3)
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "series",
            &format!(
                "u:client{{per_sec=3}} -> a:api_server{{{INSTANT}}} -> b:microservice{{{INSTANT}}} -> c:grpc_server{{{INSTANT}}}"
            ),
            5000.0,
        )
        .warm_up(20.0)
        .arranged(|architecture, seed| failing(architecture, seed, &["a", "b", "c"], 4.0, 1.0))
        .figure("", &SUCCESS, "A³, A = MTBF / (MTBF + MTTR)", PRODUCT, || 0.8 * 0.8 * 0.8)
        .figure("b", &UP, "MTBF / (MTBF + MTTR)", PRODUCT, || 0.8),
        case(
            "parallel",
            &format!(
                "u:client{{per_sec=3, writes=0}} -> a:cache_redis{{{INSTANT}, hit_ratio=1}}; \
                 u -{{on={{miss_of=a}}}}-> b:database_sql{{{INSTANT}}}"
            ),
            4000.0,
        )
        .warm_up(20.0)
        .arranged(|architecture, seed| failing(architecture, seed, &["a", "b"], 2.0, 2.0))
        .figure("", &SUCCESS, "1 - (1 - A)²", PRODUCT, || 0.75)
        .figure("a", &UP, "MTBF / (MTBF + MTTR)", PRODUCT, || 0.5),
        case(
            "quorum",
            &format!(
                "u:client{{per_sec=3}}; u -{{enough=2}}-> a:api_server{{{INSTANT}}}; u -> b:microservice{{{INSTANT}}}; \
                 u -> c:grpc_server{{{INSTANT}}}"
            ),
            3000.0,
        )
        .warm_up(20.0)
        .arranged(|architecture, seed| failing(architecture, seed, &["a", "b", "c"], 3.0, 1.5))
        .figure("", &SUCCESS, "A³ + 3 A² (1 - A), A = MTBF / (MTBF + MTTR)", PRODUCT, || 20.0 / 27.0),
        case("cleared-by-failures", "u:client{per_sec=80} -> s:api_server{slots=1, service_millis=10}", 2500.0)
            .arranged(|architecture, seed| failing(architecture, seed, &["s"], 2.0, 0.5))
            .figure(
                "s",
                &IN_SYSTEM,
                "A z / (1 - z), μ z² - (λ + μ + η) z + λ = 0",
                "Boudali and Economou 2012",
                || mm1_with_failures(80.0, 100.0, 0.5, 2.0),
            ),
        broken("breakdowns", "", 4500.0).figure("read", &SOJOURN, RESUMED, RESUMED_BY, || {
            sojourn_with_breakdowns(Moments::exponential(0.01))
        }),
        broken("breakdowns-constant", ", service_distribution=constant", 1800.0)
            .figure("read", &SOJOURN, RESUMED, RESUMED_BY, || sojourn_with_breakdowns(Moments::constant(0.01)))
            .figure("s", &UTILIZATION, "λ E[S] + ξ r / (1 + ξ r)", RESUMED_BY, || 0.4 + 0.2),
    ]
}
