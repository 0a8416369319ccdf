//! Ready-made lists of events: what they are for, what would happen in this drawing, and adding one.

use editor::scenario::{rows, scale_step_secs};
use leptos::prelude::*;
use model::{Architecture, Arg, Message, scenario::ScenarioEvent};
use sim::presets::{PRESETS, Plan, Preset};

use super::{ScenarioEditing, say_event, words::{say_secs, say_settings, sort_of}};
use crate::{
    frame::Toast,
    text::{say, say_message},
    widgets::{Dialog, icon},
    workspace::Workspace,
};

/// Marks of a preview's scale.
const MARKS: usize = 6;
/// Share of the scale after which a mark has no room for its text.
const LAST_MARK: f64 = 0.85;

/// Opens the window.
#[component]
pub fn ReadyMadeButton() -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <button type="button" class="button small" aria-haspopup="dialog" on:click=move |_| is_open.set(true)>
            {icon("scenario")}
            <span>{say("ready-made-open")}</span>
        </button>
        <Show when=move || is_open.get()>
            <ReadyMade on_close=move || is_open.set(false)/>
        </Show>
    }
}

#[component]
fn ReadyMade(on_close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let editing = expect_context::<ScenarioEditing>();
    let cards = workspace.document.with_untracked(|document| {
        let (fit, rest): (Vec<_>, Vec<_>) =
            PRESETS.iter().map(|it| (it, it.plan(document))).partition(|(_, plan)| plan.is_some());
        let card = |(preset, plan): (&'static Preset, Option<Plan>)| match plan {
            Some(plan) => {
                let shown = view! { <Shown document plan=&plan/> };
                let add = move |_| {
                    on_close();
                    add(workspace, editing, preset, &plan);
                };
                view! { <Card preset shown=shown.into_any() add/> }.into_any()
            }
            None => view! { <Missing preset/> }.into_any(),
        };
        let fit: Vec<_> = fit.into_iter().map(card).collect();
        let rest: Vec<_> = rest.into_iter().map(card).collect();
        (fit, rest)
    });
    let (fit, rest) = cards;
    let rest = (!rest.is_empty()).then(|| view! {
        <h3 class="section-title">{say("ready-made-lacking")}</h3>
        <ul class="ready-made-missing">{rest}</ul>
    });
    view! {
        <Dialog title=say("ready-made-title") width="wide" on_close=on_close>
            <p class="study-about">{say("ready-made-about")}</p>
            <ul class="ready-made">{fit}</ul>
            {rest}
        </Dialog>
    }
}

fn add(workspace: Workspace, editing: ScenarioEditing, preset: &Preset, plan: &Plan) {
    let before_secs = workspace.document.with_untracked(|it| it.settings.duration_secs);
    let name = say_message(&preset.label());
    editing.add_list(Message::new("step-add-list").with("name", name.as_str()), plan);
    let added = Message::new("ready-made-added").with("name", name).with("count", plan.events.len());
    let mut text = say_message(&added);
    if before_secs < plan.duration_secs {
        let longer = Message::new("ready-made-longer").with("duration", Arg::Moment(plan.duration_secs));
        text = format!("{text} {}", say_message(&longer));
    }
    workspace.notify(Toast::new(text));
}

/// One that fits the drawing.
#[component]
fn Card(preset: &'static Preset, shown: AnyView, add: impl Fn(leptos::ev::MouseEvent) + 'static) -> impl IntoView {
    let name = say_message(&preset.label());
    let label = say_message(&Message::new("ready-made-add-named").with("name", name.as_str()));
    view! {
        <li class="ready-made-card">
            <h3>{name}</h3>
            <p>{say_message(&preset.about())}</p>
            {shown}
            <p class="ready-made-look"><b>{say("ready-made-look")}</b> " " {say_message(&preset.look())}</p>
            <button type="button" class="button small" aria-label=label on:click=add>
                {icon("plus")}
                <span>{say("ready-made-add")}</span>
            </button>
        </li>
    }
}

/// What would happen in the drawing, when, and for how long.
#[component]
fn Shown<'a>(document: &'a Architecture, plan: &'a Plan) -> impl IntoView + use<> {
    let share = |secs: f64| format!("{:.2}%", secs / plan.duration_secs * 100.0);
    let end_secs = |it: &ScenarioEvent| it.at_secs + it.action.lasts_secs().unwrap_or(1.0);
    let spans: Vec<_> = plan.events.iter().map(|it| (it.at_secs, end_secs(it))).collect();
    let rows = rows(&spans);
    let n_rows = rows.iter().max().map_or(1, |it| it + 1);
    let bars = plan.events.iter().zip(rows).map(|(event, row)| {
        let (_, sort) = sort_of(&event.action);
        let (left, width) = (share(event.at_secs), share(end_secs(event) - event.at_secs));
        let top = format!("{}px", row * 10);
        view! { <span class=format!("bar {sort}") style:left=left style:width=width style:top=top></span> }
    });
    let step = scale_step_secs(plan.duration_secs, MARKS);
    let marks = (1..).map(|it| f64::from(it) * step).take_while(|it| *it < LAST_MARK * plan.duration_secs);
    let marks = marks.map(|it| view! { <span class="mark" style:left=share(it)>{say_secs(it)}</span> });
    let lines = plan.events.iter().map(|it| view! { <li>{say_event(document, it)} {say_settings(&it.action)}</li> });
    let takes = Message::new("ready-made-takes").with("duration", Arg::Moment(plan.duration_secs));
    view! {
        <div class="ready-made-track" aria-hidden="true" style:height=format!("{}px", n_rows * 10 + 16)>
            {bars.collect_view()}
            {marks.collect_view()}
        </div>
        <ul class="ready-made-events">{lines.collect_view()}</ul>
        <p class="muted">{say_message(&takes)}</p>
    }
}

/// One for which the drawing lacks something.
#[component]
fn Missing(preset: &'static Preset) -> impl IntoView {
    let needs = Message::new("ready-made-needs").with("needs", say_message(&preset.needs()));
    view! {
        <li>
            <b>{say_message(&preset.label())}</b>
            <span class="muted">{say_message(&needs)}</span>
        </li>
    }
}
