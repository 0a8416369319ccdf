//! Says what a run does to people who do not see the charts, and brings the charts to those who do.

use leptos::prelude::*;
use model::{Arg, Message};

use crate::{
    frame::{BottomTab, Side, Toast},
    run::Phase,
    text::{say, say_message},
    workspace::Workspace,
};

/// What the notice of a run's end is about.
const OUTCOME: &str = "outcome";

/// Follows the run as long as the page lives.
pub fn follow(workspace: Workspace) {
    let run = workspace.simulation;
    Effect::watch(
        move || run.phase.get(),
        move |phase, before, _| {
            // It is about a run that has begun anew, or was taken back.
            if !matches!(phase, Phase::Done) {
                workspace.toasts.withdraw(OUTCOME);
            }
            let was_active = before.is_some_and(|it| matches!(it, Phase::Running | Phase::Paused));
            match phase {
                Phase::Running if !was_active => {
                    // Whoever is on call stays where the pages arrive.
                    if !run.is_blind.get_untracked() {
                        workspace.layout.bottom_tab.set(BottomTab::Results);
                    }
                }
                Phase::Paused => {
                    let at = run.live.with_untracked(|it| it.as_ref().map(|it| (it.now_secs, it.duration_secs)));
                    // At its end it is about to say how it went.
                    if let Some((now_secs, _)) = at.filter(|(now, duration)| now < duration) {
                        let message = Message::new("run-said-paused");
                        workspace.announce(say_message(&message.with("now", Arg::Moment(now_secs))));
                    }
                }
                Phase::Done => finished(workspace),
                // Whoever pressed Run wants to know why nothing runs.
                Phase::Refused(_) | Phase::Crashed(_) => workspace.layout.show_results(),
                Phase::Idle | Phase::Running => {}
            }
        },
        false,
    );
    // Until there is something to show the simulator may still refuse.
    let has_begun = Memo::new(move |_| run.live.with(Option::is_some) && run.is_active());
    Effect::watch(
        move || has_begun.get(),
        move |has_begun, _, _| {
            // One that is brought back is announced as such.
            if *has_begun && run.recovered_secs.with_untracked(Option::is_none) {
                workspace.announce(say("run-said-started"));
            }
        },
        false,
    );
}

/// Says how it went, and leads to the results where they cannot be seen.
fn finished(workspace: Workspace) {
    let said = summary(workspace);
    let layout = workspace.layout;
    if untrack(|| layout.is_shown(Side::Bottom)) {
        workspace.announce(said);
    } else {
        workspace.notify(Toast::new(said).about(OUTCOME).button(say("tab-results"), move || layout.show_results()));
    }
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
