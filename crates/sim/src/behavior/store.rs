//! Stores: writes at the primary, which is the first replica; the other replicas repeat them.

use crate::{
    engine::{Engine, child_key},
    network::{NONE, Network, Node},
    queue::Kind,
    span::{Span, State, flag},
};

impl Engine {
    /// A read or a write is done at a replica of a store.
    pub(crate) fn stored(&mut self, net: &Network, node: &Node, span: u32) {
        let record = self.spans[span];
        if record.is(flag::INTERNAL) {
            return self.finish(net, span);
        }
        if record.is(flag::WRITE) && node.instances > 1 && record.instance == node.first_instance {
            for replica in 1..node.instances {
                let copy = self.alloc(Span {
                    key: child_key(record.key, node.service_stream, replica as u16, 0),
                    start: self.now,
                    parent: NONE,
                    link: NONE,
                    instance: node.first_instance + replica,
                    user: record.user,
                    place: NONE,
                    candidate: NONE,
                    class: record.class,
                    flags: flag::COPY | flag::INTERNAL | flag::WRITE,
                    state: State::Sent,
                    ..Span::default()
                });
                self.soon.push_back((Kind::Arrive, copy));
            }
        }
        self.advance(net, span);
    }
}
