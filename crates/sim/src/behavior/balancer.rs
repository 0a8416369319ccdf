//! Balancers: one healthy replica of one connection gets the request.

use model::spec::Balancing;

use crate::{
    engine::{Engine, child_key},
    network::{Balancer, Candidate, Network},
    random::{Draw, above_zero, mix},
    span::Span,
};

impl Engine {
    /// Passes a request on.
    pub(crate) fn balance(&mut self, net: &Network, balancer: &Balancer, index: u32, span: u32) {
        self.begin_calling(index, span);
        self.spans[span].pending = 1;
        match net.candidates.get(balancer.candidates.from as usize) {
            Some(first) if !balancer.candidates.is_empty() => {
                self.call_picked(net, balancer, span, first.link)
            }
            // Without connections it answers by itself, like any component at the end of a path.
            _ => {
                self.spans[span].pending = 0;
                self.advance(net, span);
            }
        }
    }

    /// The same for the first try of a call of which only the key is known yet, where that is enough; `None`: it is not.
    #[inline(always)]
    pub(crate) fn pick_quickly(&mut self, net: &Network, balancer: &Balancer, key: u64) -> Option<u32> {
        match balancer.algorithm {
            Balancing::Random if balancer.is_uniform => {
                let mut draw = Draw::new(balancer.stream, child_key(key, balancer.stream, 0, 1));
                self.any(balancer, &mut draw)
            }
            Balancing::RoundRobin if balancer.is_uniform => self.next_in_turn(net, balancer),
            _ => None,
        }
    }

    /// One of equal targets, unless it is not healthy.
    #[inline(always)]
    fn any(&self, balancer: &Balancer, draw: &mut Draw) -> Option<u32> {
        let candidates = balancer.candidates;
        let i = candidates.from + draw.below(candidates.to - candidates.from);
        self.candidates[i as usize].is_healthy.then_some(i)
    }

    /// Number of the target for a call; `None` if no healthy one may take it.
    pub(crate) fn pick(&mut self, net: &Network, balancer: &Balancer, record: &Span) -> Option<u32> {
        let mut draw =
            Draw::new(balancer.stream, child_key(record.key, balancer.stream, record.call, record.attempt));
        match balancer.algorithm {
            Balancing::RoundRobin if balancer.is_uniform => self.next_in_turn(net, balancer),
            Balancing::RoundRobin => self.next_by_credit(net, balancer, record),
            Balancing::Random => self.at_random(net, balancer, record, &mut draw),
            Balancing::LeastConnections => self.least_busy(net, balancer, record),
            Balancing::TwoChoices => {
                let first = self.at_random(net, balancer, record, &mut draw)?;
                // A second, different one where there is one; a few tries find it nearly always.
                let second = (0..8)
                    .filter_map(|_| self.at_random(net, balancer, record, &mut draw))
                    .find(|it| *it != first)
                    .unwrap_or(first);
                Some(if self.busyness(net, second) < self.busyness(net, first) { second } else { first })
            }
            Balancing::Hash => {
                // Highest random weight (Thaler and Ravishankar 1998): only the requests of a lost target move.
                let score = |it: &Candidate| mix(u64::from(record.user) ^ it.salt);
                let usable = self.usable(net, balancer, record);
                if balancer.is_uniform {
                    return usable.max_by_key(|i| score(&net.candidates[*i as usize]));
                }
                let scores = usable.map(|i| {
                    let it = &net.candidates[i as usize];
                    (weighted(score(it), it.weight), i)
                });
                scores.max_by(|a, b| a.0.total_cmp(&b.0)).map(|it| it.1)
            }
        }
    }

    /// Targets that are healthy as far as the balancer knows, and open to the request.
    fn usable<'a>(
        &'a self,
        net: &'a Network,
        balancer: &'a Balancer,
        record: &'a Span,
    ) -> impl Iterator<Item = u32> + 'a {
        balancer
            .candidates
            .iter()
            .map(|i| i as u32)
            .filter(move |&i| self.is_usable(net, balancer, record, i))
    }

    fn is_usable(&self, net: &Network, balancer: &Balancer, record: &Span, i: u32) -> bool {
        let candidate = &net.candidates[i as usize];
        self.candidates[i as usize].is_healthy
            && (balancer.is_uniform || candidate.weight > 0.0 && net.allows(candidate.link, record.class))
    }

    fn next_in_turn(&mut self, net: &Network, balancer: &Balancer) -> Option<u32> {
        let candidates = balancer.candidates;
        let count = candidates.to - candidates.from;
        let owner = net.links[net.candidates[candidates.from as usize].link as usize].from;
        let turn = &mut self.nodes[owner as usize].turn;
        for step in 1..=count {
            let offset = (*turn + step) % count;
            if self.candidates[(candidates.from + offset) as usize].is_healthy {
                *turn = offset;
                return Some(candidates.from + offset);
            }
        }
        None
    }

    /// Smooth weighted round robin, as in nginx: each gains its weight, the richest pays the total.
    fn next_by_credit(&mut self, net: &Network, balancer: &Balancer, record: &Span) -> Option<u32> {
        let total: f64 = self.usable(net, balancer, record).map(|i| net.candidates[i as usize].weight).sum();
        let mut best: Option<u32> = None;
        for i in balancer.candidates.iter().map(|i| i as u32) {
            if !self.is_usable(net, balancer, record, i) {
                continue;
            }
            let state = &mut self.candidates[i as usize];
            state.credit += net.candidates[i as usize].weight;
            let credit = state.credit;
            if best.is_none_or(|best| credit > self.candidates[best as usize].credit) {
                best = Some(i);
            }
        }
        self.candidates[best? as usize].credit -= total;
        best
    }

    fn at_random(&self, net: &Network, balancer: &Balancer, record: &Span, draw: &mut Draw) -> Option<u32> {
        if balancer.is_uniform
            && let Some(i) = self.any(balancer, draw)
        {
            return Some(i);
        }
        let total: f64 = self.usable(net, balancer, record).map(|i| net.candidates[i as usize].weight).sum();
        let mut left = draw.unit() * total;
        let mut last = None;
        for i in self.usable(net, balancer, record) {
            last = Some(i);
            left -= net.candidates[i as usize].weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// The one with fewest requests in flight by weight; equals take turns.
    fn least_busy(&mut self, net: &Network, balancer: &Balancer, record: &Span) -> Option<u32> {
        let candidates = balancer.candidates;
        let count = candidates.to - candidates.from;
        let owner = net.links[net.candidates[candidates.from as usize].link as usize].from;
        let turn = self.nodes[owner as usize].turn;
        let mut best: Option<(f64, u32, u32)> = None;
        for i in self.usable(net, balancer, record) {
            let distance = (i - candidates.from + count - turn % count + count - 1) % count;
            let key = (self.busyness(net, i), distance);
            if best.is_none_or(|(busy, near, _)| key < (busy, near)) {
                best = Some((key.0, key.1, i));
            }
        }
        let (_, _, found) = best?;
        self.nodes[owner as usize].turn = found - candidates.from;
        Some(found)
    }

    fn busyness(&self, net: &Network, candidate: u32) -> f64 {
        f64::from(self.candidates[candidate as usize].in_flight) / net.candidates[candidate as usize].weight
    }
}

/// A score of which each target has the highest with the share of its weight: the rate over an exponential time (Schindelhauer
/// and Schomaker 2005).
fn weighted(hash: u64, weight: f64) -> f64 {
    weight / -libm::log(above_zero(hash))
}
