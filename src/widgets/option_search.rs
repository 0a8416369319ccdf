//! A field that searches the list of options under it: the field keeps the focus, arrows move through the list.

use leptos::{ev, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// The options have the ids `<id>-0`, `<id>-1` …, and stand in an element with the id `<id>-list`.
#[component]
pub fn OptionSearch(
    /// Name and placeholder.
    label: String,
    id: &'static str,
    typed: RwSignal<String>,
    /// Place of the marked option.
    marked: RwSignal<usize>,
    #[prop(into)] n_found: Signal<usize>,
    /// Enter was pressed at the option with that place.
    on_choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let on_key = move |event: ev::KeyboardEvent| {
        let n_found = n_found.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => marked.update(|it| *it = (*it + 1).min(n_found.saturating_sub(1))),
            "ArrowUp" => marked.update(|it| *it = it.saturating_sub(1)),
            "Enter" if marked.get_untracked() < n_found => on_choose(marked.get_untracked()),
            "Enter" => {}
            _ => return,
        }
        event.prevent_default();
        scroll_to_option(id, marked.get_untracked());
    };
    view! {
        <input
            class="input"
            type="text"
            autofocus
            role="combobox"
            aria-expanded="true"
            aria-controls=format!("{id}-list")
            aria-autocomplete="list"
            aria-activedescendant=move || format!("{id}-{}", marked.get())
            aria-label=label.clone()
            placeholder=label
            autocomplete="off"
            spellcheck="false"
            on:input=move |event| {
                typed.set(event_target_value(&event));
                marked.set(0);
            }
            on:keydown=on_key
        />
    }
}

/// Brings an option of the list into view.
fn scroll_to_option(id: &str, place: usize) {
    let Some(row) = document().get_element_by_id(&format!("{id}-{place}")) else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}
