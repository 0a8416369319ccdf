//! Where something can be looked up.

use leptos::prelude::*;
use model::finding::Source;

use super::icon;

/// Leads out of the program, in a tab of its own: the drawing stays.
pub fn source_link(source: Source, text: String) -> impl IntoView {
    view! {
        <a href=source.url target="_blank" rel="noreferrer" title=source.title>
            {text}
            {icon("external")}
        </a>
    }
}
