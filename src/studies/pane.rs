//! What every question looks like: what it finds out, a button, how far it is, and its answer.

use leptos::prelude::*;
use model::Message;

use super::{Question, Studies};
use crate::text::{say, say_message};

/// `children`: the answer.
#[component]
pub fn Pane(
    question: Question,
    /// Message id of what it finds out, in a sentence or two.
    about: &'static str,
    /// Message id of the button.
    start: &'static str,
    on_start: Callback<()>,
    /// Message id of why it cannot be started now.
    #[prop(optional)]
    hindrance: Signal<Option<&'static str>>,
    /// Whether the answer on the screen is about another drawing.
    #[prop(into)]
    is_stale: Signal<bool>,
    /// More to do, before the button.
    #[prop(optional)]
    controls: Option<AnyView>,
    children: ChildrenFn,
) -> impl IntoView {
    let studies = expect_context::<Studies>();
    let progress = move || studies.progress.get().filter(|it| it.question == question);
    let is_under_way = move || progress().is_some();
    let trouble = move || {
        let it = studies.trouble.get().filter(|it| it.question == question)?;
        let (class, role) = if it.is_failure { ("report-note error", "alert") } else { ("report-note", "status") };
        Some(view! { <p class=class role=role>{say_message(&it.message)}</p> })
    };
    let told = move || {
        progress().map(|it| {
            let message = Message::new("study-progress").with("done", it.done).with("planned", it.planned);
            say_message(&message)
        })
    };
    let ended = move || {
        let it = studies.ended_early.with(|all| all.iter().find(|it| it.question == question).copied())?;
        let message = Message::new("study-ended-early").with("done", it.done).with("planned", it.planned);
        Some(view! { <p class="report-note">{say_message(&message)}</p> })
    };
    view! {
        <div class="study">
            <p class="study-about">{say(about)}</p>
            <div class="study-controls">
                {controls}
                // One button for both: whoever pressed it by a key keeps their place when the study ends.
                <button
                    type="button"
                    class="button"
                    class:primary=move || !is_under_way()
                    aria-disabled=move || (!is_under_way() && hindrance.get().is_some()).to_string()
                    on:click=move |_| {
                        if untrack(is_under_way) {
                            studies.cancel();
                        } else if hindrance.get_untracked().is_none() {
                            on_start.run(());
                        }
                    }
                >
                    {move || say(if is_under_way() { "study-cancel" } else { start })}
                </button>
                <Show when=is_under_way>
                    <progress
                        aria-label=say(start)
                        max="1"
                        prop:value=move || {
                            progress().map_or(0.0, |it| it.done as f64 / it.planned.max(1) as f64)
                        }
                    ></progress>
                    <span class="figures">{told}</span>
                </Show>
                <span class="study-hindrance">{move || hindrance.get().map(say)}</span>
            </div>
            {trouble}
            {ended}
            <Show when=move || is_stale.get()>
                <p class="report-note">{say("study-stale")}</p>
            </Show>
            {children()}
        </div>
    }
}
