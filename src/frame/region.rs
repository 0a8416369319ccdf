//! A region beside the canvas: folded, sized, and as a drawer on a narrow screen.

use leptos::prelude::*;

use super::{Layout, Side};
use crate::{
    text::say,
    widgets::{Grows, Splitter},
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
    let sizing = format!("{}: {label}", say("region-size"));
    view! {
        <Show when=move || layout.is_shown(side)>
            <section class=side.class() id=side.id() tabindex="-1" aria-label=label.clone()>
                <div class="panel-body">{children()}</div>
                <Splitter label=sizing.clone() grows=grows size=panel.size min=min max=max initial=side.initial()/>
            </section>
        </Show>
    }
}
