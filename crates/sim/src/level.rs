//! A number that goes up and down over time, and its integral.

/// Exact in integers: instead of multiplying at each change, the times of ups are taken away from the area and the
/// times of downs added; the present count times the present time makes up for those still up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    count: u64,
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
        self.count
    }

    /// Integral from the last [`Self::restart`] to `now`, in nanoseconds.
    pub const fn area(&self, now: u64) -> u64 {
        self.area.wrapping_add(self.count.wrapping_mul(now))
    }

    /// Both together: what is in one of two states.
    pub const fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, area: self.area.wrapping_add(other.area) }
    }

    /// Begins a new integral at `now`; the count stays.
    pub const fn restart(&mut self, now: u64) {
        self.area = 0u64.wrapping_sub(self.count.wrapping_mul(now));
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
}
