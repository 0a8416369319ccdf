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
        assert!(users > 0, "a closed loop without users");
        self.welcome(source);
    }

    /// "Batches come at once."
    pub(super) fn arrival(&mut self, source: ComponentId, number: u64) {
        if self.moments[&source] != number + 1 {
            return;
        }
        self.plan_arrival(source);
        if self.is_all_down(source) {
            return;
        }
        for _ in 0..self.workload(source).batch {
            let sent = self.sent.entry(source).or_default();
            *sent += 1;
            let number = *sent;
            let key = mix(stream(self.seed, source.0, Purpose::Request).wrapping_add(numbered(number)));
            let user = match self.workload(source).population {
                None => (key >> 32) as u32,
                Some(people) => self.person(source, (((key >> 32) * u64::from(people)) >> 32) as u32),
            };
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

    pub(super) fn think(&mut self, mut visitor: Visitor) {
        if self.leaves(&visitor) {
            return;
        }
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
        if self.is_down(visitor.source, self.home_of(&visitor)) {
            return self.think(visitor);
        }
        self.send_request(visitor, key);
    }

    /// "The users of a source that stands in several places are spread over them", and stay there.
    fn home_of(&self, visitor: &Visitor) -> u32 {
        (visitor.home % u64::from(self.component(visitor.source).replicas().max(1))) as u32
    }

    fn send_request(&mut self, visitor: Visitor, key: u64) {
        let Visitor { source, user, .. } = visitor;
        let replica = self.home_of(&visitor);
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
        let (user, item) = self.wish(source, user, key);
        self.jobs.push(Job {
            user,
            item,
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
    pub source: ComponentId,
    pub number: u32,
    pub user: u32,
    /// What tells where he is.
    pub home: u64,
    /// How often he has thought.
    pub thoughts: u32,
}
