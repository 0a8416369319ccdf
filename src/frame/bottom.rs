//! The region under the canvas: findings, and what runs have shown.

use leptos::prelude::*;

use super::{BottomTab, Layout, Side, region::TabHead};
use crate::{
    findings::Findings,
    follow::late,
    later::{Later, later},
    text::say,
    widgets::Tab,
    workspace::Workspace,
};

#[component]
pub fn BottomPanel() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let workspace = expect_context::<Workspace>();
    let parts = expect_context::<Later>();
    let n_events = move || {
        let is_hidden = workspace.simulation.is_blind.get();
        if is_hidden { 0 } else { workspace.document.with(|it| it.scenario.events.len()) }
    };
    let tab = |value: BottomTab| Tab::with_icon(value, say(value.label()), value.icon());
    let tabs = BottomTab::ALL
        .map(|value| match value {
            BottomTab::Findings => tab(value).counting(move || workspace.open_findings()),
            BottomTab::Objectives => tab(value).counting(move || (parts.n_firing.get(), "error")),
            BottomTab::Scenario => tab(value).counting(move || (n_events(), "")),
            BottomTab::Incidents => tab(value).counting(move || (parts.n_incidents.get(), "error")),
            BottomTab::Results | BottomTab::Studies => tab(value),
        })
        .into();
    // A click is answered by the tab at once; what the tab shows takes longer to build.
    let shown = late(layout.bottom_tab.get_untracked(), move || layout.bottom_tab.get());
    view! {
        <TabHead side=Side::Bottom label=say("region-results") group="bottom" tabs chosen=layout.bottom_tab>
            {move || (shown.get() == BottomTab::Results).then(|| parts.views().map(|it| (it.dashboards)()))}
        </TabHead>
        <div class="panel-scroll" id="tab-panel-bottom" role="tabpanel" aria-label=say("region-results")>
            {move || match shown.get() {
                BottomTab::Findings => view! { <Findings/> }.into_any(),
                tab => later(move |views| (views.tab)(tab)).into_any(),
            }}
        </div>
    }
}
