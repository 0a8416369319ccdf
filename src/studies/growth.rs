//! A growth plan: months and times today's traffic and data, kept with the drawing, and what it asks for.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use model::{
    Architecture, Arg, Edit, Message, lean,
    planning::{FACTORS, GrowthPoint, MAX_MONTHS, MAX_POINTS, PRESETS, Planning, preset},
};
use ops::plan::growth::{Growth, Month, Projection};

use super::{Question, Studies, state::Found};
use crate::{
    browser::now_millis,
    dashboard::FigureTable,
    inspector::{go_to_row, tell_removed},
    text::{say, say_arg, say_message},
    widgets::NumberField,
    workspace::Workspace,
};

/// Estimates are made for so long before the page may do something else.
const SLICE_MILLIS: f64 = 8.0;

/// What grows: its name in texts, and how it is read and set.
type Growing = (&'static str, fn(&GrowthPoint) -> f64, fn(&mut GrowthPoint, f64));
const GROWING: [Growing; 3] = [
    ("factor", |it| it.factor, |it, factor| it.factor = factor),
    ("files", |it| it.files, |it, factor| it.files = factor),
    ("rows", |it| it.rows, |it, factor| it.rows = factor),
];

/// The plan and a button that projects it.
#[component]
pub fn Plan() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let workspace = expect_context::<Workspace>();
    let progress = studies.projected;
    let start = move |_| {
        let document = workspace.document.get_untracked();
        let projection = Projection::new(&document, &document.planning.growth);
        // A newer projection takes the place of one under way.
        let number = studies.next_projection();
        progress.set(Some(0.0));
        studies.announce("study-begun", Question::Growth);
        go_on(projection, Under { number, studies, document });
    };
    let is_stale = move || {
        studies.growth.with(|it| {
            it.as_ref().is_some_and(|it| {
                let other_plan = |now: &Arc<Architecture>| now.planning.growth != it.about.planning.growth;
                studies.is_stale(it) || workspace.document.with(other_plan)
            })
        })
    };
    view! {
        <section class="study" aria-labelledby="plan-growth">
            <h3 id="plan-growth">{say("plan-growth")}</h3>
            <p class="study-about">{say("plan-growth-about")}</p>
            <Points/>
            <div class="study-controls">
                <button type="button" class="button primary" on:click=start>
                    {say("plan-project")}
                </button>
                <Show when=move || progress.get().is_some()>
                    <progress
                        aria-label=say("plan-project")
                        max="1"
                        prop:value=move || progress.get().unwrap_or(1.0)
                    ></progress>
                </Show>
            </div>
            <Show when=is_stale>
                <p class="report-note">{say("study-stale")}</p>
            </Show>
            {move || {
                studies
                    .growth
                    .get()
                    .map(|it| view! { <PlanTable found=it.answer.clone() about=Arc::clone(&it.about)/> })
            }}
        </section>
    }
}

/// A projection under way. It goes on while other tabs are looked at.
struct Under {
    number: u64,
    studies: Studies,
    document: Arc<Architecture>,
}

fn go_on(mut projection: Projection, under: Under) {
    let studies = under.studies;
    if studies.projections.get_value() != under.number {
        return;
    }
    let until = now_millis() + SLICE_MILLIS;
    while projection.go_on() {
        if now_millis() >= until {
            studies.projected.set(Some(projection.progress()));
            set_timeout(move || go_on(projection, under), Duration::ZERO);
            return;
        }
    }
    studies.projected.set(None);
    studies.growth.set(Some(Arc::new(Found { answer: projection.answer(), about: under.document })));
    studies.tell_done(Question::Growth);
}

/// The months and factors, and presets for them.
#[component]
fn Points() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let points = Memo::new(move |_| workspace.document.with(|it| it.planning.growth.clone()));
    let set = move |mut growth: Vec<GrowthPoint>| {
        lean::sort_by(&mut growth, |a, b| a.month.total_cmp(&b.month));
        let now = workspace.document.get_untracked().planning.clone();
        workspace.commit(&Edit::SetPlanning(Planning { growth, ..now }), Message::new("step-set-growth"));
    };
    let change = move |index: usize, change: &dyn Fn(&mut GrowthPoint)| {
        let mut growth = points.get_untracked();
        if let Some(point) = growth.get_mut(index) {
            change(point);
            set(growth);
        }
    };
    let row = move |index: usize| {
        let number = index + 1;
        let month = format!("growth-month-{number}");
        let label = move |id: &str| say_message(&Message::computed(id.to_owned()).with("number", number));
        let of = move |part: fn(&GrowthPoint) -> f64| {
            Signal::derive(move || points.with(|it| it.get(index).map(part)))
        };
        let factor = move |(name, read, write): Growing| {
            let id = format!("growth-{name}-{number}");
            view! {
                <label class="visually-hidden" for=id.clone()>{label(&format!("growth-{name}"))}</label>
                <NumberField
                    id=id
                    value=of(read)
                    unit=say("unit-name-times")
                    min=*FACTORS.start()
                    max=*FACTORS.end()
                    on_commit=move |it| {
                        if let Some(factor) = it {
                            change(index, &|point| write(point, factor));
                        }
                    }
                />
            }
        };
        view! {
            <li>
                <label class="visually-hidden" for=month.clone()>{label("growth-month")}</label>
                <NumberField
                    id=month
                    value=of(|it| it.month)
                    min=0.0
                    max=MAX_MONTHS
                    on_commit=move |it| {
                        if let Some(month) = it {
                            change(index, &|point| point.month = month);
                        }
                    }
                />
                {GROWING.map(factor)}
                <button
                    type="button"
                    class="button small quiet"
                    aria-label=label("growth-remove")
                    on:click=move |_| {
                        let mut growth = points.get_untracked();
                        if index < growth.len() {
                            growth.remove(index);
                            set(growth);
                            tell_removed(workspace, label("growth-month"));
                        }
                    }
                >
                    {say("growth-remove-short")}
                </button>
            </li>
        }
    };
    let add = move |_| {
        let mut growth = points.get_untracked();
        let last = growth.last().copied().unwrap_or(GrowthPoint::TODAY);
        growth.push(GrowthPoint { month: (last.month + 3.0).min(MAX_MONTHS), ..last });
        let number = growth.len();
        set(growth);
        let name = say_message(&Message::new("growth-month").with("number", number));
        go_to_row(workspace, format!("growth-month-{number}"), name);
    };
    let presets = PRESETS.map(|(id, _)| {
        let is_chosen = move || points.with(|it| *it == preset(id));
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || is_chosen().to_string()
                on:click=move |_| set(preset(id))
            >
                {say(&format!("growth-{id}"))}
            </button>
        }
    });
    view! {
        <div class="study-controls" role="group" aria-label=say("growth-presets")>
            {presets}
        </div>
        <div class="growth-heads" aria-hidden="true">
            {["plan-month", "growth-head-factor", "growth-head-files", "growth-head-rows"].map(|it| view! { <span>{say(it)}</span> })}
        </div>
        <ol class="growth-points" aria-label=say("growth-points")>
            <For each=move || 0..points.with(Vec::len) key=|it| *it children=row/>
        </ol>
        <div class="study-controls">
            <button
                type="button"
                class="button small"
                disabled=move || points.with(|it| it.len() >= MAX_POINTS)
                on:click=add
            >
                {say("growth-add")}
            </button>
        </div>
    }
}

#[component]
fn PlanTable(found: Growth, about: Arc<Architecture>) -> impl IntoView {
    let crossings = found.crossings.iter().map(|it| view! { <li>{say_message(&it.message(&about))}</li> });
    let crossings = crossings.collect_view();
    let named = |id| about.component_name(id).to_owned();
    let gigabytes = |it: f64| {
        let unit = Message::new("number-with-unit").with("number", Arg::Number(it));
        say_message(&unit.with("unit", say("unit-name-gigabytes")))
    };
    let row = |it: &Month| {
        let steps: Vec<String> = it.steps.iter().map(|it| say_message(&it.message(&about))).collect();
        let stuck: Vec<String> = it
            .stuck
            .iter()
            .map(|it| say_message(&Message::new("plan-stuck").with("component", named(*it))))
            .collect();
        let all: Vec<String> = steps.into_iter().chain(stuck).collect();
        view! {
            <tr>
                <th scope="row">{say_arg(&Arg::Number(it.point.month))}</th>
                <td>{say_message(&Message::new("study-times").with("times", Arg::Number(it.point.factor)))}</td>
                <td>{gigabytes(it.stored_gigabytes)}</td>
                <td class="estimated">{say_arg(&Arg::Dollars(it.dollars))}</td>
                <td class="words">{if all.is_empty() { "–".to_owned() } else { all.join("; ") }}</td>
            </tr>
        }
    };
    let rows = found.months.iter().map(row).collect_view();
    let is_stuck = found.months.iter().any(|it| !it.stuck.is_empty());
    view! {
        {(!found.crossings.is_empty()).then(|| view! { <ul class="plan-crossings">{crossings}</ul> })}
        <FigureTable label="plan-growth" heads=&["plan-month", "study-of-today", "plan-stored", "plan-bill", "plan-buy"]>
            {rows}
        </FigureTable>
        {is_stuck.then(|| view! { <p class="muted">{say("plan-stuck-about")}</p> })}
    }
}
