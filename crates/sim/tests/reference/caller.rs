//! The caller's side: steps, calls, patience, retries, breaker, bulkhead.

use std::collections::BTreeMap;

use model::{
    ConnectionId, Relation,
    connection::{Condition, Connection, Jitter, TimeoutSpread, TimeoutUntil},
    spec::{Behavior, CacheMode},
};
use sim::{
    random::{Draw, Purpose, stream},
    report::{ErrorPlace, FailureCause},
};

use super::{
    Attempt, Event, Failure, Job, State, Try, World,
    hedge::{SECOND, key_of},
    most_tokens, nanos,
};

/// "Calls nested more than 64 deep fail."
const MOST_NESTED: u32 = 64;

impl World<'_> {
    /// "Its connections are followed step by step. Equal steps start together and are all awaited."
    pub(super) fn go_on(&mut self, job: usize) {
        self.jobs[job].state = State::Calling;
        let steps = self.steps(job);
        while self.jobs[job].open == 0 && self.jobs[job].state == State::Calling {
            let Some(step) = steps.get(self.jobs[job].step) else { return self.finish(job) };
            self.jobs[job].step += 1;
            self.jobs[job].needed = self.enough(job, self.jobs[job].step - 1);
            for &id in step {
                self.follow(job, id);
            }
        }
    }

    /// Connections by step; those that wait for a lookup of their own step are started by it.
    fn steps(&self, job: usize) -> Vec<Vec<ConnectionId>> {
        let mut steps: BTreeMap<(u32, bool), Vec<ConnectionId>> = BTreeMap::new();
        for it in self.outgoing(job) {
            let step = self.step_of(it);
            let waits = self.lookup_of(it).is_some_and(|lookup| self.step_of(lookup) == step);
            let row = steps.entry(step).or_default();
            if !waits {
                row.push(it.id);
            }
        }
        steps.into_values().collect()
    }

    /// "The least number set among the connections of a step."
    fn enough(&self, job: usize, step: usize) -> Option<u32> {
        let mut steps: Vec<_> = self.outgoing(job).iter().map(|it| self.step_of(it)).collect();
        steps.sort();
        steps.dedup();
        let of_step = self.outgoing(job).into_iter().filter(|it| self.step_of(it) == steps[step]);
        of_step.filter_map(|it| it.policy.enough).min().map(|it| it.max(1))
    }

    pub(super) fn outgoing(&self, job: usize) -> Vec<&Connection> {
        let at = self.jobs[job].at;
        let mut found: Vec<_> = self
            .architecture
            .connections
            .iter()
            .filter(|it| it.from == at && self.is_awaited_at_all(it))
            .collect();
        found.sort_by_key(|it| it.id);
        found
    }

    /// Stores hand their changes on behind the request's back, and other stores' copies, unless they wait for them.
    fn is_awaited_at_all(&self, it: &Connection) -> bool {
        match it.relation {
            Relation::Call => true,
            Relation::Publish => !matches!(self.specs[&it.from].behavior, Behavior::Store { .. }),
            Relation::Replicate => it.policy.synchronous,
            _ => false,
        }
    }

    pub(super) fn lookup_of(&self, connection: &Connection) -> Option<&Connection> {
        let Condition::OnMissOf(id) = connection.policy.on else { return None };
        Some(self.connection(id)).filter(|it| it.from == connection.from)
    }

    /// "Names are resolved before the rest of their step." What waits for a lookup is never earlier than it.
    fn step_of(&self, connection: &Connection) -> (u32, bool) {
        let is_after_names = self.time_to_live(connection).is_none();
        let lookup = self.lookup_of(connection).map_or((0, false), |it| self.step_of(it));
        (connection.policy.step, is_after_names).max(lookup)
    }

    /// How long a caller keeps an answer; `None`: it asked no resolver.
    fn time_to_live(&self, connection: &Connection) -> Option<u64> {
        match self.specs[&connection.to].behavior {
            Behavior::Resolver { ttl_secs } => Some(nanos(ttl_secs * 1e3)),
            _ => None,
        }
    }

    fn follow(&mut self, job: usize, id: ConnectionId) {
        if self.takes(job, id) {
            self.jobs[job].open += 1;
            return self.call(job, id, 0);
        }
        self.follow_dependents(job, id);
    }

    /// "A miss starts its dependents at once, within the same step." So does a lookup that was not made at all.
    fn follow_dependents(&mut self, job: usize, lookup: ConnectionId) {
        let step = self.step_of(self.connection(lookup));
        let dependents: Vec<ConnectionId> = self
            .outgoing(job)
            .into_iter()
            .filter(|it| it.policy.on == Condition::OnMissOf(lookup) && self.step_of(it) == step)
            .map(|it| it.id)
            .collect();
        for id in dependents {
            self.follow(job, id);
        }
    }

    pub(super) fn takes(&self, job: usize, id: ConnectionId) -> bool {
        let it = self.connection(id);
        let was_found = match it.policy.on {
            Condition::OnMissOf(lookup) => self.jobs[job].found.contains(&lookup),
            _ => false,
        };
        let is_known = self.known_until.get(&id).is_some_and(|until| self.now < *until);
        it.policy.calls_per_request > 0
            && !was_found
            && !is_known
            && self.fits(job, it)
            && self.unit(id.0, Purpose::Take, self.jobs[job].key) < it.policy.probability
    }

    /// A balancer's connections are alternatives: one healthy replica among all their targets gets the request.
    pub(super) fn pass_on(&mut self, job: usize) {
        self.jobs[job].state = State::Calling;
        match self.outgoing(job).first().map(|it| it.id) {
            Some(first) => {
                self.jobs[job].open = 1;
                self.call(job, first, 0);
            }
            None => self.finish(job),
        }
    }

    fn call(&mut self, caller: usize, connection: ConnectionId, call: u16) {
        let key = key_of(self.seed, self.jobs[caller].key, connection, call, 1);
        let step = self.jobs[caller].step;
        self.send(Try { caller, connection, call, attempt: 1, key, step, hedges: None });
    }

    pub(super) fn send(&mut self, mut what: Try) {
        let at = self.jobs[what.caller].at;
        if self.jobs[what.caller].depth + 1 >= MOST_NESTED {
            return self.schedule(0, Event::NotSent(what, FailureCause::CallLoop));
        }
        let target = if self.is_balancer(at) {
            // "With none healthy the request fails."
            let Some(target) = self.pick(&what) else {
                return self.schedule(0, Event::NotSent(what, FailureCause::NoHealthyTarget));
            };
            Some(target)
        } else {
            None
        };
        if let Some((connection, _)) = target {
            what.connection = connection;
        }
        let it = self.connection(what.connection);
        if let Some(budget) = it.policy.retry_budget.filter(|_| what.attempt == 1) {
            let guard = self.guard(what.connection);
            guard.tokens = (guard.tokens + budget).min(most_tokens(budget));
        }
        if self.waits_for_place(what, target) {
            return;
        }
        if let Some(cause) = self.is_refused(what, false) {
            return self.schedule(0, Event::NotSent(what, cause));
        }
        self.guard(what.connection).in_flight += 1;
        self.send_off(what, target);
    }

    /// Nothing at the caller keeps it from being sent.
    pub(super) fn send_off(&mut self, what: Try, target: Option<(ConnectionId, u32)>) {
        let it = self.connection(what.connection);
        let depth = self.jobs[what.caller].depth + 1;
        let draws = (what.key, self.jobs[what.caller].user, self.is_write(what.caller));
        let replica = target.map_or_else(|| self.replica_for(it, draws), |it| it.1);
        let carried = self.carried(what.connection);
        carried.attempts += 1;
        carried.retries += u64::from(what.attempt > 1);
        if let Some(target) = target {
            *self.under_way.entry(target).or_default() += 1;
        }
        let parent = &self.jobs[what.caller];
        let job = Job {
            user: parent.user,
            item: parent.item,
            from: Some(self.attempts.len()),
            depth,
            begun: self.now,
            ..Job::new(it.to, replica, what.key, parent.class)
        };
        self.jobs.push(job);
        let twin = what.hedges;
        let sent_at = self.now;
        self.attempts.push(Attempt {
            what,
            sent_at,
            target,
            job: self.jobs.len() - 1,
            is_over: false,
            was_taken: false,
            twin,
        });
        let attempt = self.attempts.len() - 1;
        self.plan_hedge(attempt);
        if let Some(millis) = it.policy.timeout_millis {
            let patience = match it.policy.timeout_spread {
                TimeoutSpread::Fixed => nanos(millis),
                TimeoutSpread::Exponential => {
                    let stream = stream(self.seed, what.connection.0, Purpose::Patience);
                    (self.ziggurat.exponential(&mut Draw::new(stream, what.key)) * (millis * 1e6) + 0.5)
                        as u64
                }
            };
            self.schedule(patience, Event::GiveUp(attempt));
        }
        self.send_there(attempt);
    }

    /// An attempt is answered or given up.
    pub(super) fn end(&mut self, attempt: usize) -> Try {
        let it = &mut self.attempts[attempt];
        (it.is_over, it.was_taken) = (true, self.jobs[it.job].is_written);
        let Attempt { what, target, .. } = *it;
        self.leave_place(what.connection);
        if let Some(target) = target {
            *self.under_way.entry(target).or_default() -= 1;
        }
        what
    }

    pub(super) fn answer(&mut self, attempt: usize) {
        if self.attempts[attempt].is_over {
            return;
        }
        let is_good = self.jobs[self.attempts[attempt].job].failure.is_none();
        if is_good {
            self.bulkhead_hears(attempt, true);
        }
        let what = self.end(attempt);
        let answer = self.jobs[self.attempts[attempt].job].clone();
        if let Some(failure) = answer.failure {
            return self.attempt_failed(attempt, failure);
        }
        self.hear_time(attempt);
        self.drop_twin(attempt);
        self.carried(what.connection).succeeded += 1;
        if let Some(lifetime) = self.time_to_live(self.connection(what.connection)) {
            self.known_until.insert(what.connection, self.now + lifetime);
        }
        self.breaker_hears(what.connection, true);
        if !self.is_awaited(&what) {
            return;
        }
        if u32::from(what.call) + 1 < self.connection(what.connection).policy.calls_per_request {
            return self.call(what.caller, what.connection, what.call + 1);
        }
        self.connection_done(what, !answer.missed, true);
    }

    pub(super) fn give_up(&mut self, attempt: usize) {
        if self.attempts[attempt].is_over {
            return;
        }
        // "Whoever waits for its turn only stays once work on its request has begun", also when that is interrupted.
        let it = self.connection(self.attempts[attempt].what.connection);
        let job = &self.jobs[self.attempts[attempt].job];
        let is_waiting = matches!(job.state, State::Traveling | State::Queued) && !job.was_interrupted
            || self.is_lost_on_the_way(attempt);
        if it.policy.timeout_until == TimeoutUntil::Begun && !is_waiting {
            return;
        }
        self.bulkhead_hears(attempt, false);
        let what = self.end(attempt);
        if self.connection(what.connection).policy.cancel_on_timeout {
            self.cancel(self.attempts[attempt].job);
        }
        self.attempt_failed(attempt, (FailureCause::Timeout, ErrorPlace::Connection(what.connection)));
    }

    fn attempt_failed(&mut self, attempt: usize, failure: Failure) {
        let what = self.attempts[attempt].what;
        self.count_lost_call(what, failure.0);
        self.breaker_hears(what.connection, false);
        // "A try that fails leaves it to the other."
        if self.has_twin(attempt) {
            return;
        }
        if !self.is_awaited(&what) {
            return self.note_unpublished(attempt);
        }
        let made = what.attempt & !SECOND;
        let may_retry = u32::from(made) < self.connection(what.connection).policy.attempts
            && self.takes_token(what.connection);
        if !may_retry {
            self.note_unpublished(attempt);
            return self.call_failed(what, failure);
        }
        let what = Try { attempt: made, hedges: None, ..what };
        let attempt = made + 1;
        let key = key_of(self.seed, self.jobs[what.caller].key, what.connection, what.call, attempt);
        let delay = self.backoff(what, key);
        self.schedule(delay, Event::Send(Try { attempt, key, ..what }));
    }

    /// "A retry costs one."
    pub(super) fn takes_token(&mut self, connection: ConnectionId) -> bool {
        self.connection(connection).policy.retry_budget.is_none_or(|_| {
            let guard = self.guard(connection);
            let has_token = guard.tokens >= 1.0;
            guard.tokens -= f64::from(u8::from(has_token));
            has_token
        })
    }

    /// "Before the k-th retry: min(cap, base × 2^(k-1)), all of it, between half and all of it, or between nothing and
    /// all of it."
    pub(super) fn backoff(&self, what: Try, key: u64) -> u64 {
        let policy = &self.connection(what.connection).policy;
        let mut full = nanos(policy.backoff_base_millis);
        for _ in 1..what.attempt {
            full *= 2;
        }
        let full = full.min(nanos(policy.backoff_cap_millis));
        let share = Draw::new(stream(self.seed, what.connection.0, Purpose::Jitter), key).unit();
        match policy.jitter {
            Jitter::None => full,
            Jitter::Equal => (full as f64 * (0.5 + 0.5 * share)) as u64,
            Jitter::Full => (full as f64 * share) as u64,
        }
    }

    pub(super) fn count_lost_call(&mut self, what: Try, cause: FailureCause) {
        *self.outcome.lost_calls.entry((what.connection, cause)).or_default() += 1;
    }

    /// "Optional connections only end without a result." Lookups in a cache that stands aside are optional.
    pub(super) fn call_failed(&mut self, what: Try, failure: Failure) {
        let it = self.connection(what.connection);
        let is_aside = matches!(self.specs[&it.to].behavior, Behavior::Cache { mode: CacheMode::Aside, .. });
        self.bring_from(what.caller, it, false);
        if it.policy.optional.unwrap_or(is_aside) {
            self.connection_done(what, false, false);
        } else {
            self.jobs[what.caller].open -= 1;
            let it = &self.jobs[what.caller];
            // "Fails when so many can no longer come."
            if it.needed.is_none_or(|needed| it.open < needed) {
                self.jobs[what.caller].failure = Some(failure);
                self.finish(what.caller);
            }
        }
    }

    fn connection_done(&mut self, what: Try, found: bool, answered: bool) {
        let caller = what.caller;
        self.jobs[caller].open -= 1;
        if found {
            self.bring_from(caller, self.connection(what.connection), true);
        }
        if found {
            self.jobs[caller].found.insert(what.connection);
        } else if self.is_balancer(self.jobs[caller].at) {
            self.jobs[caller].missed = true;
        } else {
            self.follow_dependents(caller, what.connection);
        }
        let it = &mut self.jobs[caller];
        if let Some(needed) = &mut it.needed {
            *needed -= u32::from(answered);
            if *needed == 0 {
                // "What is not awaited goes on at the callees."
                it.open = 0;
            }
        }
        if it.open == 0 {
            if self.is_balancer(self.jobs[caller].at) { self.finish(caller) } else { self.go_on(caller) }
        }
    }
}
