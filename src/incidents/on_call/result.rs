//! What a shift was worth, and what really happened in it.

use leptos::{html, prelude::*};
use model::{Arg, Message, lean};
use ops::incidents::{Book, Change, Command, RunRecord, runbook, score, words};

use crate::{
    browser::now_millis,
    dashboard::FigureTable,
    follow::after_paint,
    incidents::{Incidents, state::clock},
    text::{has_text, say, say_arg, say_message, say_time},
};

/// Scores of the runs that somebody was on call in, the last one on top.
#[component]
pub fn OnCallResults() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let last = Memo::new(move |_| incidents.with(|book| last_shift(book).cloned()));
    move || last.get().map(|run| view! { <Result run/> })
}

fn last_shift(book: &Book) -> Option<&RunRecord> {
    book.runs().iter().rev().find(|it| it.is_on_call && it.score.is_some())
}

/// Whether the run that is shown is a shift that is over: its score is what one wants to see first.
pub fn is_just_over(incidents: Incidents) -> Memo<bool> {
    Memo::new(move |_| {
        let current = incidents.current_run.get();
        incidents.with(|book| last_shift(book).is_some_and(|it| Some(it.number) == current))
    })
}

/// Score and truth of one run.
#[component]
fn Result(run: RunRecord) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let score = run.score.clone().unwrap_or_default();
    let total = score.total().map(|it| format!("{it:.0}"));
    let when = say_time(run.started_at_millis.min(now_millis()));
    let title = Message::new("on-call-result").with("when", when);
    let heading = NodeRef::<html::H3>::new();
    heading.on_load(move |it| {
        if incidents.on_call.shows_result.get_value() {
            incidents.on_call.shows_result.set_value(false);
            // Once the panel has its place.
            after_paint(move || it.scroll_into_view());
        }
    });
    let rows = score.parts.iter().map(part_row).collect_view();
    let wrong_actions = score.wrong_actions.iter().map(|it| wrong_action(it)).collect_view();
    let mut told: Vec<(f64, &'static str, String)> = Vec::new();
    for it in &run.truth {
        told.push((it.at_secs, "on-call-happened", it.text.clone()));
    }
    incidents.with_untracked(|book| {
        for it in book.cases().iter().map(|it| &it.incident).filter(|it| it.run == Some(run.number)) {
            told.push((it.opened_at_secs, "on-call-saw", it.title.clone()));
            for entry in &it.timeline {
                if let Command::Act { action, component } = entry.command {
                    let said = words::action(action, &incidents.name(component));
                    told.push((entry.at_secs, "on-call-did", say_message(&said)));
                }
            }
        }
    });
    let helps = run.truth.iter().filter_map(helps).collect_view();
    let clock_said = words::clock(run.speedup).map(|it| view! { <p class="muted small">{say_message(&it)}</p> });
    lean::sort_by(&mut told, |a, b| a.0.total_cmp(&b.0));
    let told = told
        .into_iter()
        .map(|(at_secs, who, text)| view! {
            <tr>
                <td>{clock(at_secs)}</td>
                <th scope="row">{say(who)}</th>
                <td>{text}</td>
            </tr>
        })
        .collect_view();
    view! {
        <section class="on-call-result" aria-labelledby="on-call-result">
            <h3 id="on-call-result" node_ref=heading>{say_message(&title)}</h3>
            <p class="on-call-total">
                <strong>{total.unwrap_or_else(|| "–".to_owned())}</strong>
                " "
                {say("on-call-of-hundred")}
            </p>
            <FigureTable label="on-call-parts" heads=&["score-part", "score-value", "score-points", "score-formula"]>
                {rows}
            </FigureTable>
            {wrong_actions}
            <h4>{say("on-call-truth")}</h4>
            {clock_said}
            <FigureTable label="on-call-truth" heads=&["score-when", "score-who", "score-what"]>
                {told}
            </FigureTable>
            {helps}
        </section>
    }
}

/// What helps against something that happened: as the simulator's list says of a fault, else what its runbook is about.
fn helps(it: &Change) -> Option<impl IntoView + use<>> {
    let text = format!("change-{}-helps", it.id);
    let said = match has_text(&text) {
        true => say(&text),
        false => say_message(&runbook::for_fault(&it.id).next()?.about),
    };
    let heading = Message::new("on-call-helps").with("what", it.text.as_str());
    Some(view! {
        <h4>{say_message(&heading)}</h4>
        <p>{said}</p>
    })
}

fn wrong_action(action: &str) -> impl IntoView + use<> {
    let message = Message::new("score-wrong-action").with("action", action);
    view! { <p>{say_message(&message)}</p> }
}

fn part_row(it: &score::PartScore) -> impl IntoView + use<> {
    let label = match it.part {
        score::Part::Detect => "score-detect",
        score::Part::Acknowledge => "score-acknowledge",
        score::Part::Mitigate => "score-mitigate",
        score::Part::Budget => "score-budget",
        score::Part::Actions => "score-actions",
    };
    let unit = |value: f64| match it.part {
        score::Part::Detect | score::Part::Acknowledge | score::Part::Mitigate => Arg::Millis(value * 1e3),
        score::Part::Budget => Arg::Ratio(value),
        score::Part::Actions => Arg::Count(value),
    };
    let value = it.value.map_or_else(|| say("score-never"), |value| say_arg(&unit(value)));
    let points = Message::new("score-of").with("points", Arg::Number(it.points())).with("most", Arg::Number(it.most_points));
    let formula = Message::new("score-formula-of").with("full", unit(it.full)).with("none", unit(it.none));
    view! {
        <tr>
            <th scope="row">{say(label)}</th>
            <td>{value}</td>
            <td>{say_message(&points)}</td>
            <td>{say_message(&formula)}</td>
        </tr>
    }
}
