//! The form for something that is to be done: what, who, until when.

use leptos::{ev, prelude::*};

use super::{
    Incidents,
    unsent::{Unsent, UnsentField},
};
use crate::{text::say, widgets::icon};

/// What is written in it.
#[derive(Clone, Copy)]
pub struct ToDo {
    text: Unsent,
    owner: Unsent,
    due: Unsent,
}

impl ToDo {
    /// Of an incident, with the ids of its fields: text, owner, day.
    pub fn new(incidents: Incidents, number: u32, ids: [&'static str; 3]) -> Self {
        let [text, owner, due] = ids.map(|id| Unsent::new(incidents, number, id));
        Self { text, owner, due }
    }

    /// Whether there is anything to add.
    pub fn is_written(self) -> bool {
        !self.text.text().trim().is_empty()
    }

    /// Gives text, owner and day to `add`, and is empty once they were taken.
    pub fn send(self, add: impl FnOnce(String, String, String) -> bool) {
        if add(self.text.text(), self.owner.text(), self.due.text()) {
            [self.text, self.owner, self.due].into_iter().for_each(Unsent::clear);
        }
    }
}

#[component]
pub fn ToDoForm(
    form: ToDo,
    /// Texts of the button, and of the field for what is to be done.
    label: &'static str,
    what: &'static str,
    /// Text, owner and day.
    add: impl Fn(String, String, String) -> bool + 'static,
) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.send(&add);
    };
    view! {
        <form class="add-part" aria-label=say(label) on:submit=submit>
            <div class="labelled wide">
                <label for=form.text.id()>{say(what)}</label>
                <UnsentField field=form.text/>
            </div>
            <div class="labelled">
                <label for=form.owner.id()>{say("review-owner")}</label>
                <UnsentField field=form.owner most=80/>
            </div>
            <div class="labelled">
                <label for=form.due.id()>{say("review-due")}</label>
                <UnsentField field=form.due kind="date"/>
            </div>
            <button type="submit" class="button small">{icon("plus")} <span>{say(label)}</span></button>
        </form>
    }
}
