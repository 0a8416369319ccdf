//! Everything about one zone.

use editor::Action;
use leptos::prelude::*;
use model::{Edit, Item, Message, Place, ZoneId, ZoneKind, catalog::Region};

use super::{
    component::{ActionLink, Fact, Plain},
    field::{Section, SelectField, TextField},
    here::FindingsHere,
    placements::{zone_of, zone_options, zone_value},
};
use crate::{
    blast::WhatIfItFails,
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// Components listed by name; the count says how many there are.
const MOST_ROWS: usize = 50;

#[component]
pub fn ZoneInspector(id: ZoneId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let zone = Memo::new(move |_| workspace.document.with(|it| it.zone(id).cloned()));
    let Some(start) = zone.get_untracked() else { return ().into_any() };
    let kind = start.kind;
    let name = Signal::derive(move || zone.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let parents = Signal::derive(move || {
        // A zone cannot lie in itself or in what it holds.
        workspace.document.with(|document| {
            let is_inside = |value: &str| {
                zone_of(value).is_some_and(|it| document.zones_around(Some(it)).iter().any(|it| it.id == id))
            };
            zone_options(document).into_iter().filter(|(value, _)| !is_inside(value)).collect::<Vec<_>>()
        })
    });
    let content = Memo::new(move |_| {
        workspace.document.with(|document| {
            let is_inside = |zone| document.zones_around(zone).iter().any(|it| it.id == id);
            document
                .components
                .iter()
                .filter(|it| it.placements.iter().any(|it| is_inside(it.zone)))
                .map(|it| (it.id, it.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let regions = std::iter::once((String::new(), say("zone-region-none")))
        .chain(Region::ALL.iter().map(|it| (it.id.to_owned(), say(&format!("region-{}", it.id)))))
        .collect::<Vec<_>>();
    view! {
        <div class="inspect-head">
            <span class="kind-icon">{icon(kind.label())}</span>
            <div class="inspect-name">
                <TextField
                    id="zone-name"
                    value=name
                    required=true
                    max_chars=80
                    on_commit=move |name| {
                        let label = Message::new("step-rename").with("name", name.as_str());
                        workspace.commit(&Edit::RenameZone { zone: id, name }, label);
                    }
                />
                <label class="kind-label" for="zone-name">{say(kind.label())}</label>
            </div>
        </div>
        <p class="about" id="zone-name-help">{say(&format!("{}-about", kind.label()))}</p>
        <FindingsHere place=Place::Zone(id)/>
        <Section title=say("inspect-settings") roomy=true>
            {(kind == ZoneKind::Region).then(|| view! {
                <Plain id="zone-cloud-region">
                    <SelectField
                        id="zone-cloud-region"
                        options=regions
                        value=Signal::derive(move || {
                            zone.with(|it| it.as_ref().and_then(|it| it.region.clone()).unwrap_or_default())
                        })
                        on_commit=move |region: String| {
                            let region = (!region.is_empty()).then_some(region);
                            workspace.commit(&Edit::SetRegion { zone: id, region }, Message::new("step-set-region"));
                        }
                    />
                </Plain>
            })}
            <Plain id="zone-parent">
                <SelectField
                    id="zone-parent"
                    options=parents
                    value=Signal::derive(move || zone_value(zone.with(|it| it.as_ref().and_then(|it| it.parent))))
                    on_commit=move |parent: String| {
                        let edit = Edit::SetParent { zone: id, parent: zone_of(&parent) };
                        workspace.commit(&edit, Message::new("step-set-parent"));
                    }
                />
            </Plain>
        </Section>
        <WhatIfItFails place=Place::Zone(id)/>
        <Section title=say("zone-content")>
            <dl>
                <Fact label="count-components" value=Signal::derive(move || content.with(Vec::len).to_string())/>
            </dl>
            <ul class="links">
                {move || content.get().into_iter().take(MOST_ROWS).map(|(id, name)| view! {
                    <li>
                        <button type="button" class="link-button" on:click=move |_| workspace.reveal([Item::Component(id)])>
                            {name}
                        </button>
                    </li>
                }).collect_view()}
            </ul>
        </Section>
        <div class="inspect-actions">
            <ActionLink action=Action::Duplicate icon_name="copy"/>
            <ActionLink action=Action::Delete icon_name="trash"/>
        </div>
        <p class="muted small">{say_message(&Message::new("zone-delete-hint"))}</p>
    }
    .into_any()
}
