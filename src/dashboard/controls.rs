//! Run, pause, step, stop, speed and seed, and the headline numbers beside them.

use leptos::{ev, prelude::*};
use model::{Arg, Message};
use sim::Speed;

use super::figures::figure;
use crate::{
    run::{Phase, Run},
    text::{say, say_arg, say_message},
    widgets::icon,
};

/// Simulated seconds per second to choose from.
const SPEEDS: [f64; 6] = [0.1, 1.0, 2.0, 5.0, 10.0, 60.0];

#[component]
pub fn RunControls() -> impl IntoView {
    let run = expect_context::<Run>();
    let is_running = move || run.phase.with(|it| *it == Phase::Running);
    let is_paused = move || run.phase.with(|it| *it == Phase::Paused);
    let toggle_label = move || match run.phase.get() {
        Phase::Running => say("run-pause"),
        Phase::Paused => say("run-resume"),
        Phase::Idle | Phase::Done | Phase::Refused(_) | Phase::Crashed(_) => say("run-start"),
    };
    view! {
        <div class="run-controls" role="group" aria-label=say("run-controls")>
            <button type="button" class="button primary run-button" on:click=move |_| run.toggle()>
                {move || icon(if is_running() { "pause" } else { "play" })}
                <span>{toggle_label}</span>
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=say("run-step")
                title=say("run-step")
                disabled=is_running
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
            let time = |secs: f64| Arg::Millis((secs * 10.0).round() * 100.0);
            let message = Message::new("run-progress")
                .with("now", time(live.now_secs))
                .with("duration", time(live.duration_secs));
            Some(say_message(&message))
        })
    };
    view! {
        <Show when=move || run.live.with(Option::is_some)>
            <div class="run-progress">
                <progress aria-label=say("run-progress-label") max="1" prop:value=move || share().unwrap_or(0.0)></progress>
                <span class="figures">{text}</span>
            </div>
        </Show>
    }
}

/// p99, success and throughput of the last run, in one line. Before any, nothing: an estimate is shown elsewhere as one.
#[component]
pub fn Headline() -> impl IntoView {
    let run = expect_context::<Run>();
    let figures = move || {
        let report = run.report.get()?;
        let total = &report.total;
        Some([
            ("report-p99", figure(total.latency.p99_millis, Arg::Millis)),
            ("report-errors-short", failed_share(total.succeeded, total.failed)),
            ("report-throughput", figure(total.throughput_per_sec, Arg::PerSec)),
        ])
    };
    let stale = move || run.is_stale().then_some("stale");
    view! {
        <Show when=move || run.report.with(Option::is_some)>
            <dl class=move || format!("headline {}", stale().unwrap_or_default()) title=move || run.is_stale().then(|| say("report-stale"))>
                {move || figures().map(|all| {
                    all.map(|(label, value)| view! { <div><dt>{say(label)}</dt><dd class="figures">{value}</dd></div> })
                        .collect_view()
                })}
            </dl>
        </Show>
    }
}

fn failed_share(succeeded: u64, failed: u64) -> String {
    let finished = succeeded + failed;
    if finished == 0 { say("too-few-samples") } else { say_arg(&Arg::Ratio(failed as f64 / finished as f64)) }
}
