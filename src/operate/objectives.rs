//! How the objectives stand: budget left, burn rates, what fires.

use std::sync::Arc;

use leptos::prelude::*;
use model::{
    Arg, Edit, Message,
    objective::{BurnScheme, Objective},
};
use ops::{
    Clock,
    alerts::lint_objective,
    burn::{BurnState, Reading, RowReading, Severity},
    clock::duration,
};

use super::{ObjectiveNow, Operations};
use crate::{
    dashboard::promise,
    inspector::SelectField,
    run::users_unseen,
    text::{say, say_arg, say_message},
    widgets::icon,
    workspace::Workspace,
};

#[component]
pub fn ObjectiveList() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let operations = expect_context::<Operations>();
    let n_objectives = Memo::new(move |_| workspace.document.with(|it| it.objectives.len()));
    let list = move || {
        if n_objectives.get() == 0 {
            return view! { <p class="muted">{say("operate-no-objectives")}</p> }.into_any();
        }
        (0..n_objectives.get()).map(|index| card(workspace, operations, index)).collect_view().into_any()
    };
    view! {
        <section class="operate-objectives" aria-labelledby="operate-objectives">
            <h3 id="operate-objectives">{say("operate-objectives")}</h3>
            {list}
        </section>
    }
}

fn card(workspace: Workspace, operations: Operations, index: usize) -> impl IntoView {
    let objective = Memo::new(move |_| workspace.document.with(|it| it.objectives.get(index).cloned()));
    let clock = Memo::new(move |_| workspace.document.with(|it| it.operations.clock_factor));
    let now = move || operations.objectives.with(|it: &Arc<Vec<ObjectiveNow>>| it.get(index).cloned());
    let reading = move || now().and_then(|it| it.reading);
    let unseen = move || now().and_then(|it| it.unseen);
    let scheme = move |wanted: String| {
        let mut all = workspace.document.with_untracked(|it| it.objectives.clone());
        if let (Some(it), Some(burn)) =
            (all.get_mut(index), BurnScheme::ALL.into_iter().find(|it| it.id() == wanted))
        {
            it.burn = burn;
            workspace.commit(&Edit::SetObjectives(all), Message::new("step-set-objectives"));
        }
    };
    let advice = move || {
        let found = objective.with(|it| it.as_ref().map(|it| lint_objective(it, Clock::new(clock.get()))));
        found.unwrap_or_default().into_iter().map(|it| super::rules::advice_row(&it)).collect_view()
    };
    let id = format!("operate-scheme-{index}");
    view! {
        <article class="slo" aria-label=move || objective.with(|it| it.as_ref().map(promise))>
            <div class="slo-head">
                {move || chip(reading().as_ref(), unseen().is_some())}
                <h4>{move || objective.with(|it| it.as_ref().map(title))}</h4>
            </div>
            {move || unseen().map(|it| view! { <p class="muted">{say(users_unseen(it))}</p> })}
            {move || reading().map(|it| budget(&it))}
            {move || reading().map(|it| rows(&it.rows))}
            <div class="slo-scheme">
                <label for=id.clone()>
                    {say("operate-scheme")}
                    // The page may have several; each says whose it is.
                    <span class="visually-hidden">"(" {move || objective.with(|it| it.as_ref().map(promise))} ")"</span>
                </label>
                <SelectField
                    id=id.clone()
                    options=schemes()
                    value=Signal::derive(move || {
                        objective.with(|it| it.as_ref().map_or("", |it| it.burn.id()).to_owned())
                    })
                    on_commit=scheme
                />
                <span class="visually-hidden" id=format!("{id}-help")>{say("operate-scheme-help")}</span>
            </div>
            <ul class="advice">{advice}</ul>
        </article>
    }
}

fn schemes() -> Vec<(String, String)> {
    BurnScheme::ALL.map(|it| (it.id().to_owned(), say(&format!("burn-{}", it.id())))).into()
}

/// "browse: 99.9 % succeed", and over how long.
fn title(objective: &Objective) -> String {
    let window = Arg::Text(duration(objective.window_secs()));
    let message = Message::new("operate-objective").with("promise", promise(objective)).with("window", window);
    say_message(&message)
}

fn chip(reading: Option<&Reading>, is_unseen: bool) -> impl IntoView + use<> {
    let (class, icon_name, word) = match reading.map(|it| it.state) {
        None if is_unseen => ("verdict", "minus", "operate-unseen"),
        None => ("verdict", "minus", "operate-not-run"),
        Some(BurnState::NoData) => ("verdict", "minus", "operate-no-data"),
        // Nothing fires yet, but a budget that goes faster than its window is not fine.
        Some(BurnState::Fine) if reading.is_some_and(|it| it.pace > 1.0) => {
            ("verdict warned", "warning", "operate-overspending")
        }
        Some(BurnState::Fine) => ("verdict met", "check", "operate-fine"),
        Some(BurnState::Exhausted) => ("verdict missed", "error", "operate-exhausted"),
        Some(BurnState::Burning(Severity::Page)) => ("verdict missed", "error", "operate-page"),
        Some(BurnState::Burning(Severity::Ticket)) => ("verdict warned", "warning", "operate-ticket"),
    };
    view! { <span class=class>{icon(icon_name)} {say(word)}</span> }
}

/// What is left, as a bar and a share, the minutes that are spent, which tell little from nothing; and until when.
fn budget(reading: &Reading) -> impl IntoView + use<> {
    let left = reading.remaining;
    let counts = Message::new("operate-counts")
        .with("bad", reading.counts.bad as usize)
        .with("total", reading.counts.total as usize);
    let allowed = reading.budget.allowed_minutes;
    let hundredths = |it: f64| (it * 100.0).round() / 100.0;
    let text = match (left, reading.remaining_minutes) {
        (Some(left), Some(minutes)) => say_message(
            &Message::new(if left < 0.0 { "operate-overspent" } else { "operate-left" })
                .with("share", Arg::Ratio(left))
                .with("spent", Arg::Number(hundredths(allowed - minutes)))
                .with("of", Arg::Number(hundredths(allowed))),
        ),
        _ => say("operate-budget-no-data"),
    };
    let forecast = reading.exhausted_in_minutes.map(|minutes| {
        let said = Message::new("operate-exhausted-in").with("time", Arg::Millis(minutes * 60e3));
        say_message(&said.with("rate", rounded(reading.pace)))
    });
    let shown = left.unwrap_or(0.0).clamp(0.0, 1.0);
    let class = if shown <= 0.0 { "budget-bar gone" } else if shown < 0.25 { "budget-bar low" } else { "budget-bar" };
    view! {
        <div class="budget">
            <meter
                class=class
                min="0"
                max="1"
                value=shown.to_string()
                aria-label=say("operate-budget")
                aria-valuetext=text.clone()
            ></meter>
            <p class="figures">{text}</p>
            <p class="figures muted">{say_message(&counts)} {forecast.map(|it| format!(" · {it}"))}</p>
        </div>
    }
}

fn rows(rows: &[RowReading]) -> impl IntoView + use<> {
    let body = rows.iter().map(row).collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="table-scroll" tabindex="0" role="group" aria-label=say("operate-scheme")>
                <table class="burn-rates">
                    <thead>
                        <tr>
                            <th scope="col">{say("operate-col-severity")}</th>
                            <th scope="col">{say("operate-col-windows")}</th>
                            <th scope="col" class="number">{say("operate-col-fires-above")}</th>
                            <th scope="col" class="number">{say("operate-col-long")}</th>
                            <th scope="col" class="number">{say("operate-col-short")}</th>
                            <th scope="col">{say("operate-col-state")}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        }
    })
}

fn row(reading: &RowReading) -> impl IntoView + use<> {
    let RowReading { row, long, short, is_held_back, holds, can_fire, .. } = *reading;
    let severity = say(match row.severity {
        Severity::Page => "operate-severity-page",
        Severity::Ticket => "operate-severity-ticket",
    });
    let (class, icon_name, word) = match (holds, can_fire, is_held_back) {
        (true, ..) => ("burning", "error", "operate-row-burning"),
        (_, false, _) => ("", "warning", "operate-row-cannot-fire"),
        (_, _, true) => ("", "advice", "operate-row-held-back"),
        _ => ("", "check", "operate-row-quiet"),
    };
    let rate = |burn: f64| say_arg(&rounded(burn));
    view! {
        <tr class=class>
            <th scope="row">{severity}</th>
            <td>{duration(row.long_secs)} " / " {duration(row.short_secs)}</td>
            <td class="number">{rate(row.factor)}</td>
            <td class="number">{rate(long)}</td>
            <td class="number">{rate(short)}</td>
            <td><span class="row-state">{icon(icon_name)} {say(word)}</span></td>
        </tr>
    }
}

/// A burn rate with as many digits as anybody reads.
fn rounded(burn: f64) -> Arg {
    Arg::Number(if burn >= 100.0 { burn.round() } else { (burn * 100.0).round() / 100.0 })
}
