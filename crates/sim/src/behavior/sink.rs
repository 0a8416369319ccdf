//! Collectors of telemetry. They get copies, never requests; what they cannot take is dropped, and nobody waits for
//! it. Pushed copies come with each sampled request; scraped ones at fixed times, one per replica of who is observed.

use crate::{
    engine::{Engine, child_key},
    network::Network,
    random::mix,
    span::{Span, flag},
};

impl Engine {
    /// A collector fetches telemetry from every replica of the observed component.
    pub(crate) fn scrape(&mut self, net: &Network, link: u32) {
        let row = &net.links[link as usize];
        if !self.nodes[row.from as usize].is_up {
            return;
        }
        let node = &net.nodes[row.from as usize];
        for replica in 0..self.nodes[row.from as usize].present {
            if !self.instances[(node.first_instance + replica) as usize].runs {
                continue;
            }
            let key = child_key(mix(self.now ^ row.salt), row.salt, replica as u16, 1);
            let like = Span { flags: flag::COPY, ..Span::default() };
            self.send_copy(net, link, node.first_instance + replica, key, &like);
        }
    }
}
