//! The open drawing and everything derived from it, as signals. The only writer: panels and canvas send inputs,
//! actions and edits here and read what came of them.
//!
//! What moves during a drag is not a signal: the canvas reads it from the editor when `frame` fires, and no panel hears
//! of it. Panels follow `document`, which changes once per gesture.

use std::{collections::BTreeSet, sync::Arc};

use editor::{Action, Editor, Input, Response};
use leptos::prelude::*;
use model::{Architecture, Edit, Finding, Item, Message, Place, Severity, file::Older, history::Kept};
use sim::blast::Blast;

use crate::{
    browser::theme::Theme,
    frame::{Layout, Toast, Toasts},
    projects::Projects,
    run::Run,
    text::{name_of_new, say_message},
};

mod derived;
mod expected;
mod requests;

pub use derived::{Bill, Forecast};
pub use requests::Popover;

use derived::{FIRST_STEPS, Step};

/// What is over the page until it is closed.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Help,
    Commands,
    Projects,
    Blueprints,
    Share,
    /// What had to be put right to read a file, or why it could not be read.
    Loaded {
        title: Message,
        messages: Vec<Message>,
    },
}

/// Handle on the open drawing; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Workspace {
    editor: StoredValue<Editor, LocalStorage>,
    /// Changes once per undo step.
    pub document: ReadSignal<Arc<Architecture>>,
    set_document: WriteSignal<Arc<Architecture>>,
    pub selection: ReadSignal<Arc<BTreeSet<Item>>>,
    set_selection: WriteSignal<Arc<BTreeSet<Item>>>,
    /// The run of the drawing.
    pub simulation: Run,
    /// What undo and redo would take back or bring back.
    pub history: ReadSignal<(Option<Message>, Option<Message>)>,
    set_history: WriteSignal<(Option<Message>, Option<Message>)>,
    /// Of the document as it is, suppressed ones included; a moment late in large drawings.
    pub findings: ReadSignal<Arc<Vec<Finding>>>,
    set_findings: WriteSignal<Arc<Vec<Finding>>>,
    /// What it costs in a month.
    pub bill: ReadSignal<Arc<Bill>>,
    set_bill: WriteSignal<Arc<Bill>>,
    /// What to expect of it without a run.
    pub forecast: ReadSignal<Arc<Forecast>>,
    set_forecast: WriteSignal<Arc<Forecast>>,
    /// What is made anew after each change.
    steps: RwSignal<&'static [Step]>,
    /// Findings, bill or forecast are of an earlier state of the drawing; usually for a blink.
    pub is_deriving: ReadSignal<bool>,
    set_is_deriving: WriteSignal<bool>,
    /// The canvas has to draw a frame: anything it shows may have changed.
    pub frame: Trigger,
    /// A gesture is under way: nothing that takes long should begin.
    pub is_busy: ReadSignal<bool>,
    set_is_busy: WriteSignal<bool>,
    /// Another drawing was opened.
    pub opened: Trigger,
    /// For screen readers.
    pub announcement: ReadSignal<String>,
    set_announcement: WriteSignal<String>,
    /// Who would be hit by what is looked at, by whoever shows it: the latest is marked on the drawing.
    pub blasts: RwSignal<Vec<(u32, Arc<Blast>)>>,
    pub toasts: Toasts,
    pub dialog: RwSignal<Option<Dialog>>,
    /// A small window at a point of the canvas that waits for an answer.
    pub popover: RwSignal<Option<Popover>>,
    pub layout: Layout,
    pub theme: Theme,
    projects: StoredValue<Option<Projects>, LocalStorage>,
}

impl Workspace {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(layout: Layout, theme: Theme) -> Self {
        let mut editor = Editor::new(Architecture::default());
        editor.set_namer(name_of_new);
        let (document, set_document) = signal(Arc::clone(editor.document()));
        let (selection, set_selection) = signal(Arc::new(BTreeSet::new()));
        let (history, set_history) = signal((None, None));
        let (findings, set_findings) = signal(Arc::new(Vec::new()));
        let (bill, set_bill) = signal(Arc::new(Bill::default()));
        let (forecast, set_forecast) = signal(Arc::new(Forecast::default()));
        let (is_deriving, set_is_deriving) = signal(false);
        let (is_busy, set_is_busy) = signal(false);
        let (announcement, set_announcement) = signal(String::new());
        let workspace = Self {
            editor: StoredValue::new_local(editor),
            document,
            set_document,
            selection,
            set_selection,
            simulation: Run::new(document),
            history,
            set_history,
            findings,
            set_findings,
            bill,
            set_bill,
            forecast,
            set_forecast,
            steps: RwSignal::new(FIRST_STEPS),
            is_deriving,
            set_is_deriving,
            frame: Trigger::new(),
            is_busy,
            set_is_busy,
            opened: Trigger::new(),
            announcement,
            set_announcement,
            blasts: RwSignal::new(Vec::new()),
            toasts: Toasts::new(),
            dialog: RwSignal::new(None),
            popover: RwSignal::new(None),
            layout,
            theme,
            projects: StoredValue::new_local(None),
        };
        workspace.keep_derived();
        workspace
    }

    /// Reads the editor: what the canvas draws.
    pub fn with_editor<T>(self, read: impl FnOnce(&Editor) -> T) -> T {
        self.editor.with_value(read)
    }

    /// Takes an event from canvas or keyboard. Whether the browser must not act on it as well.
    pub fn dispatch(self, input: Input) -> bool {
        self.change(|editor| editor.handle(input))
    }

    /// Performs an action of the table. Whether it did anything.
    pub fn run(self, action: Action) -> bool {
        self.change(|editor| editor.run(action))
    }

    /// Whether the action could do anything now; follows document and selection.
    pub fn is_enabled(self, action: Action) -> bool {
        self.document.track();
        self.selection.track();
        self.history.track();
        self.with_editor(|it| it.is_enabled(action))
    }

    /// Changes the document as one undo step called `label`.
    pub fn commit(self, edit: &Edit, label: Message) {
        self.change(|editor| editor.commit(edit, label));
    }

    /// Selects items and shows them.
    pub fn reveal(self, items: impl IntoIterator<Item = Item>) {
        self.change(|editor| editor.select(items, true));
    }

    /// Selects what a finding is about and shows it.
    pub fn reveal_places(self, places: &[Place]) {
        self.reveal(places.iter().copied().filter_map(item_of));
    }

    /// Inserts what the clipboard held.
    pub fn paste(self, text: &str) {
        self.change(|editor| editor.paste(text));
    }

    /// From now on files of older versions can be read, too.
    pub fn set_older(self, older: Older) {
        self.editor.update_value(|it| it.set_older(older));
    }

    /// Opens another document, to be seen; the history starts anew.
    pub fn open(self, document: Architecture) {
        self.simulation.forget();
        self.layout.uncover();
        self.show(document);
        self.opened.notify();
    }

    fn show(self, document: Architecture) {
        self.popover.set(None);
        self.change(|editor| editor.open(document));
    }

    /// Shows another state of the same drawing, which another tab has saved. The view stays, and a run goes on as after any
    /// other change.
    pub fn replace(self, document: Architecture) {
        let camera = self.with_editor(Editor::camera);
        self.show(document);
        self.change(|editor| editor.set_camera(camera));
    }

    /// Takes up what was kept of the drawing's history.
    pub fn take_up_history(self, kept: &Kept) {
        if self.editor.try_update_value(|it| it.take_up_history(kept)) == Some(true) {
            self.tell_history();
        }
    }

    fn tell_history(self) {
        let labels = self.with_editor(|it| (it.undo_label().cloned(), it.redo_label().cloned()));
        self.set_history.set(labels);
    }

    /// Who keeps drawings; known as soon as the page has started.
    pub fn set_projects(self, projects: Projects) {
        self.projects.set_value(Some(projects));
    }

    /// Says something to screen readers.
    pub fn announce(self, text: String) {
        // The same text twice would not be read again: a mark that is not read makes it another one.
        let text = if self.announcement.with_untracked(|it| *it == text) { text + "\u{a0}" } else { text };
        self.set_announcement.set(text);
    }

    /// Shows a notice and says it to screen readers.
    pub fn notify(self, toast: Toast) {
        self.announce(toast.text.clone());
        self.toasts.show(toast);
    }

    /// Findings that nobody has decided to live with: how many, and the CSS class of the worst.
    pub fn open_findings(self) -> (usize, &'static str) {
        self.findings.with(|all| {
            let open = || all.iter().filter(|it| it.suppressed.is_none());
            let class = match open().map(|it| it.severity).min() {
                Some(Severity::Error) => "error",
                Some(Severity::Warning) => "warning",
                Some(Severity::Advice) | None => "",
            };
            (open().count(), class)
        })
    }

    /// Lets the editor change and passes on what came of it. Whether the browser must not act on the same event.
    pub fn change(self, act: impl FnOnce(&mut Editor) -> Response) -> bool {
        let Some(response) = self.editor.try_update_value(act) else { return false };
        let is_busy = self.with_editor(Editor::is_busy);
        if self.is_busy.get_untracked() != is_busy {
            self.set_is_busy.set(is_busy);
        }
        if response.document_changed {
            let document = self.with_editor(|it| Arc::clone(it.document()));
            self.set_document.set(document);
            self.tell_history();
        }
        if response.selection_changed {
            self.set_selection.set(Arc::new(self.with_editor(|it| it.selection().clone())));
        }
        if response.needs_frame() {
            self.frame.notify();
        }
        if !response.say.is_empty() {
            let said: Vec<_> = response.say.iter().map(say_message).collect();
            self.announce(said.join(". "));
        }
        for request in response.requests {
            self.answer(request);
        }
        response.handled
    }
}

/// The thing in the drawing that a place names.
pub const fn item_of(place: Place) -> Option<Item> {
    match place {
        Place::Component(id) => Some(Item::Component(id)),
        Place::Connection(id) => Some(Item::Connection(id)),
        Place::Zone(id) => Some(Item::Zone(id)),
        Place::Architecture => None,
    }
}
