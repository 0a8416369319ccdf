//! The dashboard that people make for themselves: panels of a measure or an expression, saved with the drawing.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use model::{
    Architecture, Edit, Message,
    alert::{Panel, Shows},
    finding::Place,
};
use ops::{
    alerts::{Advice, lint_drawn},
    panels::{Source, measure},
};

use super::{
    boards::unit_of,
    panel::{Found, PanelCard, Sources, chart_data, feed},
    shared::{Axis, Dashboards, EventsLine},
};
use crate::{
    browser::promql::{Parsed, parse},
    follow::{after_paint, follow},
    run::{Run, users_unseen},
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

mod editor;

use editor::PanelEditor;

const MOST: usize = 100;

/// Changes the list of panels as one step.
fn change_panels(workspace: Workspace, change: impl FnOnce(&mut Vec<Panel>)) {
    let mut next = workspace.document.with_untracked(|it| it.operations.clone());
    change(&mut next.panels);
    workspace.commit(&Edit::SetOperations(next), Message::new("step-set-panels"));
}

/// Handle on the dashboard's state, for its parts.
#[derive(Clone, Copy)]
struct Editing {
    workspace: Workspace,
    panels: Memo<Vec<Panel>>,
    /// Which panel is being edited, by its place.
    open: RwSignal<Option<usize>>,
    /// What was read of each panel's expression; `None`: it has none, or that goes on.
    parsed: RwSignal<Arc<Vec<Option<Parsed>>>>,
}

#[component]
pub fn Own() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let run = expect_context::<Run>();
    let dashboards = expect_context::<Dashboards>();
    let axis = Axis::of(run, workspace);
    let panels = Memo::new(move |_| workspace.document.with(|it| it.operations.panels.clone()));
    let editing =
        Editing { workspace, panels, open: RwSignal::new(None), parsed: RwSignal::new(Arc::new(Vec::new())) };
    editing.read_expressions();
    // Only what is plotted matters: a new title plots nothing anew.
    let shown = Memo::new(move |_| panels.with(|all| all.iter().map(|it| it.shows.clone()).collect::<Vec<_>>()));
    let sources: Signal<Sources> = {
        let made = RwSignal::new(Sources::default());
        follow(move || {
            let parsed = editing.parsed.get();
            let source = |(index, it): (usize, &Shows)| source(it, parsed.get(index).and_then(Option::as_ref));
            made.set(Arc::new(shown.with(|all| all.iter().enumerate().map(source).collect())));
        });
        made.into()
    };
    let found = feed(sources);
    let n_panels = Memo::new(move |_| panels.with(Vec::len));
    let data = move |index: usize| {
        let title = Signal::derive(move || panels.with(|all| all.get(index).map(title).unwrap_or_default()));
        let unit = Signal::derive(move || sources.with(|all| unit_of(all.get(index).and_then(Option::as_ref))));
        chart_data(title, found, index, unit, axis)
    };
    let cards = move || {
        let all: Vec<_> = (0..n_panels.get()).map(data).collect();
        dashboards.charts.set(all.clone());
        let card = |(index, data)| {
            let empty = Signal::derive(move || editing.why_empty(index, found, run));
            let more = ViewFn::from(move || view! { <Buttons editing index/> });
            view! {
                <PanelCard data empty more/>
                <Show when=move || editing.open.get() == Some(index)>
                    <PanelEditor editing index/>
                </Show>
            }
        };
        all.into_iter().enumerate().map(card).collect_view()
    };
    let is_empty = Memo::new(move |_| n_panels.get() == 0);
    view! {
        <Show when=move || is_empty.get()>
            <p class="muted">{say("own-none")}</p>
        </Show>
        <div class="charts many">
            // Without a chart there is nothing that it could stand beside.
            <Show when=move || !is_empty.get()><EventsLine/></Show>
            {cards}
        </div>
        <p>
            <button
                type="button"
                class="button"
                id="own-add"
                disabled=move || { n_panels.get() >= MOST }
                on:click=move |_| editing.add()
            >
                {icon("plus")}
                <span>{say("own-add")}</span>
            </button>
        </p>
    }
}

/// What a panel plots; `None`: nothing that is known here, or not yet read.
fn source(shows: &Shows, parsed: Option<&Parsed>) -> Option<Source> {
    match shows {
        Shows::Measure { measure: id, place } => {
            measure(id).map(|measure| Source::Measure { measure, place: *place })
        }
        Shows::Expression(_) => parsed?.as_ref().ok().cloned().map(Source::Expression),
    }
}

/// Its own title, or what it shows.
fn title(panel: &Panel) -> String {
    if !panel.title.is_empty() {
        return panel.title.clone();
    }
    match &panel.shows {
        Shows::Measure { measure: id, .. } => measure(id).map_or_else(|| id.clone(), |it| say_message(&it.about())),
        Shows::Expression(expr) if expr.is_empty() => say("own-untitled"),
        Shows::Expression(expr) => expr.clone(),
    }
}

/// Whether what a panel is about has been removed from the drawing.
fn is_gone(document: &Architecture, shows: &Shows) -> bool {
    match shows {
        Shows::Measure { place: Some(Place::Component(id)), .. } => document.component(*id).is_none(),
        Shows::Measure { place: Some(Place::Connection(id)), .. } => document.connection(*id).is_none(),
        Shows::Measure { .. } | Shows::Expression(_) => false,
    }
}

impl Editing {
    fn panel(self, index: usize) -> Option<Panel> {
        self.panels.with(|all| all.get(index).cloned())
    }

    /// Keeps `parsed` at the expressions of the panels.
    fn read_expressions(self) {
        let wanted = Memo::new(move |_| {
            let expr = |it: &Panel| match &it.shows {
                Shows::Expression(expr) => Some(expr.clone()),
                Shows::Measure { .. } => None,
            };
            self.panels.with(|all| all.iter().map(expr).collect::<Vec<_>>())
        });
        follow(move || {
            let asked = wanted.get();
            let places: Vec<usize> = (0..asked.len()).filter(|it| asked[*it].as_ref().is_some_and(|it| !it.is_empty())).collect();
            let texts = places.iter().filter_map(|it| asked[*it].clone()).collect();
            spawn_local(async move {
                let outcome = parse(texts).await;
                // An answer that comes late is about other panels.
                if wanted.try_with_untracked(|it| *it == asked) != Some(true) {
                    return;
                }
                let mut parsed = vec![None; asked.len()];
                match outcome {
                    Ok(all) => places.iter().zip(all).for_each(|(place, it)| parsed[*place] = Some(it)),
                    Err(problem) => self.workspace.announce(problem),
                }
                self.parsed.set(Arc::new(parsed));
            });
        });
    }

    fn advice(self, index: usize) -> Vec<Advice> {
        let parsed = self.parsed.with(|it| it.get(index).cloned().flatten());
        parsed.map_or_else(Vec::new, |it| self.workspace.document.with(|document| lint_drawn(&it, document)))
    }

    /// Why a panel has no lines.
    fn why_empty(self, index: usize, found: ReadSignal<Arc<Vec<Found>>>, run: Run) -> String {
        let Some(panel) = self.panel(index) else { return String::new() };
        if self.workspace.document.with(|it| is_gone(it, &panel.shows)) {
            return say("panel-gone");
        }
        match &panel.shows {
            Shows::Measure { measure: id, .. } if measure(id).is_none() => {
                return say_message(&Message::new("panel-unknown").with("id", id.clone()));
            }
            Shows::Expression(expr) if expr.is_empty() => return say("panel-no-expression"),
            Shows::Measure { .. } | Shows::Expression(_) => {}
        }
        if let Some(advice) = self.advice(index).into_iter().find(|it| it.is_error) {
            return say_message(&advice.message);
        }
        if run.seconds.with(|it| it.is_empty()) {
            return say("panel-not-run");
        }
        if let Some(why) = found.with(|all| all.get(index).and_then(|it| it.dark)) {
            return say(users_unseen(why));
        }
        let is_unseen = found.with(|all| all.get(index).is_some_and(|it| !it.unseen.is_empty()));
        say(if is_unseen { "panel-unseen" } else { "panel-nothing" })
    }

    fn add(self) {
        let index = self.panels.with_untracked(Vec::len);
        let shows = Shows::Measure { measure: "cpu".to_owned(), place: None };
        change_panels(self.workspace, |all| all.push(Panel { title: String::new(), shows }));
        self.open.set(Some(index));
        focus_later(format!("panel-title-{index}"));
    }

    fn edit(self, index: usize, change: &dyn Fn(&mut Panel)) {
        change_panels(self.workspace, |all| {
            if let Some(it) = all.get_mut(index) {
                change(it);
            }
        });
    }

    fn shift(self, index: usize, by: isize) {
        let n_panels = self.panels.with_untracked(Vec::len);
        let Some(to) = index.checked_add_signed(by).filter(|it| *it < n_panels) else { return };
        self.open.set(None);
        change_panels(self.workspace, |all| all.swap(index, to));
        let place = Message::new("own-moved").with("place", to + 1).with("of", n_panels);
        self.workspace.announce(say_message(&place));
        let button = if by < 0 { "earlier" } else { "later" };
        focus_later(format!("panel-{button}-{to}"));
    }

    fn remove(self, index: usize) {
        self.open.set(None);
        change_panels(self.workspace, |all| drop(all.remove(index)));
        self.workspace.announce(say("own-removed"));
        focus_later("own-add".to_owned());
    }
}

fn focus_later(id: String) {
    after_paint(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            use wasm_bindgen::JsCast;
            let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

/// Edit, move, remove.
#[component]
fn Buttons(editing: Editing, index: usize) -> impl IntoView {
    let named = move |id: &'static str| {
        let name = editing.panel(index).as_ref().map(title).unwrap_or_default();
        say_message(&Message::new(id).with("name", name))
    };
    let n_panels = move || editing.panels.with(Vec::len);
    let is_open = move || editing.open.get() == Some(index);
    view! {
        <button
            type="button"
            class="chart-button"
            aria-label=move || named("own-edit")
            title=move || named("own-edit")
            aria-expanded=move || is_open().to_string()
            on:click=move |_| editing.open.update(|it| *it = if *it == Some(index) { None } else { Some(index) })
        >
            {icon("rename")}
        </button>
        <button
            type="button"
            class="chart-button"
            id=format!("panel-earlier-{index}")
            aria-label=move || named("own-earlier")
            title=move || named("own-earlier")
            disabled=index == 0
            on:click=move |_| editing.shift(index, -1)
        >
            <span class="turned-left">{icon("chevron-right")}</span>
        </button>
        <button
            type="button"
            class="chart-button"
            id=format!("panel-later-{index}")
            aria-label=move || named("own-later")
            title=move || named("own-later")
            disabled=move || { index + 1 >= n_panels() }
            on:click=move |_| editing.shift(index, 1)
        >
            {icon("chevron-right")}
        </button>
        <button
            type="button"
            class="chart-button"
            aria-label=move || named("own-remove")
            title=move || named("own-remove")
            on:click=move |_| editing.remove(index)
        >
            {icon("trash")}
        </button>
    }
}
