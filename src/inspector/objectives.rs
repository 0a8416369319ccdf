//! What is promised to the users of this drawing; a run is judged by it.

use leptos::prelude::*;
use model::{
    Arg, Architecture, Edit, Message,
    objective::{Indicator, Objective},
};

use super::field::{Section, SelectField, go_to_row, tell_removed};
use crate::{
    text::{say, say_arg, say_message},
    widgets::{NumberField, icon},
    workspace::Workspace,
};

const MOST: usize = 20;
const MOST_MILLIS: f64 = 3_600_000.0;
const MOST_SECS: f64 = 86_400.0;
const MOST_DAYS: f64 = 366.0;
/// What a new objective says: three nines over four weeks, which hold the same number of every weekday.
const USUAL_TARGET: f64 = 0.999;
const USUAL_DAYS: f64 = 28.0;
const USUAL_LIMIT_MILLIS: f64 = 300.0;
const USUAL_LIMIT_SECS: f64 = 60.0;
const INDICATORS: [&str; 4] = ["availability", "latency_below", "freshness", "correctness"];

/// A row for each objective.
#[component]
pub fn ObjectivesEditor() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let objectives = Memo::new(move |_| workspace.document.with(|it| it.objectives.clone()));
    let n_objectives = Memo::new(move |_| objectives.with(Vec::len));
    let journeys = Memo::new(move |_| workspace.document.with(|it| journey_options(it)));
    let change = move |change: &dyn Fn(&mut Vec<Objective>)| {
        let mut next = objectives.get_untracked();
        change(&mut next);
        workspace.commit(&Edit::SetObjectives(next), Message::new("step-set-objectives"));
    };
    let row = move |index: usize| {
        let edit = move |edit: &dyn Fn(&mut Objective)| {
            change(&|all| {
                if let Some(it) = all.get_mut(index) {
                    edit(it);
                }
            });
        };
        let read = move |read: fn(&Objective) -> Option<f64>| {
            Signal::derive(move || objectives.with(|all| all.get(index).and_then(read)))
        };
        let indicator =
            Memo::new(move |_| objectives.with(|all| all.get(index).map_or("availability", |it| it.indicator.id())));
        let field = move |name: &str| format!("objective-{name}-{index}");
        view! {
            <div class="objective-row" role="group" aria-label=objective_name(index)>
                <label class="visually-hidden" for=field("journey")>{say("objective-journey")}</label>
                <SelectField
                    id=field("journey")
                    options=journeys
                    value=Signal::derive(move || {
                        objectives.with(|all| all.get(index).map(|it| it.journey.clone()).unwrap_or_default())
                    })
                    on_commit=move |wanted: String| edit(&|it| it.journey.clone_from(&wanted))
                />
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=say("objective-remove")
                    title=say("objective-remove")
                    on:click=move |_| {
                        change(&|all| {
                            all.remove(index);
                        });
                        tell_removed(workspace, objective_name(index));
                    }
                >
                    {icon("close")}
                </button>
                <label class="visually-hidden" for=field("target")>{say("objective-target")}</label>
                <NumberField
                    id=field("target")
                    value=read(|it| Some(it.target * 100.0))
                    unit=say("unit-name-percent")
                    min=0.0
                    max=100.0
                    refuse=refuse_target
                    on_commit=move |number| {
                        if let Some(number) = number {
                            edit(&|it| it.target = number / 100.0);
                        }
                    }
                />
                <label class="visually-hidden" for=field("indicator")>{say("objective-indicator")}</label>
                <SelectField
                    id=field("indicator")
                    options=indicators()
                    value=Signal::derive(move || indicator.get().to_owned())
                    on_commit=move |wanted: String| edit(&|it| it.indicator = usual(&wanted))
                />
                <Show when=move || indicator.get() == "latency_below">
                    <label class="visually-hidden" for=field("limit")>{say("objective-limit")}</label>
                    <NumberField
                        id=field("limit")
                        value=read(|it| match it.indicator {
                            Indicator::LatencyBelow { millis } => Some(millis),
                            _ => None,
                        })
                        unit=say("unit-name-milliseconds")
                        min=0.1
                        max=MOST_MILLIS
                        on_commit=move |number| {
                            if let Some(millis) = number {
                                edit(&|it| it.indicator = Indicator::LatencyBelow { millis });
                            }
                        }
                    />
                </Show>
                <Show when=move || indicator.get() == "freshness">
                    <label class="visually-hidden" for=field("age")>{say("objective-age")}</label>
                    <NumberField
                        id=field("age")
                        value=read(|it| match it.indicator {
                            Indicator::Freshness { secs } => Some(secs),
                            _ => None,
                        })
                        unit=say("unit-name-seconds")
                        min=0.1
                        max=MOST_SECS
                        on_commit=move |number| {
                            if let Some(secs) = number {
                                edit(&|it| it.indicator = Indicator::Freshness { secs });
                            }
                        }
                    />
                </Show>
                <label class="visually-hidden" for=field("window")>{say("objective-window")}</label>
                <NumberField
                    id=field("window")
                    value=read(|it| Some(it.window_days))
                    counted="unit-name-days"
                    min=1.0
                    max=MOST_DAYS
                    on_commit=move |number| {
                        if let Some(days) = number {
                            edit(&|it| it.window_days = days);
                        }
                    }
                />
                <Show when=move || matches!(indicator.get(), "freshness" | "correctness")>
                    <p class="objective-budget muted">{move || say(&format!("indicator-{}-help", indicator.get()))}</p>
                </Show>
                <p class="objective-budget muted">
                    {move || objectives.with(|all| all.get(index).map(budget_text))}
                </p>
            </div>
        }
    };
    let add = move |_: leptos::ev::MouseEvent| {
        let index = n_objectives.get_untracked();
        change(&|all| {
            // The second promise people make is about time.
            let has_availability = all.iter().any(|it| it.indicator == Indicator::Availability);
            let (indicator, target) = if has_availability {
                (Indicator::LatencyBelow { millis: USUAL_LIMIT_MILLIS }, 0.95)
            } else {
                (Indicator::Availability, USUAL_TARGET)
            };
            all.push(Objective::new(indicator, target, USUAL_DAYS));
        });
        go_to_row(workspace, format!("objective-journey-{index}"), objective_name(index));
    };
    let is_full = move || n_objectives.get() >= MOST;
    view! {
        <Section title=say("inspect-objectives")>
            <Show when=move || n_objectives.get() == 0>
                <p class="muted small">{say("objective-none-help")}</p>
            </Show>
            {move || (0..n_objectives.get()).map(row).collect_view()}
            <button
                type="button"
                class="button small"
                id="add-objective"
                disabled=is_full
                on:click=add
            >
                {icon("plus")}
                <span>{say("objective-add")}</span>
            </button>
        </Section>
    }
}

fn objective_name(index: usize) -> String {
    say_message(&Message::new("objective-number").with("number", index + 1))
}

fn indicators() -> Vec<(String, String)> {
    INDICATORS.map(|it| (it.to_owned(), say(&format!("indicator-{it}")))).into()
}

/// What somebody begins with who chooses it.
fn usual(id: &str) -> Indicator {
    match id {
        "latency_below" => Indicator::LatencyBelow { millis: USUAL_LIMIT_MILLIS },
        "freshness" => Indicator::Freshness { secs: USUAL_LIMIT_SECS },
        "correctness" => Indicator::Correctness,
        _ => Indicator::Availability,
    }
}

/// All traffic, each sort of request that a source sends, and those that objectives name and nobody sends any more.
fn journey_options(document: &Architecture) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), say("objective-all-journeys"))];
    let workloads = document.components.iter().filter_map(|it| it.workload.as_ref());
    for class in workloads.flat_map(|it| &it.classes) {
        if !options.iter().any(|(name, _)| *name == class.name) {
            options.push((class.name.clone(), class.name.clone()));
        }
    }
    for objective in &document.objectives {
        if !options.iter().any(|(name, _)| *name == objective.journey) {
            let label = Message::new("objective-unknown-journey").with("name", objective.journey.as_str());
            options.push((objective.journey.clone(), say_message(&label)));
        }
    }
    options
}

/// Why a target in percent makes no objective.
fn refuse_target(percent: f64) -> Option<Message> {
    if percent >= 100.0 {
        Some(Message::new("objective-no-budget"))
    } else if percent <= 0.0 {
        Some(Message::new("objective-nothing-promised"))
    } else {
        None
    }
}

/// The error budget that an objective leaves, before any run.
fn budget_text(objective: &Objective) -> String {
    match ops::Budget::of(objective, 0, 0) {
        Ok(budget) => {
            let share = Arg::Ratio(budget.allowed_ratio);
            let outage = say_arg(&Arg::Millis(budget.allowed_minutes * 60e3));
            let of = if objective.indicator.is_about_messages() { "objective-budget-messages" } else { "objective-budget" };
            say_message(&Message::new(of).with("share", share).with("outage", outage))
        }
        Err(ops::BudgetError::Target { target }) => {
            refuse_target(target * 100.0).map(|it| say_message(&it)).unwrap_or_default()
        }
        Err(ops::BudgetError::Window { .. }) => say("objective-no-window"),
    }
}
