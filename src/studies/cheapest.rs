//! The cheapest configuration that keeps its promises, with any one zone lost.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use model::{Architecture, Arg, Edit, Message};
use ops::plan::{
    Search,
    search::{Cheapest as Answered, State},
    sizes::Step,
};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::FigureTable,
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

#[component]
pub fn Cheapest() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let start = Callback::new(move |()| {
        let document = studies.document();
        let study = Search::new(&document, Studies::options(&document));
        studies.begin(Question::Cheapest, study, document, studies.cheapest);
    });
    let hindrance = Signal::derive(move || {
        studies.promises_nothing().then_some("study-cheapest-needs-objective")
    });
    view! {
        <Pane
            question=Question::Cheapest
            about="study-cheapest-about"
            start="study-cheapest-start"
            on_start=start
            hindrance
            is_stale=studies.stale(studies.cheapest)
        >
            {move || {
                studies
                    .cheapest
                    .get()
                    .map(|found| view! { <Answer found=found.answer.clone() about=Arc::clone(&found.about)/> })
            }}
        </Pane>
    }
}

#[component]
fn Answer(found: Answered, about: Arc<Architecture>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let dollars = |it: f64| say_arg(&Arg::Dollars(it));
    let step = |(step, saves): &(Step, f64)| {
        view! {
            <tr>
                <th scope="row">{say_message(&step.message(&about))}</th>
                <td>{dollars(*saves)}</td>
            </tr>
        }
    };
    let refused = |(step, saves, why): &(Step, f64, Message)| {
        view! {
            <tr>
                <th scope="row">{say_message(&step.message(&about))}</th>
                <td>{dollars(*saves)}</td>
                <td>{say_message(why)}</td>
            </tr>
        }
    };
    let steps = found.steps.iter().map(step).collect_view();
    let refusals = found.refused.iter().map(refused).collect_view();
    let edit = edits(&about, &found);
    let use_it = move |_| {
        let step = Message::new("step-use-cheapest");
        workspace.commit(&Edit::Many(edit.clone()), step.clone());
        workspace.announce(say_message(&Message::new("study-applied").with("what", step)));
    };
    let can_be_used = found.state == State::Done && !found.steps.is_empty();
    view! {
        <p>{say_message(&verdict(&found))}</p>
        <p class="report-note">
            {say_message(
                &Message::new("plan-checked")
                    .with("runs", found.runs)
                    .with("zones", found.zones)
                    .with("p99", found.p99_millis.map_or_else(|| say("too-few-samples"), |it| say_arg(&Arg::Millis(it)))),
            )}
        </p>
        {can_be_used
            .then(|| {
                view! {
                    <button type="button" class="button" on:click=use_it>
                        {say("plan-use")}
                    </button>
                }
            })}
        {(!found.steps.is_empty())
            .then(|| {
                view! {
                    <FigureTable label="plan-steps" heads=&["plan-step", "plan-saves"]>
                        {steps}
                    </FigureTable>
                }
            })}
        {(!found.refused.is_empty())
            .then(|| {
                view! {
                    <FigureTable label="plan-refused" heads=&["plan-step", "plan-would-save", "plan-why-not"]>
                        {refusals}
                    </FigureTable>
                }
            })}
    }
}

fn verdict(found: &Answered) -> Message {
    if let Some(stuck) = &found.stuck {
        return stuck.clone();
    }
    let id = match found.state {
        State::Growing => "plan-growing",
        State::Shrinking => "plan-shrinking",
        State::Hopeless => "plan-hopeless",
        State::Done if found.steps.is_empty() => "plan-nothing",
        State::Done if found.start_is_good => "plan-saves-verdict",
        State::Done => "plan-needs-verdict",
    };
    let share = if found.start_dollars > 0.0 { 1.0 - found.dollars / found.start_dollars } else { 0.0 };
    Message::new(id)
        .with("before", Arg::Dollars(found.start_dollars))
        .with("after", Arg::Dollars(found.dollars))
        .with("share", Arg::Ratio(share.abs()))
        .with("zones", found.zones)
}

/// What makes the drawing the one that was found.
fn edits(about: &Architecture, found: &Answered) -> Vec<Edit> {
    let changed: BTreeSet<_> = found.steps.iter().map(|it| it.0.component).collect();
    let mut edits = Vec::new();
    for id in changed {
        let (Some(before), Some(after)) = (about.component(id), found.architecture.component(id)) else { continue };
        if before.placements != after.placements {
            edits.push(Edit::Place { component: id, placements: after.placements.clone() });
        }
        for (key, value) in after.params.iter().filter(|(key, value)| before.params.get(*key) != Some(*value)) {
            edits.push(Edit::SetParam { component: id, key: key.clone(), value: Some(value.clone()) });
        }
    }
    edits
}
