//! Single requests of the last run: where each one's time went.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Arg, Message};
use sim::{
    study::{Follow, Followed},
    trace::{Call, KEPT_FROM, Trace, Why},
};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::FigureTable,
    text::{or_dash, say, say_message},
    widgets::NumberField,
};

/// The longest run there can be, in seconds.
const MOST_SECS: f64 = 1e6;

#[component]
pub fn Requests() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let start = Callback::new(move |()| {
        let Some((ran, options, _)) = studies.run.as_it_ran() else { return };
        let Some(about) = studies.run.subject_untracked() else { return };
        let follow = Follow::new(ran, options, studies.requests_from.get_untracked());
        studies.begin(Question::Requests, follow, about, studies.requests);
    });
    let from = view! {
        <label for="requests-from">{say("study-requests-from")}</label>
        <NumberField
            id="requests-from"
            value=studies.requests_from
            placeholder=Signal::derive(|| Some(say("study-requests-nowhen")))
            unit="s".to_owned()
            min=-MOST_SECS
            max=MOST_SECS
            described_by="requests-from-help"
            on_commit=move |secs| studies.requests_from.set(secs)
        />
        <span class="muted small" id="requests-from-help">
            {say_message(&Message::new("study-requests-from-help").with("most", KEPT_FROM))}
        </span>
    };
    view! {
        <Pane
            question=Question::Requests
            about="study-requests-about"
            start="study-requests-start"
            on_start=start
            hindrance=studies.without_run()
            is_stale=studies.stale(studies.requests)
            controls=from.into_any()
        >
            {move || {
                studies.requests.get().map(|found| {
                    let (followed, about) = (Arc::new(found.answer.clone()), Arc::clone(&found.about));
                    view! { <Answer followed about/> }
                })
            }}
        </Pane>
    }
}

/// A list of requests, and the one that is chosen.
#[component]
fn Answer(followed: Arc<Followed>, about: Arc<Architecture>) -> impl IntoView {
    let traces = &followed.traces;
    if traces.is_empty() {
        return view! { <p>{say("study-requests-none")}</p> }.into_any();
    }
    let chosen = RwSignal::new(0_usize);
    let count = |why: Why| traces.iter().filter(|it| it.why == why).count();
    let asked = count(Why::Asked);
    let when = followed.from_secs.map(moment).unwrap_or_default();
    let of_then = Message::new(if asked < KEPT_FROM { "study-requests-asked" } else { "study-requests-first" })
        .with("count", asked)
        .with("at", when.clone());
    let group = |why: Why, label: String| {
        let options: Vec<_> = traces
            .iter()
            .enumerate()
            .filter(|(_, it)| it.why == why)
            .map(|(index, it)| view! { <option value=index.to_string()>{title(it)}</option> })
            .collect();
        (!options.is_empty()).then(|| view! { <optgroup label=label>{options}</optgroup> })
    };
    let options = [
        group(Why::Asked, say_message(&of_then)),
        group(Why::Slow, say("study-requests-slow")),
        group(Why::Failed, say("study-requests-failed")),
        group(Why::Sample, say("study-requests-sample")),
    ];
    let nothing_then = (asked == 0 && followed.from_secs.is_some())
        .then(|| say_message(&Message::new("study-requests-none-then").with("at", when)));
    let waterfall = move || {
        let trace = followed.traces.get(chosen.get()).cloned();
        trace.map(|trace| view! { <Waterfall trace about=Arc::clone(&about)/> })
    };
    view! {
        {nothing_then.map(|it| view! { <p class="report-note">{it}</p> })}
        <label class="study-controls">
            <span>{say("study-requests-choose")}</span>
            <select class="select" on:change=move |event| {
                chosen.set(event_target_value(&event).parse().unwrap_or_default());
            }>{options.into_iter().collect_view()}</select>
        </label>
        {waterfall}
    }
    .into_any()
}

/// Exact enough to tell requests of the same second apart, and to be typed into the field.
fn moment(secs: f64) -> String {
    format!("{secs:.3}").replace('-', "−") + " s"
}

/// A request in a line: how long, when, which.
fn title(it: &Trace) -> String {
    let message = Message::new(if it.failed.is_some() { "study-request-failed" } else { "study-request" })
        .with("duration", Arg::Millis(it.duration_millis))
        .with("at", moment(it.start_secs))
        .with("journey", it.journey.clone())
        .with("cause", it.failed.map_or_else(String::new, |it| say_message(&it.message())));
    say_message(&message)
}

/// Every call as a row with its parts in numbers, and as a bar over the request's time.
#[component]
fn Waterfall(trace: Trace, about: Arc<Architecture>) -> impl IntoView {
    let heads = &[
        "study-call",
        "study-call-when",
        "study-call-begun",
        "study-call-wait",
        "study-call-work",
        "study-call-calls",
        "param-fixed_delay_millis",
        "study-part-wire",
        "study-call-whole",
        "study-call-outcome",
    ];
    let rows: Vec<_> =
        in_tree_order(&trace.calls).into_iter().map(|(depth, it)| row(&trace, it, depth, &about)).collect();
    let more = (trace.more_calls > 0)
        .then(|| say_message(&Message::new("study-more-calls").with("count", trace.more_calls)));
    view! {
        <FigureTable label="study-requests" heads class="figures waterfall">{rows}</FigureTable>
        {more.map(|it| view! { <p>{it}</p> })}
        <p class="waterfall-legend">
            {["wire", "wait", "work", "call", "kept", "open", "waste"]
                .map(|it| {
                    view! {
                        <span>
                            <span class=format!("waterfall-sample {it}") aria-hidden="true"></span>
                            {say(legend(it))}
                        </span>
                    }
                })
                .collect_view()}
            <span>{say("study-critical")}</span>
        </p>
    }
}

fn legend(part: &str) -> &'static str {
    match part {
        "wire" => "study-part-wire",
        "wait" => "study-part-wait",
        "work" => "study-part-work",
        "call" => "study-part-call",
        "kept" => "param-fixed_delay_millis",
        "open" => "study-part-open",
        _ => "study-part-waste",
    }
}

/// Calls with their depth, each before those that it made.
fn in_tree_order(calls: &[Call]) -> Vec<(usize, &Call)> {
    let mut ordered = Vec::with_capacity(calls.len());
    let mut waiting: Vec<(usize, usize)> = roots(calls, None).map(|it| (0, it)).collect();
    while let Some((depth, place)) = waiting.pop() {
        ordered.push((depth, &calls[place]));
        waiting.extend(roots(calls, Some(place as u32)).map(|it| (depth + 1, it)));
    }
    ordered
}

/// Calls made by one call, the last first.
fn roots(calls: &[Call], caller: Option<u32>) -> impl Iterator<Item = usize> {
    (0..calls.len()).rev().filter(move |it| calls[*it].caller == caller)
}

fn row(trace: &Trace, it: &Call, depth: usize, about: &Architecture) -> impl IntoView + use<> {
    let name = about.component_name(it.component).to_owned();
    let name = if it.attempt > 1 {
        say_message(&Message::new("study-call-again").with("name", name).with("attempt", u32::from(it.attempt)))
    } else {
        name
    };
    let name = if it.is_hedge { say_message(&Message::new("study-call-hedge").with("name", name)) } else { name };
    let millis = |it: Option<f64>| or_dash(it, Arg::Millis);
    let work = it.worked_millis.is_some().then_some(it.work_millis);
    let outcome = match (it.failed, it.ended_millis) {
        (Some(cause), _) => say_message(&cause.message()),
        (None, Some(_)) => say("study-call-answered"),
        (None, None) => say("study-call-unanswered"),
    };
    let class = if it.is_critical { "critical" } else { "" };
    view! {
        <tr class=class>
            <th scope="row">
                <span class="waterfall-name" style:padding-left=format!("{}px", depth * 14)>{name}</span>
                {it.is_critical.then(|| view! { <span class="visually-hidden">{say("study-is-critical")}</span> })}
            </th>
            <td class="waterfall-when">{bar(it, trace.duration_millis)}</td>
            <td>{millis(Some(it.begun_millis()))}</td>
            <td>{millis(it.wait_millis())}</td>
            <td>{millis(work)}</td>
            <td>{millis(it.calls_millis())}</td>
            <td>{millis(it.answered_millis.map(|_| it.kept_millis))}</td>
            <td>{millis(it.network_millis())}</td>
            <td>{millis(it.ended_millis.map(|end| end - it.begun_millis()))}</td>
            <td class="words">{outcome}</td>
        </tr>
    }
}

/// The call over the request's time: network, wait, own work, calls of its own, how long the answer was kept back, and what
/// nobody waited for any more.
fn bar(it: &Call, whole_millis: f64) -> impl IntoView + use<> {
    let whole = whole_millis.max(1e-9);
    let ended = it.ended_millis.unwrap_or(whole);
    let arrived = it.arrived_millis.unwrap_or(ended);
    let answered = it.answered_millis.unwrap_or(whole);
    let done = answered - it.kept_millis;
    let worked = it.worked_millis.unwrap_or(done);
    let begun = (worked - it.work_millis).max(arrived);
    // What the callee does after its caller gave up is waste, whatever it is.
    let wanted = if it.gave_up { ended } else { answered };
    let parts = [
        ("wait", it.begun_millis(), it.sent_millis),
        ("wire", it.sent_millis, arrived),
        // Without its answer nobody knows yet when its turn came.
        (if it.worked_millis.is_some() { "wait" } else { "open" }, arrived, begun.min(wanted)),
        ("work", begun.min(wanted), worked.min(wanted)),
        ("call", worked.min(wanted), done.min(wanted)),
        ("kept", done.min(wanted), answered.min(wanted)),
        ("waste", wanted.max(arrived), answered),
        ("wire", answered, if it.gave_up { answered } else { ended }),
    ];
    let part = |(class, from, to): (&'static str, f64, f64)| {
        let (from, to) = (from.clamp(0.0, whole), to.clamp(0.0, whole));
        (to > from).then(|| {
            view! {
                <span
                    class=format!("waterfall-part {class}")
                    style:left=format!("{:.3}%", from / whole * 100.0)
                    style:width=format!("{:.3}%", (to - from) / whole * 100.0)
                ></span>
            }
        })
    };
    view! { <span class="waterfall-bar" aria-hidden="true">{parts.map(part).into_iter().collect_view()}</span> }
}
