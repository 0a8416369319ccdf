//! The left region: what can be added to the drawing, and the drawing as a list.

use leptos::prelude::*;

use crate::{
    frame::{Layout, LeftTab, Side, TabHead},
    text::say,
    widgets::Tab,
};

mod drag;
mod kinds;
mod outline;
mod search;

#[component]
pub fn LeftPanel() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let tabs = vec![
        Tab::plain(LeftTab::Palette, say("tab-palette")),
        Tab::plain(LeftTab::Outline, say("tab-outline")),
    ];
    view! {
        <TabHead side=Side::Left label=say("region-palette") group="left" tabs chosen=layout.left_tab/>
        <div class="panel-body" id="tab-panel-left" role="tabpanel" aria-label=say("region-palette")>
            {move || match layout.left_tab.get() {
                LeftTab::Palette => view! { <kinds::Kinds/> }.into_any(),
                LeftTab::Outline => view! { <outline::Outline/> }.into_any(),
            }}
        </div>
    }
}
