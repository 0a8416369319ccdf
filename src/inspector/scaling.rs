//! Settings of an autoscaler that belong together, to begin with.

use leptos::prelude::*;
use model::{
    Component, ComponentId, Edit, Message,
    catalog::{SCALING_PRESETS, ScalingPreset},
};

use crate::{text::say, workspace::Workspace};

/// A button for each; one step to undo.
#[component]
pub fn ScalingPresets(component: Memo<Option<Component>>, id: ComponentId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let button = move |preset: ScalingPreset| {
        let is_chosen = move || {
            component.with(|it| {
                let has = |key: &str, value| it.as_ref().is_some_and(|it| it.effective(key) == Some(value));
                preset.params().into_iter().all(|(key, value)| has(key, value))
            })
        };
        let set = move |_| {
            let name = component.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
            let edits = preset.params().into_iter().map(|(key, value)| Edit::SetParam {
                component: id,
                key: key.to_owned(),
                value: Some(value),
            });
            workspace.commit(&Edit::Many(edits.collect()), Message::new("step-set-scaling").with("name", name));
        };
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || is_chosen().to_string()
                on:click=set
            >
                {say(&format!("scaling-{}", preset.id))}
            </button>
        }
    };
    view! {
        <div class="field-presets" role="group" aria-label=say("scaling-presets")>
            {SCALING_PRESETS.map(button)}
        </div>
    }
}
