//! Ways that are slow, lose packets, or are cut.

use std::collections::BTreeSet;

use model::{
    ComponentId, ConnectionId, Place, Relation,
    connection::{Collection, Connection},
    scenario::{Action, Change},
    spec::Behavior,
};
use sim::{
    random::{Draw, Purpose, child_key, stream},
    report::{ErrorPlace, FailureCause},
};

use super::{Event, State, Try, World, nanos};

/// "Whoever calls over a way that is cut and has no timeout gives up after 127 s."
const GIVES_UP_AFTER_MILLIS: f64 = 127_000.0;

/// Replicas behind the connections of balancers.
pub(super) type CutOff = BTreeSet<(ConnectionId, u32)>;

/// What is wrong with a way between two replicas.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trouble {
    added: u64,
    loss_ratio: f64,
    is_cut_there: bool,
    is_cut_back: bool,
}

impl Trouble {
    /// "A consumer that is cut off from its broker fetches nothing"; a check needs an answer, too.
    const fn is_cut(&self) -> bool {
        self.is_cut_there || self.is_cut_back
    }

    /// "A lost packet is sent again after 200 ms, then after twice as long each time", eight times at most.
    fn delay(&self, mut draw: Draw) -> u64 {
        let (mut delay, mut next) = (self.added, nanos(200.0));
        for _ in 0..8 {
            if self.loss_ratio == 0.0 || draw.unit() >= self.loss_ratio {
                break;
            }
            delay += next;
            next *= 2;
        }
        delay
    }
}

/// Whether an entry of the scenario is about ways.
pub(super) fn is_about_ways(action: &Action) -> bool {
    let ids =
        ["packet-loss", "latency", "partition", "partition-one-way", "dependency-slow", "queue-backlog"];
    matches!(action, Action::Change(it) if ids.contains(&it.change.as_str()))
}

impl World<'_> {
    /// From a replica to another one over a connection: of all changes that hold.
    fn trouble(&self, id: ConnectionId, from: u32, to: u32) -> Trouble {
        let it = self.connection(id);
        let (from, to) = (self.zone_of(it.from, from), self.zone_of(it.to, to));
        let mut all = Trouble::default();
        for number in &self.lasting {
            let Action::Change(change) = &self.architecture.scenario.events[*number].action else { continue };
            match change.place {
                Place::Connection(place) if place == id => all.add(change, false),
                // Of a component: of those who call it, or of what it consumes.
                Place::Component(place) if place == it.to => {
                    let consumes = it.relation == Relation::Consume;
                    let calls = matches!(it.relation, Relation::Call | Relation::Publish);
                    if if change.change == "queue-backlog" { consumes } else { calls } {
                        all.add(change, false);
                    }
                }
                // "A zone that is cut off still sees those who are in no zone."
                Place::Zone(zone) if from.is_some() && to.is_some() => {
                    match (self.is_inside(from, zone), self.is_inside(to, zone)) {
                        (false, true) => all.add(change, false),
                        (true, false) => all.add(change, true),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// A call sets out.
    pub(super) fn send_there(&mut self, attempt: usize) {
        let (what, job) = (self.attempts[attempt].what, self.attempts[attempt].job);
        let (from, to) = (self.jobs[what.caller].replica, self.jobs[job].replica);
        let trouble = self.trouble(what.connection, from, to);
        if trouble.is_cut_there {
            return self.lose_on_the_way(attempt);
        }
        let mut draw = Draw::new(stream(self.seed, what.connection.0, Purpose::Trouble), what.key);
        let refused = self.refusal(what.connection).filter(|it| draw.unit() < it.0);
        let delay = self.way(what.connection, from, to) + trouble.delay(draw);
        let Some((_, cause)) = refused else {
            return self.schedule(delay, Event::Reach(attempt));
        };
        // "It fails after a round trip, both ways as they are when it sets out."
        if trouble.is_cut_back {
            return self.lose_on_the_way(attempt);
        }
        let back = trouble.delay(self.draw_back(&what)) + self.way_back(attempt);
        self.fail_on_the_way(attempt, cause, delay + back);
    }

    fn draw_back(&self, what: &Try) -> Draw {
        let stream = stream(self.seed, what.connection.0, Purpose::Trouble);
        Draw::new(stream, child_key(what.key, stream, 0, 0))
    }

    /// An answer sets out, good or bad, after the callee's fixed delay.
    pub(super) fn send_back(&mut self, attempt: usize, fixed: u64) {
        let (what, job) = (self.attempts[attempt].what, self.attempts[attempt].job);
        let (from, to) = (self.jobs[what.caller].replica, self.jobs[job].replica);
        let trouble = self.trouble(what.connection, from, to);
        if trouble.is_cut_back {
            return self.lose_on_the_way(attempt);
        }
        let delay = self.way_back(attempt) + trouble.delay(self.draw_back(&what)) + fixed;
        self.schedule(delay, Event::Answer(attempt));
    }

    /// A question or its answer never arrives.
    fn lose_on_the_way(&mut self, attempt: usize) {
        self.fail_on_the_way(attempt, FailureCause::Unreachable, nanos(GIVES_UP_AFTER_MILLIS));
    }

    fn fail_on_the_way(&mut self, attempt: usize, cause: FailureCause, after: u64) {
        let (what, job) = (self.attempts[attempt].what, self.attempts[attempt].job);
        self.jobs[job].state = State::Done;
        self.jobs[job].failure = Some((cause, ErrorPlace::Connection(what.connection)));
        self.schedule(after, Event::Answer(attempt));
    }

    /// Its question or its answer was lost, or refused on the way.
    pub(super) fn is_lost_on_the_way(&self, attempt: usize) -> bool {
        let place = ErrorPlace::Connection(self.attempts[attempt].what.connection);
        self.jobs[self.attempts[attempt].job].failure.is_some_and(|it| it.1 == place)
    }

    /// How long a message is on its way to a consumer; brokers are where their first replica is.
    pub(super) fn way_of_message(&self, id: ConnectionId, key: u64, replica: u32) -> u64 {
        let draw = Draw::new(stream(self.seed, id.0, Purpose::Trouble), key);
        self.way(id, 0, replica) + self.trouble(id, 0, replica).delay(draw)
    }

    /// How long a copy is on its way, or why it does not arrive.
    pub(super) fn way_of_copy(
        &self,
        id: ConnectionId,
        key: u64,
        from: u32,
        to: u32,
    ) -> Result<u64, FailureCause> {
        let trouble = self.trouble(id, from, to);
        let is_fetched = self.connection(id).policy.collection == Collection::Scrape;
        if trouble.is_cut_there || is_fetched && trouble.is_cut() {
            return Err(FailureCause::Unreachable);
        }
        let mut draw = Draw::new(stream(self.seed, id.0, Purpose::Trouble), key);
        match self.refusal(id).filter(|it| draw.unit() < it.0) {
            Some((_, cause)) => Err(cause),
            None => Ok(self.way(id, from, to) + trouble.delay(draw)),
        }
    }

    pub(super) fn is_cut(&self, id: ConnectionId, from: u32, to: u32) -> bool {
        self.trouble(id, from, to).is_cut()
    }

    pub(super) fn cannot_fetch(&self, id: ConnectionId, replica: u32) -> bool {
        self.trouble(id, 0, replica).is_cut()
    }

    /// Ways change: a change begins to hold, or ends.
    pub(super) fn change_ways(&mut self, number: usize, holds: bool) {
        let before = self.cut_off();
        if holds {
            self.lasting.insert(number);
        } else {
            self.lasting.remove(&number);
        }
        for it in self.architecture.connections.iter().filter(|it| it.relation == Relation::Consume) {
            for replica in 0..self.pools(it.to) {
                self.pull(it.to, replica);
            }
            self.deal_anew(it.to);
        }
        let after = self.cut_off();
        self.check_again(&before, &after);
    }

    /// Balancers look again at targets that begin to fail their checks, or to pass them.
    pub(super) fn check_again(&mut self, before: &CutOff, after: &CutOff) {
        for &(connection, replica) in before.symmetric_difference(after) {
            self.plan_check(connection, replica);
        }
    }

    /// Targets that no replica of their balancer reaches, or "whose answers do not come back", or whose checks fail.
    pub(super) fn cut_off(&self) -> CutOff {
        let of_balancers = self
            .architecture
            .connections
            .iter()
            .filter(|it| it.relation == Relation::Call && self.is_balancer(it.from));
        let targets =
            of_balancers.flat_map(|it| (0..self.replicas[&it.to].len() as u32).map(move |to| (it, to)));
        let is_cut_off =
            |from: ComponentId, id, to| (0..self.pools(from)).all(|it| self.trouble(id, it, to).is_cut());
        let fails = |it: &Connection, to| is_cut_off(it.from, it.id, to) || self.fails_checks(it.to, to);
        targets.filter(|(it, to)| fails(it, *to)).map(|(it, to)| (it.id, to)).collect()
    }

    /// "A replica counts as healthy until the health check has had its time to notice, and as unhealthy until it has noticed
    /// the return, each for itself."
    fn plan_check(&mut self, connection: ConnectionId, replica: u32) {
        let Behavior::Balancer { health_check_secs, .. } =
            self.specs[&self.connection(connection).from].behavior
        else {
            return;
        };
        let change = self.way_changes.entry((connection, replica)).or_default();
        *change += 1;
        let change = *change;
        self.schedule(nanos(health_check_secs * 1e3), Event::Checked(connection, replica, change));
    }

    pub(super) fn checked(&mut self, connection: ConnectionId, replica: u32, change: u32) {
        if self.way_changes[&(connection, replica)] != change {
            return;
        }
        if self.cut_off().contains(&(connection, replica)) {
            self.known_cut.insert((connection, replica));
        } else {
            self.known_cut.remove(&(connection, replica));
        }
    }
}

impl Trouble {
    /// What another change adds, seen from this end of the way or from the other one.
    fn add(&mut self, change: &Change, is_reversed: bool) {
        match change.change.as_str() {
            // "Half of it in each direction."
            "latency" | "dependency-slow" => self.added += nanos(change.settings["millis"] / 2.0),
            "packet-loss" => {
                self.loss_ratio = 1.0 - (1.0 - self.loss_ratio) * (1.0 - change.settings["share"]);
            }
            "partition" | "queue-backlog" => (self.is_cut_there, self.is_cut_back) = (true, true),
            // "Requests arrive, answers do not. Of a zone: what is sent out of it is lost."
            "partition-one-way" if is_reversed => self.is_cut_there = true,
            "partition-one-way" => self.is_cut_back = true,
            other => panic!("{other} is not about ways"),
        }
    }
}
