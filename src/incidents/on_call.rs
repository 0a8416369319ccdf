//! On call: a run whose scenario is hidden until it is over.

use leptos::prelude::*;
use model::{
    Architecture, Edit, Message, Scenario,
    alert::Operations,
    finding::Place,
    graph::Graph,
    lean,
    scenario::{Action, ScenarioEvent},
};
use ops::{
    incidents::{RunRecord, score},
    sight,
};
use sim::changes::{self, Sort};

use super::{Incidents, state::clock};
use crate::{
    browser::now_millis,
    dashboard::FigureTable,
    inspector::SelectField,
    text::{has_text, say, say_arg, say_message, say_time},
    widgets::{NumberField, icon},
};

/// Whether somebody is on call in the run under way.
#[derive(Clone, Copy)]
pub struct OnCall {
    pub is_on: RwSignal<bool>,
}

impl OnCall {
    pub fn new() -> Self {
        Self { is_on: RwSignal::new(false) }
    }
}

/// An hour in two minutes: a page comes within seconds of an outage, and leaves some to answer it.
const USUAL_SPEEDUP: f64 = 30.0;

/// What happens in the next run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// The drawing's own scenario.
    Drawn,
    /// Something that nobody knows, drawn at random.
    Surprise,
}

/// The offer to go on call, and what it is like while one is.
#[component]
pub fn OnCallCard() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let run = incidents.run;
    let has_events = Memo::new(move |_| incidents.workspace.document.with(|it| !it.scenario.events.is_empty()));
    // Until the drawing has a pace of its own: at the pace of the world nothing would page within a short run.
    let chosen = RwSignal::new(None::<f64>);
    let speedup = Memo::new(move |_| {
        let drawn = incidents.workspace.document.with(|it| it.operations.clock_factor);
        chosen.get().unwrap_or(if drawn == 1.0 { USUAL_SPEEDUP } else { drawn })
    });
    let wanted = RwSignal::new(None::<Script>);
    let script = move || {
        wanted.get().filter(|it| *it == Script::Surprise || has_events.get()).unwrap_or_else(|| {
            if has_events.get() { Script::Drawn } else { Script::Surprise }
        })
    };
    let scripts = Signal::derive(move || {
        let drawn = has_events.get().then(|| ("drawn".to_owned(), say("on-call-drawn")));
        drawn.into_iter().chain([("surprise".to_owned(), say("on-call-surprise"))]).collect()
    });
    let start = move |_| {
        set_speedup(incidents, speedup.get_untracked());
        let document = incidents.workspace.document.get_untracked();
        let scenario = match untrack(script) {
            Script::Drawn => document.scenario.clone(),
            Script::Surprise => surprise(&document),
        };
        run.start_blind(scenario);
    };
    let is_dark = Memo::new(move |_| {
        incidents.workspace.document.with(|it| {
            let sight = ops::Sight::of(it);
            !sight::senders(it, "").iter().all(|it| sight.is_connected(*it))
        })
    });
    view! {
        <section class="on-call" aria-labelledby="on-call-title">
            <h3 id="on-call-title">{say("on-call-title")}</h3>
            <Show
                when=move || incidents.on_call.is_on.get()
                fallback=move || view! {
                    <p class="muted">{say("on-call-about")}</p>
                    <div class="on-call-options">
                        <div class="labelled">
                            <label for="on-call-script">{say("on-call-script")}</label>
                            <SelectField
                                id="on-call-script"
                                options=scripts
                                value=Signal::derive(move || match script() {
                                    Script::Drawn => "drawn".to_owned(),
                                    Script::Surprise => "surprise".to_owned(),
                                })
                                on_commit=move |it: String| wanted.set(Some(match it.as_str() {
                                    "drawn" => Script::Drawn,
                                    _ => Script::Surprise,
                                }))
                            />
                        </div>
                        <div class="labelled">
                            <label for="on-call-speedup">{say("on-call-speedup")}</label>
                            <NumberField
                                id="on-call-speedup"
                                value=Signal::derive(move || Some(speedup.get()))
                                unit="×"
                                min=1.0
                                max=1_000.0
                                described_by="on-call-speedup-help"
                                on_commit=move |it| {
                                    if let Some(speedup) = it {
                                        chosen.set(Some(speedup));
                                        set_speedup(incidents, speedup);
                                    }
                                }
                            />
                        </div>
                        <button type="button" class="button primary" on:click=start>
                            {icon("play")}
                            <span>{say("on-call-start")}</span>
                        </button>
                    </div>
                    <p class="muted small" id="on-call-speedup-help">{move || speedup_help(speedup.get())}</p>
                    <Show when=move || is_dark.get()>
                        <p class="report-note">{say("on-call-dark")}</p>
                    </Show>
                }
            >
                <p>{icon("mute")} {say("on-call-is-on")}</p>
            </Show>
        </section>
    }
}

// The clock is part of the drawing: its alerts go by the same one.
fn set_speedup(incidents: Incidents, clock_factor: f64) {
    let now = incidents.workspace.document.with_untracked(|it| it.operations.clone());
    if now.clock_factor == clock_factor {
        return;
    }
    let edit = Edit::SetOperations(Operations { clock_factor, ..now });
    incidents.workspace.commit(&edit, Message::new("step-set-clock"));
}

fn speedup_help(speedup: f64) -> String {
    use model::Arg;
    use ops::incidents::Severity;
    let escalation = |it: Severity| Arg::Millis(it.times(speedup).escalation_secs.unwrap_or(0.0) * 1e3);
    let message = Message::new("on-call-speedup-help")
        .with("minute", Arg::Millis(60e3 / speedup))
        .with("p1", escalation(Severity::P1))
        .with("p2", escalation(Severity::P2));
    say_message(&message)
}

/// Something that breaks at a time that nobody knows: a fault of the simulator's list, somewhere on the way of requests.
fn surprise(document: &Architecture) -> Scenario {
    let random = |n: usize| ((js_sys::Math::random() * n as f64) as usize).min(n.saturating_sub(1));
    let duration_secs = document.settings.duration_secs;
    // Time enough before it to learn what is usual, and after it to act.
    let at_secs = (duration_secs * (0.2 + 0.3 * js_sys::Math::random())).round();
    let mut possible = Vec::new();
    for fault in changes::all().filter(|it| it.sort == Sort::Fault) {
        let mut places = changes::places(document, fault);
        places.retain(|it| is_on_the_way(document, *it));
        if !places.is_empty() {
            possible.push((fault, places));
        }
    }
    let Some((fault, places)) = possible.get(random(possible.len())) else { return Scenario::default() };
    let Some(place) = places.get(random(places.len())) else { return Scenario::default() };
    let lasts_secs = fault.usual_secs.map(|_| (duration_secs - at_secs).max(1.0));
    let change = model::scenario::Change { lasts_secs, ..fault.usual(*place) };
    Scenario { events: vec![ScenarioEvent { at_secs, action: Action::Change(change) }] }
}

// What no request ever meets can break without anybody noticing.
fn is_on_the_way(document: &Architecture, place: Place) -> bool {
    let graph = Graph::new(document);
    let reached = graph.reached();
    let is_reached = |id| graph.find(id).is_some_and(|at| reached[at]);
    match place {
        Place::Component(id) => is_reached(id),
        Place::Connection(id) => document.connection(id).is_some_and(|it| is_reached(it.from) && is_reached(it.to)),
        Place::Zone(_) | Place::Architecture => true,
    }
}

/// Scores of the runs that somebody was on call in, the last one on top.
#[component]
pub fn OnCallResults() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let last = Memo::new(move |_| {
        incidents.with(|book| book.runs().iter().rev().find(|it| it.is_on_call && it.score.is_some()).cloned())
    });
    move || last.get().map(|run| view! { <Result run/> })
}

/// Score and truth of one run.
#[component]
fn Result(run: RunRecord) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let score = run.score.clone().unwrap_or_default();
    let total = score.total().map(|it| format!("{it:.0}"));
    let when = say_time(run.started_at_millis.min(now_millis()));
    let title = Message::new("on-call-result").with("when", when);
    let rows = score.parts.iter().map(part_row).collect_view();
    let mut told: Vec<(f64, &'static str, String)> = Vec::new();
    for it in &run.truth {
        told.push((it.at_secs, "on-call-happened", it.text.clone()));
    }
    incidents.with_untracked(|book| {
        for it in book.cases().iter().map(|it| &it.incident).filter(|it| it.run == Some(run.number)) {
            told.push((it.opened_at_secs, "on-call-saw", it.title.clone()));
            for entry in &it.timeline {
                if matches!(entry.command, ops::incidents::Command::Act { .. }) {
                    let said = ops::incidents::words::entry(&entry.command, &|id| incidents.name(id));
                    told.push((entry.at_secs, "on-call-did", say_message(&said)));
                }
            }
        }
    });
    let helps = run.truth.iter().filter_map(|it| helps(&it.id)).collect_view();
    lean::sort_by(&mut told, |a, b| a.0.total_cmp(&b.0));
    let told = told
        .into_iter()
        .map(|(at_secs, who, text)| view! {
            <tr>
                <td>{clock(at_secs)}</td>
                <th scope="row">{say(who)}</th>
                <td>{text}</td>
            </tr>
        })
        .collect_view();
    view! {
        <section class="on-call-result" aria-labelledby="on-call-result">
            <h3 id="on-call-result">{say_message(&title)}</h3>
            <p class="on-call-total">
                <strong>{total.unwrap_or_else(|| "–".to_owned())}</strong>
                " "
                {say("on-call-of-hundred")}
            </p>
            <FigureTable label="on-call-parts" heads=&["score-part", "score-value", "score-points", "score-formula"]>
                {rows}
            </FigureTable>
            <h4>{say("on-call-truth")}</h4>
            <FigureTable label="on-call-truth" heads=&["score-when", "score-who", "score-what"]>
                {told}
            </FigureTable>
            {helps}
        </section>
    }
}

/// What the simulator's list says against a fault.
fn helps(id: &str) -> Option<impl IntoView + use<>> {
    let text = format!("change-{id}-helps");
    has_text(&text).then(|| view! {
        <h4>{say("on-call-helps")}</h4>
        <p>{say(&text)}</p>
    })
}

fn part_row(it: &score::PartScore) -> impl IntoView + use<> {
    use model::Arg;
    let label = match it.part {
        score::Part::Detect => "score-detect",
        score::Part::Acknowledge => "score-acknowledge",
        score::Part::Mitigate => "score-mitigate",
        score::Part::Budget => "score-budget",
        score::Part::Actions => "score-actions",
    };
    let unit = |value: f64| match it.part {
        score::Part::Detect | score::Part::Acknowledge | score::Part::Mitigate => Arg::Millis(value * 1e3),
        score::Part::Budget => Arg::Ratio(value),
        score::Part::Actions => Arg::Count(value),
    };
    let value = it.value.map_or_else(|| say("score-never"), |value| say_arg(&unit(value)));
    let points = Message::new("score-of").with("points", Arg::Number(it.points())).with("most", Arg::Number(it.most_points));
    let formula = Message::new("score-formula-of").with("full", unit(it.full)).with("none", unit(it.none));
    view! {
        <tr>
            <th scope="row">{say(label)}</th>
            <td>{value}</td>
            <td>{say_message(&points)}</td>
            <td>{say_message(&formula)}</td>
        </tr>
    }
}
