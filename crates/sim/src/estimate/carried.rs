//! How much of what comes to each component goes on to its callees: not what is turned away, nor more than its slots can do
//! while they wait for those callees.
//!
//! The two depend on each other: the less a caller lets through, the faster its callees answer, and the more it could let
//! through. What is looked for is where both agree.

use super::{Model, Pool, slots::Seen};

/// So often the first guesses are simply believed: without slots that wait for callees this settles it.
const BELIEVED: u32 = 4;
/// After that a guess is followed for a part of the way only, and each time for a smaller one, so that what overshoots
/// settles down. Together the steps could go up or down by a factor of a thousand.
const FIRST_STEP: f64 = 0.7;
const SHORTER: f64 = 0.9;
const MOST_ROUNDS: u32 = 70;
/// Shares that differ by less are the same.
const SAME: f64 = 1e-6;

impl Model<'_> {
    /// Traffic, pools and times for the present rates.
    pub(super) fn evaluate(&mut self) {
        self.pools.fill(Pool::default());
        self.carried.fill(1.0);
        self.tries.fill(1.0);
        self.lost.fill(0.0);
        self.lookups.fill(0.0);
        self.seen.fill(Seen::default());
        let mut step = FIRST_STEP;
        for round in 0..MOST_ROUNDS {
            self.flow();
            self.carry_gaps();
            // In a circle a time depends on itself; a few rounds settle what can be settled.
            for _ in 0..if self.has_circle { 12 } else { 1 } {
                for i in (0..self.order.len()).rev() {
                    self.time(self.order[i]);
                }
            }
            if round >= BELIEVED {
                step *= SHORTER;
            }
            let way = if round < BELIEVED { 1.0 } else { step };
            let is_settled = self.follow(way) & self.try_again() & self.go_further(way) & self.look_again();
            if is_settled || self.has_circle && round >= BELIEVED {
                break;
            }
        }
    }

    /// Tries as often as calls fail by now. Whether nothing has changed.
    ///
    /// More tries never make fewer fail, so that from one try each it ends at the lowest fixed point.
    fn try_again(&mut self) -> bool {
        let mut is_settled = true;
        for link in 0..self.tries.len() {
            let tries = self.tries_of(link as u32);
            if (tries - self.tries[link]).abs() > SAME {
                is_settled = false;
                self.tries[link] = tries;
            }
        }
        is_settled
    }

    /// Goes so far towards sending on what goes on by now: the more calls fail, the fewer come after them. Whether nothing has
    /// changed.
    fn go_further(&mut self, step: f64) -> bool {
        let mut is_settled = true;
        for place in 0..self.first_of_several.len() {
            let link = self.first_of_several[place];
            if !self.may_lose(link) {
                continue;
            }
            let (lost, secs) = self.lost_and_looked_up(link);
            let (before, known) = (&mut self.lost[link as usize], &mut self.lookups[link as usize]);
            // An endless wait is no longer than a very long one.
            let secs = secs.min(1e6);
            is_settled &= (lost - *before).abs() <= SAME && (secs - *known).abs() <= SAME * (1.0 + secs);
            *before += step * (lost - *before);
            *known += step * (secs - *known);
        }
        is_settled
    }

    /// What is seen of pools by now counts there from the next round on. Whether nothing has changed.
    fn look_again(&mut self) -> bool {
        let is_settled = self.seen.iter().zip(&self.seen_now).all(|(last, now)| last.is_about(*now));
        std::mem::swap(&mut self.seen, &mut self.seen_now);
        self.seen_now.fill(Seen::default());
        is_settled
    }

    /// Goes so far towards what the pools could carry by now. Whether nothing has changed.
    fn follow(&mut self, step: f64) -> bool {
        let mut is_settled = true;
        for (carried, pool) in self.carried.iter_mut().zip(&self.pools) {
            if (pool.carries - *carried).abs() <= SAME * *carried {
                continue;
            }
            is_settled = false;
            // What waits for ever says only which way to go.
            let way = libm::log((pool.carries / *carried).max(1e-9));
            let way = if step < 1.0 || pool.carries <= 0.0 { way.clamp(-1.0, 1.0) } else { way };
            *carried = (*carried * libm::exp(step * way)).min(1.0);
        }
        is_settled
    }
}
