//! Tables by component and class, with room only for the classes that can come to a component: a large drawing has many
//! sources, and each of them meets few of its components.

use std::ops::Range;

use crate::network::Network;

/// Where a table keeps what it knows of a class at a node.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    /// The first cell of each node; one more at the end.
    starts: Vec<u32>,
    /// The class of each cell, ascending within a node.
    classes: Vec<u16>,
}

impl Cells {
    /// A cell for each class at each node that its source's requests, messages and copies might reach.
    pub fn new(net: &Network, outgoing: &[Vec<u32>]) -> Self {
        let nodes = net.nodes.len();
        let mut at: Vec<Vec<u16>> = vec![Vec::new(); nodes];
        // By node, the source that came last: one walk over the drawing for each source.
        let mut met_by = vec![usize::MAX; nodes];
        for (index, source) in net.sources.iter().enumerate() {
            let first = usize::from(source.first_class);
            let classes = first..first + source.cumulative.len();
            let mut next = vec![source.node];
            met_by[source.node as usize] = index;
            while let Some(node) = next.pop() {
                at[node as usize].extend(classes.clone().map(|class| class as u16));
                for &link in &outgoing[node as usize] {
                    let to = net.links[link as usize].to;
                    if met_by[to as usize] != index {
                        met_by[to as usize] = index;
                        next.push(to);
                    }
                }
            }
        }
        let mut cells = Self { starts: vec![0], classes: Vec::new() };
        // Sources number their classes one after the other, so they are in order.
        for classes in at {
            cells.classes.extend(classes);
            cells.starts.push(cells.classes.len() as u32);
        }
        cells
    }

    /// Of all nodes.
    pub const fn count(&self) -> usize {
        self.classes.len()
    }

    /// The cells of a node.
    pub fn of(&self, node: u32) -> Range<usize> {
        self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize
    }

    /// The classes of a node's cells.
    pub fn classes(&self, node: u32) -> &[u16] {
        &self.classes[self.of(node)]
    }

    /// The class of a cell.
    pub fn class(&self, cell: usize) -> usize {
        usize::from(self.classes[cell])
    }

    /// Where a class is at a node. `None`: it never comes there.
    pub fn find(&self, node: u32, class: usize) -> Option<usize> {
        let place = self.classes(node).binary_search(&(class as u16)).ok()?;
        Some(self.starts[node as usize] as usize + place)
    }
}
