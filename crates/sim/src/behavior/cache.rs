//! Caches and edges: a share of the reads is answered here, the rest elsewhere.

use model::lean;

use crate::{
    engine::{Engine, Task},
    network::{NONE, Network, Node, Role},
    random::{Draw, mix},
    span::{State, flag},
    time::SECOND,
};

/// How long others wait for who fetches an item: memcache's leases (Nishtala et al. 2013) are given every ten seconds.
const LEASE: u64 = 10 * SECOND;

impl Engine {
    /// The lookup is done. Writes never hit: they go to the origin and make the copy here void.
    #[inline(always)]
    pub(crate) fn look_up(
        &mut self,
        net: &Network,
        index: u32,
        span: u32,
        hit_ratio: f64,
        asks_origin: bool,
    ) {
        let node = &net.nodes[index as usize];
        let record = &self.spans[span];
        let is_hit = !record.is(flag::WRITE) && Draw::new(node.hit_stream, record.key).unit() < hit_ratio;
        let stats = &mut self.node_stats[index as usize];
        if is_hit {
            stats.hits += 1;
            return self.finish_here(net, index, span);
        }
        stats.misses += 1;
        self.miss(net, span, asks_origin);
    }

    /// The lookup is done at a cache that holds items. A write makes the item void.
    #[inline(never)]
    pub(crate) fn look_up_item(
        &mut self,
        net: &Network,
        node: u32,
        span: u32,
        asks_origin: bool,
        cache: u32,
    ) {
        let record = &self.spans[span];
        let (is_write, generation) = (record.is(flag::WRITE), record.generation);
        let item = item_of(net, cache, record.item);
        let items = &mut self.caches[cache as usize];
        if is_write {
            items.remove(item);
            self.node_stats[node as usize].misses += 1;
            return self.miss(net, span, asks_origin);
        }
        if items.find(self.now, item) {
            self.node_stats[node as usize].hits += 1;
            return self.finish(net, span);
        }
        if net.caches[cache as usize].coalesces {
            if let Some(fetch) = items.fetches.get_mut(&item) {
                fetch.waiting.push_back((span, generation));
                self.begin_calling(node, span);
                self.spans[span].pending = 1;
                return;
            }
            self.begin_fetch(node, cache, item);
        }
        self.node_stats[node as usize].misses += 1;
        self.fetch(net, span, asks_origin, cache, item);
    }

    /// Sends a request on to where the item comes from.
    fn fetch(&mut self, net: &Network, span: u32, asks_origin: bool, cache: u32, item: u32) {
        if asks_origin {
            let generation = self.spans[span].generation;
            self.caches[cache as usize].filling.insert(span, (generation, item));
        }
        self.miss(net, span, asks_origin);
    }

    #[inline(always)]
    fn miss(&mut self, net: &Network, span: u32, asks_origin: bool) {
        if asks_origin {
            return self.advance(net, span);
        }
        self.spans[span].flags |= flag::MISS;
        self.finish(net, span);
    }

    /// Others will wait for this fetch, but not for ever.
    fn begin_fetch(&mut self, node: u32, cache: u32, item: u32) {
        let number = self.caches[cache as usize].begin_fetch(item);
        self.agenda.plan(self.now + LEASE, Task::FetchLate { node, item, number });
    }

    /// A request at a cache that asks its origin has been answered: what it brought is kept.
    pub(crate) fn close_fetch(&mut self, net: &Network, cache: u32, span: u32) {
        let Some((generation, item)) = self.caches[cache as usize].filling.remove(&span) else { return };
        let record = &self.spans[span];
        if record.generation == generation {
            let is_there = !record.is(flag::FAILED);
            self.keep(net, cache, item, is_there);
        }
    }

    /// A request at a cache that asks its origin has been given up there: it fetches no more.
    pub(crate) fn abort_fetch(&mut self, net: &Network, node: &Node, span: u32) {
        if let Role::Lookup { cache, .. } = node.role
            && cache != NONE
        {
            self.spans[span].flags |= flag::FAILED;
            self.close_fetch(net, cache, span);
        }
    }

    /// Who looked in vain has asked elsewhere, and puts the answer into the caches. Writes bring nothing.
    #[inline(never)]
    pub(crate) fn fetched(&mut self, net: &Network, fills: u32, caller: u32, is_there: bool) {
        let record = &self.spans[caller];
        if record.is(flag::WRITE) || self.is_abandoned(caller) {
            return;
        }
        let (request, mut at) = (record.item, fills);
        while at != NONE {
            let (cache, next) = net.fillings[at as usize];
            self.keep(net, cache, item_of(net, cache, request), is_there);
            at = next;
        }
    }

    fn keep(&mut self, net: &Network, cache: u32, item: u32, is_there: bool) {
        let row = &net.caches[cache as usize];
        let node = row.node;
        let is_up = self.nodes[node as usize].is_up;
        let items = &mut self.caches[cache as usize];
        if !is_there {
            return self.pass_on(net, node, cache, item);
        }
        if is_up {
            items.put(item, self.now.saturating_add(row.ttl), row.capacity);
        }
        let Some(mut fetch) = items.fetches.remove(&item) else { return };
        while let Some((span, generation)) = fetch.waiting.pop_front() {
            let record = &mut self.spans[span];
            if record.generation == generation && record.state == State::Calling {
                record.pending = 0;
                self.node_stats[node as usize].hits += 1;
                self.finish(net, span);
            }
        }
        self.caches[cache as usize].end_fetch(fetch);
    }

    /// Who fetched an item failed: the next of those that wait tries.
    fn pass_on(&mut self, net: &Network, node: u32, cache: u32, item: u32) {
        let asks_origin = matches!(net.nodes[node as usize].role, Role::Lookup { asks_origin: true, .. });
        let Some(fetch) = self.caches[cache as usize].fetches.get_mut(&item) else { return };
        while let Some((span, generation)) = fetch.waiting.pop_front() {
            let record = &mut self.spans[span];
            if record.generation == generation && record.state == State::Calling {
                record.pending = 0;
                self.node_stats[node as usize].misses += 1;
                self.begin_fetch(node, cache, item);
                return self.fetch(net, span, asks_origin, cache, item);
            }
        }
        let items = &mut self.caches[cache as usize];
        if let Some(fetch) = items.fetches.remove(&item) {
            items.end_fetch(fetch);
        }
    }

    /// A fetch has taken too long.
    pub(crate) fn fetch_late(&mut self, net: &Network, node: u32, item: u32, number: u64) {
        if let Role::Lookup { cache, .. } = net.nodes[node as usize].role
            && self.caches[cache as usize].fetches.get(&item).is_some_and(|it| it.number == number)
        {
            self.pass_on(net, node, cache, item);
        }
    }

    /// A cache forgets the items that are asked for most: they are numbered by popularity, from one.
    pub(crate) fn forget(&mut self, node: &Node, items: u32) {
        if let Role::Lookup { cache, .. } = node.role
            && cache != NONE
        {
            (1..=items).for_each(|item| self.caches[cache as usize].remove(item));
        }
    }

    /// Replicas have gone down, and with them requests that fetched something: for each of these items the next one fetches.
    pub(crate) fn lose_fetches(&mut self, net: &Network, node: u32) {
        let Role::Lookup { cache, .. } = net.nodes[node as usize].role else { return };
        if cache == NONE {
            return;
        }
        let (spans, mut lost) = (&self.spans, Vec::new());
        self.caches[cache as usize].filling.retain(|span, (generation, item)| {
            let record = &spans[*span];
            let is_there = record.generation == *generation && record.state == State::Calling;
            if !is_there {
                lost.push((*span, *item));
            }
            is_there
        });
        // In the same order on every machine.
        lean::sort(&mut lost);
        for (_, item) in lost {
            self.pass_on(net, node, cache, item);
        }
    }

    /// A cache goes down: what was in its memory is gone, also who fetches what.
    pub(crate) fn lose_items(&mut self, node: &Node) {
        self.flush(node);
        if let Role::Lookup { cache, .. } = node.role
            && cache != NONE
        {
            self.caches[cache as usize].fetches.clear();
            self.caches[cache as usize].filling.clear();
        }
    }

    /// A cache forgets its items; others have none.
    pub(crate) fn flush(&mut self, node: &Node) {
        if let Role::Lookup { cache, .. } = node.role
            && cache != NONE
        {
            self.caches[cache as usize].flush();
        }
    }
}

/// The item that a request asks a cache for: the same at every cache of the same popularity.
fn item_of(net: &Network, cache: u32, request: u32) -> u32 {
    net.caches[cache as usize].popularity.draw(&mut Draw::new(net.item_stream, mix(u64::from(request))))
}
