//! Brokers: what is published, kept, and pulled.

use std::collections::BTreeMap;

use model::{
    ComponentId, ConnectionId, Relation,
    connection::Connection,
    spec::{Behavior, Discipline},
};
use sim::{
    random::{Purpose, child_key, mix, stream},
    report::FailureCause,
};

use super::{Event, Job, State, Try, World, nanos};

/// A copy of a message for one subscription.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message {
    pub connection: ConnectionId,
    pub key: u64,
    user: u32,
    item: u32,
    class: (ComponentId, usize),
    attempt: u8,
    /// Among all that were published.
    number: usize,
    /// Given up and delivered again: who works on it does so for nobody.
    pub is_late: bool,
}

/// What waits, oldest first, and whether a message of the partition is being handled.
#[derive(Clone, Debug, Default)]
struct Part {
    waiting: Vec<Message>,
    is_busy: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Topics {
    parts: BTreeMap<(ConnectionId, u32), Part>,
    part_turns: BTreeMap<ConnectionId, u32>,
    /// Of a consumer: its replica that is next, and the broker that it asks next.
    turns: BTreeMap<ComponentId, u32>,
    broker_turns: BTreeMap<ComponentId, u32>,
    held: BTreeMap<ComponentId, u64>,
    publishing: BTreeMap<ComponentId, Vec<usize>>,
}

impl World<'_> {
    fn subscriptions(&self, is_one: impl Fn(&Connection) -> bool) -> Vec<ConnectionId> {
        let consumed = self.architecture.connections.iter().filter(|it| it.relation == Relation::Consume);
        let mut found: Vec<_> = consumed.filter(|it| is_one(it)).map(|it| it.id).collect();
        found.sort();
        found
    }

    fn broker(&self, id: ComponentId) -> (u64, u32, u32, bool) {
        match self.specs[&id].behavior {
            Behavior::Broker { max_messages, max_deliveries, partitions, waits_for_room } => {
                (max_messages, max_deliveries, partitions, waits_for_room)
            }
            _ => panic!("no broker"),
        }
    }

    /// Messages that wait for a consumer.
    pub(super) fn backlog(&self, link: ConnectionId) -> usize {
        let parts = self.topics.parts.iter().filter(|it| it.0.0 == link);
        parts.map(|it| it.1.waiting.len()).sum()
    }

    pub(super) fn held_messages(&self, broker: ComponentId) -> u64 {
        self.topics.held.get(&broker).copied().unwrap_or(0)
    }

    fn is_full(&self, broker: ComponentId) -> bool {
        self.held_messages(broker) >= self.broker(broker).0
    }

    /// "A broker that holds its most messages refuses publishers or lets them wait."
    pub(super) fn publish(&mut self, job: usize) {
        let at = self.jobs[job].at;
        let others = self.topics.publishing.get(&at).is_some_and(|it| !it.is_empty());
        if !self.is_full(at) && !others {
            return self.write_down(job);
        }
        if self.broker(at).3 {
            self.jobs[job].state = State::Calling;
            return self.topics.publishing.entry(at).or_default().push(job);
        }
        // "Captured changes are sent once."
        if self.jobs[job].sent_over.is_some() {
            self.note_rejected(self.jobs[job].class);
        }
        self.jobs[job].is_refused = true;
        self.fail(job, FailureCause::BrokerFull);
    }

    fn write_down(&mut self, job: usize) {
        self.jobs[job].is_written = true;
        let it = self.jobs[job].clone();
        let subscriptions = self.subscriptions(|connection| connection.from == it.at);
        if subscriptions.is_empty() {
            *self.topics.held.entry(it.at).or_default() += 1;
        }
        for connection in subscriptions {
            if !self.takes(job, connection) {
                continue;
            }
            *self.topics.held.entry(it.at).or_default() += 1;
            let key = child_key(it.key, stream(self.seed, connection.0, Purpose::Span), 0, 1);
            let message = Message {
                connection,
                key,
                user: it.user,
                item: it.item,
                class: it.class,
                attempt: 1,
                number: self.watch.note_message(self.now, it.class),
                is_late: false,
            };
            self.offer(message, true);
        }
        self.go_on(job);
    }

    /// It waits for room, or did so until its caller gave up.
    pub(super) fn wants_room(&self, job: usize) -> bool {
        self.topics.publishing.get(&self.jobs[job].at).is_some_and(|it| it.contains(&job))
    }

    /// "They get room in the order in which they came."
    pub(super) fn make_room(&mut self, broker: ComponentId) {
        while let Some(&job) = self.topics.publishing.get(&broker).and_then(|it| it.first()) {
            let is_there = self.jobs[job].state == State::Calling;
            if is_there && self.is_full(broker) {
                return;
            }
            self.topics.publishing.entry(broker).or_default().remove(0);
            if is_there {
                self.write_down(job);
            }
        }
    }

    /// "By a hash of its user."
    fn part_of(&self, message: &Message) -> (ConnectionId, u32) {
        let partitions = self.broker(self.connection(message.connection).from).2;
        let number = ((mix(u64::from(message.user)) >> 32) * u64::from(partitions)) >> 32;
        (message.connection, number as u32)
    }

    fn has_room(&self, consumer: ComponentId, replica: u32) -> bool {
        let place = &self.replicas[&consumer][replica as usize];
        // Who shares the slots has one, as long as there are any.
        let busy = place.busy + place.sharing.len() as u32;
        // "Those that go get nothing new."
        let is_there = replica < self.pools(consumer) && !self.is_down(consumer, replica);
        is_there && self.slots(consumer).is_none_or(|it| busy < it)
    }

    pub(super) fn offer(&mut self, message: Message, is_new: bool) {
        let it = self.connection(message.connection);
        let (broker, consumer) = (it.from, it.to);
        let part = self.part_of(&message);
        if self.broker(broker).2 > 0 {
            let place = self.topics.parts.entry(part).or_default();
            place.is_busy &= is_new;
            if is_new {
                place.waiting.push(message);
            } else {
                // "Comes again before those behind it."
                place.waiting.insert(0, message);
            }
            self.serve_part(part);
            return;
        }
        let count = self.pools(consumer);
        let start = self.topics.turns.get(&consumer).copied().unwrap_or(0);
        let free = (0..count)
            .map(|step| (start + step) % count)
            .find(|to| self.has_room(consumer, *to) && !self.cannot_fetch(it.id, *to));
        match free.filter(|_| !self.out.contains(&broker)) {
            Some(replica) => {
                self.topics.turns.insert(consumer, (replica + 1) % count);
                self.deliver(message, replica);
            }
            None => self.topics.parts.entry(part).or_default().waiting.push(message),
        }
    }

    /// "They are dealt out to the replicas of the consumer that are up, in turn, and dealt anew at once when replicas come or go."
    fn owner(&self, consumer: ComponentId, part: u32) -> Option<u32> {
        let count = self.pools(consumer);
        let up: Vec<u32> = (0..count).filter(|it| !self.is_down(consumer, *it)).collect();
        (!up.is_empty()).then(|| up[part as usize % up.len()])
    }

    /// "Of a partition one message is handled at a time, in order."
    fn serve_part(&mut self, part: (ConnectionId, u32)) -> bool {
        let it = self.connection(part.0);
        let (broker, consumer) = (it.from, it.to);
        let Some(owner) = self.owner(consumer, part.1) else { return false };
        let can =
            self.has_room(consumer, owner) && !self.out.contains(&broker) && !self.cannot_fetch(it.id, owner);
        let place = self.topics.parts.entry(part).or_default();
        if place.is_busy || place.waiting.is_empty() || !can {
            return false;
        }
        place.is_busy = true;
        let message = place.waiting.remove(0);
        self.deliver(message, owner);
        true
    }

    /// "A consumer with a free slot and an empty queue of its own takes the next message."
    pub(super) fn pull(&mut self, consumer: ComponentId, replica: u32) {
        let pulls = self.subscriptions(|it| it.to == consumer);
        let mut empty = 0;
        while empty < pulls.len() && self.has_room(consumer, replica) {
            let turn = self.topics.broker_turns.entry(consumer).or_default();
            let link = pulls[*turn as usize % pulls.len()];
            *turn = turn.wrapping_add(1);
            let broker = self.connection(link).from;
            let partitions = self.broker(broker).2;
            let found = if partitions > 0 {
                let start = self.topics.part_turns.get(&link).copied().unwrap_or(0);
                let own = (0..partitions).map(|step| (start + step) % partitions);
                let own: Vec<u32> = own.filter(|it| self.owner(consumer, *it) == Some(replica)).collect();
                let found = own.into_iter().find(|it| self.serve_part((link, *it)));
                found.inspect(|it| {
                    self.topics.part_turns.insert(link, (it + 1) % partitions);
                })
            } else {
                let is_down = self.out.contains(&broker) || self.cannot_fetch(link, replica);
                let place = self.topics.parts.entry((link, 0)).or_default();
                if place.waiting.is_empty() || is_down {
                    None
                } else {
                    let message = place.waiting.remove(0);
                    self.deliver(message, replica);
                    Some(0)
                }
            };
            empty = if found.is_some() { 0 } else { empty + 1 };
        }
    }

    /// "The slot is reserved while the message travels."
    fn deliver(&mut self, message: Message, replica: u32) {
        let it = self.connection(message.connection).clone();
        self.replicas.get_mut(&it.to).expect("a component")[replica as usize].busy += 1;
        let carried = self.carried(it.id);
        carried.attempts += 1;
        carried.retries += u64::from(message.attempt > 1);
        self.jobs.push(Job {
            user: message.user,
            item: message.item,
            message: Some(message),
            begun: self.now,
            has_slot: true,
            ..Job::new(it.to, replica, message.key, message.class)
        });
        let job = self.jobs.len() - 1;
        if let Some(millis) = it.policy.timeout_millis {
            self.schedule(nanos(millis), Event::MessageLate(job));
        }
        self.schedule(self.way_of_message(it.id, message.key, replica), Event::Handed(job));
    }

    /// A message reaches its consumer.
    pub(super) fn handed(&mut self, job: usize) {
        let message = self.jobs[job].message.expect("a message");
        if !self.jobs[job].has_slot {
            // The consumer went down in the meantime.
            self.jobs[job].state = State::Done;
            if !message.is_late {
                self.schedule(0, Event::Redeliver(message));
            }
            return;
        }
        self.jobs[job].begun = self.now;
        let at = self.jobs[job].at;
        self.counts(at).arrived += 1;
        self.note_load(job);
        if self.specs[&at].server.discipline == Discipline::Sharing {
            self.jobs[job].has_slot = false;
            self.replica_of(job).busy -= 1;
            return self.share(job);
        }
        self.begin(job);
    }

    /// "A delivery that is not done after the timeout is made again, like a failed one."
    pub(super) fn message_late(&mut self, job: usize) {
        let it = &mut self.jobs[job];
        if it.state == State::Done {
            return;
        }
        let message = it.message.expect("a message");
        it.message = Some(Message { is_late: true, ..message });
        self.settle(message, Some(FailureCause::Timeout));
    }

    /// A consumer is done with a message, or was interrupted.
    pub(super) fn handled(&mut self, job: usize) {
        let it = self.jobs[job].clone();
        let fixed = nanos(self.specs[&it.at].server.fixed_delay_millis);
        let took = self.now - it.begun + fixed;
        let counts = self.counts(it.at);
        if it.failure.is_some() {
            counts.failed += 1;
        } else {
            counts.succeeded += 1;
            counts.sojourn_nanos += took;
            self.note_sojourn(it.at, took);
        }
        if let Some(message) = it.message.filter(|it| !it.is_late) {
            self.settle(message, it.failure.map(|it| it.0));
        }
    }

    /// "Failed messages come again after the connection's backoff, up to the most deliveries."
    fn settle(&mut self, message: Message, failed: Option<FailureCause>) {
        let broker = self.connection(message.connection).from;
        if let Some(cause) = failed {
            *self.outcome.lost_calls.entry((message.connection, cause)).or_default() += 1;
        }
        if failed.is_some() && u32::from(message.attempt) < self.broker(broker).1 {
            let salt = stream(self.seed, message.connection.0, Purpose::Span);
            let key = child_key(message.key, salt, 0, message.attempt + 1);
            let Message { connection, attempt, .. } = message;
            let delay = self
                .backoff(Try { caller: 0, connection, call: 0, attempt, key, step: 0, hedges: None }, key);
            let again = Message { key, attempt: attempt + 1, ..message };
            return self.schedule(delay, Event::Redeliver(again));
        }
        self.note_settled(message.number, failed.is_none());
        let carried = self.carried(message.connection);
        if failed.is_some() {
            carried.dead_letters += 1;
        } else {
            carried.succeeded += 1;
        }
        *self.topics.held.entry(broker).or_default() -= 1;
        if self.topics.publishing.get(&broker).is_some_and(|it| !it.is_empty()) {
            self.schedule(0, Event::Room(broker));
        }
        if self.broker(broker).2 > 0 {
            let part = self.part_of(&message);
            self.topics.parts.entry(part).or_default().is_busy = false;
            self.serve_part(part);
        }
    }

    /// A broker is up again: consumers fetch what has piled up.
    pub(super) fn fetch(&mut self, broker: ComponentId) {
        for link in self.subscriptions(|it| it.from == broker) {
            let consumer = self.connection(link).to;
            for replica in 0..self.pools(consumer) {
                self.pull(consumer, replica);
            }
        }
    }

    /// "Dealt anew at once when replicas come or go."
    pub(super) fn deal_anew(&mut self, consumer: ComponentId) {
        for link in self.subscriptions(|it| it.to == consumer) {
            for part in 0..self.broker(self.connection(link).from).2 {
                self.serve_part((link, part));
            }
        }
    }
}
