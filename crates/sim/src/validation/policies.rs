//! What callers do about failures, and what gates let through.

use super::{
    Case, Family,
    measure::{ATTEMPTS, FAILED, REJECTED, SOJOURN, SUCCESS},
};
use crate::queueing::md1k_loss;

const BERNOULLI: &str = "independent trials";
const BUCKET: &str = "work of M/D/1/b: Kleinrock 1975, §5.6";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Policies, drawing, secs)
}

/// A server that is never busy and always the same.
const FAST: &str = "slots=100000, service_millis=1, service_distribution=constant";

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "retries",
            &format!(
                "u:client{{per_sec=500}} -{{attempts=3, backoff_base_millis=10, jitter=none}}-> \
                 s:api_server{{{FAST}, error_ratio=0.5}}"
            ),
            60.0,
        )
        .figure("s", &ATTEMPTS, "1 + p + p²", BERNOULLI, || 1.75)
        .figure("", &SUCCESS, "1 - p³", BERNOULLI, || 0.875)
        .figure("", &SOJOURN, "by the number of tries: 1, 12, 33 ms", BERNOULLI, || (4.0 + 24.0 + 33.0) / 7.0),
        case(
            "jitter",
            &format!(
                "u:client{{per_sec=500}} -{{attempts=3, backoff_base_millis=10, jitter=full}}-> \
                 s:api_server{{{FAST}, error_ratio=0.5}}"
            ),
            60.0,
        )
        .figure("", &SOJOURN, "by the number of tries: 1, 7, 18 ms on average", BERNOULLI, || {
            (4.0 + 14.0 + 18.0) / 7.0
        }),
        case(
            "stacked-retries",
            &format!(
                "u:client{{per_sec=100}} -{{attempts=4, backoff_base_millis=0}}-> a:api_server{{{FAST}}} \
                 -{{attempts=4, backoff_base_millis=0}}-> b:microservice{{{FAST}}} \
                 -{{attempts=4, backoff_base_millis=0}}-> c:grpc_server{{{FAST}, error_ratio=0.5}}"
            ),
            60.0,
        )
        .figure("c", &ATTEMPTS, "a(p) a(p⁴) a(p¹⁶), a(p) = 1 + p + p² + p³", "SRE book 2016, chapter 21", || {
            amplification(0.5) * amplification(0.5 * 0.5 * 0.5 * 0.5) * amplification(libm::pow(0.5, 16.0))
        }),
        case(
            "stacked-retries-of-an-outage",
            &format!(
                "u:client{{per_sec=100}} -{{attempts=4, backoff_base_millis=0}}-> a:api_server{{{FAST}}} \
                 -{{attempts=4, backoff_base_millis=0}}-> b:microservice{{{FAST}}} \
                 -{{attempts=4, backoff_base_millis=0}}-> c:grpc_server{{{FAST}, error_ratio=1}}"
            ),
            20.0,
        )
        .figure("c", &ATTEMPTS, "4³", "SRE book 2016, chapter 21", || 64.0),
        case(
            "token-bucket",
            &format!(
                "u:client{{per_sec=100}} -> s:api_gateway{{{FAST}, rate_limit_per_sec=100, rate_limit_burst=10}}"
            ),
            2600.0,
        )
        .figure("s", &REJECTED, "loss of M/D/1/b at ρ = λ/r", BUCKET, || md1k_loss(10, 1.0)),
        case(
            "token-bucket-overrun",
            &format!(
                "u:client{{per_sec=150}} -> s:api_gateway{{{FAST}, rate_limit_per_sec=100, rate_limit_burst=5}}"
            ),
            200.0,
        )
        .figure("s", &REJECTED, "loss of M/D/1/b at ρ = λ/r", BUCKET, || md1k_loss(5, 1.5)),
        case(
            "token-buckets-of-users",
            &format!(
                "u:client{{per_sec=2000, population=4000}} -> s:api_gateway{{{FAST}, user_limits=tiers, tier_window_secs=10, \
                 free_limit=4, pro_limit=6, enterprise_limit=20, pro_share=0.3, enterprise_share=0.2}}"
            ),
            200.0,
        )
        .figure("s", &REJECTED, "by tiers: loss of M/D/1/b at ρ = λ/r", BUCKET, || {
            0.5 * md1k_loss(4, 1.25) + 0.3 * md1k_loss(6, 0.5 / 0.6) + 0.2 * md1k_loss(20, 0.25)
        }),
        case(
            "names",
            &format!(
                "u:client{{per_sec=10}} -> names:dns{{ttl_secs=0.5, service_millis=0.001}}; u -> s:api_server{{{FAST}}}"
            ),
            600.0,
        )
        .figure("names", &ATTEMPTS, "1 / (1 + λ TTL)", "renewal: Jung, Berger, Balakrishnan 2003", || 1.0 / 6.0),
        case(
            "errors-in-series",
            &format!(
                "u:client{{per_sec=500}} -> a:api_server{{{FAST}, error_ratio=0.1}} -> \
                 b:microservice{{{FAST}, error_ratio=0.2}} -> c:grpc_server{{{FAST}, error_ratio=0.3}}"
            ),
            60.0,
        )
        .figure("", &FAILED, "1 - 0.9 · 0.8 · 0.7", BERNOULLI, || 1.0 - 0.9 * 0.8 * 0.7),
    ]
}

/// Tries per call that fail with probability `p`, of at most four.
fn amplification(p: f64) -> f64 {
    1.0 + p + p * p + p * p * p
}
