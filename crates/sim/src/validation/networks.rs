//! Several stations: Jackson's theorem and what goes round.

use super::{
    Case, Family,
    measure::{
        ATTEMPTS, BACKLOG, IN_QUEUE, IN_SYSTEM, MUST_WAIT, PLACE_WAIT, SLOTS_BUSY, SOJOURN,
        SOJOURN_DEVIATION, SOJOURN_P99, THROUGHPUT, UTILIZATION, WAIT,
    },
};
use crate::queueing::{Buffered, bounded_buffer, erlang_c};

const JACKSON: &str = "Jackson 1957; Burke 1956";
const ERLANG: &str = "Erlang 1917; Kleinrock 1975, §3.5";
const PARTITIONS: &str = "M/M/1 each, by thinning: Kingman 1993, §5.1";
const BUFFER: &str = "birth and death: Kleinrock 1975, §3.1";
const FEEDBACK: &str = "Jackson 1957; Disney, McNickle, Simon 1980";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Networks, drawing, secs)
}

/// Mean sojourn of M/M/1 in milliseconds.
fn mm1(per_sec: f64, service_millis: f64) -> f64 {
    service_millis / (1.0 - per_sec * service_millis / 1e3)
}

/// Mean wait in M/M/4 at 70 %, in seconds.
fn waits_for_connection() -> f64 {
    erlang_c(4, 2.8).unwrap_or(f64::NAN) / 120.0
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "tandem",
            "u:client{per_sec=60} -> a:api_server{slots=1, service_millis=10} -> \
             b:microservice{slots=1, service_millis=10} -> c:database_sql{slots=1, service_millis=10, write_factor=1}",
            2000.0,
        )
        .figure("a", &WAIT, "ρ / (μ - λ)", JACKSON, || 15.0)
        .figure("b", &WAIT, "ρ / (μ - λ)", JACKSON, || 15.0)
        .figure("c", &WAIT, "ρ / (μ - λ)", JACKSON, || 15.0)
        .figure("", &SOJOURN, "3 / (μ - λ)", JACKSON, || 75.0)
        // Sojourns in a tandem of single servers are independent (Reich 1957).
        .figure("", &SOJOURN_DEVIATION, "√3 / (μ - λ)", "Reich 1957", || 25.0 * 3f64.sqrt())
        .figure("", &SOJOURN_P99, "99% of Erlang's distribution of 3 stages", "Reich 1957", || 25.0 * 8.405_947),
        case(
            "connection-pool",
            "u:client{per_sec=280} -> api:api_server{slots=100000, service_millis=0.001, holds_slot=true} -> \
             pool:connection_pool{slots=4, service_millis=0.001, holds_slot=true} -> db:database_sql{slots=100000, service_millis=10, write_factor=1}",
            1400.0,
        )
        .figure("pool", &WAIT, "C(c, a) / (c μ - λ)", ERLANG, || waits_for_connection() * 1e3)
        .figure("api", &SLOTS_BUSY, "a + λ E[W]", ERLANG, || 2.8 + 280.0 * waits_for_connection()),
        case(
            "bulkhead-that-waits",
            "u:client{per_sec=280} -{bulkhead={calls=4, queue_limit=1000000}}-> \
             db:database_sql{slots=100000, service_millis=10, write_factor=1}",
            1400.0,
        )
        .figure("db", &PLACE_WAIT, "C(c, a) / (c μ - λ)", ERLANG, || waits_for_connection() * 1e3)
        .figure("", &SOJOURN, "1 / μ + E[W]", ERLANG, || 10.0 + waits_for_connection() * 1e3),
        case(
            "routing",
            "u:client{per_sec=90} -> lb:load_balancer{algorithm=random, service_millis=0}; \
             lb -{weight=2}-> a:api_server{slots=1, service_millis=10}; \
             lb -> b:microservice{slots=1, service_millis=18}; a -> c:database_sql{slots=1, service_millis=6, write_factor=1}; b -> c",
            1250.0,
        )
        .figure("a", &WAIT, "ρ / (μ - λ) at 2/3 of λ", JACKSON, || mm1(60.0, 10.0) - 10.0)
        .figure("b", &MUST_WAIT, "ρ at 1/3 of λ", JACKSON, || 0.54)
        .figure("c", &WAIT, "ρ / (μ - λ) at λ", JACKSON, || mm1(90.0, 6.0) - 6.0)
        .figure("", &SOJOURN, "2/3 T(a) + 1/3 T(b) + T(c)", JACKSON, || {
            0.001 + 2.0 / 3.0 * mm1(60.0, 10.0) + mm1(30.0, 18.0) / 3.0 + mm1(90.0, 6.0)
        }),
        case(
            "feedback",
            "u:client{per_sec=40} -{attempts=50, backoff_base_millis=0}-> \
             s:api_server{slots=1, service_millis=10, error_ratio=0.35}",
            1700.0,
        )
        .figure("s", &IN_SYSTEM, "ρ / (1 - ρ), ρ = λ / (μ (1 - p))", FEEDBACK, || back().0 / (1.0 - back().0))
        .figure("s", &ATTEMPTS, "1 / (1 - p)", FEEDBACK, || 1.0 / 0.65)
        .figure("", &SOJOURN, "ρ / (1 - ρ) / λ", FEEDBACK, || back().1),
        case(
            "feedback-later",
            "u:client{per_sec=40} -{attempts=50, backoff_base_millis=100, backoff_cap_millis=100, jitter=none}-> \
             s:api_server{slots=1, service_millis=10, error_ratio=0.35}",
            1700.0,
        )
        .figure("s", &IN_SYSTEM, "ρ / (1 - ρ), ρ = λ / (μ (1 - p))", FEEDBACK, || back().0 / (1.0 - back().0))
        .figure("", &SOJOURN, "ρ / (1 - ρ) / λ + p / (1 - p) · backoff", FEEDBACK, || {
            back().1 + 0.35 / 0.65 * 100.0
        }),
        case(
            "misses",
            "u:client{per_sec=200, writes=0} -> c:cache_redis{hit_ratio=0.7, slots=100000, service_millis=1, \
             service_distribution=constant}; u -{on={miss_of=c}}-> d:database_sql{slots=1, service_millis=10}",
            900.0,
        )
        .figure("d", &THROUGHPUT, "λ (1 - h)", "thinning: Kingman 1993, §5.1", || 60.0)
        .figure("d", &SOJOURN, "1 / (μ - λ (1 - h))", "thinning: Kingman 1993, §5.1", || 25.0)
        .figure("", &SOJOURN, "1 ms + (1 - h) / (μ - λ (1 - h))", JACKSON, || 1.0 + 0.3 * 25.0),
        case(
            "queue-and-workers",
            "u:client{per_sec=280} -publish-> q:queue{slots=100000, service_millis=0.001} -consume-> \
             w:worker{slots=4, service_millis=10}",
            1200.0,
        )
        .figure("w", &BACKLOG, "C λ / (c μ - λ)", "Erlang 1917: M/M/c", || waits() * 280.0 / 120.0)
        .figure("q", &IN_QUEUE, "C λ / (c μ - λ) + λ/μ: in work as well", "Erlang 1917: M/M/c", || {
            waits() * 280.0 / 120.0 + 2.8
        })
        .figure("w", &UTILIZATION, "λ / (c μ)", "Erlang 1917: M/M/c", || 0.7),
        case(
            "partitions",
            "u:client{per_sec=280} -publish-> q:queue{slots=100000, service_millis=0.001, partitions=4} -consume-> \
             w:worker*4{slots=1, service_millis=10}",
            900.0,
        )
        .figure("w", &BACKLOG, "4 ρ² / (1 - ρ)", PARTITIONS, || 4.0 * 0.49 / 0.3)
        .figure("w", &UTILIZATION, "ρ", PARTITIONS, || 0.7),
        case(
            "few-partitions",
            "u:client{per_sec=140} -publish-> q:queue{slots=100000, service_millis=0.001, partitions=2} -consume-> \
             w:worker{slots=8, service_millis=10}",
            1800.0,
        )
        .figure("w", &BACKLOG, "2 ρ² / (1 - ρ)", PARTITIONS, || 2.0 * 0.49 / 0.3)
        .figure("w", &SLOTS_BUSY, "2 ρ: the other slots have nothing to do", PARTITIONS, || 1.4),
        case(
            "back-pressure",
            "u:client{users=12, think_secs=0.1} -publish-> q:queue{slots=100000, service_millis=0.001, \
             max_messages=5, publishing_when_full=wait} -consume-> w:worker{slots=1, service_millis=10}",
            700.0,
        )
        .figure("", &THROUGHPUT, "Σ (N - blocked) p(n) / think time", BUFFER, || buffer().rate)
        .figure("", &SOJOURN, "Σ blocked p(n) / throughput", BUFFER, || {
            buffer().blocked / buffer().rate * 1e3
        })
        .figure("q", &IN_QUEUE, "Σ min(n, K) p(n)", BUFFER, || buffer().stored),
    ]
}

/// Twelve producers, room for five messages, one consumer.
fn buffer() -> Buffered {
    bounded_buffer(12, 0.1, 5, 0.01)
}

/// Utilization with 35% coming back, and the mean time in all passes in milliseconds.
fn back() -> (f64, f64) {
    let utilization = 40.0 / 0.65 / 100.0;
    (utilization, utilization / (1.0 - utilization) / 40.0 * 1e3)
}

/// Probability of waiting for one of four servers at 70%.
fn waits() -> f64 {
    erlang_c(4, 2.8).unwrap_or(f64::NAN)
}
