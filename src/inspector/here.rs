//! Findings about what is selected.

use leptos::prelude::*;
use model::Place;

use super::field::Section;
use crate::{findings::FindingRow, text::say, workspace::Workspace};

/// Nothing if there are none.
#[component]
pub fn FindingsHere(place: Place) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let here = Memo::new(move |_| {
        workspace.findings.with(|all| {
            all.iter().filter(|it| it.suppressed.is_none() && it.places.contains(&place)).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !here.with(Vec::is_empty)>
            <Section title=say("inspect-findings")>
                <ul class="finding-list compact">
                    {move || here.get().into_iter().map(|it| view! { <FindingRow finding=it compact=true/> }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}
