//! A drawing as a graph: who is connected with whom, without searching. Built once for a check.

mod failure;
mod rates;
mod traffic;

use std::{cell::OnceCell, collections::HashMap};

use crate::{
    architecture::{Architecture, ComponentId, ConnectionId},
    catalog::Role,
    component::Component,
    connection::Connection,
    workload::RequestClass,
};

pub use traffic::Traffic;

/// A document with its adjacency. Components and connections are named by their position in the document.
pub struct Graph<'a> {
    pub architecture: &'a Architecture,
    index: HashMap<ComponentId, usize>,
    connection_index: HashMap<ConnectionId, usize>,
    /// Start and end of each connection.
    ends: Vec<(usize, usize)>,
    out: Vec<Vec<usize>>,
    into: Vec<Vec<usize>>,
    order: OnceCell<Vec<usize>>,
    traffic: OnceCell<Traffic>,
    lasting_traffic: OnceCell<Traffic>,
}

impl<'a> Graph<'a> {
    pub fn new(architecture: &'a Architecture) -> Self {
        let index: HashMap<_, _> =
            architecture.components.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
        let connection_index =
            architecture.connections.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
        let mut out = vec![Vec::new(); architecture.components.len()];
        let mut into = vec![Vec::new(); architecture.components.len()];
        let ends = architecture
            .connections
            .iter()
            .enumerate()
            .map(|(at, it)| {
                // Both ends exist: an invariant of the document.
                let (from, to) = (index[&it.from], index[&it.to]);
                out[from].push(at);
                into[to].push(at);
                (from, to)
            })
            .collect();
        Self {
            architecture,
            index,
            connection_index,
            ends,
            out,
            into,
            order: OnceCell::new(),
            traffic: OnceCell::new(),
            lasting_traffic: OnceCell::new(),
        }
    }

    pub fn n_components(&self) -> usize {
        self.out.len()
    }

    pub fn component(&self, at: usize) -> &'a Component {
        &self.architecture.components[at]
    }

    pub fn role(&self, at: usize) -> Role {
        self.component(at).kind.role
    }

    pub fn connection(&self, at: usize) -> &'a Connection {
        &self.architecture.connections[at]
    }

    /// Position of a component.
    pub fn find(&self, id: ComponentId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// Position of a connection.
    pub fn find_connection(&self, id: ConnectionId) -> Option<usize> {
        self.connection_index.get(&id).copied()
    }

    /// Positions of the components at which a connection starts and ends.
    pub fn ends(&self, connection: usize) -> (usize, usize) {
        self.ends[connection]
    }

    /// Connections that start at a component, and where they end.
    pub fn out(&self, at: usize) -> impl Iterator<Item = (&'a Connection, usize)> {
        self.out[at].iter().map(|it| (self.connection(*it), self.ends[*it].1))
    }

    /// As [`Graph::out`], by position of the connection.
    pub fn lines_out(&self, at: usize) -> impl Iterator<Item = (usize, usize)> {
        self.out[at].iter().map(|it| (*it, self.ends[*it].1))
    }

    /// Connections that end at a component, and where they start.
    pub fn into(&self, at: usize) -> impl Iterator<Item = (&'a Connection, usize)> {
        self.into[at].iter().map(|it| (self.connection(*it), self.ends[*it].0))
    }

    /// Components that send traffic.
    pub fn sources(&self) -> impl Iterator<Item = usize> {
        (0..self.n_components()).filter(|it| self.component(*it).kind.is_source())
    }

    /// Components so that each comes after all that send to it; a circle is cut at its component that comes first.
    pub fn order(&self) -> &[usize] {
        self.order.get_or_init(|| traffic::order(self))
    }

    /// The sort of request that a source's class is among those that [`Traffic`] tells apart, and its share of that sort.
    pub fn sort_of(&self, source: usize, class: &RequestClass) -> Option<(usize, f64)> {
        traffic::sort_of(self, source, class)
    }

    /// How many requests per second pass at the peak.
    pub fn traffic(&self) -> &Traffic {
        self.traffic.get_or_init(|| traffic::traffic(self, rates::peak_per_sec))
    }

    /// How many requests per second pass in the long run.
    pub fn lasting_traffic(&self) -> &Traffic {
        self.lasting_traffic.get_or_init(|| traffic::traffic(self, rates::lasting_per_sec))
    }

    /// Whether requests of any source come to each component.
    pub fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.n_components()];
        let mut next: Vec<_> = self.sources().collect();
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                next.extend(self.out(at).filter(|(it, _)| it.relation.carries_requests()).map(|it| it.1));
            }
        }
        reached
    }
}
