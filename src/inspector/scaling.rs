//! Settings of an autoscaler that belong together, to begin with.

use leptos::prelude::*;
use model::{
    Component, ComponentId, Edit, Message,
    catalog::{SCALING_PRESETS, ScalingPreset},
};

use super::presets::{Preset, Presets};
use crate::{text::say, workspace::Workspace};

#[component]
pub fn ScalingPresets(component: Memo<Option<Component>>, id: ComponentId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let choice = |preset: ScalingPreset| Preset {
        label: say(&format!("scaling-{}", preset.id)),
        is_chosen: Signal::derive(move || {
            component.with(|it| {
                let has = |key: &str, value| it.as_ref().is_some_and(|it| it.effective(key) == Some(value));
                preset.params().into_iter().all(|(key, value)| has(key, value))
            })
        }),
        set: Callback::new(move |()| {
            let name = component.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
            let edits = preset.params().into_iter().map(|(key, value)| Edit::SetParam {
                component: id,
                key: key.to_owned(),
                value: Some(value),
            });
            workspace.commit(&Edit::Many(edits.collect()), Message::new("step-set-scaling").with("name", name));
        }),
    };
    view! { <Presets label="scaling-presets" presets=SCALING_PRESETS.map(choice).into()/> }
}
