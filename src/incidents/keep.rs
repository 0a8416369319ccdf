//! Incidents are kept with their drawing, in a place of their own: what somebody draws and what goes wrong in it do not
//! overwrite each other. As with drawings, a write names the revision that it replaces, and where another tab has written
//! since, nothing is written and the person chooses.

use leptos::{prelude::*, task::spawn_local};
use ops::incidents::Book;

use super::{state::new_name, Incidents};
use crate::{
    browser::{
        database::{Beside, StorageError},
        tabs::{TabMessage, Tabs},
    },
    follow::follow,
    frame::Toast,
    projects::Saving,
    run::Phase,
    text::say_message,
};

/// What a person sees about keeping.
#[derive(Clone, Debug, PartialEq)]
pub enum Keeping {
    /// There is nothing to keep.
    Nothing,
    Underway,
    Kept,
    Failed(StorageError),
    /// Another tab writes to this drawing.
    Elsewhere,
    /// Another tab has kept other incidents than those that are here.
    Conflict,
    /// What is stored cannot be read; it is left alone until somebody says so.
    Unreadable,
}

/// What of the stored incidents this tab knows.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The project whose incidents are here.
    project: Option<String>,
    /// The revision that was read or written last.
    revision: Option<f64>,
    is_changed: bool,
    /// Incidents were made before the drawing was kept: they go with it.
    follows_drawing: bool,
    is_writing: bool,
}

/// Apart from that of drawings: an older page in another tab knows nothing of it.
const CHANNEL: &str = "plimsoll.incidents";

impl Incidents {
    /// Keeps the incidents with their drawing as long as the page lives.
    pub(super) fn keep_stored(self) {
        let tabs = Tabs::listen_on(CHANNEL, move |message| {
            if let TabMessage::Saved { id } = message {
                self.hear_saved(&id);
            }
        });
        self.tabs.set_value(Some(tabs));
        follow(move || {
            let project = self.projects.open_id.get();
            spawn_local(self.switch(project));
        });
        let is_elsewhere = Memo::new(move |_| self.projects.saving.with(|it| *it == Saving::OpenElsewhere));
        follow(move || {
            if is_elsewhere.get() {
                self.keeping.set(Keeping::Elsewhere);
            } else if self.keeping.get_untracked() == Keeping::Elsewhere {
                self.keeping.set(Keeping::Kept);
                spawn_local(self.look_again());
            }
        });
        let hidden = window_event_listener_untyped("visibilitychange", move |_| self.flush());
        let left = window_event_listener_untyped("pagehide", move |_| self.flush());
        on_cleanup(move || {
            hidden.remove();
            left.remove();
        });
    }

    fn known<T>(self, act: impl FnOnce(&mut Known) -> T) -> T
    where
        T: Default,
    {
        // Gone only while the page is being closed.
        self.kept.try_update_value(act).unwrap_or_default()
    }

    fn tell(self, message: TabMessage) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell(&message);
            }
        });
    }

    /// The book has changed: it is written soon.
    pub(super) fn schedule(self) {
        self.known(|it| it.is_changed = true);
        if self.with_untracked(|book| book.cases().is_empty()) && self.known(|it| it.revision.is_none()) {
            return;
        }
        if self.known(|it| it.project.is_none()) {
            // An incident is a reason to keep the drawing that it happened in.
            if !self.known(|it| std::mem::replace(&mut it.follows_drawing, true)) {
                self.projects.keep();
            }
            return;
        }
        if self.may_write() {
            // At once: what happened must not be lost with a tab that is closed. What changes meanwhile is one more write.
            self.keeping.set(Keeping::Underway);
            self.flush();
        }
    }

    pub fn flush(self) {
        if self.known(|it| it.is_changed && it.project.is_some()) && self.may_write() {
            spawn_local(self.write());
        }
    }

    fn may_write(self) -> bool {
        self.keeping.with_untracked(|it| match it {
            Keeping::Nothing | Keeping::Underway | Keeping::Kept | Keeping::Failed(_) => true,
            Keeping::Elsewhere | Keeping::Conflict | Keeping::Unreadable => false,
        })
    }

    // One write at a time; what changes meanwhile is written after it.
    async fn write(self) {
        if self.known(|it| std::mem::replace(&mut it.is_writing, true)) {
            return;
        }
        while self.known(|it| it.is_changed) && self.may_write() {
            let Some(project) = self.known(|it| it.project.clone()) else { break };
            self.known(|it| it.is_changed = false);
            let text = self.with_untracked(Book::save);
            let expected = self.known(|it| it.revision);
            let outcome = match self.projects.store() {
                Some(store) => store.save_beside(Beside::Incidents, &project, &text, expected).await,
                None => Err(StorageError::Denied),
            };
            // Another drawing may have been opened meanwhile.
            if self.known(|it| it.project.as_ref() != Some(&project)) {
                continue;
            }
            match outcome {
                Ok(revision) => {
                    self.known(|it| it.revision = Some(revision));
                    self.keeping.set(Keeping::Kept);
                    self.tell(TabMessage::Saved { id: project });
                }
                Err(error) => {
                    self.known(|it| it.is_changed = true);
                    self.keeping.set(match error {
                        StorageError::Conflict { .. } => Keeping::Conflict,
                        error => Keeping::Failed(error),
                    });
                    break;
                }
            }
        }
        self.known(|it| it.is_writing = false);
    }

    // Another drawing is open, or this one is kept from now on.
    async fn switch(self, project: Option<String>) {
        let (before, follows) = self.known(|it| (it.project.clone(), it.follows_drawing));
        if before == project {
            return;
        }
        if self.known(|it| it.is_changed && it.project.is_some()) && self.may_write() {
            self.write().await;
        }
        self.known(|it| it.project.clone_from(&project));
        if follows && before.is_none() {
            self.known(|it| (it.follows_drawing, it.revision) = (false, None));
            self.keeping.set(Keeping::Underway);
            self.write().await;
            return;
        }
        self.known(|it| (it.revision, it.is_changed, it.follows_drawing) = (None, false, false));
        // A drawing that is kept from now on, while it runs: opening another one would have ended the run.
        let has_run = self.run.phase.with_untracked(|it| *it != Phase::Idle);
        let goes_on = before.is_none() && has_run && !self.is_stored().await;
        if !goes_on {
            self.replace(Book::new(new_name()));
        }
        // Another tab may have said that it writes before there was anything to keep here.
        let is_elsewhere = self.projects.saving.with_untracked(|it| *it == Saving::OpenElsewhere);
        self.keeping.set(if is_elsewhere { Keeping::Elsewhere } else { Keeping::Nothing });
        self.read().await;
    }

    async fn is_stored(self) -> bool {
        let (Some(project), Some(store)) = (self.known(|it| it.project.clone()), self.projects.store()) else { return false };
        store.load_beside(Beside::Incidents, &project).await.is_ok_and(|it| it.is_some())
    }

    // Takes what is stored, if it is something else than what is here.
    async fn read(self) {
        let (Some(project), Some(store)) = (self.known(|it| it.project.clone()), self.projects.store()) else { return };
        let Ok(Some((revision, text))) = store.load_beside(Beside::Incidents, &project).await else { return };
        if self.known(|it| it.project.as_ref() != Some(&project) || it.revision == Some(revision)) {
            return;
        }
        match Book::load(&text) {
            Ok(book) => {
                let shown = self.shown.get_untracked().filter(|it| book.case(*it).is_some());
                self.replace(book);
                self.shown.set(shown);
                self.known(|it| (it.revision, it.is_changed) = (Some(revision), false));
                if self.keeping.get_untracked() != Keeping::Elsewhere {
                    self.keeping.set(Keeping::Kept);
                }
            }
            Err(error) => {
                self.keeping.set(Keeping::Unreadable);
                self.workspace.notify(Toast::new(say_message(&error.message())).severity(model::Severity::Error));
            }
        }
    }

    fn hear_saved(self, id: &str) {
        if self.known(|it| it.project.as_deref() == Some(id)) {
            spawn_local(self.look_again());
        }
    }

    // Another tab has written, or has stopped to.
    async fn look_again(self) {
        if !self.known(|it| it.is_changed) {
            self.read().await;
            return;
        }
        let (Some(project), Some(store)) = (self.known(|it| it.project.clone()), self.projects.store()) else { return };
        let stored = store.load_beside(Beside::Incidents, &project).await.ok().flatten();
        let is_other = stored.is_some_and(|(revision, _)| self.known(|it| it.revision != Some(revision)));
        if is_other && self.keeping.get_untracked() != Keeping::Elsewhere {
            self.keeping.set(Keeping::Conflict);
        }
    }

    /// Shows what the other tab has kept, in place of what is here.
    pub fn use_theirs(self) {
        self.known(|it| (it.revision, it.is_changed) = (None, false));
        self.keeping.set(Keeping::Kept);
        spawn_local(self.read());
    }

    /// Replaces what is stored by what is here.
    pub fn use_mine(self) {
        spawn_local(async move {
            let (Some(project), Some(store)) = (self.known(|it| it.project.clone()), self.projects.store()) else { return };
            let stored = store.load_beside(Beside::Incidents, &project).await.ok().flatten();
            self.known(|it| (it.revision, it.is_changed) = (stored.map(|it| it.0), true));
            self.keeping.set(Keeping::Underway);
            self.write().await;
        });
    }
}
