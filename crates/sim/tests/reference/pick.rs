//! Which replica gets a call.

use model::{
    ComponentId, ConnectionId, Relation,
    connection::Condition,
    spec::{Balancing, Behavior},
};
use sim::random::{Draw, Purpose, child_key, mix, stream};

use super::{Try, World};

/// A replica behind a connection.
type Target = (ConnectionId, u32);

impl World<'_> {
    /// The balancer's choice among the targets that it thinks are up and that are open to the request.
    pub(super) fn pick(&mut self, what: &Try) -> Option<Target> {
        let at = self.jobs[what.caller].at;
        let Behavior::Balancer { algorithm, .. } = self.specs[&at].behavior else { panic!("no balancer") };
        let targets = self.targets(what.caller);
        let count = targets.len() as u32;
        let stream = stream(self.seed, at.0, Purpose::Balance);
        let mut draw = Draw::new(stream, child_key(what.key, stream, what.call, what.attempt));
        let weights: Vec<f64> = targets.iter().map(|it| self.weight(it.0)).collect();
        let are_alike = self.are_alike(at);
        let busy = |i: u32| {
            let target = &targets[i as usize];
            f64::from(self.under_way.get(target).copied().unwrap_or(0)) / weights[i as usize]
        };
        // Taking turns begins after the one who was last.
        let last = self.turns.get(&at).copied().unwrap_or(0);
        let is_usable = |i: &u32| {
            let it = self.connection(targets[*i as usize].0);
            let is_open = weights[*i as usize] > 0.0 && self.fits(what.caller, it);
            let is_cut = self.known_cut.contains(&targets[*i as usize]);
            is_open && !is_cut && !self.known_down.contains(&(Some(at), it.to, targets[*i as usize].1))
        };
        let usable: Vec<u32> = (0..count).filter(is_usable).collect();
        let total: f64 = usable.iter().map(|i| weights[*i as usize]).sum();
        let mut in_turn = (1..=count).map(|i| (last + i) % count).filter(is_usable);
        let mut at_random = || {
            // Among equals, chance is asked again among the others only if it met one that is down.
            if are_alike {
                let any = draw.below(count);
                if is_usable(&any) {
                    return Some(any);
                }
            }
            let mut place = draw.unit() * total;
            let found = usable.iter().find(|i| {
                place -= weights[**i as usize];
                place < 0.0
            });
            found.or(usable.last()).copied()
        };
        let chosen = match algorithm {
            Balancing::RoundRobin if are_alike => in_turn.next()?,
            Balancing::RoundRobin => {
                let credits = self.credits.entry(at).or_default();
                for i in &usable {
                    *credits.entry(targets[*i as usize]).or_default() += weights[*i as usize];
                }
                let credit = |i: &u32| credits[&targets[*i as usize]];
                let richest = usable.iter().rev().max_by(|a, b| credit(a).total_cmp(&credit(b)));
                let richest = *richest?;
                *credits.entry(targets[richest as usize]).or_default() -= total;
                richest
            }
            Balancing::Random => at_random()?,
            Balancing::LeastConnections => in_turn.min_by(|a, b| busy(*a).total_cmp(&busy(*b)))?,
            Balancing::TwoChoices => {
                let first = at_random()?;
                let second = (0..8).filter_map(|_| at_random()).find(|it| *it != first).unwrap_or(first);
                if busy(second) < busy(first) { second } else { first }
            }
            Balancing::Hash => {
                let user = u64::from(self.jobs[what.caller].user);
                let hash = |i: u32| {
                    let (connection, replica) = targets[i as usize];
                    let to = self.connection(connection).to;
                    mix(user ^ mix(u64::from(to.0) << 32 | u64::from(replica)))
                };
                // "The same user meets the same replica", each replica with the share of its weight: the rate over a time that
                // is exponential is the highest one with that share.
                let score = |i: u32| {
                    let unit = ((hash(i) >> 11) + 1) as f64 / (1u64 << 53) as f64;
                    weights[i as usize] / -libm::log(unit)
                };
                if are_alike {
                    usable.iter().copied().max_by_key(|i| hash(*i))?
                } else {
                    usable.iter().copied().max_by(|a, b| score(*a).total_cmp(&score(*b)))?
                }
            }
        };
        let takes_turns =
            algorithm == Balancing::LeastConnections || algorithm == Balancing::RoundRobin && are_alike;
        if takes_turns {
            self.turns.insert(at, chosen);
        }
        Some(targets[chosen as usize])
    }

    /// "Weights multiply with the connection's probability; a target gets its weight for each of its replicas."
    fn weight(&self, id: ConnectionId) -> f64 {
        let policy = &self.connection(id).policy;
        policy.weight * policy.probability
    }

    /// All targets weigh the same and are open to everybody.
    fn are_alike(&self, balancer: ComponentId) -> bool {
        let of_it = || {
            self.architecture
                .connections
                .iter()
                .filter(|it| it.from == balancer && it.relation == Relation::Call)
        };
        let Some(first) = of_it().next() else { return true };
        let has_weight = self.weight(first.id) > 0.0;
        has_weight
            && of_it()
                .all(|it| self.weight(it.id) == self.weight(first.id) && it.policy.on == Condition::Always)
    }

    fn targets(&self, job: usize) -> Vec<Target> {
        let at = self.jobs[job].at;
        let mut connections: Vec<_> = self
            .architecture
            .connections
            .iter()
            .filter(|it| it.from == at && it.relation == Relation::Call)
            .collect();
        connections.sort_by_key(|it| it.id);
        connections
            .into_iter()
            .flat_map(|it| (0..self.replicas[&it.to].len() as u32).map(move |replica| (it.id, replica)))
            .collect()
    }
}
