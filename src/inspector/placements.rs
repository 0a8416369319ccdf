//! Where a component's replicas run.

use leptos::prelude::*;
use model::{Architecture, Component, ComponentId, Edit, Message, Placement, ZoneId, component::MAX_REPLICAS};

use super::field::{Section, SelectField, go_to_row, tell_removed};
use crate::{
    text::say,
    widgets::{NumberField, icon},
    workspace::Workspace,
};

/// A row for each zone it runs in.
#[component]
pub fn Placements(id: ComponentId, component: Memo<Option<Component>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let Some(kind) = component.with_untracked(|it| it.as_ref().map(|it| it.kind)) else { return ().into_any() };
    let placements =
        Memo::new(move |_| component.with(|it| it.as_ref().map(|it| it.placements.clone()).unwrap_or_default()));
    let n_rows = Memo::new(move |_| placements.with(Vec::len));
    let zones = Memo::new(move |_| workspace.document.with(|it| zone_options(it)));
    let set = move |placements: Vec<Placement>| {
        let name = component.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
        let label = Message::new("step-place").with("name", name);
        workspace.commit(&Edit::Place { component: id, placements }, label);
    };
    let change = move |index: usize, change: &dyn Fn(&mut Placement)| {
        let mut next = placements.get_untracked();
        if let Some(placement) = next.get_mut(index) {
            change(placement);
            set(next);
        }
    };
    let row = move |index: usize| {
        let zone = Signal::derive(move || {
            placements.with(|it| zone_value(it.get(index).and_then(|it| it.zone)))
        });
        let replicas = Signal::derive(move || placements.with(|it| it.get(index).map(|it| f64::from(it.replicas))));
        view! {
            <div class="placement">
                <label class="visually-hidden" for=format!("placement-zone-{index}")>{say("placement-zone")}</label>
                <SelectField
                    id=format!("placement-zone-{index}")
                    options=zones
                    value=zone
                    on_commit=move |wanted| change(index, &|it| it.zone = zone_of(&wanted))
                />
                {kind.has_replicas().then(|| view! {
                    <label class="visually-hidden" for=format!("placement-replicas-{index}")>
                        {say("placement-replicas")}
                    </label>
                    <NumberField
                        id=format!("placement-replicas-{index}")
                        value=replicas
                        counted="placement-replicas-unit"
                        min=1.0
                        max=f64::from(MAX_REPLICAS)
                        whole=true
                        on_commit=move |number| {
                            if let Some(number) = number {
                                change(index, &|it| it.replicas = number as u32);
                            }
                        }
                    />
                })}
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=say("placement-remove")
                    title=say("placement-remove")
                    disabled=move || n_rows.get() < 2
                    on:click=move |_| {
                        let mut next = placements.get_untracked();
                        next.remove(index);
                        set(next);
                        tell_removed(workspace, say("inspect-placements"));
                    }
                >
                    {icon("close")}
                </button>
            </div>
        }
    };
    let can_add = move || kind.has_replicas() && !zones.with(|it| it.len() < 2);
    view! {
        <Section title=say("inspect-placements")>
            {move || (0..n_rows.get()).map(row).collect_view()}
            <Show when=can_add>
                <button
                    type="button"
                    class="button small quiet"
                    on:click=move |_| {
                        let mut next = placements.get_untracked();
                        next.push(Placement { zone: unused_zone(workspace, &next), replicas: 1 });
                        set(next);
                        let index = n_rows.get_untracked() - 1;
                        go_to_row(workspace, format!("placement-zone-{index}"), say("inspect-placements"));
                    }
                >
                    {icon("plus")}
                    <span>{say("placement-add")}</span>
                </button>
            </Show>
            <Show when=move || zones.with(|it| it.len() < 2)>
                <p class="muted small">{say("placement-no-zones")}</p>
            </Show>
        </Section>
    }
    .into_any()
}

/// Value and label of every zone, inner zones with the names of those around them; first "in no zone".
pub fn zone_options(document: &Architecture) -> Vec<(String, String)> {
    let none = (zone_value(None), say("placement-nowhere"));
    let zones = document.zones.iter().map(|zone| {
        let path: Vec<_> = document.zones_around(Some(zone.id)).iter().rev().map(|it| it.name.clone()).collect();
        (zone_value(Some(zone.id)), path.join(" › "))
    });
    std::iter::once(none).chain(zones).collect()
}

/// A zone as the value of an option.
pub fn zone_value(zone: Option<ZoneId>) -> String {
    zone.map(|it| it.0.to_string()).unwrap_or_default()
}

/// The zone that an option's value stands for.
pub fn zone_of(value: &str) -> Option<ZoneId> {
    value.parse().ok().map(ZoneId)
}

fn unused_zone(workspace: Workspace, placements: &[Placement]) -> Option<ZoneId> {
    workspace.document.with_untracked(|document| {
        let is_free = |id: ZoneId| placements.iter().all(|it| it.zone != Some(id));
        // The deepest zones are where things run; those around them only hold zones.
        let is_leaf = |id: ZoneId| document.zones.iter().all(|it| it.parent != Some(id));
        let free = || document.zones.iter().map(|it| it.id).filter(|id| is_free(*id));
        free().find(|id| is_leaf(*id)).or_else(|| free().next())
    })
}
