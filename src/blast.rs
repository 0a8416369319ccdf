//! Who can be hit: a list with reasons, and marks on the drawing for as long as the list is shown.

use std::{cell::Cell, sync::Arc};

use leptos::prelude::*;
use model::{
    Message,
    finding::Place,
    lean,
    scenario::Change,
};
use sim::{
    blast::{Blast, ComponentHit, Reach, Softened, Why, blast},
    changes,
};

use crate::{
    dashboard::ComponentLink,
    follow::follow,
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// What is meant by "fails", in this order: the first that can happen there.
const FAILURES: [&str; 5] = ["dependency-outage", "crash", "region-loss", "zone-loss", "partition"];

thread_local! {
    /// Tells lists that are shown at the same time from one another.
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// The part of the inspector that answers "what if this fails". Looks it up when it is opened.
#[component]
pub fn WhatIfItFails(place: Place) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let is_open = RwSignal::new(false);
    let change = Signal::derive(move || {
        workspace.document.with(|document| {
            let can_happen = |it: &&changes::Definition| (it.hits)(document, place);
            let found = FAILURES.iter().filter_map(|it| changes::find(it)).find(can_happen);
            found.map(|it| it.usual(place))
        })
    });
    let can_fail = Memo::new(move |_| change.with(Option::is_some));
    let said = move || {
        change.with(|it| it.as_ref().and_then(|it| changes::find(&it.change)).map(|it| say_message(&it.label())))
    };
    view! {
        <Show when=move || can_fail.get()>
            <details
                class="inspect-section blast-section"
                on:toggle=move |event| is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"))
            >
                <summary class="section-title">
                    {icon("chevron-right")}
                    <span>{say("blast-what-if")}</span>
                </summary>
                <Show when=move || is_open.get()>
                    <p class="about">{say("blast-as-if")} " " <b>{said}</b></p>
                    <BlastList change/>
                </Show>
            </details>
        </Show>
    }
}

/// Who would be hit by a change. Marks them on the drawing as long as it is there.
#[component]
pub fn BlastList(#[prop(into)] change: Signal<Option<Change>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let is_blind = workspace.simulation.is_blind;
    let found = Memo::new(move |_| {
        // On call, what is planned is nobody's business.
        let change = change.get().filter(|_| !is_blind.get())?;
        Some(Arc::new(workspace.document.with(|document| blast(document, &change))))
    });
    let own = NEXT.with(|it| it.replace(it.get() + 1));
    let forget = move |all: &mut Vec<(u32, Arc<Blast>)>| all.retain(|it| it.0 != own);
    follow(move || {
        let found = found.get();
        workspace.blasts.update(|all| {
            forget(all);
            all.extend(found.map(|it| (own, it)));
        });
    });
    on_cleanup(move || workspace.blasts.update(forget));
    move || found.get().map(|it| view! { <Found found=it/> })
}

#[component]
fn Found(found: Arc<Blast>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    if found.components.is_empty() {
        return view! { <p class="about">{say("blast-nobody")}</p> }.into_any();
    }
    let name = move |id| workspace.document.with_untracked(|it| it.component(id).map(|it| it.name.clone()).unwrap_or_default());
    let n_components = workspace.document.with_untracked(|it| it.components.len());
    let summary = Message::new("blast-summary").with("hit", found.components.len()).with("all", n_components);
    let journeys = found.journeys.iter().map(|it| {
        let journey = Message::new("blast-journey").with("source", name(it.source)).with("class", it.class.as_str());
        view! {
            <li>
                <ReachTag reach=it.reach/>
                <span>{say_message(&journey)}</span>
            </li>
        }
    });
    let mut components = found.components.clone();
    lean::sort_by_key(&mut components, |it| it.why != Why::Origin);
    let components = components.into_iter().map(|it| {
        view! {
            <li>
                <ReachTag reach=it.reach/>
                <span><ComponentLink id=it.id name=name(it.id)/> " " <span class="muted">{why(workspace, &it)}</span></span>
            </li>
        }
    });
    let (journeys, components): (Vec<_>, Vec<_>) = (journeys.collect(), components.collect());
    view! {
        <div class="blast">
            <p>{say_message(&summary)}</p>
            {(!journeys.is_empty()).then(|| view! { <h5>{say("blast-journeys")}</h5> <ul>{journeys}</ul> })}
            <h5>{say("blast-components")}</h5>
            <ul>{components}</ul>
        </div>
    }
    .into_any()
}

/// "all" or "some": of the requests at a place.
#[component]
pub fn ReachTag(reach: Reach) -> impl IntoView {
    let class = match reach {
        Reach::Whole => "reach whole",
        Reach::Part => "reach part",
    };
    view! { <span class=class>{say(reach_label(reach))}</span> }
}

pub const fn reach_label(reach: Reach) -> &'static str {
    match reach {
        Reach::Whole => "blast-all",
        Reach::Part => "blast-some",
    }
}

/// Why a component is hit, in words.
pub fn why(workspace: Workspace, hit: &ComponentHit) -> String {
    let name = |id| workspace.document.with_untracked(|it| it.component(id).map(|it| it.name.clone()).unwrap_or_default());
    let (id, to) = match hit.why {
        Why::Origin => ("blast-why-origin", None),
        Why::Load => ("blast-why-load", None),
        Why::Messages(from) => ("blast-why-messages", Some(from)),
        Why::Way(to, Softened::Not) => ("blast-why-way", Some(to)),
        Why::Waits(to, Softened::Not) => ("blast-why-waits", Some(to)),
        Why::Way(to, softened) | Why::Waits(to, softened) => (softened_label(softened), Some(to)),
    };
    let message = Message::new(id);
    say_message(&match to {
        Some(to) => message.with("name", name(to)),
        None => message,
    })
}

const fn softened_label(softened: Softened) -> &'static str {
    match softened {
        Softened::Not => "blast-why-waits",
        Softened::Optional => "blast-why-optional",
        Softened::Keeps => "blast-why-keeps",
        Softened::Sometimes => "blast-why-sometimes",
        Softened::Others => "blast-why-others",
    }
}
