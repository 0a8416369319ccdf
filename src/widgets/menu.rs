//! A button with a list of commands under it.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::{icon, roving};

/// Lets items close the menu they are in.
#[derive(Clone, Copy)]
struct MenuState {
    is_open: RwSignal<bool>,
}

/// A button that opens a menu: arrows move, Escape and a click elsewhere close.
#[component]
pub fn Menu(
    /// Name of the button for screen readers and as a tool tip.
    #[prop(into)]
    label: String,
    /// What the button shows.
    #[prop(into)]
    button: ViewFn,
    /// CSS classes of the button.
    #[prop(default = "icon-button")]
    class: &'static str,
    /// Opens towards the left, for menus near the right edge.
    #[prop(optional)]
    right: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    provide_context(MenuState { is_open });
    let anchor = NodeRef::<html::Div>::new();
    let trigger = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();

    let close = move |give_focus_back: bool| {
        if is_open.get_untracked() {
            is_open.set(false);
            if give_focus_back && let Some(button) = trigger.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let inside = event.target().zip(anchor.get_untracked()).is_some_and(|(target, anchor)| {
            anchor.contains(target.dyn_ref::<Node>())
        });
        if !inside {
            close(false);
        }
    });
    on_cleanup(move || outside.remove());
    let focus_first = move || {
        request_animation_frame(move || {
            if let Some(list) = list.get_untracked() {
                roving::move_focus(list.unchecked_ref::<Element>(), ITEMS, roving::Step::First);
            }
        });
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if !is_open.get_untracked() {
            if event.key() == "ArrowDown" {
                event.prevent_default();
                is_open.set(true);
                focus_first();
            }
            return;
        }
        event.stop_propagation();
        match event.key().as_str() {
            "Escape" => close(true),
            "Tab" => close(false),
            _ => {
                if let (Some(step), Some(list)) = (roving::arrow_step(&event), list.get_untracked()) {
                    event.prevent_default();
                    roving::move_focus(list.unchecked_ref::<Element>(), ITEMS, step);
                }
            }
        }
    };
    view! {
        <div class="menu-anchor" node_ref=anchor on:keydown=on_key>
            <button
                type="button"
                node_ref=trigger
                class=class
                aria-label=label.clone()
                title=label.clone()
                aria-haspopup="menu"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| {
                    is_open.update(|it| *it = !*it);
                    if is_open.get_untracked() {
                        focus_first();
                    }
                }
            >
                {button.run()}
            </button>
            <Show when=move || is_open.get()>
                <div class="menu" class:right=right role="menu" aria-label=label.clone() node_ref=list>
                    {children()}
                </div>
            </Show>
        </div>
    }
}

const ITEMS: &str = "[role^=menuitem]:not(:disabled)";

/// A command in a menu.
#[component]
pub fn MenuItem(
    #[prop(into)] label: String,
    #[prop(optional)] icon_name: &'static str,
    /// As shown to people: `Ctrl+K`.
    #[prop(optional, into)]
    shortcut: String,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Makes it a choice with a check mark.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    on_choose: impl Fn() + 'static,
) -> impl IntoView {
    let menu = use_context::<MenuState>();
    view! {
        <button
            type="button"
            class="menu-item"
            role=if checked.is_some() { "menuitemcheckbox" } else { "menuitem" }
            aria-checked=move || checked.map(|it| it.get().to_string())
            tabindex="-1"
            disabled=move || disabled.get()
            on:click=move |event: ev::MouseEvent| {
                // The button goes back to where it was focused from before the command may move it on.
                if let Some(menu) = menu {
                    focus_trigger(&event);
                    menu.is_open.set(false);
                }
                on_choose();
            }
        >
            {(!icon_name.is_empty()).then(|| icon(icon_name))}
            <span class="ellipsis">{label}</span>
            {(!shortcut.is_empty()).then(|| view! { <span class="shortcut">{shortcut}</span> })}
        </button>
    }
}

/// A line between groups of commands.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <div class="menu-line" role="separator"></div> }
}

fn focus_trigger(event: &ev::MouseEvent) {
    let trigger = event
        .current_target()
        .and_then(|it| it.dyn_into::<Element>().ok())
        .and_then(|it| it.closest(".menu-anchor").ok().flatten())
        .and_then(|it| it.query_selector("[aria-haspopup=menu]").ok().flatten())
        .and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(trigger) = trigger {
        let _ = trigger.focus();
    }
}
