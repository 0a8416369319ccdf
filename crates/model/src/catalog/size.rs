//! Sizes that can be bought, and how a kind turns a size into slots and service time.

/// Something that can be bought: an instance type, a load balancer type, a queue type.
///
/// Capacity and latency of instance sizes are assumed (they depend on the program that runs there); the prices are the
/// list prices of the source, in US East, on demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub id: &'static str,
    /// Zero where the seller does not say.
    pub vcpus: u32,
    pub memory_gigabytes: f64,
    /// Requests a second when busy all the time.
    pub capacity_per_sec: f64,
    /// Of a request that does not wait.
    pub latency_millis: f64,
    /// Per replica; zero where it is paid by use.
    pub dollars_per_hour: f64,
}

/// What a replica serves, and how fast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Capacity {
    /// Serves nothing: users and tools.
    None,
    /// Follows from the size that the parameter `key` names.
    Sized {
        key: &'static str,
        sizes: &'static [Size],
        concurrency: Concurrency,
        /// Work of a request in relation to that of the table, which is an ordinary request to an application.
        work: f64,
    },
    /// One request for each vCPU of the size, which it keeps busy all the time: computing, not waiting.
    Computing { key: &'static str, sizes: &'static [Size], service_millis: f64 },
    /// Follows from `cpu_millicores`.
    Cores { per_core_per_sec: f64, latency_millis: f64, concurrency_per_core: u32 },
    /// Follows from `request_units` a second and `units_per_request`.
    Units { service_millis: f64 },
    /// The same for all.
    Given { slots: Option<u32>, service_millis: f64, fixed_delay_millis: f64 },
}

/// How many requests are worked on at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    PerVcpu(u32),
    Fixed(u32),
}

const fn size(
    id: &'static str,
    vcpus: u32,
    memory_gigabytes: f64,
    capacity_per_sec: f64,
    latency_millis: f64,
    dollars_per_hour: f64,
) -> Size {
    Size { id, vcpus, memory_gigabytes, capacity_per_sec, latency_millis, dollars_per_hour }
}

/// Ids of a table, as the choices of a parameter.
pub(super) const fn ids<const N: usize>(sizes: &[Size; N]) -> [&'static str; N] {
    let mut ids = [""; N];
    let mut i = 0;
    while i < N {
        ids[i] = sizes[i].id;
        i += 1;
    }
    ids
}

pub(super) const COMPUTE: [Size; 10] = [
    size("t3.micro", 2, 1.0, 100.0, 50.0, 0.0104),
    size("t3.small", 2, 2.0, 250.0, 40.0, 0.0208),
    size("t3.medium", 2, 4.0, 500.0, 35.0, 0.0416),
    size("m5.large", 2, 8.0, 1000.0, 25.0, 0.096),
    size("m5.xlarge", 4, 16.0, 2500.0, 20.0, 0.192),
    size("m5.2xlarge", 8, 32.0, 5000.0, 15.0, 0.384),
    size("m5.4xlarge", 16, 64.0, 10_000.0, 12.0, 0.768),
    size("c5.large", 2, 4.0, 1500.0, 18.0, 0.085),
    size("c5.xlarge", 4, 8.0, 3500.0, 15.0, 0.17),
    size("c5.2xlarge", 8, 16.0, 7000.0, 12.0, 0.34),
];

pub(super) const DATABASE: [Size; 8] = [
    size("db.t3.micro", 2, 1.0, 50.0, 100.0, 0.017),
    size("db.t3.small", 2, 2.0, 100.0, 80.0, 0.034),
    size("db.t3.medium", 2, 4.0, 200.0, 60.0, 0.068),
    size("db.m5.large", 2, 8.0, 500.0, 40.0, 0.171),
    size("db.m5.xlarge", 4, 16.0, 1000.0, 30.0, 0.342),
    size("db.r5.large", 2, 16.0, 800.0, 25.0, 0.24),
    size("db.r5.xlarge", 4, 32.0, 1500.0, 20.0, 0.48),
    size("db.r5.2xlarge", 8, 64.0, 3000.0, 15.0, 0.96),
];

pub(super) const CACHE: [Size; 6] = [
    size("cache.t3.micro", 2, 0.5, 5000.0, 5.0, 0.017),
    size("cache.t3.small", 2, 1.37, 10_000.0, 3.0, 0.034),
    size("cache.m5.large", 2, 6.38, 25_000.0, 2.0, 0.156),
    size("cache.m5.xlarge", 4, 12.93, 50_000.0, 1.0, 0.311),
    size("cache.r5.large", 2, 13.07, 40_000.0, 2.0, 0.216),
    size("cache.r5.xlarge", 4, 26.32, 80_000.0, 1.0, 0.431),
];

pub(super) const SEARCH: [Size; 3] = [
    size("es-small", 2, 4.0, 500.0, 50.0, 0.1),
    size("es-medium", 4, 16.0, 2000.0, 30.0, 0.3),
    size("es-large", 8, 32.0, 5000.0, 20.0, 0.6),
];

pub(super) const BALANCER: [Size; 3] = [
    size("alb", 0, 0.0, 50_000.0, 5.0, 0.0225),
    size("nlb", 0, 0.0, 500_000.0, 1.0, 0.0225),
    size("classic", 0, 0.0, 25_000.0, 10.0, 0.025),
];

pub(super) const BROKER: [Size; 6] = [
    size("sqs-standard", 0, 0.0, 3000.0, 10.0, 0.0),
    size("sqs-fifo", 0, 0.0, 300.0, 15.0, 0.0),
    size("rabbitmq-small", 0, 0.0, 2000.0, 5.0, 0.0),
    size("rabbitmq-large", 0, 0.0, 10_000.0, 3.0, 0.0),
    size("kafka-small", 0, 0.0, 10_000.0, 2.0, 0.0),
    size("kafka-large", 0, 0.0, 50_000.0, 1.0, 0.0),
];

/// Messages that fit into a broker of the same row of [`BROKER`].
pub(crate) const BROKER_MESSAGES: [f64; 6] =
    [120_000.0, 20_000.0, 50_000.0, 200_000.0, 1_000_000.0, 10_000_000.0];

pub(super) const CDN: [Size; 4] = [
    size("cloudfront-basic", 0, 0.0, 1_000_000.0, 80.0, 0.0),
    size("cloudfront-premium", 0, 0.0, 1_000_000.0, 30.0, 0.0),
    size("akamai", 0, 0.0, 1_000_000.0, 20.0, 0.0),
    size("custom-cdn", 0, 0.0, 1_000_000.0, 100.0, 0.0),
];

/// 5,500 reads a second per prefix and 100 ms to the first byte; the archive class thaws for an hour.
pub(super) const OBJECT_STORE: [Size; 4] = [
    size("s3-standard", 0, 0.0, 5500.0, 100.0, 0.0),
    size("s3-ia", 0, 0.0, 5500.0, 100.0, 0.0),
    size("s3-glacier", 0, 0.0, 5500.0, 3_600_000.0, 0.0),
    size("s3-intelligent", 0, 0.0, 5500.0, 100.0, 0.0),
];
