//! Settings that belong together, to begin with: a button for each.

use leptos::prelude::*;

use crate::text::say;

pub struct Preset {
    pub label: String,
    /// All of it is set already.
    pub is_chosen: Signal<bool>,
    /// One step to undo.
    pub set: Callback<()>,
}

/// `label`: what they are for.
#[component]
pub fn Presets(label: &'static str, presets: Vec<Preset>) -> impl IntoView {
    let button = |preset: Preset| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || preset.is_chosen.get().to_string()
                on:click=move |_| preset.set.run(())
            >
                {preset.label}
            </button>
        }
    };
    view! {
        <div class="field-presets" role="group" aria-label=say(label)>
            {presets.into_iter().map(button).collect_view()}
        </div>
    }
}
