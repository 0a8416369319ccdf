//! The drawings that this browser keeps: which one is open, whether it is saved, and that no two tabs overwrite each
//! other.
//!
//! A drawing becomes a project with its first change; until then (a link, the first visit) nothing is stored. Every
//! save replaces the revision that this tab has seen; if there is another one, nothing is written and the person chooses.

use std::{rc::Rc, sync::Arc, time::Duration};

use leptos::{ev, prelude::*, task::spawn_local};
use model::{Architecture, Message, file, history::Written};

use crate::{
    browser::{
        database::{ProjectInfo, StorageError, Store},
        now_millis, settings, tab_storage,
        tabs::{TabMessage, Tabs},
    },
    follow::follow,
    frame::Toast,
    text::{say, say_message},
    workspace::Workspace,
};

mod blueprints;
mod dialog;
mod opening;
mod share;
mod state;
mod stored;
mod tabs;
mod undo;
mod unsaved;

pub use blueprints::{Blueprint, BlueprintsDialog, fetch_list};
pub use dialog::ProjectsDialog;
pub use opening::FileInput;
pub use share::ShareDialog;
pub use state::{Hint, ProjectNotice, SavedState};

use opening::accept_drops;

/// What a person sees about saving.
#[derive(Clone, Debug, PartialEq)]
pub enum Saving {
    /// Looking for the last drawing.
    Starting,
    /// Not kept yet: nothing has been changed in it.
    Unkept,
    Underway,
    Saved,
    /// The browser refuses or has no room.
    Failed(StorageError),
    /// Another tab writes to this drawing; changes here are not saved.
    OpenElsewhere,
    /// Another tab has saved other changes than those that are here.
    Conflict,
}

/// The drawing in this tab, a project or about to become one.
#[derive(Clone, Debug, PartialEq)]
struct Open {
    id: String,
    /// The one that this tab has read or written last; `None` before the first save.
    revision: Option<f64>,
}

impl Open {
    fn new() -> Self {
        let id = format!("{:x}-{:x}", now_millis() as u64, (js_sys::Math::random() * 1e15) as u64);
        Self { id, revision: None }
    }
}

/// Handle on the projects; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Projects {
    workspace: Workspace,
    store: StoredValue<Option<Rc<Store>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    current: StoredValue<Open>,
    /// The document that is stored; another one is a change to save.
    kept: StoredValue<Arc<Architecture>>,
    kept_history: StoredValue<Option<undo::KeptHistory>>,
    written: StoredValue<Written>,
    /// What is on its way into the database.
    writing: StoredValue<Option<Arc<Architecture>>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    pub saving: RwSignal<Saving>,
    /// The first drawing is there.
    has_started: RwSignal<bool>,
    /// Id of the open project, for the list.
    pub open_id: RwSignal<Option<String>>,
    /// Shown over a drawing that was opened for somebody.
    pub hint: RwSignal<Option<Hint>>,
}

/// Where the id of the drawing is noted that is open, for the next visit.
const LAST: &str = "project";

/// Changes are stored when none has followed for so long.
const PAUSE: Duration = Duration::from_millis(350);

impl Projects {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(workspace: Workspace) -> Self {
        let projects = Self {
            workspace,
            store: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
            current: StoredValue::new(Open::new()),
            kept: StoredValue::new(workspace.document.get_untracked()),
            kept_history: StoredValue::new(None),
            written: StoredValue::new(Written::default()),
            writing: StoredValue::new(None),
            timer: StoredValue::new(None),
            saving: RwSignal::new(Saving::Starting),
            has_started: RwSignal::new(false),
            open_id: RwSignal::new(None),
            hint: RwSignal::new(None),
        };
        projects.tabs.set_value(Some(Tabs::listen(move |message| projects.hear(message))));
        follow(move || {
            workspace.document.track();
            projects.schedule();
        });
        projects.follow_history();
        let flush = move || {
            projects.flush();
            projects.keep_history();
        };
        let hidden = window_event_listener_untyped("visibilitychange", move |_| flush());
        let left = window_event_listener_untyped("pagehide", move |_| {
            flush();
            projects.leave();
        });
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            // The browser asks whether to leave only where leaving loses something.
            if projects.is_changed() && !projects.is_safe() {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            hidden.remove();
            left.remove();
            leaving.remove();
        });
        projects.follow_links();
        accept_drops(projects);
        workspace.set_projects(projects);
        spawn_local(projects.start());
        projects
    }

    /// Opens a drawing that is stored nowhere, once the one before is stored. With `keep` it becomes a project at once,
    /// else with its first change.
    pub async fn show_new(self, document: Architecture, keep: bool) {
        if !self.settle().await {
            return;
        }
        self.set_open(Open::new(), false);
        self.workspace.open(document);
        let document = self.workspace.document.get_untracked();
        self.kept.set_value(document);
        self.saving.set(Saving::Unkept);
        self.hint.set(None);
        if keep {
            self.write().await;
        }
    }

    /// An empty drawing.
    pub fn new_drawing(self) {
        spawn_local(self.show_new(Architecture::default(), false));
    }

    /// Stores the drawing now, changed or not.
    pub fn keep(self) {
        spawn_local(self.write());
    }

    /// Opens a stored project.
    pub async fn open(self, id: String) -> Result<(), StorageError> {
        if !self.settle().await {
            return Ok(());
        }
        let Some(store) = self.store() else { return Err(StorageError::Denied) };
        let Some((info, text)) = store.load(&id).await? else {
            return Err(StorageError::Conflict { found: None });
        };
        match self.read(&text).await {
            Ok(loaded) => {
                self.workspace.open(loaded.architecture);
                self.kept.set_value(self.workspace.document.get_untracked());
                self.hint.set(None);
                self.set_open(Open { id: id.clone(), revision: Some(info.revision) }, true);
                self.saving.set(Saving::Saved);
                self.tell(TabMessage::Opened { id });
                opening::show_notices(self.workspace, &info.name, loaded.notices);
            }
            Err(error) => opening::show_failure(self.workspace, &info.name, error.message()),
        }
        Ok(())
    }

    /// Whether there is something that is not stored.
    pub fn is_changed(self) -> bool {
        let now = self.workspace.document.get_untracked();
        self.kept.try_with_value(|kept| !Arc::ptr_eq(kept, &now)).unwrap_or_default()
    }

    fn may_write(self) -> bool {
        self.saving.with_untracked(|it| match it {
            Saving::Unkept | Saving::Underway | Saving::Saved | Saving::Failed(_) => true,
            Saving::Starting | Saving::OpenElsewhere | Saving::Conflict => false,
        })
    }

    /// Whether what is changed now will be stored without the person doing anything.
    fn is_safe(self) -> bool {
        self.may_write() && !self.saving.with_untracked(|it| matches!(it, Saving::Failed(_)))
    }

    fn schedule(self) {
        if !self.may_write() {
            return;
        }
        if !self.is_changed() {
            return self.has_nothing_to_write();
        }
        self.saving.set(Saving::Underway);
        if self.hint.with_untracked(|it| it.as_ref().is_some_and(|it| it.goes_with_a_change)) {
            self.hint.set(None);
        }
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        self.timer.set_value(set_timeout_with_handle(move || self.flush(), PAUSE).ok());
    }

    /// A change that was taken back before it was written leaves the drawing as it is kept.
    fn has_nothing_to_write(self) {
        if self.is_writing() || self.saving.with_untracked(|it| *it != Saving::Underway) {
            return;
        }
        let is_kept = self.current.with_value(|it| it.revision.is_some());
        self.saving.set(if is_kept { Saving::Saved } else { Saving::Unkept });
    }

    /// Stores what has changed, now.
    pub fn flush(self) {
        if self.is_changed() && self.may_write() {
            spawn_local(self.write());
        }
    }

    /// Stores what has changed, and waits until it is stored or cannot be.
    pub async fn flush_and_wait(self) {
        if self.is_changed() && self.may_write() {
            self.write().await;
        }
        // A write that was going on already.
        for _ in 0..200 {
            if !self.is_writing() {
                break;
            }
            gloo_timers::future::TimeoutFuture::new(10).await;
        }
    }

    fn is_writing(self) -> bool {
        self.writing.with_value(Option::is_some)
    }

    /// Before another drawing takes the place of this one: stores its changes, as a copy where another tab has the
    /// project, and asks where they cannot be stored. Whether to go on.
    async fn settle(self) -> bool {
        self.flush_and_wait().await;
        if !self.is_changed() {
            return true;
        }
        if self.saving.with_untracked(|it| matches!(it, Saving::OpenElsewhere | Saving::Conflict)) {
            self.become_copy();
            self.write().await;
            let name = self.workspace.document.with_untracked(|it| it.name.clone());
            let text = say_message(&Message::new("kept-as-copy").with("name", name));
            self.workspace.notify(Toast::new(text));
        }
        !self.is_changed() || window().confirm_with_message(&say("lose-changes")).unwrap_or_default()
    }

    // One write at a time; a change during a write is written after it.
    async fn write(self) {
        if self.is_writing() {
            return;
        }
        loop {
            let document = self.workspace.document.get_untracked();
            self.writing.set_value(Some(Arc::clone(&document)));
            let outcome = self.write_once(&document).await;
            let is_done = match outcome {
                Ok(()) => {
                    self.kept.set_value(document);
                    !self.is_changed()
                }
                Err(error) => {
                    self.fail(error);
                    true
                }
            };
            if is_done {
                break;
            }
        }
        self.writing.set_value(None);
    }

    async fn write_once(self, document: &Architecture) -> Result<(), StorageError> {
        let Open { id, revision } = self.current.get_value();
        let revision = self.store_as(&id, document, revision).await?;
        // Another project may have been opened meanwhile.
        if self.is_open(&id) {
            self.set_open(Open { id, revision: Some(revision) }, true);
            self.saving.set(Saving::Saved);
        }
        Ok(())
    }

    /// Stores a drawing in place of the revision `expected`, and tells the other tabs. Its new revision.
    async fn store_as(self, id: &str, document: &Architecture, expected: Option<f64>) -> Result<f64, StorageError> {
        let store = self.store().ok_or(StorageError::Denied)?;
        let info = ProjectInfo {
            id: id.to_owned(),
            name: document.name.clone(),
            revision: 0.0,
            saved_at: now_millis(),
            n_components: document.components.len() as f64,
        };
        let revision = store.save(&info, &file::save(document), expected).await?;
        self.tell(TabMessage::Saved { id: info.id });
        Ok(revision)
    }

    fn fail(self, error: StorageError) {
        self.saving.set(match error {
            StorageError::Conflict { .. } => Saving::Conflict,
            error => Saving::Failed(error),
        });
    }

    /// Where drawings are kept, once it is open.
    pub fn store(self) -> Option<Rc<Store>> {
        self.store.get_value()
    }

    fn is_open(self, id: &str) -> bool {
        self.current.with_value(|it| it.id == id)
    }

    fn set_open(self, open: Open, is_project: bool) {
        let id = is_project.then(|| open.id.clone());
        if self.open_id.with_untracked(|it| *it != id) {
            settings::save(LAST, &id);
            self.open_id.set(id);
        }
        // Other tabs have their own.
        tab_storage::save(LAST, &open.id);
        self.current.set_value(open);
    }

    fn tell(self, message: TabMessage) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell(&message);
            }
        });
    }
}
