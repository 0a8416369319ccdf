//! Keys of the whole page. Fields and lists handle theirs first; what is left goes to the editor's table of actions.

use editor::{Action, Category, Input, Key, Modifiers};
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement};

use super::Layout;
use crate::{browser::is_apple, workspace::Workspace};

/// Listens as long as the frame is shown.
pub fn listen(workspace: Workspace, layout: Layout) {
    let typed_in = watch_typing();
    let down = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if event.key() == "F6" && !event.ctrl_key() && !event.alt_key() {
            event.prevent_default();
            layout.cycle_focus(!event.shift_key());
            return;
        }
        if event.key() == "Escape" && leaves_panel(&event, typed_in) {
            event.prevent_default();
            layout.focus_canvas();
            return;
        }
        let key = key_of(&event);
        let is_ours = match place(event.target().and_then(|it| it.dyn_into().ok())) {
            Place::Drawing => workspace.dispatch(Input::KeyDown(key)),
            Place::Panel => acts_from_panel(&key).is_some_and(|action| workspace.run(action)),
            Place::Text => {
                acts_from_text(&key, typed_in.with_value(Option::is_some)).is_some_and(|action| workspace.run(action))
            }
            Place::Dialog => false,
        };
        if is_ours {
            event.prevent_default();
        }
    });
    let up = window_event_listener(ev::keyup, move |event| {
        if place(event.target().and_then(|it| it.dyn_into().ok())) == Place::Drawing
            && workspace.dispatch(Input::KeyUp(key_of(&event)))
        {
            event.prevent_default();
        }
    });
    let blur = window_event_listener(ev::blur, move |_| {
        workspace.dispatch(Input::Blur);
    });
    let paste = window_event_listener_untyped("paste", move |event| {
        let Ok(event) = event.dyn_into::<web_sys::ClipboardEvent>() else { return };
        let place = place(event.target().and_then(|it| it.dyn_into().ok()));
        let in_drawing = matches!(place, Place::Drawing | Place::Panel);
        let text = event.clipboard_data().and_then(|it| it.get_data("text/plain").ok()).unwrap_or_default();
        if in_drawing && !text.is_empty() {
            event.prevent_default();
            workspace.paste(&text);
        }
    });
    commit_before_press();
    on_cleanup(move || {
        down.remove();
        up.remove();
        blur.remove();
        paste.remove();
    });
}

/// Whether Escape leads from a panel back to the drawing: nothing in the panel is left to be taken back.
fn leaves_panel(event: &ev::KeyboardEvent, typed_in: StoredValue<Option<Element>, LocalStorage>) -> bool {
    let Some(target) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return false };
    let is_in_panel = matches!(target.closest(".panel"), Ok(Some(_)));
    match place(Some(target.clone())) {
        Place::Panel => is_in_panel,
        // The field has just got back what it had; an open list closes itself.
        Place::Text => {
            let had_typed = typed_in.try_update_value(Option::take).flatten().is_some();
            is_in_panel && !had_typed && target.tag_name() != "SELECT"
        }
        Place::Drawing | Place::Dialog => false,
    }
}

/// The field in which something was typed that is not committed yet.
fn watch_typing() -> StoredValue<Option<Element>, LocalStorage> {
    let typed_in = StoredValue::new_local(None);
    let typed = window_event_listener(ev::input, move |event| {
        typed_in.set_value(event.target().and_then(|it| it.dyn_into().ok()));
    });
    // Leaving the field or Enter commits what was typed.
    let left = window_event_listener(ev::focusout, move |_| typed_in.set_value(None));
    let entered = window_event_listener(ev::keyup, move |event| {
        if event.key() == "Enter" {
            typed_in.set_value(None);
        }
    });
    on_cleanup(move || {
        typed.remove();
        left.remove();
        entered.remove();
    });
    typed_in
}

/// A press on the drawing ends the editing of a field first: before the canvas selects something else and the field is
/// gone with what was typed in it.
fn commit_before_press() {
    let on_press = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let active = document().active_element();
        let is_elsewhere = active.as_ref().is_some_and(|it| !it.contains(target.as_deref()));
        if is_elsewhere
            && place(active.clone()) == Place::Text
            && let Some(field) = active.and_then(|it| it.dyn_into::<HtmlElement>().ok())
        {
            let _ = field.blur();
        }
    });
    let capture = true;
    let callback: js_sys::Function = on_press.into_js_value().unchecked_into();
    let _ = window().add_event_listener_with_callback_and_bool("pointerdown", &callback, capture);
    on_cleanup({
        let callback = StoredValue::new_local(callback);
        move || {
            callback.with_value(|it| {
                let _ = window().remove_event_listener_with_callback_and_bool("pointerdown", it, capture);
            });
        }
    });
}

/// Who a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Drawing,
    Panel,
    Text,
    Dialog,
}

fn place(target: Option<Element>) -> Place {
    // A window over the page is all there is, also while nothing in it has the focus.
    if matches!(document().query_selector("dialog[open]"), Ok(Some(_))) {
        return Place::Dialog;
    }
    let Some(target) = target else { return Place::Drawing };
    let is_in = |selector: &str| matches!(target.closest(selector), Ok(Some(_)));
    let is_editable = target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
    if is_editable || is_in("input:not([type=checkbox], [type=radio], [type=range]), textarea, select") {
        Place::Text
    } else if is_in("dialog, [role=menu]") {
        Place::Dialog
    } else if is_in(".panel, .topbar, .dock, .notice, .toast, .canvas-control") {
        Place::Panel
    } else {
        Place::Drawing
    }
}

/// In a panel, keys that its own controls use stay there: Enter, arrows, letters.
fn acts_from_panel(key: &Key) -> Option<Action> {
    let action = Action::for_key(key)?;
    let has_ctrl = key.modifiers.ctrl;
    let acts = match action.category() {
        Category::File | Category::View | Category::Run | Category::Help => has_ctrl || key.key != "Enter",
        Category::Navigate => !key.key.starts_with("Arrow") && key.key != "Home" && key.key != "End",
        Category::Edit => !is_for_the_panel(key, action),
        Category::Select => action == Action::SelectAll,
        Category::Arrange | Category::Zones | Category::Connect => false,
    };
    acts.then_some(action)
}

/// Enter presses the button that has the focus, letters alone are no command here, and marked text can be copied.
fn is_for_the_panel(key: &Key, action: Action) -> bool {
    let is_letter = !key.modifiers.ctrl && key.key.chars().count() == 1;
    let has_marked_text = || {
        window().get_selection().ok().flatten().is_some_and(|it| !it.is_collapsed())
    };
    key.key == "Enter" || is_letter || (matches!(action, Action::Copy | Action::Cut) && has_marked_text())
}

/// In a text field, only keys with Ctrl act, and none of those that edit text. A field in which nothing was typed has
/// nothing to undo: there undo is about the drawing.
fn acts_from_text(key: &Key, has_typed: bool) -> Option<Action> {
    let action = Action::for_key(key)?;
    let acts = match action.category() {
        Category::File | Category::Run | Category::Help => key.modifiers.ctrl,
        Category::Navigate => action == Action::Search,
        Category::Edit => !has_typed && matches!(action, Action::Undo | Action::Redo),
        Category::View
        | Category::Select
        | Category::Arrange
        | Category::Zones
        | Category::Connect => false,
    };
    acts.then_some(action)
}

fn key_of(event: &ev::KeyboardEvent) -> Key {
    let ctrl = if is_apple() { event.meta_key() } else { event.ctrl_key() };
    Key {
        key: event.key(),
        modifiers: Modifiers { shift: event.shift_key(), alt: event.alt_key(), ctrl },
        repeat: event.repeat(),
    }
}
