//! The sorts of requests that a source sends.

use leptos::prelude::*;
use model::{
    Component, Workload,
    spec::Discipline,
    workload::{Access, MAX_PRIORITY, RequestClass},
};

use crate::{
    inspector::field::{SelectField, go_to_row, tell_removed},
    text::{say, say_arg},
    widgets::{NumberField, icon},
    workspace::Workspace,
};

const MOST_CLASSES: usize = 20;

/// The sorts of requests, with their shares.
#[component]
pub fn Classes(
    workload: Memo<Workload>,
    change: impl Fn(&dyn Fn(&mut Workload)) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let n_classes = Memo::new(move |_| workload.with(|it| it.classes.len()));
    let edit = move |index: usize, edit: &dyn Fn(&mut RequestClass)| {
        change(&|it| {
            if let Some(class) = it.classes.get_mut(index) {
                edit(class);
            }
        });
    };
    // Priorities matter only where a queue goes by them, and show where they are set.
    let workspace = expect_context::<Workspace>();
    let has_priorities = Memo::new(move |_| {
        let is_ranked = |it: &Component| {
            matches!(it.spec().server.discipline, Discipline::Priority | Discipline::Preemptive)
        };
        workload.with(|it| it.classes.iter().any(|it| it.priority > 0))
            || workspace.document.with(|it| it.components.iter().any(is_ranked))
    });
    let is_full = move || n_classes.get() >= MOST_CLASSES;
    let access = vec![("read".to_owned(), say("access-read")), ("write".to_owned(), say("access-write"))];
    let row = move |index: usize| {
        let name = Signal::derive(move || {
            workload.with(|it| it.classes.get(index).map(|it| it.name.clone()).unwrap_or_default())
        });
        let share = move || {
            workload.with(|it| {
                let total: f64 = it.classes.iter().map(|it| it.weight).sum();
                let own = it.classes.get(index).map_or(0.0, |it| it.weight);
                say_arg(&model::Arg::Ratio(if total > 0.0 { own / total } else { 0.0 }))
            })
        };
        view! {
            <div class="class-row">
                <input
                    class="input"
                    type="text"
                    maxlength="60"
                    id=format!("class-name-{index}")
                    aria-label=say("class-name")
                    title=say("class-name")
                    autocomplete="off"
                    prop:value=move || name.get()
                    on:change=move |event| {
                        let typed = event_target_value(&event).trim().to_owned();
                        if !typed.is_empty() {
                            edit(index, &|it| it.name.clone_from(&typed));
                        }
                    }
                />
                <label class="visually-hidden" for=format!("class-access-{index}")>{say("class-access")}</label>
                <SelectField
                    id=format!("class-access-{index}")
                    options=access.clone()
                    value=Signal::derive(move || {
                        workload.with(|it| match it.classes.get(index).map(|it| it.access) {
                            Some(Access::Write) => "write",
                            _ => "read",
                        })
                        .to_owned()
                    })
                    on_commit=move |wanted| {
                        let access = if wanted == "write" { Access::Write } else { Access::Read };
                        edit(index, &|it| it.access = access);
                    }
                />
                <label class="visually-hidden" for=format!("class-weight-{index}")>{say("class-weight")}</label>
                <NumberField
                    id=format!("class-weight-{index}")
                    value=Signal::derive(move || workload.with(|it| it.classes.get(index).map(|it| it.weight)))
                    min=0.0
                    max=1_000_000.0
                    on_commit=move |number| {
                        if let Some(number) = number {
                            edit(index, &|it| it.weight = number);
                        }
                    }
                />
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=say("class-remove")
                    title=say("class-remove")
                    disabled=move || n_classes.get() < 2
                    on:click=move |_| {
                        let name = name.get_untracked();
                        change(&|it| {
                            it.classes.remove(index);
                        });
                        tell_removed(workspace, name);
                    }
                >
                    {icon("close")}
                </button>
            </div>
            <div class="class-row class-more">
                <span class="class-share muted">{share}</span>
                <label for=format!("class-worth-{index}")>{say("class-worth")}</label>
                <NumberField
                    id=format!("class-worth-{index}")
                    value=Signal::derive(move || workload.with(|it| it.classes.get(index).map(|it| it.worth_dollars)))
                    unit="$".to_owned()
                    min=0.0
                    max=1.0e9
                    on_commit=move |number| {
                        if let Some(number) = number {
                            edit(index, &|it| it.worth_dollars = number);
                        }
                    }
                />
            </div>
            <Show when=move || has_priorities.get()>
                <div class="class-row class-more">
                    <span></span>
                    <label for=format!("class-priority-{index}")>{say("class-priority")}</label>
                    <NumberField
                        id=format!("class-priority-{index}")
                        value=Signal::derive(move || {
                            workload.with(|it| it.classes.get(index).map(|it| f64::from(it.priority)))
                        })
                        min=0.0
                        max=f64::from(MAX_PRIORITY)
                        whole=true
                        on_commit=move |number| {
                            if let Some(number) = number {
                                edit(index, &|it| it.priority = number as u8);
                            }
                        }
                    />
                </div>
            </Show>
        }
    };
    view! {
        <div class="class-row class-head muted" aria-hidden="true">
            <span>{say("class-name")}</span>
            <span>{say("class-access")}</span>
            <span>{say("class-weight")}</span>
        </div>
        {move || (0..n_classes.get()).map(row.clone()).collect_view()}
        <button
            type="button"
            class="button small quiet"
            disabled=is_full
            on:click=move |_| {
                let index = n_classes.get_untracked();
                let name = format!("{} {}", say("class-new"), index + 1);
                change(&|it| it.classes.push(RequestClass::new(name.clone(), 10.0, Access::Read)));
                go_to_row(workspace, format!("class-name-{index}"), name);
            }
        >
            {icon("plus")}
            <span>{say("class-add")}</span>
        </button>
    }
}
