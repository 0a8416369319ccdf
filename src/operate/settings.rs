//! The operators' clock, and how much they see.

use leptos::prelude::*;
use model::{Arg, Edit, Message, alert::Operations};

use crate::{
    inspector::SwitchField,
    text::{say, say_message},
    widgets::NumberField,
    workspace::Workspace,
};

const MOST_FACTOR: f64 = 86_400.0;

#[component]
pub fn Settings() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let now = Memo::new(move |_| {
        workspace.document.with(|it| (it.operations.clock_factor, it.operations.sees_all))
    });
    let edit = move |change: &dyn Fn(&mut Operations)| {
        let mut next = workspace.document.with_untracked(|it| it.operations.clone());
        change(&mut next);
        workspace.commit(&Edit::SetOperations(next), Message::new("step-set-operations"));
    };
    let meaning = move || {
        let factor = now.get().0;
        let message = Message::new("operate-clock-means")
            .with("second", Arg::Millis(factor * 1e3))
            .with("hour", Arg::Millis(3.6e6 / factor));
        say_message(&message)
    };
    view! {
        <section class="operate-settings" aria-labelledby="operate-settings">
            <h3 id="operate-settings">{say("operate-settings")}</h3>
            <div class="operate-field">
                <label for="operate-clock">{say("operate-clock")}</label>
                <NumberField
                    id="operate-clock"
                    value=Signal::derive(move || Some(now.get().0))
                    unit="×".to_owned()
                    min=1.0
                    max=MOST_FACTOR
                    described_by="operate-clock-help"
                    on_commit=move |factor| {
                        if let Some(factor) = factor {
                            edit(&|it| it.clock_factor = factor);
                        }
                    }
                />
                <p class="muted small" id="operate-clock-help">{meaning}</p>
            </div>
            <div class="operate-field switch-row">
                <SwitchField
                    id="operate-sees-all"
                    value=Signal::derive(move || now.get().1)
                    on_commit=move |sees| edit(&|it| it.sees_all = sees)
                />
                <label for="operate-sees-all">{say("operate-sees-all")}</label>
                <p class="muted small" id="operate-sees-all-help">{say("operate-sees-all-help")}</p>
            </div>
        </section>
    }
}
