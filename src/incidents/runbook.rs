//! Runbooks that fit the incident, with steps that act on the running system.

use leptos::prelude::*;
use model::{ComponentId, Message};
use ops::incidents::{
    Command, Runbook, RunbookAction,
    parts::StepStatus,
    runbook,
    words,
};

use super::{Incidents, declare::services, detail::Now, investigation::STEP_STATUSES};
use crate::{
    frame::Toast,
    inspector::SelectField,
    text::{say, say_message},
    widgets::icon,
};

#[component]
pub fn Runbooks(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let chosen = RwSignal::new(None::<&'static str>);
    let fitting = Memo::new(move |_| {
        incident.with(|it| it.as_ref().map(|it| runbook::for_alerts(&it.alerts).iter().map(|it| it.id.as_str()).collect::<Vec<_>>()).unwrap_or_default())
    });
    // Once the truth is known, what would have helped is known as well.
    let helping = Memo::new(move |_| {
        let run = incident.with(|it| it.as_ref().and_then(|it| it.run));
        incidents.with(|book| {
            let truth = run.and_then(|it| book.run(it)).map_or(&[][..], |it| it.known_truth());
            truth.iter().flat_map(|it| runbook::for_fault(&it.id)).map(|it| it.id.as_str()).collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| {
        let first = fitting.with(|it| it.first().copied());
        chosen.get().or(first).or(runbook::all().first().map(|it| it.id.as_str())).unwrap_or_default()
    });
    let options = Signal::derive(move || {
        let fitting = fitting.get();
        let label = |it: &Runbook| {
            let title = say_message(&it.title);
            let id = it.id.as_str();
            if helping.with(|all| all.contains(&id)) {
                say_message(&Message::new("runbook-helps").with("title", title))
            } else if fitting.contains(&id) {
                say_message(&Message::new("runbook-fits").with("title", title))
            } else {
                title
            }
        };
        let mut all: Vec<&'static Runbook> = runbook::all().iter().collect();
        // What fits, then what would have helped, then the others.
        let rank = |it: &&Runbook| {
            let helps = helping.with(|all| all.contains(&it.id.as_str()));
            let place = fitting.iter().position(|id| *id == it.id);
            place.unwrap_or(if helps { usize::MAX - 1 } else { usize::MAX })
        };
        model::lean::sort_by_key(&mut all, rank);
        all.into_iter().map(|it| (it.id.clone(), label(it))).collect()
    });
    // Where the steps act: at the service until somebody says otherwise.
    let place = RwSignal::new(None::<ComponentId>);
    let target = Memo::new(move |_| place.get().or_else(|| incident.with(|it| it.as_ref().and_then(|it| it.service))));
    let targets = services(incidents, false);
    let target_options = Signal::derive(move || {
        let none = target.get().is_none().then(|| (String::new(), say("runbook-choose")));
        none.into_iter().chain(targets.get()).collect()
    });
    view! {
        <div class="runbook">
            <div class="incident-line">
                <div class="labelled inline">
                    <label for="runbook-which">{say("part-runbook")}</label>
                    <SelectField
                        id="runbook-which"
                        options
                        value=Signal::derive(move || shown.get().to_owned())
                        on_commit=move |it: String| chosen.set(Runbook::by_id(&it).map(|it| it.id.as_str()))
                    />
                </div>
                <div class="labelled inline">
                    <label for="runbook-where">{say("runbook-where")}</label>
                    <SelectField
                        id="runbook-where"
                        options=target_options
                        value=Signal::derive(move || target.get().map(|it| it.0.to_string()).unwrap_or_default())
                        on_commit=move |it: String| place.set(it.parse().ok().map(ComponentId))
                    />
                </div>
            </div>
            {move || Runbook::by_id(shown.get()).map(|runbook| view! {
                <p class="muted">{say_message(&runbook.about)}</p>
                <ol class="runbook-steps" aria-label=say_message(&runbook.title)>
                    {(0..runbook.steps.len()).map(|index| view! { <Step number incident runbook index target/> }).collect_view()}
                </ol>
            })}
        </div>
    }
}

#[component]
fn Step(
    number: u32,
    incident: Now,
    runbook: &'static Runbook,
    index: usize,
    target: Memo<Option<ComponentId>>,
) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let step = &runbook.steps[index];
    let key = (runbook.id.clone(), index as u32);
    let status = Memo::new(move |_| {
        incident.with(|it| it.as_ref().and_then(|it| it.runbook_steps.get(&key).copied())).unwrap_or(StepStatus::Pending)
    });
    let set = move |status: StepStatus| {
        let command = Command::SetRunbookStep { runbook: runbook.id.clone(), step: index as u32, status };
        incidents.apply(number, command)
    };
    let id = format!("runbook-step-{index}");
    let label = say_message(&Message::new("step-status-of").with("number", index + 1));
    let statuses: Vec<_> = STEP_STATUSES.map(|it| (format!("{it:?}"), say_message(&words::step_status(it)))).into();
    view! {
        <li class="runbook-step" class:done=move || status.get() == StepStatus::Completed>
            <span class="part-text">{format!("{}. ", index + 1)} {say_message(&step.text)}</span>
            <span class="part-row">
                {step.action.map(|action| view! { <DoIt number action target done=move || {
                    if status.get_untracked() != StepStatus::Completed {
                        set(StepStatus::Completed);
                    }
                }/> })}
                <label class="visually-hidden" for=id.clone()>{label}</label>
                <SelectField
                    id
                    options=statuses
                    value=Signal::derive(move || format!("{:?}", status.get()))
                    on_commit=move |wanted: String| {
                        if let Some(status) = STEP_STATUSES.into_iter().find(|it| format!("{it:?}") == wanted) {
                            set(status);
                        }
                    }
                />
            </span>
        </li>
    }
}

/// Carries a step out on the running system. Says why where that is not possible.
#[component]
fn DoIt(
    number: u32,
    action: RunbookAction,
    target: Memo<Option<ComponentId>>,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let run = incidents.run;
    let possible = Memo::new(move |_| {
        let Some(component) = target.get() else { return Vec::new() };
        let usual_per_sec = incidents.seen.with_value(|it| it.usual_per_sec(component));
        incidents.workspace.document.with(|document| action.on(document, component, usual_per_sec))
    });
    let hindrance = move || {
        let its = incidents.with(|book| book.case(number).and_then(|it| it.incident.run));
        if !run.is_active() || its != incidents.current_run.get() {
            Some("runbook-no-run")
        } else if target.get().is_none() {
            Some("runbook-choose")
        } else if possible.with(Vec::is_empty) {
            Some("runbook-impossible")
        } else {
            None
        }
    };
    let label = move || {
        let name = target.get().map(|it| incidents.name(it)).unwrap_or_default();
        say_message(&words::action(action, &name))
    };
    let act = move |_| {
        if let Some(why) = untrack(hindrance) {
            incidents.workspace.notify(Toast::new(say(why)));
            return;
        }
        let Some(component) = target.get_untracked() else { return };
        incidents.acting.set_value(true);
        possible.get_untracked().into_iter().for_each(|it| run.apply(it));
        if incidents.apply(number, Command::Act { action, component }) {
            done();
        }
        // It is one system: whoever reads another incident of this run wants to know what was done to it, too.
        let others = incidents.current_run.get_untracked().map(|run| incidents.open_in(run)).unwrap_or_default();
        for other in others.into_iter().filter(|it| *it != number) {
            incidents.apply(other, Command::Act { action, component });
        }
        // The run tells of what was done to it one effect later.
        set_timeout(move || incidents.acting.set_value(false), std::time::Duration::ZERO);
        incidents.workspace.announce(untrack(label));
    };
    view! {
        <button
            type="button"
            class="button small"
            aria-disabled=move || hindrance().is_some().to_string()
            title=move || hindrance().map(say)
            on:click=act
        >
            {icon("play")}
            <span>{label}</span>
        </button>
    }
}
