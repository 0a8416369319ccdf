//! Who hears that replicas went down or came back, and when: checks take their time, planned changes are told.

use std::{collections::BTreeSet, ops::Range};

use super::{Engine, Task};
use crate::{
    network::{Candidate, NONE, Network, Role},
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

    /// Whether checks that need so long have seen what a replica does now. An outage soon after another one is noticed in its
    /// own time.
    fn is_seen(&self, net: &Network, index: u32, instance: u32, delay: u64) -> bool {
        let number = (instance - net.nodes[index as usize].first_instance) as usize;
        let changed_at = self.nodes[index as usize].changed_at.get(number).copied().unwrap_or(0);
        self.now - changed_at >= delay
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

    /// Balancers are told that these replicas come or go, and so are those who call without one.
    pub(super) fn tell_at_once(&mut self, net: &Network, index: u32, told: &[u32]) {
        self.list(net, index, told);
        self.deal_partitions(net, index);
        for i in net.nodes[index as usize].balancers.iter() {
            self.notice(net, net.balancers_of[i], index, told);
        }
    }

    /// A balancer notices which replicas are there and up, and which pass its checks, each as far as it has had its time, or was
    /// told.
    pub(super) fn notice(&mut self, net: &Network, balancer: u32, node: u32, told: &[u32]) {
        if balancer == NONE {
            return self.list(net, node, told);
        }
        let Role::Balancer(role) = &net.nodes[balancer as usize].role else { return };
        let there = self.present(net, node);
        for i in role.candidates.iter() {
            let Candidate { link, instance, .. } = net.candidates[i];
            if net.instances[instance as usize].node != node {
                continue;
            }
            let number = instance - net.nodes[node as usize].first_instance;
            let changed_at = self.checks_changed.get(&(link, number)).copied().unwrap_or(0);
            let mut state = self.candidates[i];
            if told.contains(&instance) || self.is_seen(net, node, instance, role.health_check) {
                state.is_seen_up = self.instances[instance as usize].is_up && there.contains(&instance);
            }
            if self.now - changed_at >= role.health_check {
                state.is_seen_passing = self.passes_checks(net, link, number, self.present(net, balancer));
            }
            state.is_healthy = state.is_seen_up && state.is_seen_passing;
            self.candidates[i] = state;
        }
    }

    /// Whether a target passes the checks of its balancer's replicas `from` if it is up: unless something is wrong with them,
    /// or none of those reaches it, or its answers do not come back.
    fn passes_checks(&self, net: &Network, link: u32, number: u32, mut from: Range<u32>) -> bool {
        let way = &net.links[link as usize];
        let target = &net.nodes[way.to as usize];
        let instance = target.first_instance + number;
        let mut is_cut_off = || way.trouble != NONE && from.all(|it| net.trouble(way, it, instance).is_cut());
        !target.odd.get(number as usize).is_some_and(|it| it.fails_checks) && !is_cut_off()
    }

    /// Balancers find out in their time which targets begin or cease to pass their checks.
    pub(super) fn check_again(&mut self, old: &Network, new: &Network) {
        for (link, (before, after)) in old.links.iter().zip(&new.links).enumerate() {
            let Role::Balancer(role) = &new.nodes[after.from as usize].role else { continue };
            let is_as_before = old.troubles.get(before.trouble as usize)
                == new.troubles.get(after.trouble as usize)
                && old.nodes[after.to as usize].odd == new.nodes[after.to as usize].odd;
            if is_as_before || !after.is_alternative {
                continue;
            }
            let from = self.present(new, after.from);
            let passes = |net, number| self.passes_checks(net, link as u32, number, from.clone());
            // Those that are new are checked when they come.
            let numbers = 0..old.nodes[after.to as usize].instances;
            let changed: Vec<u32> = numbers.filter(|it| passes(old, *it) != passes(new, *it)).collect();
            if changed.is_empty() {
                continue;
            }
            let now = self.now;
            self.checks_changed.extend(changed.into_iter().map(|number| ((link as u32, number), now)));
            let task = Task::Notice { balancer: after.from, node: after.to };
            self.agenda.plan(now + role.health_check, task);
        }
    }

    /// A balancer that has other replicas than `before` may reach other targets; its checks find that out in their time.
    pub(super) fn reach_others(&mut self, net: &Network, balancer: u32, before: &Range<u32>) {
        let Role::Balancer(role) = &net.nodes[balancer as usize].role else { return };
        let after = self.present(net, balancer);
        let mut targets = BTreeSet::new();
        for Candidate { link, instance, .. } in &net.candidates[role.candidates.iter()] {
            let node = net.instances[*instance as usize].node;
            let number = instance - net.nodes[node as usize].first_instance;
            let passes = |from: &Range<u32>| self.passes_checks(net, *link, number, from.clone());
            if passes(before) != passes(&after) {
                self.checks_changed.insert((*link, number), self.now);
                targets.insert(node);
            }
        }
        for node in targets {
            self.agenda.plan(self.now + role.health_check, Task::Notice { balancer, node });
        }
    }

    /// Callers without a balancer learn that a replica is gone before they would have noticed.
    pub(crate) fn unlist(&mut self, index: u32, instance: u32) {
        let was_listed = std::mem::take(&mut self.instances[instance as usize].is_listed);
        self.nodes[index as usize].unlisted += u32::from(was_listed);
    }

    /// Callers without a balancer learn which replicas are up.
    fn list(&mut self, net: &Network, node: u32, told: &[u32]) {
        let mut unlisted = 0;
        for instance in self.present(net, node) {
            let is_seen = told.contains(&instance) || self.is_seen(net, node, instance, LISTING);
            let place = &mut self.instances[instance as usize];
            if is_seen {
                place.is_listed = place.is_up;
            }
            unlisted += u32::from(!place.is_listed);
        }
        self.nodes[node as usize].unlisted = unlisted;
    }
}
