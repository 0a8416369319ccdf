//! Says what a run does to people who do not see the charts, and brings the charts to those who do.

use leptos::prelude::*;
use model::{Arg, Message};

use crate::{
    frame::BottomTab,
    run::Phase,
    text::say_message,
    workspace::Workspace,
};

/// Follows the run as long as the page lives.
pub fn follow(workspace: Workspace) {
    let run = workspace.simulation;
    Effect::watch(
        move || run.phase.get(),
        move |phase, before, _| {
            let was_active = before.is_some_and(|it| matches!(it, Phase::Running | Phase::Paused));
            match phase {
                Phase::Running if !was_active => {
                    workspace.layout.bottom_tab.set(BottomTab::Results);
                    workspace.announce(say_message(&Message::new("run-said-started")));
                }
                Phase::Paused => {
                    let now_secs = run.live.with_untracked(|it| it.as_ref().map_or(0.0, |it| it.now_secs));
                    let message = Message::new("run-said-paused");
                    workspace.announce(say_message(&message.with("now", Arg::Millis(now_secs * 1e3))));
                }
                Phase::Done => workspace.announce(summary(workspace)),
                Phase::Refused(_) | Phase::Crashed(_) => workspace.layout.bottom_tab.set(BottomTab::Results),
                Phase::Idle | Phase::Running => {}
            }
        },
        false,
    );
}

/// The outcome in a sentence, and what saturated first.
fn summary(workspace: Workspace) -> String {
    workspace.simulation.report.with_untracked(|report| {
        let Some(report) = report else { return String::new() };
        let finished = report.total.succeeded + report.total.failed;
        let ratio = report.total.succeeded as f64 / finished.max(1) as f64;
        let done = say_message(&Message::new("run-said-done").with("succeeded", Arg::Ratio(ratio)));
        let why = report.explanation.first().map(|it| say_message(&it.message)).unwrap_or_default();
        format!("{done}. {why}")
    })
}
