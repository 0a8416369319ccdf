//! Questions about the drawing that take many runs: what a change does, how much load it carries, what a failure was
//! made of, and whether it comes back from a surge.

use editor::Question;
use leptos::prelude::*;

use crate::{text::say, widgets::{Tab, Tabs}};

mod advice;
mod causes;
mod cheapest;
mod compare;
mod growth;
mod load;
mod pane;
mod recovery;
mod requests;
mod state;

pub use state::Studies;

/// In the order of the tabs.
pub const QUESTIONS: [Question; 8] = [
    Question::Load,
    Question::Compare,
    Question::Causes,
    Question::Recovery,
    Question::Requests,
    Question::Growth,
    Question::Cheapest,
    Question::Advice,
];

/// Message id.
pub const fn question_label(question: Question) -> &'static str {
    match question {
        Question::Load => "study-load",
        Question::Compare => "study-compare",
        Question::Causes => "study-causes",
        Question::Recovery => "study-recovery",
        Question::Requests => "study-requests",
        Question::Growth => "study-growth",
        Question::Cheapest => "study-cheapest",
        Question::Advice => "study-advice",
    }
}

#[component]
pub fn StudiesPanel() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let tabs = QUESTIONS.map(|it| Tab::plain(it, say(question_label(it)))).into();
    view! {
        <div class="studies">
            <Tabs label=say("studies-label") group="studies" tabs=tabs chosen=studies.question/>
            <div id="tab-panel-studies" role="tabpanel" aria-label=move || say(question_label(studies.question.get()))>
                {move || match studies.question.get() {
                    Question::Load => view! { <load::Load/> }.into_any(),
                    Question::Compare => view! { <compare::CompareTwo/> }.into_any(),
                    Question::Causes => view! { <causes::Causes/> }.into_any(),
                    Question::Recovery => view! { <recovery::Surge/> }.into_any(),
                    Question::Requests => view! { <requests::Requests/> }.into_any(),
                    Question::Growth => view! { <growth::Plan/> }.into_any(),
                    Question::Cheapest => view! { <cheapest::Cheapest/> }.into_any(),
                    Question::Advice => view! { <advice::Advice/> }.into_any(),
                }}
            </div>
        </div>
    }
}

