//! What stands between users and services: names, edges, gates, balancers and gateways.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Concurrency, Entry, Family, Param, Role, Unit,
    charge::{assumed, published},
    compute::{INSTANCE, INSTANCE_PRICE, on_instance},
    curve,
    limits::{RATE_BURST, RATE_LIMIT, USER_LIMITS},
    param::{
        ERROR_RATIO, FIXED_DELAY, PAYLOAD, POOL, POOL_BUT_SLOTS, POOL_BUT_WORK, QUEUE_LIMIT, QUEUEING,
        SERVICE_MILLIS, SLOTS, UNBOUNDED, caching, distribution, holds_slot, service_millis,
    },
    size::{self, BALANCER, CDN},
    sources,
};

const ALGORITHMS: &[&str] = &["round_robin", "random", "least_connections", "two_choices", "hash"];

const fn algorithm(default: &'static str) -> Param {
    Param::choice("algorithm", ALGORITHMS, default)
}

/// A pool for who may only choose, which takes no time.
const BALANCING_POOL: &[Param] = params![&[SLOTS, service_millis(0.0)], POOL_BUT_WORK];

const HEALTH_CHECK: Param = Param::number("health_check_secs", Unit::Secs, 0.1, 300.0).is(5.0);

/// A proxy forwards: about 4 % of the work of an ordinary request to an application (an nginx on a t3.medium then
/// passes on 12,500 requests a second).
const FORWARDING: f64 = 0.04;

const fn network(id: &'static str, role: Role, behavior: BehaviorKind) -> Entry {
    Entry::new(id, Family::Network, role, behavior)
}

/// Something every request passes through quickly.
const fn pass_through(slots: u32, service_millis: f64) -> Capacity {
    Capacity::Given { slots: Some(slots), service_millis, fixed_delay_millis: 0.0 }
}

pub static KINDS: &[Entry] = &[
    network("dns", Role::Resolver, BehaviorKind::Resolver)
        .managed()
        .capacity(Capacity::Given { slots: None, service_millis: 20.0, fixed_delay_millis: 0.0 })
        .params(params![
            &[Param::number("ttl_secs", Unit::Secs, 0.0, 604_800.0).is(60.0), SERVICE_MILLIS],
            UNBOUNDED
        ])
        .charges(&[
            Charge::new(ChargeKind::Month, 0.5, sources::ROUTE53),
            Charge::new(ChargeKind::Requests, 0.4, sources::ROUTE53),
        ]),
    network("cdn", Role::Edge, BehaviorKind::Edge)
        .managed()
        .capacity(Capacity::Sized {
            key: "cdn_type",
            sizes: &CDN,
            concurrency: Concurrency::Fixed(10_000),
            work: 1.0,
        })
        .params(params![
            &[Param::choice("cdn_type", &size::ids(&CDN), "cloudfront-basic")],
            &caching(0.9),
            &[PAYLOAD.is(100.0)],
            POOL
        ])
        .curve(curve::CDN)
        .charges(&[Charge::by_choice(
            ChargeKind::Traffic,
            "cdn_type",
            &[
                published("cloudfront-basic", 0.085, sources::CLOUDFRONT),
                assumed("cloudfront-premium", 0.12),
                assumed("akamai", 0.15),
                assumed("custom-cdn", 0.05),
            ],
        )]),
    network("waf", Role::Firewall, BehaviorKind::Pool)
        .managed()
        .capacity(pass_through(64, 1.0))
        .params(POOL)
        .charges(&[
            Charge::new(ChargeKind::Month, 10.0, sources::WAF),
            Charge::new(ChargeKind::Requests, 0.6, sources::WAF),
        ]),
    network("load_balancer", Role::Balancer, BehaviorKind::Balancer)
        .managed()
        .capacity(Capacity::Sized {
            key: "balancer_type",
            sizes: &BALANCER,
            concurrency: Concurrency::Fixed(50),
            work: 1.0,
        })
        .params(params![
            &[
                Param::choice("balancer_type", &size::ids(&BALANCER), "alb"),
                Param::choice("exposure", &["external", "internal"], "external"),
                algorithm("round_robin"),
                HEALTH_CHECK,
                PAYLOAD.is(20.0),
            ],
            BALANCING_POOL
        ])
        .curve(curve::BALANCER)
        .charges(&[
            Charge::of_size(sources::ELB),
            Charge::by_choice(
                ChargeKind::Traffic,
                "balancer_type",
                &[
                    published("alb", 0.008, sources::ELB),
                    published("nlb", 0.006, sources::ELB),
                    published("classic", 0.008, sources::ELB),
                ],
            ),
        ]),
    network("reverse_proxy", Role::Balancer, BehaviorKind::Balancer)
        .capacity(on_instance(Concurrency::PerVcpu(8), FORWARDING))
        .params(params![
            &[INSTANCE, algorithm("round_robin"), HEALTH_CHECK, PAYLOAD.is(20.0)],
            BALANCING_POOL
        ])
        .curve(curve::BALANCER)
        .charges(INSTANCE_PRICE),
    network("api_gateway", Role::Gateway, BehaviorKind::Pool)
        .managed()
        .capacity(Capacity::Given { slots: Some(50), service_millis: 1.0, fixed_delay_millis: 4.0 })
        .params(params![
            &[
                Param::choice("gateway_type", &["http", "rest"], "http"),
                RATE_LIMIT.is(10_000.0).published(sources::API_GATEWAY_QUOTAS),
                RATE_BURST,
                PAYLOAD.is(20.0),
            ],
            USER_LIMITS,
            POOL
        ])
        .curve(curve::BALANCER)
        .charges(&[Charge::by_choice(
            ChargeKind::Requests,
            "gateway_type",
            &[published("http", 1.0, sources::API_GATEWAY), published("rest", 3.5, sources::API_GATEWAY)],
        )]),
    network("graphql_gateway", Role::Gateway, BehaviorKind::Pool)
        .capacity(on_instance(Concurrency::PerVcpu(8), 0.5))
        .params(params![
            &[INSTANCE, holds_slot(false), RATE_LIMIT, RATE_BURST, PAYLOAD.is(20.0)],
            USER_LIMITS,
            POOL
        ])
        .curve(curve::GRAPHQL)
        .charges(INSTANCE_PRICE),
    network("k8s_ingress", Role::Balancer, BehaviorKind::Balancer)
        .capacity(on_instance(Concurrency::PerVcpu(8), FORWARDING))
        .params(params![
            &[INSTANCE, algorithm("round_robin"), HEALTH_CHECK, PAYLOAD.is(20.0)],
            BALANCING_POOL
        ])
        .curve(curve::INGRESS)
        .charges(INSTANCE_PRICE),
    // The kernel rewrites addresses; in the default mode it picks a pod at random.
    network("k8s_service", Role::Balancer, BehaviorKind::Balancer)
        .managed()
        .capacity(pass_through(1000, 0.05))
        .params(params![&[algorithm("random").published(sources::K8S_PROXY), HEALTH_CHECK], BALANCING_POOL])
        .curve(curve::CLUSTER_SERVICE),
    // 3 ms on average, between 2 and 5 ms.
    network("sidecar_proxy", Role::Proxy, BehaviorKind::Pool)
        .capacity(pass_through(64, 3.0))
        .params(params![
            &[SLOTS, SERVICE_MILLIS, QUEUE_LIMIT, ERROR_RATIO],
            &distribution("triangular"),
            &[FIXED_DELAY],
            QUEUEING
        ])
        .curve(curve::SIDECAR),
    // A slot is a connection. To lend one takes a tenth of a millisecond at most; what counts is who has them, and for how long.
    network("connection_pool", Role::Proxy, BehaviorKind::Pool)
        .capacity(pass_through(20, 0.1))
        .params(params![&[SLOTS.published(sources::PGBOUNCER), holds_slot(true)], POOL_BUT_SLOTS])
        .curve(curve::SIDECAR),
    network("vpn", Role::NetworkGateway, BehaviorKind::Pool)
        .capacity(pass_through(32, 2.0))
        .params(POOL)
        .charges(&[Charge::new(ChargeKind::Hours, 0.05, sources::VPN)]),
    network("nat_gateway", Role::NetworkGateway, BehaviorKind::Pool)
        .capacity(pass_through(256, 0.5))
        .params(params![&[PAYLOAD.is(20.0)], POOL])
        .charges(&[
            Charge::new(ChargeKind::Hours, 0.045, sources::VPC),
            Charge::new(ChargeKind::Traffic, 0.045, sources::VPC),
        ]),
];
