//! Brokers: accept messages, keep them, hand them to consumers that pull at their own pace.
//!
//! Every `consume` connection is a subscription and gets every message that its condition and probability let through;
//! the replicas behind one connection share its messages (a consumer group).

use model::Relation;

use crate::{
    engine::{Engine, backoff, child_key},
    network::{Link, NONE, Network, Node, Role},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// A message has been written down: it is stored for every subscription, and acknowledged.
    pub(crate) fn publish(&mut self, net: &Network, node: &Node, span: u32, waits_for_room: bool) {
        let index = net.instances[self.spans[span].instance as usize].node;
        // Those who came before it come first.
        if self.is_full(net, index) || !self.nodes[index as usize].publishing.is_empty() {
            if waits_for_room {
                return self.wait_for_room(index, span);
            }
            let stats = &mut self.node_stats[index as usize];
            stats.causes[FailureCause::BrokerFull as usize] += 1;
            stats.rejected += 1;
            // Captured changes are sent once; of other messages their publishers know when they give up.
            let record = &self.spans[span];
            if record.is(flag::COPY) {
                self.message_rejected(record.class);
            }
            return self.fail(net, span, FailureCause::BrokerFull as u8, index);
        }
        self.write_down(net, node, index, span);
    }

    /// Whether a broker holds as much as it can.
    pub(super) fn is_full(&self, net: &Network, index: u32) -> bool {
        let Role::Broker { max_messages, .. } = net.nodes[index as usize].role else { return false };
        self.node_stats[index as usize].stored.count() >= max_messages
    }

    /// There is room for a message.
    pub(super) fn write_down(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let record = self.spans[span];
        if node.subscriptions.is_empty() {
            // Nobody will ever fetch it: it fills the broker.
            self.node_stats[index as usize].stored.up(self.now);
        }
        for i in node.subscriptions.iter() {
            let link = net.subscriptions[i];
            if !self.takes(net, span, link) {
                continue;
            }
            self.node_stats[index as usize].stored.up(self.now);
            let message = self.alloc(Span {
                key: child_key(record.key, net.links[link as usize].salt, 0, 1),
                start: self.now,
                parent: NONE,
                link,
                instance: NONE,
                user: record.user,
                item: record.item,
                place: NONE,
                candidate: NONE,
                class: record.class,
                flags: flag::MESSAGE | record.flags & (flag::WRITE | flag::TRACED),
                attempt: 1,
                ..Span::default()
            });
            self.offer(net, message, true);
        }
        self.advance(net, span);
    }

    /// Gives a message to an idle consumer, or keeps it.
    pub(crate) fn offer(&mut self, net: &Network, message: u32, is_new: bool) {
        let link = self.spans[message].link;
        let row = &net.links[link as usize];
        if row.partitions > 0 {
            return self.offer_to_partition(net, message, is_new);
        }
        let consumer = &net.nodes[row.to as usize];
        if self.nodes[row.from as usize].is_up {
            // Those before it come first; they wait only if nobody is idle.
            let start = self.nodes[row.to as usize].turn;
            let present = self.nodes[row.to as usize].present;
            for step in 0..present {
                let offset = (start + step) % present;
                let instance = consumer.first_instance + offset;
                let place = &self.instances[instance as usize];
                if place.is_up && place.free > 0 && !self.is_cut(net, row, instance) {
                    self.nodes[row.to as usize].turn = (offset + 1) % present;
                    return self.deliver(net, message, instance);
                }
            }
        }
        message_of(&mut self.spans[message]);
        let state = &mut self.links[link as usize];
        let last = std::mem::replace(&mut state.tail, message);
        if state.head == NONE {
            state.head = message;
        } else {
            self.spans[last].next = message;
        }
        let stats = &mut self.link_stats[link as usize];
        stats.backlog.up(self.now);
        stats.most_backlog = stats.most_backlog.max(stats.backlog.count());
    }

    /// Fetches messages for the free slots of an instance, from its brokers in turn.
    pub(crate) fn pull(&mut self, net: &Network, node: &Node, index: u32, instance: u32) {
        let mut count = node.pulls.to - node.pulls.from;
        // Who is to go gets nothing new.
        if instance - node.first_instance >= self.nodes[index as usize].present {
            count = 0;
        }
        let mut empty = 0;
        while empty < count
            && self.instances[instance as usize].free > 0
            && self.instances[instance as usize].is_up
        {
            let turn = self.nodes[index as usize].broker_turn;
            self.nodes[index as usize].broker_turn = turn.wrapping_add(1);
            let link = net.pulls[(node.pulls.from + turn % count) as usize];
            let broker = net.links[link as usize].from;
            let message = self.links[link as usize].head;
            let row = &net.links[link as usize];
            if row.partitions > 0 {
                empty = if self.pull_from_partitions(net, link, instance) { 0 } else { empty + 1 };
                continue;
            }
            if message == NONE || !self.nodes[broker as usize].is_up || self.is_cut(net, row, instance) {
                empty += 1;
                continue;
            }
            empty = 0;
            self.links[link as usize].head = self.spans[message].next;
            self.link_stats[link as usize].backlog.down(self.now);
            self.deliver(net, message, instance);
        }
    }

    /// Whether a consumer cannot fetch anything over a link.
    pub(super) fn is_cut(&self, net: &Network, row: &Link, instance: u32) -> bool {
        let broker = net.nodes[row.from as usize].first_instance;
        row.trouble != NONE && net.trouble(row, broker, instance).is_cut()
    }

    /// Sends a message to a slot that is kept for it.
    pub(super) fn deliver(&mut self, net: &Network, message: u32, instance: u32) {
        self.instances[instance as usize].free -= 1;
        let index = net.instances[instance as usize].node;
        self.node_stats[index as usize].reserved.up(self.now);
        let record = &mut self.spans[message];
        record.instance = instance;
        record.state = State::Sent;
        record.flags = record.flags & !flag::FAILED | flag::HOLDS;
        record.group = 0;
        record.hits = 0;
        record.pending = 0;
        let (link, age) = (record.link, self.now - record.start);
        let row = &net.links[link as usize];
        let stats = &mut self.link_stats[link as usize];
        stats.attempts += 1;
        stats.retries += u64::from(record.attempt > 1);
        stats.latency_nanos += age;
        stats.latencies += 1;
        let from = net.nodes[row.from as usize].first_instance;
        if row.timeout_lane != NONE {
            self.queue.push_lane(row.timeout_lane, self.now, message, self.spans[message].generation);
        } else if row.patience > 0.0 {
            self.plan_patience(net, row, message);
        }
        let hop = net.hop(row, from, instance);
        self.show_hop(net, message, hop.delay, None);
        if row.trouble != NONE {
            let mut draw = Draw::new(row.trouble_stream, self.spans[message].key);
            let delay = hop.delay + net.trouble(row, from, instance).delay(&mut draw);
            return self.queue.push(self.now + delay, Kind::Arrive, message);
        }
        self.after(hop.there, Kind::Arrive, message);
    }

    /// A consumer is done with a message: it is acknowledged, or delivered again, or given up.
    pub(crate) fn handled(&mut self, net: &Network, message: u32) {
        let record = self.spans[message];
        // A new generation, so that answers to calls of a failed delivery do not find the next one.
        self.spans.release(message);
        if !record.is(flag::DETACHED) {
            self.settle(net, record);
        }
    }

    /// A consumer takes too long: the broker delivers the message again, while the consumer goes on with it.
    #[inline(never)]
    pub(crate) fn message_timed_out(&mut self, net: &Network, message: u32) {
        let mut record = self.spans[message];
        self.spans[message].flags |= flag::DETACHED;
        record.flags |= flag::FAILED;
        record.cause = FailureCause::Timeout as u8;
        self.settle(net, record);
    }

    /// A delivery has ended well or badly.
    pub(crate) fn settle(&mut self, net: &Network, record: Span) {
        let row = &net.links[record.link as usize];
        debug_assert_eq!(row.relation, Relation::Consume);
        let broker = row.from as usize;
        let stats = &mut self.link_stats[record.link as usize];
        if !record.is(flag::FAILED) {
            stats.succeeded += 1;
            self.message_settled(&record);
            return self.let_go(net, row, &record);
        }
        stats.failed += 1;
        stats.causes[usize::from(record.cause)] += 1;
        let most = match net.nodes[broker].role {
            Role::Broker { max_deliveries, .. } => max_deliveries,
            _ => 1,
        };
        if u32::from(record.attempt) >= most || record.attempt == u8::MAX {
            stats.dead_letters += 1;
            self.message_settled(&record);
            return self.let_go(net, row, &record);
        }
        let key = child_key(record.key, row.salt, 0, record.attempt + 1);
        let delay = backoff(row, record.attempt, key);
        let again = self.alloc(Span {
            key,
            start: record.start,
            attempt: record.attempt + 1,
            instance: NONE,
            flags: record.flags & !(flag::FAILED | flag::HOLDS),
            state: State::Backoff,
            ..record
        });
        self.redeliver_after(delay, again);
    }

    /// A broker no longer holds a message.
    fn let_go(&mut self, net: &Network, row: &Link, message: &Span) {
        self.node_stats[row.from as usize].stored.down(self.now);
        if !self.nodes[row.from as usize].publishing.is_empty() {
            self.soon.push_back((Kind::Room, row.from));
        }
        if row.partitions > 0 {
            self.leave_partition(net, message);
        }
    }
}

/// Makes a record one of a message that waits.
pub(super) const fn message_of(record: &mut Span) {
    record.state = State::Stored;
    record.instance = NONE;
    record.next = NONE;
    record.flags &= !(flag::HOLDS | flag::FAILED);
}
