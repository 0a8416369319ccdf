//! Slots, service times and delays worked out by hand.

use super::*;
use crate::{
    architecture::ComponentId,
    catalog::Kind,
    component::{Component, Value},
    geometry::Point,
};

fn component(kind: &str, params: &[(&str, Value)]) -> Component {
    let kind = Kind::find(kind).expect(kind);
    let mut component = Component::new(ComponentId(1), kind, "x", Point::default());
    component.params = params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    component
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Slots, mean service and fixed delay of a pool, rounded to a microsecond.
fn figures(component: &Component) -> (Option<u32>, f64, f64) {
    let server = component.spec().server;
    let round = |millis: f64| (millis * 1000.0).round() / 1000.0;
    (server.slots, round(server.service.mean_millis), round(server.fixed_delay_millis))
}

#[test]
fn an_instance_gives_its_stated_capacity_and_latency() {
    // t3.medium: 2 vCPU × 8 threads = 16 slots; 16 / 500 per second = 32 ms; of 35 ms, 3 remain.
    assert_eq!(figures(&component("api_server", &[])), (Some(16), 32.0, 3.0));
    // m5.xlarge: 4 × 8 = 32 slots; 32 / 2,500 = 12.8 ms; of 20 ms, 7.2 remain.
    let large = component("api_server", &[("instance", text("m5.xlarge"))]);
    assert_eq!(figures(&large), (Some(32), 12.8, 7.2));
}

#[test]
fn slots_stop_where_more_would_make_requests_slower_than_stated() {
    // t3.micro: 100 per second × 50 ms = 5 requests at once at most, not 16; 5 / 100 = 50 ms, nothing remains.
    let micro = component("api_server", &[("instance", text("t3.micro"))]);
    assert_eq!(figures(&micro), (Some(5), 50.0, 0.0));
}

#[test]
fn a_database_works_on_two_requests_per_core() {
    // db.t3.medium: 2 × 2 = 4 slots; 4 / 200 = 20 ms; of 60 ms, 40 remain.
    assert_eq!(figures(&component("database_sql", &[])), (Some(4), 20.0, 40.0));
    // The faster disk takes 7 ms off the delay, not off the work.
    let fast = component("database_sql", &[("volume_type", text("io2"))]);
    assert_eq!(figures(&fast), (Some(4), 20.0, 33.0));
}

#[test]
fn redis_runs_on_one_thread() {
    // cache.t3.small: 1 / 10,000 per second = 0.1 ms; of 3 ms, 2.9 remain.
    assert_eq!(figures(&component("cache_redis", &[])), (Some(1), 0.1, 2.9));
}

#[test]
fn a_balancer_inside_the_network_answers_faster() {
    // alb: 50 / 50,000 per second = 1 ms; of 5 ms, 4 remain; inside 5 × 0.6 = 3 ms, 2 remain.
    assert_eq!(figures(&component("load_balancer", &[])), (Some(50), 1.0, 4.0));
    let inside = component("load_balancer", &[("exposure", text("internal"))]);
    assert_eq!(figures(&inside), (Some(50), 1.0, 2.0));
}

#[test]
fn a_pod_serves_in_proportion_to_its_processor_share() {
    // 0.5 cores: 4 slots, 125 per second, 4 / 125 = 32 ms; of 35 ms, 3 remain.
    assert_eq!(figures(&component("k8s_pod", &[])), (Some(4), 32.0, 3.0));
    let tiny = component("k8s_pod", &[("cpu_millicores", Value::Number(50.0))]);
    // 0.05 cores: never less than one slot; 1 / 12.5 per second = 80 ms.
    assert_eq!(figures(&tiny), (Some(1), 80.0, 0.0));
}

#[test]
fn a_model_keeps_one_core_busy_per_request() {
    // m5.xlarge: 4 cores of 80 ms each, 50 per second.
    assert_eq!(figures(&component("ml_model", &[])), (Some(4), 80.0, 0.0));
}

#[test]
fn a_proxy_does_a_fraction_of_the_work() {
    // t3.medium at 4 %: 16 slots, 12,500 per second, 1.28 ms; of 35 × 0.04 = 1.4 ms, 0.12 remain.
    assert_eq!(figures(&component("reverse_proxy", &[])), (Some(16), 1.28, 0.12));
}

#[test]
fn request_units_are_capacity_and_limit() {
    let spec = component("azure_cosmos_db", &[]).spec();
    // 4,000 RU/s at 2 RU each: 2,000 per second × 5 ms = 10 at once; beyond that, refused.
    assert_eq!(spec.server.slots, Some(10));
    assert_eq!(spec.server.rate_limit, Some(RateLimit { per_sec: 2000.0, burst: 2000.0 }));
}

#[test]
fn own_figures_win_over_the_size() {
    let pool = component(
        "api_server",
        &[
            ("slots", Value::Number(3.0)),
            ("service_millis", Value::Number(7.5)),
            ("fixed_delay_millis", Value::Number(0.0)),
            ("service_distribution", text("erlang")),
            ("service_stages", Value::Number(4.0)),
            ("queue_limit", Value::Number(10.0)),
            ("discipline", text("lifo")),
            ("holds_slot", Value::Flag(false)),
            ("error_ratio", Value::Number(0.25)),
        ],
    );
    let expected = Server {
        slots: Some(3),
        service: ServiceTime { mean_millis: 7.5, shape: Shape::Erlang { stages: 4 } },
        fixed_delay_millis: 0.0,
        queue_limit: Some(10),
        discipline: Discipline::Lifo,
        when_full: WhenFull::Reject,
        max_wait_millis: None,
        adaptive_limit_millis: None,
        holds_slot_while_calling: false,
        error_ratio: 0.25,
        rate_limit: None,
        user_limits: None,
    };
    let scaling = Scaling { boot_secs: 30.0, probe_secs: 10.0, ..Scaling::default() };
    let expected =
        Spec { server: expected, behavior: Behavior::Pool, scaling, failures: None, slow_mode: None };
    assert_eq!(pool.spec(), expected);
}

#[test]
fn a_sidecar_adds_three_milliseconds_between_two_and_five() {
    let server = component("sidecar_proxy", &[]).spec().server;
    assert_eq!(server.service.mean_millis, 3.0);
    let Shape::Triangular { min, mode, max } = server.service.shape else { panic!("{:?}", server.service) };
    let millis = [min, mode, max].map(|it| (it * 3.0 * 1e9).round() / 1e9);
    assert_eq!(millis, [2.0, 2.0, 5.0]);
    assert_eq!(server.fixed_delay_millis, 0.0);
}

#[test]
fn tracing_costs_half_a_millisecond_where_it_is_traced() {
    assert_eq!(component("apm", &[]).spec().behavior, Behavior::Sink { traced_overhead_millis: 0.5 });
    assert_eq!(component("logging", &[]).spec().behavior, Behavior::Sink { traced_overhead_millis: 0.0 });
}

#[test]
fn a_provider_serves_as_many_as_come() {
    let server = component("external_api", &[]).spec().server;
    assert_eq!((server.slots, server.queue_limit, server.rate_limit), (None, None, None));
    assert_eq!(server.service.shape, Shape::Lognormal { cv: 1.0 });
    let limited = component("external_api", &[("rate_limit_per_sec", Value::Number(50.0))]).spec().server;
    assert_eq!(limited.rate_limit, Some(RateLimit { per_sec: 50.0, burst: 50.0 }));
}

#[test]
fn a_tier_may_send_as_much_at_once_as_in_its_window() {
    let limits = |params: &[(&str, Value)]| component("api_gateway", params).spec().server.user_limits;
    assert_eq!(limits(&[]), None);
    let (on, share) = (("user_limits", Value::Text("tiers".into())), Value::Number);
    let found = limits(std::slice::from_ref(&on)).expect("limits").tiers;
    assert_eq!(found.map(|it| it.limit.per_sec), [10.0, 50.0, 200.0].map(|it| it / 900.0));
    assert_eq!(found.map(|it| it.limit.burst), [10.0, 50.0, 200.0]);
    assert_eq!(found.map(|it| it.share), [0.89, 0.1, 0.01]);
    // Who is in two tiers is in the higher one.
    let found = limits(&[on, ("pro_share", share(0.7)), ("enterprise_share", share(0.6))]).expect("limits");
    assert_eq!(found.tiers.map(|it| it.share), [0.0, 0.4, 0.6]);
    assert_eq!([0.0, 0.59, 0.6, 0.99].map(|it| found.tier(it)), [2, 2, 1, 1]);
}

#[test]
fn a_function_is_held_until_it_has_answered() {
    let spec = component("lambda_function", &[("concurrency_limit", Value::Number(20.0))]).spec();
    assert_eq!((spec.server.slots, spec.server.queue_limit), (Some(20), Some(0)));
    assert!(spec.server.holds_slot_while_calling);
    assert_eq!(
        spec.behavior,
        Behavior::Function { cold_start_millis: 500.0, keep_warm_secs: 600.0, concurrency_limit: 20 }
    );
}

#[test]
fn a_broker_holds_what_its_type_holds() {
    let broker = component("queue", &[("broker_type", text("kafka-large"))]).spec().behavior;
    assert_eq!(
        broker,
        Behavior::Broker {
            max_messages: 10_000_000,
            max_deliveries: 5,
            partitions: 0,
            waits_for_room: false
        }
    );
}

#[test]
fn a_value_that_is_not_allowed_counts_as_not_set() {
    let odd = component("api_server", &[("slots", Value::Number(2.5)), ("instance", text("z9.huge"))]);
    assert_eq!(figures(&odd), (Some(16), 32.0, 3.0));
    assert_eq!(odd.effective("slots"), Some(Value::Number(16.0)));
    assert_eq!(odd.effective("no_such"), None);
}

#[test]
fn a_refused_value_is_explained() {
    let texts = crate::text::Texts::english();
    let why = |key: &str, value| {
        texts.try_say(&component("cache_redis", &[]).check_param(key, &value).unwrap_err()).unwrap()
    };
    assert_eq!(why("hit_ratio", Value::Number(1.5)), "Hit ratio lies between 0% and 100%");
    assert_eq!(why("hit_ratio", Value::Number(f64::NAN)), "Hit ratio lies between 0% and 100%");
    assert_eq!(why("slots", Value::Number(1.5)), "Slots takes a whole number");
    assert_eq!(why("slots", Value::Flag(true)), "Slots takes a number");
    assert_eq!(why("ttl", Value::Number(1.0)), "Redis cache has no setting “ttl”");
    assert_eq!(
        why("cache_mode", text("write_behind")),
        "After a miss cannot be “write_behind”; it is one of aside, read_through"
    );
}
