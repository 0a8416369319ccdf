//! Components that fail and are repaired at random times.

use super::{
    Case, Family,
    arrange::failing,
    measure::{IN_SYSTEM, SUCCESS, UP},
};
use crate::queueing::mm1_with_failures;

const PRODUCT: &str = "Barlow and Proschan 1975, §2";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Failures, drawing, secs)
}

/// Answers at once, so that an outage interrupts nobody.
const INSTANT: &str = "slots=100000, service_millis=0.001, service_distribution=constant";

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
    ]
}
