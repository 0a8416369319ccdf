//! Bulkheads that let calls wait for a place, as a pool of connections does, or that adapt how many places there are.

use std::collections::VecDeque;

use super::{Engine, hedge::SECOND, line::Limiter};
use crate::{
    network::{Link, NONE, Network},
    queue::Kind,
    report::FailureCause,
    span::State,
};

/// Of a connection.
#[derive(Clone, Debug)]
pub struct Room {
    /// Calls, in the order in which they came.
    waiting: VecDeque<u32>,
    /// How many may be in flight.
    limiter: Limiter,
}

impl Room {
    pub fn new(link: &Link) -> Self {
        Self { waiting: VecDeque::new(), limiter: Limiter::new(link.bulkhead, link.bulkhead) }
    }

    pub fn heap_bytes(&self) -> usize {
        self.waiting.len() * size_of::<u32>()
    }
}

/// Empty rooms of all connections that have one.
pub fn rooms(net: &Network) -> Vec<Room> {
    net.links.iter().filter(|it| it.has_room()).map(Room::new).collect()
}

impl Engine {
    /// Whether a call may be sent as far as the bulkhead is concerned. Whoever comes later does not overtake those who wait.
    pub(super) fn has_place(&self, row: &Link, link: u32) -> bool {
        let in_flight = self.links[link as usize].in_flight;
        match self.rooms.get(row.room as usize) {
            Some(room) => room.waiting.is_empty() && room.limiter.allows(in_flight),
            None => in_flight < row.bulkhead,
        }
    }

    /// Lets a call that has no place wait for one, if it may. Second tries do not wait: they are to be early.
    #[inline(never)]
    pub(super) fn waits_for_place(
        &mut self,
        net: &Network,
        row: &Link,
        span: u32,
        link: u32,
        to: u32,
    ) -> bool {
        let rules = &net.rooms[row.room as usize];
        let record = &self.spans[span];
        let is_full = self.rooms[row.room as usize].waiting.len() >= rules.queue_limit as usize;
        let is_unwanted = row.checks_deadline && self.is_expired(net, record.parent);
        if is_full || is_unwanted || record.attempt & SECOND != 0 {
            return false;
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.works_no_more(self.now, (record.parent, record.parent_generation));
        }
        let record = &mut self.spans[span];
        record.state = State::Waiting;
        record.start = self.now;
        // A balancer has chosen; others look where to send it when they do.
        record.instance = if row.is_alternative { to } else { NONE };
        if rules.wait_lane != NONE {
            self.queue.push_lane(rules.wait_lane, self.now, span, record.generation);
        }
        let room = &mut self.rooms[row.room as usize];
        room.waiting.push_back(span);
        let stats = &mut self.link_stats[link as usize];
        stats.waiting.up(self.now);
        stats.most_waiting = stats.most_waiting.max(room.waiting.len() as u64);
        true
    }

    /// Gives free places to those whose turn it is.
    #[inline(never)]
    pub(super) fn give_places(&mut self, row: &Link, link: u32) {
        let Some(room) = self.rooms.get_mut(row.room as usize) else { return };
        let state = &mut self.links[link as usize];
        while room.limiter.allows(state.in_flight)
            && let Some(span) = room.waiting.pop_front()
        {
            state.in_flight += 1;
            self.link_stats[link as usize].waiting.down(self.now);
            self.soon.push_back((Kind::Launch, span));
        }
    }

    /// A call that waited has a place: it is sent, if anybody still wants that.
    #[inline(never)]
    pub(super) fn launch_waiting(&mut self, net: &Network, span: u32) {
        let span = self.leave_room(span);
        let record = self.spans[span];
        let (link, waited) = (record.link, self.now - record.start);
        let row = &net.links[link as usize];
        if self.drop_unwanted(net, span) {
            return self.end_attempt(row, link, NONE);
        }
        if let Some(cause) = self.refusal(net, row, link, record.parent, true) {
            self.end_attempt(row, link, NONE);
            return self.do_not_send(span, cause);
        }
        self.link_stats[link as usize].waited_nanos += waited;
        let to = if row.is_alternative { record.instance } else { self.replica(net, row, &record) };
        self.send(net, row, span, link, to);
        let generation = self.spans[span].generation;
        if let Some(tracer) = &mut self.tracer {
            tracer.has_waited(waited, (span, generation));
        }
    }

    /// A call has waited for a place for as long as it may.
    #[inline(never)]
    pub(super) fn waited_too_long(&mut self, net: &Network, span: u32) {
        let link = self.spans[span].link;
        // It came first: all may wait equally long.
        let first = self.rooms[net.links[link as usize].room as usize].waiting.pop_front();
        debug_assert_eq!(first, Some(span));
        self.link_stats[link as usize].waiting.down(self.now);
        self.do_not_send(span, FailureCause::BulkheadWait);
    }

    /// A try over a connection has been answered after `latency`, or given up.
    pub(super) fn room_hears(&mut self, net: &Network, row: &Link, link: u32, latency: Option<u64>) {
        let target = net.rooms[row.room as usize].adaptive_limit;
        if target > 0 {
            let limiter = &mut self.rooms[row.room as usize].limiter;
            // Who gave up would have had to wait for longer.
            let latency = latency.unwrap_or(u64::MAX);
            limiter.heard(self.now, latency, target, self.links[link as usize].in_flight);
        }
    }

    /// Calls that wait are counted, and none of them waits beside a free place.
    pub(super) fn check_rooms(&self, net: &Network) -> Result<(), String> {
        for (link, row) in net.links.iter().enumerate() {
            let Some(room) = self.rooms.get(row.room as usize) else { continue };
            let counted = self.link_stats[link].waiting.count();
            if room.waiting.len() as u64 != counted {
                return Err(format!(
                    "{:?}: {} wait for a place, {counted} counted",
                    row.id,
                    room.waiting.len()
                ));
            }
            if !room.waiting.is_empty() && room.limiter.allows(self.links[link].in_flight) {
                return Err(format!("{:?}: a call waits beside a free place", row.id));
            }
        }
        Ok(())
    }

    /// A record of its own for a call that waits no more: the end of its wait, which may be planned, names the old one.
    fn leave_room(&mut self, span: u32) -> u32 {
        let record = self.spans[span];
        self.spans.release(span);
        self.alloc(record)
    }
}
