//! What alerts did in this run, newest first, and who was told.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use ops::{
    AlertEvent, Clock,
    alerts::{Change, Score},
};

use super::Operations;
use crate::{
    incidents::clock,
    text::{say, say_message},
    widgets::icon,
};

/// More lines than this are history that nobody reads here.
const MOST: usize = 200;

#[component]
pub fn History() -> impl IntoView {
    let operations = expect_context::<Operations>();
    let list = move || {
        operations.events.with(|all: &Arc<Vec<AlertEvent>>| {
            if all.is_empty() {
                return view! { <p class="muted">{say("operate-history-none")}</p> }.into_any();
            }
            let lines = all.iter().rev().take(MOST).map(|it| line(operations, it)).collect_view();
            view! { <ol class="alert-history">{lines}</ol> }.into_any()
        })
    };
    view! {
        <section aria-labelledby="operate-history">
            <h3 id="operate-history">{say("operate-history")}</h3>
            {move || operations.score().map(|it| view! { <p class="alert-score">{said(&it)}</p> })}
            {list}
        </section>
    }
}

/// The score in a sentence or two.
fn said((score, its): &(Score, Clock)) -> String {
    if score.faults == 0 {
        return say_message(&Message::new("operate-score-no-faults").with("pages", score.pages));
    }
    let mut text = say_message(
        &Message::new("operate-score")
            .with("faults", score.faults)
            .with("detected", score.detected)
            .with("pages", score.pages)
            .with("right", score.right_pages),
    );
    if let (Some(after), Some(each)) = (score.mean_time_to_detect_secs(), score.pages_per_fault()) {
        let more = Message::new("operate-score-speed")
            // Seconds are the least that is told apart.
            .with("after", Arg::Moment(after.round()))
            .with("operators", Arg::Moment(its.operator_secs(after.round())))
            .with("factor", Arg::Count(its.factor()))
            .with("each", Arg::Number((each * 10.0).round() / 10.0))
            .with("each-rounded", Arg::Count((each * 10.0).round() / 10.0));
        text = format!("{text} {}", say_message(&more));
    }
    text
}

fn line(operations: Operations, event: &AlertEvent) -> impl IntoView + use<> {
    let at = clock(event.at_secs());
    let (icon_name, class, text, more) = match event {
        AlertEvent::Changed { change, alert, summary, .. } => {
            let (icon_name, class, id) = match change {
                Change::Pending => ("advice", "", "operate-line-pending"),
                Change::Firing => ("error", "firing", "operate-line-firing"),
                Change::Resolved => ("check", "resolved", "operate-line-resolved"),
                Change::Cancelled => ("minus", "", "operate-line-cancelled"),
            };
            let name = alert.labels.get("alertname").unwrap_or_default();
            let message = Message::new(id).with("name", name).with("about", operations.about_with_severity(&alert.labels));
            let summary = (*change == Change::Firing).then(|| say_message(summary)).filter(|it| !it.is_empty());
            (icon_name, class, say_message(&message), summary)
        }
        AlertEvent::Notified(it) => {
            let id = match (it.is_repeat, it.firing.is_empty()) {
                (true, _) => "operate-line-repeated",
                (_, true) => "operate-line-told-over",
                _ => "operate-line-told",
            };
            let message = Message::new(id).with("firing", it.firing.len()).with("resolved", it.resolved.len());
            let group = it.group.iter().map(|(label, value)| operations.say_label(label, value)).collect::<Vec<_>>().join(" · ");
            ("bell", "told", say_message(&message), (!group.is_empty()).then_some(group))
        }
    };
    view! {
        <li class=class>
            <span class="figures muted">{at}</span>
            {icon(icon_name)}
            <span>{text} {more.map(|it| view! { <span class="verdict-why">{it}</span> })}</span>
        </li>
    }
}
