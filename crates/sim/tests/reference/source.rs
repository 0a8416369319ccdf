//! What a source sends, and when.

use std::collections::BTreeSet;

use model::{ComponentId, workload::Pattern};
use sim::random::{Draw, Purpose, mix, numbered, stream};

use super::{Event, Job, State, World};

impl World<'_> {
    pub(super) fn plan_arrival(&mut self, source: ComponentId) {
        let Some(Pattern::Constant { per_sec }) =
            self.component(source).workload.as_ref().map(|it| it.pattern.clone())
        else {
            panic!("the reference knows steady traffic only");
        };
        let number = self.moments.get(&source).copied().unwrap_or(0);
        let stream = stream(self.seed, source.0, Purpose::Arrival);
        let gaps = self.ziggurat.exponential(&mut Draw::new(stream, numbered(number)));
        let at = self.now as f64 + gaps * (1e9 / per_sec);
        self.schedule(at as u64 - self.now, Event::Arrival(source));
        self.moments.insert(source, number + 1);
    }

    pub(super) fn arrival(&mut self, source: ComponentId) {
        self.plan_arrival(source);
        if self.is_all_down(source) {
            return;
        }
        let sent = self.sent.entry(source).or_default();
        *sent += 1;
        let number = *sent;
        let key = mix(stream(self.seed, source.0, Purpose::Request).wrapping_add(numbered(number)));
        // Its users are spread over its places.
        let replica = (key % u64::from(self.component(source).replicas().max(1))) as u32;
        if self.is_down(source, replica) {
            return;
        }
        let classes = &self.component(source).workload.as_ref().expect("a source").classes;
        let total: f64 = classes.iter().map(|it| it.weight).sum();
        let share = Draw::new(stream(self.seed, source.0, Purpose::Class), key).unit();
        let mut below = 0.0;
        let class = classes.iter().position(|it| {
            below += it.weight;
            share < below / total
        });
        let class = class.unwrap_or(classes.len() - 1);
        self.outcome.generated += 1;
        self.counts(source).arrived += 1;
        self.jobs.push(Job {
            at: source,
            replica,
            key,
            user: (key >> 32) as u32,
            item: key as u32,
            class,
            from: None,
            message: None,
            is_copy: false,
            is_cold: false,
            begun: self.now,
            work: 0,
            left: 0,
            ends_at: 0,
            was_interrupted: false,
            state: State::Calling,
            has_slot: false,
            step: 0,
            open: 0,
            needed: None,
            asked_by: None,
            copies: 0,
            remaining: 0.0,
            found: BTreeSet::new(),
            fetches: None,
            failed: false,
            missed: false,
        });
        self.go_on(self.jobs.len() - 1);
    }
}
