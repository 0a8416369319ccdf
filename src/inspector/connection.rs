//! Everything about one connection: what it means, and how it behaves when things go wrong.

use editor::Action;
use leptos::prelude::*;
use model::{
    Architecture, Connection, ConnectionId, Edit, Item, Message, Place, Relation, catalog::BehaviorKind,
};

use super::{
    component::{ActionLink, explained},
    field::{Field, Section, SelectField},
    here::FindingsHere,
    live::LiveConnectionNumbers,
};
use crate::{blast::WhatIfItFails, text::say, widgets::icon, workspace::Workspace};

mod breaker;
mod bulkhead;
mod condition;
mod hedge;
mod policy;
mod timeout;

use policy::{Fields, policy_fields};

#[component]
pub fn ConnectionInspector(id: ConnectionId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let connection = Memo::new(move |_| workspace.document.with(|it| it.connection(id).cloned()));
    if connection.with_untracked(Option::is_none) {
        return ().into_any();
    }
    let policy = Memo::new(move |_| connection.with(|it| it.as_ref().map(|it| it.policy.clone())).unwrap_or_default());
    let relation = Memo::new(move |_| connection.with(|it| it.as_ref().map_or(Relation::Call, |it| it.relation)));
    let fields = Fields { policy, workspace, id };
    let end = move |read: fn(&Connection) -> model::ComponentId| {
        let name = move || {
            let id = connection.with(|it| it.as_ref().map(read));
            workspace.document.with(|it| id.and_then(|id| it.component(id)).map(|it| it.name.clone()))
        };
        view! {
            <button
                type="button"
                class="link-button ellipsis"
                on:click=move |_| {
                    if let Some(id) = connection.with_untracked(|it| it.as_ref().map(read)) {
                        workspace.reveal([Item::Component(id)]);
                    }
                }
            >
                {name}
            </button>
        }
    };
    let relations = Signal::derive(move || {
        workspace.document.with(|document| {
            connection.with(|it| it.as_ref().map(|it| relation_options(document, it)).unwrap_or_default())
        })
    });
    // Whether the caller spreads requests over its connections.
    let from_balancer = Memo::new(move |_| {
        let from = connection.with(|it| it.as_ref().map(|it| it.from));
        workspace.document.with(|it| {
            from.and_then(|id| it.component(id)).is_some_and(|it| it.kind.behavior == BehaviorKind::Balancer)
        })
    });
    view! {
        <div class="inspect-head">
            <span class="kind-icon">{icon("link")}</span>
            <div class="ends">{end(|it| it.from)} <span aria-hidden="true">"→"</span> {end(|it| it.to)}</div>
        </div>
        <FindingsHere place=Place::Connection(id)/>
        <LiveConnectionNumbers id/>
        <Section title=say("inspect-meaning") roomy=true>
            <Field id="relation" explained=explained("relation", String::new())>
                <SelectField
                    id="relation"
                    options=relations
                    value=Signal::derive(move || relation.get().id().to_owned())
                    on_commit=move |wanted: String| {
                        if let Some(relation) = Relation::ALL.into_iter().find(|it| it.id() == wanted) {
                            let edit = Edit::SetRelation { connection: id, relation };
                            workspace.commit(&edit, Message::new("step-set-relation"));
                        }
                    }
                />
            </Field>
            <p class="about">{move || say(&format!("relation-{}-about", relation.get().id()))}</p>
        </Section>
        {move || policy_fields(fields, relation.get(), from_balancer.get())}
        <WhatIfItFails place=Place::Connection(id)/>
        <div class="inspect-actions">
            <ActionLink action=Action::ReverseConnection icon_name="refresh"/>
            <ActionLink action=Action::Delete icon_name="trash"/>
        </div>
    }
    .into_any()
}

/// Relations that the rules allow for this pair, and the present one in any case.
fn relation_options(document: &Architecture, connection: &Connection) -> Vec<(String, String)> {
    let kinds = document.component(connection.from).zip(document.component(connection.to));
    let allowed = kinds.map(|(from, to)| model::verdict::relations_between(from.kind, to.kind)).unwrap_or_default();
    Relation::ALL
        .into_iter()
        .filter(|it| *it == connection.relation || allowed.contains(it))
        .map(|it| (it.id().to_owned(), say(&format!("relation-{}", it.id()))))
        .collect()
}
