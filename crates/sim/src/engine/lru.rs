//! Things by key, of which there is room for so many: what was not used for longest goes first.

use rustc_hash::FxHashMap;

use crate::network::NONE;

#[derive(Clone, Debug)]
pub struct Lru<V> {
    /// Where each lies. Only looked up in, never gone through: its order is another one on another machine.
    index: FxHashMap<u32, u32>,
    entries: Vec<Entry<V>>,
    free: Vec<u32>,
    newest: u32,
    oldest: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry<V> {
    key: u32,
    value: V,
    newer: u32,
    older: u32,
}

impl<V> Default for Lru<V> {
    fn default() -> Self {
        Self {
            index: FxHashMap::default(),
            entries: Vec::new(),
            free: Vec::new(),
            newest: NONE,
            oldest: NONE,
        }
    }
}

impl<V> Lru<V> {
    /// What is there under a key, which is the newest now.
    pub fn find(&mut self, key: u32) -> Option<&mut V> {
        let place = *self.index.get(&key)?;
        self.unlink(place);
        self.link(place);
        Some(&mut self.entries[place as usize].value)
    }

    /// Puts something in, which is the newest; of `capacity` the oldest makes room.
    pub fn put(&mut self, key: u32, value: V, capacity: u32) -> &mut V {
        self.remove(key);
        if self.index.len() >= capacity as usize
            && let Some(oldest) = self.entries.get(self.oldest as usize)
        {
            self.remove(oldest.key);
        }
        let entry = Entry { key, value, newer: NONE, older: NONE };
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
        self.index.insert(key, place);
        self.link(place);
        &mut self.entries[place as usize].value
    }

    pub fn remove(&mut self, key: u32) {
        if let Some(place) = self.index.remove(&key) {
            self.unlink(place);
            self.free.push(place);
        }
    }

    /// Keeps its room.
    pub fn clear(&mut self) {
        self.index.clear();
        self.entries.clear();
        self.free.clear();
        (self.newest, self.oldest) = (NONE, NONE);
    }

    /// Memory besides the struct itself: entries, and key and place in the index.
    pub fn heap_bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry<V>>() + self.index.len() * size_of::<(u32, u32)>()
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
        let mut found = Lru::default();
        for key in 1..=3 {
            found.put(key, key * 10, 3);
        }
        assert_eq!(found.find(1), Some(&mut 10));
        found.put(4, 40, 3);
        assert_eq!([1, 2, 3, 4].map(|it| found.find(it).copied()), [Some(10), None, Some(30), Some(40)]);
        found.remove(3);
        found.put(5, 50, 3);
        assert_eq!([1, 4, 5].map(|it| found.find(it).is_some()), [true; 3]);
        found.clear();
        assert_eq!([1, 4, 5].map(|it| found.find(it).is_some()), [false; 3]);
        found.put(6, 60, 1);
        found.put(7, 70, 1);
        assert_eq!([6, 7].map(|it| found.find(it).is_some()), [false, true]);
    }
}
