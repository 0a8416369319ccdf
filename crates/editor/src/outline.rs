//! The drawing as a tree for people who do not see it, and as a list to search: zones, components, connections.

use model::{Item, Message};

use crate::{announce, editor::Editor};

/// A row of the outline; the rows of a document in reading order make the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineRow {
    pub item: Item,
    /// Depth in the tree, from 1 (`aria-level`).
    pub level: usize,
    /// Place among its siblings, from 1 (`aria-posinset`).
    pub position: usize,
    /// Number of siblings, itself included (`aria-setsize`).
    pub n_siblings: usize,
    pub has_children: bool,
    /// What to show and to read.
    pub text: Message,
}

impl Editor {
    /// All rows: zones with what is in them, then what is in no zone; under each component the connections that
    /// start there. Within a parent from top to bottom and left to right.
    pub fn outline(&self) -> Vec<OutlineRow> {
        Vec::new()
    }

    /// Name, kind, zone and number of connections, as a sentence.
    pub fn describe(&self, item: Item) -> Message {
        announce::name(self, item)
    }
}
