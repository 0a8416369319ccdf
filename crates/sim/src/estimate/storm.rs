//! Retries against the pool behind them: the states that sustain themselves.

use super::{
    calls::tries,
    lateness::{Patience, Pool},
    stability::Verdict,
};
use crate::queueing::mmck;

/// Steps in which fixed points are looked for.
const STEPS: usize = 400;
/// Times that the response is followed to leave some of them out.
const MOST_FOLLOWED: usize = 20;
/// Fixed points closer than this to each other, as a share of the tries that fail, are told apart by chance only.
const NEAR: f64 = 0.02;

/// Calls that meet at one pool, and what becomes of them there. Rates per second, times in seconds.
#[derive(Clone, Debug)]
pub(super) struct Storm {
    /// Those that are tried again; the first ones are asked about.
    pub streams: Vec<Stream>,
    /// All other requests there.
    pub others: f64,
    pub pool: Pool,
    /// Pools of this size share the load evenly.
    pub pools: f64,
    /// What is left of the callers' patience for the pool. `None`: they wait for ever.
    pub patience: Option<Patience>,
    /// Nobody who is served has waited longer; infinite: as long as it takes.
    pub longest_wait: f64,
    /// A full queue drops its oldest: nobody waits longer than until so many others have come.
    pub sheds_oldest: bool,
    /// Share of tries that fail by themselves.
    pub own_failures: f64,
}

/// Calls that are tried again, on their way to the pool.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    /// Tries at the pool per second if each call is made once.
    pub calls: f64,
    pub attempts: u8,
    /// Most tries per call that a retry budget lets through.
    pub most: f64,
    /// The layers above, from below.
    pub above: Vec<Layer>,
    /// Most tries per second that can come while all of them time out: whoever waits sends nothing else meanwhile.
    pub bound: f64,
}

/// Callers of the callers, who try again, too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer {
    pub link: u32,
    /// Part of the calls below that come because of it.
    pub share: f64,
    pub attempts: u8,
    pub most: f64,
}

impl Layer {
    /// Times as many calls below.
    pub fn times(&self, tries: f64) -> f64 {
        1.0 + self.share * (tries - 1.0)
    }
}

impl Stream {
    /// Tries per call if that share of them fails.
    fn tries(&self, mut failing: f64) -> f64 {
        let mut product = tries(failing, self.attempts).min(self.most);
        let mut attempts = self.attempts;
        for layer in &self.above {
            // A call fails when all of its tries do.
            failing = libm::pow(failing, f64::from(attempts));
            product *= layer.times(tries(failing, layer.attempts).min(layer.most));
            attempts = layer.attempts;
        }
        product
    }

    fn rate(&self, failing: f64) -> f64 {
        (self.calls * self.tries(failing)).min(self.bound.max(self.calls))
    }

    /// The tries over that connection multiply these.
    pub fn has_above(&self, link: u32) -> bool {
        self.above.iter().any(|it| it.link == link)
    }

    /// Both make as many tries under the same conditions: together they are nearly one.
    pub fn is_like(&self, other: &Self) -> bool {
        let layers = |it: &Self| it.above.iter().map(|it| (it.attempts, it.most)).collect::<Vec<_>>();
        (self.attempts, self.most) == (other.attempts, other.most)
            && self.bound.is_finite() == other.bound.is_finite()
            && layers(self) == layers(other)
    }

    pub fn add(&mut self, other: &Self) {
        let part = other.calls / (self.calls + other.calls);
        for (layer, of_other) in self.above.iter_mut().zip(&other.above) {
            layer.share += part * (of_other.share - layer.share);
        }
        self.calls += other.calls;
        self.bound += other.bound;
    }
}

impl Storm {
    /// Requests at the pools per second if that share of tries fails.
    fn rate(&self, failing: f64) -> f64 {
        self.others + self.streams.iter().map(|it| it.rate(failing)).sum::<f64>()
    }

    fn load(&self, failing: f64) -> f64 {
        self.rate(failing) * self.pool.held / (f64::from(self.pool.servers) * self.pools)
    }

    /// Share of tries that fail if that share of them does.
    fn response(&self, failing: f64) -> f64 {
        let well = 1.0 - self.failing_at(self.rate(failing) / self.pools);
        (1.0 - (1.0 - self.own_failures) * well).clamp(0.0, 1.0)
    }

    /// Share that a pool loses, or serves too late, if so much comes to it.
    fn failing_at(&self, rate: f64) -> f64 {
        let Pool { servers, room, held } = self.pool;
        let lost = match room {
            Some(room) => mmck(servers, servers.saturating_add(room), rate, held).loss,
            None => 0.0,
        };
        let Some(patience) = self.patience else { return lost };
        let late = patience.late(self.pool, rate);
        let shed_after = match room {
            Some(room) if self.sheds_oldest => f64::from(room) / rate,
            _ => f64::INFINITY,
        };
        let longest_wait = self.longest_wait.min(shed_after);
        if longest_wait == f64::INFINITY {
            return lost + (1.0 - lost) * late;
        }
        // Overloaded, it serves as many as it can, and drops the others.
        let unserved = lost.max(1.0 - f64::from(servers) / (held * rate));
        unserved + (1.0 - unserved) * late.min(patience.late_after(longest_wait, held))
    }

    /// Shares of failing tries that sustain themselves, ascending: low, tipping, high, in turn.
    fn fixed_points(&self) -> Vec<f64> {
        let (from, to) = self.steps_with_fixed_points();
        self.fixed_points_between(from, to)
    }

    /// Those between two steps.
    fn fixed_points_between(&self, from: usize, to: usize) -> Vec<f64> {
        let excess = |failing: f64| self.response(failing) - failing;
        let at = |step: usize| step as f64 / STEPS as f64;
        let mut found = Vec::new();
        let (mut last, mut last_excess) = (at(from), excess(at(from)));
        if from == 0 && last_excess <= 1e-12 {
            found.push(0.0);
        }
        for next in (from + 1..=to).map(at) {
            let next_excess = excess(next);
            if (last_excess > 1e-12) != (next_excess > 1e-12) {
                found.push(bisect(last, next, last_excess > 0.0, &excess));
            }
            (last, last_excess) = (next, next_excess);
        }
        // Everything fails: all tries are made.
        if to == STEPS && last_excess.abs() <= 1e-9 && found.last().is_none_or(|it| 1.0 - it > NEAR) {
            found.push(1.0);
        }
        found
    }

    /// Between them lie all fixed points. The more tries fail the more requests come, and the more requests come the more
    /// fail: whoever follows that from nothing, or from everything, never gets past a fixed point.
    fn steps_with_fixed_points(&self) -> (usize, usize) {
        // A queue that drops its oldest waits the less the more come.
        if self.sheds_oldest {
            return (0, STEPS);
        }
        let steps = STEPS as f64;
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..MOST_FOLLOWED {
            let (from, to) = (self.response(low), self.response(high));
            let is_far = from - low > 0.1 / steps || high - to > 0.1 / steps;
            (low, high) = (from, to);
            if !is_far {
                break;
            }
        }
        // One more to each side, for a fixed point that is itself a step.
        (((low * steps) as usize).saturating_sub(1), ((high * steps) as usize + 2).min(STEPS))
    }

    /// Tries per call in the state that it is in when nothing has happened, and what can become of it.
    pub fn verdict(&self) -> (f64, Verdict) {
        let points = self.fixed_points();
        let low = points.first().copied().unwrap_or(0.0);
        let tries = |failing: f64| self.streams[0].tries(failing);
        let verdict = match points[..] {
            [low, tipping, stuck, ..] if stuck > tipping => {
                let tips_at = self.rate(tipping) / self.rate(low);
                Verdict::Metastable { tips_at, capacity_left: 1.0 / tips_at, stuck_at: tries(stuck) }
            }
            _ if self.load(low) >= 1.0 => Verdict::Collapsed,
            _ => Verdict::Stable,
        };
        (tries(low), verdict)
    }
}

fn bisect(mut low: f64, mut high: f64, is_above: bool, excess: &dyn Fn(f64) -> f64) -> f64 {
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if (excess(middle) > 1e-12) == is_above { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    #[test]
    fn what_is_left_out_holds_no_fixed_point() {
        let mut looked_at = 0;
        let mut by_number = [0; 4];
        for seed in 0..4000_u64 {
            let unit = |purpose: u64| (mix(seed << 8 | purpose) >> 11) as f64 / (1u64 << 53) as f64;
            let held = 0.01;
            let capacity = 100.0 * (1.0 + (unit(0) * 20.0).floor());
            let layer = Layer { link: 0, share: unit(1), attempts: 3, most: f64::INFINITY };
            let storm = Storm {
                streams: vec![Stream {
                    calls: capacity * unit(2),
                    attempts: 2 + (unit(3) * 4.0) as u8,
                    most: if unit(4) < 0.3 { 1.1 + unit(5) } else { f64::INFINITY },
                    above: if unit(6) < 0.3 { vec![layer] } else { Vec::new() },
                    bound: if unit(7) < 0.3 { capacity * 2.0 * unit(8) } else { f64::INFINITY },
                }],
                others: if unit(9) < 0.5 { capacity * 0.5 * unit(10) } else { 0.0 },
                pool: Pool {
                    servers: (capacity * held) as u32,
                    room: (unit(11) < 0.5).then(|| (unit(12) * 500.0) as u32),
                    held,
                },
                pools: 1.0,
                patience: (unit(13) < 0.8).then(|| Patience::fixed_for_test(unit(14))),
                longest_wait: if unit(15) < 0.3 { unit(16) } else { f64::INFINITY },
                sheds_oldest: unit(17) < 0.2,
                own_failures: if unit(18) < 0.3 { unit(19) * 0.5 } else { 0.0 },
            };
            let (from, to) = storm.steps_with_fixed_points();
            looked_at += to - from;
            let all = storm.fixed_points_between(0, STEPS);
            by_number[all.len().min(3)] += 1;
            assert_eq!(storm.fixed_points_between(from, to), all, "{seed}: {storm:?}");
        }
        // Designs of all kinds were drawn, and most steps of most of them were left out.
        assert!(by_number[1] > 1000 && by_number[3] > 100, "{by_number:?}");
        assert!(looked_at < 4000 * STEPS / 2, "{looked_at}");
    }
}
