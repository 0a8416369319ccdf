//! The bar at the bottom of a narrow screen: opens one drawer at a time.

use leptos::prelude::*;

use super::{Layout, Side};
use crate::{text::say, widgets::icon, workspace::Workspace};

#[component]
pub fn Dock() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let workspace = expect_context::<Workspace>();
    let button = move |side: Side, icon_name: &'static str, label: &'static str| {
        view! {
            <button
                type="button"
                aria-expanded=move || layout.is_shown(side).to_string()
                aria-controls=side.id()
                on:click=move |_| layout.toggle(side)
            >
                {icon(icon_name)}
                <span>
                    {say(label)}
                    {(side == Side::Bottom).then(|| {
                        view! { <>" " {move || workspace.open_findings().0}</> }
                    })}
                </span>
            </button>
        }
    };
    view! {
        <nav class="dock" aria-label=say("region-panels")>
            {button(Side::Left, "plus", "dock-add")}
            {button(Side::Right, "tune", "dock-inspect")}
            {button(Side::Bottom, "findings", "dock-results")}
        </nav>
    }
}
