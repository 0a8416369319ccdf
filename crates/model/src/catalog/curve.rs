//! What a component uses of its machine at a given load.
//!
//! The slopes are those of the system in which these curves were first published; its caps are left out, because they
//! hid saturation (a CPU "capped at 80 %" never looks full). Only the natural bound of 100 % stays.

/// Percent of a resource in use: `(base + slope × driver) × factor`, at most 100. The driver is the load ratio, except
/// for the memory of brokers, which follows how full their queue is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub base: f64,
    pub slope: f64,
    /// Factor when all requests read.
    pub reads: f64,
    /// Factor when all requests write; in between it changes in a straight line.
    pub writes: f64,
}

/// Resource use by load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    pub cpu: Line,
    pub memory: Line,
    pub disk: Line,
    pub network: Line,
    /// Memory follows the share of the queue that is full instead of the load.
    pub memory_follows_queue: bool,
}

/// What drives the curves of one replica.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Arrival rate × mean service time / slots; 1.0 is full capacity and more is overload.
    pub ratio: f64,
    /// Share of requests that write, 0.0 to 1.0.
    pub write_share: f64,
    /// Messages waiting over messages that fit, 0.0 to 1.0; brokers only.
    pub queue_fill: f64,
}

/// Percent in use, 0.0 to 100.0 each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ResourceUse {
    pub cpu: f64,
    pub memory: f64,
    pub disk: f64,
    pub network: f64,
}

impl Line {
    pub const fn new(base: f64, slope: f64) -> Self {
        Self { base, slope, reads: 1.0, writes: 1.0 }
    }

    const fn factors(mut self, reads: f64, writes: f64) -> Self {
        self.reads = reads;
        self.writes = writes;
        self
    }

    /// Percent at load ratio `load` (1.0 is full capacity; not clipped above) when no request writes.
    pub fn percent(&self, load: f64) -> f64 {
        self.at(load, 0.0)
    }

    /// Percent at `driver` with that share of writes.
    pub fn at(&self, driver: f64, write_share: f64) -> f64 {
        let factor = self.reads + (self.writes - self.reads) * write_share.clamp(0.0, 1.0);
        ((self.base + self.slope * driver) * factor).clamp(0.0, 100.0)
    }
}

impl Curve {
    /// Resource use under `load`.
    pub fn at(&self, load: Load) -> ResourceUse {
        let memory_driver = if self.memory_follows_queue { load.queue_fill } else { load.ratio };
        ResourceUse {
            cpu: self.cpu.at(load.ratio, load.write_share),
            memory: self.memory.at(memory_driver, load.write_share),
            disk: self.disk.at(load.ratio, load.write_share),
            network: self.network.at(load.ratio, load.write_share),
        }
    }
}

const fn curve(cpu: (f64, f64), memory: (f64, f64), disk: (f64, f64), network: (f64, f64)) -> Curve {
    Curve {
        cpu: Line::new(cpu.0, cpu.1),
        memory: Line::new(memory.0, memory.1),
        disk: Line::new(disk.0, disk.1),
        network: Line::new(network.0, network.1),
        memory_follows_queue: false,
    }
}

// Percent as (base, slope), in the order CPU, memory, disk, network.
pub const DEFAULT: Curve = curve((0.0, 100.0), (20.0, 60.0), (10.0, 0.0), (0.0, 70.0));
pub const COMPUTE: Curve = curve((0.0, 100.0), (30.0, 40.0), (10.0, 0.0), (0.0, 80.0));
pub const WORKER: Curve = curve((0.0, 95.0), (25.0, 60.0), (5.0, 0.0), (0.0, 40.0));
pub const GRPC: Curve = curve((12.0, 45.0), (20.0, 35.0), (5.0, 10.0), (0.0, 80.0));
pub const POD: Curve = curve((20.0, 60.0), (25.0, 50.0), (5.0, 15.0), (0.0, 70.0));
pub const PAAS: Curve = curve((15.0, 60.0), (20.0, 50.0), (5.0, 10.0), (0.0, 75.0));
pub const BLOCKCHAIN: Curve = curve((40.0, 55.0), (50.0, 45.0), (50.0, 48.0), (0.0, 85.0));
pub const SERVERLESS: Curve = curve((10.0, 50.0), (15.0, 35.0), (2.0, 5.0), (0.0, 90.0));
pub const WASM: Curve = curve((5.0, 25.0), (10.0, 20.0), (2.0, 5.0), (0.0, 95.0));
pub const MODEL_ENDPOINT: Curve = curve((30.0, 65.0), (60.0, 35.0), (5.0, 10.0), (0.0, 80.0));

pub const BALANCER: Curve = curve((2.0, 8.0), (10.0, 20.0), (0.0, 0.0), (0.0, 98.0));
pub const GRAPHQL: Curve = curve((20.0, 65.0), (25.0, 50.0), (5.0, 15.0), (0.0, 88.0));
pub const SIDECAR: Curve = curve((3.0, 12.0), (10.0, 20.0), (5.0, 10.0), (0.0, 98.0));
pub const CLUSTER_SERVICE: Curve = curve((2.0, 8.0), (3.0, 7.0), (1.0, 0.0), (0.0, 95.0));
pub const INGRESS: Curve = curve((10.0, 30.0), (15.0, 25.0), (2.0, 5.0), (0.0, 90.0));
pub const CDN: Curve = curve((1.0, 5.0), (10.0, 15.0), (5.0, 0.0), (0.0, 99.0));

pub const CACHE: Curve = curve((5.0, 15.0), (40.0, 50.0), (0.0, 0.0), (0.0, 90.0));
pub const GRAPH: Curve = curve((30.0, 65.0), (60.0, 30.0), (20.0, 50.0), (0.0, 50.0));
pub const TIME_SERIES: Curve = curve((25.0, 55.0), (35.0, 50.0), (30.0, 65.0), (0.0, 75.0));
pub const STORAGE: Curve = curve((5.0, 10.0), (15.0, 25.0), (20.0, 70.0), (0.0, 85.0));
pub const SEARCH: Curve = curve((25.0, 65.0), (50.0, 40.0), (15.0, 55.0), (0.0, 60.0));
pub const COSMOS: Curve = curve((25.0, 50.0), (30.0, 50.0), (20.0, 50.0), (0.0, 80.0));
pub const FIRESTORE: Curve = curve((20.0, 45.0), (25.0, 45.0), (15.0, 40.0), (0.0, 85.0));

/// Reads come from memory, writes go to disk: with all reads CPU × 1, memory × 1.2, disk × 0.5; with all writes
/// CPU × 1.5, memory × 0.8, disk × 2.5.
pub const SQL: Curve = Curve {
    cpu: Line::new(20.0, 60.0).factors(1.0, 1.5),
    memory: Line::new(40.0, 40.0).factors(1.2, 0.8),
    disk: Line::new(10.0, 50.0).factors(0.5, 2.5),
    network: Line::new(0.0, 60.0),
    memory_follows_queue: false,
};

/// As [`SQL`], with writes that cost a little less: CPU × 1.3, memory × 0.7, disk × 2.4.
pub const NOSQL: Curve = Curve {
    cpu: Line::new(15.0, 45.0).factors(1.0, 1.3),
    memory: Line::new(40.0, 40.0).factors(1.3, 0.7),
    disk: Line::new(10.0, 50.0).factors(0.6, 2.4),
    network: Line::new(0.0, 70.0),
    memory_follows_queue: false,
};

/// Messages wait in memory.
pub const QUEUE: Curve =
    Curve { memory_follows_queue: true, ..curve((3.0, 12.0), (20.0, 70.0), (0.0, 0.0), (0.0, 95.0)) };

/// Writes its messages to disk as well.
pub const BROKER: Curve = Curve { disk: Line::new(10.0, 60.0), ..QUEUE };
pub const MANAGED_MESSAGING: Curve = curve((8.0, 20.0), (10.0, 25.0), (5.0, 15.0), (0.0, 90.0));

pub const TELEMETRY: Curve = curve((5.0, 25.0), (20.0, 40.0), (10.0, 80.0), (0.0, 90.0));
pub const APM: Curve = curve((15.0, 55.0), (30.0, 50.0), (10.0, 40.0), (0.0, 95.0));
pub const RUM: Curve = curve((2.0, 8.0), (15.0, 25.0), (5.0, 20.0), (0.0, 92.0));
pub const SYNTHETIC: Curve = curve((10.0, 40.0), (10.0, 20.0), (3.0, 10.0), (0.0, 85.0));

#[cfg(test)]
mod tests {
    use super::*;

    fn at(curve: Curve, ratio: f64, write_share: f64, queue_fill: f64) -> [f64; 4] {
        let used = curve.at(Load { ratio, write_share, queue_fill });
        [used.cpu, used.memory, used.disk, used.network].map(|it| (it * 1e6).round() / 1e6)
    }

    #[test]
    fn tracing_and_sidecar_follow_their_published_lines() {
        // 15 + 55 L, 30 + 50 L, 10 + 40 L, 95 L at L = 0.5.
        assert_eq!(at(APM, 0.5, 0.0, 0.0), [42.5, 55.0, 30.0, 47.5]);
        // 3 + 12 L, 10 + 20 L, 5 + 10 L, 98 L at L = 0.5.
        assert_eq!(at(SIDECAR, 0.5, 0.0, 0.0), [9.0, 20.0, 10.0, 49.0]);
    }

    #[test]
    fn overload_is_shown_up_to_one_hundred_percent() {
        // 15 + 55 × 2 = 125: the old cap of 80 is gone, the natural bound stays.
        assert_eq!(at(APM, 2.0, 0.0, 0.0), [100.0, 100.0, 90.0, 100.0]);
    }

    #[test]
    fn writes_move_a_sql_database_from_memory_to_disk() {
        // L = 0.4: CPU 20 + 24 = 44, memory 40 + 16 = 56, disk 10 + 20 = 30, network 24.
        assert_eq!(at(SQL, 0.4, 0.0, 0.0), [44.0, 67.2, 15.0, 24.0]);
        // At 20 % writes the factors are 1.1, 1.12 and 0.9.
        assert_eq!(at(SQL, 0.4, 0.2, 0.0), [48.4, 62.72, 27.0, 24.0]);
        assert_eq!(at(SQL, 0.4, 1.0, 0.0), [66.0, 44.8, 75.0, 24.0]);
    }

    #[test]
    fn the_memory_of_a_broker_follows_its_queue() {
        assert_eq!(at(QUEUE, 0.5, 0.0, 0.0), [9.0, 20.0, 0.0, 47.5]);
        assert_eq!(at(BROKER, 0.5, 0.0, 0.5), [9.0, 55.0, 40.0, 47.5]);
    }
}
