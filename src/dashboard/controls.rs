//! Run, pause, step, stop, speed and seed, and the headline numbers beside them.

use leptos::{ev, prelude::*};
use model::{Arg, Message};
use ops::Unseen;
use sim::{
    Measured, Speed,
    report::{Second, last_p99_millis, why_missing},
};

use super::{back::BackTo, figures::{figure, percentile}, objectives::tally};
use crate::{
    frame::Side,
    run::{Phase, Run, users_unseen},
    text::{or_dash, say, say_arg, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// Simulated seconds per second to choose from.
const SPEEDS: [f64; 6] = [0.1, 1.0, 2.0, 5.0, 10.0, 60.0];

#[component]
pub fn RunControls() -> impl IntoView {
    let run = expect_context::<Run>();
    let is_running = move || run.phase.with(|it| *it == Phase::Running);
    let is_paused = move || run.phase.with(|it| *it == Phase::Paused);
    let is_repeating = move || run.replicating.with(Option::is_some);
    let toggle_label = move || match run.phase.get() {
        Phase::Running => say("run-pause"),
        Phase::Paused if !is_repeating() => say("run-resume"),
        Phase::Paused | Phase::Idle | Phase::Done | Phase::Refused(_) | Phase::Crashed(_) => say("run-start"),
    };
    view! {
        <div class="run-controls" role="group" aria-label=say("run-controls")>
            <button
                type="button"
                class="button primary run-button"
                aria-disabled=move || is_repeating().to_string()
                on:click=move |_| run.toggle()
            >
                {move || icon(if is_running() { "pause" } else { "play" })}
                <span>{toggle_label}</span>
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=say("run-step")
                title=say("run-step")
                disabled=move || is_running() || is_repeating()
                on:click=move |_| run.step()
            >
                {icon("step")}
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=say("run-stop")
                title=say("run-stop")
                disabled=move || !is_running() && !is_paused()
                on:click=move |_| run.stop()
            >
                {icon("stop")}
            </button>
            <SpeedChoice/>
            <SettingsButton/>
            <BackTo/>
            <Progress/>
        </div>
    }
}

#[component]
fn SpeedChoice() -> impl IntoView {
    let run = expect_context::<Run>();
    let value_of = |speed: Speed| match speed {
        Speed::Times(times) => times.to_string(),
        Speed::Max => "max".to_owned(),
    };
    let choose = move |event: ev::Event| {
        let speed = event_target_value(&event).parse().map_or(Speed::Max, Speed::Times);
        run.set_speed(speed);
    };
    let times = SPEEDS.map(|times| {
        let label = say_message(&Message::new("run-speed-times").with("times", Arg::Number(times)));
        let selected = move || run.speed.get() == Speed::Times(times);
        view! { <option value=times.to_string() selected=selected>{label}</option> }
    });
    view! {
        <select
            class="input run-speed"
            aria-label=say("run-speed")
            title=say("run-speed")
            prop:value=move || value_of(run.speed.get())
            on:change=choose
        >
            {times.collect_view()}
            <option value="max" selected=move || run.speed.get() == Speed::Max>{say("run-speed-max")}</option>
        </select>
    }
}

/// How long a run is and its seed, and the way to change them; gives its place to the progress while a run goes on.
#[component]
fn SettingsButton() -> impl IntoView {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let text = move || {
        workspace.document.with(|it| {
            let message = Message::new("run-settings-short")
                .with("duration", Arg::Moment(it.settings.duration_secs))
                .with("seed", it.settings.seed.to_string());
            say_message(&message)
        })
    };
    view! {
        <Show when=move || !run.is_active() && run.replicating.get().is_none()>
            <button
                type="button"
                class="button quiet run-settings"
                title=say("run-settings")
                on:click=move |_| {
                    // They belong to the whole drawing, which the inspector shows while nothing is selected.
                    workspace.change(|it| it.select([], false));
                    workspace.layout.focus_on(Side::Right, "run-duration");
                }
            >
                <span class="figures">{text}</span>
            </button>
        </Show>
    }
}

/// How far the run has come: simulated seconds of its duration, and a bar.
#[component]
fn Progress() -> impl IntoView {
    let run = expect_context::<Run>();
    let share = move || {
        if let Some((done, of)) = run.replicating.get() {
            return Some(f64::from(done) / f64::from(of.max(1)));
        }
        run.live.with(|live| {
            let live = live.as_ref()?;
            Some((live.now_secs.max(0.0) / live.duration_secs.max(1e-9)).clamp(0.0, 1.0))
        })
    };
    let text = move || {
        if let Some((done, of)) = run.replicating.get() {
            let message = Message::new("run-replicating").with("next", done + 1).with("of", of);
            return Some(say_message(&message));
        }
        run.live.with(|live| {
            let live = live.as_ref()?;
            if live.now_secs < 0.0 {
                return Some(say("run-warming-up"));
            }
            let time = |secs: f64| Arg::Moment((secs * 10.0).round() / 10.0);
            let message = Message::new("run-progress")
                .with("now", time(live.now_secs))
                .with("duration", time(live.duration_secs));
            Some(say_message(&message))
        })
    };
    view! {
        <Show when=move || run.is_active() && !run.can_go_back() || run.replicating.get().is_some()>
            <div class="run-progress">
                <progress aria-label=say("run-progress-label") max="1" prop:value=move || share().unwrap_or(0.0)></progress>
                <span class="figures">{text}</span>
            </div>
        </Show>
    }
}

/// p99, failures and throughput in one line: of the last second while a run goes on, of the whole run after it. Before
/// any, nothing: an estimate is shown elsewhere as one.
#[component]
pub fn Headline() -> impl IntoView {
    let run = expect_context::<Run>();
    let figures = move || match run.report.get() {
        Some(report) => {
            let total = &report.total;
            // The bar has room for the number; the report says how sure it is.
            let throughput = total.throughput_per_sec.map(|it| Measured::single(it.value));
            Some([
                ("report-p99", percentile(total.latency.p99_millis, total.latency.why_missing())),
                ("report-errors-short", failed_share(total.succeeded, total.failed)),
                ("report-throughput", figure(throughput, Arg::PerSec)),
            ])
        }
        None => run.seconds.with(|it| if why_unseen(run, it).is_some() { Some(unseen_second()) } else { last_second(it) }),
    };
    let has_figures = Memo::new(move |_| run.report.with(Option::is_some) || run.seconds.with(|it| last_second(it).is_some()));
    let stale = move || run.is_stale().then_some("stale");
    let about = move || match run.is_stale() {
        true => Some(say(run.about_stale())),
        false => run.seconds.with(|it| why_unseen(run, it)).map(|it| say(users_unseen(it))),
    };
    view! {
        <Show when=move || has_figures.get()>
            <Verdict/>
            <dl class=move || format!("headline {}", stale().unwrap_or_default()) title=about>
                {move || figures().map(|all| {
                    all.map(|(label, value)| view! { <div title=say(label)><dt class=label>{say(label)}</dt><dd class="figures">{value}</dd></div> })
                        .collect_view()
                })}
            </dl>
        </Show>
    }
}

/// Why nobody told how the users fared in the last second, if so.
fn why_unseen(run: Run, seconds: &[Second]) -> Option<Unseen> {
    seconds.last().filter(|it| it.at_secs > 0.0).and_then(|it| run.why_unseen(it))
}

/// What is not known has no number.
fn unseen_second() -> [(&'static str, String); 3] {
    ["report-p99", "report-errors-short", "report-throughput"].map(|it| (it, or_dash(None, Arg::Number)))
}

/// The same figures of the last measured second.
fn last_second(seconds: &[Second]) -> Option<[(&'static str, String); 3]> {
    let measured = &seconds[seconds.partition_point(|it| it.at_secs <= 0.0)..];
    let last = measured.last()?;
    let p99 = last_p99_millis(measured).map_or_else(say, |it| say_arg(&Arg::Millis(it)));
    Some([
        ("report-p99", p99),
        ("report-errors-short", failed_share(last.succeeded.into(), last.failed.into())),
        ("report-throughput", say_arg(&Arg::PerSec(last.succeeded.into()))),
    ])
}

/// Whether the run met the objectives; nothing where none is set or the drawing has changed since.
#[component]
fn Verdict() -> impl IntoView {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let tallied = Memo::new(move |_| {
        let report = run.report.get().filter(|_| !run.is_stale())?;
        Some(workspace.document.with(|it| tally(&it.objectives, &report)))
    });
    move || {
        let (all, missed, open) = tallied.get()?;
        if all == 0 || missed == 0 && open > 0 {
            return None;
        }
        let (class, icon_name, text) = if missed == 0 {
            ("verdict met", "check", Message::new("headline-met").with("n", all))
        } else {
            ("verdict missed", "error", Message::new("headline-missed").with("n", missed).with("all", all))
        };
        Some(view! {
            <button type="button" class=class on:click=move |_| workspace.layout.show_results()>
                {icon(icon_name)}
                <span>{say_message(&text)}</span>
            </button>
        })
    }
}

fn failed_share(succeeded: u64, failed: u64) -> String {
    let finished = succeeded + failed;
    if finished == 0 { say(why_missing(0)) } else { say_arg(&Arg::Ratio(failed as f64 / finished as f64)) }
}
