//! Light, dark or as the system has it; more contrast if asked for.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{settings, watch};

/// What the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    #[default]
    System,
    Light,
    Dark,
}

/// The looks of the page. `is_dark` and `is_high_contrast` are what came of the choice.
#[derive(Clone, Copy)]
pub struct Theme {
    pub choice: RwSignal<Choice>,
    /// Asked for in the page; the system may ask for it as well.
    pub wants_contrast: RwSignal<bool>,
    pub is_dark: Memo<bool>,
    pub is_high_contrast: Memo<bool>,
}

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    choice: Choice,
    contrast: bool,
}

impl Theme {
    /// Reads the stored choice and keeps the page's root element in step with it.
    pub fn new() -> Self {
        let stored: Stored = settings::load("theme").unwrap_or_default();
        let system_dark = watch::media("(prefers-color-scheme: dark)");
        let system_contrast = watch::media("(prefers-contrast: more)");
        // Where the system sets all colors, what it leaves to the page must go with them.
        let is_forced = watch::media("(forced-colors: active)");
        let choice = RwSignal::new(stored.choice);
        let wants_contrast = RwSignal::new(stored.contrast);
        let is_dark = Memo::new(move |_| match choice.get() {
            _ if is_forced.get() => system_dark.get(),
            Choice::System => system_dark.get(),
            Choice::Light => false,
            Choice::Dark => true,
        });
        let is_high_contrast =
            Memo::new(move |_| wants_contrast.get() || system_contrast.get() || is_forced.get());
        let show = move || {
            let Some(root) = document().document_element() else { return };
            let _ = root.set_attribute("data-theme", if is_dark.get() { "dark" } else { "light" });
            let contrast = if is_high_contrast.get() { "more" } else { "normal" };
            let _ = root.set_attribute("data-contrast", contrast);
        };
        // At once, so that the first paint has the right colors; effects run later.
        untrack(show);
        Effect::new(show);
        Effect::watch(
            move || (choice.get(), wants_contrast.get()),
            |&(choice, contrast), _, _| settings::save("theme", &Stored { choice, contrast }),
            false,
        );
        Self { choice, wants_contrast, is_dark, is_high_contrast }
    }

    /// From what is seen now to its opposite.
    pub fn toggle(self) {
        let next = if self.is_dark.get_untracked() { Choice::Light } else { Choice::Dark };
        self.choice.set(next);
    }
}
