//! The tab: objectives, rules, what alerts did.

use leptos::prelude::*;

use super::{history::History, objectives::ObjectiveList, rules::Rules, settings::Settings};

#[component]
pub fn OperatePanel() -> impl IntoView {
    view! {
        <div class="operate">
            <ObjectiveList/>
            <div class="operate-alerts">
                <Rules/>
                <History/>
            </div>
            <Settings/>
        </div>
    }
}
