//! Undo and redo. Earlier documents are kept as values, so a new command needs no undo code.

use std::sync::Arc;

use crate::{
    architecture::Architecture,
    edit::{Edit, EditError},
    text::Message,
};

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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> (Edit, Message) {
        (Edit::SetName(name.into()), Message::new("edit-rename").with("name", name))
    }

    fn history(names: &[&str]) -> History {
        let mut history = History::new(Architecture::default());
        for name in names {
            let (edit, label) = named(name);
            history.commit(&edit, label).unwrap();
        }
        history
    }

    #[test]
    fn undo_and_redo_walk_through_the_same_documents() {
        let mut history = history(&["one", "two"]);
        assert_eq!(history.undo(), Some(named("two").1));
        assert_eq!(history.present().name, "one");
        assert_eq!(history.undo_label(), Some(&named("one").1));
        assert_eq!(history.redo_label(), Some(&named("two").1));
        assert_eq!(history.redo(), Some(named("two").1));
        assert_eq!(history.present().name, "two");
        assert_eq!(history.redo(), None);
    }

    #[test]
    fn undoing_everything_gives_the_start_back() {
        let mut history = history(&["one", "two", "three"]);
        while history.undo().is_some() {}
        assert_eq!(**history.present(), Architecture::default());
    }

    #[test]
    fn a_new_change_forgets_what_was_undone() {
        let mut history = history(&["one", "two"]);
        history.undo();
        let (edit, label) = named("three");
        history.commit(&edit, label).unwrap();
        assert_eq!(history.redo(), None);
    }

    #[test]
    fn changing_nothing_is_no_step() {
        let mut history = history(&["one"]);
        let (edit, label) = named("one");
        history.commit(&edit, label).unwrap();
        history.undo();
        assert_eq!(history.undo(), None);
    }

    #[test]
    fn a_refused_change_leaves_everything() {
        let mut history = history(&["one"]);
        let refused = Edit::Place { component: crate::ComponentId(4), placements: vec![] };
        assert!(history.commit(&refused, Message::new("edit-place")).is_err());
        assert_eq!(history.present().name, "one");
        assert_eq!(history.undo_label(), Some(&named("one").1));
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let names: Vec<String> = (0..MAX_STEPS + 5).map(|it| it.to_string()).collect();
        let mut history = history(&names.iter().map(String::as_str).collect::<Vec<_>>());
        while history.undo().is_some() {}
        assert_eq!(history.present().name, "4");
    }
}
