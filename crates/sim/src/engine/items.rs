//! The items of a cache: least recently used goes first; who fetches what.

use std::collections::{BTreeMap, VecDeque};

use rustc_hash::FxHashMap;

use crate::network::NONE;

/// What one cache holds.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// Where each item lies. Only looked up in, never gone through: its order is another one on another machine.
    index: FxHashMap<u32, u32>,
    entries: Vec<Entry>,
    free: Vec<u32>,
    newest: u32,
    oldest: u32,
    /// Items that are being fetched.
    pub fetches: BTreeMap<u32, Fetch>,
    /// Requests that fetch an item on the way, by record: generation and item.
    pub filling: BTreeMap<u32, (u32, u32)>,
    pub fetched: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    item: u32,
    expires: u64,
    newer: u32,
    older: u32,
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
    pub fn new() -> Self {
        Self { newest: NONE, oldest: NONE, ..Self::default() }
    }

    /// Whether an item is there and good; then it is the newest.
    pub fn find(&mut self, now: u64, item: u32) -> bool {
        let Some(&place) = self.index.get(&item) else { return false };
        if self.entries[place as usize].expires <= now {
            self.remove(item);
            return false;
        }
        self.unlink(place);
        self.link(place);
        true
    }

    /// Puts an item in; the oldest makes room.
    pub fn put(&mut self, item: u32, expires: u64, capacity: u32) {
        self.remove(item);
        if self.index.len() >= capacity as usize
            && let Some(oldest) = self.entries.get(self.oldest as usize)
        {
            self.remove(oldest.item);
        }
        let entry = Entry { item, expires, newer: NONE, older: NONE };
        let place = match self.free.pop() {
            Some(place) => {
                self.entries[place as usize] = entry;
                place
            }
            None => {
                self.entries.push(entry);
                (self.entries.len() - 1) as u32
            }
        };
        self.index.insert(item, place);
        self.link(place);
    }

    pub fn remove(&mut self, item: u32) {
        if let Some(place) = self.index.remove(&item) {
            self.unlink(place);
            self.free.push(place);
        }
    }

    /// Forgets all items; who fetches goes on.
    pub fn flush(&mut self) {
        self.index.clear();
        self.entries.clear();
        self.free.clear();
        (self.newest, self.oldest) = (NONE, NONE);
    }

    fn link(&mut self, place: u32) {
        let before = std::mem::replace(&mut self.newest, place);
        let entry = &mut self.entries[place as usize];
        (entry.newer, entry.older) = (NONE, before);
        match self.entries.get_mut(before as usize) {
            Some(it) => it.newer = place,
            None => self.oldest = place,
        }
    }

    fn unlink(&mut self, place: u32) {
        let Entry { newer, older, .. } = self.entries[place as usize];
        match self.entries.get_mut(newer as usize) {
            Some(it) => it.older = older,
            None => self.newest = older,
        }
        match self.entries.get_mut(older as usize) {
            Some(it) => it.newer = newer,
            None => self.oldest = newer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let mut items = Items::new();
        for item in 1..=3 {
            items.put(item, u64::MAX, 3);
        }
        assert!(items.find(0, 1));
        items.put(4, u64::MAX, 3);
        assert_eq!([1, 2, 3, 4].map(|it| items.find(0, it)), [true, false, true, true]);
        items.remove(3);
        items.put(5, u64::MAX, 3);
        assert_eq!([1, 4, 5].map(|it| items.find(0, it)), [true; 3]);
        items.flush();
        assert_eq!([1, 4, 5].map(|it| items.find(0, it)), [false; 3]);
        items.put(6, u64::MAX, 1);
        items.put(7, u64::MAX, 1);
        assert_eq!([6, 7].map(|it| items.find(0, it)), [false, true]);
    }

    #[test]
    fn items_expire() {
        let mut items = Items::new();
        items.put(1, 100, 10);
        assert!(items.find(99, 1));
        assert!(!items.find(100, 1));
    }
}
