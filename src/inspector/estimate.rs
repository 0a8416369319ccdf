//! What the estimate says of the whole drawing, and where it does not quite apply.

use leptos::prelude::*;

use super::field::Section;
use crate::{
    frame::foretold,
    text::{say, say_message},
    workspace::Workspace,
};

/// Nothing where a run has measured the drawing that is shown: what that took for granted stands in its report.
#[component]
pub fn ArchitectureEstimate() -> impl IntoView {
    let foretold = foretold(expect_context::<Workspace>());
    move || {
        let it = foretold.get()?;
        let about = say(if it.caveats.is_empty() { "estimate-applies" } else { "estimate-caveats" });
        let caveats = it.caveats.iter().map(|it| view! { <li>{say_message(it)}</li> }).collect_view();
        Some(view! {
            <Section title=say("estimate-title")>
                <div id="drawing-estimate" tabindex="-1">
                    <p class="figures estimate" class:bad=it.is_bad>{it.text}</p>
                    <p class="about">{about}</p>
                    <ul class="caveats">{caveats}</ul>
                </div>
            </Section>
        })
    }
}
