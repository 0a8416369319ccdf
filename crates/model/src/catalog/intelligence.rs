//! Machine learning models that answer requests.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Entry, Family, Role,
    compute::{INSTANCE_PRICE, LARGE_INSTANCE, computing},
    curve,
    param::{POOL, holds_slot},
    sources,
};

const fn model(id: &'static str) -> Entry {
    Entry::new(id, Family::Intelligence, Role::Model, BehaviorKind::Pool)
}

/// An endpoint on four cores that answers in 80 ms: 50 requests a second.
const fn endpoint(id: &'static str, charges: &'static [Charge]) -> Entry {
    model(id)
        .icon("model_endpoint")
        .capacity(Capacity::Given { slots: Some(4), service_millis: 80.0, fixed_delay_millis: 0.0 })
        .params(POOL)
        .curve(curve::MODEL_ENDPOINT)
        .charges(charges)
}

pub static KINDS: &[Entry] = &[
    // As much work as at an endpoint.
    model("ml_model")
        .capacity(computing(80.0))
        .params(params![&[LARGE_INSTANCE, holds_slot(true)], POOL])
        .charges(INSTANCE_PRICE),
    endpoint("sagemaker_endpoint", &[Charge::new(ChargeKind::Hours, 0.23, sources::SAGEMAKER)]),
    endpoint("vertex_ai_endpoint", &[Charge::new(ChargeKind::Hours, 0.2186, sources::VERTEX)]),
    endpoint("azure_ml_endpoint", &[Charge::new(ChargeKind::Hours, 0.229, sources::AZURE_ML)]),
];
