//! Draws for drawings.

use sim::random::Draw;

/// The same for the same seed.
pub struct Dice(Draw);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(Draw::new(seed, 0))
    }

    /// Whole numbers below `n`; 0 below 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0.below(n.max(1) as u32) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub fn maybe<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.one_in(2).then(|| some(self))
    }

    pub const fn word(&mut self) -> u64 {
        self.0.word()
    }

    /// At the ends, just beside them, or of any magnitude between.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        match self.below(12) {
            0 => least,
            1 => most,
            2 => f64::from_bits(least.to_bits() + 1).clamp(least, most),
            3 => least + (most - least) * self.0.unit(),
            _ => self.magnitude(1e-2, 1e3).clamp(least, most),
        }
    }

    /// What a program may not have thought of. Files hold most of it off.
    pub fn wild(&mut self) -> f64 {
        let magnitude = self.magnitude(1e-12, 1e12);
        let strange =
            [0.0, -0.0, -1.0, 1.0, f64::MIN_POSITIVE, 5e-324, f64::EPSILON, 1e7, 4.3e9, 1e300, f64::MAX];
        if self.one_in(2) { magnitude } else { self.one_of(&strange) }
    }

    fn magnitude(&mut self, least: f64, most: f64) -> f64 {
        least * (most / least).powf(self.0.unit())
    }
}
