//! What comes of a request's calls, and after how long: side by side, one after the other, and tried again.

use model::{Relation, connection::Jitter};

use super::{
    Model, flow, links,
    outcome::{Branch, Outcome},
    time::Time,
};
use crate::{
    engine::longest_backoff,
    network::{Link, NONE, Role},
    queueing::fork_join_correlation,
    time::SECOND,
};

impl Model<'_> {
    /// What comes of a request beyond its own work: its calls, step by step.
    pub(super) fn onward(&self, node: u32, class: usize, rate: f64) -> Outcome {
        let net = self.net;
        let row = &net.nodes[node as usize];
        if let Role::Balancer(balancer) = &row.role {
            let total = flow::total_weight(net, balancer, class);
            let candidates = &net.candidates[balancer.candidates.iter()];
            let allowed = candidates.iter().filter(|it| total > 0.0 && net.allows(it.link, class as u16));
            return Outcome::one_of(allowed.map(|it| {
                let share = flow::weight(balancer.algorithm, it.weight) / total;
                (share, self.calls(it.link, class))
            }));
        }
        let passed_on = 1.0 - self.answered_here(node, class);
        if passed_on <= 0.0 {
            return Outcome::default();
        }
        let steps = row.groups.iter().map(|group| {
            let range = net.groups[group];
            let has_siblings = range.to - range.from > 1;
            let calls = links(&net.grouped, range).map(|link| self.over(link, class, rate, has_siblings));
            let all = calls.reduce(Branch::beside).map_or_else(Outcome::default, Branch::outcome);
            // If some answers are enough, few failures do no harm.
            if net.enough[group] > 0 { Outcome::sure(all.success) } else { all }
        });
        steps.fold(Outcome::default(), Outcome::then).sometimes(passed_on)
    }

    /// A link and what waits for its miss.
    fn over(&self, link: u32, class: usize, rate: f64, has_siblings: bool) -> Branch {
        let it = &self.net.links[link as usize];
        let share = self.taken(link, class, rate);
        let outcome = if share > 0.0 { self.calls(link, class) } else { Outcome::default() };
        let own =
            Branch { share, outcome, common: if has_siblings { self.common[link as usize] } else { 0.0 } };
        if it.dependents.from == it.dependents.to {
            return own;
        }
        let are_several = it.dependents.to - it.dependents.from > 1;
        let after =
            || links(&self.net.dependents, it.dependents).map(|it| self.over(it, class, rate, are_several));
        // They wait for the same: if one of them is needed, so are the others.
        let needed = after().map(|it| it.share).fold(0.0, f64::max);
        if needed <= 0.0 {
            return own;
        }
        let beside = after().map(|it| Branch { share: it.share / needed, ..it }).reduce(Branch::beside);
        let later = beside.map_or_else(Outcome::default, Branch::outcome).sometimes(needed);
        Branch { share: 1.0, outcome: own.outcome().then(later), ..own }
    }

    /// All calls of a request over a link.
    fn calls(&self, link: u32, class: usize) -> Outcome {
        let it = &self.net.links[link as usize];
        let one = self.call(link, class);
        let all = (1..it.calls).fold(one, |all, _| all.then(one));
        if it.is_optional { all.forgiven() } else { all }
    }

    /// One call with all its tries.
    fn call(&self, link: u32, class: usize) -> Outcome {
        let it = &self.net.links[link as usize];
        let one = self.attempt(it, class);
        if one.fails <= 0.0 || it.attempts <= 1 {
            return one;
        }
        let (granted, most) = (self.granted(it, one.fails), f64::from(it.attempts));
        // Of the calls whose first try has failed, so many may try on.
        let all_fail = libm::pow(one.fails, most);
        let fails = (1.0 - granted) * one.fails + granted * all_fail;
        // So many tries have failed before the one that succeeds, or before nobody tries any more.
        let mut before = Time::NONE;
        let mut share = (1.0 - one.fails) / (1.0 - fails).max(f64::MIN_POSITIVE);
        let mut successes = Vec::with_capacity(usize::from(it.attempts));
        for tried in 0..it.attempts {
            successes.push((share, before.and(one.success)));
            share *= one.fails * if tried == 0 { granted } else { 1.0 };
            before = before.and(one.failure);
            if tried + 1 < it.attempts {
                before = before.and(pause(it, tried + 1));
            }
        }
        let given_up = if fails > 0.0 { (1.0 - granted) * one.fails / fails } else { 0.0 };
        let failures = [(given_up, one.failure), (1.0 - given_up, before)];
        Outcome {
            success: Time::one_of(successes.into_iter()),
            fails,
            failure: Time::one_of(failures.into_iter()),
        }
    }

    /// Share of the tries after the first that a retry budget lets through.
    fn granted(&self, link: &Link, fails: f64) -> f64 {
        let wanted = tries(fails, link.attempts) - 1.0;
        if link.retry_budget < 0.0 || wanted <= link.retry_budget { 1.0 } else { link.retry_budget / wanted }
    }

    /// Tries per call, at the present times.
    pub(super) fn tries_of(&self, link: u32) -> f64 {
        let it = &self.net.links[link as usize];
        if it.attempts <= 1 || it.relation != Relation::Call {
            return 1.0;
        }
        let (mut calls, mut all) = (0.0, 0.0);
        for cell in self.cells.of(it.from) {
            let class = self.cells.class(cell);
            let rate = self.arrivals[cell];
            if rate > 0.0 && self.net.allows(link, class as u16) {
                let fails = self.attempt(it, class).fails;
                calls += rate;
                all += rate * (1.0 + (tries(fails, it.attempts) - 1.0) * self.granted(it, fails));
            }
        }
        if calls > 0.0 { all / calls } else { 1.0 }
    }

    /// One try: there, the callee's time and back, or no longer than its caller waits.
    fn attempt(&self, link: &Link, class: usize) -> Outcome {
        let hop = match self.net.hops.get(link.hops as usize) {
            Some(table) => {
                let delays = table.0.values().map(|it| it.delay as f64);
                delays.sum::<f64>() / table.0.len() as f64
            }
            None => link.hop.delay as f64,
        };
        let callee = self.cells.find(link.to, class).map_or_else(Outcome::default, |it| self.outcomes[it]);
        let ways = Time::constant(2.0 * hop / SECOND as f64);
        let (success, failure) = (callee.success.and(ways), callee.failure.and(ways));
        // Who has a random patience, or waits only for its turn, is not counted here.
        if link.timeout_lane == NONE || link.waits_for_turn || link.patience > 0.0 {
            return Outcome { success, failure, ..callee };
        }
        let limit = self.net.lanes[link.timeout_lane as usize].1 as f64 / SECOND as f64;
        let late = (1.0 - callee.fails) * success.beyond(limit);
        if late <= 0.0 {
            return Outcome { success, failure, ..callee };
        }
        let fails = callee.fails + late;
        let failures = [(late / fails, Time::constant(limit)), (callee.fails / fails, failure)];
        Outcome { success: success.within(limit), fails, failure: Time::one_of(failures.into_iter()) }
    }

    /// How much of the variance of a node's time comes from the queue of what was sent over the same link, for each link to it.
    pub(super) fn look_for_common(&mut self, node: u32) {
        let row = &self.net.nodes[node as usize];
        let pool = &self.pools[node as usize];
        let arrivals = self.coming[node as usize];
        let all = if pool.wait.variance > 0.0 && arrivals > 0.0 {
            pool.wait.variance * fork_join_correlation(pool.utilization, row.service.scv)
        } else {
            0.0
        };
        for &link in &self.incoming[node as usize] {
            let same = self.over[link as usize] / arrivals.max(f64::MIN_POSITIVE) / f64::from(row.instances);
            self.common[link as usize] = all * same.min(1.0);
        }
    }
}

/// Tries per call if that share of them fails.
pub(super) fn tries(fails: f64, attempts: u8) -> f64 {
    (0..attempts).fold((0.0, 1.0), |(sum, power), _| (sum + power, power * fails)).0
}

/// Between the try with that number and the next one.
fn pause(link: &Link, attempt: u8) -> Time {
    let most = longest_backoff(link, attempt) as f64 / SECOND as f64;
    match link.jitter {
        Jitter::None => Time::constant(most),
        // Evenly between a half and the whole, or between nothing and the whole.
        Jitter::Equal => Time::new(0.75 * most, 1.0 / 27.0),
        Jitter::Full => Time::new(0.5 * most, 1.0 / 3.0),
    }
}
