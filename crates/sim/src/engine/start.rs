//! Replicas that come back. Where others of the component serve they do so at once; else the component starts, for which it
//! needs its secrets.

use super::{Engine, Task};
use crate::{changes::Replicas, network::Network, time::SECOND};

/// How long a component that starts waits before it asks a secret store again.
const ASK_AGAIN: u64 = SECOND;

/// A component that starts.
#[derive(Clone, Debug)]
pub struct Start {
    /// When it hears from its secret stores: what is planned for other moments is void.
    at: u64,
    /// Numbers of the replicas that will serve.
    numbers: Vec<u32>,
    /// Whether everybody is told, as somebody has planned it.
    is_told: bool,
}

impl Engine {
    /// Those replicas of a component that it has at the moment.
    pub(super) fn replicas_of(&self, net: &Network, index: u32, replicas: &Replicas) -> Vec<u32> {
        let first = net.nodes[index as usize].first_instance;
        let mut there = replicas.of(self.nodes[index as usize].present);
        there.iter_mut().for_each(|it| *it += first);
        there
    }

    /// Replicas come back.
    pub(crate) fn bring_up(&mut self, net: &Network, index: u32, replicas: &Replicas) {
        self.serve_from_now_on(net, index, replicas, false);
    }

    fn serve_from_now_on(&mut self, net: &Network, index: u32, replicas: &Replicas, is_told: bool) {
        let back = self.replicas_of(net, index, replicas);
        if self.nodes[index as usize].is_up {
            return self.come_back(net, index, back, is_told);
        }
        let first = net.nodes[index as usize].first_instance;
        for instance in &back {
            self.start_too(index, instance - first);
        }
        if back.is_empty() || self.nodes[index as usize].starts.is_some() {
            return;
        }
        let numbers = back.iter().map(|it| it - first).collect();
        let secrets = &net.nodes[index as usize].secrets;
        let round_trip = secrets.iter().map(|(_, round_trip)| *round_trip).max();
        let at = self.now + round_trip.unwrap_or(0);
        self.nodes[index as usize].starts = Some(Start { at, numbers, is_told });
        match round_trip {
            Some(_) => self.agenda.plan(at, Task::Start { node: index }),
            None => self.start(net, index),
        }
    }

    /// The end of a start: it serves if every secret store answered; else it asks again.
    pub(super) fn start(&mut self, net: &Network, index: u32) {
        let now = self.now;
        let Some(start) = self.nodes[index as usize].starts.take_if(|it| it.at == now) else { return };
        let secrets = &net.nodes[index as usize].secrets;
        if secrets.iter().any(|(store, _)| !self.nodes[*store as usize].is_up) {
            let at = now + ASK_AGAIN;
            self.agenda.plan(at, Task::Start { node: index });
            self.nodes[index as usize].starts = Some(Start { at, ..start });
            return;
        }
        let mut numbers = start.numbers;
        // Whoever joined last: they fetch messages in the order of their numbers.
        model::lean::sort(&mut numbers);
        let back = self.replicas_of(net, index, &Replicas::Of(numbers));
        if back.is_empty() {
            return;
        }
        self.nodes[index as usize].is_up = true;
        self.node_stats[index as usize].up.up(now);
        self.come_back(net, index, back, start.is_told);
        for i in net.nodes[index as usize].subscriptions.iter() {
            let consumer = net.links[net.subscriptions[i] as usize].to;
            let node = &net.nodes[consumer as usize];
            for instance in self.present(net, consumer) {
                self.pull(net, node, consumer, instance);
            }
        }
    }

    /// If the component is starting, this replica starts with it.
    pub(super) fn start_too(&mut self, index: u32, number: u32) {
        if let Some(start) = &mut self.nodes[index as usize].starts
            && !start.numbers.contains(&number)
        {
            start.numbers.push(number);
        }
    }

    /// Replicas of a component that is down, and perhaps starting, are not to start.
    pub(super) fn do_not_start(&mut self, index: u32, numbers: &[u32]) {
        let starts = &mut self.nodes[index as usize].starts;
        if let Some(start) = starts {
            start.numbers.retain(|it| !numbers.contains(it));
        }
        starts.take_if(|it| it.numbers.is_empty());
    }

    fn come_back(&mut self, net: &Network, index: u32, mut back: Vec<u32>, is_told: bool) {
        let all = back.clone();
        // Somebody may have brought them up meanwhile.
        back.retain(|it| !self.instances[*it as usize].is_up);
        let is_first = self.present(net, index).all(|it| !self.instances[it as usize].is_up);
        self.serve_again(net, index, &back);
        if is_first {
            self.plan_late_promotion(net, index);
        }
        if is_told {
            // One pool is known to be up as soon as anybody is told of one of its replicas.
            let told = if net.nodes[index as usize].instances == 1 { &all } else { &back };
            self.tell_at_once(net, index, told);
        } else {
            self.tell_balancers(net, index);
        }
    }

    /// Replicas that were drained, or are new, begin to serve: everybody is told at once.
    pub(crate) fn admit(&mut self, net: &Network, index: u32, replicas: &Replicas) {
        self.serve_from_now_on(net, index, replicas, true);
    }

    /// Replicas are up: all of them, before the first one fetches anything, as partitions belong to those that are up.
    pub(super) fn serve_again(&mut self, net: &Network, index: u32, back: &[u32]) {
        for instance in back {
            let place = &mut self.instances[*instance as usize];
            (place.is_up, place.runs) = (true, true);
            self.note_change(net, index, *instance);
        }
        for instance in back {
            // Slots may have gone out of use in the meantime.
            self.block_slots(net, index, *instance);
            self.pull(net, &net.nodes[index as usize], index, *instance);
        }
    }
}
