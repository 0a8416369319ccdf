//! Questions about the drawing that take many runs: what a change does, how much load it carries, what a failure was
//! made of, and whether it comes back from a surge.

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

/// Which question is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Question {
    #[default]
    Load,
    Compare,
    Causes,
    Recovery,
    Requests,
    Growth,
    Cheapest,
    Advice,
}

impl Question {
    const ALL: [Self; 8] = [
        Self::Load,
        Self::Compare,
        Self::Causes,
        Self::Recovery,
        Self::Requests,
        Self::Growth,
        Self::Cheapest,
        Self::Advice,
    ];

    /// Message id.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Load => "study-load",
            Self::Compare => "study-compare",
            Self::Causes => "study-causes",
            Self::Recovery => "study-recovery",
            Self::Requests => "study-requests",
            Self::Growth => "study-growth",
            Self::Cheapest => "study-cheapest",
            Self::Advice => "study-advice",
        }
    }
}

#[component]
pub fn StudiesPanel() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let tabs = Question::ALL.map(|it| Tab::plain(it, say(it.label()))).into();
    view! {
        <div class="studies">
            <Tabs label=say("studies-label") group="studies" tabs=tabs chosen=studies.question/>
            <div id="tab-panel-studies" role="tabpanel" aria-label=move || say(studies.question.get().label())>
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

