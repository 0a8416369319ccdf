//! What comes of a request's calls, and after how long: side by side, one after the other, and tried again.

use model::{Relation, connection::Jitter};

use super::{
    Model, flow,
    lateness::Patience,
    links,
    outcome::{Branch, Outcome},
    time::Time,
};
use crate::{
    engine::longest_backoff,
    network::{Link, NONE, Role},
    queueing::fork_join_correlation,
    time::{SECOND, secs},
};

/// So many tries of a call are told apart.
const MANY_TRIES: usize = 8;

impl Model<'_> {
    /// What comes of a request beyond its own work: its calls, step by step.
    pub(super) fn onward(&self, node: u32, class: usize) -> Outcome {
        let net = self.net;
        let row = &net.nodes[node as usize];
        if let Role::Balancer(balancer) = &row.role {
            let total = flow::total_weight(net, balancer, class);
            let candidates = &net.candidates[balancer.candidates.iter()];
            // Behind a connection all replicas are alike, and there may be thousands.
            let choices = candidates.chunk_by(|a, b| a.link == b.link).filter_map(|alike| {
                let link = alike[0].link;
                let weight: f64 = alike.iter().map(|it| flow::weight(balancer.algorithm, it.weight)).sum();
                let is_allowed = total > 0.0 && net.allows(link, class as u16);
                is_allowed.then(|| (weight / total, self.calls(link, class)))
            });
            return Outcome::one_of(choices.collect::<Vec<_>>().into_iter());
        }
        let passed_on = 1.0 - self.answered_here(node, class);
        if passed_on <= 0.0 {
            return Outcome::default();
        }
        let steps = row.groups.iter().map(|group| {
            let range = net.groups[group];
            let has_siblings = range.to - range.from > 1;
            let calls = links(&net.grouped, range).map(|link| self.over(link, class, has_siblings));
            let all = calls.reduce(Branch::beside).map_or_else(Outcome::default, Branch::outcome);
            // If some answers are enough, few failures do no harm.
            if net.enough[group] > 0 { Outcome::sure(all.success) } else { all }
        });
        steps.fold(Outcome::default(), Outcome::then).sometimes(passed_on)
    }

    /// A link and what waits for its miss.
    fn over(&self, link: u32, class: usize, has_siblings: bool) -> Branch {
        let it = &self.net.links[link as usize];
        let share = self.taken(link, class);
        let outcome = if share > 0.0 { self.calls(link, class) } else { Outcome::default() };
        let own =
            Branch { share, outcome, common: if has_siblings { self.common[link as usize] } else { 0.0 } };
        if it.dependents.from == it.dependents.to {
            return own;
        }
        let are_several = it.dependents.to - it.dependents.from > 1;
        let after = || links(&self.net.dependents, it.dependents).map(|it| self.over(it, class, are_several));
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
    pub(super) fn call(&self, link: u32, class: usize) -> Outcome {
        let it = &self.net.links[link as usize];
        let one = self.attempt(it, class);
        self.all_tries(it, if it.has_room() { self.with_wait_for_place(link, one) } else { one })
    }

    /// What comes of a call if that comes of each try.
    pub(super) fn all_tries(&self, it: &Link, one: Outcome) -> Outcome {
        let attempts = self.most_tries(it);
        if one.fails <= 0.0 || attempts <= 1 {
            return one;
        }
        let (granted, most) = (self.granted(it, one.fails), f64::from(attempts));
        // Of the calls whose first try has failed, so many may try on.
        let all_fail = libm::pow(one.fails, most);
        let fails = (1.0 - granted) * one.fails + granted * all_fail;
        // So many tries have failed before the one that succeeds, or before nobody tries any more.
        let mut before = Time::NONE;
        let mut share = (1.0 - one.fails) / (1.0 - fails).max(f64::MIN_POSITIVE);
        let mut successes: Vec<(f64, Time)> = Vec::with_capacity(MANY_TRIES);
        for tried in 0..attempts {
            let success = before.and(one.success);
            match successes.last_mut() {
                // Few need so many tries: they count together.
                Some((last, time)) if usize::from(tried) >= MANY_TRIES => {
                    let all = (*last + share).max(f64::MIN_POSITIVE);
                    *time = Time::one_of([(*last / all, *time), (share / all, success)].into_iter());
                    *last += share;
                }
                _ => successes.push((share, success)),
            }
            share *= one.fails * if tried == 0 { granted } else { 1.0 };
            before = before.and(one.failure);
            if tried + 1 < attempts {
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
        // A broker delivers again without one.
        if link.relation == Relation::Consume || link.retry_budget < 0.0 || wanted <= link.retry_budget {
            1.0
        } else {
            link.retry_budget / wanted
        }
    }

    /// Whether what is not known of a link at first can matter: calls that fail, or how long a lookup takes.
    pub(super) fn may_lose(&self, link: u32) -> bool {
        let it = &self.net.links[link as usize];
        let has_limit = it.timeout_lane != NONE || it.patience > 0.0;
        // What failed a round ago may have stopped.
        it.ttl > 0
            || has_limit
            || self.lost[link as usize] > 0.0
            || self.cells.of(it.to).any(|cell| self.outcomes[cell].fails > 0.0)
    }

    /// Share of the calls over a link that fail for good, and their mean time; at the present times.
    pub(super) fn lost_and_looked_up(&self, link: u32) -> (f64, f64) {
        self.failing_and_time(link, |class| self.call(link, class))
    }

    /// Share of the tries over a link that fail, and their mean time.
    pub(super) fn first_tries(&self, link: u32, it: &Link) -> (f64, f64) {
        self.failing_and_time(link, |class| self.attempt(it, class))
    }

    fn failing_and_time(&self, link: u32, outcome: impl Fn(usize) -> Outcome) -> (f64, f64) {
        let figures = |class| {
            let it = outcome(class);
            [it.fails, it.time().mean]
        };
        // A mean of ones is rounded to more than one now and then.
        self.over_classes(link, figures).map_or((0.0, 0.0), |[fails, secs]| (fails.min(1.0), secs))
    }

    /// Means of figures of each class over those that go over a link; `None` if nothing does.
    fn over_classes<const N: usize>(&self, link: u32, of: impl Fn(usize) -> [f64; N]) -> Option<[f64; N]> {
        let (mut all, mut sums) = (0.0, [0.0; N]);
        for cell in self.cells.of(self.net.links[link as usize].from) {
            let class = self.cells.class(cell);
            let rate = self.arrivals[cell];
            if rate > 0.0 && self.net.allows(link, class as u16) {
                all += rate;
                sums.iter_mut().zip(of(class)).for_each(|(sum, it)| *sum += rate * it);
            }
        }
        (all > 0.0).then(|| sums.map(|sum| sum / all))
    }

    /// Tries per call, at the present times.
    pub(super) fn tries_of(&self, link: u32) -> f64 {
        let it = &self.net.links[link as usize];
        let attempts = self.most_tries(it);
        if attempts <= 1 || !self.tries_again(link, it) {
            return 1.0;
        }
        let tries = |class| {
            let fails = self.attempt(it, class).fails;
            [1.0 + (tries(fails, attempts) - 1.0) * self.granted(it, fails)]
        };
        self.over_classes(link, tries).map_or(1.0, |[tries]| tries)
    }

    /// One try.
    pub(super) fn attempt(&self, link: &Link, class: usize) -> Outcome {
        let callee = self.cells.find(link.to, class).map_or_else(Outcome::default, |it| self.outcomes[it]);
        self.tried(link, callee)
    }

    /// One try, if that comes of it at the callee: there, the callee's time and back, or no longer than its caller waits. Of
    /// messages that have been handled the broker knows at once.
    pub(super) fn tried(&self, link: &Link, callee: Outcome) -> Outcome {
        let ways = if link.relation == Relation::Consume { 1.0 } else { 2.0 };
        let ways = Time::constant(ways * self.hop_secs(link));
        let (success, failure) = (callee.success.and(ways), callee.failure.and(ways));
        // Who waits only for its turn is not counted here.
        let (late, in_time, given_up) = if link.waits_for_turn {
            (0.0, success, Time::NONE)
        } else if link.patience > 0.0 {
            success.against_random(link.patience / SECOND as f64)
        } else if link.timeout_lane != NONE {
            let limit = secs(self.net.lanes[link.timeout_lane as usize].1);
            (success.beyond(limit), success.within(limit), Time::constant(limit))
        } else {
            (0.0, success, Time::NONE)
        };
        let late = (1.0 - callee.fails) * late;
        if late <= 0.0 {
            return Outcome { success, failure, ..callee };
        }
        let fails = callee.fails + late;
        let failures = [(late / fails, given_up), (callee.fails / fails, failure)];
        Outcome { success: in_time, fails, failure: Time::one_of(failures.into_iter()) }
    }

    /// Share of the tries over a link that come too late, or for whom it is their turn too late.
    pub(super) fn late(&self, index: u32, link: &Link) -> f64 {
        if link.timeout_lane == NONE && link.patience == 0.0 {
            return 0.0;
        }
        if link.waits_for_turn {
            let wait = self.pools[link.to as usize].wait;
            return match Patience::of(self.net, link) {
                Some(it) if link.patience > 0.0 => wait.against_random(it.secs).0,
                Some(it) => wait.beyond(it.secs),
                None => 0.0,
            };
        }
        let answered =
            |class: usize| self.cells.find(link.to, class).map_or(0.0, |it| self.outcomes[it].fails);
        let late = |class: usize| [self.attempt(link, class).fails - answered(class)];
        self.over_classes(index, late).map_or(0.0, |[late]| late)
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
pub(super) fn pause(link: &Link, attempt: u8) -> Time {
    let most = secs(longest_backoff(link, attempt));
    match link.jitter {
        Jitter::None => Time::constant(most),
        // Evenly between a half and the whole, or between nothing and the whole.
        Jitter::Equal => Time::new(0.75 * most, 1.0 / 27.0),
        Jitter::Full => Time::new(0.5 * most, 1.0 / 3.0),
    }
}
