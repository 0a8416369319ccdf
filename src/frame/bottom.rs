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
    let tabs = BottomTab::ALL
        .map(|it| Tab::with_icon(it, say(it.label()), it.icon()).counting(move || count_of(it, workspace, parts)))
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

/// What there is to see in a tab now, and the CSS class that colors its number.
pub fn count_of(tab: BottomTab, workspace: Workspace, parts: Later) -> (usize, &'static str) {
    match tab {
        BottomTab::Findings => workspace.open_findings(),
        BottomTab::Objectives => (parts.n_firing.get(), "error"),
        BottomTab::Scenario if workspace.simulation.is_blind.get() => (0, ""),
        BottomTab::Scenario => (workspace.document.with(|it| it.scenario.events.len()), ""),
        BottomTab::Incidents => (parts.n_incidents.get(), "error"),
        BottomTab::Results | BottomTab::Studies => (0, ""),
    }
}
