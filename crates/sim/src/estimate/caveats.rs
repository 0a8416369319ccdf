//! Where the estimate may be off, and why.

use model::{Arg, Message, spec::Discipline, workload::Pattern};

use super::{Model, workload};
use crate::network::{Link, Role};

/// Retries per call from which on it matters what else happens to them.
const NOTABLE_RETRIES: f64 = 0.001;

impl Model<'_> {
    pub(super) fn caveats(&self) -> Vec<Message> {
        let mut caveats = Vec::new();
        let name = |node: usize| -> Arg {
            let id = self.net.nodes[node].id;
            self.architecture.component(id).map_or("", |it| it.name.as_str()).into()
        };
        let overloaded = (0..self.pools.len()).filter(|i| self.pools[*i].is_overloaded);
        caveats.extend(overloaded.map(|it| Message::new("estimate-overloaded").with("component", name(it))));
        let net = self.net;
        let patterns =
            || net.sources.iter().map(|it| workload(self.architecture, net, it.node).pattern.clone());
        if patterns().any(|it| {
            !matches!(it, Pattern::Constant { .. } | Pattern::Users { .. } | Pattern::Sessions { .. })
        }) {
            caveats.push(Message::new("estimate-changing-traffic"));
        }
        if net.sources.iter().any(|it| it.users > 0) {
            caveats.push(Message::new("estimate-closed-loop"));
        }
        if net.sources.iter().any(|it| it.batch > 1 && it.users == 0) {
            caveats.push(Message::new("estimate-batches"));
        }
        if net.groups.iter().any(|it| it.to - it.from > 1) {
            caveats.push(Message::new("estimate-parallel"));
        }
        let is_tried_again = |it: &(usize, &Link)| self.tries[it.0] > 1.0 + NOTABLE_RETRIES;
        for (_, link) in net.links.iter().enumerate().filter(is_tried_again) {
            if link.breaker_failures > 0 || link.cancels || link.hedge.is_some() {
                let message = Message::new("estimate-retries");
                caveats
                    .push(message.with("from", name(link.from as usize)).with("to", name(link.to as usize)));
            }
        }
        for link in net.links.iter().filter(|it| it.cancels && (it.patience > 0.0 || it.waits_for_turn)) {
            let message = Message::new("estimate-patience");
            caveats.push(message.with("from", name(link.from as usize)).with("to", name(link.to as usize)));
        }
        for link in net.links.iter().filter(|it| it.hedge.is_some()) {
            let message = Message::new("estimate-hedges");
            caveats.push(message.with("from", name(link.from as usize)).with("to", name(link.to as usize)));
        }
        for (node, row) in net.nodes.iter().enumerate() {
            if let Role::Store { writes_await, reads_await, .. } = row.role
                && writes_await + reads_await > 0
            {
                caveats.push(Message::new("estimate-quorum").with("component", name(node)));
            }
        }
        if !net.caches.is_empty() {
            caveats.push(Message::new("estimate-items"));
        }
        if net.enough.iter().any(|it| *it > 0) {
            caveats.push(Message::new("estimate-enough"));
        }
        for (node, queueing) in
            net.nodes.iter().enumerate().filter_map(|(i, it)| Some((i, it.queueing.as_ref()?)))
        {
            if matches!(queueing.discipline, Discipline::Priority | Discipline::Preemptive) {
                caveats.push(Message::new("estimate-priorities").with("component", name(node)));
            }
            if queueing.max_wait < u64::MAX || queueing.adaptive_limit > 0 || queueing.checks_deadline {
                caveats.push(Message::new("estimate-shedding").with("component", name(node)));
            }
        }
        if self.has_circle {
            caveats.push(Message::new("estimate-circle"));
        }
        if self.architecture.components.iter().any(|it| it.failures().is_some()) {
            caveats.push(Message::new("estimate-failures"));
        }
        if !self.architecture.scenario.events.is_empty() {
            caveats.push(Message::new("estimate-scenario"));
        }
        caveats
    }
}
