//! A field that searches the list of options under it: the field keeps the focus, arrows move through the list.

use leptos::{ev, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::follow::follow;

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
    /// The list is there. Who types faster than it comes has chosen all the same.
    #[prop(into, default = true.into())]
    is_ready: Signal<bool>,
    /// Enter was pressed at the option with that place.
    on_choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let is_chosen = StoredValue::new(false);
    let choose = move || {
        let place = marked.get_untracked();
        if place < n_found.get_untracked() {
            on_choose(place);
        }
    };
    let choose = StoredValue::new_local(choose);
    follow(move || {
        if is_ready.get() && is_chosen.get_value() {
            is_chosen.set_value(false);
            choose.with_value(|it| it());
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        let n_found = n_found.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => marked.update(|it| *it = (*it + 1).min(n_found.saturating_sub(1))),
            "ArrowUp" => marked.update(|it| *it = it.saturating_sub(1)),
            "Enter" if is_ready.get_untracked() => choose.with_value(|it| it()),
            "Enter" => is_chosen.set_value(true),
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
                is_chosen.set_value(false);
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
