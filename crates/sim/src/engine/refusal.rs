//! Requests that are turned away at the door.

use super::{Engine, LINK_PLACE};
use crate::{
    network::{NONE, Network},
    queue::Kind,
    report::FailureCause,
    span::{State, flag},
};

impl Engine {
    /// Turns a request away at the door: the answer comes after one round trip.
    pub(crate) fn refuse(&mut self, net: &Network, span: u32, cause: FailureCause) {
        let record = &mut self.spans[span];
        let index = net.instances[record.instance as usize].node;
        record.flags |= flag::FAILED;
        record.cause = cause as u8;
        record.place = index;
        record.state = State::Returning;
        let record = *record;
        if !record.is(flag::INTERNAL) {
            let stats = &mut self.node_stats[index as usize];
            stats.failed += 1;
            stats.causes[cause as usize] += 1;
            stats.rejected += u64::from(cause != FailureCause::Refused);
        }
        if record.is(flag::COPY) {
            if !record.is(flag::INTERNAL) {
                let stats = &mut self.link_stats[record.link as usize];
                stats.dropped += 1;
                stats.failed += 1;
                stats.causes[cause as usize] += 1;
            }
            self.spans.release(span);
            if record.is(flag::INTERNAL) {
                self.replica_answered(net, &record, index);
            }
            return;
        }
        self.answer_refusal(net, span);
    }

    /// Sends a refusal back without the callee's own delay.
    pub(super) fn answer_refusal(&mut self, net: &Network, span: u32) {
        let record = self.divide(net, span);
        let row = &net.links[record.link as usize];
        if row.trouble != NONE {
            return self.answer_in_trouble(net, row, span, 0);
        }
        let hop = self.hop_back(net, row, span);
        self.show_hop(net, span, hop.delay, Some(0));
        self.after(hop.refused, Kind::Reply, span);
    }

    /// The node or link number of a place, and whether it is a link.
    pub(crate) const fn split_place(place: u32) -> (u32, bool) {
        (place & !LINK_PLACE, place & LINK_PLACE != 0)
    }
}
