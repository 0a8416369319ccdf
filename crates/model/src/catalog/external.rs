//! What somebody else runs. Only its latency, its failures and its limits are ours to know.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Entry, Family, Param, Role,
    limits::{RATE_BURST, RATE_LIMIT},
    param::{ERROR_RATIO, SERVICE_MILLIS, distribution},
    sources,
};

const fn provider(id: &'static str, role: Role, service_millis: f64, params: &'static [Param]) -> Entry {
    Entry::new(id, Family::External, role, BehaviorKind::Pool)
        .managed()
        .capacity(Capacity::Given { slots: None, service_millis, fixed_delay_millis: 0.0 })
        .params(params)
}

pub static KINDS: &[Entry] = &[
    provider(
        "external_api",
        Role::External,
        150.0,
        params![&[SERVICE_MILLIS, ERROR_RATIO.is(0.001), RATE_LIMIT, RATE_BURST], &distribution("lognormal")],
    ),
    // The card networks answer slowly and decline a few payments.
    provider(
        "payment_gateway",
        Role::Service,
        300.0,
        params![
            &[SERVICE_MILLIS, ERROR_RATIO.is(0.005), RATE_LIMIT.is(100.0), RATE_BURST],
            &distribution("lognormal")
        ],
    ),
    provider(
        "email_service",
        Role::Notifier,
        200.0,
        params![&[SERVICE_MILLIS, ERROR_RATIO.is(0.001), RATE_LIMIT, RATE_BURST], &distribution("lognormal")],
    )
    .charges(&[Charge::new(ChargeKind::Requests, 100.0, sources::SES)]),
];
