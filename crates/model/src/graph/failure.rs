//! Who fails when a component is gone: requests that need it, and what cannot be reached without it.

use std::collections::HashMap;

use petgraph::{algo::dominators::simple_fast, graph::DiGraph};

use super::Graph;
use crate::{
    catalog::{BehaviorKind, Role},
    connection::{Connection, Relation},
    lean,
    spec::{Behavior, CacheMode},
};

impl Graph<'_> {
    /// Whether the component at the start fails its request when the one at the end does.
    ///
    /// A failed cache lookup counts as a miss unless the connection says otherwise; nobody waits for consumers,
    /// and for replicas only where they are synchronous.
    pub fn is_needed(&self, connection: &Connection, to: usize) -> bool {
        let waits = match connection.relation {
            Relation::Call | Relation::Publish => true,
            Relation::Replicate => connection.policy.synchronous,
            Relation::Consume
            | Relation::Observe
            | Relation::Secret
            | Relation::Deploy
            | Relation::Control => false,
        };
        // A push message that does not arrive is not the sender's failure; a resolver's answers are kept.
        let fails_open = match self.role(to) {
            Role::Cache => self.is_aside(to),
            role => matches!(role, Role::User | Role::Resolver),
        };
        waits && !connection.policy.optional.unwrap_or(fails_open)
    }

    /// Answers who fails without whom.
    pub fn failures(&self) -> Failures<'_> {
        Failures { graph: self, failing: vec![0; self.n_components()], round: 0 }
    }

    fn is_aside(&self, cache: usize) -> bool {
        !matches!(self.component(cache).spec().behavior, Behavior::Cache { mode: CacheMode::ReadThrough, .. })
    }

    fn is_balancer(&self, at: usize) -> bool {
        self.component(at).kind.behavior == BehaviorKind::Balancer
    }

    /// Every way from the sources, as a tree of what must be passed.
    pub fn ways(&self) -> Ways {
        let mut ways = DiGraph::<(), ()>::with_capacity(self.n_components() + 1, self.ends.len());
        let nodes: Vec<_> = (0..self.n_components()).map(|_| ways.add_node(())).collect();
        let outside = ways.add_node(());
        for at in self.sources() {
            ways.add_edge(outside, nodes[at], ());
        }
        for (at, connection) in self.architecture.connections.iter().enumerate() {
            let (from, to) = self.ends(at);
            // Traffic that goes back to a device starts nothing new.
            if connection.relation.carries_requests() && !self.component(to).kind.is_source() {
                ways.add_edge(nodes[from], nodes[to], ());
            }
        }
        let dominators = simple_fast(&ways, outside);
        let mut inner = vec![Vec::new(); self.n_components()];
        for (at, node) in nodes.iter().enumerate() {
            if let Some(gate) = dominators.immediate_dominator(*node)
                && gate != outside
            {
                inner[gate.index()].push(at);
            }
        }
        Ways { inner }
    }
}

/// Follows failures from callee to caller; keeps its notes from question to question.
pub struct Failures<'a> {
    graph: &'a Graph<'a>,
    /// By component: the last round in which it failed.
    failing: Vec<u32>,
    round: u32,
}

impl Failures<'_> {
    /// Sources of which some requests fail when the component `gone` does.
    pub fn sources_without(&mut self, gone: usize) -> Vec<usize> {
        let mut sources = Vec::new();
        let traffic = self.graph.traffic();
        for class in (0..traffic.n_classes).filter(|it| traffic.comes(gone, *it)) {
            self.fail(gone, class, &mut sources);
        }
        lean::sort(&mut sources);
        sources.dedup();
        sources
    }

    /// Adds the sources whose requests of one class fail.
    fn fail(&mut self, gone: usize, class: usize, sources: &mut Vec<usize>) {
        let graph = self.graph;
        self.round += 1;
        // How many of its targets a balancer has lost.
        let mut lost: HashMap<usize, usize> = HashMap::new();
        let mut next = vec![gone];
        while let Some(at) = next.pop() {
            if std::mem::replace(&mut self.failing[at], self.round) == self.round {
                continue;
            }
            if graph.component(at).kind.is_source() {
                // Nothing that fails behind a source fails others.
                sources.push(at);
                continue;
            }
            for &line in &graph.into[at] {
                let (connection, before) = (graph.connection(line), graph.ends(line).0);
                let has_failed = self.failing[before] == self.round;
                if has_failed || !graph.traffic().takes(line, class) || !graph.is_needed(connection, at) {
                    continue;
                }
                if graph.is_balancer(before) && connection.relation == Relation::Call {
                    let lost = lost.entry(before).or_default();
                    *lost += 1;
                    let is_target = |it: &usize| {
                        graph.connection(*it).relation == Relation::Call && graph.traffic().takes(*it, class)
                    };
                    if *lost < graph.out[before].iter().filter(|it| is_target(it)).count() {
                        continue;
                    }
                }
                next.push(before);
            }
        }
    }
}

/// Which components every way to another passes.
pub struct Ways {
    /// By component: those whose last such gate it is.
    inner: Vec<Vec<usize>>,
}

impl Ways {
    /// Components that no request reaches without passing `gate`, in drawing order.
    pub fn behind(&self, gate: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = vec![gate];
        while let Some(at) = next.pop() {
            found.extend_from_slice(&self.inner[at]);
            next.extend_from_slice(&self.inner[at]);
        }
        lean::sort(&mut found);
        found
    }
}
