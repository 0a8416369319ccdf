//! Slots that are shared by all who are there.

use std::{cmp::Ordering, collections::BinaryHeap};

/// When something is to happen at a replica, and which of its plans that is.
pub type Plan = (u64, u32);

/// Requests that are all in service and share the slots of a replica (egalitarian processor sharing).
///
/// Instead of counting down every request's work at each change, one clock runs at the speed at which each of them is
/// served; a request is done when that clock has gone on by its work. The clock counts parts of a nanosecond: whole numbers,
/// so that it makes no difference how long it has been running.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    heap: BinaryHeap<Sharer>,
    /// Those who keep their share of the slots and wait until then for the end of a pause, or of a lock.
    held: Vec<(u64, Sharer)>,
    clock: u128,
    set_at: u64,
    joined: u64,
    /// When the next one will be done, and its order.
    next: Option<(u64, u64)>,
    /// The plan for that; those before it are void.
    pub plan: u32,
}

/// In the place of a plan: somebody who was held begins.
pub const BEGINS: u32 = u32::MAX;

/// Parts of a nanosecond in which shared work is counted, about millionths.
const PARTS: u128 = 1 << 20;

/// Work that is left, in parts, and does not count, about a thousandth of a nanosecond: such parts are lost where slots are divided.
const TRIFLE: u128 = 1 << 10;

#[derive(Clone, Copy, Debug)]
struct Sharer {
    /// Of those who are held: the work that they have before them.
    done_at_clock: u128,
    order: u64,
    span: u32,
    /// All of it; time for which it was held counts.
    work: u64,
}

impl Ord for Sharer {
    /// The heap gives the greatest first: that is who is done first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.done_at_clock.cmp(&self.done_at_clock).then(other.order.cmp(&self.order))
    }
}

impl PartialOrd for Sharer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sharer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Sharer {}

impl Shared {
    pub fn len(&self) -> usize {
        self.heap.len() + self.held.len()
    }

    /// Slots in use, and among how many requests each of them is divided: the share of a slot that each request has.
    fn share(&self, slots: u32) -> (u128, u128) {
        let sharers = self.len().max(1) as u128;
        (u128::from(slots).min(sharers), sharers)
    }

    fn set_clock(&mut self, now: u64, slots: u32) {
        let (used, sharers) = self.share(slots);
        let passed = u128::from(now - self.set_at) * PARTS;
        self.clock += if used == sharers { passed } else { passed * used / sharers };
        self.set_at = now;
    }

    /// Plans the next end, unless it has been planned: when that is, and which plan it is.
    fn plan(&mut self, slots: u32) -> Option<Plan> {
        let (used, sharers) = self.share(slots);
        let next = self.heap.peek().filter(|_| slots > 0).map(|next| {
            let left = next.done_at_clock.saturating_sub(self.clock + TRIFLE);
            (self.set_at + (left * sharers).div_ceil(used * PARTS) as u64, next.order)
        });
        if next == self.next {
            return None;
        }
        self.next = next;
        self.plan = (self.plan + 1) % BEGINS;
        next.map(|(due, _)| (due, self.plan))
    }

    /// A request joins that begins its work after `waits`; returns what is planned anew.
    pub fn join(&mut self, now: u64, slots: u32, span: u32, (work, waits): (u64, u64)) -> Option<Plan> {
        self.set_clock(now, slots);
        self.joined += 1;
        let sharer = Sharer {
            done_at_clock: u128::from(work) * PARTS,
            order: self.joined,
            span,
            work: work.saturating_add(waits),
        };
        if waits > 0 {
            self.held.push((now.saturating_add(waits), sharer));
        } else {
            self.begin(sharer);
        }
        self.plan(slots)
    }

    fn begin(&mut self, sharer: Sharer) {
        self.heap.push(Sharer { done_at_clock: self.clock + sharer.done_at_clock, ..sharer });
    }

    /// Those who have been held for long enough begin; returns what is planned anew, if anything is.
    pub fn release(&mut self, now: u64, slots: u32) -> Option<Plan> {
        if self.held.iter().all(|it| it.0 > now) {
            return None;
        }
        self.set_clock(now, slots);
        for (_, sharer) in self.held.extract_if(.., |it| it.0 <= now).collect::<Vec<_>>() {
            self.begin(sharer);
        }
        self.plan(slots)
    }

    /// Those who are held are so until another moment, which `ends` knows: gives the moments that are new.
    pub fn hold_until(&mut self, ends: impl Fn(u32) -> u64) -> Vec<u64> {
        let mut moments = Vec::new();
        for (until, sharer) in &mut self.held {
            let at = ends(sharer.span);
            if at != *until {
                sharer.work = sharer.work + at - *until;
                *until = at;
                moments.push(at);
            }
        }
        moments
    }

    /// There are more slots from now on, or fewer; returns what is planned anew.
    pub fn change_slots(&mut self, now: u64, before: u32, after: u32) -> Option<Plan> {
        self.set_clock(now, before);
        self.plan(after)
    }

    /// Everybody is gone, and what was planned is void.
    pub fn cleared(&self) -> Self {
        Self { plan: (self.plan + 1) % BEGINS, ..Self::default() }
    }

    /// The request that is done now and its work, and what is planned next.
    pub fn leave(&mut self, now: u64, slots: u32) -> Option<(u32, u64, Option<Plan>)> {
        self.set_clock(now, slots);
        let first = self.heap.pop()?;
        Some((first.span, first.work, self.plan(slots)))
    }

    /// A request leaves before it is done; returns what is planned anew.
    pub fn remove(&mut self, now: u64, slots: u32, span: u32) -> Option<Plan> {
        self.set_clock(now, slots);
        self.heap.retain(|it| it.span != span);
        self.held.retain(|it| it.1.span != span);
        self.plan(slots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharing_serves_the_shortest_first() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 1, 1, (100, 0)), Some((100, 1)));
        // Two at half the speed: the second needs 40, so 80.
        assert_eq!(shared.join(20, 1, 2, (40, 0)), Some((100, 2)));
        assert_eq!(shared.leave(100, 1), Some((2, 40, Some((140, 3)))));
        assert_eq!(shared.leave(140, 1), Some((1, 100, None)));
    }

    #[test]
    fn as_many_as_slots_do_not_slow_each_other_down() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 2, 1, (100, 0)), Some((100, 1)));
        // The plan stays.
        assert_eq!(shared.join(50, 2, 2, (100, 0)), None);
        assert_eq!(shared.join(50, 2, 3, (100, 0)), Some((125, 2)));
        assert_eq!(shared.remove(125, 2, 1), Some((175, 3)));
    }

    #[test]
    fn thirds_of_a_slot_are_not_a_nanosecond_late() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 2, 1, (100, 0)), Some((100, 1)));
        assert_eq!(shared.join(0, 2, 2, (100, 0)), None);
        assert_eq!(shared.join(0, 2, 3, (100, 0)), Some((150, 2)));
        for now in 1..50 {
            shared.set_clock(now, 2);
        }
        assert_eq!(shared.leave(150, 2), Some((1, 100, Some((150, 3)))));
    }

    #[test]
    fn who_is_held_keeps_its_share_and_begins_later() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 1, 1, (100, 0)), Some((100, 1)));
        assert_eq!(shared.join(20, 1, 2, (40, 50)), Some((180, 2)));
        assert_eq!(shared.release(69, 1), None);
        // 55 of the first are left then.
        assert_eq!(shared.release(70, 1), Some((150, 3)));
        assert_eq!(shared.leave(150, 1), Some((2, 90, Some((165, 4)))));
    }

    #[test]
    fn fewer_slots_are_shared_at_once_and_none_stops_everybody() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 2, 1, (100, 0)), Some((100, 1)));
        assert_eq!(shared.join(0, 2, 2, (100, 0)), None);
        assert_eq!(shared.change_slots(40, 2, 1), Some((160, 2)));
        assert_eq!(shared.change_slots(60, 1, 0), None);
        assert_eq!(shared.change_slots(90, 0, 2), Some((140, 4)));
    }
}
