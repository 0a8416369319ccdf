//! Where drawings come from: the last visit, links, files, blueprints.

use editor::Editor;
use leptos::{prelude::*, task::spawn_local};
use model::{
    Architecture, Message, Severity,
    file::{self, LoadError, Loaded},
    link,
};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, HtmlInputElement};

use super::{Hint, LAST, Projects, Saving, blueprints};
use crate::{
    browser::{
        database::Store,
        files::{self, ReadError},
        settings, tab_storage,
    },
    follow::follow,
    frame::Toast,
    text::{say, say_message},
    workspace::{Dialog, Workspace},
};

/// Start of the fragment that carries a drawing.
pub const FRAGMENT: &str = "#d=";

/// Where the tab keeps the last link that it has opened, and the id of its drawing: it is no longer in the address, and the
/// drawing is stored with its first change only.
const LINKED: &str = "linked";

/// Between two looks whether the first drawing is there.
const LOOK_MILLIS: u32 = 20;

impl Projects {
    /// The first thing a person sees: what the link holds, else the last drawing, else an example.
    pub(super) async fn start(self) {
        if !self.open_on_first_visit().await {
            self.open_first().await;
        }
        self.tell_started();
    }

    /// Waits for the first drawing, not longer than told: the browser's storage may take its time, or not answer.
    pub async fn has_started(self, most_millis: u32) {
        for _ in 0..most_millis / LOOK_MILLIS {
            if self.has_started.get_untracked() {
                break;
            }
            gloo_timers::future::TimeoutFuture::new(LOOK_MILLIS).await;
        }
    }

    /// Brings back the run that this tab had before it was loaded again, as soon as its drawing is there.
    pub fn recover_run(self) {
        follow(move || {
            if self.has_started.get()
                && let Some(told) = untrack(|| self.workspace.simulation.recover())
            {
                self.workspace.notify(Toast::new(say_message(&told)));
            }
        });
    }

    fn tell_started(self) {
        if !self.has_started.get_untracked() {
            self.has_started.set(true);
        }
    }

    /// Where no drawing was ever kept the example is shown at once; it takes a slow machine a second to open the storage for
    /// the first time. Whether it is a first visit.
    async fn open_on_first_visit(self) -> bool {
        let is_linked = window().location().hash().is_ok_and(|it| it.starts_with(FRAGMENT));
        let was_here = tab_storage::load::<String>(LAST).is_some() || settings::load::<Option<String>>(LAST).is_some();
        if is_linked || was_here {
            return false;
        }
        let Ok(example) = blueprints::fetch(blueprints::FIRST).await else { return false };
        self.show_example(example).await;
        // Nothing can be saved yet.
        self.saving.set(Saving::Starting);
        self.tell_started();
        if self.open_store().await {
            let was_wanted = self.trouble().is_some();
            self.saving.set(Saving::Unkept);
            if was_wanted { self.keep() } else { self.schedule() }
        }
        true
    }

    /// Whether drawings can be kept.
    async fn open_store(self) -> bool {
        match Store::open().await {
            Ok(store) => {
                self.store.set_value(Some(store.into()));
                self.store_unsaved().await;
            }
            Err(error) => {
                self.saving.set(Saving::Failed(error));
                return false;
            }
        }
        true
    }

    async fn show_example(self, example: Architecture) {
        self.show_new(example, false).await;
        self.hint.set(Some(Hint { text: say("hint-first-visit"), goes_with_a_change: true }));
    }

    async fn open_first(self) {
        // The link is read before anything else can change the address.
        let linked = take_fragment();
        self.open_store().await;
        if let Some(linked) = linked
            && self.open_link(&linked).await
        {
            return;
        }
        let last = tab_storage::load(LAST).or_else(|| settings::load::<Option<String>>(LAST).flatten());
        if let Some(id) = &last
            && self.open(id.clone()).await.is_ok()
            && self.open_id.with_untracked(Option::is_some)
        {
            self.take_up_history();
            return;
        }
        let linked = tab_storage::load::<(String, String)>(LINKED).filter(|it| Some(&it.0) == last.as_ref());
        if let Some((_, linked)) = linked
            && self.open_link(&linked).await
        {
            return;
        }
        let is_first_visit = match self.store() {
            Some(store) => store.list().await.is_ok_and(|it| it.is_empty()),
            None => true,
        };
        if is_first_visit && let Ok(example) = blueprints::fetch(blueprints::FIRST).await {
            let trouble = self.trouble();
            self.show_example(example).await;
            self.restore(trouble);
            return;
        }
        let trouble = self.trouble();
        self.show_new(Architecture::default(), false).await;
        self.restore(trouble);
    }

    fn trouble(self) -> Option<Saving> {
        Some(self.saving.get_untracked()).filter(|it| matches!(it, Saving::Failed(_)))
    }

    fn restore(self, trouble: Option<Saving>) {
        if let Some(trouble) = trouble {
            self.saving.set(trouble);
        }
    }

    /// Whether there was something to open; else the person is told.
    async fn open_link(self, linked: &str) -> bool {
        match link::decode(linked, sim::ENGINE_VERSION) {
            Ok(loaded) => {
                let name = loaded.architecture.name.clone();
                self.show_new(loaded.architecture, false).await;
                tab_storage::save(LINKED, &(self.current.get_value().id, linked));
                self.hint.set(Some(Hint { text: say("hint-link"), goes_with_a_change: true }));
                show_notices(self.workspace, &name, loaded.notices);
                true
            }
            Err(error) => {
                show_failure(self.workspace, &say("a-link"), error.message());
                false
            }
        }
    }

    /// A link that is pasted into the address bar of an open page does not load the page again.
    pub(super) fn follow_links(self) {
        let handle = window_event_listener_untyped("hashchange", move |_| {
            if let Some(linked) = take_fragment() {
                spawn_local(async move {
                    self.open_link(&linked).await;
                });
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Reads a drawing. What reads files of older versions comes with the panels: waits for it if need be.
    pub(super) async fn read(self, bytes: impl AsRef<[u8]>) -> Result<Loaded, LoadError> {
        let older = || self.workspace.with_editor(Editor::older);
        let loaded = file::load_with(&bytes, older());
        if !matches!(loaded, Err(LoadError::OlderVersion)) {
            return loaded;
        }
        for _ in 0..100 {
            if older().is_some() {
                break;
            }
            gloo_timers::future::TimeoutFuture::new(100).await;
        }
        file::load_with(&bytes, older())
    }

    /// Asks for a file and opens it.
    pub fn choose_file(self) {
        let input = document().get_element_by_id(FILE_INPUT).and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            // The same file again is a choice too.
            input.set_value("");
            input.click();
        }
    }

    async fn open_file(self, file: File) {
        let name = file.name();
        let failed = |message| show_failure(self.workspace, &name, message);
        let bytes = match files::read(&file, file::MAX_BYTES).await {
            Ok(bytes) => bytes,
            Err(ReadError::TooLarge { bytes }) => {
                let megabytes = model::Arg::Number(bytes / 1e6);
                let limit = model::Arg::Number(file::MAX_BYTES as f64 / 1e6);
                return failed(Message::new("file-too-large").with("megabytes", megabytes).with("limit", limit));
            }
            Err(ReadError::Unreadable) => return failed(Message::new("file-unreadable")),
        };
        match self.read(&bytes).await {
            Ok(mut loaded) => {
                if loaded.architecture.name.trim().is_empty() {
                    let stem = name.split('.').next().unwrap_or_default();
                    loaded.architecture.name = stem.to_owned();
                }
                self.show_new(loaded.architecture, true).await;
                show_notices(self.workspace, &name, loaded.notices);
            }
            Err(error) => failed(error.message()),
        }
    }

    /// Offers the drawing as a file.
    pub fn save_file(self) {
        let document = self.workspace.document.get_untracked();
        let file_name = files::file_name(&document.name);
        let saved = files::download(&file_name, "application/json", file::save(&document).as_bytes());
        let toast = match saved {
            Ok(()) => Toast::new(say_message(&Message::new("file-saved").with("name", file_name))),
            Err(_) => Toast::new(say("file-not-saved")).severity(Severity::Error),
        };
        self.workspace.notify(toast);
    }

    /// A blueprint becomes a project of its own.
    pub async fn open_blueprint(self, blueprint: Architecture, hint: String) {
        self.show_new(blueprint, true).await;
        self.workspace.announce(hint.clone());
        // Changes are part of what is to be tried.
        self.hint.set(Some(Hint { text: hint, goes_with_a_change: false }));
    }
}

const FILE_INPUT: &str = "file-to-open";

/// What the browser's file dialog needs; the menu, a key and the list of drawings open it.
#[component]
pub fn FileInput() -> impl IntoView {
    let projects = expect_context::<Projects>();
    let on_change = move |event: web_sys::Event| {
        let input = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(file) = input.and_then(|it| it.files()).and_then(|it| it.get(0)) {
            spawn_local(projects.open_file(file));
        }
    };
    view! {
        <input
            id=FILE_INPUT
            class="visually-hidden"
            type="file"
            accept=".json,application/json"
            tabindex="-1"
            aria-label=say("file-to-open")
            on:change=on_change
        />
    }
}

/// Files can be let go anywhere in the window.
pub fn accept_drops(projects: Projects) {
    let over = window_event_listener_untyped("dragover", |event| {
        if has_files(&event) {
            event.prevent_default();
        }
    });
    let drop = window_event_listener_untyped("drop", move |event| {
        if !has_files(&event) {
            return;
        }
        // Without this the browser leaves the page to show the file.
        event.prevent_default();
        let event: DragEvent = event.unchecked_into();
        if let Some(file) = event.data_transfer().and_then(|it| it.files()).and_then(|it| it.get(0)) {
            spawn_local(projects.open_file(file));
        }
    });
    on_cleanup(move || {
        over.remove();
        drop.remove();
    });
}

fn has_files(event: &web_sys::Event) -> bool {
    let transfer = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    transfer.is_some_and(|it| it.types().includes(&"Files".into(), 0))
}

/// What a link holds, which is then taken out of the address: a reload must not open it again over later changes.
fn take_fragment() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let linked = hash.strip_prefix(FRAGMENT)?.to_owned();
    let address = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let state = wasm_bindgen::JsValue::NULL;
    let _ = window().history().and_then(|it| it.replace_state_with_url(&state, "", Some(&address)));
    Some(linked)
}

/// Lists what had to be put right to read a drawing.
pub fn show_notices(workspace: Workspace, name: &str, notices: Vec<Message>) {
    if !notices.is_empty() {
        let title = Message::new("loaded-with-notices").with("name", name);
        workspace.dialog.set(Some(Dialog::Loaded { title, messages: notices }));
    }
}

/// Says why nothing was opened. The drawing that is open stays.
pub fn show_failure(workspace: Workspace, name: &str, why: Message) {
    let title = Message::new("not-loaded").with("name", name);
    let kept = Message::new("not-loaded-kept");
    workspace.dialog.set(Some(Dialog::Loaded { title, messages: vec![why, kept] }));
}
