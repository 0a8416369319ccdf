//! Copies that nobody waits for: telemetry, asynchronous replication, captured changes.

use model::Relation;

use super::{Engine, child_key};
use crate::{
    network::{Link, NONE, Network, Node},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// Copies of a finished request for collectors and asynchronous replicas.
    pub(crate) fn send_copies(&mut self, net: &Network, span: u32) {
        let record = self.spans[span];
        if record.is(flag::INTERNAL) {
            // Another replica of a store repeats what was asked of the first one: nobody's request.
            return;
        }
        let node = net.instances[record.instance as usize].node;
        for i in net.nodes[node as usize].copies.iter() {
            let link = net.copies[i];
            let row = &net.links[link as usize];
            let is_sent = match row.relation {
                Relation::Replicate | Relation::Publish if record.is(flag::FAILED) => false,
                Relation::Replicate => net.allows(link, record.class),
                Relation::Publish => self.takes(net, span, link),
                _ => is_sampled(row, record.key),
            };
            if is_sent {
                self.send_copy(net, link, record.instance, child_key(record.key, row.salt, 0, 0), &record);
            }
        }
    }

    /// One copy over a link.
    pub(crate) fn send_copy(&mut self, net: &Network, link: u32, from: u32, key: u64, like: &Span) {
        let row = &net.links[link as usize];
        let mut copy = Span {
            key,
            start: self.now,
            parent: NONE,
            link,
            user: like.user,
            item: like.item,
            place: NONE,
            candidate: NONE,
            class: like.class,
            flags: flag::COPY | like.flags & (flag::WRITE | flag::TRACED),
            attempt: 1,
            state: State::Sent,
            ..Span::default()
        };
        copy.instance = self.replica(net, row, &copy);
        let to = copy.instance;
        self.link_stats[link as usize].attempts += 1;
        if row.trouble != NONE {
            return self.send_copy_in_trouble(net, row, from, &copy);
        }
        let copy = self.alloc(copy);
        let hop = net.hop(row, from, to);
        self.show_hop(net, copy, hop.delay, None);
        self.after(hop.there, Kind::Arrive, copy);
    }

    /// A copy over a way that does not work as it should. Who fetches it has to ask for it.
    #[cold]
    fn send_copy_in_trouble(&mut self, net: &Network, row: &Link, from: u32, copy: &Span) {
        let trouble = net.trouble(row, from, copy.instance);
        let mut draw = Draw::new(row.trouble_stream, copy.key);
        let because = if trouble.is_cut_there || row.is_scrape && trouble.is_cut() {
            Some(FailureCause::Unreachable)
        } else {
            trouble.is_refused(&mut draw)
        };
        if let Some(because) = because {
            let stats = &mut self.link_stats[copy.link as usize];
            stats.dropped += 1;
            stats.failed += 1;
            stats.causes[because as usize] += 1;
            return;
        }
        let delay = net.hop(row, from, copy.instance).delay + trouble.delay(&mut draw);
        let copy = self.alloc(*copy);
        self.show_hop(net, copy, delay, None);
        self.queue.push(self.now + delay, Kind::Arrive, copy);
    }
}

/// Whether a request sends a copy over an `observe` link; the same for the overhead and for the copy.
#[inline(always)]
pub(crate) fn is_sampled(row: &Link, key: u64) -> bool {
    row.sample_ratio >= 1.0 || Draw::new(row.sample_stream, key).unit() < row.sample_ratio
}

/// Whether others hear of the answer to the request of that key, or may: most answers are not sampled.
#[inline(never)]
pub(crate) fn is_told(net: &Network, node: &Node, key: u64) -> bool {
    let mut copies = node.copies.iter().map(|i| &net.links[net.copies[i] as usize]);
    node.has_closing
        || copies.any(|row| {
            matches!(row.relation, Relation::Replicate | Relation::Publish) || is_sampled(row, key)
        })
}
