//! Where to look first, computed from the run: what changed, what moved, who is connected.

use leptos::prelude::*;
use model::{Arg, ComponentId, Message, lean};
use ops::incidents::{
    Change, ChangeKind, Command, Incident,
    correlate::{Evidence, Metric, Suggestion, changes_before, first_to_move, neighbors},
    truth, words,
};

use super::{Incidents, detail::Now, investigation::FIRST_GUESS};
use crate::{
    scenario::say_action,
    text::{say, say_message},
    widgets::icon,
};

/// More of one sort than these are noise.
const MOST_OF_A_SORT: usize = 4;
/// What moves so long after the incident was opened may still be what began it, in seconds of the run.
const SOON_SECS: f64 = 10.0;

#[component]
pub fn Suggestions(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let found = RwSignal::new(None::<Vec<Suggestion>>);
    let look = move || {
        let it = incident.get_untracked();
        found.set(it.map(|it| suggestions(incidents, &it)));
    };
    look();
    let rows = move || {
        found.get().map(|all| {
            if all.is_empty() {
                return view! { <p class="muted">{say("suggestions-none")}</p> }.into_any();
            }
            let rows = all.into_iter().map(|it| row(incidents, number, it)).collect_view();
            view! { <ol class="part-rows">{rows}</ol> }.into_any()
        })
    };
    view! {
        <section aria-labelledby="incident-suggestions">
            <h4 id="incident-suggestions">{say("incident-suggestions")}</h4>
            <p class="muted small">{say("suggestions-about")}</p>
            {rows}
            <button type="button" class="button small" on:click=move |_| look()>
                {icon("refresh")}
                <span>{say("suggestions-again")}</span>
            </button>
        </section>
    }
}

fn row(incidents: Incidents, number: u32, it: Suggestion) -> impl IntoView {
    let speedup = incidents.with_untracked(|book| book.case(number).map_or(1.0, |case| book.speedup(&case.incident)));
    let text = say_message(&evidence(&it, speedup, &|id| incidents.name(id)));
    let score = say_message(&Message::new("suggestion-score").with("score", Arg::Ratio(it.score)));
    let proposed = text.clone();
    let label = say_message(&Message::new("suggestion-propose-it").with("text", text.as_str()));
    let component = it.component;
    view! {
        <li class="part-row">
            <span class="part-text">{text} <span class="muted small">" " {score}</span></span>
            {component.map(|id| view! {
                <button
                    type="button"
                    class="button small quiet"
                    on:click=move |_| incidents.workspace.reveal([model::Item::Component(id)])
                >
                    {say("finding-show")}
                </button>
            })}
            <button
                type="button"
                class="button small"
                aria-label=label
                on:click=move |_| {
                    incidents.apply(number, Command::Propose { text: proposed.clone(), confidence: FIRST_GUESS });
                }
            >
                {say("suggestion-propose")}
            </button>
        </li>
    }
}

fn suggestions(incidents: Incidents, it: &Incident) -> Vec<Suggestion> {
    let relations = incidents.relations();
    let speedup = incidents.with_untracked(|book| book.speedup(it));
    let is_current = it.run.is_some() && it.run == incidents.current_run.get_untracked();
    let mut all = Vec::new();
    let mut add = |mut some: Vec<Suggestion>| {
        some.truncate(MOST_OF_A_SORT);
        all.extend(some);
    };
    let changes = changes(incidents, it, is_current);
    add(changes_before(&changes, it.opened_at_secs, it.service, &relations, speedup));
    if is_current {
        // On call, only what reports to monitoring can be seen.
        let is_visible = |id| untrack(|| incidents.run.sees(id));
        // An alert may be quicker than a figure that drifts.
        let until_secs = (it.opened_at_secs + SOON_SECS).min(incidents.now_secs.get_untracked());
        let series = incidents.seen.with_value(|seen| seen.series(until_secs, is_visible));
        add(first_to_move(&series, until_secs, speedup));
    }
    if let Some(service) = it.service {
        add(neighbors(service, &relations));
    }
    lean::sort_by(&mut all, |a, b| b.score.total_cmp(&a.score));
    all
}

// What can be known of changes: what was done by hand, and what was planned in the open.
fn changes(incidents: Incidents, it: &Incident, is_current: bool) -> Vec<Change> {
    let mut changes: Vec<Change> = it
        .timeline
        .iter()
        .filter_map(|entry| match &entry.command {
            Command::Observe { change } => Some(change.clone()),
            _ => None,
        })
        .collect();
    if !is_current {
        return changes;
    }
    let document = incidents.workspace.document.get_untracked();
    let run = incidents.run;
    let now_secs = incidents.now_secs.get_untracked();
    let planned = run.planned.get_untracked();
    let by_hand = run.by_hand.get_untracked();
    let is_blind = run.is_blind.get_untracked();
    for (event, is_planned) in planned.iter().map(|it| (it, true)).chain(by_hand.iter().map(|it| (it, false))) {
        let change = truth::change(event, &document, say_action(&document, &event.action));
        // Deploys are announced even to those who are on call; what else happens is not.
        let is_announced = matches!(change.kind, ChangeKind::Deploy | ChangeKind::Config);
        let is_known = event.at_secs <= now_secs && (is_announced || !is_planned || !is_blind);
        if is_known && !changes.contains(&change) {
            changes.push(change);
        }
    }
    changes
}

/// A suggestion in words.
fn evidence(it: &Suggestion, speedup: f64, name: &dyn Fn(ComponentId) -> String) -> Message {
    let named = it.component.map(name).unwrap_or_default();
    match &it.evidence {
        Evidence::Changed { change, secs_before, .. } => Message::new("suggestion-changed")
            .with("text", change.text.as_str())
            .with("kind", words::change_kind(change.kind))
            // Durations are operators' wherever incidents are told of.
            .with("before", Arg::Millis(secs_before.round() * speedup * 1e3)),
        Evidence::Below { distance } => {
            Message::new("suggestion-below").with("name", named).with("calls", *distance)
        }
        Evidence::Above { distance } => {
            Message::new("suggestion-above").with("name", named).with("calls", *distance)
        }
        Evidence::Moved(it) => {
            let (metric, unit): (_, fn(f64) -> Arg) = match it.metric {
                Metric::Errors => ("moved-errors", Arg::PerSec),
                Metric::Queue => ("moved-queue", |value| Arg::Count(value.round())),
                Metric::Load => ("moved-load", Arg::Ratio),
                Metric::Throughput => ("moved-throughput", Arg::PerSec),
                Metric::Up => ("moved-up", Arg::Ratio),
            };
            Message::new("suggestion-moved")
                .with("name", named)
                .with("metric", Message::new(metric))
                .with("usual", unit(it.usual))
                .with("then", unit(it.then))
                .with("moment", super::state::clock(it.at_secs))
                .with("deviations", Arg::Number(it.deviations.round()))
        }
    }
}
