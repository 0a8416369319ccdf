//! The last change outlives a page that goes away before it is stored: the database takes too long for that, the browser's
//! small storage does not. The next page stores it before it opens anything.

use leptos::prelude::*;
use model::file;

use super::{LAST, Open, Projects, Saving};
use crate::browser::{database::StorageError, settings};

/// What a page could not store, as a file, which is checked like any other. Before it the revision that it comes after, `None` if
/// none was ever stored, and what was on its way into the database then.
type Unsaved = (Option<f64>, Option<String>, String);

/// What their names begin with; the rest is the project's id.
const UNSAVED: &str = "unsaved.";

impl Projects {
    /// Leaves what is not stored to the next page, which begins with it.
    pub(super) fn leave(self) {
        let Open { id, revision } = self.current.get_value();
        let name = format!("{UNSAVED}{id}");
        let is_others = self.saving.with_untracked(|it| matches!(it, Saving::OpenElsewhere | Saving::Conflict));
        if is_others || !self.is_changed() {
            return settings::remove(&name);
        }
        let writing = self.writing.get_value().map(|it| file::save(&it));
        let drawing = file::save(&self.workspace.document.get_untracked());
        settings::save(&name, &(revision, writing, drawing));
        settings::save(LAST, &id);
    }

    /// Stores what earlier pages have left.
    pub(super) async fn store_unsaved(self) {
        for name in settings::names() {
            let Some(id) = name.strip_prefix(UNSAVED) else { continue };
            let outcome = match settings::load::<Unsaved>(&name) {
                Some(unsaved) => self.store_after(id, unsaved).await,
                None => Ok(()),
            };
            // Where there was no room it waits for the next page.
            if matches!(outcome, Ok(()) | Err(StorageError::Conflict { .. })) {
                settings::remove(&name);
            }
        }
    }

    // Where something else has been stored since, that stays.
    async fn store_after(self, id: &str, (before, writing, drawing): Unsaved) -> Result<(), StorageError> {
        let Some(store) = self.store() else { return Err(StorageError::Denied) };
        let stored = store.load(id).await?;
        let revision = stored.as_ref().map(|it| it.0.revision);
        let is_next = revision == before || stored.is_some_and(|it| Some(it.1) == writing);
        if is_next && let Ok(loaded) = self.read(&drawing).await {
            self.store_as(id, &loaded.architecture, revision).await?;
        }
        Ok(())
    }
}
