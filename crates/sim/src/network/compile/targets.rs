//! Where requests, messages and copies of a component may go besides the steps: targets of balancers, subscriptions,
//! collectors.

use model::{Relation, connection::Condition};

use super::{Candidate, Compiler, Link, NONE, Range, Role};
use crate::random::mix;

impl Compiler<'_> {
    /// Targets of a balancer.
    pub(super) fn add_targets(&mut self, node: u32) {
        if !matches!(self.network.nodes[node as usize].role, Role::Balancer(_)) {
            return;
        }
        let from = self.network.candidates.len() as u32;
        let mut is_uniform = true;
        let mut first = None;
        for &i in &self.outgoing[node as usize] {
            let link = &self.network.links[i as usize];
            if link.relation != Relation::Call {
                continue;
            }
            let policy = &self.connections[i as usize].policy;
            let weight = (policy.weight * link.probability).max(0.0);
            let target = &self.network.nodes[link.to as usize];
            // Only how they compare matters.
            is_uniform &=
                policy.on == Condition::Always && weight > 0.0 && weight == *first.get_or_insert(weight);
            for replica in 0..target.instances {
                self.network.candidates.push(Candidate {
                    link: i,
                    instance: target.first_instance + replica,
                    weight,
                    salt: mix(u64::from(target.id.0) << 32 | u64::from(replica)),
                });
            }
        }
        let candidates = Range { from, to: self.network.candidates.len() as u32 };
        let node = &mut self.network.nodes[node as usize];
        // Its connections are alternatives, not steps.
        node.groups = Range::default();
        if let Role::Balancer(balancer) = &mut node.role {
            balancer.candidates = candidates;
            balancer.is_uniform = is_uniform;
        }
    }

    /// Copies, subscriptions and pulls of a node.
    pub(super) fn add_messaging(&mut self, node: u32) {
        let links = &self.network.links;
        let (outgoing, incoming) = (&self.outgoing[node as usize], &self.incoming[node as usize]);
        let collect = |table: &mut Vec<u32>, among: &[u32], keep: &dyn Fn(u32, &Link) -> bool| {
            let from = table.len() as u32;
            table.extend(among.iter().filter(|&&i| keep(i, &links[i as usize])));
            Range { from, to: table.len() as u32 }
        };
        let nodes = &self.network.nodes;
        let is_broker = |node: u32| matches!(nodes[node as usize].role, Role::Broker { .. });
        let copies = collect(&mut self.network.copies, outgoing, &|i, it| match it.relation {
            Relation::Observe => !it.is_scrape,
            Relation::Replicate => !self.connections[i as usize].policy.synchronous,
            Relation::Publish => {
                matches!(nodes[it.from as usize].role, Role::Store { captures_changes: true, .. })
            }
            _ => false,
        });
        let subscriptions = collect(&mut self.network.subscriptions, outgoing, &|_, it| {
            it.relation == Relation::Consume && is_broker(it.from)
        });
        let pulls = collect(&mut self.network.pulls, incoming, &|_, it| {
            it.relation == Relation::Consume && is_broker(it.from)
        });
        collect(&mut self.network.scrapes, outgoing, &|_, it| it.is_scrape);
        let is_traced = copies.iter().any(|i| links[self.network.copies[i] as usize].traced_overhead > 0);
        let node = &mut self.network.nodes[node as usize];
        if is_traced {
            node.service_lane = NONE;
        }
        (node.copies, node.subscriptions, node.pulls, node.is_traced) =
            (copies, subscriptions, pulls, is_traced);
    }
}
