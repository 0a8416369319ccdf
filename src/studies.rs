//! Questions about the drawing that take many runs: what a change does, how much load it carries, what a failure was
//! made of, and whether it comes back from a surge.

use leptos::prelude::*;

use crate::{text::say, widgets::{Tab, Tabs}};

mod causes;
mod compare;
mod load;
mod pane;
mod recovery;
mod requests;
mod state;

pub use state::Studies;

/// Which question is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Question {
    #[default]
    Load,
    Compare,
    Causes,
    Recovery,
    Requests,
}

#[component]
pub fn StudiesPanel() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let tab = |value, label| Tab { value, label: say(label), icon: "", count: Signal::derive(|| (0, "")) };
    let tabs = vec![
        tab(Question::Load, "study-load"),
        tab(Question::Compare, "study-compare"),
        tab(Question::Causes, "study-causes"),
        tab(Question::Recovery, "study-recovery"),
        tab(Question::Requests, "study-requests"),
    ];
    view! {
        <div class="studies">
            <Tabs label=say("studies-label") group="studies" tabs=tabs chosen=studies.question/>
            <div id="tab-panel-studies" role="tabpanel" aria-label=move || say(title(studies.question.get()))>
                {move || match studies.question.get() {
                    Question::Load => view! { <load::Load/> }.into_any(),
                    Question::Compare => view! { <compare::CompareTwo/> }.into_any(),
                    Question::Causes => view! { <causes::Causes/> }.into_any(),
                    Question::Recovery => view! { <recovery::Surge/> }.into_any(),
                    Question::Requests => view! { <requests::Requests/> }.into_any(),
                }}
            </div>
        </div>
    }
}

const fn title(question: Question) -> &'static str {
    match question {
        Question::Load => "study-load",
        Question::Compare => "study-compare",
        Question::Causes => "study-causes",
        Question::Recovery => "study-recovery",
        Question::Requests => "study-requests",
    }
}
