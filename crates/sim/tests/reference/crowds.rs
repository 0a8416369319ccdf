//! Traffic that grows and falls, users who come and go, and what everybody wants.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ComponentId, Place,
    scenario::Change,
    workload::{Pattern, Workload},
};
use sim::random::{Purpose, mix, stream};

use super::{
    World,
    arrivals::is_source,
    faults::{Held, grown},
    source::Visitor,
};

/// The item that is all the rage, and the one user from whom all who ask for it seem to come.
const HOT: u32 = 0x00c0_ffee;

/// What is different about sources.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowds {
    traffic: BTreeMap<ComponentId, f64>,
    hot: BTreeMap<ComponentId, f64>,
    /// Users of closed loops who are there.
    there: BTreeMap<ComponentId, BTreeSet<u32>>,
}

impl World<'_> {
    /// Gathers what traffic is now. "Traffic that changes comes at its new pace at once."
    pub(super) fn gather_crowds(&mut self, changes: &[Held]) {
        let mut now = self.architecture.clone();
        let mut others = Vec::new();
        for it in &mut now.components {
            // "A source that calls nobody is part of no run."
            let is_part = is_source(self.drawing, self.drawing.component(it.id).expect("a component"));
            let Some(workload) = it.workload.as_mut().filter(|_| is_part) else { continue };
            let (traffic, hot) = crowd(it.id, changes);
            *workload = scaled(self.drawing.component(it.id).and_then(|it| it.workload.as_ref()), traffic);
            self.crowds.hot.insert(it.id, hot);
            if self.crowds.traffic.insert(it.id, traffic).unwrap_or(1.0) != traffic {
                others.push(it.id);
            }
        }
        self.architecture = Box::leak(Box::new(now));
        for source in others {
            match self.workload(source).pattern {
                Pattern::Users { .. } => self.welcome(source),
                _ => self.plan_arrival(source),
            }
        }
    }

    /// Users of a closed loop who are not there yet begin to think.
    pub(super) fn welcome(&mut self, source: ComponentId) {
        let Pattern::Users { users, .. } = self.workload(source).pattern else { return };
        for number in 0..users {
            if self.crowds.there.entry(source).or_default().insert(number) {
                let user = self.person(source, number);
                self.think(Visitor { source, number, user, home: u64::from(number), thoughts: 0 });
            }
        }
    }

    /// One of the people who send the requests of a source.
    pub(super) fn person(&self, source: ComponentId, number: u32) -> u32 {
        mix(u64::from(number) ^ stream(self.seed, source.0, Purpose::Request)) as u32
    }

    /// "Who is one too many leaves when his request has ended."
    pub(super) fn leaves(&mut self, visitor: &Visitor) -> bool {
        let is_too_many = match self.workload(visitor.source).pattern {
            Pattern::Users { users, .. } => visitor.number >= users,
            _ => false,
        };
        if is_too_many {
            self.crowds.there.entry(visitor.source).or_default().remove(&visitor.number);
        }
        is_too_many
    }

    /// Traffic as it was drawn, and by how much that is multiplied now.
    pub(super) fn drawn_pattern(&self, source: ComponentId) -> (&Pattern, f64) {
        let drawn = self.drawing.component(source).and_then(|it| it.workload.as_ref()).expect("a source");
        (&drawn.pattern, self.crowds.traffic.get(&source).copied().unwrap_or(1.0))
    }

    /// What a request asks for, and as whom.
    pub(super) fn wish(&self, source: ComponentId, user: u32, key: u64) -> (u32, u32) {
        let hot = self.crowds.hot.get(&source).copied().unwrap_or(0.0);
        if self.unit(source.0, Purpose::Hot, key) < hot { (HOT, HOT) } else { (user, key as u32) }
    }
}

/// The factor on a source's traffic, and the share of its requests that ask for the same.
fn crowd(id: ComponentId, changes: &[Held]) -> (f64, f64) {
    let (mut traffic, mut hot) = (1.0, 0.0_f64);
    for Held { id: change, change: Change { place, settings, .. }, elapsed, .. } in changes {
        if *place != Place::Component(id) {
            continue;
        }
        let setting = |key: &str| settings[key];
        match *change {
            "traffic" => traffic *= setting("factor"),
            "traffic-spike" => {
                traffic *= 1.0 + (setting("factor") - 1.0) * grown(*elapsed, setting("over"));
            }
            // "All go away and come back at once, each with what it has missed: ever less so for a while."
            "thundering-herd" if *elapsed < setting("away") => traffic = 0.0,
            "thundering-herd" => {
                let back_for = *elapsed - setting("away");
                traffic *= 1.0 + (setting("factor") - 1.0) * (1.0 - grown(back_for, setting("over")));
            }
            // "So many requests of theirs for each of a user."
            "bot-flood" => {
                let bots = setting("factor");
                traffic *= 1.0 + bots;
                hot = hot.max(setting("share") * bots / (1.0 + bots));
            }
            "hot-key" => hot = hot.max(setting("share")),
            _ => {}
        }
    }
    (traffic, hot)
}

fn scaled(drawn: Option<&Workload>, factor: f64) -> Workload {
    let mut it = drawn.expect("a source").clone();
    match &mut it.pattern {
        Pattern::Constant { per_sec: rate } | Pattern::Sessions { sessions_per_sec: rate, .. } => {
            *rate *= factor;
        }
        Pattern::Users { users, .. } => *users = (f64::from(*users) * factor + 0.5) as u32,
        Pattern::Ramp { from_per_sec: one, to_per_sec: other, .. }
        | Pattern::Step { before_per_sec: one, after_per_sec: other, .. }
        | Pattern::Spike { base_per_sec: one, peak_per_sec: other, .. }
        | Pattern::Burst { base_per_sec: one, burst_per_sec: other, .. }
        | Pattern::TwoState { low_per_sec: one, high_per_sec: other, .. } => {
            *one *= factor;
            *other *= factor;
        }
        Pattern::Wave { mean_per_sec, amplitude_per_sec, .. } => {
            *mean_per_sec *= factor;
            *amplitude_per_sec *= factor;
        }
        Pattern::Replay { points } => points.iter_mut().for_each(|it| it.per_sec *= factor),
    }
    it
}
