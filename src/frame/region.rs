//! A region beside the canvas: folded, sized, and as a drawer on a narrow screen.

use leptos::prelude::*;

use super::{Layout, Side};
use crate::{
    text::say,
    widgets::{Grows, Splitter, Tab, Tabs, icon},
};

/// A landmark of the page. Its content is made only while it is shown.
#[component]
pub fn Region(
    side: Side,
    /// Name of the landmark.
    label: String,
    grows: Grows,
    children: ChildrenFn,
) -> impl IntoView {
    let layout = expect_context::<Layout>();
    let (min, max) = side.bounds();
    let panel = layout.panel(side);
    // Compared: the next region's turn must not build this one anew.
    let is_built = Memo::new(move |_| layout.is_built(side));
    let children = StoredValue::new(children);
    let sizing = format!("{}: {label}", say("region-size"));
    view! {
        <Show when=move || layout.is_shown(side)>
            <section class=side.class() id=side.id() tabindex="-1" aria-label=label.clone()>
                <div class="panel-body">{move || is_built.get().then(|| children.with_value(|it| it()))}</div>
                <Splitter label=sizing.clone() grows=grows size=panel.size min=min max=max initial=side.initial()/>
            </section>
        </Show>
    }
}

/// The head of a region that has tabs. `children`: what else belongs to the tab that is open.
#[component]
pub fn TabHead<T: Copy + PartialEq + Send + Sync + 'static>(
    side: Side,
    /// Read out as the bar's name.
    label: String,
    group: &'static str,
    tabs: Vec<Tab<T>>,
    chosen: RwSignal<T>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    // Where a narrow screen has no room for the bar.
    let titles: Vec<(T, String)> = tabs.iter().map(|it| (it.value, it.label.clone())).collect();
    let title = move || titles.iter().find(|it| it.0 == chosen.get()).map(|it| it.1.clone());
    view! {
        <div class="tab-head">
            <h2 class="tab-title">{title}</h2>
            <Tabs label group tabs chosen/>
            {children.map(|it| it())}
            <FoldButton side/>
        </div>
    }
}

/// Hides a region.
#[component]
pub fn FoldButton(side: Side) -> impl IntoView {
    let layout = expect_context::<Layout>();
    view! {
        <button
            type="button"
            class="icon-button small"
            aria-label=say("panel-fold")
            title=say("panel-fold")
            on:click=move |_| layout.hide(side)
        >
            {icon("close")}
        </button>
    }
}
