//! The search field of a list, and how well an entry matches what was typed.

use leptos::{ev, html, prelude::*};

use crate::{text::say, widgets::icon};

/// How well `text` matches: whole, its start, a word's start, inside, letters in order. `None`: not at all.
pub fn match_rank(text: &str, typed: &str) -> Option<u8> {
    let (text, typed) = (text.to_lowercase(), typed.trim().to_lowercase());
    if typed.is_empty() || text == typed {
        return Some(5);
    }
    if text.starts_with(&typed) {
        return Some(4);
    }
    if text.split(|it: char| !it.is_alphanumeric()).any(|word| word.starts_with(&typed)) {
        return Some(3);
    }
    if text.contains(&typed) {
        return Some(2);
    }
    let mut letters = text.chars();
    typed.chars().all(|wanted| letters.any(|it| it == wanted)).then_some(1)
}

/// The field. Keys that it does not use go to `on_key`.
#[component]
pub fn SearchField(
    /// Name and placeholder.
    label: String,
    typed: RwSignal<String>,
    on_key: impl Fn(ev::KeyboardEvent) + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    view! {
        <div class="search">
            {icon("search")}
            <input
                node_ref=input
                class="input"
                type="text"
                role="searchbox"
                data-first=""
                aria-label=label.clone()
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=move |event: ev::KeyboardEvent| {
                    if event.key() == "Escape" && !typed.with_untracked(String::is_empty) {
                        event.stop_propagation();
                        typed.set(String::new());
                    } else {
                        on_key(event);
                    }
                }
            />
            <Show when=move || !typed.with(String::is_empty)>
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=say("search-clear")
                    on:click=move |_| {
                        typed.set(String::new());
                        if let Some(input) = input.get_untracked() {
                            let _ = input.focus();
                        }
                    }
                >
                    {icon("close")}
                </button>
            </Show>
        </div>
    }
}
