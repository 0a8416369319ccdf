//! Figures of a report in words: value, unit, and how sure it is.

use leptos::prelude::*;
use model::{Arg, ComponentId, Item, Kind, Message, catalog::BehaviorKind};
use sim::Measured;

use crate::{
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

/// A value with its 95 % interval if it has one; too few samples give words, never a number.
pub fn figure(measured: Option<Measured>, unit: fn(f64) -> Arg) -> String {
    let Some(measured) = measured else { return say("too-few-samples") };
    let value = say_arg(&unit(measured.value));
    match measured.told_half_width() {
        Some(half_width) => format!("{value} ± {}", say_arg(&unit(half_width))),
        None => value,
    }
}

/// A share of something. Where few runs differ widely its interval would go on below nothing or beyond all: then it is
/// written from where to where.
pub fn share(measured: Measured) -> String {
    match measured.share_message() {
        Some(range) => say_message(&range),
        None => figure(Some(measured), Arg::Ratio),
    }
}

/// A percentile or a mean; without one the message id says whether nobody was answered or too few were.
pub fn percentile(measured: Option<Measured>, why_missing: &'static str) -> String {
    if measured.is_some() { figure(measured, Arg::Millis) } else { say(why_missing) }
}

/// The same where a missing value means "does not apply".
pub fn figure_or_dash(measured: Option<Measured>, unit: fn(f64) -> Arg) -> String {
    if measured.is_some() { figure(measured, unit) } else { "–".to_owned() }
}

/// Who waits at a component. A broker's messages are not all in a queue: consumers are at work on some of them.
pub fn waiting(kind: Option<Kind>, figure: String) -> String {
    if is_broker(kind) {
        say_message(&Message::new("messages-held").with("messages", figure))
    } else {
        figure
    }
}

pub fn is_broker(kind: Option<Kind>) -> bool {
    kind.is_some_and(|it| it.behavior == BehaviorKind::Broker)
}

/// Heads of columns of words, which begin at the left as the words do.
const WORDS: [&str; 10] = [
    "laws-exact-queue",
    "laws-little",
    "laws-utilization",
    "plan-buy",
    "report-place",
    "report-blast-foretold",
    "report-blast-seen",
    "study-call-outcome",
    "study-comes-back",
    "study-effect",
];

/// Figures under column heads by message id; wide tables scroll inside their own frame.
#[component]
pub fn FigureTable(
    /// Message id of what the table shows.
    label: &'static str,
    heads: &'static [&'static str],
    #[prop(default = "figures")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let heads: Vec<_> = heads.iter().map(|it| view! { <th scope="col" class:words=WORDS.contains(it)>{say(it)}</th> }).collect();
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=say(label)>
            <table class=class>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// Percent as the engine gives it, for texts that take a share.
pub const fn percent(value: f64) -> Arg {
    Arg::Ratio(value / 100.0)
}

/// A component's name that selects and shows it.
#[component]
pub fn ComponentLink(id: ComponentId, #[prop(into)] name: String) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    view! {
        <button type="button" class="link" on:click=move |_| workspace.reveal([Item::Component(id)])>
            {name}
        </button>
    }
}
