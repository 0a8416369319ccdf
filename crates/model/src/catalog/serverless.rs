//! Functions: one request per instance, started when needed.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Entry, Family, Param, Role, Unit, curve,
    param::{ERROR_RATIO, PAYLOAD, SERVICE_MILLIS, distribution},
    sources,
};
use crate::finding::Source;

const fn function(id: &'static str, service_millis: f64) -> Entry {
    Entry::new(id, Family::Serverless, Role::Function, BehaviorKind::Function)
        .managed()
        .icon("function")
        .capacity(Capacity::Given { slots: Some(1000), service_millis, fixed_delay_millis: 0.0 })
        .curve(curve::SERVERLESS)
}

const fn cold_start(millis: f64) -> Param {
    Param::number("cold_start_millis", Unit::Millis, 0.0, 60_000.0).is(millis)
}

const fn keep_warm(secs: f64) -> Param {
    Param::number("keep_warm_secs", Unit::Secs, 0.0, 86_400.0).is(secs)
}

const fn concurrency(limit: f64) -> Param {
    Param::count("concurrency_limit", Unit::None, 1, 100_000).is(limit)
}

/// What exceeds the concurrency limit is refused at once, as the providers do.
const SERVING: &[Param] =
    params![&[SERVICE_MILLIS, ERROR_RATIO], &distribution("exponential"), &[PAYLOAD.is(20.0)],];

const MEMORY: Param = Param::count("memory_megabytes", Unit::Megabytes, 128, 10_240).is(512.0);

const fn price(per_million: f64, per_gigabyte_second: f64, source: Source) -> [Charge; 2] {
    [
        Charge::new(ChargeKind::Requests, per_million, source),
        Charge::new(ChargeKind::GigabyteSeconds, per_gigabyte_second, source),
    ]
}

pub static KINDS: &[Entry] = &[
    function("lambda_function", 50.0)
        .params(params![
            &[
                // "From under 100 ms to over 1 second".
                cold_start(500.0).published(sources::LAMBDA_LIFECYCLE),
                keep_warm(600.0),
                concurrency(1000.0).published(sources::LAMBDA_QUOTAS),
                MEMORY,
            ],
            SERVING
        ])
        .charges(&price(0.2, 0.000_016_666_7, sources::LAMBDA)),
    function("cloud_function", 50.0)
        .params(params![&[cold_start(800.0), keep_warm(900.0), concurrency(1000.0), MEMORY], SERVING])
        // $0.0000025 for memory and, at this size, $0.000014 for the processor that comes with a gigabyte.
        .charges(&price(0.4, 0.000_016_5, sources::CLOUD_FUNCTIONS)),
    function("azure_function", 50.0)
        .params(params![
            &[
                cold_start(1500.0),
                keep_warm(1200.0),
                concurrency(200.0).published(sources::AZURE_FUNCTIONS_SCALE),
                MEMORY,
            ],
            SERVING
        ])
        .charges(&price(0.2, 0.000_016, sources::AZURE_FUNCTIONS)),
    // An isolate in a process that already runs, not a machine: it starts a hundred times faster.
    function("wasm_runtime", 5.0)
        .icon("wasm_runtime")
        .params(params![&[cold_start(5.0), keep_warm(600.0), concurrency(1000.0)], SERVING])
        .curve(curve::WASM)
        .charges(&[Charge::new(ChargeKind::Requests, 0.3, sources::WORKERS)]),
];
