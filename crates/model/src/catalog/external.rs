//! What somebody else runs. Only its latency, its failures and its limits are ours to know.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Entry, Family, Param, Role, Unit, When,
    limits::{RATE_BURST, RATE_LIMIT},
    param::{ERROR_RATIO, SERVICE_MILLIS, distribution},
    sources,
};

/// Now and then its answers take several times as long, for a while. Lengths and factor are assumed: as for the fault
/// `slow`, and so long that a run of minutes sees a spell or two.
const SLOW_MODE: &[Param] = &[
    Param::number("slow_share", Unit::Ratio, 0.0, 1.0).unset(),
    Param::number("slow_spell_secs", Unit::Secs, 1.0, 86_400.0).is(60.0).when(When::Set("slow_share")),
    Param::number("slow_factor", Unit::None, 1.0, 1000.0).is(5.0).when(When::Set("slow_share")),
];

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
        params![
            &[SERVICE_MILLIS, ERROR_RATIO.is(0.001), RATE_LIMIT, RATE_BURST],
            SLOW_MODE,
            &distribution("lognormal")
        ],
    ),
    // The card networks answer slowly and decline a few payments.
    provider(
        "payment_gateway",
        Role::Service,
        300.0,
        params![
            &[SERVICE_MILLIS, ERROR_RATIO.is(0.005), RATE_LIMIT.is(100.0), RATE_BURST],
            SLOW_MODE,
            &distribution("lognormal")
        ],
    ),
    provider(
        "email_service",
        Role::Notifier,
        200.0,
        params![
            &[SERVICE_MILLIS, ERROR_RATIO.is(0.001), RATE_LIMIT, RATE_BURST],
            SLOW_MODE,
            &distribution("lognormal")
        ],
    )
    .charges(&[Charge::new(ChargeKind::Requests, 100.0, sources::SES)]),
];
