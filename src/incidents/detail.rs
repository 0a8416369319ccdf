//! One incident: what it is, who has it, and its parts.

use leptos::{ev, html, prelude::*};
use model::{ComponentId, Message};
use ops::incidents::{Command, Incident, Severity, Status, escalation::DueKind, words};

use super::{
    Incidents,
    declare::{services, severities},
    investigation::Investigation,
    list::severity_class,
    response::Response,
    review::ReviewView,
    runbook::Runbooks,
    state::{Part, clock},
    timeline::Timeline,
};
use crate::{
    frame::Toast,
    inspector::SelectField,
    text::{say, say_message},
    widgets::{Tab, Tabs, icon},
};

#[component]
pub fn Detail(number: u32) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let incident = Memo::new(move |_| incidents.with(|book| book.case(number).map(|it| it.incident.clone())));
    let read = move |read: fn(&Incident) -> String| move || incident.with(|it| it.as_ref().map(read).unwrap_or_default());
    let heading = NodeRef::<html::H3>::new();
    heading.on_load(|it| {
        let _ = it.focus();
    });
    let tab = |value, label| Tab::plain(value, say(label));
    let tabs = vec![
        tab(Part::Timeline, "part-timeline"),
        tab(Part::Response, "part-response"),
        tab(Part::Investigation, "part-investigation"),
        tab(Part::Runbook, "part-runbook"),
        tab(Part::Review, "part-review"),
    ];
    let title = move |part: Part| match part {
        Part::Timeline => "part-timeline",
        Part::Response => "part-response",
        Part::Investigation => "part-investigation",
        Part::Runbook => "part-runbook",
        Part::Review => "part-review",
    };
    view! {
        <article class="incident" aria-labelledby="incident-title">
            <header class="incident-top">
                <div class="incident-line">
                    <button
                        type="button"
                        class="button small quiet"
                        on:click=move |_| incidents.shown.set(None)
                    >
                        {say("incident-back")}
                    </button>
                    <span class=move || incident.with(|it| it.as_ref().map_or("", |it| severity_class(it.severity)))>
                        {read(|it| it.severity.id().to_owned())}
                    </span>
                    <h3 id="incident-title" tabindex="-1" node_ref=heading>
                        {format!("#{number} ")} {read(|it| it.title.clone())}
                    </h3>
                    <button type="button" class="button small quiet" on:click=move |_| delete(incidents, number)>
                        {say("incident-delete")}
                    </button>
                </div>
                <div class="incident-line">
                    <StatusButtons number incident/>
                    <Acknowledge number incident/>
                    <div class="labelled inline">
                        <label for="incident-severity">{say("incident-severity")}</label>
                        <SelectField
                            id="incident-severity"
                            options=severities()
                            value=Signal::derive(read(|it| it.severity.id().to_owned()))
                            on_commit=move |it: String| {
                                if let Some(severity) = Severity::parse(&it) {
                                    incidents.apply(number, Command::SetSeverity { severity });
                                }
                            }
                        />
                    </div>
                    <div class="labelled inline">
                        <label for="incident-service">{say("incident-service")}</label>
                        <SelectField
                            id="incident-service"
                            options=service_options(incidents, incident)
                            value=Signal::derive(read(|it| it.service.map(|it| it.0.to_string()).unwrap_or_default()))
                            on_commit=move |it: String| {
                                if let Ok(id) = it.parse() {
                                    incidents.apply(number, Command::SetService { service: ComponentId(id) });
                                }
                            }
                        />
                    </div>
                </div>
            </header>
            <Tabs label=say("incident-parts") group="incident" tabs=tabs chosen=incidents.part/>
            <div
                class="incident-part"
                id="tab-panel-incident"
                role="tabpanel"
                aria-label=move || say(title(incidents.part.get()))
            >
                {move || match incidents.part.get() {
                    Part::Timeline => view! { <Timeline number incident/> }.into_any(),
                    Part::Response => view! { <Response number incident/> }.into_any(),
                    Part::Investigation => view! { <Investigation number incident/> }.into_any(),
                    Part::Runbook => view! { <Runbooks number incident/> }.into_any(),
                    Part::Review => view! { <ReviewView number/> }.into_any(),
                }}
            </div>
        </article>
    }
}

fn delete(incidents: Incidents, number: u32) {
    let question = Message::new("incident-delete-sure").with("number", number);
    if window().confirm_with_message(&say_message(&question)).unwrap_or_default() {
        incidents.change(|book| book.delete(number));
        incidents.shown.set(None);
    }
}

/// An incident as it is now; `None` once it is deleted.
pub type Now = Memo<Option<Incident>>;

// The whole can be its place only until it has one.
fn service_options(incidents: Incidents, incident: Now) -> Signal<Vec<(String, String)>> {
    let (with, without) = (services(incidents, true), services(incidents, false));
    let has_service = Memo::new(move |_| incident.with(|it| it.as_ref().is_some_and(|it| it.service.is_some())));
    Signal::derive(move || if has_service.get() { without.get() } else { with.get() })
}

/// What has to be said before a status can be set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    WhyOver,
    WhyReopened,
}

/// The four statuses. One that the incident cannot go to says why not.
#[component]
fn StatusButtons(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let asks = RwSignal::new(None::<Asks>);
    let reason = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(reason) = reason.get() {
            let _ = reason.focus();
        }
    });
    let now = move || incident.with(|it| it.as_ref().map(|it| it.status));
    let why_not = move |to: Status| {
        let from = now()?;
        let why = from.may_become(to).err().filter(|_| from != to)?;
        Some(say_message(&ops::incidents::Refusal::Status { from, to, why }.message()))
    };
    let set = move |to: Status, reason: String| {
        if incidents.apply(number, Command::SetStatus { to, reason }) {
            incidents.measure_harm_of(number);
            asks.set(None);
        }
    };
    let choose = move |to: Status| {
        if let Some(why) = untrack(|| why_not(to)) {
            incidents.workspace.notify(Toast::new(why));
            return;
        }
        let fires = incident.with_untracked(|it| it.as_ref().is_some_and(|it| it.n_firing() > 0));
        if to == Status::Resolved && fires {
            asks.set(Some(Asks::WhyOver));
        } else if untrack(now) != Some(to) {
            set(to, String::new());
        }
    };
    let answer = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(reason) = reason.get_untracked().map(|it| it.value()) else { return };
        match asks.get_untracked() {
            // Without a reason the incident itself says that it takes one.
            Some(Asks::WhyOver) => set(Status::Resolved, reason),
            Some(Asks::WhyReopened) if incidents.apply(number, Command::Reopen { reason }) => asks.set(None),
            Some(Asks::WhyReopened) | None => {}
        }
    };
    let buttons = Status::ALL
        .map(|to| {
            view! {
                <button
                    type="button"
                    class="status-button"
                    aria-pressed=move || (now() == Some(to)).to_string()
                    aria-disabled=move || why_not(to).is_some().to_string()
                    title=move || why_not(to)
                    on:click=move |_| choose(to)
                >
                    {say_message(&words::status(to))}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="status-buttons" role="group" aria-label=say("incident-status")>{buttons}</div>
        <Show when=move || now() == Some(Status::Resolved)>
            <button type="button" class="button small" on:click=move |_| asks.set(Some(Asks::WhyReopened))>
                {say("incident-reopen")}
            </button>
        </Show>
        <Show when=move || asks.get().is_some()>
            <form class="incident-reason" on:submit=answer>
                <label for="incident-reason">
                    {move || say(if asks.get() == Some(Asks::WhyOver) { "incident-why-over" } else { "incident-why-reopened" })}
                </label>
                <input node_ref=reason id="incident-reason" class="input" type="text" maxlength="4000" autocomplete="off"/>
                <button type="submit" class="button small primary">{say("incident-confirm")}</button>
                <button type="button" class="button small" on:click=move |_| asks.set(None)>{say("cancel")}</button>
            </form>
        </Show>
    }
}

/// The page is answered, or counts down to the next level.
#[component]
fn Acknowledge(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let needs_answer = Memo::new(move |_| {
        incident.with(|it| it.as_ref().is_some_and(|it| it.acknowledged.is_none() && !it.status.is_over()))
    });
    // A memo, so that the text changes once a second and not with every look at the run.
    let countdown = Memo::new(move |_| {
        incident.with(|it| {
            let it = it.as_ref()?;
            let is_current = it.run.is_some() && it.run == incidents.current_run.get() && incidents.run.is_active();
            let speedup = incidents.with(|book| book.speedup(it));
            let due = it.due(speedup)?;
            // The clock of a run that is over stands still.
            let left_secs = if is_current { due.at_secs - incidents.now_secs.get() } else { return None };
            let message = Message::new(match due.what {
                DueKind::Escalation => "incident-escalates",
                DueKind::Lapse => "incident-lapses",
            });
            let message = message.with("left", clock(left_secs.max(0.0).ceil())).with("level", it.level + 1);
            Some(say_message(&message))
        })
    });
    let who = move || {
        incident.with(|it| {
            let acknowledged = it.as_ref()?.acknowledged.as_ref()?;
            Some(say_message(&Message::new("incident-acknowledged-by").with("name", acknowledged.by.as_str())))
        })
    };
    view! {
        <div class="incident-page">
            <Show when=move || needs_answer.get() fallback=move || view! { <span>{who}</span> }>
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| {
                        incidents.apply(number, Command::Acknowledge);
                    }
                >
                    {icon("check")}
                    <span>{say("incident-acknowledge")}</span>
                </button>
            </Show>
            <span class="countdown" role="timer" aria-live="off">{move || countdown.get()}</span>
        </div>
    }
}
