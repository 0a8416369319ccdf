//! On call: a run whose scenario is hidden until it is over.

use leptos::prelude::*;
use model::{Edit, Message, alert::Operations};
use ops::sight;

use super::Incidents;
use crate::{
    inspector::SelectField,
    text::{say, say_message},
    widgets::{NumberField, icon},
};

mod result;
mod surprise;

pub use result::{OnCallResults, is_just_over};

use surprise::surprise;

/// Whether somebody is on call in the run under way.
#[derive(Clone, Copy)]
pub struct OnCall {
    pub is_on: RwSignal<bool>,
    /// A shift has just ended: its score is brought into view, wherever the panel stands.
    pub shows_result: StoredValue<bool>,
}

impl OnCall {
    pub fn new() -> Self {
        Self { is_on: RwSignal::new(false), shows_result: StoredValue::new(false) }
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
