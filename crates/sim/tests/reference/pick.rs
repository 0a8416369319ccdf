//! Which replica gets a call.

use model::{
    ConnectionId, Relation,
    connection::Connection,
    spec::{Balancing, Behavior, ReadsFrom},
};
use sim::random::{Draw, Purpose, child_key, mix, stream};

use super::{Try, World};

/// A replica behind a connection.
type Target = (ConnectionId, u32);

impl World<'_> {
    /// "A caller that is no balancer picks a replica at random for each call." Stores: writes at the first one.
    pub(super) fn replica(&self, it: &Connection, what: &Try) -> u32 {
        let count = self.replicas[&it.to].len() as u32;
        if count == 1 {
            return 0;
        }
        if let Behavior::Store { reads_from, .. } = self.specs[&it.to].behavior
            && (reads_from == ReadsFrom::Primary || self.is_write(what.caller))
        {
            return 0;
        }
        Draw::new(stream(self.seed, it.id.0, Purpose::Replica), what.key).below(count)
    }

    /// The balancer's choice among those that it thinks are up; all weigh the same.
    pub(super) fn pick(&mut self, what: &Try) -> Option<Target> {
        let at = self.jobs[what.caller].at;
        let Behavior::Balancer { algorithm, .. } = self.specs[&at].behavior else { panic!("no balancer") };
        let targets = self.targets(what.caller);
        let count = targets.len() as u32;
        let stream = stream(self.seed, at.0, Purpose::Balance);
        let mut draw = Draw::new(stream, child_key(what.key, stream, what.call, what.attempt));
        let busy = |it: &Target| self.under_way.get(it).copied().unwrap_or(0);
        // Taking turns begins after the one who was last.
        let last = self.turns.get(&at).copied().unwrap_or(0);
        let is_usable = |i: &u32| {
            let to = self.connection(targets[*i as usize].0).to;
            !self.known_down.contains(&(at, to))
        };
        let usable: Vec<u32> = (0..count).filter(is_usable).collect();
        let mut in_turn = (1..=count).map(|i| (last + i) % count).filter(is_usable);
        // If chance meets one that is down, it is asked again among the others.
        let mut at_random = || {
            let any = draw.below(count);
            if is_usable(&any) {
                return Some(any);
            }
            let place = draw.unit() * usable.len() as f64;
            usable.get(place as usize).copied()
        };
        let chosen = match algorithm {
            Balancing::RoundRobin => in_turn.next()?,
            Balancing::Random => at_random()?,
            Balancing::LeastConnections => in_turn.min_by_key(|i| busy(&targets[*i as usize]))?,
            Balancing::TwoChoices => {
                let first = at_random()?;
                let second = (0..8).filter_map(|_| at_random()).find(|it| *it != first).unwrap_or(first);
                let is_better = busy(&targets[second as usize]) < busy(&targets[first as usize]);
                if is_better { second } else { first }
            }
            Balancing::Hash => {
                let user = u64::from(self.jobs[what.caller].user);
                let score = |i: &u32| {
                    let (connection, replica) = targets[*i as usize];
                    let to = self.connection(connection).to;
                    mix(user ^ mix(u64::from(to.0) << 32 | u64::from(replica)))
                };
                usable.iter().copied().max_by_key(score)?
            }
        };
        if matches!(algorithm, Balancing::RoundRobin | Balancing::LeastConnections) {
            self.turns.insert(at, chosen);
        }
        Some(targets[chosen as usize])
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
