//! Whether the run met what the drawing promises, and what it did to the error budgets.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message, objective::Objective};
use ops::{Budget, Judged};
use sim::Report;

use crate::{
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// The verdicts. They follow the objectives as they are now: changing a promise changes no number of the run.
#[component]
pub fn Objectives(report: Arc<Report>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let objectives = Memo::new(move |_| workspace.document.with(|it| it.objectives.clone()));
    let rows = move || {
        objectives.with(|all| {
            if all.is_empty() {
                return view! { <p class="muted">{say("objectives-none")}</p> }.into_any();
            }
            let rows = ops::judge(all, &report).iter().map(row).collect_view();
            view! { <ul class="promises">{rows}</ul> }.into_any()
        })
    };
    view! {
        <section aria-labelledby="report-objectives">
            <h3 id="report-objectives">{say("report-objectives")}</h3>
            {rows}
        </section>
    }
}

fn row(judged: &Judged<'_>) -> impl IntoView + use<> {
    let (class, icon_name, word) = match judged.is_met {
        Some(true) => ("verdict met", "check", "objective-met"),
        Some(false) => ("verdict missed", "error", "objective-missed"),
        None => ("verdict", "minus", "objective-open"),
    };
    view! {
        <li>
            <span class=class>{icon(icon_name)} {say(word)}</span>
            <span>
                {promise(judged.objective)}
                <span class="verdict-why">{outcome(judged)}</span>
            </span>
        </li>
    }
}

/// "browse: 95 % answered within 400 ms".
pub fn promise(objective: &Objective) -> String {
    say_message(&ops::judge::promise(objective))
}

/// What share was good, and how much of the error budget that spends.
fn outcome(judged: &Judged<'_>) -> String {
    let Some(good) = judged.good_ratio() else { return say("outcome-none") };
    let good = Arg::Ratio(good);
    let Ok(budget) = judged.budget() else {
        return say_message(&Message::new("outcome-good").with("good", good));
    };
    let message = match (budget.burn_rate(), budget.exhausted_after_minutes()) {
        (Some(rate), Some(minutes)) if rate > 1.0 => Message::new("outcome-over")
            .with("rate", Arg::Number(rate_digits(rate)))
            .with("gone", Arg::Millis(minutes * 60e3)),
        (rate, _) => Message::new("outcome-within").with("spent", Arg::Ratio(rate.unwrap_or(0.0))),
    };
    say_message(&message.with("good", good).with("window", Arg::Millis(window_millis(&budget))))
}

fn window_millis(budget: &Budget) -> f64 {
    budget.window_minutes * 60e3
}

/// A burn rate is an order of magnitude: two digits say all there is.
fn rate_digits(rate: f64) -> f64 {
    if rate >= 10.0 { rate.round() } else { (rate * 10.0).round() / 10.0 }
}

/// How many objectives there are and how many the run missed or could not be judged by: `(all, missed, open)`.
pub fn tally(objectives: &[Objective], report: &Report) -> (usize, usize, usize) {
    let judged = ops::judge(objectives, report);
    let count = |wanted: Option<bool>| judged.iter().filter(|it| it.is_met == wanted).count();
    (judged.len(), count(Some(false)), count(None))
}
