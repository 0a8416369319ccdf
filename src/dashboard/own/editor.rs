//! The form of one panel. Every field is a step of its own.

use leptos::prelude::*;
use model::{ComponentId, ConnectionId, alert::{Panel, Shows}, finding::Place};
use ops::panels::{MEASURES, Of, measure};

use super::Editing;
use crate::{
    inspector::{SelectField, TextField},
    operate::advice_row,
    text::{say, say_message},
    widgets::icon,
};

/// Stands for an expression in the list of measures.
const EXPRESSION: &str = "expression";

#[component]
pub fn PanelEditor(editing: Editing, index: usize) -> impl IntoView {
    let workspace = editing.workspace;
    let panel = Memo::new(move |_| editing.panel(index));
    let read = move |read: fn(&Panel) -> String| {
        Signal::derive(move || panel.with(|it| it.as_ref().map(read).unwrap_or_default()))
    };
    let is_expression = Memo::new(move |_| panel.with(|it| matches!(it, Some(Panel { shows: Shows::Expression(_), .. }))));
    let field = move |name: &str| format!("panel-{name}-{index}");
    let help = move |name: &str, id: &str| {
        view! { <span class="visually-hidden" id=format!("panel-{name}-{index}-help")>{say(id)}</span> }
    };
    let has_places = Memo::new(move |_| {
        panel.with(|it| matches!(it, Some(it) if matches!(of(&it.shows), Some(Of::Component { .. } | Of::Connection(_)))))
    });
    let places = Signal::derive(move || {
        let all = panel.with(|it| it.as_ref().map_or_else(Vec::new, |it| places(workspace, &it.shows)));
        std::iter::once((String::new(), say("panel-everywhere"))).chain(all).collect::<Vec<_>>()
    });
    let measures: Vec<(String, String)> = MEASURES
        .iter()
        .map(|it| (it.id.to_owned(), format!("{}: {}", say(group(&it.of)), say_message(&it.about()))))
        .chain([(EXPRESSION.to_owned(), say("panel-expression"))])
        .collect();
    view! {
        <div class="panel-editor" role="group" aria-label=say("panel-editor")>
            <div class="operate-field">
                <label for=field("title")>{say("panel-title")}</label>
                <TextField
                    id=field("title")
                    value=read(|it| it.title.clone())
                    placeholder=say("panel-title-placeholder")
                    on_commit=move |title| editing.edit(index, &|it| it.title.clone_from(&title))
                />
                {help("title", "panel-title-help")}
            </div>
            <div class="operate-field">
                <label for=field("shows")>{say("panel-shows")}</label>
                <SelectField
                    id=field("shows")
                    options=measures
                    value=read(|it| match &it.shows {
                        Shows::Measure { measure, .. } => measure.clone(),
                        Shows::Expression(_) => EXPRESSION.to_owned(),
                    })
                    on_commit=move |id| editing.edit(index, &|it| it.shows = chosen(&it.shows, &id))
                />
                {help("shows", "panel-shows-help")}
            </div>
            <Show when=move || has_places.get()>
                <div class="operate-field">
                    <label for=field("place")>{say("panel-place")}</label>
                    <SelectField
                        id=field("place")
                        options=places
                        value=read(|it| match &it.shows {
                            Shows::Measure { place: Some(place), .. } => written(*place),
                            _ => String::new(),
                        })
                        on_commit=move |id| editing.edit(index, &|it| {
                            if let Shows::Measure { place, .. } = &mut it.shows {
                                *place = place_of(&id);
                            }
                        })
                    />
                    {help("place", "panel-place-help")}
                </div>
            </Show>
            <Show when=move || is_expression.get()>
                <div class="operate-field wide">
                    <label for=field("expr")>{say("rule-expr")}</label>
                    <TextField
                        id=field("expr")
                        value=read(|it| match &it.shows {
                            Shows::Expression(expr) => expr.clone(),
                            Shows::Measure { .. } => String::new(),
                        })
                        lines=2
                        max_chars=4000
                        on_commit=move |expr| editing.edit(index, &|it| it.shows = Shows::Expression(expr.clone()))
                    />
                    {help("expr", "panel-expr-help")}
                    <p class="muted small">{say("panel-expr-help")}</p>
                    <ul class="advice">{move || editing.advice(index).iter().map(advice_row).collect_view()}</ul>
                </div>
            </Show>
            <button type="button" class="button small" on:click=move |_| editing.open.set(None)>
                {icon("check")}
                <span>{say("panel-done")}</span>
            </button>
        </div>
    }
}

fn of(shows: &Shows) -> Option<&'static Of> {
    match shows {
        Shows::Measure { measure: id, .. } => measure(id).map(|it| &it.of),
        Shows::Expression(_) => None,
    }
}

const fn group(of: &Of) -> &'static str {
    match of {
        Of::Component { .. } => "panel-of-component",
        Of::Connection(_) => "panel-of-connection",
        Of::Journey { .. } => "panel-of-journey",
    }
}

/// What a panel shows once something else is chosen; a place that the new measure has, too, is kept.
fn chosen(before: &Shows, id: &str) -> Shows {
    if id == EXPRESSION {
        return Shows::Expression(String::new());
    }
    let place = match (before, measure(id).map(|it| &it.of)) {
        (Shows::Measure { place: Some(it @ Place::Component(_)), .. }, Some(Of::Component { .. })) => Some(*it),
        (Shows::Measure { place: Some(it @ Place::Connection(_)), .. }, Some(Of::Connection(_))) => Some(*it),
        _ => None,
    };
    Shows::Measure { measure: id.to_owned(), place }
}

/// Where there is something to measure: value and name.
fn places(workspace: crate::workspace::Workspace, shows: &Shows) -> Vec<(String, String)> {
    workspace.document.with(|document| match of(shows) {
        Some(Of::Component { has_it, .. }) => document
            .components
            .iter()
            .filter(|it| has_it(it))
            .map(|it| (written(Place::Component(it.id)), it.name.clone()))
            .collect(),
        Some(Of::Connection(_)) => {
            let ids = document.connections.iter().map(|it| it.id);
            ids.filter_map(|it| Some((written(Place::Connection(it)), document.connection_name(it)?))).collect()
        }
        Some(Of::Journey { .. }) | None => Vec::new(),
    })
}

fn written(place: Place) -> String {
    match place {
        Place::Component(id) => format!("component {}", id.0),
        Place::Connection(id) => format!("connection {}", id.0),
        Place::Zone(_) | Place::Architecture => String::new(),
    }
}

fn place_of(text: &str) -> Option<Place> {
    let (sort, id) = text.split_once(' ')?;
    let id = id.parse().ok()?;
    Some(if sort == "component" { Place::Component(ComponentId(id)) } else { Place::Connection(ConnectionId(id)) })
}
