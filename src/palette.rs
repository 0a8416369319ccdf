//! The left region: what can be added to the drawing, and the drawing as a list.

use leptos::prelude::*;

use crate::{
    frame::{Layout, LeftTab, Side},
    text::say,
    widgets::{Tab, Tabs, icon},
};

mod drag;
mod kinds;
mod outline;
mod search;

#[component]
pub fn LeftPanel() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let no_count = Signal::derive(|| (0, ""));
    let tabs = vec![
        Tab { value: LeftTab::Palette, label: say("tab-palette"), icon: "", count: no_count },
        Tab { value: LeftTab::Outline, label: say("tab-outline"), icon: "", count: no_count },
    ];
    view! {
        <div class="tab-head">
            <Tabs label=say("region-palette") group="left" tabs=tabs chosen=layout.left_tab/>
            <button
                type="button"
                class="icon-button small"
                aria-label=say("panel-fold")
                title=say("panel-fold")
                on:click=move |_| layout.hide(Side::Left)
            >
                {icon("close")}
            </button>
        </div>
        <div class="panel-body" id="tab-panel-left" role="tabpanel" aria-label=say("region-palette")>
            {move || match layout.left_tab.get() {
                LeftTab::Palette => view! { <kinds::Kinds/> }.into_any(),
                LeftTab::Outline => view! { <outline::Outline/> }.into_any(),
            }}
        </div>
    }
}
