//! Who hears that replicas went down or came back, and when: checks take their time, planned changes are told.

use super::{Engine, Task};
use crate::{
    network::{NONE, Network, Role},
    time::SECOND,
};

/// How long it takes until callers without a balancer no longer call a replica that failed, and call one that came back:
/// three probes ten seconds apart would be Kubernetes' default; one is assumed.
const LISTING: u64 = 10 * SECOND;

impl Engine {
    /// A replica serves from now on, or no longer.
    pub(super) fn note_change(&mut self, net: &Network, index: u32, instance: u32) {
        let number = (instance - net.nodes[index as usize].first_instance) as usize;
        let changed_at = &mut self.nodes[index as usize].changed_at;
        if changed_at.len() <= number {
            changed_at.resize(number + 1, 0);
        }
        changed_at[number] = self.now;
    }

    /// Whether checks that need so long have seen what a replica does now, or it was told at this very moment. An outage
    /// soon after another one is noticed in its own time.
    fn is_seen(&self, net: &Network, index: u32, instance: u32, delay: u64) -> bool {
        let number = (instance - net.nodes[index as usize].first_instance) as usize;
        let changed_at = self.nodes[index as usize].changed_at.get(number).copied().unwrap_or(0);
        let age = self.now - changed_at;
        age == 0 || age >= delay
    }

    /// Health checks take their time, and so do the lists of those who call without a balancer.
    pub(super) fn tell_balancers(&mut self, net: &Network, node: u32) {
        self.deal_partitions(net, node);
        if net.nodes[node as usize].instances > 1 {
            self.agenda.plan(self.now + LISTING, Task::Notice { balancer: NONE, node });
        }
        for i in net.nodes[node as usize].balancers.iter() {
            let balancer = net.balancers_of[i];
            if let Role::Balancer(role) = &net.nodes[balancer as usize].role {
                self.agenda.plan(self.now + role.health_check, Task::Notice { balancer, node });
            }
        }
    }

    /// Balancers are told which replicas come or go, and so are those who call without one.
    pub(super) fn tell_at_once(&mut self, net: &Network, index: u32) {
        self.list(net, index);
        self.deal_partitions(net, index);
        for i in net.nodes[index as usize].balancers.iter() {
            self.notice(net, net.balancers_of[i], index);
        }
    }

    /// A balancer notices which replicas are there and up, as far as its checks have seen that.
    pub(super) fn notice(&mut self, net: &Network, balancer: u32, node: u32) {
        if balancer == NONE {
            return self.list(net, node);
        }
        let Role::Balancer(role) = &net.nodes[balancer as usize].role else { return };
        let there = self.present(net, node);
        for i in role.candidates.iter() {
            let instance = net.candidates[i].instance;
            if net.instances[instance as usize].node == node
                && self.is_seen(net, node, instance, role.health_check)
            {
                let is_up = self.instances[instance as usize].is_up;
                let number = (instance - there.start) as usize;
                let passes = !net.nodes[node as usize].odd.get(number).is_some_and(|it| it.fails_checks)
                    && !self.is_cut_off(net, balancer, i);
                self.candidates[i].is_healthy = is_up && passes && there.contains(&instance);
            }
        }
    }

    /// Whether a check of a candidate reaches it from nowhere where the balancer runs, or its answer does not come back.
    fn is_cut_off(&self, net: &Network, balancer: u32, candidate: usize) -> bool {
        let target = &net.candidates[candidate];
        let way = &net.links[target.link as usize];
        way.trouble != NONE
            && self.present(net, balancer).all(|it| net.trouble(way, it, target.instance).is_cut())
    }

    /// Callers without a balancer learn that a replica is gone before they would have noticed.
    pub(crate) fn unlist(&mut self, index: u32, instance: u32) {
        let was_listed = std::mem::take(&mut self.instances[instance as usize].is_listed);
        self.nodes[index as usize].unlisted += u32::from(was_listed);
    }

    /// Callers without a balancer learn which replicas are up.
    fn list(&mut self, net: &Network, node: u32) {
        let mut unlisted = 0;
        for instance in self.present(net, node) {
            let is_seen = self.is_seen(net, node, instance, LISTING);
            let place = &mut self.instances[instance as usize];
            if is_seen {
                place.is_listed = place.is_up;
            }
            unlisted += u32::from(!place.is_listed);
        }
        self.nodes[node as usize].unlisted = unlisted;
    }
}
