//! Everything about one component.

use editor::Action;
use leptos::prelude::*;
use model::{ComponentId, Edit, Message, Place, Value, catalog::Param};

use super::{
    explain::Explained,
    field::{Field, Section, TextField},
    bill::ComponentBill,
    discounts::Discounts,
    here::FindingsHere,
    live::LiveNumbers,
    params::ParamField,
    placements::Placements,
    scaling::ScalingPresets,
    workload::WorkloadEditor,
};
use crate::{
    blast::WhatIfItFails,
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

#[component]
pub fn ComponentInspector(id: ComponentId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let component = Memo::new(move |_| workspace.document.with(|it| it.component(id).cloned()));
    // A kind never changes, so what depends on it alone is read once.
    let Some(start) = component.get_untracked() else { return ().into_any() };
    let kind = start.kind;
    let name = Signal::derive(move || component.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let kind_label = match &start.unknown_kind {
        Some(wanted) => say_message(&Message::new("inspect-unknown-kind").with("kind", wanted.as_str())),
        None => say_message(&kind.label()),
    };
    let (advanced, basic): (Vec<&'static Param>, Vec<_>) = kind.params.iter().partition(|it| it.advanced);
    let n_set_advanced = {
        let advanced = advanced.clone();
        move || {
            component.with(|it| {
                let is_set = |param: &&&'static Param| it.as_ref().is_some_and(|it| it.params.contains_key(param.key));
                advanced.iter().filter(is_set).count()
            })
        }
    };
    let field = move |param: &'static Param| {
        let presets = (param.key == "scaling").then(|| view! { <ScalingPresets component id/> });
        view! { <ParamField component id param/> {presets} }
    };
    let has_settings = !basic.is_empty() || !advanced.is_empty();
    let has_advanced = !advanced.is_empty();
    let has_set_params = Signal::derive(move || component.with(|it| it.as_ref().is_some_and(|it| !it.params.is_empty())));
    let reset_all = move |_| {
        let Some(now) = component.get_untracked() else { return };
        let edits = now.params.keys().map(|key| Edit::SetParam { component: id, key: key.clone(), value: None::<Value> });
        workspace.commit(&Edit::Many(edits.collect()), Message::new("step-reset-params").with("name", now.name));
    };
    view! {
        <div class="inspect-head">
            <span class="kind-icon">{icon(kind.icon)}</span>
            <div class="inspect-name">
                <TextField
                    id="component-name"
                    value=name
                    required=true
                    max_chars=80
                    on_commit=move |name| {
                        let label = Message::new("step-rename").with("name", name.as_str());
                        workspace.commit(&Edit::RenameComponent { component: id, name }, label);
                    }
                />
                <label class="kind-label" for="component-name">{kind_label}</label>
            </div>
        </div>
        <p class="about" id="component-name-help">{say_message(&kind.about())}</p>
        <FindingsHere place=Place::Component(id)/>
        <LiveNumbers id/>
        {start.workload.is_some().then(|| view! { <WorkloadEditor id component/> })}
        {has_settings.then(|| view! {
            <Section
                title=say("inspect-settings")
                aside=move || view! {
                    <button
                        type="button"
                        class="link-button small"
                        hidden=move || !has_set_params.get()
                        on:click=reset_all
                    >
                        {say("inspect-reset-all")}
                    </button>
                }
            >
                {basic.into_iter().map(field).collect_view()}
                {has_advanced.then(|| view! {
                    <details class="advanced">
                        <summary>
                            {icon("chevron-right")}
                            {say("inspect-advanced")}
                            {move || {
                                let n = n_set_advanced();
                                (n > 0).then(|| view! { <span class="count">{n}</span> })
                            }}
                        </summary>
                        {advanced.into_iter().map(field).collect_view()}
                    </details>
                })}
            </Section>
        })}
        <WhatIfItFails place=Place::Component(id)/>
        <Placements id component/>
        {kind.offer().map(|offer| view! {
            <Section title=say("inspect-purchase")>
                {offer.params.iter().map(field).collect_view()}
                <Discounts offer/>
            </Section>
        })}
        <ComponentBill id/>
        <div class="inspect-actions">
            <ActionLink action=Action::Duplicate icon_name="copy"/>
            <ActionLink action=Action::Connect icon_name="link"/>
            <ActionLink action=Action::Delete icon_name="trash"/>
        </div>
    }
    .into_any()
}

/// A button for an action on the selection.
#[component]
pub fn ActionLink(action: Action, icon_name: &'static str) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    view! {
        <button
            type="button"
            class="button small quiet"
            title=say_message(&action.help())
            disabled=move || !workspace.is_enabled(action)
            on:click=move |_| {
                workspace.run(action);
            }
        >
            {icon(icon_name)}
            <span>{say_message(&action.label())}</span>
        </button>
    }
}

/// A read-only row.
#[component]
pub fn Fact(label: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{say(label)}</dt>
            <dd>{move || value.get()}</dd>
        </div>
    }
}

/// Words for a field whose texts are `<id>` and `<id>-help`.
pub fn explained(id: &str, note: String) -> Explained {
    Explained { title: say(id), help: say(&format!("{id}-help")), note, source: None }
}

/// A field with the texts of `explained`.
#[component]
pub fn Plain(id: &'static str, #[prop(optional, into)] note: String, children: Children) -> impl IntoView {
    view! {
        <Field id=id explained=explained(id, note)>
            {children()}
        </Field>
    }
}
