//! The search field of a list.

use leptos::{ev, html, prelude::*};

use crate::{text::say, widgets::icon};

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
