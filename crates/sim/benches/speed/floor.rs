//! What the same queues cost at least: a tight loop over tables that simulates stations, and nothing else. No answers
//! that travel back, no policies, no outages, no figures but one histogram of latencies.

use super::{
    chance::{Stream, Ziggurat},
    heap::{Event, Heap},
};

pub const NONE: u32 = u32::MAX;

/// A pool of slots with an endless queue.
pub struct Station {
    pub slots: u32,
    pub mean_nanos: f64,
    /// Where requests go next, with shares up to and including each; [`NONE`] is out.
    pub routes: Vec<(f64, u32)>,
}

struct Place {
    free: u32,
    head: u32,
    tail: u32,
    mean_nanos: f64,
    service: Stream,
    routing: Stream,
    routes: std::ops::Range<usize>,
}

/// 16 bytes per request.
#[derive(Clone, Copy, Default)]
struct Request {
    start: u64,
    next: u32,
    station: u32,
}

/// Log-linear, 128 bins per octave.
pub struct Bins(Vec<u32>);

impl Bins {
    pub fn new() -> Self {
        Self(vec![0; 58 * 128])
    }

    #[inline(always)]
    pub fn record(&mut self, nanos: u64) {
        let nanos = nanos | 1;
        let shift = (63 - nanos.leading_zeros()).saturating_sub(7);
        let bin = ((shift as usize) << 7) + (nanos >> shift) as usize;
        if let Some(count) = self.0.get_mut(bin) {
            *count += 1;
        }
    }
}

pub struct Floor {
    heap: Heap,
    ziggurat: Ziggurat,
    order: u32,
    now: u64,
    places: Vec<Place>,
    routes: Vec<(f64, u32)>,
    arrivals: Stream,
    gap_nanos: f64,
    /// Where requests come in, each as likely.
    entries: Vec<u32>,
    requests: Vec<Request>,
    free: u32,
    latencies: Bins,
    sum: f64,
    pub done: u64,
    pub events: u64,
}

impl Floor {
    pub fn new(stations: Vec<Station>, entries: Vec<u32>, per_sec: f64, seed: u64) -> Self {
        let mut routes = Vec::new();
        let places = stations.into_iter().enumerate().map(|(i, station)| {
            let from = routes.len();
            routes.extend(station.routes);
            Place {
                free: station.slots,
                head: NONE,
                tail: NONE,
                mean_nanos: station.mean_nanos,
                service: Stream::new(seed ^ (2 * i as u64 + 2)),
                routing: Stream::new(seed ^ (2 * i as u64 + 3)),
                routes: from..routes.len(),
            }
        });
        let mut floor = Self {
            heap: Heap::default(),
            ziggurat: Ziggurat::new(),
            order: 0,
            now: 0,
            places: places.collect(),
            routes,
            arrivals: Stream::new(seed),
            gap_nanos: 1e9 / per_sec,
            entries,
            requests: Vec::new(),
            free: NONE,
            latencies: Bins::new(),
            sum: 0.0,
            done: 0,
            events: 0,
        };
        floor.plan_arrival();
        floor
    }

    #[inline(always)]
    fn push(&mut self, delay: u64, subject: u32) {
        self.order = self.order.wrapping_add(1);
        let rest = u64::from(self.order) << 32 | u64::from(subject);
        self.heap.push(Event { at: self.now + delay, rest });
    }

    #[inline(always)]
    fn plan_arrival(&mut self) {
        let delay = self.ziggurat.draw(&mut self.arrivals) * self.gap_nanos;
        self.push(delay as u64, NONE);
    }

    #[inline(always)]
    fn begin(&mut self, request: u32, station: u32) {
        let place = &mut self.places[station as usize];
        let delay = self.ziggurat.draw(&mut place.service) * place.mean_nanos;
        self.push(delay as u64, request);
    }

    #[inline(always)]
    fn enter(&mut self, request: u32, station: u32) {
        self.requests[request as usize].station = station;
        let place = &mut self.places[station as usize];
        if place.free > 0 {
            place.free -= 1;
            return self.begin(request, station);
        }
        self.requests[request as usize].next = NONE;
        let last = std::mem::replace(&mut place.tail, request);
        if place.head == NONE {
            place.head = request;
        } else {
            self.requests[last as usize].next = request;
        }
    }

    #[inline(always)]
    fn next_of(&mut self, station: u32) -> u32 {
        let place = &mut self.places[station as usize];
        let routes = &self.routes[place.routes.clone()];
        match routes {
            [] => NONE,
            [(_, only)] => *only,
            [rest @ .., (_, last)] => {
                let share = place.routing.unit();
                rest.iter().find(|(up_to, _)| share <= *up_to).map_or(*last, |(_, to)| *to)
            }
        }
    }

    #[inline(always)]
    fn arrive(&mut self) {
        self.plan_arrival();
        let request = if self.free == NONE {
            self.requests.push(Request::default());
            (self.requests.len() - 1) as u32
        } else {
            let request = self.free;
            self.free = self.requests[request as usize].next;
            request
        };
        self.requests[request as usize].start = self.now;
        let entry = match self.entries[..] {
            [only] => only,
            _ => {
                let word = self.arrivals.word() >> 32;
                self.entries[((word * self.entries.len() as u64) >> 32) as usize]
            }
        };
        self.enter(request, entry);
    }

    #[inline(always)]
    fn served(&mut self, request: u32) {
        let station = self.requests[request as usize].station;
        let place = &mut self.places[station as usize];
        let waiting = place.head;
        if waiting == NONE {
            place.free += 1;
        } else {
            place.head = self.requests[waiting as usize].next;
            self.begin(waiting, station);
        }
        let next = self.next_of(station);
        if next != NONE {
            return self.enter(request, next);
        }
        let record = &mut self.requests[request as usize];
        let latency = self.now - record.start;
        record.next = self.free;
        self.free = request;
        self.latencies.record(latency);
        self.sum += latency as f64;
        self.done += 1;
    }

    /// Runs until `done` requests have gone out.
    pub fn run(&mut self, done: u64) {
        while self.done < done
            && let Some(event) = self.heap.pop()
        {
            self.now = event.at;
            self.events += 1;
            match event.rest as u32 {
                NONE => self.arrive(),
                request => self.served(request),
            }
        }
    }

    pub fn mean_latency_secs(&self) -> f64 {
        self.sum / self.done as f64 / 1e9
    }
}
