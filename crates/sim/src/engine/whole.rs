//! Users' requests that are one call and nothing else, which most are, as seen from the source: both share a record,
//! with the request's key where a call has its caller. As soon as more comes of it than an answer, the record is divided.

use super::Engine;
use crate::{
    network::{Link, NONE, Network, Role},
    random::child_key,
    span::{Span, State, flag},
};

impl Engine {
    /// Sends a request that has been counted. `link` is the only one that it takes; `LAST`: nothing else is left to happen
    /// now.
    #[inline(always)]
    pub(crate) fn send_whole<const LAST: bool>(&mut self, net: &Network, link: u32, request: &Span) {
        let row = &net.links[link as usize];
        let call = request.call(request.key as u32, link, row.salt, 0);
        let call = Span {
            parent_generation: (request.key >> 32) as u32,
            instance: row.quick.instance,
            flags: request.flags & flag::WRITE | flag::WHOLE,
            ..call
        };
        debug_assert_eq!(call.key, child_key(request.key, row.salt, 0, 1));
        self.send_directly::<LAST>(net, row, call);
    }

    /// Whether it was a good answer to a user's whole request: then that is all.
    #[inline(always)]
    pub(super) fn hear_whole(&mut self, row: &Link, span: u32) -> bool {
        let whole = self.spans.release_if(span, |it| {
            let is_whole = it.flags & (flag::FAILED | flag::DETACHED | flag::WHOLE) == flag::WHOLE;
            is_whole.then_some((it.link, it.class, it.start))
        });
        let Some((link, class, start)) = whole else { return false };
        let latency = self.now - start;
        self.link_stats[link as usize].heard(latency);
        self.finished += 1;
        self.node_stats[row.from as usize].succeeded += 1;
        self.class_stats[class as usize].succeed(self.now, latency);
        true
    }

    /// From now on a request and its call have a record each; gives the call's. Others stay as they are.
    #[cold]
    pub(super) fn divide(&mut self, net: &Network, span: u32) -> Span {
        let call = self.spans[span];
        if !call.is(flag::WHOLE) {
            return call;
        }
        let index = net.links[call.link as usize].from;
        let node = &net.nodes[index as usize];
        let source = if let Role::Source { source } = node.role { source } else { NONE };
        let key = u64::from(call.parent) | u64::from(call.parent_generation) << 32;
        let request = self.alloc(Span {
            key,
            start: call.start,
            parent: source,
            link: NONE,
            instance: node.first_instance,
            user: call.user,
            item: call.item,
            class: call.class,
            flags: call.flags & flag::WRITE | flag::ROOT,
            pending: 1,
            group: 1,
            state: State::Calling,
            ..Span::default()
        });
        let parent_generation = self.spans[request].generation;
        let call = &mut self.spans[span];
        (call.parent, call.parent_generation) = (request, parent_generation);
        call.flags &= !flag::WHOLE;
        *call
    }
}
