//! The bar at the bottom of a narrow screen: opens one drawer at a time.

use leptos::prelude::*;

use super::{BottomTab, Layout, Side, bottom::count_of};
use crate::{later::Later, text::say, widgets::icon, workspace::Workspace};

#[component]
pub fn Dock() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let workspace = expect_context::<Workspace>();
    let parts = expect_context::<Later>();
    // The lower drawer has a button for each of its tabs.
    let button = move |side: Side, tab: Option<BottomTab>, icon_name: &'static str, label: &'static str| {
        let is_shown = move || layout.is_shown(side) && tab.is_none_or(|tab| layout.bottom_tab.get() == tab);
        let choose = move |_| {
            if untrack(is_shown) {
                layout.hide(side);
            } else {
                if let Some(tab) = tab {
                    layout.bottom_tab.set(tab);
                }
                layout.show(side);
            }
        };
        let count = tab.map(|tab| {
            move || {
                let (number, class) = count_of(tab, workspace, parts);
                (number > 0).then(|| view! { <span class=format!("count {class}")>{number}</span> })
            }
        });
        view! {
            <button
                type="button"
                aria-expanded=move || is_shown().to_string()
                aria-controls=side.id()
                on:click=choose
            >
                {icon(icon_name)}
                <span class="dock-label">{say(label)}</span>
                {count}
            </button>
        }
    };
    view! {
        <nav class="dock" aria-label=say("region-panels")>
            {button(Side::Left, None, "plus", "dock-add")}
            {button(Side::Right, None, "tune", "dock-inspect")}
            {BottomTab::ALL.map(|it| button(Side::Bottom, Some(it), it.icon(), it.label())).collect_view()}
        </nav>
    }
}
