//! Queues that are not simply first come, first served.

use model::spec::{Server, WhenFull};

use super::{Compiler, Queueing, nanos};

impl Compiler<'_> {
    /// Who is called over a connection that hands deadlines on looks at them, and so do its own calls.
    pub(super) fn add_deadlines(&mut self) {
        for node in 0..self.network.nodes.len() {
            let hands_on = |i: &u32| self.network.links[*i as usize].propagates_deadline;
            if !self.incoming[node].iter().any(hands_on) {
                continue;
            }
            for &i in &self.outgoing[node] {
                let link = &mut self.network.links[i as usize];
                (link.is_guarded, link.checks_deadline) = (true, true);
            }
            let node = &mut self.network.nodes[node];
            let queueing = node.queueing.get_or_insert_with(|| Box::new(Queueing::plain()));
            queueing.checks_deadline = true;
            (node.has_door, node.has_closing) = (true, true);
        }
    }

    /// Every replica with queue rules gets a line.
    pub(super) fn number_lines(&mut self) {
        for node in &mut self.network.nodes {
            if let Some(queueing) = &mut node.queueing {
                queueing.first_line = self.network.lines;
                self.network.lines += node.instances;
            }
        }
    }
}

/// Queue rules of a component, if it has any.
pub(super) fn queueing(server: &Server) -> Option<Box<Queueing>> {
    let queueing = Queueing {
        discipline: server.discipline,
        sheds_oldest: server.when_full == WhenFull::ShedOldest,
        max_wait: server.max_wait_millis.map_or(u64::MAX, nanos),
        adaptive_limit: server.adaptive_limit_millis.map_or(0, |it| nanos(it).max(1)),
        ..Queueing::plain()
    };
    (queueing != Queueing::plain()).then(|| Box::new(queueing))
}
