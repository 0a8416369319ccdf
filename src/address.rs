//! Which page is shown: the part of the address after the site's root. Links inside the site change it without loading
//! anything, so the open drawing and its run stay; the browser's Back and Forward work as on any site.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, Url};

use crate::{
    browser,
    frame::Frame,
    pages::{About, HelpPage, NotFound, Validation},
};

/// The page of the present address. Its names are those of `routes.rs`.
#[component]
pub fn Page() -> impl IntoView {
    let path = follow();
    move || match path.get().as_str() {
        "" => Frame().into_any(),
        "about" => About().into_any(),
        "help" => HelpPage().into_any(),
        "validation" => Validation().into_any(),
        _ => NotFound().into_any(),
    }
}

/// The path within the site, from now on and as long as the page lives.
fn follow() -> Memo<String> {
    let path = RwSignal::new(String::new());
    let read = move || {
        let whole = web_sys::window().and_then(|it| it.location().pathname().ok()).unwrap_or_default();
        path.set(within_site(&whole).unwrap_or(whole));
    };
    read();
    if let Some(window) = web_sys::window() {
        let on_back = Closure::<dyn FnMut()>::new(read);
        let on_click = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            if let Some(address) = target_within_site(&event) {
                event.prevent_default();
                go_to(&address);
                read();
            }
        });
        let _ = window.add_event_listener_with_callback("popstate", on_back.as_ref().unchecked_ref());
        let _ = window.add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
        on_back.forget();
        on_click.forget();
    }
    Memo::new(move |_| path.get())
}

/// `/deep/er/about/` under the root `/deep/er/` is `about`; `None` if it lies outside.
fn within_site(path: &str) -> Option<String> {
    let rest = path.strip_prefix(&browser::base_path())?;
    Some(rest.strip_prefix('/')?.trim_end_matches('/').to_owned())
}

/// Where a click on a link leads, if that is another page of this site and the browser is not asked to do more with it,
/// such as opening a tab.
fn target_within_site(event: &MouseEvent) -> Option<Url> {
    let asks_for_more = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || asks_for_more {
        return None;
    }
    let element: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = element.closest("a[href]:not([target], [download])").ok()??.dyn_into().ok()?;
    let (target, here) = (Url::new(&link.href()).ok()?, web_sys::window()?.location());
    let is_here = here.pathname().ok()? == target.pathname();
    (target.origin() == here.origin().ok()? && !is_here && within_site(&target.pathname()).is_some())
        .then_some(target)
}

fn go_to(address: &Url) {
    let Some(window) = web_sys::window() else { return };
    let went = window.history().and_then(|it| it.push_state_with_url(&JsValue::NULL, "", Some(&address.href())));
    if went.is_err() {
        // A document without a history of its own, such as one in a sandbox.
        let _ = window.location().set_href(&address.href());
        return;
    }
    window.scroll_to_with_x_and_y(0.0, 0.0);
}
