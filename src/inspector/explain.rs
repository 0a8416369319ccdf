//! What the field under the pointer or the keyboard means, in one place at the foot of the inspector: text that comes
//! and goes between the fields would move them away from the pointer.

use leptos::prelude::*;
use model::finding::Source;

use crate::{text::say, widgets::source_link};

/// About one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    pub title: String,
    pub help: String,
    /// Range and provenance.
    pub note: String,
    pub source: Option<Source>,
}

/// The field that is explained now.
#[derive(Clone, Copy)]
pub struct Explanation(RwSignal<Option<Explained>>);

impl Explanation {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    pub fn show(self, explained: &Explained) {
        if self.0.with_untracked(|it| it.as_ref() != Some(explained)) {
            self.0.set(Some(explained.clone()));
        }
    }

    pub fn clear(self) {
        self.0.set(None);
    }
}

/// The foot of the inspector.
#[component]
pub fn HelpStrip() -> impl IntoView {
    let explanation = expect_context::<Explanation>();
    // Fields carry their help for screen readers themselves.
    move || {
        explanation.0.get().map(|it| {
            view! {
                <footer class="help-strip">
                    <p aria-hidden="true"><strong>{it.title}</strong> " " {it.help}</p>
                    <p class="muted">
                        {it.note}
                        {it.source.map(|it| view! { " " {source_link(it, say("source"))} })}
                    </p>
                </footer>
            }
        })
    }
}
