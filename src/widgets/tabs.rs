//! A bar of tabs: one Tab stop, arrows choose.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{arrow_step, move_focus};
use crate::follow::follow;

/// One tab: what it stands for, its label, and a number beside it with the CSS class that colors it.
#[derive(Clone)]
pub struct Tab<T> {
    pub value: T,
    pub label: String,
    pub icon: &'static str,
    /// Number and CSS class; shown when it is not zero.
    pub count: Signal<(usize, &'static str)>,
}

impl<T> Tab<T> {
    /// A label alone.
    pub fn plain(value: T, label: String) -> Self {
        Self::with_icon(value, label, "")
    }

    pub fn with_icon(value: T, label: String, icon: &'static str) -> Self {
        Self { value, label, icon, count: Signal::stored((0, "")) }
    }

    /// A number beside it, and the CSS class that colors it.
    #[must_use]
    pub fn counting(self, count: impl Fn() -> (usize, &'static str) + Send + Sync + 'static) -> Self {
        Self { count: Signal::derive(count), ..self }
    }
}

/// The bar. The panel it controls has the id `tab-panel-{group}` and names itself by `tab-{group}-{index}`.
#[component]
pub fn Tabs<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Read out as the bar's name.
    #[prop(into)]
    label: String,
    group: &'static str,
    tabs: Vec<Tab<T>>,
    chosen: RwSignal<T>,
) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    let on_key = move |event: ev::KeyboardEvent| {
        if let (Some(step), Some(bar)) = (arrow_step(&event), bar.get_untracked()) {
            event.prevent_default();
            event.stop_propagation();
            // Tabs follow the focus: what they show is at hand.
            if let Some(tab) = move_focus(bar.unchecked_ref::<Element>(), "[role=tab]", step) {
                tab.unchecked_ref::<HtmlElement>().click();
            }
        }
    };
    // Whoever chose it elsewhere wants to see it here, too.
    follow(move || {
        chosen.track();
        request_animation_frame(move || {
            if let Some(bar) = bar.try_get_untracked().flatten() {
                show_chosen(bar.unchecked_ref());
            }
        });
    });
    let tabs = tabs
        .into_iter()
        .enumerate()
        .map(|(index, tab)| {
            let Tab { value, label, icon, count } = tab;
            let is_chosen = move || chosen.get() == value;
            view! {
                <button
                    type="button"
                    class="tab"
                    role="tab"
                    id=format!("tab-{group}-{index}")
                    aria-controls=format!("tab-panel-{group}")
                    aria-selected=move || is_chosen().to_string()
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    on:click=move |_| chosen.set(value)
                >
                    {(!icon.is_empty()).then(|| super::icon(icon))}
                    <span>{label}</span>
                    {move || {
                        let (number, class) = count.get();
                        (number > 0).then(|| view! { <span class=format!("count {class}")>{number}</span> })
                    }}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="tab-bar" role="tablist" aria-label=label node_ref=bar on:keydown=on_key>
            {tabs}
        </div>
    }
}

/// Scrolls a bar that is wider than the screen to its chosen tab.
fn show_chosen(bar: &Element) {
    let Ok(Some(tab)) = bar.query_selector("[aria-selected=true]") else { return };
    let (bar_rect, rect) = (bar.get_bounding_client_rect(), tab.get_bounding_client_rect());
    let hidden_left = bar_rect.left() - rect.left();
    let hidden_right = rect.right() - bar_rect.right();
    let by = if hidden_left > 0.0 { -hidden_left } else { hidden_right.max(0.0) };
    bar.set_scroll_left(bar.scroll_left() + by.ceil() as i32);
}
