//! What a source sends.

use model::{ComponentId, workload::Pattern};
use sim::random::{Draw, Purpose, mix, numbered, stream};

use super::{Event, Job, State, World};

impl World<'_> {
    /// The first moments of a source: of its next request, or of all its users.
    pub(super) fn start_source(&mut self, source: ComponentId) {
        let Pattern::Users { users, .. } = self.workload(source).pattern else {
            return self.plan_arrival(source);
        };
        for number in 0..users {
            let user = mix(u64::from(number) ^ stream(self.seed, source.0, Purpose::Request)) as u32;
            self.think(Visitor { source, number, user, home: u64::from(number), thoughts: 0 });
        }
    }

    /// "Batches come at once."
    pub(super) fn arrival(&mut self, source: ComponentId) {
        self.plan_arrival(source);
        if self.is_all_down(source) {
            return;
        }
        for _ in 0..self.workload(source).batch {
            let sent = self.sent.entry(source).or_default();
            *sent += 1;
            let number = *sent;
            let key = mix(stream(self.seed, source.0, Purpose::Request).wrapping_add(numbered(number)));
            let user = (key >> 32) as u32;
            self.send_request(Visitor { source, number: number as u32, user, home: key, thoughts: 0 }, key);
        }
    }

    /// "Sessions ask a geometric number of times, and think in between." "Each user waits for the answer, thinks for an
    /// exponential time, asks again."
    pub(super) fn is_answered(&mut self, job: usize) {
        let Job { visitor, key, .. } = self.jobs[job];
        let Some(visitor) = visitor else { return };
        let goes_on = match self.workload(visitor.source).pattern {
            Pattern::Users { .. } => true,
            Pattern::Sessions { requests_each, .. } => {
                self.unit(visitor.source.0, Purpose::Session, key) < 1.0 - 1.0 / requests_each
            }
            _ => false,
        };
        if goes_on {
            self.think(visitor);
        }
    }

    fn think(&mut self, mut visitor: Visitor) {
        let (Pattern::Users { think_secs, .. } | Pattern::Sessions { think_secs, .. }) =
            self.workload(visitor.source).pattern
        else {
            panic!("nobody thinks");
        };
        visitor.thoughts += 1;
        let which = mix(u64::from(visitor.number) << 32 | u64::from(visitor.thoughts));
        let key = mix(stream(self.seed, visitor.source.0, Purpose::Request).wrapping_add(which));
        let mut draw = Draw::new(stream(self.seed, visitor.source.0, Purpose::Think), key);
        let time = self.ziggurat.exponential(&mut draw) * (think_secs * 1e9);
        self.schedule((time as u64).max(1), Event::Thought(visitor, key));
    }

    pub(super) fn thought(&mut self, visitor: Visitor, key: u64) {
        if self.is_all_down(visitor.source) {
            return self.think(visitor);
        }
        self.send_request(visitor, key);
    }

    fn send_request(&mut self, visitor: Visitor, key: u64) {
        let Visitor { source, user, home, .. } = visitor;
        // Its users are spread over its places, and stay there.
        let replica = (home % u64::from(self.component(source).replicas().max(1))) as u32;
        if self.is_down(source, replica) {
            return;
        }
        let classes = &self.workload(source).classes;
        let total: f64 = classes.iter().map(|it| it.weight).sum();
        let share = Draw::new(stream(self.seed, source.0, Purpose::Class), key).unit();
        let mut below = 0.0;
        let class = classes.iter().position(|it| {
            below += it.weight;
            share < below / total
        });
        let class = class.unwrap_or(classes.len() - 1);
        self.journey((source, class)).generated += 1;
        self.counts(source).arrived += 1;
        self.jobs.push(Job {
            user,
            item: key as u32,
            visitor: Some(visitor),
            begun: self.now,
            state: State::Calling,
            ..Job::new(source, replica, key, (source, class))
        });
        self.go_on(self.jobs.len() - 1);
    }
}

/// A user of a closed loop, or of a session.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    source: ComponentId,
    number: u32,
    user: u32,
    /// What tells where he is.
    home: u64,
    /// How often he has thought.
    thoughts: u32,
}
