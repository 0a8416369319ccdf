//! The right region: everything about what is selected, or about the whole drawing when nothing is.

use leptos::prelude::*;
use model::{ComponentId, ConnectionId, Item, ZoneId};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{
    follow::late,
    frame::{FoldButton, Side},
    later::later,
    text::say,
    workspace::Workspace,
};

mod architecture;
mod bill;
mod discounts;
mod checked;
mod component;
mod connection;
mod estimate;
mod explain;
mod field;
mod here;
mod live;
mod many;
mod objectives;
mod params;
mod placements;
mod presets;
mod scaling;
mod scenario;
mod workload;
mod zone;

pub use bill::Dollars;
pub use field::{SelectField, SwitchField, TextField, go_to_row, tell_removed};
use explain::{Explanation, HelpStrip};

/// What the inspector is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Subject {
    Architecture,
    Component(ComponentId),
    Connection(ConnectionId),
    Zone(ZoneId),
    Many,
}

#[component]
pub fn Inspector() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    // The subject alone decides what is built anew; edits only change values in it.
    let selected = Memo::new(move |_| {
        workspace.selection.with(|selection| {
            let mut items = selection.iter();
            match (items.next(), items.next()) {
                (None, _) => Subject::Architecture,
                (Some(Item::Component(id)), None) => Subject::Component(*id),
                (Some(Item::Connection(id)), None) => Subject::Connection(*id),
                (Some(Item::Zone(id)), None) => Subject::Zone(*id),
                (Some(_), Some(_)) => Subject::Many,
            }
        })
    });
    // Building it takes long on a slow machine, and whoever drags something looks at the drawing.
    let settled = Memo::new(move |before: Option<&Subject>| match before {
        Some(before) if workspace.is_busy.get() => *before,
        _ => selected.get(),
    });
    let subject = late(settled.get_untracked(), move || settled.get());
    let explanation = Explanation::new();
    provide_context(explanation);
    Effect::watch(move || subject.get(), move |_, _, _| explanation.clear(), false);
    let heading = move || {
        say(match subject.get() {
            Subject::Architecture => "inspect-architecture",
            Subject::Component(_) => "inspect-component",
            Subject::Connection(_) => "inspect-connection",
            Subject::Zone(_) => "inspect-zone",
            Subject::Many => "inspect-many",
        })
    };
    view! {
        <div class="panel-head">
            <h2 class="panel-title">{heading}</h2>
            <FoldButton side=Side::Right/>
        </div>
        <div
            class="panel-scroll inspector"
            // A press moves nothing away from the pointer: then the help stays.
            on:focusin=move |event| {
                let element = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                let has_no_help = element.is_some_and(|it| {
                    matches!(it.closest(".field"), Ok(None)) && it.matches(":focus-visible") == Ok(true)
                });
                if has_no_help {
                    explanation.clear();
                }
            }
        >
            {later(move |views| (views.inspect)(subject.get()))}
        </div>
        <HelpStrip/>
    }
}

/// What there is to see and to change about a subject.
pub fn inspect(subject: Subject) -> AnyView {
    match subject {
        Subject::Architecture => view! { <architecture::ArchitectureInspector/> }.into_any(),
        Subject::Component(id) => view! { <component::ComponentInspector id/> }.into_any(),
        Subject::Connection(id) => view! { <connection::ConnectionInspector id/> }.into_any(),
        Subject::Zone(id) => view! { <zone::ZoneInspector id/> }.into_any(),
        Subject::Many => view! { <many::ManyInspector/> }.into_any(),
    }
}
