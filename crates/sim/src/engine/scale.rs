//! Replicas that come and go as somebody wants more or fewer of them. The first ones stay; those with the highest numbers go.

use std::ops::Range;

use super::{Engine, Instance, line::Line, renumber::empty_line};
use crate::{
    changes::Replicas,
    network::Network,
    span::{State, flag},
};

impl Engine {
    /// A component has more replicas from now on, or fewer. Those with the numbers `held` are there, but something keeps them from
    /// serving.
    pub(crate) fn set_present(&mut self, net: &Network, index: u32, replicas: u32, held: &[u32]) {
        let replicas = replicas.clamp(1, net.nodes[index as usize].instances);
        let before = self.present(net, index);
        self.nodes[index as usize].present = replicas;
        let after = self.present(net, index);
        self.come(net, index, before.end..after.end, held);
        self.leave(net, index, after.end..before.end);
        // Whoever changes their number tells those who call.
        let changed = before.end.min(after.end)..before.end.max(after.end);
        self.tell_at_once(net, index, &changed.collect::<Vec<_>>());
        self.reach_others(net, index, &before);
    }

    /// Those that come begin empty, but those that still finish what they had go on with it.
    fn come(&mut self, net: &Network, index: u32, coming: Range<u32>, held: &[u32]) {
        let node = &net.nodes[index as usize];
        let mut ready = Vec::new();
        for instance in coming {
            let number = instance - node.first_instance;
            // One that was on its way out is paid for already.
            let leaving = &mut self.nodes[index as usize].leaving;
            match leaving.iter().position(|it| *it == number) {
                Some(at) => drop(leaving.swap_remove(at)),
                None => self.node_stats[index as usize].provisioned.up(self.now),
            }
            if held.contains(&number) {
                self.take_down_instances(net, index, &[instance]);
            } else {
                if !self.is_busy(net, index, instance) {
                    self.begin_empty(net, index, instance);
                }
                self.instances[instance as usize].is_up = false;
                ready.push(instance);
            }
            self.note_change(net, index, instance);
            // It is checked when it comes.
            let to = |link: u32| net.links[link as usize].to;
            self.checks_changed.retain(|it, _| (to(it.0), it.1) != (index, number));
        }
        if ready.is_empty() {
            return;
        }
        if self.nodes[index as usize].is_up {
            return self.serve_again(net, index, &ready);
        }
        let numbers = ready.iter().map(|it| it - node.first_instance).collect();
        self.admit(net, index, &Replicas::Of(numbers));
    }

    fn begin_empty(&mut self, net: &Network, index: u32, instance: u32) {
        let node = &net.nodes[index as usize];
        self.instances[instance as usize] = Instance::new(index, node, false);
        if let Some(queueing) = &node.queueing {
            let line: &mut Line =
                &mut self.lines[(queueing.first_line + instance - node.first_instance) as usize];
            *line = empty_line(node, line.levels());
        }
    }

    /// Those that go get nothing new and finish what they have.
    fn leave(&mut self, net: &Network, index: u32, going: Range<u32>) {
        let first = net.nodes[index as usize].first_instance;
        going.clone().for_each(|it| self.note_change(net, index, it));
        self.nodes[index as usize].leaving.extend(going.clone().map(|it| it - first));
        self.stop_paying(net, index);
        let is_any_up = |mut numbers: Range<u32>| numbers.any(|it| self.instances[it as usize].is_up);
        // If none of those that go served, nothing ends with them.
        let is_loss = is_any_up(going) && !is_any_up(self.present(net, index));
        if is_loss && self.nodes[index as usize].is_up {
            // Those that stay are down.
            self.go_down(net, index);
        }
    }

    /// Whether a replica has anything left to do.
    fn is_busy(&self, net: &Network, index: u32, instance: u32) -> bool {
        let (it, node) = (&self.instances[instance as usize], &net.nodes[index as usize]);
        // Who keeps no slot while it waits for answers, or only shared them, is there all the same; what stands for a step of it may stay
        // when it has given up.
        let waits = |span: u32| {
            let record = &self.spans[span];
            record.instance == instance
                && record.state == State::Calling
                && record.flags & (flag::ROOT | flag::GATHERER) == 0
        };
        it.waiting > 0 || it.free + it.blocked < node.slots || self.spans.indices().any(waits)
    }

    /// Replicas on their way out that have nothing left to do are paid for no more.
    pub(super) fn stop_paying(&mut self, net: &Network, index: u32) {
        let first = self.present(net, index).start;
        let mut leaving = std::mem::take(&mut self.nodes[index as usize].leaving);
        let before = leaving.len();
        leaving.retain(|number| self.is_busy(net, index, first + number));
        let left = leaving.len();
        self.nodes[index as usize].leaving = leaving;
        for _ in left..before {
            self.node_stats[index as usize].provisioned.down(self.now);
        }
    }
}
