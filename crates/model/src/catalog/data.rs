//! Where data lives: caches, databases, files, search and analytical stores.

use super::{
    BehaviorKind, Capacity, Charge, ChargeKind, Concurrency, Curve, Entry, Family, Param, Role, Unit,
    charge::{assumed, published},
    curve, offer,
    param::{PAYLOAD, POOL, POOL_BUT_SLOTS, SLOTS, STORAGE_GB, caching},
    size::{self, CACHE, DATABASE, OBJECT_STORE, SEARCH},
    sources,
};

const fn data(id: &'static str, role: Role, behavior: BehaviorKind) -> Entry {
    Entry::new(id, Family::Data, role, behavior)
}

const CACHING: &[Param] = params![
    &[Param::choice("instance", &size::ids(&CACHE), "cache.t3.small")],
    &caching(0.8),
    &[Param::choice("cache_mode", &["aside", "read_through"], "aside")],
];

const CACHE_PRICE: &[Charge] = &[Charge::of_size(sources::ELASTICACHE).offered(&offer::DATA)];

const fn cache(id: &'static str, concurrency: Concurrency, params: &'static [Param]) -> Entry {
    data(id, Role::Cache, BehaviorKind::Cache)
        .capacity(Capacity::Sized { key: "instance", sizes: &CACHE, concurrency, work: 1.0 })
        .params(params)
        .curve(curve::CACHE)
        .charges(CACHE_PRICE)
}

/// How much longer a write takes than a read.
const fn write_factor(default: f64) -> Param {
    Param::number("write_factor", Unit::None, 0.1, 100.0).is(default)
}

const READS_FROM: Param = Param::choice("reads_from", &["primary", "all_replicas"], "all_replicas");

/// How replicas keep up, and what happens when the first one fails.
const REPLICATION: [Param; 4] = [
    Param::number("replication_lag_millis", Unit::Millis, 0.0, 600_000.0).is(0.0).advanced(),
    Param::count("write_quorum", Unit::None, 1, 100).is(1.0).advanced(),
    Param::count("read_quorum", Unit::None, 1, 100).is(1.0).advanced(),
    Param::number("failover_secs", Unit::Secs, 0.0, 86_400.0).is(60.0).advanced(),
];

/// Change data capture: each change is also published.
const CDC: Param = Param::flag("cdc", false);

/// Volumes under a database, with what they add to its latency in milliseconds: the stated latency of the instances
/// is that on `gp3` (10 ms), the others differ by their own latency (3, 30 and 50 ms).
pub(crate) const VOLUMES: &[(&str, f64)] = &[("gp3", 0.0), ("io2", -7.0), ("st1", 20.0), ("sc1", 40.0)];
const VOLUME_TYPE: Param = Param::choice("volume_type", &["gp3", "io2", "st1", "sc1"], "gp3");
const VOLUME_PRICE: Charge = Charge::by_choice(
    ChargeKind::Storage,
    "volume_type",
    &[
        published("gp3", 0.08, sources::EBS),
        published("io2", 0.125, sources::EBS),
        published("st1", 0.045, sources::EBS),
        published("sc1", 0.015, sources::EBS),
    ],
);

const STORING: &[Param] = params![
    &[
        Param::choice("instance", &size::ids(&DATABASE), "db.t3.medium"),
        VOLUME_TYPE,
        STORAGE_GB.is(100.0),
        READS_FROM,
        write_factor(2.0),
        CDC,
    ],
    &REPLICATION,
];

const DATABASE_PRICE: &[Charge] = &[Charge::of_size(sources::RDS).offered(&offer::DATA), VOLUME_PRICE];

const fn database(id: &'static str, role: Role, per_vcpu: u32, curve: Curve) -> Entry {
    data(id, role, BehaviorKind::Store)
        .capacity(Capacity::Sized {
            key: "instance",
            sizes: &DATABASE,
            concurrency: Concurrency::PerVcpu(per_vcpu),
            work: 1.0,
        })
        .params(params![STORING, POOL])
        .curve(curve)
        .charges(DATABASE_PRICE)
}

const STORAGE_CLASS: Param = Param::choice("storage_class", &size::ids(&OBJECT_STORE), "s3-standard");
/// The archive class is S3 Glacier Flexible Retrieval. Intelligent tiering moves what is rarely read to the price of
/// infrequent access: half of the data, we assume.
const STORAGE_CLASS_PRICE: &[Charge] = &[
    Charge::by_choice(
        ChargeKind::Storage,
        "storage_class",
        &[
            published("s3-standard", 0.023, sources::S3),
            published("s3-ia", 0.0125, sources::S3),
            published("s3-glacier", 0.0036, sources::S3),
            assumed("s3-intelligent", 0.0178),
        ],
    ),
    Charge::by_choice(
        ChargeKind::Traffic,
        "storage_class",
        &[
            published("s3-standard", 0.0, sources::S3),
            published("s3-ia", 0.01, sources::S3),
            published("s3-glacier", 0.01, sources::S3),
            assumed("s3-intelligent", 0.0),
        ],
    ),
    Charge::new(ChargeKind::Reads, 0.4, sources::S3),
    Charge::new(ChargeKind::Writes, 5.0, sources::S3),
];

/// S3 takes 3,500 writes but 5,500 reads a second per prefix: a write costs 1.57 times a read.
const S3_WRITES: Param = write_factor(1.57).published(sources::S3_PERFORMANCE);

const fn object_store(id: &'static str, role: Role) -> Entry {
    data(id, role, BehaviorKind::Store)
        .capacity(Capacity::Sized {
            key: "storage_class",
            sizes: &OBJECT_STORE,
            concurrency: Concurrency::Fixed(550),
            work: 1.0,
        })
        .params(params![&[STORAGE_CLASS, STORAGE_GB.is(1000.0), PAYLOAD.is(100.0), S3_WRITES, CDC], POOL])
        .curve(curve::STORAGE)
        .charges(STORAGE_CLASS_PRICE)
}

pub static KINDS: &[Entry] = &[
    // Redis runs commands on one thread.
    cache(
        "cache_redis",
        Concurrency::Fixed(1),
        params![CACHING, &[SLOTS.published(sources::REDIS_LATENCY)], POOL_BUT_SLOTS],
    ),
    cache("cache_memcached", Concurrency::PerVcpu(2), params![CACHING, POOL]),
    // Two working connections per core, as PostgreSQL's guide advises.
    database("database_sql", Role::Database, 2, curve::SQL).params(params![
        STORING,
        &[SLOTS.published(sources::POSTGRES_CONNECTIONS)],
        POOL_BUT_SLOTS
    ]),
    database("database_nosql", Role::Database, 4, curve::NOSQL),
    database("database_graph", Role::Database, 2, curve::GRAPH),
    // A measurement is a twentieth of the work of a row: 4,000 a second on a db.t3.medium.
    database("database_timeseries", Role::TimeSeries, 4, curve::TIME_SERIES).capacity(Capacity::Sized {
        key: "instance",
        sizes: &DATABASE,
        concurrency: Concurrency::PerVcpu(4),
        work: 0.05,
    }),
    data("azure_cosmos_db", Role::Database, BehaviorKind::Store)
        .managed()
        .icon("database_document")
        .capacity(Capacity::Units { service_millis: 5.0 })
        .params(params![
            &[
                Param::count("request_units", Unit::RequestUnits, 400, 10_000_000).is(4000.0),
                // A point read of 1 kB costs one unit, a write about five: two at 80 % reads.
                Param::number("units_per_request", Unit::RequestUnits, 1.0, 10_000.0)
                    .is(2.0)
                    .published(sources::COSMOS_UNITS),
                STORAGE_GB.is(100.0),
                write_factor(2.0),
                CDC,
            ],
            POOL
        ])
        .curve(curve::COSMOS)
        .charges(&[
            Charge::new(ChargeKind::RequestUnitHours, 0.008, sources::COSMOS),
            Charge::new(ChargeKind::Storage, 0.25, sources::COSMOS),
        ]),
    data("gcp_firestore", Role::Database, BehaviorKind::Store)
        .managed()
        .icon("database_document")
        .capacity(Capacity::Given { slots: Some(200), service_millis: 20.0, fixed_delay_millis: 0.0 })
        .params(params![&[STORAGE_GB.is(100.0), write_factor(2.0), CDC], POOL])
        .curve(curve::FIRESTORE)
        .charges(&[
            Charge::new(ChargeKind::Reads, 0.6, sources::FIRESTORE),
            Charge::new(ChargeKind::Writes, 1.8, sources::FIRESTORE),
            Charge::new(ChargeKind::Storage, 0.18, sources::FIRESTORE),
        ]),
    object_store("object_storage", Role::ObjectStore).managed(),
    data("file_storage", Role::ObjectStore, BehaviorKind::Store)
        .managed()
        .capacity(Capacity::Given { slots: Some(64), service_millis: 5.0, fixed_delay_millis: 0.0 })
        .params(params![&[STORAGE_GB.is(1000.0), write_factor(2.0)], POOL])
        .curve(curve::STORAGE)
        .charges(&[Charge::new(ChargeKind::Storage, 0.3, sources::EFS)]),
    data("search", Role::Search, BehaviorKind::Store)
        .icon("search_engine")
        .capacity(Capacity::Sized {
            key: "instance",
            sizes: &SEARCH,
            concurrency: Concurrency::PerVcpu(2),
            work: 1.0,
        })
        .params(params![
            &[
                Param::choice("instance", &size::ids(&SEARCH), "es-small"),
                VOLUME_TYPE,
                STORAGE_GB.is(100.0),
                READS_FROM,
                write_factor(2.0),
            ],
            &REPLICATION,
            &[SLOTS.published(sources::ELASTIC_POOLS)],
            POOL_BUT_SLOTS
        ])
        .curve(curve::SEARCH)
        .charges(&[Charge::of_size(sources::OPENSEARCH).assumed().offered(&offer::DATA), VOLUME_PRICE]),
    // Five long queries at once, the rest wait.
    data("data_warehouse", Role::Warehouse, BehaviorKind::Store)
        .capacity(Capacity::Given { slots: Some(5), service_millis: 2000.0, fixed_delay_millis: 0.0 })
        .params(params![
            &[STORAGE_GB.is(1000.0), write_factor(1.0), SLOTS.published(sources::REDSHIFT_QUEUES)],
            POOL_BUT_SLOTS
        ])
        .charges(&[
            Charge::new(ChargeKind::Hours, 1.086, sources::REDSHIFT),
            Charge::new(ChargeKind::Storage, 0.024, sources::REDSHIFT),
        ]),
    object_store("data_lake", Role::Warehouse).managed().curve(curve::DEFAULT),
];
