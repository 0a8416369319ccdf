//! Traffic equations: how many requests of each class come to each component.

use model::{Relation, spec::Balancing};

use super::{Model, links};
use crate::{
    network::{Network, Role},
    time::{SECOND, secs},
};

/// Scrapes per second and replica.
const SCRAPES_PER_SEC: f64 = 1.0 / 15.0;
/// More than any component gets: a circle of calls that feeds itself.
const TOO_MUCH: f64 = 1e12;

impl Model<'_> {
    /// Sends the sources' rates along the connections.
    pub(super) fn flow(&mut self) {
        // Without circles one pass is exact; with them passes converge if the circle loses requests.
        for _ in 0..if self.has_circle { 60 } else { 1 } {
            let before = self.arrivals.clone();
            let sent = std::mem::replace(&mut self.arrivals, vec![0.0; before.len()]);
            self.scrapes.fill(0.0);
            self.repeated.fill(0.0);
            self.over.fill(0.0);
            for &link in &self.net.scrapes {
                let link = &self.net.links[link as usize];
                let replicas = f64::from(self.net.nodes[link.from as usize].instances);
                self.scrapes[link.to as usize] += replicas * SCRAPES_PER_SEC;
            }
            for source in 0..self.net.sources.len() {
                let node = self.net.sources[source].node;
                let rate = self.rates[source];
                for (class, share) in self.shares(source).collect::<Vec<_>>() {
                    if let Some(cell) = self.cells.find(node, class) {
                        self.arrivals[cell] += rate * share;
                    }
                }
            }
            for i in 0..self.order.len() {
                // In a circle what comes back is only known from the pass before.
                self.send_on(self.order[i], if self.has_circle { Some(&sent) } else { None });
            }
            let change: f64 = before.iter().zip(&self.arrivals).map(|(a, b)| (a - b).abs()).sum();
            if change < 1e-9 || self.arrivals.iter().any(|it| *it > TOO_MUCH) {
                break;
            }
        }
        self.arrivals.iter_mut().for_each(|it| *it = it.min(TOO_MUCH));
        for node in 0..self.net.nodes.len() {
            self.add_up(node);
        }
    }

    /// What comes to a node in all, and the work that it brings.
    fn add_up(&mut self, node: usize) {
        let net = self.net;
        let row = &net.nodes[node];
        let slower = row.slow_mode.map_or(1.0, |it| it.mean_factor());
        let (mean, extra) = (row.service.mean_nanos() / SECOND as f64 * slower, self.traced(row));
        let (mut reads, mut writes) = (0.0, 0.0);
        let cells = self.cells.of(node as u32);
        for (rate, class) in self.arrivals[cells].iter().zip(self.cells.classes(node as u32)) {
            *if net.classes[usize::from(*class)].is_write { &mut writes } else { &mut reads } += rate;
        }
        self.coming[node] = reads + writes + self.scrapes[node] + self.repeated[node];
        self.work[node] = reads * (mean + extra) + writes * (mean * row.write_factor + extra);
    }

    fn send_on(&mut self, node: u32, sent: Option<&[f64]>) {
        let net = self.net;
        let row = &net.nodes[node as usize];
        for cell in self.cells.of(node) {
            let class = self.cells.class(cell);
            let rate = match sent {
                Some(sent) if !matches!(row.role, Role::Source { .. }) => sent[cell],
                _ => self.arrivals[cell],
            };
            if rate <= 0.0 {
                continue;
            }
            let let_in = rate * self.carried[node as usize];
            self.send_class(node, class, let_in);
        }
    }

    /// `let_in`: requests per second that it has not turned away.
    fn send_class(&mut self, node: u32, class: usize, let_in: f64) {
        let net = self.net;
        let row = &net.nodes[node as usize];
        let served = let_in * (1.0 - row.error_ratios[0]);
        match &row.role {
            Role::Balancer(balancer) => {
                let total = total_weight(net, balancer, class);
                for candidate in &net.candidates[balancer.candidates.iter()] {
                    if net.allows(candidate.link, class as u16) && total > 0.0 {
                        let link = &net.links[candidate.link as usize];
                        let share = weight(balancer.algorithm, candidate.weight) / total;
                        let calls = f64::from(link.calls.max(1));
                        self.add(candidate.link, class, served * share * calls);
                    }
                }
            }
            Role::Broker { .. } => {
                for link in links(&net.subscriptions, row.subscriptions) {
                    let taken = self.taken_without_lookup(link, class);
                    self.add(link, class, served * taken);
                }
            }
            _ => {}
        }
        let mut passed_on = served * (1.0 - self.answered_here(node, class));
        for group in row.groups.iter() {
            let mut goes_on = 1.0;
            for link in links(&net.grouped, net.groups[group]) {
                goes_on *= self.send_over(link, class, passed_on);
            }
            // If some answers are enough, few failures do no harm.
            passed_on *= if net.enough[group] > 0 { 1.0 } else { goes_on };
        }
        for link in links(&net.copies, row.copies) {
            let it = &net.links[link as usize];
            let copied = match it.relation {
                Relation::Replicate => served * f64::from(u8::from(net.allows(link, class as u16))),
                Relation::Publish => served * self.taken_without_lookup(link, class),
                // Of what it failed, too.
                _ => let_in * it.sample_ratio,
            };
            self.add(link, class, copied);
        }
        if let Role::Store { .. } = row.role
            && net.classes[class].is_write
        {
            // The other replicas repeat every write.
            self.repeated[node as usize] += served * f64::from(row.instances.saturating_sub(1));
        }
    }

    /// Sends requests over a link, and over those that wait for its miss. Gives the share of them that go on to the next step.
    fn send_over(&mut self, link: u32, class: usize, rate: f64) -> f64 {
        let net = self.net;
        let it = &net.links[link as usize];
        let taken = self.taken(link, class);
        // The next call is made if the one before has succeeded.
        let lost = self.lost[link as usize];
        // Written so that small shares keep their digits; none of no calls is lost, even if all would be.
        let one_fails =
            if it.calls == 0 { 0.0 } else { -libm::expm1(f64::from(it.calls) * libm::log1p(-lost)) };
        let calls = if lost > 0.0 { one_fails / lost } else { f64::from(it.calls) };
        self.add(link, class, rate * taken * calls);
        let mut goes_on = if it.is_optional { 1.0 } else { 1.0 - taken * one_fails };
        let rate = rate * goes_on;
        for dependent in links(&net.dependents, it.dependents) {
            goes_on *= self.send_over(dependent, class, rate);
        }
        goes_on
    }

    fn add(&mut self, link: u32, class: usize, calls: f64) {
        let rate = calls * self.tries[link as usize];
        if let Some(cell) = self.cells.find(self.net.links[link as usize].to, class) {
            self.arrivals[cell] += rate;
        }
        self.over[link as usize] += rate;
    }

    /// Share of a caller's requests of a class that take a link.
    pub(super) fn taken(&self, link: u32, class: usize) -> f64 {
        let it = &self.net.links[link as usize];
        let mut share = self.taken_without_lookup(link, class);
        if it.unless_hit != 0 {
            // The lookup is another link of the same caller.
            let lookup = self.outgoing[it.from as usize]
                .iter()
                .copied()
                .find(|i| self.net.links[*i as usize].hit_bit == it.unless_hit);
            if let Some(lookup) = lookup {
                let it = &self.net.links[lookup as usize];
                // Who does without an answer has not found anything.
                let answered = if it.is_optional { 1.0 - self.lost[lookup as usize] } else { 1.0 };
                share *= 1.0 - self.taken(lookup, class) * self.found(it.to, class) * answered;
            }
        }
        share
    }

    fn taken_without_lookup(&self, link: u32, class: usize) -> f64 {
        let it = &self.net.links[link as usize];
        if it.calls == 0 || !self.net.allows(link, class as u16) {
            return 0.0;
        }
        if it.ttl == 0 {
            return it.probability;
        }
        // A cached name is asked for again after its lifetime, by the next request and by those that come until it is
        // answered; the last answer counts. What fails is asked for by everybody.
        let (ttl, takes) = (secs(it.ttl), self.lookups[link as usize]);
        let cells =
            self.cells.of(it.from).filter(|cell| self.net.allows(link, self.cells.class(*cell) as u16));
        let from = &self.net.nodes[it.from as usize];
        let served = self.carried[it.from as usize] * (1.0 - from.error_ratios[0]);
        let rate = served * it.probability * cells.map(|cell| self.arrivals[cell]).sum::<f64>();
        let asked = rate * takes;
        // From the first of those who ask to the last, who may ask several times.
        let between = asked - (1.0 - libm::exp(-asked)) + asked * f64::from(it.calls - 1);
        let known = (1.0 - self.lost[link as usize]) * (between + rate * ttl);
        it.probability * (1.0 + asked) / (1.0 + asked + known)
    }

    /// Probability that a lookup at a component finds something.
    fn found(&self, node: u32, class: usize) -> f64 {
        let net = self.net;
        match &net.nodes[node as usize].role {
            Role::Lookup { hit_ratio, asks_origin: false, .. } => {
                if net.classes[class].is_write {
                    0.0
                } else {
                    hit_ratio.clamp(0.0, 1.0)
                }
            }
            Role::Balancer(balancer) => {
                let total = total_weight(net, balancer, class);
                let candidates = &net.candidates[balancer.candidates.iter()];
                let found = candidates.iter().filter(|it| net.allows(it.link, class as u16)).map(|it| {
                    let target = net.links[it.link as usize].to;
                    // Balancers of balancers are looked at one deep.
                    let found = match &net.nodes[target as usize].role {
                        Role::Balancer(_) => 1.0,
                        _ => self.found(target, class),
                    };
                    weight(balancer.algorithm, it.weight) * found
                });
                if total > 0.0 { found.sum::<f64>() / total } else { 1.0 }
            }
            _ => 1.0,
        }
    }

    /// Share of requests that a cache or an edge answers without asking further.
    pub(super) fn answered_here(&self, node: u32, class: usize) -> f64 {
        match self.net.nodes[node as usize].role {
            Role::Lookup { asks_origin: false, .. } => 1.0,
            Role::Lookup { hit_ratio, asks_origin: true, .. } if !self.net.classes[class].is_write => {
                hit_ratio.clamp(0.0, 1.0)
            }
            _ => 0.0,
        }
    }
}

pub(super) fn total_weight(net: &Network, balancer: &crate::network::Balancer, class: usize) -> f64 {
    net.candidates[balancer.candidates.iter()]
        .iter()
        .filter(|it| net.allows(it.link, class as u16))
        .map(|it| weight(balancer.algorithm, it.weight))
        .sum()
}

/// A hash knows no weights.
pub(super) fn weight(algorithm: Balancing, weight: f64) -> f64 {
    match algorithm {
        Balancing::Hash => f64::from(u8::from(weight > 0.0)),
        _ => weight,
    }
}

/// Links whose answers decide whether more is called, or are known for a while.
pub(super) fn first_of_several(net: &Network) -> Vec<u32> {
    let mut found: Vec<u32> = (0..net.links.len() as u32)
        .filter(|it| {
            let row = &net.links[*it as usize];
            !row.dependents.is_empty() || row.ttl > 0 || row.calls > 1
        })
        .collect();
    for node in &net.nodes {
        for group in node.groups.iter().rev().skip(1) {
            let mut earlier: Vec<u32> = links(&net.grouped, net.groups[group]).collect();
            while let Some(link) = earlier.pop() {
                let row = &net.links[link as usize];
                found.extend((!row.is_optional).then_some(link));
                earlier.extend(links(&net.dependents, row.dependents));
            }
        }
    }
    model::lean::sort(&mut found);
    found.dedup();
    found
}
