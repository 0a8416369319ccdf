//! Moving the focus inside a list, a tab bar or a menu that is one Tab stop.

use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Where an arrow key leads in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Back,
    Forward,
    First,
    Last,
}

/// The step that a key means, if it is one of the keys for moving.
pub fn arrow_step(event: &KeyboardEvent) -> Option<Step> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowUp" | "ArrowLeft" => Some(Step::Back),
        "ArrowDown" | "ArrowRight" => Some(Step::Forward),
        "Home" => Some(Step::First),
        "End" => Some(Step::Last),
        _ => None,
    }
}

/// The elements in there that match `selector` and can have the focus: what a filter or a narrow screen has hidden cannot.
pub fn shown(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    let elements = (0..found.length()).filter_map(|it| found.get(it)?.dyn_into::<HtmlElement>().ok());
    elements.filter(|it| it.offset_parent().is_some()).collect()
}

/// Moves the focus among the elements in `list` that match `selector`, and makes the new one the list's Tab stop.
pub fn move_focus(list: &Element, selector: &str, step: Step) -> Option<HtmlElement> {
    let items = shown(list, selector);
    let active = web_sys::window()?.document()?.active_element();
    let now = items.iter().position(|it| active.as_ref() == Some(it.unchecked_ref()));
    let last = items.len().checked_sub(1)?;
    let next = match (step, now) {
        (Step::First, _) | (Step::Forward, None) => 0,
        (Step::Last, _) | (Step::Back, None) => last,
        (Step::Back, Some(now)) => now.checked_sub(1).unwrap_or(last),
        (Step::Forward, Some(now)) => if now == last { 0 } else { now + 1 },
    };
    for item in &items {
        item.set_tab_index(-1);
    }
    let next = items.get(next)?;
    next.set_tab_index(0);
    let _ = next.focus();
    Some(next.clone())
}
