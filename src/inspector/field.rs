//! Rows of the inspector: a label, a control, and a way back to the default.

use leptos::{ev, html, prelude::*};
use model::Message;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::explain::{Explained, Explanation};
use crate::{
    follow::after_paint,
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// A row. What it means shows at the foot of the inspector while the pointer or the keyboard is at it.
#[component]
pub fn Field(
    /// Id of the control, which the label names.
    #[prop(into)]
    id: String,
    explained: Explained,
    /// A person set it; offers the way back. Without `on_reset` it always has a value of its own.
    #[prop(optional, into)]
    is_set: Signal<bool>,
    #[prop(optional)] on_reset: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let explanation = expect_context::<Explanation>();
    let help_id = format!("{id}-help");
    let Explained { title, help, note, .. } = explained.clone();
    let reset_label = format!("{}: {title}", say("field-reset"));
    let explained = StoredValue::new(explained);
    let show = move || explained.with_value(|it| explanation.show(it));
    view! {
        <div
            class="field"
            class:is-set=move || is_set.get()
            on:pointerenter=move |_| show()
            on:focusin=move |event| {
                show();
                keep_in_view(&event);
            }
        >
            <label for=id>{title}</label>
            <div class="control">{children()}</div>
            {on_reset.map(|reset| view! {
                <button
                    type="button"
                    class="icon-button small reset"
                    aria-label=reset_label.clone()
                    title=reset_label
                    // Keeps its place, so that fields do not jump when it appears.
                    class:unused=move || !is_set.get()
                    disabled=move || !is_set.get()
                    on:click=move |_| reset.run(())
                >
                    {icon("reset")}
                </button>
            })}
            <span class="visually-hidden" id=help_id>{help} " " {note}</span>
        </div>
    }
}

/// A strip that says more at the foot leaves less room above it: what has the keyboard must not go under.
fn keep_in_view(event: &ev::FocusEvent) {
    let Some(field) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    after_paint(move || {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        field.scroll_into_view_with_scroll_into_view_options(&options);
    });
}

/// Says that a row was added, and goes on in its first field as soon as that is there.
pub fn go_to_row(workspace: Workspace, first_field: String, name: String) {
    workspace.announce(say_message(&Message::new("row-added").with("name", name)));
    after_paint(move || {
        let field = document().get_element_by_id(&first_field).and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(field) = field {
            let _ = field.focus();
        }
    });
}

/// Says that a row was removed; the keyboard keeps its place by itself (`src/frame/focus.rs`).
pub fn tell_removed(workspace: Workspace, name: String) {
    workspace.announce(say_message(&Message::new("row-removed").with("name", name)));
}

/// One line or several lines of text. Commits on Enter (one line) and when it is left.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] value: Signal<String>,
    #[prop(optional)] lines: Option<u32>,
    #[prop(optional, into)] placeholder: String,
    /// An empty text is taken back instead of committed.
    #[prop(optional)]
    required: bool,
    #[prop(default = 200)] max_chars: u32,
    on_commit: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let commit = move |typed: String, put_back: &dyn Fn(&str)| {
        let now = value.get_untracked();
        let typed = typed.trim().to_owned();
        if required && typed.is_empty() {
            put_back(&now);
        } else if typed != now {
            on_commit(typed);
        }
    };
    match lines {
        Some(lines) => {
            let area = NodeRef::<html::Textarea>::new();
            // A field that is taken away with the focus in it is left when nothing of it is there any more.
            let leave = move || {
                if let Some(area) = area.try_get_untracked().flatten() {
                    commit(area.value(), &|it| area.set_value(it));
                }
            };
            view! {
                <textarea
                    node_ref=area
                    class="input"
                    aria-describedby=format!("{id}-help")
                    id=id
                    rows=lines
                    maxlength=max_chars
                    placeholder=placeholder
                    prop:value=move || value.get()
                    on:blur=move |_| leave()
                    on:keydown=move |event: ev::KeyboardEvent| {
                        if event.key() == "Escape"
                            && let Some(area) = area.get_untracked()
                        {
                            area.set_value(&value.get_untracked());
                        }
                    }
                ></textarea>
            }
            .into_any()
        }
        None => {
            let input = NodeRef::<html::Input>::new();
            let leave = move || {
                if let Some(input) = input.try_get_untracked().flatten() {
                    commit(input.value(), &|it| input.set_value(it));
                }
            };
            view! {
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=format!("{id}-help")
                    id=id
                    maxlength=max_chars
                    placeholder=placeholder
                    prop:value=move || value.get()
                    on:blur=move |_| leave()
                    on:keydown=move |event: ev::KeyboardEvent| match event.key().as_str() {
                        "Enter" => leave(),
                        "Escape" => {
                            if let Some(input) = input.get_untracked() {
                                input.set_value(&value.get_untracked());
                            }
                        }
                        _ => {}
                    }
                />
            }
            .into_any()
        }
    }
}

/// A choice from a list: value and label of each.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] value: Signal<String>,
    on_commit: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <select
            class="select"
            aria-describedby=format!("{id}-help")
            id=id
            on:change=move |event| on_commit(event_target_value(&event))
            // For the pointer alone: screen readers have the whole text, and would say it twice.
            on:pointerenter=|event: ev::PointerEvent| {
                let select: HtmlSelectElement = event_target(&event);
                let chosen = select.query_selector("option:checked").ok().flatten().and_then(|it| it.text_content());
                select.set_title(&chosen.unwrap_or_default());
            }
            on:pointerleave=|event: ev::PointerEvent| {
                let select: HtmlSelectElement = event_target(&event);
                select.set_title("");
            }
        >
            {move || {
                let now = value.get();
                options
                    .get()
                    .into_iter()
                    .map(|(option, label)| {
                        let is_now = option == now;
                        view! { <option value=option selected=is_now prop:selected=is_now>{label}</option> }
                    })
                    .collect_view()
            }}
        </select>
    }
}

/// On or off.
#[component]
pub fn SwitchField(
    #[prop(into)] id: String,
    #[prop(into)] value: Signal<bool>,
    on_commit: impl Fn(bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <input
            class="switch"
            type="checkbox"
            role="switch"
            aria-describedby=format!("{id}-help")
            id=id
            prop:checked=move || value.get()
            on:change=move |event| on_commit(event_target_checked(&event))
        />
    }
}

/// A part of the inspector with a heading.
#[component]
pub fn Section(
    #[prop(into)] title: String,
    /// Shown at the right of the heading.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Its fields have no default to go back to, so they may use that room.
    #[prop(optional)]
    roomy: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="inspect-section" class:roomy=roomy>
            <h3 class="section-title">
                <span>{title}</span>
                <span class="spacer"></span>
                {aside.run()}
            </h3>
            {children()}
        </section>
    }
}
