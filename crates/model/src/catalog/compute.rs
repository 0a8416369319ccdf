//! Programs that serve requests or work through queues, on machines or containers.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Concurrency, Curve, Entry, Family, Param, Role, Unit, curve,
    offer,
    param::{PAYLOAD, POOL, holds_slot},
    scaling::SCALING,
    size::{self, COMPUTE},
    sources,
};

const INSTANCES: &[&str] = &size::ids(&COMPUTE);

/// The machine that a program runs on.
pub(super) const INSTANCE: Param = Param::choice("instance", INSTANCES, "t3.medium");
pub(super) const LARGE_INSTANCE: Param = Param::choice("instance", INSTANCES, "m5.xlarge");
pub(super) const INSTANCE_PRICE: &[Charge] = &[Charge::of_size(sources::EC2).offered(&offer::MACHINES)];

/// Threads per vCPU of a program that mostly waits for others.
const THREADS: Concurrency = Concurrency::PerVcpu(8);

/// A kind that runs on an instance; `work` is in relation to an ordinary request to an application.
pub(super) const fn on_instance(concurrency: Concurrency, work: f64) -> Capacity {
    Capacity::Sized { key: "instance", sizes: &COMPUTE, concurrency, work }
}

/// A kind that computes: each request keeps a core busy for that long.
pub(super) const fn computing(service_millis: f64) -> Capacity {
    Capacity::Computing { key: "instance", sizes: &COMPUTE, service_millis }
}

const fn service(id: &'static str, curve: Curve) -> Entry {
    Entry::new(id, Family::Compute, Role::Service, BehaviorKind::Pool)
        .capacity(on_instance(THREADS, 1.0))
        .params(params![&[INSTANCE, holds_slot(true)], &SCALING, POOL])
        .curve(curve)
        .charges(INSTANCE_PRICE)
}

/// A platform that runs the program on machines of its own choice: figures of a t3.medium, price of the platform.
const fn platform(id: &'static str, charges: &'static [Charge]) -> Entry {
    Entry::new(id, Family::Compute, Role::Service, BehaviorKind::Pool)
        .icon("app_platform")
        .capacity(Capacity::Given { slots: Some(16), service_millis: 32.0, fixed_delay_millis: 3.0 })
        .params(params![&[holds_slot(true), PAYLOAD.is(20.0)], &SCALING, POOL])
        .curve(curve::PAAS)
        .charges(charges)
}

pub static KINDS: &[Entry] = &[
    service("api_server", curve::COMPUTE).params(params![
        &[INSTANCE, holds_slot(true), PAYLOAD.is(20.0)],
        &SCALING,
        POOL
    ]),
    // Event loops: waiting for another service costs them nothing.
    service("web_server", curve::COMPUTE).params(params![
        &[INSTANCE, holds_slot(false), PAYLOAD.is(50.0)],
        &SCALING,
        POOL
    ]),
    service("microservice", curve::COMPUTE),
    // Binary messages are cheaper to read and write than text.
    service("grpc_server", curve::GRPC).capacity(on_instance(THREADS, 0.7)),
    Entry::new("worker", Family::Compute, Role::Worker, BehaviorKind::Pool)
        .capacity(on_instance(Concurrency::PerVcpu(4), 1.0))
        .params(params![&[INSTANCE, holds_slot(true)], &SCALING, POOL])
        .curve(curve::WORKER)
        .charges(INSTANCE_PRICE),
    service("auth_service", curve::DEFAULT),
    // Half of a t3.medium per core: 250 requests a second, 35 ms.
    Entry::new("k8s_pod", Family::Compute, Role::Service, BehaviorKind::Pool)
        .capacity(Capacity::Cores { per_core_per_sec: 250.0, latency_millis: 35.0, concurrency_per_core: 8 })
        .params(params![
            &[
                Param::count("cpu_millicores", Unit::Millicores, 50, 64_000).is(500.0),
                Param::count("memory_megabytes", Unit::Megabytes, 32, 262_144).is(512.0),
                holds_slot(true),
            ],
            &SCALING,
            POOL
        ])
        .curve(curve::POD)
        .charges(&[
            Charge::new(ChargeKind::CpuHours, 0.04048, sources::FARGATE).offered(&offer::CONTAINERS),
            Charge::new(ChargeKind::MemoryHours, 0.004_445, sources::FARGATE).offered(&offer::CONTAINERS),
        ]),
    platform("azure_app_service", &[Charge::new(ChargeKind::Hours, 0.1, sources::APP_SERVICE)]),
    platform("gcp_app_engine", &[Charge::new(ChargeKind::Hours, 0.1, sources::APP_ENGINE)]),
    // Every transaction is checked and stored.
    service("blockchain_node", curve::BLOCKCHAIN)
        .capacity(computing(40.0))
        .params(params![&[LARGE_INSTANCE, holds_slot(true)], POOL]),
];
