//! What somebody writes into a form of an incident stays there until it is added, whichever part of it is on the screen
//! meanwhile, also when the page is loaded again.

use std::collections::BTreeMap;

use leptos::{html, prelude::*};

use super::Incidents;
use crate::browser::tab_storage;

/// Where the tab keeps it.
const UNSENT: &str = "unsent";

/// By field, all that is not added yet.
pub(super) type All = BTreeMap<String, String>;

pub(super) fn load() -> All {
    tab_storage::load(UNSENT).unwrap_or_default()
}

/// A field whose text is added by a button.
#[derive(Clone, Copy)]
pub struct Unsent {
    incidents: Incidents,
    number: u32,
    /// Of the field; no two of an incident have the same.
    id: StoredValue<String>,
    node: NodeRef<html::Input>,
}

impl Unsent {
    pub fn new(incidents: Incidents, number: u32, id: impl Into<String>) -> Self {
        Self { incidents, number, id: StoredValue::new(id.into()), node: NodeRef::new() }
    }

    pub fn id(self) -> String {
        self.id.get_value()
    }

    pub fn text(self) -> String {
        self.incidents.unsent.with_value(|all| all.get(&self.key()).cloned().unwrap_or_default())
    }

    /// It is added, or nobody wants it any more.
    pub fn clear(self) {
        self.keep(String::new());
        if let Some(field) = self.node.get_untracked() {
            field.set_value("");
        }
    }

    fn keep(self, text: String) {
        self.incidents.unsent.update_value(|all| {
            if text.is_empty() {
                all.remove(&self.key());
            } else {
                all.insert(self.key(), text);
            }
            tab_storage::save(UNSENT, all);
        });
    }

    // Incidents of other drawings have the same numbers.
    fn key(self) -> String {
        self.incidents.with_untracked(|book| format!("{} {} {}", book.name(), self.number, self.id()))
    }
}

#[component]
pub fn UnsentField(
    field: Unsent,
    #[prop(default = "text")] kind: &'static str,
    /// In characters.
    #[prop(default = 4000)]
    most: u32,
    #[prop(optional)] placeholder: Option<String>,
) -> impl IntoView {
    view! {
        <input
            node_ref=field.node
            id=field.id()
            class="input"
            type=kind
            maxlength=most.to_string()
            autocomplete="off"
            placeholder=placeholder
            value=field.text()
            on:input=move |event| field.keep(event_target_value(&event))
        />
    }
}
