//! What saturated first, and why, in words with links.
//!
//! The second in which a component saturated is looked up in the seconds that were noted down; then what happened
//! shortly before is looked for upstream: something was taken down, traffic rose, callers tried again. The answer is
//! structured, so that the page can link it, and a sentence from the message table.

use model::{Architecture, Arg, ComponentId, Message, Relation, lean};
use serde::{Deserialize, Serialize};

use crate::{
    changes::Place,
    engine::{Engine, LOADED},
    network::{Network, Role},
    stats::{History, NodeStats},
};

mod happened;
mod words;

/// Most causes in a report.
const MAX_CAUSES: usize = 5;
/// A trigger counts if it came at most that long before, in seconds: queues take their time to fill.
const LOOK_BACK_SECS: f64 = 15.0;
/// It takes three seconds to call something saturated; what happens in the first two of them may be what did it.
const DETECTION_SECS: f64 = 2.0;
/// Load and traffic before something are means over that many seconds.
const BASE_SECS: usize = 5;
/// Growth of traffic that counts as a rise, and retries per first try that count as a storm.
const RISE: f64 = 1.1;
const STORM: f64 = 0.1;
/// Slots held for calls over slots held that count as waiting for others.
const HELD_FOR_CALLS: f32 = 0.5;

/// A component that went under, and what drove it there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    pub component: ComponentId,
    /// When it began; zero is the end of the warm-up.
    pub at_secs: f64,
    /// L before and after. `None`: without a bound on slots.
    pub load_before: Option<f64>,
    pub load_after: Option<f64>,
    pub trigger: Trigger,
    /// From what began it to the component, both included: cache, its caller, database.
    pub chain: Vec<ComponentId>,
    /// The whole in one or two sentences, with names as arguments.
    pub message: Message,
}

/// What began it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Trigger {
    /// It was so from the beginning: more comes in than it can serve.
    AlwaysOverloaded,
    /// The traffic of that source rose.
    TrafficRose { source: ComponentId },
    /// That component was taken down.
    TakenDown { component: ComponentId },
    /// The replica of that store that takes the writes failed.
    PrimaryFailed { component: ComponentId },
    /// That cache forgot its items.
    Flushed { component: ComponentId },
    /// That change out of the list began there.
    Changed { change: String, place: Place },
    /// That component was in its slow mode.
    SlowMode { component: ComponentId },
    /// Its callers tried again and again.
    Retries { caller: ComponentId },
    /// It holds its slots while it waits for that slow component.
    SlowCallee { callee: ComponentId },
    /// None of these.
    Unknown,
}

/// What saturated, first things first.
pub(crate) fn explain(architecture: &Architecture, net: &Network, engine: &Engine) -> Vec<Cause> {
    let detective = Detective { architecture, net, engine };
    let onsets = (0..net.nodes.len() as u32).filter_map(|node| Some((detective.onset(node)?, node)));
    // A callee that drowns holds its callers: of those that went under together, the one deepest down is the reason.
    let mut onsets: Vec<_> =
        onsets.map(|(row, node)| (row / 3, std::cmp::Reverse(detective.depth(node)), row, node)).collect();
    lean::sort(&mut onsets);
    let mut causes = Vec::new();
    for (_, _, row, node) in onsets.into_iter().take(MAX_CAUSES) {
        causes.push(detective.cause(node, row, &causes));
    }
    causes
}

/// What the sentence about a cause is made of, besides its trigger.
#[derive(Clone, Copy)]
struct Facts {
    node: u32,
    /// When its second began.
    onset: f64,
    /// When it is said to have begun.
    at_secs: f64,
    /// When that was done which began it; if nothing was, its second.
    done_at: f64,
    before: Option<f64>,
    after: Option<f64>,
    held_by: Option<u32>,
}

struct Detective<'a> {
    architecture: &'a Architecture,
    net: &'a Network,
    engine: &'a Engine,
}

impl Detective<'_> {
    fn stats(&self, node: u32) -> &NodeStats {
        &self.engine.node_stats[node as usize]
    }

    fn history(&self, node: u32) -> &History {
        &self.stats(node).history
    }

    fn id(&self, node: u32) -> ComponentId {
        self.net.nodes[node as usize].id
    }

    fn name(&self, node: u32) -> Arg {
        self.architecture.component_name(self.id(node)).into()
    }

    fn node(&self, id: ComponentId) -> Option<u32> {
        self.net.nodes.binary_search_by_key(&id, |it| it.id).ok().map(|it| it as u32)
    }

    /// Chart time at which a row's second began.
    fn begin_of(&self, row: usize) -> f64 {
        let rows = &self.engine.second.rows;
        match row.checked_sub(1) {
            Some(before) => rows[before].at_secs,
            None => self.net.chart_secs(0),
        }
    }

    /// First row of the seconds that made a component saturated.
    fn onset(&self, node: u32) -> Option<usize> {
        if matches!(self.net.nodes[node as usize].role, Role::Source { .. } | Role::Sink) {
            return None;
        }
        let third = self.history(node).saturated.iter().position(|it| *it)?;
        Some(third.saturating_sub(2))
    }

    /// `known`: what saturated first.
    fn cause(&self, node: u32, row: usize, known: &[Cause]) -> Cause {
        let history = self.history(node);
        let before = mean(&history.load_ratio[row.saturating_sub(BASE_SECS)..row]);
        let has_bound = self.engine.slots_of(self.net, node).is_some();
        let onset = self.begin_of(row);
        let (trigger, chain, done_at) = self.trigger(node, row);
        // What is so from the beginning is so throughout: the first seconds alone are as chance has them.
        let seconds = if trigger == Trigger::AlwaysOverloaded { usize::MAX } else { BASE_SECS };
        let after = mean(&history.load_ratio[row..row.saturating_add(seconds).min(history.load_ratio.len())]);
        let held_since = || {
            let Trigger::SlowCallee { callee } = trigger else { return None };
            known.iter().find(|it| it.component == callee).map(|it| it.at_secs)
        };
        // Whole seconds are noted down, and what happened within one of them had no effect before.
        let at_secs = done_at.or_else(held_since).map_or(onset, |it| onset.max(it));
        let mut chain: Vec<ComponentId> = chain.into_iter().map(|it| self.id(it)).collect();
        chain.dedup();
        Cause {
            component: self.id(node),
            at_secs,
            load_before: before.filter(|_| has_bound),
            load_after: after.filter(|_| has_bound),
            message: self.message(
                Facts {
                    node,
                    onset,
                    at_secs,
                    done_at: done_at.unwrap_or(onset),
                    before,
                    after,
                    held_by: self.held_by(node, row),
                },
                &trigger,
                &chain,
            ),
            trigger,
            chain,
        }
    }

    /// What began it, the way from there, and when it was done if it was done by somebody.
    fn trigger(&self, node: u32, row: usize) -> (Trigger, Vec<u32>, Option<f64>) {
        let happened = self.happened(node, row);
        if let Some(callee) = self.held_by(node, row)
            && !matches!(happened, Some((Trigger::Changed { .. } | Trigger::SlowMode { .. }, _, _)))
        {
            return (Trigger::SlowCallee { callee: self.id(callee) }, vec![callee, node], None);
        }
        if let Some((trigger, chain, done_at)) = happened {
            return (trigger, chain, Some(done_at));
        }
        let (trigger, chain) = self.grown(node, row);
        (trigger, chain, None)
    }

    /// What began it if nothing was done, and the way from there.
    fn grown(&self, node: u32, row: usize) -> (Trigger, Vec<u32>) {
        if let Some(source) = self.rise(node, row) {
            let chain = self.path(source, node).unwrap_or_else(|| vec![source, node]);
            return (Trigger::TrafficRose { source: self.id(source) }, chain);
        }
        if let Some(caller) = self.storm(node) {
            return (Trigger::Retries { caller: self.id(caller) }, vec![caller, node]);
        }
        let seconds = self.history(node).load_ratio.len();
        let overloaded = self.history(node).load_ratio.iter().filter(|it| **it >= 0.95).count();
        if row <= BASE_SECS && overloaded * 2 > seconds {
            return (Trigger::AlwaysOverloaded, vec![node]);
        }
        (Trigger::Unknown, vec![node])
    }

    /// For whom it waits with its slots, if they are taken by waiting.
    fn held_by(&self, node: u32, row: usize) -> Option<u32> {
        self.is_held_for_calls(node, row).then(|| self.slowest_callee(node)).flatten()
    }

    /// Its slots are taken, but not by its own work.
    fn is_held_for_calls(&self, node: u32, row: usize) -> bool {
        let history = self.history(node);
        let at = (row + 2).min(history.load_ratio.len().saturating_sub(1));
        let (utilization, load) = (history.utilization[at], history.load_ratio[at]);
        f64::from(load) < LOADED && utilization - load > HELD_FOR_CALLS * utilization
    }

    /// The source whose traffic rose before and reaches `node`.
    fn rise(&self, node: u32, row: usize) -> Option<u32> {
        let onset = self.begin_of(row);
        let rises = self.net.sources.iter().filter_map(|source| {
            let now = source.rate.mean((onset - 1.0).max(0.0), onset + 2.0);
            let before =
                source.rate.mean((onset - LOOK_BACK_SECS).max(0.0) - 1.0, (onset - LOOK_BACK_SECS).max(0.0));
            (now > before * RISE && now > 0.0).then_some((now - before, source.node))
        });
        rises
            .filter(|(_, source)| self.path(*source, node).is_some())
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, source)| source)
    }

    /// The callee for which a component waits longest.
    fn slowest_callee(&self, node: u32) -> Option<u32> {
        let links = self.net.links.iter().zip(&self.engine.link_stats);
        links
            .filter(|(link, stats)| {
                link.from == node && link.relation == Relation::Call && stats.latencies > 0
            })
            .max_by_key(|(_, stats)| stats.latency_nanos)
            .map(|(link, _)| link.to)
    }

    /// The caller that repeats its calls most.
    fn storm(&self, node: u32) -> Option<u32> {
        let links = self.net.links.iter().zip(&self.engine.link_stats);
        links
            .filter(|(link, stats)| {
                let first_tries = (stats.attempts - stats.retries) as f64;
                link.to == node && stats.retries as f64 > STORM * first_tries
            })
            .max_by_key(|(_, stats)| stats.retries)
            .map(|(link, _)| link.from)
    }

    /// Shortest way along connections that carry requests.
    fn path(&self, from: u32, to: u32) -> Option<Vec<u32>> {
        let mut ways = vec![vec![from]];
        let mut seen = lean::set([from]);
        while !ways.is_empty() {
            if let Some(found) = ways.iter().find(|way| way.last() == Some(&to)) {
                return Some(found.clone());
            }
            let mut longer = Vec::new();
            for way in &ways {
                let Some(&end) = way.last() else { continue };
                for link in
                    self.net.links.iter().filter(|it| it.from == end && it.relation.carries_requests())
                {
                    if seen.insert(link.to) {
                        let mut next = way.clone();
                        next.push(link.to);
                        longer.push(next);
                    }
                }
            }
            ways = longer;
        }
        None
    }

    /// Hops from the nearest source.
    fn depth(&self, node: u32) -> usize {
        let ways = self.net.sources.iter().filter_map(|source| self.path(source.node, node));
        ways.map(|way| way.len()).min().unwrap_or(0)
    }
}

fn mean(values: &[f32]) -> Option<f64> {
    let sum: f64 = values.iter().map(|it| f64::from(*it)).sum();
    (!values.is_empty()).then(|| sum / values.len() as f64)
}
