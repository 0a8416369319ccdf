//! Topics with partitions: messages of a user keep their order, and a consumer works on one message of a partition at a
//! time. Every partition belongs to one replica of the consumer.

use super::broker::message_of;
use crate::{
    engine::Engine,
    network::{Link, NONE, Network},
    random::mix,
    report::FailureCause,
    span::{Span, State, flag},
};

/// What waits in a partition of one subscription, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Partition {
    head: u32,
    tail: u32,
    pub waiting: u32,
    /// A message is being handled, or comes again after a failure: those behind it wait.
    is_busy: bool,
}

impl Default for Partition {
    fn default() -> Self {
        Self { head: NONE, tail: NONE, waiting: 0, is_busy: false }
    }
}

/// Where a message belongs: all of a user's go to the same partition.
fn partition_of(row: &Link, message: &Span) -> u32 {
    (((mix(u64::from(message.user)) >> 32) * u64::from(row.partitions)) >> 32) as u32
}

impl Engine {
    fn partition(&mut self, row: &Link, number: u32) -> &mut Partition {
        &mut self.partitions[(row.first_partition + number) as usize]
    }

    /// A message has come, or comes again: then it is the next of its partition, which has waited for it.
    #[inline(never)]
    pub(super) fn offer_to_partition(&mut self, net: &Network, message: u32, is_new: bool) {
        let link = self.spans[message].link;
        let row = &net.links[link as usize];
        let number = partition_of(row, &self.spans[message]);
        let place = self.partition(row, number);
        if !is_new {
            place.is_busy = false;
        }
        let is_next = !place.is_busy && (place.head == NONE || !is_new);
        if is_next && let Some(instance) = self.taker(net, row, number) {
            self.partition(row, number).is_busy = true;
            return self.deliver(net, message, instance);
        }
        message_of(&mut self.spans[message]);
        let place = &mut self.partitions[(row.first_partition + number) as usize];
        place.waiting += 1;
        let waiting = place.waiting;
        if place.head == NONE {
            (place.head, place.tail) = (message, message);
        } else if is_new {
            let last = std::mem::replace(&mut place.tail, message);
            self.spans[last].next = message;
        } else {
            self.spans[message].next = std::mem::replace(&mut place.head, message);
        }
        let stats = &mut self.link_stats[link as usize];
        stats.backlog.up(self.now);
        stats.most_in_partition = stats.most_in_partition.max(waiting);
        stats.most_backlog = stats.most_backlog.max(stats.backlog.count());
    }

    /// The replica that a partition belongs to: they are dealt out to those that are up, and dealt anew when that changes.
    fn owner(&self, net: &Network, row: &Link, number: u32) -> Option<u32> {
        let there = self.present(net, row.to);
        let is_up = |it: &u32| self.instances[*it as usize].is_up;
        let up = there.clone().filter(is_up).count();
        if up == 0 { None } else { there.filter(is_up).nth(number as usize % up) }
    }

    /// The owner of a partition, if it can take a message now.
    fn taker(&self, net: &Network, row: &Link, number: u32) -> Option<u32> {
        let owner = self.owner(net, row, number)?;
        let can = self.nodes[row.from as usize].is_up
            && self.instances[owner as usize].free > 0
            && !self.is_cut(net, row, owner);
        can.then_some(owner)
    }

    /// Hands out the next message of a partition if it can be handled now.
    fn serve_partition(&mut self, net: &Network, link: u32, number: u32) -> bool {
        let row = &net.links[link as usize];
        let place = *self.partition(row, number);
        if place.is_busy || place.head == NONE {
            return false;
        }
        let Some(instance) = self.taker(net, row, number) else { return false };
        let next = self.spans[place.head].next;
        let waiting = place.waiting - 1;
        *self.partition(row, number) =
            Partition { head: if waiting == 0 { NONE } else { next }, waiting, is_busy: true, ..place };
        self.link_stats[link as usize].backlog.down(self.now);
        self.deliver(net, place.head, instance);
        true
    }

    /// Fetches a message for an instance from the partitions that it owns, from each in turn.
    pub(super) fn pull_from_partitions(&mut self, net: &Network, link: u32, instance: u32) -> bool {
        let row = &net.links[link as usize];
        let start = self.links[link as usize].turn;
        for step in 0..row.partitions {
            let number = (start + step) % row.partitions;
            let place = *self.partition(row, number);
            if !place.is_busy
                && place.head != NONE
                && self.owner(net, row, number) == Some(instance)
                && self.serve_partition(net, link, number)
            {
                self.links[link as usize].turn = (number + 1) % row.partitions;
                return true;
            }
        }
        false
    }

    /// A message has been handled, or given up: the next of its partition may go.
    #[inline(never)]
    pub(super) fn leave_partition(&mut self, net: &Network, message: &Span) {
        let row = &net.links[message.link as usize];
        let number = partition_of(row, message);
        self.partition(row, number).is_busy = false;
        self.serve_partition(net, message.link, number);
    }

    /// Replicas have come or gone, or are cut off no more: partitions belong to others now.
    pub(crate) fn deal_partitions(&mut self, net: &Network, consumer: u32) {
        for i in net.nodes[consumer as usize].pulls.iter() {
            let link = net.pulls[i];
            for number in 0..net.links[link as usize].partitions {
                self.serve_partition(net, link, number);
            }
        }
    }

    /// The longest queue of a partition when the measured time begins.
    pub(crate) fn note_partitions(&mut self, net: &Network) {
        for (row, stats) in net.links.iter().zip(&mut self.link_stats) {
            let range = row.first_partition as usize..(row.first_partition + row.partitions) as usize;
            stats.most_backlog = stats.backlog.count();
            stats.most_in_partition = self.partitions[range].iter().map(|it| it.waiting).max().unwrap_or(0);
        }
    }

    /// A message at a full broker whose publishers wait: it is written down when there is room.
    #[inline(never)]
    pub(super) fn wait_for_room(&mut self, index: u32, span: u32) {
        self.begin_calling(index, span);
        let record = &mut self.spans[span];
        // Until then, this is what keeps it from being answered.
        record.cause = FailureCause::BrokerFull as u8;
        let entry = (span, record.generation);
        self.nodes[index as usize].publishing.push_back(entry);
    }

    /// There may be room for those who wait to publish, in the order in which they came.
    #[inline(never)]
    pub(crate) fn make_room(&mut self, net: &Network, index: u32) {
        while let Some((span, generation)) = self.nodes[index as usize].publishing.front().copied() {
            let record = &self.spans[span];
            // Some have given up, or were interrupted.
            let is_there = record.generation == generation && record.state == State::Calling;
            if is_there && self.is_full(net, index) {
                return;
            }
            self.nodes[index as usize].publishing.pop_front();
            if is_there && !record.is(flag::DEAD) {
                self.spans[span].cause = 0;
                self.write_down(net, &net.nodes[index as usize], index, span);
            }
        }
    }
}
