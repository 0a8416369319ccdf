//! The events that come next, sorted. A push moves those aside that come earlier, which are few: what is scheduled most
//! often is due soon.

use super::event::{Event, NEVER};

/// How many there may be. With more, sorting takes more steps than a radix heap.
pub const ROOM: usize = 48;
/// So many leave at once when there is no room for another, or come when none is left.
pub const HALF: usize = ROOM / 2;

/// Length of the arrays: a power of two above it, so that a masked number needs no check.
const SLOTS: usize = 64;

/// The latest comes first, so that the next one is taken off the end; before it lies [`NEVER`], so that there is always
/// one. Times and the rest lie apart: words that are written singly and read in pairs have to wait until they have gone
/// all the way to memory.
#[derive(Clone, Debug)]
pub struct Near {
    at: [u64; SLOTS],
    rest: [u64; SLOTS],
    /// Where the next one lies; zero: nowhere.
    len: usize,
}

impl Default for Near {
    fn default() -> Self {
        Self { at: [NEVER.at; SLOTS], rest: [NEVER.rest; SLOTS], len: 0 }
    }
}

impl Near {
    #[inline(always)]
    pub const fn is_full(&self) -> bool {
        self.len == ROOM
    }

    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// The next event; [`NEVER`] if there is none.
    #[inline(always)]
    pub const fn next(&self) -> Event {
        let last = self.len % SLOTS;
        Event { at: self.at[last], rest: self.rest[last] }
    }

    /// The last of them; if there is none, one that nothing is before.
    #[inline(always)]
    pub const fn last(&self) -> Event {
        if self.len == 0 { Event { at: 0, rest: 0 } } else { Event { at: self.at[1], rest: self.rest[1] } }
    }

    /// Comes after [`Self::next`], which is taken out.
    #[inline(always)]
    pub const fn take_next(&mut self) {
        self.len -= 1;
    }

    /// Puts `event` before those that it is before; there is room. Nothing is put before [`NEVER`].
    #[inline(always)]
    pub fn insert(&mut self, event: Event, is_before: impl Fn(&Event, &Event) -> bool) {
        self.len += 1;
        let mut place = self.len % SLOTS;
        while place > 1 {
            let earlier = Event { at: self.at[place - 1], rest: self.rest[place - 1] };
            if is_before(&event, &earlier) {
                break;
            }
            (self.at[place], self.rest[place]) = (earlier.at, earlier.rest);
            place -= 1;
        }
        (self.at[place], self.rest[place]) = (event.at, event.rest);
    }

    /// Takes the later half out.
    pub fn split(&mut self) -> [Event; HALF] {
        let late = std::array::from_fn(|i| Event { at: self.at[i + 1], rest: self.rest[i + 1] });
        self.at.copy_within(HALF + 1.., 1);
        self.rest.copy_within(HALF + 1.., 1);
        self.len -= HALF;
        late
    }

    /// Fills the room, which is empty, with events in order.
    pub fn fill(&mut self, events: &[Event]) {
        for event in events.iter().rev() {
            self.len += 1;
            (self.at[self.len], self.rest[self.len]) = (event.at, event.rest);
        }
    }

    /// All of them, in no order.
    pub fn take_all(&mut self) -> Vec<Event> {
        let both = self.at.iter().zip(&self.rest).skip(1).take(self.len);
        let all = both.map(|(&at, &rest)| Event { at, rest }).collect();
        self.len = 0;
        all
    }
}
