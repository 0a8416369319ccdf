//! The form for something that is to be done: what, who, until when.

use leptos::{ev, html, prelude::*};

use crate::{text::say, widgets::icon};

/// Empties itself once `add` has taken what was written.
#[component]
pub fn ToDoForm(
    /// Begins the ids of its fields.
    id: &'static str,
    /// Texts of the button, and of the field for what is to be done.
    label: &'static str,
    what: &'static str,
    /// Text, owner and day.
    add: impl Fn(String, String, String) -> bool + 'static,
) -> impl IntoView {
    let (text, owner, due) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let fields = [text, owner, due].map(|it| it.get_untracked());
        let [Some(text), Some(owner), Some(due)] = fields else { return };
        if add(text.value(), owner.value(), due.value()) {
            for field in [text, owner, due] {
                field.set_value("");
            }
        }
    };
    view! {
        <form class="add-part" aria-label=say(label) on:submit=submit>
            <div class="labelled wide">
                <label for=format!("{id}-text")>{say(what)}</label>
                <input node_ref=text id=format!("{id}-text") class="input" type="text" maxlength="4000" autocomplete="off"/>
            </div>
            <div class="labelled">
                <label for=format!("{id}-owner")>{say("review-owner")}</label>
                <input node_ref=owner id=format!("{id}-owner") class="input" type="text" maxlength="80" autocomplete="off"/>
            </div>
            <div class="labelled">
                <label for=format!("{id}-due")>{say("review-due")}</label>
                <input node_ref=due id=format!("{id}-due") class="input" type="date"/>
            </div>
            <button type="submit" class="button small">{icon("plus")} <span>{say(label)}</span></button>
        </form>
    }
}
