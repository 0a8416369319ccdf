//! The events that are far off: a radix heap, in which an event is looked at a few times however many there are.
//!
//! Times are read as numbers of [`DIGIT_BITS`] bits per digit. An event lies in the bucket of the highest digit in which
//! its time differs from `base`, a moment before all of them: the lower that digit and its value, the sooner. What is in
//! one bucket has no order; whenever the first of them holds too many, `base` moves up to it and they are spread over
//! the digits below.

use std::cmp::Reverse;

use model::lean;

use super::event::{Event, NEVER};

const DIGIT_BITS: u32 = 6;
const DIGITS: usize = 1 << DIGIT_BITS;
const LEVELS: usize = u64::BITS.div_ceil(DIGIT_BITS) as usize;
const NOWHERE: u32 = u32::MAX;

/// A list within the entries, the last that came first.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    first: u32,
    len: u32,
}

const EMPTY: Bucket = Bucket { first: NOWHERE, len: 0 };

#[derive(Clone, Copy, Debug)]
struct Entry {
    event: Event,
    next: u32,
}

/// What an event takes here.
pub const BYTES_PER_EVENT: usize = size_of::<Entry>();

#[derive(Clone, Debug)]
pub struct Far {
    base: u64,
    /// All of them are due here or later.
    horizon: u64,
    buckets: [[Bucket; DIGITS]; LEVELS],
    /// Which buckets of a level hold something, by bits.
    taken: [u64; LEVELS],
    /// The same for levels.
    levels: u32,
    entries: Vec<Entry>,
    free: u32,
    /// More events of one moment than fit near at once, the soonest at the end.
    moment: Vec<Event>,
    len: usize,
}

impl Default for Far {
    fn default() -> Self {
        Self {
            base: 0,
            horizon: u64::MAX,
            buckets: [[EMPTY; DIGITS]; LEVELS],
            taken: [0; LEVELS],
            levels: 0,
            entries: Vec::new(),
            free: NOWHERE,
            moment: Vec::new(),
            len: 0,
        }
    }
}

impl Far {
    /// How many there are.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// What is due before this is near; `u64::MAX` if nothing is far.
    #[inline(always)]
    pub const fn horizon(&self) -> u64 {
        self.horizon
    }

    /// Memory that is taken or was once, in bytes.
    pub fn bytes(&self) -> usize {
        self.entries.len() * BYTES_PER_EVENT + self.moment.len() * size_of::<Event>()
    }

    /// For an event at or after the horizon.
    #[inline(always)]
    pub fn push(&mut self, event: Event) {
        if !self.moment.is_empty() && self.is_among_moment(&event) {
            return;
        }
        let place = self.free;
        if let Some(entry) = self.entries.get_mut(place as usize) {
            self.free = entry.next;
            entry.event = event;
            self.len += 1;
            self.file(place, event.at);
        } else {
            self.push_further(event);
        }
    }

    #[cold]
    #[inline(never)]
    fn push_further(&mut self, event: Event) {
        self.free = self.entries.len() as u32;
        self.entries.push(Entry { event, next: NOWHERE });
        self.push(event);
    }

    /// Of more events of one moment than fit near, those that are scheduled later wait in their bucket; who comes before is
    /// put where it belongs.
    #[cold]
    fn is_among_moment(&mut self, event: &Event) -> bool {
        let is_one = self.moment.first().is_some_and(|last| last.at == event.at && event.is_before(last));
        if is_one {
            let place = self.moment.partition_point(|it| event.is_before(it));
            self.moment.insert(place, *event);
            self.len += 1;
        }
        is_one
    }

    /// What was near is far again.
    pub fn put_back(&mut self, events: &[Event]) {
        let moment = std::mem::take(&mut self.moment);
        self.len -= moment.len();
        let all = || moment.iter().chain(events);
        let first = all().map(|it| it.at).min().unwrap_or(u64::MAX);
        if first < self.base {
            self.rebase();
        }
        all().for_each(|it| self.push(*it));
        self.horizon = self.horizon.min(first);
    }

    /// Files everything by the times themselves. Needed only if somebody looked ahead at what comes next and then planned
    /// more events before that than fit near.
    #[cold]
    fn rebase(&mut self) {
        self.base = 0;
        let buckets = std::mem::replace(&mut self.buckets, [[EMPTY; DIGITS]; LEVELS]);
        (self.taken, self.levels) = ([0; LEVELS], 0);
        buckets.iter().flatten().for_each(|it| self.spread(*it));
    }

    /// Takes the soonest events out and writes them down in order: as soon as there are `enough`, and never more than
    /// there is room for in `near`. The answer is how many.
    pub fn take_soonest(&mut self, near: &mut [Event], enough: usize) -> usize {
        let mut taken = 0;
        while taken < enough && self.len > 0 {
            if !self.moment.is_empty() {
                taken += self.take_from_moment(&mut near[taken..]);
                break;
            }
            let (level, digit) = self.first_bucket();
            let bucket = self.buckets[level][digit];
            let room = near.len() - taken;
            if bucket.len as usize <= room {
                self.empty(level, digit);
                self.take_all_of(bucket, near, taken);
                taken += bucket.len as usize;
            } else if taken > 0 {
                break;
            } else {
                self.open(level, digit);
            }
        }
        self.horizon = self.soonest();
        taken
    }

    /// All of them, in no order.
    pub fn take_all(&mut self) -> Vec<Event> {
        let mut all = std::mem::take(&mut self.moment);
        for bucket in self.buckets.iter().flatten() {
            let mut place = bucket.first;
            while let Some(entry) = self.entries.get(place as usize) {
                all.push(entry.event);
                place = entry.next;
            }
        }
        *self = Self::default();
        all
    }

    /// Puts an entry into its bucket.
    #[inline(always)]
    fn file(&mut self, place: u32, at: u64) {
        let level = (63 - ((at ^ self.base) | 1).leading_zeros()) / DIGIT_BITS;
        let digit = (at >> (level * DIGIT_BITS)) as usize % DIGITS;
        let level = level as usize % LEVELS;
        self.levels |= 1 << level;
        self.taken[level] |= 1 << digit;
        let bucket = &mut self.buckets[level][digit];
        self.entries[place as usize].next = bucket.first;
        *bucket = Bucket { first: place, len: bucket.len + 1 };
    }

    /// Files the entries of a bucket anew.
    fn spread(&mut self, bucket: Bucket) {
        let mut place = bucket.first;
        while let Some(entry) = self.entries.get(place as usize) {
            let (at, next) = (entry.event.at, entry.next);
            self.file(place, at);
            place = next;
        }
    }

    const fn first_bucket(&self) -> (usize, usize) {
        let level = self.levels.trailing_zeros() as usize;
        (level, self.taken[level].trailing_zeros() as usize)
    }

    fn empty(&mut self, level: usize, digit: usize) {
        self.buckets[level][digit] = EMPTY;
        self.taken[level] &= !(1 << digit);
        self.levels &= !(u32::from(self.taken[level] == 0) << level);
    }

    /// Spreads the first of all buckets, which holds too many, over the digits below. If it has but one moment, it is
    /// sorted instead.
    fn open(&mut self, level: usize, digit: usize) {
        let bucket = self.buckets[level][digit];
        let start = self.start_of(level, digit);
        self.empty(level, digit);
        if level > 0 {
            self.base = start;
            return self.spread(bucket);
        }
        let mut moment = vec![NEVER; bucket.len as usize];
        self.len += moment.len();
        let mut place = bucket.first;
        for event in &mut moment {
            (*event, place) = self.release(place);
        }
        lean::sort_by_key(&mut moment, |it| Reverse(it.rest));
        self.moment = moment;
    }

    /// An entry is free; its event, and the next entry of the bucket.
    #[inline(always)]
    fn release(&mut self, place: u32) -> (Event, u32) {
        let entry = &mut self.entries[place as usize];
        let next = std::mem::replace(&mut entry.next, self.free);
        self.free = place;
        self.len -= 1;
        (entry.event, next)
    }

    /// Writes the events of a bucket down in order, behind the first `taken`.
    fn take_all_of(&mut self, bucket: Bucket, near: &mut [Event], taken: usize) {
        let mut place = bucket.first;
        for i in taken..taken + bucket.len as usize {
            let (event, next) = self.release(place);
            place = next;
            let mut hole = i;
            while hole > taken && event.is_before(&near[hole - 1]) {
                near[hole] = near[hole - 1];
                hole -= 1;
            }
            near[hole] = event;
        }
    }

    fn take_from_moment(&mut self, near: &mut [Event]) -> usize {
        let count = near.len().min(self.moment.len());
        let rest = self.moment.len() - count;
        near.iter_mut().zip(self.moment.drain(rest..).rev()).for_each(|(to, event)| *to = event);
        self.len -= count;
        count
    }

    /// Where the times of a bucket begin.
    const fn start_of(&self, level: usize, digit: usize) -> u64 {
        let shift = level as u32 * DIGIT_BITS;
        let above = match self.base.checked_shr(shift + DIGIT_BITS) {
            Some(digits) => digits << DIGIT_BITS,
            None => 0,
        };
        (above | digit as u64) << shift
    }

    /// Nothing is due before this.
    fn soonest(&self) -> u64 {
        if let Some(event) = self.moment.last() {
            return event.at;
        }
        if self.len == 0 {
            return u64::MAX;
        }
        let (level, digit) = self.first_bucket();
        self.start_of(level, digit)
    }
}
