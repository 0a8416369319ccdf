//! Who does what, what is affected, what is to be done.

use leptos::{html, prelude::*};
use model::{ComponentId, Message};
use ops::incidents::{
    Command,
    parts::{Impact, Role, TaskStatus},
    words,
};

use super::{Incidents, declare::services, detail::Now, to_do::{ToDo, ToDoForm}};
use crate::{
    dashboard::ComponentLink,
    inspector::SelectField,
    text::{say, say_message},
    widgets::icon,
};

#[component]
pub fn Response(number: u32, incident: Now) -> impl IntoView {
    view! {
        <div class="incident-columns">
            <Roles number incident/>
            <AffectedList number incident/>
            <Tasks number incident/>
        </div>
    }
}

#[component]
fn Roles(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let me = NodeRef::<html::Input>::new();
    let rows = Role::ALL
        .map(|role| {
            let id = format!("role-{role:?}");
            let now = move || {
                incident.with(|it| it.as_ref().and_then(|it| it.roles.get(&role).cloned()).unwrap_or_default())
            };
            let field = NodeRef::<html::Input>::new();
            let commit = move || {
                let Some(field) = field.try_get_untracked().flatten() else { return };
                let name = field.value().trim().to_owned();
                if name != untrack(now) {
                    incidents.apply(number, Command::Assign { role, name });
                }
            };
            view! {
                <div class="labelled">
                    <label for=id.clone()>{say_message(&words::role(role))}</label>
                    <input
                        node_ref=field
                        id=id
                        class="input"
                        type="text"
                        maxlength="80"
                        autocomplete="off"
                        placeholder=say("role-nobody")
                        prop:value=now
                        on:change=move |_| commit()
                    />
                </div>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="incident-roles">
            <h4 id="incident-roles">{say("incident-roles")}</h4>
            <p class="muted small">
                {move || incident.with(|it| it.as_ref().map(|it| say_message(&words::times(it.severity))))}
            </p>
            <div class="labelled">
                <label for="responder">{say("responder")}</label>
                <input
                    node_ref=me
                    id="responder"
                    class="input"
                    type="text"
                    maxlength="80"
                    autocomplete="nickname"
                    placeholder=say("responder-you")
                    prop:value=move || incidents.me.get()
                    on:change=move |_| {
                        if let Some(me) = me.get_untracked() {
                            incidents.set_me(me.value().trim().to_owned());
                        }
                    }
                />
            </div>
            {rows}
        </section>
    }
}

#[component]
fn AffectedList(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let affected = Memo::new(move |_| incident.with(|it| it.as_ref().map(|it| it.affected.clone()).unwrap_or_default()));
    let impacts = || {
        let impacts = [Impact::Primary, Impact::Secondary, Impact::Tertiary];
        impacts.map(|it| (format!("{it:?}"), say_message(&words::impact(it)))).to_vec()
    };
    let impact_of = |text: &str| match text {
        "Primary" => Impact::Primary,
        "Secondary" => Impact::Secondary,
        _ => Impact::Tertiary,
    };
    let row = move |component: ComponentId| {
        let name = incidents.name(component);
        let impact = move || affected.with(|all| all.iter().find(|it| it.0 == component).map(|it| format!("{:?}", it.1)));
        let id = format!("impact-{}", component.0);
        let label = say_message(&Message::new("affected-how").with("name", name.as_str()));
        let remove = say_message(&Message::new("affected-remove").with("name", name.as_str()));
        view! {
            <li class="part-row">
                <ComponentLink id=component name/>
                <label class="visually-hidden" for=id.clone()>{label}</label>
                <SelectField
                    id
                    options=impacts()
                    value=Signal::derive(move || impact().unwrap_or_default())
                    on_commit=move |it: String| {
                        incidents.apply(number, Command::Affect { component, impact: Some(impact_of(&it)) });
                    }
                />
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=remove.clone()
                    title=remove
                    on:click=move |_| {
                        incidents.apply(number, Command::Affect { component, impact: None });
                    }
                >
                    {icon("close")}
                </button>
            </li>
        }
    };
    let options = services(incidents, false);
    let left = Signal::derive(move || {
        let first = [(String::new(), say("affected-add"))].into_iter();
        let is_new = |it: &(String, String)| {
            affected.with(|all| all.iter().all(|known| known.0.0.to_string() != it.0))
        };
        first.chain(options.get().into_iter().filter(is_new)).collect()
    });
    view! {
        <section aria-labelledby="incident-affected">
            <h4 id="incident-affected">{say("incident-affected")}</h4>
            <ul class="part-rows">
                <For each=move || affected.get() key=|it| it.0 let:item>{row(item.0)}</For>
            </ul>
            <label class="visually-hidden" for="affected-add">{say("affected-add")}</label>
            <SelectField
                id="affected-add"
                options=left
                value=Signal::derive(String::new)
                on_commit=move |it: String| {
                    if let Ok(id) = it.parse() {
                        let impact = Some(Impact::Secondary);
                        incidents.apply(number, Command::Affect { component: ComponentId(id), impact });
                    }
                }
            />
        </section>
    }
}

#[component]
fn Tasks(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let n_tasks = Memo::new(move |_| incident.with(|it| it.as_ref().map_or(0, |it| it.tasks.len())));
    let statuses = || {
        TASK_STATUSES.map(|it| (format!("{it:?}"), say_message(&words::task_status(it)))).to_vec()
    };
    let row = move |index: usize| {
        let task = Memo::new(move |_| incident.with(|it| it.as_ref().and_then(|it| it.tasks.get(index).cloned())));
        let id = format!("task-{index}");
        let label = say_message(&Message::new("task-status-of").with("number", index + 1));
        let facts = move || {
            task.with(|it| {
                let it = it.as_ref()?;
                let mut facts = vec![it.owner.clone(), it.due.clone()];
                facts.retain(|it| !it.is_empty());
                Some(facts.join(" · "))
            })
        };
        view! {
            <li class="part-row">
                <span class="part-text">
                    {format!("{}. ", index + 1)}
                    {move || task.with(|it| it.as_ref().map(|it| it.text.clone()))}
                    <span class="muted small">" " {facts}</span>
                </span>
                <label class="visually-hidden" for=id.clone()>{label}</label>
                <SelectField
                    id
                    options=statuses()
                    value=Signal::derive(move || task.with(|it| it.as_ref().map(|it| format!("{:?}", it.status)).unwrap_or_default()))
                    on_commit=move |it: String| {
                        let status = TASK_STATUSES.into_iter().find(|status| format!("{status:?}") == it);
                        if let Some(status) = status {
                            incidents.apply(number, Command::SetTask { task: index as u32, status });
                        }
                    }
                />
            </li>
        }
    };
    let add = move |text, owner, due| incidents.apply(number, Command::AddTask { text, owner, due });
    let form = ToDo::new(incidents, number, ["task-text", "task-owner", "task-due"]);
    view! {
        <section aria-labelledby="incident-tasks">
            <h4 id="incident-tasks">{say("incident-tasks")}</h4>
            <ol class="part-rows">{move || (0..n_tasks.get()).map(row).collect_view()}</ol>
            <ToDoForm form label="task-add" what="task-text" add=add/>
        </section>
    }
}

const TASK_STATUSES: [TaskStatus; 4] =
    [TaskStatus::Open, TaskStatus::InProgress, TaskStatus::Done, TaskStatus::Cancelled];
