//! Requests, slots and places in queues are neither lost nor made.

use super::{Engine, Instance};
use crate::network::{Network, Node};

impl Engine {
    /// What comes in must go out or be there.
    ///
    /// # Errors
    /// The law that does not hold, in words for a developer.
    pub fn check_conservation(&self, net: &Network) -> Result<(), String> {
        if self.requests != self.finished + self.in_flight() {
            return Err(format!(
                "{} requests were generated, {} finished and {} are in flight",
                self.requests,
                self.finished,
                self.in_flight()
            ));
        }
        for class in &self.class_stats {
            let left = class.generated + class.in_flight_at_start;
            if left != class.succeeded + class.failed + class.in_flight.count() {
                return Err(format!("a class lost requests: {class:?}"));
            }
        }
        for (i, node) in net.nodes.iter().enumerate() {
            let range = node.first_instance as usize..(node.first_instance + node.instances) as usize;
            let instances = &self.instances[range];
            let waiting = self.waiting(node, instances);
            let stats = &self.node_stats[i];
            if waiting != stats.queued.count() {
                return Err(format!("{:?}: {waiting} in queues, {} counted", node.id, stats.queued.count()));
            }
            let held: u64 = instances.iter().map(|it| u64::from(node.slots - it.free - it.blocked)).sum();
            if held != stats.held(node).count() {
                return Err(format!(
                    "{:?}: {held} slots taken, {} counted",
                    node.id,
                    stats.held(node).count()
                ));
            }
            for instance in instances {
                if instance.free > 0 && instance.waiting > 0 {
                    return Err(format!("{:?}: a request waits beside a free slot", node.id));
                }
            }
        }
        self.check_rooms(net)
    }

    /// Who waits at a component; of those who share the slots, as many as are beyond their number.
    fn waiting(&self, node: &Node, instances: &[Instance]) -> u64 {
        let Some(queueing) = node.queueing.as_deref().filter(|_| node.shares()) else {
            return instances.iter().map(|it| u64::from(it.waiting)).sum();
        };
        let lines = self.lines.iter().skip(queueing.first_line as usize).take(instances.len());
        lines.map(|it| it.shared.len().saturating_sub(node.usable_slots() as usize) as u64).sum()
    }
}
