//! The floor of the model with a network: constant delays in lanes, a client that gives up after a second and tries
//! three times with full jitter, a bounded queue at the database. The answer travels back in one hop.

use std::collections::VecDeque;

use super::{
    chance::{Stream, Ziggurat},
    floor::{Bins, NONE},
    heap::{Event, Heap},
};

const ARRIVAL: u32 = 0;
const SERVED: u32 = 1;
const LANE: u32 = 2;
const RETRY: u32 = 3;

/// Lanes.
const THERE: usize = 0;
const ONWARD: usize = 1;
const BACK: usize = 2;
const PATIENCE: usize = 3;
const DELAYS: [u64; 4] = [500_000, 200_000, 500_000, 1_000_000_000];

/// Stations: four services, the cache, the database.
const CACHE: u32 = 4;
const DATABASE: u32 = 5;

struct Place {
    free: u32,
    head: u32,
    tail: u32,
    waiting: u32,
    most_waiting: u32,
    mean_nanos: f64,
    service: Stream,
}

#[derive(Clone, Copy, Default)]
struct Attempt {
    start: u64,
    next: u32,
    generation: u32,
    station: u8,
    number: u8,
    is_dead: bool,
}

pub struct Cloud {
    heap: Heap,
    ziggurat: Ziggurat,
    order: u32,
    now: u64,
    lanes: [VecDeque<(u64, u32, u32)>; 4],
    places: Vec<Place>,
    arrivals: Stream,
    balancing: Stream,
    hits: Stream,
    jitter: Stream,
    gap_nanos: f64,
    attempts: Vec<Attempt>,
    free: u32,
    latencies: Bins,
    sum: f64,
    pub done: u64,
    pub failed: u64,
    pub events: u64,
}

impl Cloud {
    pub fn new(per_sec: f64, seed: u64) -> Self {
        let slots = [4, 4, 4, 4, 2, 5];
        let means = [12e6, 12e6, 12e6, 12e6, 1e6, 20e6];
        let places = (0..6).map(|i| Place {
            free: slots[i],
            head: NONE,
            tail: NONE,
            waiting: 0,
            most_waiting: if i == DATABASE as usize { 200 } else { u32::MAX },
            mean_nanos: means[i],
            service: Stream::new(seed ^ (i as u64 + 10)),
        });
        let mut cloud = Self {
            heap: Heap::default(),
            ziggurat: Ziggurat::new(),
            order: 0,
            now: 0,
            lanes: Default::default(),
            places: places.collect(),
            arrivals: Stream::new(seed ^ 1),
            balancing: Stream::new(seed ^ 2),
            hits: Stream::new(seed ^ 3),
            jitter: Stream::new(seed ^ 4),
            gap_nanos: 1e9 / per_sec,
            attempts: Vec::new(),
            free: NONE,
            latencies: Bins::new(),
            sum: 0.0,
            done: 0,
            failed: 0,
            events: 0,
        };
        cloud.plan_arrival();
        cloud
    }

    #[inline(always)]
    fn push(&mut self, at: u64, kind: u32, subject: u32) {
        self.order = self.order.wrapping_add(1);
        self.heap.push(Event { at, rest: u64::from(self.order) << 32 | u64::from(kind << 28 | subject) });
    }

    #[inline(always)]
    fn plan_arrival(&mut self) {
        let delay = self.ziggurat.draw(&mut self.arrivals) * self.gap_nanos;
        self.push(self.now + delay as u64, ARRIVAL, 0);
    }

    #[inline(always)]
    fn put_in_lane(&mut self, lane: usize, attempt: u32) {
        let at = self.now + DELAYS[lane];
        let entries = &mut self.lanes[lane];
        let was_empty = entries.is_empty();
        entries.push_back((at, attempt, self.attempts[attempt as usize].generation));
        if was_empty {
            self.push(at, LANE, lane as u32);
        }
    }

    #[inline(always)]
    fn alloc(&mut self) -> u32 {
        if self.free == NONE {
            self.attempts.push(Attempt::default());
            return (self.attempts.len() - 1) as u32;
        }
        let attempt = self.free;
        self.free = self.attempts[attempt as usize].next;
        attempt
    }

    #[inline(always)]
    fn release(&mut self, attempt: u32) {
        let record = &mut self.attempts[attempt as usize];
        record.generation = record.generation.wrapping_add(1);
        record.next = self.free;
        self.free = attempt;
    }

    #[inline(always)]
    fn send(&mut self, start: u64, number: u8) {
        let attempt = self.alloc();
        let record = &mut self.attempts[attempt as usize];
        (record.start, record.number, record.is_dead, record.station) = (start, number, false, u8::MAX);
        self.put_in_lane(THERE, attempt);
        self.put_in_lane(PATIENCE, attempt);
    }

    fn fail(&mut self, attempt: u32) {
        let record = &mut self.attempts[attempt as usize];
        record.is_dead = true;
        let (start, number) = (record.start, record.number);
        if number == 3 {
            self.failed += 1;
            return;
        }
        let backoff = (50e6 * f64::from(1u32 << (number - 1))).min(1e9) * self.jitter.unit();
        let again = self.alloc();
        let record = &mut self.attempts[again as usize];
        (record.start, record.number) = (start, number + 1);
        self.push(self.now + backoff as u64, RETRY, again);
    }

    #[inline(always)]
    fn begin(&mut self, attempt: u32, station: u32) {
        let place = &mut self.places[station as usize];
        let delay = self.ziggurat.draw(&mut place.service) * place.mean_nanos;
        self.push(self.now + delay as u64, SERVED, attempt);
    }

    #[inline(always)]
    fn enter(&mut self, attempt: u32, station: u32) {
        self.attempts[attempt as usize].station = station as u8;
        let place = &mut self.places[station as usize];
        if place.free > 0 {
            place.free -= 1;
            return self.begin(attempt, station);
        }
        if place.waiting >= place.most_waiting {
            if !self.attempts[attempt as usize].is_dead {
                self.fail(attempt);
            }
            return self.release(attempt);
        }
        place.waiting += 1;
        self.attempts[attempt as usize].next = NONE;
        let last = std::mem::replace(&mut place.tail, attempt);
        if place.head == NONE {
            place.head = attempt;
        } else {
            self.attempts[last as usize].next = attempt;
        }
    }

    #[inline(always)]
    fn served(&mut self, attempt: u32) {
        let station = u32::from(self.attempts[attempt as usize].station);
        let place = &mut self.places[station as usize];
        let waiting = place.head;
        if waiting == NONE {
            place.free += 1;
        } else {
            place.head = self.attempts[waiting as usize].next;
            place.waiting -= 1;
            self.begin(waiting, station);
        }
        let is_done = station == DATABASE || station == CACHE && self.hits.unit() <= 0.8;
        self.put_in_lane(if is_done { BACK } else { ONWARD }, attempt);
    }

    #[inline(always)]
    fn lane(&mut self, lane: usize) {
        let Some((_, attempt, generation)) = self.lanes[lane].pop_front() else { return };
        if lane == PATIENCE {
            while let Some(&(_, other, generation)) = self.lanes[lane].front()
                && self.attempts[other as usize].generation != generation
            {
                self.lanes[lane].pop_front();
            }
        }
        if let Some(&(at, _, _)) = self.lanes[lane].front() {
            self.push(at, LANE, lane as u32);
        }
        let record = &self.attempts[attempt as usize];
        match lane {
            THERE => {
                let service = (self.balancing.word() >> 62) as u32;
                self.enter(attempt, service);
            }
            ONWARD => self.enter(attempt, if u32::from(record.station) < CACHE { CACHE } else { DATABASE }),
            BACK => {
                if !record.is_dead {
                    let latency = self.now - record.start;
                    self.latencies.record(latency);
                    self.sum += latency as f64;
                    self.done += 1;
                }
                self.release(attempt);
            }
            _ => {
                if record.generation == generation && !record.is_dead {
                    self.fail(attempt);
                }
            }
        }
    }

    /// Runs until `done` requests have been answered or given up.
    pub fn run(&mut self, done: u64) {
        while self.done + self.failed < done
            && let Some(event) = self.heap.pop()
        {
            self.now = event.at;
            self.events += 1;
            let subject = event.rest as u32 & 0x0fff_ffff;
            match event.rest as u32 >> 28 {
                ARRIVAL => {
                    self.plan_arrival();
                    self.send(self.now, 1);
                }
                SERVED => self.served(subject),
                LANE => self.lane(subject as usize),
                _ => {
                    let record = self.attempts[subject as usize];
                    self.release(subject);
                    self.send(record.start, record.number);
                }
            }
        }
    }

    pub fn mean_latency_secs(&self) -> f64 {
        self.sum / self.done as f64 / 1e9
    }
}
