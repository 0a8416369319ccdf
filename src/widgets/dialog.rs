//! A window over the page. Built on the browser's `<dialog>`, which keeps the focus inside and closes on Escape.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon;
use crate::text::say;

const CROSS: &str = ".dialog-head > button";
const FIRST: &str = ":is(.dialog-body, .dialog-foot) :is(button, input, select, textarea, a[href]):not(:disabled)";

/// Shown as long as it is mounted; `on_close` must unmount it. Gives the focus back to where it was.
#[component]
pub fn Dialog(
    /// Read out as the dialog's name.
    #[prop(into)]
    title: String,
    /// `wide` or `medium`; narrow if empty.
    #[prop(optional)]
    width: &'static str,
    /// Called on Escape, on the cross and on a click beside the dialog.
    on_close: impl Fn() + Copy + Send + Sync + 'static,
    /// Buttons at the bottom.
    #[prop(optional, into)]
    foot: ViewFn,
    #[prop(default = false)] has_foot: bool,
    /// It is text alone: keys have to scroll it.
    #[prop(optional)]
    is_text: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let focused_before = StoredValue::new_local(
        document().active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok()),
    );
    let opened = StoredValue::new_local(None::<web_sys::HtmlDialogElement>);
    node.on_load(move |dialog| {
        opened.set_value(Some(dialog.clone()));
        if dialog.show_modal().is_err() {
            dialog.set_open(true);
        }
        // The browser would begin with the cross: Enter right after opening would close it again.
        let begins_at_cross = document().active_element().is_some_and(|it| it.matches(CROSS).unwrap_or_default());
        let first = dialog.query_selector(FIRST).ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(first) = first.filter(|_| begins_at_cross) {
            let _ = first.focus();
        }
    });
    on_cleanup(move || {
        // As long as it is open nothing beside it takes the focus.
        if let Some(Some(dialog)) = opened.try_get_value() {
            dialog.close();
        }
        // The element that opened it may be gone (an item of a menu): then the browser leaves the focus on the page.
        if let Some(Some(element)) = focused_before.try_get_value() {
            let _ = element.focus();
        }
    });
    let close_if_beside = move |event: ev::MouseEvent| {
        let is_backdrop = event.target().zip(node.get_untracked()).is_some_and(|(target, dialog)| {
            target.dyn_ref::<web_sys::Element>() == Some(dialog.unchecked_ref::<web_sys::Element>())
        });
        if is_backdrop {
            on_close();
        }
    };
    let heading = title.clone();
    view! {
        <dialog
            node_ref=node
            class=format!("dialog {width}")
            aria-label=title
            on:click=close_if_beside
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                on_close();
            }
            on:keydown=|event: ev::KeyboardEvent| event.stop_propagation()
        >
            <header class="dialog-head">
                <h2>{heading}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=say("close")
                    title=say("close")
                    on:click=move |_| on_close()
                >
                    {icon("close")}
                </button>
            </header>
            <div class="dialog-body" tabindex=is_text.then_some("0")>{children()}</div>
            {has_foot.then(|| view! { <footer class="dialog-foot">{foot.run()}</footer> })}
        </dialog>
    }
}
