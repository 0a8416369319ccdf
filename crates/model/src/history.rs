//! Undo and redo. Earlier documents are kept as values, so a new command needs no undo code.

use std::sync::Arc;

use crate::{
    architecture::Architecture,
    edit::{Edit, EditError},
    text::Message,
};

mod kept;

pub use kept::{Kept, Written};

/// Steps kept; a drawing of 1,000 components takes a few hundred kilobytes a step.
pub const MAX_STEPS: usize = 200;

/// The open document with its past and its undone future.
#[derive(Clone, Debug)]
pub struct History {
    present: Arc<Architecture>,
    past: Vec<Step>,
    future: Vec<Step>,
}

/// A document and the name of the change that led away from it (past) or to it (future).
#[derive(Clone, Debug)]
struct Step {
    label: Message,
    document: Arc<Architecture>,
}

impl History {
    pub fn new(document: Architecture) -> Self {
        Self { present: Arc::new(document), past: Vec::new(), future: Vec::new() }
    }

    /// The document as it is now; cheap to keep.
    pub const fn present(&self) -> &Arc<Architecture> {
        &self.present
    }

    /// Applies `edit` as one undo step called `label`. An edit that changes nothing adds no step.
    ///
    /// # Errors
    /// [`EditError`]; document and history are as they were.
    pub fn commit(&mut self, edit: &Edit, label: Message) -> Result<(), EditError> {
        let next = self.present.edited(edit)?;
        if next == *self.present {
            return Ok(());
        }
        let document = std::mem::replace(&mut self.present, Arc::new(next));
        self.past.push(Step { label, document });
        if self.past.len() > MAX_STEPS {
            self.past.remove(0);
        }
        self.future.clear();
        Ok(())
    }

    /// Goes one step back; the name of what was undone.
    pub fn undo(&mut self) -> Option<Message> {
        let step = self.past.pop()?;
        let document = std::mem::replace(&mut self.present, step.document);
        self.future.push(Step { label: step.label.clone(), document });
        Some(step.label)
    }

    /// Goes one step forward again; the name of what was redone.
    pub fn redo(&mut self) -> Option<Message> {
        let step = self.future.pop()?;
        let document = std::mem::replace(&mut self.present, step.document);
        self.past.push(Step { label: step.label.clone(), document });
        Some(step.label)
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&Message> {
        self.past.last().map(|it| &it.label)
    }

    /// What redo would bring back.
    pub fn redo_label(&self) -> Option<&Message> {
        self.future.last().map(|it| &it.label)
    }
}
