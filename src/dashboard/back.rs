//! The way back, and on: in a pause and after the end, the run can be taken to an earlier second to act differently from
//! there, and to a later one.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use model::{Arg, Message, scenario::ScenarioEvent};
use sim::{Measured, Report, report::{Journey, Second}};
use web_sys::HtmlInputElement;

use super::figures::{FigureTable, figure};
use crate::{
    follow::follow,
    run::{Left, Run, only_in},
    scenario::say_action,
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

/// Shows where the run is, and takes it elsewhere.
#[component]
pub fn BackTo() -> impl IntoView {
    let run = expect_context::<Run>();
    let can_go_back = Memo::new(move |_| run.can_go_back() && run.replicating.with(Option::is_none));
    view! { <Show when=move || can_go_back.get()><Slider/></Show> }
}

#[component]
fn Slider() -> impl IntoView {
    let run = expect_context::<Run>();
    let now_secs = Memo::new(move |_| run.live.with(|it| it.as_ref().map_or(0.0, |it| it.now_secs)));
    let duration_secs = move || run.live.with(|it| it.as_ref().map_or(1.0, |it| it.duration_secs));
    // Where the thumb is while it is dragged, and until the run is there: the next key goes on from it.
    let wanted_secs = RwSignal::new(None::<f64>);
    follow(move || {
        let (now_secs, is_going_on) = (now_secs.get(), run.is_going_on());
        // It is there, or was held on its way.
        let has_ended = |it: f64| (it - now_secs).abs() < 0.5 || it > now_secs && !is_going_on;
        if wanted_secs.get_untracked().is_some_and(has_ended) {
            wanted_secs.set(None);
        }
    });
    let shown_secs = move || wanted_secs.get().unwrap_or_else(|| now_secs.get());
    let read = move |event: &ev::Event| {
        let input: HtmlInputElement = event_target(event);
        let wanted = input.value_as_number();
        // Nothing comes after the end.
        let last_secs = if untrack(|| run.is_active()) { duration_secs() } else { now_secs.get_untracked() };
        if wanted > last_secs {
            input.set_value_as_number(last_secs);
        }
        wanted.min(last_secs)
    };
    let text = move || {
        let message = Message::new(match wanted_secs.get() {
            Some(wanted) if wanted > now_secs.get() => "run-on-wanted",
            Some(_) => "run-back-wanted",
            None => "run-progress",
        });
        let time = |secs: f64| Arg::Moment((secs * 10.0).round() / 10.0);
        say_message(&message.with("now", time(shown_secs())).with("duration", time(duration_secs())))
    };
    view! {
        <div class="run-progress" class:over=move || !run.is_active() && wanted_secs.get().is_none()>
            <input
                type="range"
                class="run-back"
                aria-label=say("run-back")
                title=say("run-back")
                aria-valuetext=text
                min="0"
                max=duration_secs
                step="1"
                prop:value=move || shown_secs().to_string()
                on:input=move |event| wanted_secs.set(Some(read(&event)))
                on:change=move |event| {
                    let to_secs = read(&event);
                    // Let go where it was, there is no way to go.
                    wanted_secs.set(Some(to_secs).filter(|it| *it != now_secs.get_untracked()));
                    run.go_to(to_secs);
                }
            />
            <span class="figures">{text}</span>
        </div>
    }
}

/// The way that the run went beside the way that was left; nothing if it was not taken back.
#[component]
pub fn TwoWays(report: Arc<Report>) -> impl IntoView {
    let run = expect_context::<Run>();
    move || run.left.get().map(|left| view! { <Ways report=report.clone() left seconds=run.seconds.get_untracked()/> })
}

/// Label, unit and value of a figure.
type Figure = (&'static str, fn(f64) -> Arg, fn(&Journey) -> Option<Measured>);

/// What is missing is so because too few were answered, or nobody was.
fn known(of: &Journey, read: fn(&Journey) -> Option<Measured>, unit: fn(f64) -> Arg) -> String {
    let value = read(of);
    if value.is_some() { figure(value, unit) } else { say(of.latency.why_missing()) }
}

/// What was done in one way and not in the other, in words.
fn done(of: &Report, other: &Report, workspace: Workspace) -> String {
    let said = |it: &ScenarioEvent| {
        let what = workspace.document.with_untracked(|document| say_action(document, &it.action));
        say_message(&Message::new("chart-mark").with("at", Arg::Moment(it.at_secs)).with("what", what))
    };
    let own: Vec<String> = only_in(of, other).map(said).collect();
    if own.is_empty() { say("ways-done-nothing") } else { own.join("; ") }
}

/// Share that succeeded of what ended after a moment.
fn succeeded_since(seconds: &[Second], at_secs: f64) -> String {
    let since = seconds.iter().filter(|it| it.at_secs > at_secs);
    let (good, all) = since.fold((0, 0), |(good, all), it| (good + it.succeeded, all + it.succeeded + it.failed));
    if all == 0 { "–".to_owned() } else { say_arg(&Arg::Ratio(f64::from(good) / f64::from(all))) }
}

#[component]
fn Ways(report: Arc<Report>, left: Arc<Left>, seconds: Arc<Vec<Second>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let rows: [Figure; 6] = [
        ("report-succeeded", Arg::Ratio, |it| it.success_ratio),
        ("report-throughput", Arg::PerSec, |it| it.throughput_per_sec),
        ("report-mean", Arg::Millis, |it| it.latency.mean_millis),
        ("report-p50", Arg::Millis, |it| it.latency.p50_millis),
        ("report-p95", Arg::Millis, |it| it.latency.p95_millis),
        ("report-p99", Arg::Millis, |it| it.latency.p99_millis),
    ];
    let row = |(label, unit, read): Figure| {
        view! {
            <tr>
                <th scope="row">{say(label)}</th>
                <td>{known(&left.report.total, read, unit)}</td>
                <td>{known(&report.total, read, unit)}</td>
            </tr>
        }
    };
    let mut rows = rows.into_iter().map(row);
    let (succeeded, rows) = (rows.next(), rows.collect_view());
    let secs = |secs: f64| say_arg(&Arg::Moment(secs));
    let at_secs = left.same_until(&report, &seconds);
    let about = Message::new("ways-about").with("at", Arg::Moment(at_secs));
    let since = Message::new("ways-succeeded-since").with("at", Arg::Moment(at_secs));
    let since_there = [&left.seconds, &seconds].map(|it| succeeded_since(it, at_secs));
    let was_done = [("ways-left", &left.report, &report), ("ways-now", &report, &left.report)].map(|(way, of, other)| {
        say_message(&Message::new("ways-done").with("way", Message::new(way)).with("done", done(of, other, workspace)))
    });
    let measured = [secs(left.report.measured_secs), secs(report.measured_secs)];
    view! {
        <section aria-labelledby="ways-title">
            <h3 id="ways-title">{say("ways-title")}</h3>
            <p>{say_message(&about)}</p>
            <ul>{was_done.map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
            <FigureTable label="ways-title" heads=&["study-figure", "ways-left", "ways-now"]>
                {succeeded}
                <tr>
                    <th scope="row">{say_message(&since)}</th>
                    {since_there.map(|it| view! { <td>{it}</td> }).collect_view()}
                </tr>
                {rows}
                <tr>
                    <th scope="row">{say("ways-measured")}</th>
                    {measured.map(|it| view! { <td>{it}</td> }).collect_view()}
                </tr>
            </FigureTable>
        </section>
    }
}
