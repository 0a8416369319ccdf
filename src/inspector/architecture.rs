//! The whole drawing: what to try with it, how it is run, what it counts and costs.

use leptos::prelude::*;
use model::{Edit, Message, RunSettings};

use super::{
    bill::ArchitectureBill,
    component::{Fact, Plain},
    estimate::ArchitectureEstimate,
    field::{Section, TextField},
    objectives::ObjectivesEditor,
    scenario::ScenarioEditor,
};
use crate::{follow::late, text::say, widgets::NumberField, workspace::Workspace};

/// Seeds above this cannot be typed without losing digits.
const MOST_SEED: f64 = 9_007_199_254_740_991.0;

#[component]
pub fn ArchitectureInspector() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let settings = Memo::new(move |_| workspace.document.with(|it| it.settings));
    let change = move |change: &dyn Fn(&mut RunSettings)| {
        let mut next = settings.get_untracked();
        change(&mut next);
        workspace.commit(&Edit::SetSettings(next), Message::new("step-run-settings"));
    };
    let count = move |read: fn(&model::Architecture) -> usize| {
        Signal::derive(move || workspace.document.with(|it| read(it)).to_string())
    };
    let rest = move || view! {
        <ObjectivesEditor/>
        <Show
            when=move || !workspace.simulation.is_blind.get()
            fallback=|| view! { <p class="muted small">{say("on-call-hidden")}</p> }
        >
            <ScenarioEditor/>
        </Show>
        <ArchitectureBill/>
        <Section title=say("inspect-counts")>
            <dl>
                <Fact label="count-components" value=count(|it| it.components.len())/>
                <Fact label="count-connections" value=count(|it| it.connections.len())/>
                <Fact label="count-zones" value=count(|it| it.zones.len())/>
            </dl>
        </Section>
    };
    let is_shown = late(false, || true);
    view! {
        <Section title=say("inspect-note")>
            <TextField
                id="drawing-note"
                value=Signal::derive(move || workspace.document.with(|it| it.note.clone()))
                lines=4
                max_chars=4000
                placeholder=say("note-placeholder")
                on_commit=move |note| workspace.commit(&Edit::SetNote(note), Message::new("step-set-note"))
            />
            <label class="visually-hidden" for="drawing-note">{say("inspect-note")}</label>
            <span class="visually-hidden" id="drawing-note-help">{say("note-placeholder")}</span>
        </Section>
        <Section title=say("inspect-run") roomy=true>
            <Plain id="run-duration">
                <NumberField
                    id="run-duration"
                    described_by="run-duration-help"
                    value=Signal::derive(move || Some(settings.get().duration_secs))
                    unit=say("unit-name-seconds")
                    min=1.0
                    max=3600.0
                    on_commit=move |it| change(&|next| next.duration_secs = it.unwrap_or(next.duration_secs))
                />
            </Plain>
            <Plain id="run-warm-up">
                <NumberField
                    id="run-warm-up"
                    described_by="run-warm-up-help"
                    value=Signal::derive(move || settings.get().warm_up_secs)
                    placeholder=Signal::derive(|| Some(say("run-warm-up-found")))
                    unit=say("unit-name-seconds")
                    min=0.0
                    max=3600.0
                    on_commit=move |it| change(&|next| next.warm_up_secs = it)
                />
            </Plain>
            <Plain id="run-seed">
                <NumberField
                    id="run-seed"
                    described_by="run-seed-help"
                    value=Signal::derive(move || Some(settings.get().seed as f64))
                    min=0.0
                    max=MOST_SEED
                    whole=true
                    on_commit=move |it| change(&|next| next.seed = it.map_or(next.seed, |it| it as u64))
                />
            </Plain>
            <Plain id="run-replications">
                <NumberField
                    id="run-replications"
                    described_by="run-replications-help"
                    value=Signal::derive(move || Some(f64::from(settings.get().replications)))
                    min=1.0
                    max=1000.0
                    whole=true
                    on_commit=move |it| change(&|next| next.replications = it.map_or(next.replications, |it| it as u32))
                />
            </Plain>
            <Plain id="run-precision">
                <NumberField
                    id="run-precision"
                    described_by="run-precision-help"
                    value=Signal::derive(move || Some(settings.get().precision * 100.0))
                    unit=say("unit-name-percent")
                    min=0.0
                    max=50.0
                    on_commit=move |it| change(&|next| next.precision = it.map_or(next.precision, |it| it / 100.0))
                />
            </Plain>
        </Section>
        <ArchitectureEstimate/>
        // What has to be scrolled to waits a frame.
        {move || is_shown.get().then(rest)}
    }
}
