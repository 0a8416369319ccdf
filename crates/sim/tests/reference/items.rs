//! Caches that hold items.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ComponentId, Relation,
    connection::Connection,
    spec::{Behavior, CacheMode, Keys},
};
use sim::random::{Draw, Purpose, mix, stream};

use super::{Event, State, World, nanos};

/// "Longer than 10 s."
const LONGEST_FETCH_MILLIS: f64 = 10_000.0;

/// What a cache holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    /// Items and when they expire; what was used last comes last.
    items: Vec<(u32, u64)>,
    /// Items that somebody fetches while others wait.
    fetches: BTreeMap<u32, Fetch>,
    begun: u64,
}

#[derive(Clone, Debug, Default)]
struct Fetch {
    number: u64,
    waiting: Vec<usize>,
}

impl Shelf {
    fn remove(&mut self, item: u32) {
        self.items.retain(|it| it.0 != item);
    }

    fn has(&mut self, now: u64, item: u32) -> bool {
        let found = self.items.iter().copied().find(|it| it.0 == item && it.1 > now);
        self.remove(item);
        self.items.extend(found);
        found.is_some()
    }

    /// "Least recently used items make room."
    fn put(&mut self, item: u32, expires: u64, capacity: u32) {
        self.remove(item);
        if self.items.len() >= capacity as usize {
            self.items.remove(0);
        }
        self.items.push((item, expires));
    }
}

impl World<'_> {
    /// What a component that holds items is asked for, and whether it asks its origin.
    fn keys(&self, id: ComponentId) -> Option<(Keys, bool)> {
        match self.specs[&id].behavior {
            Behavior::Cache { keys, mode, .. } => Some((keys?, mode == CacheMode::ReadThrough)),
            Behavior::Edge { keys, .. } => Some((keys?, true)),
            _ => None,
        }
    }

    /// "A read asks for one item, the same at all caches of the same popularity on its way."
    fn item_of(&self, keys: &Keys, job: usize) -> u32 {
        let draw = Draw::new(stream(self.seed, 0, Purpose::Item), mix(u64::from(self.jobs[job].item)));
        zipf(f64::from(keys.count), keys.exponent, draw)
    }

    /// Own work of a lookup is done. False: this is no cache with items.
    pub(super) fn look_up_item(&mut self, job: usize) -> bool {
        let at = self.jobs[job].at;
        let Some((keys, _)) = self.keys(at) else { return false };
        let (item, now, is_write) = (self.item_of(&keys, job), self.now, self.is_write(job));
        let shelf = self.shelves.entry(at).or_default();
        if is_write {
            shelf.remove(item);
            self.counts(at).misses += 1;
            self.missed(job);
        } else if shelf.has(now, item) {
            self.counts(at).hits += 1;
            self.finish(job);
        } else if let Some(fetch) = shelf.fetches.get_mut(&item) {
            // "With one fetch at a time they wait at the cache without a slot."
            fetch.waiting.push(job);
            self.jobs[job].state = State::Calling;
            self.jobs[job].open = 1;
        } else {
            self.fetch_item(job, item);
        }
        true
    }

    fn fetch_item(&mut self, job: usize, item: u32) {
        let at = self.jobs[job].at;
        let Some((keys, asks_origin)) = self.keys(at) else { return };
        self.counts(at).misses += 1;
        if keys.coalesces {
            let shelf = self.shelves.entry(at).or_default();
            shelf.begun += 1;
            let number = shelf.begun;
            shelf.fetches.entry(item).or_default().number = number;
            self.schedule(nanos(LONGEST_FETCH_MILLIS), Event::FetchLate(at, item, number));
        }
        self.jobs[job].fetches = asks_origin.then_some(item);
        self.missed(job);
    }

    /// "It stands aside or asks its origin."
    fn missed(&mut self, job: usize) {
        let asks_origin = self.keys(self.jobs[job].at).is_some_and(|it| it.1);
        self.jobs[job].open = 0;
        if asks_origin {
            return self.go_on(job);
        }
        self.jobs[job].missed = true;
        self.finish(job);
    }

    /// "A cache that asks its origin keeps what was answered well."
    pub(super) fn end_fetch(&mut self, job: usize) {
        if let Some(item) = self.jobs[job].fetches.take() {
            self.bring(self.jobs[job].at, item, self.jobs[job].failure.is_none());
        }
    }

    /// "Beside a caller, the item is put in when a connection that waits for the lookup's miss has brought it to a read, also
    /// into a first cache if the lookup in a second one missed, too."
    pub(super) fn bring_from(&mut self, caller: usize, connection: &Connection, is_there: bool) {
        let Some(lookup) = self.lookup_of(connection).cloned() else { return };
        let asked = self.behind_balancers(lookup.to);
        if let Some((keys, false)) = self.keys(asked)
            && !self.is_write(caller)
        {
            self.bring(asked, self.item_of(&keys, caller), is_there);
        }
        self.bring_from(caller, &lookup, is_there);
    }

    /// "A cache behind a balancer is filled if it is all that is there."
    fn behind_balancers(&self, asked: ComponentId) -> ComponentId {
        let behind: BTreeSet<ComponentId> = self
            .architecture
            .connections
            .iter()
            .filter(|it| it.from == asked && it.relation == Relation::Call)
            .map(|it| it.to)
            .collect();
        match behind.first() {
            Some(only) if behind.len() == 1 && self.is_balancer(asked) => self.behind_balancers(*only),
            _ => asked,
        }
    }

    fn bring(&mut self, cache: ComponentId, item: u32, is_there: bool) {
        let Some((keys, _)) = self.keys(cache) else { return };
        if !is_there {
            return self.let_next_fetch(cache, item);
        }
        let expires = keys.ttl_secs.map_or(u64::MAX, |it| self.now + nanos(it * 1e3));
        let is_up = !self.is_all_down(cache);
        let shelf = self.shelves.entry(cache).or_default();
        if is_up {
            shelf.put(item, expires, keys.capacity);
        }
        let waiting = shelf.fetches.remove(&item).unwrap_or_default().waiting;
        for job in waiting {
            if self.jobs[job].state == State::Calling {
                self.counts(cache).hits += 1;
                self.finish(job);
            }
        }
    }

    /// "If a fetch fails or takes longer than 10 s, the next of them fetches."
    fn let_next_fetch(&mut self, cache: ComponentId, item: u32) {
        let Some(fetch) = self.shelves.entry(cache).or_default().fetches.remove(&item) else { return };
        let mut waiting = fetch.waiting.into_iter().filter(|it| self.jobs[*it].state == State::Calling);
        let Some(next) = waiting.next() else { return };
        let fetch = Fetch { waiting: waiting.collect(), ..fetch };
        self.shelves.entry(cache).or_default().fetches.insert(item, fetch);
        self.fetch_item(next, item);
    }

    pub(super) fn fetch_late(&mut self, cache: ComponentId, item: u32, number: u64) {
        let fetch = self.shelves.entry(cache).or_default().fetches.get(&item);
        if fetch.is_some_and(|it| it.number == number) {
            self.let_next_fetch(cache, item);
        }
    }

    /// "The most popular items are dropped"; they are numbered by that.
    pub(super) fn forget(&mut self, cache: ComponentId, items: u32) {
        self.shelves.entry(cache).or_default().items.retain(|it| it.0 > items);
    }

    /// "A cold start, a return after an outage and a flush find it empty." "An outage of the cache ends its fetches, too."
    pub(super) fn flush(&mut self, cache: ComponentId, is_outage: bool) {
        let shelf = self.shelves.entry(cache).or_default();
        shelf.items.clear();
        if is_outage {
            shelf.fetches.clear();
        }
    }
}

/// Zipf's law by rejection inversion (Hörmann and Derflinger 1996, algorithm ZRI): a number from 1 to `count`.
fn zipf(count: f64, exponent: f64, mut draw: Draw) -> u32 {
    let rest = 1.0 - exponent;
    let is_one = rest.abs() < 1e-9;
    let h = |x: f64| libm::pow(x, -exponent);
    let area_to = |x: f64| if is_one { libm::log(x) } else { (libm::pow(x, rest) - 1.0) / rest };
    let x_of = |area: f64| {
        if is_one { libm::exp(area) } else { libm::pow((1.0 + rest * area).max(0.0), 1.0 / rest) }
    };
    let (least, most) = (area_to(1.5) - 1.0, area_to(count + 0.5));
    let always = 2.0 - x_of(area_to(2.5) - h(2.0));
    loop {
        let area = most + draw.unit() * (least - most);
        let x = x_of(area);
        let k = libm::floor(x + 0.5).clamp(1.0, count);
        if k - x <= always || area >= area_to(k + 0.5) - h(k) {
            return k as u32;
        }
    }
}
