//! Traffic: rates, classes and their priorities.

use model::{
    Workload, lean,
    spec::Behavior,
    workload::{Access, Arrivals, Pattern},
};

use super::{Class, Compiler, Rate, Role, SECOND, Source, TwoState};
use crate::{network::QuickSource, random::Purpose};

impl Compiler<'_> {
    /// The traffic of a component that sends some.
    pub(super) fn add_source(&mut self, index: u32) {
        let (component, spec) = &self.components[index as usize];
        let (component, Behavior::Source, Some(workload)) = (*component, &spec.behavior, &component.workload)
        else {
            return;
        };
        // Requests to nobody would count as answered at once, and flatter every figure of the run.
        if !self.connections.iter().any(|it| it.from == component.id && it.relation.carries_requests()) {
            return;
        }
        let Workload { pattern, arrivals, batch, population, classes } = workload;
        let condition = self.conditions.components.get(&component.id);
        let (traffic, hot_share) = condition.map_or((1.0, 0.0), |it| (it.traffic.max(0.0), it.hot_share));
        let weights: f64 = classes.iter().map(|it| it.weight.max(0.0)).sum();
        let first_class = self.network.classes.len() as u16;
        let source = self.network.sources.len() as u32;
        let mut cumulative = Vec::new();
        let mut so_far = 0.0;
        for class in classes {
            so_far += class.weight.max(0.0);
            cumulative.push(if weights > 0.0 { so_far / weights } else { 1.0 });
            let is_write = class.access == Access::Write;
            let (name, priority) = (class.name.clone(), class.priority);
            self.network.classes.push(Class { name, source, is_write, priority });
        }
        if classes.is_empty() {
            cumulative.push(1.0);
            self.network.classes.push(Class { name: String::new(), source, is_write: false, priority: 0 });
        }
        let (users, think_secs) = match *pattern {
            Pattern::Users { users, think_secs } => ((f64::from(users) * traffic + 0.5) as u32, think_secs),
            Pattern::Sessions { think_secs, .. } => (0, think_secs),
            _ => (0, 0.0),
        };
        let session_ratio = match *pattern {
            Pattern::Sessions { requests_each, .. } => 1.0 - 1.0 / requests_each.max(1.0),
            _ => 0.0,
        };
        let two_state = match *pattern {
            Pattern::TwoState { low_per_sec, high_per_sec, low_secs, high_secs } => Some(TwoState {
                rates: [low_per_sec, high_per_sec].map(|it| it.max(0.0) * traffic / 1e9),
                means: [low_secs.max(0.001) * 1e9, high_secs.max(0.001) * 1e9],
            }),
            _ => None,
        };
        let rate = Rate::new(pattern).times(traffic);
        self.network.sources.push(Source {
            node: index,
            gap_nanos: match rate.constant().filter(|_| two_state.is_none()) {
                Some(rate) if rate > 0.0 => (SECOND as f64 / rate).min(f64::MAX),
                _ => 0.0,
            },
            rate,
            is_even: *arrivals == Arrivals::Even,
            users,
            think_nanos: (think_secs * 1e9).max(0.0),
            batch: (*batch).max(1),
            population: population.unwrap_or(0),
            session_ratio,
            session_stream: self.stream(component, Purpose::Session),
            hot_share,
            hot_stream: self.stream(component, Purpose::Hot),
            two_state,
            switch_stream: self.stream(component, Purpose::Switch),
            cumulative,
            first_class,
            quick: QuickSource::default(),
            request_stream: self.stream(component, Purpose::Request),
            arrival_stream: self.stream(component, Purpose::Arrival),
            class_stream: self.stream(component, Purpose::Class),
            think_stream: self.stream(component, Purpose::Think),
        });
        self.network.nodes[index as usize].role = Role::Source { source };
    }

    /// Levels of priority: only those that occur.
    pub(super) fn rank_classes(&mut self) {
        let classes = &self.network.classes;
        let mut found: Vec<u8> = classes.iter().map(|it| it.priority).collect();
        lean::sort_by(&mut found, |a, b| b.cmp(a));
        found.dedup();
        let level = |priority| found.iter().position(|it| *it == priority).unwrap_or(0) as u8;
        self.network.levels = classes.iter().map(|it| level(it.priority)).collect();
    }
}
