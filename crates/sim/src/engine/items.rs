//! The items of a cache: least recently used goes first; who fetches what.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::lru::Lru;

/// What one cache holds.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// Until when each item is good.
    expires: Lru<u64>,
    /// Items that are being fetched. Gone through in no order that counts.
    pub fetches: FxHashMap<u32, Fetch>,
    /// Requests that fetch an item on the way, by record: generation and item. Gone through in no order that counts.
    pub filling: FxHashMap<u32, (u32, u32)>,
    fetched: u64,
    /// Empty queues, for the next fetches: so that none of them has to be made.
    spare: Vec<VecDeque<(u32, u32)>>,
}

/// Somebody fetches an item; these wait for it.
#[derive(Clone, Debug, Default)]
pub struct Fetch {
    /// Which one, so that the end of an earlier one is not taken for its end.
    pub number: u64,
    /// Records with their generations.
    pub waiting: VecDeque<(u32, u32)>,
}

impl Items {
    /// Whether an item is there and good; then it is the newest.
    pub fn find(&mut self, now: u64, item: u32) -> bool {
        let Some(&mut expires) = self.expires.find(item) else { return false };
        if expires <= now {
            self.remove(item);
        }
        expires > now
    }

    /// Puts an item in; the oldest makes room.
    pub fn put(&mut self, item: u32, expires: u64, capacity: u32) {
        self.expires.put(item, expires, capacity);
    }

    pub fn remove(&mut self, item: u32) {
        self.expires.remove(item);
    }

    /// Somebody fetches an item, or the next of those who wait does: the number of this fetch.
    pub fn begin_fetch(&mut self, item: u32) -> u64 {
        self.fetched += 1;
        let spare = &mut self.spare;
        let begin = || Fetch { number: 0, waiting: spare.pop().unwrap_or_default() };
        self.fetches.entry(item).or_insert_with(begin).number = self.fetched;
        self.fetched
    }

    /// Nobody waits for a fetch any more that is over.
    pub fn end_fetch(&mut self, mut fetch: Fetch) {
        fetch.waiting.clear();
        self.spare.push(fetch.waiting);
    }

    /// Memory besides the struct itself.
    pub fn heap_bytes(&self) -> usize {
        let waiting: usize = self.fetches.values().map(|it| it.waiting.len()).sum();
        self.expires.heap_bytes()
            + self.fetches.len() * size_of::<(u32, Fetch)>()
            + self.filling.len() * size_of::<(u32, (u32, u32))>()
            + waiting * size_of::<(u32, u32)>()
    }

    /// Forgets all items; who fetches goes on.
    pub fn flush(&mut self) {
        self.expires.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_expire() {
        let mut items = Items::default();
        items.put(1, 100, 10);
        assert!(items.find(99, 1));
        assert!(!items.find(100, 1));
    }
}
