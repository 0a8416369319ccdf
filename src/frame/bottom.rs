//! The region under the canvas: findings, and what runs have shown.

use leptos::prelude::*;

use super::{BottomTab, Layout, Side};
use crate::{
    findings::Findings,
    follow::late,
    later::{Later, later},
    text::say,
    widgets::{Tab, Tabs, icon},
    workspace::Workspace,
};

#[component]
pub fn BottomPanel() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let workspace = expect_context::<Workspace>();
    let parts = expect_context::<Later>();
    let tabs = vec![
        Tab {
            value: BottomTab::Findings,
            label: say("tab-findings"),
            icon: "findings",
            count: Signal::derive(move || workspace.open_findings()),
        },
        Tab {
            value: BottomTab::Results,
            label: say("tab-results"),
            icon: "chart",
            count: Signal::derive(|| (0, "")),
        },
        Tab {
            value: BottomTab::Objectives,
            label: say("tab-operate"),
            icon: "objectives",
            count: Signal::derive(move || (parts.n_firing.get(), "error")),
        },
        Tab {
            value: BottomTab::Studies,
            label: say("tab-studies"),
            icon: "studies",
            count: Signal::derive(|| (0, "")),
        },
        Tab {
            value: BottomTab::Scenario,
            label: say("tab-scenario"),
            icon: "scenario",
            count: Signal::derive(move || {
                let is_hidden = workspace.simulation.is_blind.get();
                (if is_hidden { 0 } else { workspace.document.with(|it| it.scenario.events.len()) }, "")
            }),
        },
        Tab {
            value: BottomTab::Incidents,
            label: say("tab-incidents"),
            icon: "warning",
            count: Signal::derive(move || (parts.n_incidents.get(), "error")),
        },
    ];
    // A click is answered by the tab at once; what the tab shows takes longer to build.
    let shown = late(layout.bottom_tab.get_untracked(), move || layout.bottom_tab.get());
    view! {
        <div class="tab-head">
            <Tabs label=say("region-results") group="bottom" tabs=tabs chosen=layout.bottom_tab/>
            {move || (shown.get() == BottomTab::Results).then(|| parts.views().map(|it| (it.dashboards)()))}
            <button
                type="button"
                class="icon-button small"
                aria-label=say("panel-fold")
                title=say("panel-fold")
                on:click=move |_| layout.hide(Side::Bottom)
            >
                {icon("close")}
            </button>
        </div>
        <div class="panel-scroll" id="tab-panel-bottom" role="tabpanel" aria-label=say("region-results")>
            {move || match shown.get() {
                BottomTab::Findings => view! { <Findings/> }.into_any(),
                tab => later(move |views| (views.tab)(tab)).into_any(),
            }}
        </div>
    }
}
