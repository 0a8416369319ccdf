//! Slots that are kept during calls. Those who keep them wait for one another at the callees: the more of them are taken,
//! the longer each is. What such slots do together is found as if their requests went round behind them for ever; then
//! they are one pool whose speed depends on how many are taken (flow-equivalent server: Chandy, Herzog and Woo 1975).

use model::{Relation, spec::Balancing};

use super::{Model, Pool, pool::Queues};
use crate::{
    network::{Role, UNBOUNDED},
    queueing::{InFront, Rounds, Station, mmc_wait, rounds, speeds, speeds_of_several},
};

/// With more slots, or fewer of them taken, hardly anybody waits for one.
const MANY_SLOTS: u32 = 256;
const FEW_TAKEN: f64 = 0.1;
/// Tries per call from which on a call is more than a visit.
const NOTABLE_TRIES: f64 = 1.001;
/// Visits behind a pool, each way there counted; behind more of them none matters much.
const MOST_VISITS: usize = 32;
/// Less than this of a station's servers is left by others: it is theirs.
const NOTABLE_SHARE: f64 = 0.05;

/// How long requests wait at a pool whose callers hold slots, as those callers see it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Of the requests there.
    share: f64,
    /// Mean wait of those, times that share.
    wait: f64,
}

impl Seen {
    pub fn add(&mut self, other: Self) {
        self.share += other.share;
        self.wait += other.wait;
    }

    /// The mean wait of all over the one in a queue of endless traffic, `endless`; `of_others` is that of who is not seen.
    pub fn shorter(self, endless: f64, of_others: impl Fn() -> f64) -> f64 {
        if self.share <= 0.0 || endless <= 0.0 {
            return of_others();
        }
        let others = (1.0 - self.share).max(0.0);
        self.wait / endless + if others > 0.0 { others * of_others() } else { 0.0 }
    }

    pub fn is_about(self, other: Self) -> bool {
        (self.wait - other.wait).abs() <= 1e-6 * other.wait
    }
}

/// The slots of a queue, and where those who hold them wait for one another.
pub(super) struct Held {
    /// Completions per second with 1, 2, ... of them taken.
    pub rates: Vec<f64>,
    rounds: Vec<Rounds>,
    stations: Vec<Behind>,
}

/// Where a request that holds a slot comes by.
struct Behind {
    node: u32,
    visits: f64,
    /// Of what comes there, how much comes from these slots and those like them.
    share: f64,
    /// Squared coefficient of variation of the work.
    scv: f64,
}

impl Held {
    /// Squared coefficient of variation of what those with a slot wait for when all slots are taken.
    pub fn scv_behind(&self) -> f64 {
        let Some(all_taken) = self.rounds.last() else { return 1.0 };
        let (mut all, mut weighted) = (0.0, 0.0);
        for (it, wait) in self.stations.iter().zip(&all_taken.waits) {
            all += it.visits * wait;
            weighted += it.visits * wait * it.scv;
        }
        if all > 0.0 { weighted / all } else { 1.0 }
    }

    /// Means of the wait for a slot and of those at the stations, the first with all exponential. They wait for each other
    /// in one place or the other: of what spread adds at a station, those with a slot can only wait for so much. `factor` of a squared
    /// coefficient of variation is what spread makes of a wait.
    pub fn waits(
        &self,
        found: &InFront,
        in_front: f64,
        factor: impl Fn(f64) -> f64,
    ) -> (f64, Vec<(u32, Seen)>) {
        let mut in_front = found.wait * factor(in_front);
        let seen = self.stations.iter().enumerate().map(|(i, it)| {
            let most = self.rounds.last().map_or(0.0, |it| it.waits[i]);
            let mean: f64 = self.rounds.iter().zip(&found.ends).map(|(it, end)| end * it.waits[i]).sum();
            let spread = mean * factor(it.scv);
            let wait = spread.min(most);
            in_front += it.visits * (spread - wait);
            (it.node, Seen { share: it.share, wait: it.share * wait })
        });
        let seen = seen.collect();
        (in_front, seen)
    }
}

impl Model<'_> {
    /// The slots of one of a node's queues. `rate`: what comes to that queue; `held`: for how long a slot is held at the
    /// present load. `None`: they are not in each other's way, or more is going on than visits one after the other.
    pub(super) fn held_slots(&self, node: u32, slots: u32, rate: f64, held: f64) -> Option<Held> {
        let row = &self.net.nodes[node as usize];
        if self.has_circle
            || !row.holds_slot
            || slots > MANY_SLOTS
            || rate * held < FEW_TAKEN * f64::from(slots)
        {
            return None;
        }
        let mut apart = held;
        let (mut stations, mut behind) = (Vec::new(), Vec::new());
        let queues = self.queues[node as usize].count;
        for (to, visits) in self.behind(node)? {
            let Queues { count, servers, .. } = self.queues[to as usize];
            let Pool { wait, held, .. } = self.pools[to as usize];
            if held <= 0.0 || servers >= slots.saturating_mul(queues) {
                // They may wait for others there, but not for one another.
                continue;
            }
            apart -= visits * (wait.mean + held);
            let coming = self.coming[to as usize];
            let others = (coming - rate * visits).max(0.0) / f64::from(count);
            let all = f64::from(servers);
            let left = all - others * held;
            if left < NOTABLE_SHARE * all {
                return None;
            }
            if servers > 1 {
                apart += visits * mmc_wait(servers, others, held)?;
            }
            stations.push(self.station(to, visits, left, slots));
            let share = (rate * f64::from(queues) * visits / coming).min(1.0);
            behind.push(Behind { node: to, visits, share, scv: self.scv_of(to) });
        }
        if stations.is_empty() || apart < -1e-3 * held {
            return None;
        }
        let rounds = rounds(&stations, apart.max(0.0), slots);
        let rates = rounds.iter().map(|it| it.rate).collect();
        Some(Held { rates, rounds, stations: behind })
    }

    /// A component behind slots, where others leave so many servers to each queue.
    fn station(&self, node: u32, visits: f64, left: f64, customers: u32) -> Station {
        let Queues { count, servers, .. } = self.queues[node as usize];
        let mean_service = self.pools[node as usize].held;
        let inner = &self.rates_held[node as usize];
        let speeds = match inner.last() {
            // Its own slots are held, too.
            Some(most) => inner.iter().map(|it| it.min(most * left / f64::from(servers))).collect(),
            None => speeds(left, mean_service, customers),
        };
        if count == 1 {
            return Station { visits, mean_service, speeds };
        }
        let one = |n: usize| speeds[n.min(speeds.len()) - 1];
        let most = customers as usize;
        let at_random = speeds_of_several(&(1..=most).map(one).collect::<Vec<_>>(), count);
        if !self.comes_in_turns(node) {
            return Station { visits, mean_service, speeds: at_random };
        }
        // In between those and one queue for all.
        let together = (1..=most).map(|n| one(n.div_ceil(count as usize)) * f64::from(count).min(n as f64));
        let speeds = at_random.iter().zip(together).map(|(a, b)| f64::midpoint(*a, b)).collect();
        Station { visits, mean_service, speeds }
    }

    /// Of own work; what waits for others in turn is about as spread as an exponential.
    fn scv_of(&self, node: u32) -> f64 {
        let row = &self.net.nodes[node as usize];
        if row.holds_slot { 1.0 } else { row.service.scv }
    }

    fn comes_in_turns(&self, node: u32) -> bool {
        let callers = self.incoming[node as usize].iter().map(|it| self.net.links[*it as usize].from);
        callers
            .map(|it| &self.net.nodes[it as usize].role)
            .all(|it| matches!(it, Role::Balancer(balancer) if balancer.algorithm == Balancing::RoundRobin))
    }

    /// The pools that requests come by while they hold a slot here, and how often.
    fn behind(&self, node: u32) -> Option<Vec<(u32, f64)>> {
        let mut found = Vec::<(u32, f64)>::new();
        let (mut next, mut visited) = (vec![(node, 1.0)], 0);
        while let Some((from, visits)) = next.pop() {
            let row = &self.net.nodes[from as usize];
            if row.groups.iter().any(|group| self.net.groups[group].to - self.net.groups[group].from > 1) {
                // Side by side.
                return None;
            }
            let served = self.coming[from as usize] * self.carried[from as usize];
            for &link in &self.outgoing[from as usize] {
                let it = &self.net.links[link as usize];
                let over = self.over[link as usize];
                if it.relation != Relation::Call || over <= 0.0 || served <= 0.0 {
                    continue;
                }
                visited += 1;
                if self.tries[link as usize] > NOTABLE_TRIES || visited > MOST_VISITS {
                    return None;
                }
                let visits = visits * over / served;
                let to = &self.net.nodes[it.to as usize];
                if to.slots != UNBOUNDED && !matches!(to.role, Role::Source { .. }) {
                    match found.iter_mut().find(|known| known.0 == it.to) {
                        Some(known) => known.1 += visits,
                        None => found.push((it.to, visits)),
                    }
                }
                if !to.holds_slot {
                    next.push((it.to, visits));
                }
            }
        }
        Some(found)
    }
}
