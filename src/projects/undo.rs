//! Undo and redo outlive a reload of the page, and a tab that crashes: the latest steps are kept in the tab, soon after each
//! of them, and closing it ends them.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use model::{Architecture, Message, history::Kept};

use super::Projects;
use crate::{browser::tab_storage, follow::{after_paint, follow}};

/// Id of the project, and the steps around its drawing.
const HISTORY: &str = "history";

/// Project, drawing and labels of what the tab keeps.
pub type KeptHistory = (String, Arc<Architecture>, (Option<Message>, Option<Message>));

/// Steps are kept when none has followed for so long: the drawing itself has been stored by then.
const PAUSE: Duration = Duration::from_millis(1_000);

impl Projects {
    /// Keeps the steps soon after each of them.
    pub(super) fn follow_history(self) {
        let timer = StoredValue::new(None::<TimeoutHandle>);
        follow(move || {
            self.workspace.history.track();
            self.workspace.document.track();
            let next = || set_timeout_with_handle(move || self.keep_history(), PAUSE).ok();
            // In the middle of a gesture nothing is written.
            let next = (!self.workspace.is_busy.get()).then(next).flatten();
            if let Some(before) = timer.try_update_value(|it| std::mem::replace(it, next)).flatten() {
                before.clear();
            }
        });
    }

    /// Keeps the steps, if they are not kept.
    pub(super) fn keep_history(self) {
        let id = self.current.with_value(|it| it.id.clone());
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
        let kept = self.written.try_update_value(|written| self.workspace.with_editor(|it| it.keep_history(written)));
        let Some(kept) = kept else { return };
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
            if let Some((_, kept)) = tab_storage::load::<(String, Kept)>(HISTORY).filter(|it| self.is_open(&it.0)) {
                self.workspace.take_up_history(&kept);
            }
        });
    }
}
