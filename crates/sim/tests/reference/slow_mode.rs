//! Components that are slow now and then.

use model::ComponentId;
use sim::random::{Draw, Purpose, numbered, stream};

use super::World;

impl World<'_> {
    /// "Own work that begins in a slow spell takes so many times as long." Nothing is remembered: each time all spells are
    /// counted from the start of the run on.
    pub(super) fn in_its_mode(&self, at: ComponentId, work: u64) -> u64 {
        let Some(mode) = self.specs[&at].slow_mode else { return work };
        let draw = |number| Draw::new(stream(self.seed, at.0, Purpose::Spell), numbered(number));
        let slow_nanos = mode.spell_secs * 1e9;
        let quick_nanos = slow_nanos * (1.0 - mode.share) / mode.share;
        // "A run begins in a slow spell with the probability that is their share of the time."
        let mut is_slow = draw(0).unit() < mode.share;
        let (mut spells, mut until) = (0, 0);
        loop {
            spells += 1;
            let mean = if is_slow { slow_nanos } else { quick_nanos };
            // "Rounded down to the nanosecond, and at least one."
            until += ((self.ziggurat.exponential(&mut draw(spells)) * mean) as u64).max(1);
            if until > self.now {
                break;
            }
            is_slow = !is_slow;
        }
        if is_slow { (work as f64 * mode.factor) as u64 } else { work }
    }
}
