//! The events that are far off: a heap of four children per entry.

const CHILDREN: usize = 4;
/// Stands where there is no event.
pub const NEVER: Event = Event { at: u64::MAX, rest: u64::MAX };

/// 16 bytes: time, then order of scheduling, kind and subject in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: u64,
    /// Order (32 bits), kind (4 bits), subject (28 bits).
    pub rest: u64,
}

impl Event {
    #[inline(always)]
    pub const fn is_before(&self, other: &Self) -> bool {
        // One wide comparison, without a branch that could be guessed wrong.
        (self.at as u128) << 64 | (self.rest as u128) < (other.at as u128) << 64 | other.rest as u128
    }
}

/// Four children per entry. Behind the last entry the table is filled up with entries that never come, so that every
/// family is complete and needs no special case.
#[derive(Clone, Debug)]
pub struct Heap {
    root: Event,
    /// Brothers and sisters lie together: first the children of the root, then those of entry 0, of entry 1, ...
    families: Vec<[Event; CHILDREN]>,
    /// How many of them are events, and the root.
    len: usize,
}

impl Default for Heap {
    fn default() -> Self {
        Self { root: NEVER, families: vec![[NEVER; CHILDREN]], len: 0 }
    }
}

impl Heap {
    /// [`NEVER`] if there is none.
    #[inline(always)]
    pub const fn first(&self) -> Event {
        self.root
    }

    /// How many there are.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.len
    }

    pub fn take_first(&mut self) -> Option<Event> {
        let first = self.root;
        match self.len {
            0 => return None,
            1 => self.root = NEVER,
            _ => {
                let end = self.len - 2;
                let last = std::mem::replace(&mut self.families[end / CHILDREN][end % CHILDREN], NEVER);
                self.sink(last);
            }
        }
        self.len -= 1;
        Some(first)
    }

    /// Puts `event` where it belongs, from the root down.
    #[inline(always)]
    fn sink(&mut self, event: Event) {
        let families = &mut self.families[..];
        let (mut hole, best) = first_of(families[0], 0);
        if !best.is_before(&event) {
            self.root = event;
            return;
        }
        self.root = best;
        while let Some(&family) = families.get(hole + 1) {
            let (place, best) = first_of(family, hole + 1);
            if !best.is_before(&event) {
                break;
            }
            families[hole / CHILDREN][hole % CHILDREN] = best;
            hole = place;
        }
        families[hole / CHILDREN][hole % CHILDREN] = event;
    }

    /// Puts `event` where it belongs, from the end up.
    pub fn push(&mut self, event: Event) {
        self.len += 1;
        let later =
            if event.is_before(&self.root) { std::mem::replace(&mut self.root, event) } else { event };
        if self.len == 1 {
            return;
        }
        let event = later;
        let mut hole = self.len - 2;
        if hole / CHILDREN >= self.families.len() {
            self.grow();
        }
        let families = &mut self.families[..];
        while hole >= CHILDREN {
            let parent = hole / CHILDREN - 1;
            let above = families[parent / CHILDREN][parent % CHILDREN];
            if !event.is_before(&above) {
                break;
            }
            families[hole / CHILDREN][hole % CHILDREN] = above;
            hole = parent;
        }
        families[hole / CHILDREN][hole % CHILDREN] = event;
    }

    /// Room for one more family.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.families.push([NEVER; CHILDREN]);
    }

    /// Room that is taken or was once.
    pub const fn entries(&self) -> usize {
        1 + self.families.len() * CHILDREN
    }
}

/// The first event of a family, and its place; `number` is the family's.
#[inline(always)]
fn first_of([a, b, c, d]: [Event; CHILDREN], number: usize) -> (usize, Event) {
    let first = number * CHILDREN;
    let (left, left_event) = if b.is_before(&a) { (first + 1, b) } else { (first, a) };
    let (right, right_event) = if d.is_before(&c) { (first + 3, d) } else { (first + 2, c) };
    if right_event.is_before(&left_event) { (right, right_event) } else { (left, left_event) }
}
