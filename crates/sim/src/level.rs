//! A number that goes up and down over time, and its integral.

use std::collections::BTreeMap;

/// Exact in integers: instead of multiplying at each change, the times of ups are taken away from the area and the
/// times of downs added; the present count times the present time makes up for those still up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    /// Half as wide as the area: two words of the same width would be taken through vector registers together, which
    /// takes three times as many instructions.
    count: u32,
    /// Nanoseconds, modulo 2^64; differences are right as long as the true area is below that (584 years).
    area: u64,
}

impl Level {
    #[inline(always)]
    pub const fn up(&mut self, now: u64) {
        self.count += 1;
        self.area = self.area.wrapping_sub(now);
    }

    #[inline(always)]
    pub const fn down(&mut self, now: u64) {
        self.count -= 1;
        self.area = self.area.wrapping_add(now);
    }

    #[inline(always)]
    pub const fn count(&self) -> u64 {
        self.count as u64
    }

    /// Integral from the last [`Self::restart`] to `now`, in nanoseconds.
    pub const fn area(&self, now: u64) -> u64 {
        self.area.wrapping_add(self.count().wrapping_mul(now))
    }

    /// Both together: what is in one of two states.
    pub const fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, area: self.area.wrapping_add(other.area) }
    }

    /// Begins a new integral at `now`; the count stays.
    pub const fn restart(&mut self, now: u64) {
        self.area = 0u64.wrapping_sub(self.count().wrapping_mul(now));
    }
}

/// A number that seldom changes, and how long it had each of its values.
#[derive(Clone, Debug, Default)]
pub struct Staircase {
    level: Level,
    since: u64,
    spent_nanos: BTreeMap<u64, u64>,
}

impl Staircase {
    pub fn up(&mut self, now: u64) {
        self.step(now);
        self.level.up(now);
    }

    pub fn down(&mut self, now: u64) {
        self.step(now);
        self.level.down(now);
    }

    fn step(&mut self, now: u64) {
        if now > self.since {
            *self.spent_nanos.entry(self.level.count()).or_insert(0) += now - self.since;
            self.since = now;
        }
    }

    /// As [`Level::area`].
    pub const fn area(&self, now: u64) -> u64 {
        self.level.area(now)
    }

    /// Its values and nanoseconds spent at each, from the last [`Self::restart`] to `now`.
    pub fn spent(&self, now: u64) -> BTreeMap<u64, u64> {
        let mut all = self.clone();
        all.step(now);
        all.spent_nanos
    }

    /// As [`Level::restart`].
    pub fn restart(&mut self, now: u64) {
        self.level.restart(now);
        (self.since, self.spent_nanos) = (now, BTreeMap::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrates_a_staircase() {
        let mut level = Level::default();
        level.up(10);
        level.up(20);
        level.down(50);
        assert_eq!(level.area(60), 50 + 30);
        level.restart(60);
        assert_eq!(level.area(60), 0);
        assert_eq!(level.area(65), 5);
    }

    #[test]
    fn a_staircase_knows_how_long_each_step_was() {
        let mut stairs = Staircase::default();
        (0..2).for_each(|_| stairs.up(0));
        stairs.restart(10);
        stairs.up(40);
        stairs.up(40);
        stairs.down(60);
        assert_eq!(stairs.area(100), 2 * 30 + 4 * 20 + 3 * 40);
        assert_eq!(stairs.spent(100), BTreeMap::from([(2, 30), (4, 20), (3, 40)]));
    }
}
