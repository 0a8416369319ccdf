//! What passes messages on, and what works on streams of them.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Concurrency, Curve, Entry, Family, Param, Role, Unit,
    charge::{assumed, published},
    compute::{INSTANCE, INSTANCE_PRICE, on_instance},
    curve,
    param::{PAYLOAD, POOL, holds_slot},
    size::{self, BROKER},
    sources,
};

const MAX_MESSAGES: Param = Param::count("max_messages", Unit::Messages, 1, 1_000_000_000);
const MAX_DELIVERIES: Param = Param::count("max_deliveries", Unit::None, 1, 100).is(5.0);
const WHEN_FULL: Param = Param::choice("publishing_when_full", &["refuse", "wait"], "refuse");
const PARTITIONS: Param = Param::count("partitions", Unit::None, 1, 1000).unset();

const fn broker_type(default: &'static str) -> Param {
    const TYPES: &[&str] = &size::ids(&BROKER);
    Param::choice("broker_type", TYPES, default)
}

const PRICE: &[Charge] = &[Charge::by_choice(
    ChargeKind::Requests,
    "broker_type",
    &[
        published("sqs-standard", 0.4, sources::SQS),
        published("sqs-fifo", 0.5, sources::SQS),
        assumed("rabbitmq-small", 0.3),
        assumed("rabbitmq-large", 0.5),
        assumed("kafka-small", 0.2),
        assumed("kafka-large", 0.15),
    ],
)];

const fn broker(id: &'static str, params: &'static [Param], curve: Curve) -> Entry {
    Entry::new(id, Family::Messaging, Role::Broker, BehaviorKind::Broker)
        .capacity(Capacity::Sized {
            key: "broker_type",
            sizes: &BROKER,
            concurrency: Concurrency::Fixed(4),
            work: 1.0,
        })
        .params(params)
        .curve(curve)
        .charges(PRICE)
}

const fn managed(id: &'static str, slots: u32, charges: &'static [Charge]) -> Entry {
    Entry::new(id, Family::Messaging, Role::Broker, BehaviorKind::Broker)
        .managed()
        .icon("managed_broker")
        .capacity(Capacity::Given { slots: Some(slots), service_millis: 10.0, fixed_delay_millis: 0.0 })
        .params(params![&[MAX_MESSAGES.is(1_000_000.0), WHEN_FULL, MAX_DELIVERIES, PARTITIONS], POOL])
        .curve(curve::MANAGED_MESSAGING)
        .charges(charges)
}

pub static KINDS: &[Entry] = &[
    broker(
        "queue",
        params![&[broker_type("sqs-standard"), MAX_MESSAGES, WHEN_FULL, MAX_DELIVERIES, PARTITIONS], POOL],
        curve::QUEUE,
    )
    .managed(),
    broker(
        "message_broker",
        params![&[broker_type("rabbitmq-small"), MAX_MESSAGES, WHEN_FULL, MAX_DELIVERIES, PARTITIONS], POOL],
        curve::BROKER,
    ),
    broker(
        "event_bus",
        params![&[broker_type("kafka-small"), MAX_MESSAGES, WHEN_FULL, MAX_DELIVERIES, PARTITIONS], POOL],
        curve::QUEUE,
    )
    .managed(),
    // 1,000 messages a second in the standard tier.
    managed(
        "azure_service_bus",
        10,
        &[
            Charge::new(ChargeKind::Month, 10.0, sources::SERVICE_BUS),
            Charge::new(ChargeKind::Requests, 0.8, sources::SERVICE_BUS),
        ],
    ),
    // $40 for a TiB published and the same for one delivered: $80 / 1,099.5 GB.
    managed("gcp_pub_sub", 100, &[Charge::new(ChargeKind::Traffic, 0.0728, sources::PUB_SUB)]).params(
        params![
            &[MAX_MESSAGES.is(1_000_000.0), WHEN_FULL, MAX_DELIVERIES, PARTITIONS, PAYLOAD.is(2.0)],
            POOL
        ],
    ),
    Entry::new("stream_processing", Family::Messaging, Role::StreamProcessor, BehaviorKind::Pool)
        .capacity(on_instance(Concurrency::PerVcpu(1), 0.2))
        .params(params![&[INSTANCE, holds_slot(true)], POOL])
        .charges(INSTANCE_PRICE),
    Entry::new("notification", Family::Messaging, Role::Notifier, BehaviorKind::Pool)
        .capacity(on_instance(Concurrency::PerVcpu(8), 1.0))
        .params(params![&[INSTANCE, holds_slot(true)], POOL])
        .charges(INSTANCE_PRICE),
];
