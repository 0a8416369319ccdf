//! Components that are slow now and then.

use model::spec;

use crate::{
    random::{Draw, Ziggurat, numbered},
    time::SECOND,
};

/// Spells, quick and slow ones in turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowMode {
    /// Of the time.
    pub share: f64,
    /// On own work that begins in a slow spell.
    pub factor: f64,
    /// Mean lengths of quick and of slow spells, in nanoseconds.
    means: [f64; 2],
    stream: u64,
}

impl SlowMode {
    pub fn new(of: spec::SlowMode, stream: u64) -> Self {
        let slow = of.spell_secs * SECOND as f64;
        let quick = slow * (1.0 - of.share) / of.share;
        Self { share: of.share, factor: of.factor, means: [quick, slow], stream }
    }

    /// Whether a run begins in a slow spell, which is as likely as the share of the time that those take.
    pub fn begins_slow(&self) -> bool {
        Draw::new(self.stream, numbered(0)).unit() < self.share
    }

    /// Nanoseconds that the spell of that number lasts, from 1 on: at least one, so that time goes on. What is left of the
    /// first one when the run begins is as long as a whole one.
    pub fn lasts(&self, spell: u64, is_slow: bool, ziggurat: &Ziggurat) -> u64 {
        let times = ziggurat.exponential(&mut Draw::new(self.stream, numbered(spell)));
        ((times * self.means[usize::from(is_slow)]) as u64).max(1)
    }

    /// Own work over that of a quick spell, on average over a long time.
    pub fn mean_factor(&self) -> f64 {
        1.0 + self.share * (self.factor - 1.0)
    }
}
