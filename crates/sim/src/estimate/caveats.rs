//! Where the estimate may be off, and why.

use model::{
    Arg, Component, Message, Relation, lean,
    spec::{Balancing, Discipline},
    workload::Pattern,
};

use super::{Model, limits, workload};
use crate::{
    network::{Link, Node, Role, UNBOUNDED},
    time::{SECOND, secs},
};

/// Retries per call from which on it matters what else happens to them.
const NOTABLE_RETRIES: f64 = 0.001;
/// Share of calls that fail from which on a circuit breaker may open, or that come too late.
const NOTABLE_FAILURES: f64 = 0.001;
/// Spread of own work, squared coefficient of variation, from which on it is not well known how often a queue is full.
const MOST_SCV: f64 = 10.0;
/// Nor does it matter where less than this share of the slots is at work.
const NOTABLE_LOAD: f64 = 0.1;
/// Share of calls that come too late up to which it is well known how long the others take.
const MOST_LATE: f64 = 0.1;
/// Time for new instances, over the time for which a request keeps one, from which on it is notable.
const NOTABLE_COLD: f64 = 0.02;
/// Use of slots from which on it matters that calls come before messages.
const NOTABLE_MIX: f64 = 0.5;
/// Share of a caller's slots that wait in a slow spell of its callee from which on others wait for them.
const NOTABLE_HELD: f64 = 0.3;
/// People for each target from which on their requests are divided evenly enough: by less than a twentieth or so.
const PEOPLE_EACH: u32 = 400;

impl Model<'_> {
    pub(super) fn caveats(&self) -> Vec<Message> {
        let mut caveats = Vec::new();
        let name = |node: usize| -> Arg {
            let id = self.net.nodes[node].id;
            self.architecture.component_name(id).into()
        };
        let between = |id: &'static str, link: &Link| {
            Message::new(id).with("from", name(link.from as usize)).with("to", name(link.to as usize))
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
                caveats.push(between("estimate-retries", link));
            }
        }
        for (index, link) in net.links.iter().enumerate() {
            let late = self.late(index as u32, link);
            let id = match late {
                _ if late <= NOTABLE_FAILURES => continue,
                _ if link.cancels => "estimate-patience",
                _ if link.waits_for_turn => "estimate-turn",
                _ if late > MOST_LATE && link.patience == 0.0 => "estimate-late",
                _ if link.calls > 1 => "estimate-calls",
                _ => continue,
            };
            caveats.push(between(id, link));
        }
        for link in net.links.iter().filter(|it| it.hedge.is_some()) {
            caveats.push(between("estimate-hedges", link));
        }
        for (node, row) in net.nodes.iter().enumerate() {
            if let Role::Store { writes_await, reads_await, .. } = row.role
                && writes_await + reads_await > 0
            {
                caveats.push(Message::new("estimate-quorum").with("component", name(node)));
            }
        }
        for (node, room) in self.may_be_full() {
            let message = Message::new("estimate-full-broker").with("component", name(node));
            caveats.push(message.with("room", Arg::Count(room as f64)));
        }
        for (node, row) in net.nodes.iter().enumerate() {
            let is_used = self.pools[node].load > NOTABLE_LOAD;
            if row.service.scv > MOST_SCV && row.queue_limit != u32::MAX && is_used {
                caveats.push(Message::new("estimate-uneven").with("component", name(node)));
            }
        }
        for (node, secs) in limits::late(self) {
            let message = Message::new("estimate-limit-later").with("component", name(node));
            caveats.push(message.with("time", Arg::Millis(secs * 1000.0)));
        }
        caveats.extend(
            self.few_people().map(|it| Message::new("estimate-few-people").with("component", name(it))),
        );
        let visitors = limits::of_visitors(self);
        caveats.extend(visitors.map(|it| Message::new("estimate-visitors").with("component", name(it))));
        caveats.extend(self.often_cold().map(|it| Message::new("estimate-cold").with("component", name(it))));
        caveats.extend(
            self.mixed().into_iter().map(|it| Message::new("estimate-mixed").with("component", name(it))),
        );
        // Nothing is scaled unless somebody says so: most need not be resolved.
        let is_scaled =
            |it: &&Component| it.params.contains_key("scaling") && it.spec().scaling.auto.is_some();
        for component in self.architecture.components.iter().filter(is_scaled) {
            caveats.push(Message::new("estimate-scaling").with("component", component.name.as_str()));
        }
        for (index, link) in net.links.iter().enumerate() {
            let is_tried_again = self.tries[index] > 1.0 + NOTABLE_RETRIES;
            if link.breaker_failures > 0
                && !is_tried_again
                && self.first_tries(index as u32, link).0 > NOTABLE_FAILURES
            {
                caveats.push(between("estimate-breaker", link));
            }
            if let Some(id) = self.unknown_of_bulkhead(index as u32, link) {
                caveats.push(between(id, link));
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
        caveats.extend(
            self.felt_slow_modes().map(|it| Message::new("estimate-slow-mode").with("component", name(it))),
        );
        if self.architecture.components.iter().any(|it| it.failures().is_some()) {
            caveats.push(Message::new("estimate-failures"));
        }
        if !self.architecture.scenario.events.is_empty() {
            caveats.push(Message::new("estimate-scenario"));
        }
        caveats
    }
}

impl Model<'_> {
    /// Functions that are used so rarely that new instances take a notable time.
    fn often_cold(&self) -> impl Iterator<Item = usize> {
        self.net.nodes.iter().enumerate().filter_map(|(node, row)| {
            let Role::Function { cold_start, keep_warm } = row.role else { return None };
            let (rate, held) = (self.coming[node], self.pools[node].held);
            if cold_start == 0 || rate <= 0.0 || !held.is_finite() {
                return None;
            }
            let later = cold_share(rate, held, secs(keep_warm)) * secs(cold_start);
            (later > NOTABLE_COLD * held).then_some(node)
        })
    }

    /// Components with a slow mode for which somebody waits who notices how long a spell lasts: with slots of which many are
    /// taken meanwhile, fetching messages, or trying again when the first try was late.
    fn felt_slow_modes(&self) -> impl Iterator<Item = usize> {
        let net = self.net;
        let slow = net.nodes.iter().enumerate().filter_map(|(node, row)| {
            Some((node, row.service.mean_nanos() / SECOND as f64 * row.slow_mode?.factor))
        });
        let felt = move |(node, slow_secs): (usize, f64)| {
            let mut seen = vec![false; net.nodes.len()];
            let mut behind = vec![node as u32];
            while let Some(to) = behind.pop() {
                for link in &self.incoming[to as usize] {
                    let row = &net.links[*link as usize];
                    let caller = &net.nodes[row.from as usize];
                    let slots = f64::from(caller.slots) * f64::from(caller.instances);
                    let is_held = caller.holds_slot
                        && caller.slots < UNBOUNDED
                        && self.over[*link as usize] * slow_secs > NOTABLE_HELD * slots;
                    let is_pulled = row.relation == Relation::Consume;
                    if is_held || is_pulled || self.tries[*link as usize] > 1.0 + NOTABLE_RETRIES {
                        return Some(node);
                    }
                    if !std::mem::replace(&mut seen[row.from as usize], true) {
                        behind.push(row.from);
                    }
                }
            }
            None
        };
        slow.filter_map(felt)
    }

    /// Components that divide by user what so few people send that chance makes the parts uneven.
    fn few_people(&self) -> impl Iterator<Item = usize> {
        let net = self.net;
        let parts = |node: usize, row: &Node| match &row.role {
            Role::Balancer(it) if it.algorithm == Balancing::Hash => it.candidates.iter().len() as u32,
            Role::Broker { .. } => {
                let ways = self.outgoing[node].iter().map(|it| &net.links[*it as usize]);
                ways.map(|it| it.partitions).max().unwrap_or(0)
            }
            _ => 0,
        };
        net.nodes.iter().enumerate().filter_map(move |(node, row)| {
            let parts = parts(node, row);
            let is_few = |class: &u16| {
                let source = &net.sources[net.classes[usize::from(*class)].source as usize];
                source.population > 0 && source.population < parts.saturating_mul(PEOPLE_EACH)
            };
            (parts > 1 && self.cells.classes(node as u32).iter().any(is_few)).then_some(node)
        })
    }

    /// Components at which calls and messages share slots, and are notably in each other's way: a message is fetched when
    /// no call waits.
    fn mixed(&self) -> Vec<usize> {
        let calls = self.net.links.iter().enumerate().filter(|(index, link)| {
            let node = link.to as usize;
            link.relation == Relation::Call
                && !self.net.nodes[node].pulls.is_empty()
                && self.over[*index] > 0.0
                && self.pools[node].load > NOTABLE_MIX
        });
        let mut found: Vec<usize> = calls.map(|(_, link)| link.to as usize).collect();
        lean::sort(&mut found);
        found.dedup();
        found
    }
}

/// Share of a function's requests that need a new instance. The one used last is used first: so the next further one is needed
/// when as many as are warm are at work, at the rate of M/G/∞, and has cooled down if that was too long ago.
fn cold_share(rate: f64, held: f64, keep_warm: f64) -> f64 {
    let load = rate * held;
    // Where so many are at work, hardly any of them cools down.
    if load > 100.0 {
        return 0.0;
    }
    let (mut at_work, mut fewer, mut share) = (libm::exp(-load), 0.0, 0.0);
    let mut number = 0.0;
    while number <= load || at_work > 1e-9 {
        fewer += at_work;
        share += at_work * libm::exp(-keep_warm * rate * at_work / fewer);
        number += 1.0;
        at_work *= load / number;
    }
    share
}
