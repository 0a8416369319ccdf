//! One drawing in several tabs: one of them writes, the others follow until somebody decides.

use leptos::{prelude::*, task::spawn_local};
use model::Message;

use super::{Open, Projects, Saving};
use crate::{browser::tabs::TabMessage, text::say_message};

impl Projects {
    pub(super) fn hear(self, message: TabMessage) {
        if !self.is_open(message.id()) {
            return;
        }
        let is_writer = self.saving.with_untracked(|it| *it != Saving::OpenElsewhere);
        match message {
            TabMessage::Opened { id } if is_writer => self.tell(TabMessage::Present { id }),
            TabMessage::Opened { .. } => {}
            TabMessage::Present { .. } => self.saving.set(Saving::OpenElsewhere),
            TabMessage::TakenOver { id } => spawn_local(async move {
                self.flush_and_wait().await;
                self.saving.set(Saving::OpenElsewhere);
                self.tell(TabMessage::Released { id });
            }),
            TabMessage::Released { .. } => spawn_local(self.reload(true)),
            TabMessage::Saved { .. } if !is_writer => spawn_local(self.reload(false)),
            TabMessage::Saved { .. } => {}
        }
    }

    /// Writes to this drawing from now on; the other tab stops.
    pub fn take_over(self) {
        self.tell(TabMessage::TakenOver { id: self.current.get_value().id });
        spawn_local(async move {
            // The other tab saves what it has, then says so. It may be gone by now.
            gloo_timers::future::TimeoutFuture::new(600).await;
            if self.saving.with_untracked(|it| *it == Saving::OpenElsewhere) {
                self.reload(true).await;
            }
        });
    }

    /// Goes on with a copy of what is here.
    pub fn keep_copy(self) {
        self.become_copy();
        self.keep();
    }

    /// What is here gets another name and is a project of its own from its next save on.
    pub(super) fn become_copy(self) {
        let name = self.workspace.document.with_untracked(|it| it.name.clone());
        let name = say_message(&Message::new("copy-of").with("name", name));
        self.set_open(Open::new(), true);
        self.saving.set(Saving::Underway);
        let label = Message::new("step-rename-drawing");
        self.workspace.commit(&model::Edit::SetName(name), label);
    }

    /// Shows what the other tab has saved, in place of what is here.
    pub fn use_theirs(self) {
        spawn_local(self.reload(true));
    }

    /// Replaces what the other tab has saved by what is here.
    pub fn use_mine(self) {
        spawn_local(async move {
            let open = self.current.get_value();
            let Some(store) = self.store() else { return };
            let found = store.load(&open.id).await.ok().flatten().map(|(info, _)| info.revision);
            self.set_open(Open { revision: found, ..open }, true);
            self.saving.set(Saving::Underway);
            self.write().await;
        });
    }

    // Changes that are only here stay: then it is a conflict, which the person decides.
    async fn reload(self, become_writer: bool) {
        let is_losing_changes = self.is_changed() && !self.saving.with_untracked(|it| *it == Saving::Conflict);
        let (open, Some(store)) = (self.current.get_value(), self.store()) else { return };
        if is_losing_changes {
            if become_writer {
                self.saving.set(Saving::Conflict);
            }
            return;
        }
        let Ok(Some((info, text))) = store.load(&open.id).await else { return };
        if open.revision != Some(info.revision) || self.is_changed() {
            let Ok(loaded) = self.read(&text).await else { return };
            self.workspace.replace(loaded.architecture);
            self.kept.set_value(self.workspace.document.get_untracked());
            self.set_open(Open { id: open.id, revision: Some(info.revision) }, true);
        }
        if become_writer {
            self.saving.set(Saving::Saved);
        }
    }
}
