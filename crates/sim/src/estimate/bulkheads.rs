//! Calls beyond a bulkhead: how many it refuses, how long they wait for a place, and what is not known of that.

use super::{Model, outcome::Outcome, time::Time};
use crate::{
    network::{Link, NONE},
    queueing::{erlang_b, ggc_wait, mmck},
};

/// Share of calls that a bulkhead may refuse without a word.
const NOTABLE_REFUSALS: f64 = 0.001;
/// Use of places up to which it is well known how long calls wait for one.
const KNOWN_LOAD: f64 = 0.9;
/// So many waiting places are as good as any number, as far as the estimate goes.
const MANY_WAITING: u32 = 1000;

impl Model<'_> {
    /// Calls under way over a link on average, if no bulkhead were in their way.
    fn under_way(&self, link: u32, it: &Link) -> f64 {
        self.over[link as usize] * self.first_tries(link, it).1
    }

    /// Most calls that wait for a place in a link's bulkhead.
    fn most_waiting(&self, it: &Link) -> u32 {
        if it.has_room() { self.net.rooms[it.room as usize].queue_limit } else { 0 }
    }

    /// Share of a link's calls that its bulkhead refuses, and whether more wait for a place than get one.
    pub(super) fn beyond_bulkhead(&self, link: u32) -> (f64, bool) {
        let it = &self.net.links[link as usize];
        if it.bulkhead == u32::MAX {
            return (0.0, false);
        }
        let load = self.under_way(link, it);
        if self.most_waiting(it) > 0 {
            (0.0, load >= f64::from(it.bulkhead))
        } else if load.is_finite() {
            (erlang_b(it.bulkhead, load), false)
        } else {
            (1.0, false)
        }
    }

    /// What comes of a try that waits for its place first, by M/G/c.
    pub(super) fn with_wait_for_place(&self, link: u32, one: Outcome) -> Outcome {
        let it = &self.net.links[link as usize];
        let (rate, time) = (self.over[link as usize], one.time());
        if self.most_waiting(it) == 0 || is_far(it.bulkhead, rate * time.mean) {
            return one;
        }
        let Some(found) = ggc_wait(it.bulkhead, rate, time.mean, 1.0, time.scv()) else { return one };
        let wait = Time::waiting(found.mean, found.of_those_who_do);
        Outcome { success: wait.and(one.success), failure: wait.and(one.failure), ..one }
    }

    /// What the estimate does not know of a bulkhead, if that matters.
    pub(super) fn unknown_of_bulkhead(&self, link: u32, it: &Link) -> Option<&'static str> {
        if it.bulkhead == u32::MAX {
            return None;
        }
        let rules = it.has_room().then(|| self.net.rooms[it.room as usize]);
        if rules.is_some_and(|it| it.adaptive_limit > 0) {
            return Some("estimate-bulkhead-adapts");
        }
        let load = self.under_way(link, it);
        // As if calls came at random and nobody else was in their way.
        let may_refuse = !is_far(it.bulkhead, load)
            && (load >= f64::from(it.bulkhead) || erlang_b(it.bulkhead, load) > NOTABLE_REFUSALS);
        if !may_refuse {
            return None;
        }
        let Some(rules) = rules.filter(|it| it.queue_limit > 0) else { return Some("estimate-bulkhead") };
        let room = it.bulkhead.saturating_add(rules.queue_limit.min(MANY_WAITING));
        let is_known = rules.wait_lane == NONE
            && load < KNOWN_LOAD * f64::from(it.bulkhead)
            && mmck(it.bulkhead, room, load, 1.0).loss < NOTABLE_REFUSALS;
        (!is_known).then_some("estimate-bulkhead-waits")
    }
}

/// Whether so few of that many places are used that the formulas need not be asked. `load`: calls under way on average.
fn is_far(most: u32, load: f64) -> bool {
    load + 10.0 * load.sqrt() + 10.0 < f64::from(most)
}
