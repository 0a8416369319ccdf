//! Undo and redo outlive a reload of the page, as runs do: the latest steps are kept in the tab, and closing it ends them.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Message, history::Kept};

use super::Projects;
use crate::{browser::tab_storage, follow::after_paint};

/// Id of the project, and the steps around its drawing.
const HISTORY: &str = "history";

/// Project, drawing and labels of what the tab keeps.
pub type KeptHistory = (String, Arc<Architecture>, (Option<Message>, Option<Message>));

impl Projects {
    /// Keeps the steps; the page is about to be hidden, perhaps for good.
    pub(super) fn keep_history(self) {
        let Some(id) = self.open_id.get_untracked() else { return };
        let document = self.workspace.document.get_untracked();
        let labels = self.workspace.history.get_untracked();
        // What was kept before may not have been taken up yet.
        if labels == (None, None) {
            return;
        }
        let is_kept = self.kept_history.with_value(|kept| {
            kept.as_ref().is_some_and(|it| it.0 == id && Arc::ptr_eq(&it.1, &document) && it.2 == labels)
        });
        if is_kept {
            return;
        }
        let kept = self.workspace.with_editor(|it| it.keep_history());
        if tab_storage::save(HISTORY, &(&id, kept)) {
            self.kept_history.set_value(Some((id, document, labels)));
        } else {
            // Better none than that of an earlier moment.
            tab_storage::remove(HISTORY);
        }
    }

    /// Brings back the steps of the drawing that this tab had open before it was loaded again, once that can be seen.
    pub(super) fn take_up_history(self) {
        after_paint(move || {
            let id = self.open_id.get_untracked();
            if let Some((_, kept)) = tab_storage::load::<(String, Kept)>(HISTORY).filter(|it| id.as_ref() == Some(&it.0)) {
                self.workspace.take_up_history(&kept);
            }
        });
    }
}
