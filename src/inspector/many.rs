//! Several things at once: what they are, and what can be done with all of them.

use std::collections::BTreeMap;

use editor::Action;
use leptos::prelude::*;
use model::{Item, Message};

use super::{component::ActionLink, field::Section};
use crate::{
    text::{say, say_message},
    workspace::Workspace,
};

#[component]
pub fn ManyInspector() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    // Kind, how many, and which, so that a click narrows the selection to them.
    let groups = Memo::new(move |_| {
        let document = workspace.document.get();
        let mut groups = BTreeMap::<(u8, String), Vec<Item>>::new();
        for item in workspace.selection.get().iter() {
            let group = match item {
                Item::Component(id) => document.component(*id).map(|it| (0, say_message(&it.kind.label()))),
                Item::Connection(_) => Some((1, say("count-connections"))),
                Item::Zone(id) => document.zone(*id).map(|it| (2, say(it.kind.label()))),
            };
            if let Some(group) = group {
                groups.entry(group).or_default().push(*item);
            }
        }
        groups.into_iter().map(|((_, label), items)| (label, items)).collect::<Vec<_>>()
    });
    let count = move || {
        let n = workspace.selection.with(|it| it.len());
        say_message(&Message::new("many-selected").with("n", n))
    };
    let arrange: &[(Action, &str)] = &[
        (Action::AlignLeft, "align-left"),
        (Action::AlignCenter, "align-center"),
        (Action::AlignRight, "align-right"),
        (Action::AlignTop, "align-top"),
        (Action::AlignMiddle, "align-middle"),
        (Action::AlignBottom, "align-bottom"),
        (Action::DistributeHorizontally, "distribute-horizontally"),
        (Action::DistributeVertically, "distribute-vertically"),
    ];
    view! {
        <p class="about strong">{count}</p>
        <ul class="links">
            {move || groups.get().into_iter().map(|(label, items)| {
                let n = items.len();
                view! {
                    <li>
                        <button
                            type="button"
                            class="link-button"
                            title=say("many-narrow")
                            on:click=move |_| workspace.reveal(items.clone())
                        >
                            {label} " × " {n}
                        </button>
                    </li>
                }
            }).collect_view()}
        </ul>
        <Section title=say("many-arrange")>
            <div class="inspect-actions">
                {arrange.iter().map(|(action, icon_name)| view! {
                    <ActionLink action=*action icon_name=icon_name/>
                }).collect_view()}
            </div>
        </Section>
        <div class="inspect-actions">
            <ActionLink action=Action::GroupIntoZone icon_name="zone-network"/>
            <ActionLink action=Action::Duplicate icon_name="copy"/>
            <ActionLink action=Action::Delete icon_name="trash"/>
        </div>
    }
}
