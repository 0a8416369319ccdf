//! The floor's future: a heap of four children whose root is left open until the next event is put in, filled up with
//! entries that never come, and compared without branches.

/// Time in nanoseconds; then the order of scheduling (32 bits) and what it is about (32 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: u64,
    pub rest: u64,
}

const NEVER: Event = Event { at: u64::MAX, rest: u64::MAX };

impl Event {
    #[inline(always)]
    fn is_before(&self, other: &Self) -> bool {
        let key = |it: &Self| (u128::from(it.at) << 64) | u128::from(it.rest);
        key(self) < key(other)
    }
}

#[derive(Debug)]
pub struct Heap {
    entries: Vec<Event>,
    len: usize,
    has_hole: bool,
}

impl Default for Heap {
    fn default() -> Self {
        Self { entries: vec![NEVER; 1], len: 0, has_hole: false }
    }
}

impl Heap {
    #[inline(always)]
    pub fn push(&mut self, event: Event) {
        if self.has_hole {
            self.has_hole = false;
            return self.sink(event);
        }
        let mut hole = self.len;
        self.len += 1;
        if hole >= self.entries.len() {
            self.entries.extend([NEVER; 4]);
        }
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if !event.is_before(&self.entries[parent]) {
                break;
            }
            self.entries[hole] = self.entries[parent];
            hole = parent;
        }
        self.entries[hole] = event;
    }

    #[inline(always)]
    pub fn pop(&mut self) -> Option<Event> {
        if self.has_hole {
            self.has_hole = false;
            self.len -= 1;
            let last = std::mem::replace(&mut self.entries[self.len], NEVER);
            if self.len > 0 {
                self.sink(last);
            }
        }
        self.has_hole = self.len > 0;
        self.has_hole.then(|| self.entries[0])
    }

    #[inline(always)]
    fn sink(&mut self, event: Event) {
        let entries = &mut self.entries[..];
        // Two events are what one server has: no family to choose from.
        if self.len <= 2 {
            if let [first, second, ..] = entries
                && second.is_before(&event)
            {
                (*first, *second) = (*second, event);
            } else {
                entries[0] = event;
            }
            return;
        }
        let mut hole = 0;
        while let Some(&[a, b, c, d]) = entries.get(hole * 4 + 1..).and_then(|it| it.first_chunk::<4>()) {
            let first = hole * 4 + 1;
            let (left, left_event) = if b.is_before(&a) { (first + 1, b) } else { (first, a) };
            let (right, right_event) = if d.is_before(&c) { (first + 3, d) } else { (first + 2, c) };
            let (best, best_event) =
                if right_event.is_before(&left_event) { (right, right_event) } else { (left, left_event) };
            if !best_event.is_before(&event) {
                break;
            }
            entries[hole] = best_event;
            hole = best;
        }
        entries[hole] = event;
    }
}
