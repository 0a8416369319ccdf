//! The events that come next, sorted. A push moves those aside that come earlier, which are few: what is scheduled most
//! often is due soon.

use super::heap::{Event, NEVER};

/// How many there may be. With more, a heap takes fewer steps.
const ROOM: usize = 48;
/// So many leave at once when there is no room for another, or come when none is left.
const HALF: usize = ROOM / 2;

/// The latest comes first, so that the next one is taken off the end. Times and the rest lie apart: words that are written
/// singly and read in pairs have to wait until they have gone all the way to memory.
#[derive(Clone, Debug)]
pub struct Near {
    at: [u64; ROOM],
    rest: [u64; ROOM],
    len: usize,
}

impl Default for Near {
    fn default() -> Self {
        Self { at: [NEVER.at; ROOM], rest: [NEVER.rest; ROOM], len: 0 }
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
    pub fn next(&self) -> Event {
        let last = self.len.wrapping_sub(1);
        match (self.at.get(last), self.rest.get(last)) {
            (Some(&at), Some(&rest)) => Event { at, rest },
            _ => NEVER,
        }
    }

    /// Comes after [`Self::next`], which is taken out.
    #[inline(always)]
    pub const fn take_next(&mut self) {
        self.len -= 1;
    }

    /// Puts `event` before those that it is before; there is room.
    #[inline(always)]
    pub fn insert(&mut self, event: Event, is_before: impl Fn(&Event, &Event) -> bool) {
        // The bound is not reached, as there is room; it spares the loop its checks.
        let mut place = self.len.min(ROOM - 1);
        self.len = place + 1;
        while place > 0 {
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
        let late = std::array::from_fn(|i| Event { at: self.at[i], rest: self.rest[i] });
        self.at.copy_within(HALF.., 0);
        self.rest.copy_within(HALF.., 0);
        self.len -= HALF;
        late
    }

    /// Fills half of the room, which is empty, with what `next` gives in order.
    pub fn fill(&mut self, mut next: impl FnMut() -> Option<Event>) {
        while self.len < HALF
            && let Some(event) = next()
        {
            (self.at[self.len], self.rest[self.len]) = (event.at, event.rest);
            self.len += 1;
        }
        self.at[..self.len].reverse();
        self.rest[..self.len].reverse();
    }

    /// All of them, in no order.
    pub fn take_all(&mut self) -> Vec<Event> {
        let both = self.at.iter().zip(&self.rest).take(self.len);
        let all = both.map(|(&at, &rest)| Event { at, rest }).collect();
        self.len = 0;
        all
    }
}
