//! Run, pause, step, stop, speed and seed, and the headline numbers beside them.

use leptos::{ev, prelude::*};
use model::{Arg, Edit, Message, RunSettings};
use sim::Speed;

use super::figures::figure;
use crate::{
    run::{Phase, Run},
    text::{say, say_arg, say_message},
    widgets::{NumberField, icon},
    workspace::Workspace,
};

/// Simulated seconds per second to choose from.
const SPEEDS: [f64; 6] = [0.1, 1.0, 2.0, 5.0, 10.0, 60.0];

/// The longest run that can be asked for: an hour, as long as the engine measures at full detail.
const MAX_DURATION_SECS: f64 = 3_600.0;

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

/// Duration, warm-up and seed of the next run; kept in the drawing.
#[component]
pub fn RunSettingsFields() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let settings = Memo::new(move |_| workspace.document.with(|it| it.settings));
    let set = move |settings: RunSettings| {
        workspace.commit(&Edit::SetSettings(settings), Message::new("edit-settings"));
    };
    let now = move || settings.get_untracked();
    view! {
        <div class="run-settings">
            <label for="run-duration">{say("run-duration")}</label>
            <NumberField
                id="run-duration"
                value=Signal::derive(move || Some(settings.get().duration_secs))
                unit=say("unit-secs")
                min=1.0
                max=MAX_DURATION_SECS
                on_commit=move |it| if let Some(duration_secs) = it { set(RunSettings { duration_secs, ..now() }) }
            />
            <label for="run-warm-up">{say("run-warm-up")}</label>
            <NumberField
                id="run-warm-up"
                value=Signal::derive(move || Some(settings.get().warm_up_secs))
                unit=say("unit-secs")
                min=0.0
                max=MAX_DURATION_SECS
                on_commit=move |it| if let Some(warm_up_secs) = it { set(RunSettings { warm_up_secs, ..now() }) }
            />
            <label for="run-seed">{say("run-seed")}</label>
            <NumberField
                id="run-seed"
                value=Signal::derive(move || Some(settings.get().seed as f64))
                min=0.0
                max=9_007_199_254_740_991.0
                whole=true
                on_commit=move |it| if let Some(seed) = it { set(RunSettings { seed: seed as u64, ..now() }) }
            />
        </div>
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
