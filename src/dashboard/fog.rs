//! What no monitoring system sees has no panel: says so, and offers to lift the fog.

use leptos::prelude::*;
use model::{Edit, Message};

use crate::{
    text::{say, say_message, with_texts},
    widgets::icon,
    workspace::Workspace,
};

/// More names than this are a number.
const MOST_NAMES: usize = 4;

/// Which components report to nobody; nothing if all do or everything is seen.
#[component]
pub fn FogNote() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let unseen = Memo::new(move |_| {
        workspace.document.with(|it| {
            let sight = ops::Sight::of(it);
            let is_unseen = |it: &&model::Component| !it.kind.is_source() && !sight.is_connected(it.id);
            it.components.iter().filter(is_unseen).map(|it| it.name.clone()).collect::<Vec<_>>()
        })
    });
    let text = move || {
        unseen.with(|all| {
            let mut names: Vec<String> = all.iter().take(MOST_NAMES).cloned().collect();
            let n_more = all.len().saturating_sub(MOST_NAMES);
            if n_more > 0 {
                names.push(say_message(&Message::new("fog-more").with("count", n_more)));
            }
            let names = with_texts(|it| it.list(&names));
            say_message(&Message::new("fog-unseen").with("count", all.len()).with("names", names))
        })
    };
    let lift = move |_| {
        let mut next = workspace.document.with_untracked(|it| it.operations.clone());
        next.sees_all = true;
        workspace.commit(&Edit::SetOperations(next), Message::new("step-set-operations"));
    };
    let is_foggy = Memo::new(move |_| unseen.with(|it| !it.is_empty()));
    view! {
        <Show when=move || is_foggy.get()>
            <p class="report-note asking">
                <span>{text}</span>
                <button type="button" class="button small" on:click=lift>{icon("sun")} <span>{say("fog-lift")}</span></button>
            </p>
        </Show>
    }
}
