//! What happens on purpose during every run of the drawing.

use std::sync::Arc;

use leptos::prelude::*;
use model::{
    Architecture, ComponentId, Edit, Message, Scenario,
    scenario::{Action, ScenarioEvent},
    spec::Behavior,
};

use super::field::{Section, SelectField};
use crate::{
    dashboard::scenario::say_action,
    text::say,
    widgets::{NumberField, icon},
    workspace::Workspace,
};

/// A row for each event; in a run they happen in order of time.
#[component]
pub fn ScenarioEditor() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let scenario = Memo::new(move |_| workspace.document.with(|it| it.scenario.clone()));
    let n_events = Memo::new(move |_| scenario.with(|it| it.events.len()));
    let components = Memo::new(move |_| {
        workspace.document.with(|it| {
            let option = |it: &model::Component| (it.id.0.to_string(), it.name.clone());
            it.components.iter().filter(|it| !it.kind.is_source()).map(option).collect::<Vec<_>>()
        })
    });
    let change = move |change: &dyn Fn(&mut Scenario)| {
        let mut next = scenario.get_untracked();
        change(&mut next);
        workspace.commit(&Edit::SetScenario(next), Message::new("step-set-scenario"));
    };
    let change_event = move |index: usize, edit: &dyn Fn(&mut ScenarioEvent)| {
        change(&|it| {
            if let Some(event) = it.events.get_mut(index) {
                edit(event);
            }
        });
    };
    let row = move |index: usize| {
        let event = Memo::new(move |_| scenario.with(|it| it.events.get(index).cloned()));
        let parts = move || event.with(|it| it.as_ref().and_then(|it| parts_of(&it.action)));
        // Only what holds items can forget them.
        let actions = Signal::derive(move || {
            let mut actions = vec![
                ("take_down".to_owned(), say("event-take-down")),
                ("bring_up".to_owned(), say("event-bring-up")),
            ];
            let (behavior, action) = parts().map_or((None, ""), |(id, action)| {
                let behavior = |it: &Arc<Architecture>| it.component(id).map(|it| it.spec().behavior);
                (workspace.document.with(behavior), action)
            });
            let holds_items =
                matches!(behavior, Some(Behavior::Cache { keys: Some(_), .. } | Behavior::Edge { keys: Some(_), .. }));
            if holds_items || action == "flush" {
                actions.push(("flush".to_owned(), say("event-flush")));
            }
            if matches!(behavior, Some(Behavior::Store { .. })) || action == "fail_primary" {
                actions.push(("fail_primary".to_owned(), say("event-fail-primary")));
            }
            actions
        });
        let field = move |name: &str| format!("scenario-{name}-{index}");
        view! {
            <div class="scenario-row">
                <label class="visually-hidden" for=field("at")>{say("event-at")}</label>
                <NumberField
                    id=field("at")
                    value=Signal::derive(move || event.with(|it| it.as_ref().map(|it| it.at_secs)))
                    unit=say("unit-name-seconds")
                    min=0.0
                    max=86_400.0
                    on_commit=move |number| {
                        if let Some(number) = number {
                            change_event(index, &|it| it.at_secs = number);
                        }
                    }
                />
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=say("event-remove")
                    title=say("event-remove")
                    on:click=move |_| change(&|it| {
                        it.events.remove(index);
                    })
                >
                    {icon("close")}
                </button>
                <Show
                    when=move || parts().is_some()
                    fallback=move || {
                        let say_it = move || workspace.document.with(|document| {
                            event.with(|it| it.as_ref().map(|it| say_action(document, &it.action)))
                        });
                        view! { <span>{say_it}</span> }
                    }
                >
                <label class="visually-hidden" for=field("action")>{say("event-action")}</label>
                <SelectField
                    id=field("action")
                    options=actions
                    value=Signal::derive(move || parts().map(|(_, action)| action.to_owned()).unwrap_or_default())
                    on_commit=move |wanted| change_event(index, &|it| {
                        if let Some((component, _)) = parts_of(&it.action) {
                            it.action = action_of(&wanted, component);
                        }
                    })
                />
                <label class="visually-hidden" for=field("component")>{say("event-component")}</label>
                <SelectField
                    id=field("component")
                    options=components
                    value=Signal::derive(move || parts().map(|(id, _)| id.0.to_string()).unwrap_or_default())
                    on_commit=move |wanted: String| change_event(index, &|it| {
                        if let (Ok(id), Some((_, action))) = (wanted.parse(), parts_of(&it.action)) {
                            it.action = action_of(action, ComponentId(id));
                        }
                    })
                />
                </Show>
            </div>
        }
    };
    let add = move |_| {
        let (first, half) = workspace.document.with_untracked(|it| {
            let first = it.components.iter().find(|it| !it.kind.is_source()).map(|it| it.id);
            (first, (it.settings.duration_secs / 2.0).round())
        });
        if let Some(component) = first {
            let event = ScenarioEvent { at_secs: half, action: Action::TakeDown { component } };
            change(&|it| it.events.push(event.clone()));
        }
    };
    view! {
        <Section title=say("inspect-scenario")>
            {move || (0..n_events.get()).map(row).collect_view()}
            <button
                type="button"
                class="button small quiet"
                disabled=move || components.with(Vec::is_empty)
                on:click=add
            >
                {icon("plus")}
                <span>{say("event-add")}</span>
            </button>
        </Section>
    }
}

/// Of what has a row of its own; changes out of the simulator's list have none.
const fn parts_of(action: &Action) -> Option<(ComponentId, &'static str)> {
    Some(match action {
        Action::TakeDown { component } => (*component, "take_down"),
        Action::BringUp { component } => (*component, "bring_up"),
        Action::FailPrimary { component } => (*component, "fail_primary"),
        Action::Flush { component } => (*component, "flush"),
        Action::Change(_) => return None,
    })
}

fn action_of(name: &str, component: ComponentId) -> Action {
    match name {
        "bring_up" => Action::BringUp { component },
        "fail_primary" => Action::FailPrimary { component },
        "flush" => Action::Flush { component },
        _ => Action::TakeDown { component },
    }
}
