//! The models that are timed: as drawings for the engine, as tables for the floor.

use model::{Architecture, Value, notation};

use super::{
    cloud::Cloud,
    floor::{Floor, NONE, Station},
};

/// Events in one call, as in the worker.
pub const SLICE_EVENTS: u64 = 40_000;

/// What is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    OneServer,
    TenServers,
    Tandem,
    Graph,
    Cloud,
}

pub const MODELS: [Model; 5] =
    [Model::OneServer, Model::TenServers, Model::Tandem, Model::Graph, Model::Cloud];

/// No network, no delay besides the service, practically no bound on the queue.
const BARE: &str = "fixed_delay_millis=0, queue_limit=1000000, holds_slot=false";

impl Model {
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneServer => "M/M/1 at 0.8",
            Self::TenServers => "M/M/10 at 0.9",
            Self::Tandem => "tandem of 10 at 0.7",
            Self::Graph => "graph",
            Self::Cloud => "cloud",
        }
    }

    /// Arrivals and ends of service per request: the count of events by which all engines are compared. What an
    /// engine has besides (hops, answers, timeouts) is its own affair.
    pub const fn events_per_request(self) -> f64 {
        match self {
            Self::OneServer | Self::TenServers => 2.0,
            Self::Tandem => 11.0,
            Self::Graph | Self::Cloud => 3.2,
        }
    }

    pub const fn per_sec(self) -> f64 {
        match self {
            Self::OneServer => 8000.0,
            Self::TenServers => 9000.0,
            Self::Tandem => 7000.0,
            Self::Graph | Self::Cloud => 1000.0,
        }
    }

    /// Requests that take about half a second.
    pub const fn requests(self) -> u64 {
        match self {
            Self::OneServer => 4_000_000,
            Self::TenServers => 3_000_000,
            Self::Tandem => 400_000,
            Self::Graph => 1_500_000,
            Self::Cloud => 800_000,
        }
    }

    /// Mean latency in seconds by theory, where there is one.
    pub const fn exact_secs(self) -> Option<f64> {
        match self {
            Self::OneServer => Some(5e-4),
            Self::TenServers => Some(1.668_73e-3),
            Self::Tandem => Some(10.0 * 1e-4 / 0.3),
            Self::Graph => Some(0.025_663),
            Self::Cloud => None,
        }
    }

    /// The drawing in one-line notation.
    pub fn text(self) -> String {
        let hop = "-call{latency_millis=0}->";
        let one = format!("api_server{{slots=1, service_millis=0.1, {BARE}}}");
        // One kind of requests, as in the floor: nothing is drawn to tell reads from writes.
        let client = format!("u:client{{per_sec={}, writes=0}}", self.per_sec());
        match self {
            Self::OneServer => format!("{client} {hop} s:{one}"),
            Self::TenServers => {
                format!("{client} {hop} s:api_server{{slots=10, service_millis=1, {BARE}}}")
            }
            Self::Tandem => {
                let stations: Vec<String> = (0..10).map(|i| format!("s{i}:{one}")).collect();
                format!("{client} {hop} {}", stations.join(&format!(" {hop} ")))
            }
            Self::Graph => graph(&client, "latency_millis=0", "latency_millis=0", "1000000"),
            Self::Cloud => graph(
                &client,
                "latency_millis=0.5, timeout_millis=1000, attempts=3, backoff_base_millis=50, backoff_cap_millis=1000",
                "latency_millis=0.2",
                "200",
            ),
        }
    }

    /// # Panics
    /// If the notation is wrong: a benchmark that cannot run must stop.
    pub fn drawing(self) -> Architecture {
        let text = self.text();
        let mut drawing = notation::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        // Balancers of the catalogue work a little; this one only chooses, as the floor's does.
        for balancer in drawing.components.iter_mut().filter(|it| it.kind.id == "load_balancer") {
            for key in ["service_millis", "fixed_delay_millis"] {
                balancer.params.insert(key.to_owned(), Value::Number(0.0));
            }
        }
        drawing
    }

    pub fn floor(self, seed: u64) -> AnyFloor {
        let pool = |slots, mean_nanos, routes| Station { slots, mean_nanos, routes };
        let per_sec = self.per_sec();
        let stations = match self {
            Self::OneServer => vec![pool(1, 1e5, vec![])],
            Self::TenServers => vec![pool(10, 1e6, vec![])],
            Self::Tandem => {
                (0..10).map(|i| pool(1, 1e5, if i < 9 { vec![(1.0, i + 1)] } else { vec![] })).collect()
            }
            Self::Graph => {
                let mut all: Vec<Station> = (0..4).map(|_| pool(4, 12e6, vec![(1.0, 4)])).collect();
                all.push(pool(2, 1e6, vec![(0.8, NONE), (1.0, 5)]));
                all.push(pool(5, 20e6, vec![]));
                let floor = Floor::new(all, vec![0, 1, 2, 3], per_sec, seed);
                return AnyFloor::Stations(Box::new(floor));
            }
            Self::Cloud => return AnyFloor::Cloud(Box::new(Cloud::new(per_sec, seed))),
        };
        AnyFloor::Stations(Box::new(Floor::new(stations, vec![0], per_sec, seed)))
    }
}

pub enum AnyFloor {
    Stations(Box<Floor>),
    Cloud(Box<Cloud>),
}

impl AnyFloor {
    pub fn run(&mut self, requests: u64) {
        match self {
            Self::Stations(floor) => floor.run(requests),
            Self::Cloud(floor) => floor.run(requests),
        }
    }

    pub fn events(&self) -> u64 {
        match self {
            Self::Stations(floor) => floor.events,
            Self::Cloud(floor) => floor.events,
        }
    }

    pub fn mean_latency_secs(&self) -> f64 {
        match self {
            Self::Stations(floor) => floor.mean_latency_secs(),
            Self::Cloud(floor) => floor.mean_latency_secs(),
        }
    }
}

/// A random balancer, four services, a cache that hits 80 %, a database.
fn graph(client: &str, outer: &str, inner: &str, database_queue: &str) -> String {
    let services: String = (0..4)
        .map(|i| {
            format!(
                "lb -call{{{inner}}}-> api{i}:api_server{{slots=4, service_millis=12, {BARE}}}; \
                 api{i} -call{{{inner}}}-> cache; api{i} -call{{{inner}, on={{miss_of=cache}}}}-> db;"
            )
        })
        .collect();
    format!(
        "{client} -call{{{outer}}}-> lb:load_balancer{{algorithm=random}}; \
         cache:cache_redis{{slots=2, service_millis=1, fixed_delay_millis=0, hit_ratio=0.8}}; \
         db:database_sql{{slots=5, service_millis=20, fixed_delay_millis=0, queue_limit={database_queue}}}; {services}"
    )
}
