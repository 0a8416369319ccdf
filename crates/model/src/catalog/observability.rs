//! What watches the others. Telemetry travels off the request path: losing it hurts nobody but the watchers.

use super::{
    BehaviorKind, Concurrency, Curve, Entry, Family, Param, Role, Unit,
    compute::{INSTANCE, INSTANCE_PRICE, on_instance},
    curve,
    param::INGEST,
};

/// Taking in a record is a twentieth of the work of answering a request.
const RECORD: f64 = 0.05;

const fn collector(id: &'static str, role: Role, curve: Curve) -> Entry {
    Entry::new(id, Family::Observability, role, BehaviorKind::Sink)
        .capacity(on_instance(Concurrency::PerVcpu(8), RECORD))
        .params(params![&[INSTANCE], INGEST])
        .curve(curve)
        .charges(INSTANCE_PRICE)
}

pub static KINDS: &[Entry] = &[
    collector("monitoring", Role::Metrics, curve::TELEMETRY),
    collector("logging", Role::Logs, curve::TELEMETRY),
    collector("apm", Role::Traces, curve::APM).params(params![
        &[INSTANCE, Param::number("traced_overhead_millis", Unit::Millis, 0.0, 1000.0).is(0.5)],
        INGEST
    ]),
    collector("rum", Role::UserMonitoring, curve::RUM),
    // Sends a request now and then from outside, as its workload says.
    Entry::new("synthetic_monitoring", Family::Observability, Role::Probe, BehaviorKind::Source)
        .curve(curve::SYNTHETIC),
    collector("analytics_service", Role::Analytics, curve::TELEMETRY),
];
