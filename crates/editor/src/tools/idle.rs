//! Nothing is going on: hovering, and whatever starts something.

use model::Item;

use super::{Tool, hover, nudging::Nudging, panning::Panning, placing, pointing::Pointing};
use crate::{
    Action,
    editor::Editor,
    hit::{self, Hit},
    input::{Button, Device, Input},
    overlay::{Cursor, Grip, Overlay},
    response::{Region, Request, Response},
};

pub fn input(editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
    match input {
        Input::PointerDown(pointer) => {
            response.handled = true;
            editor.add_at = None;
            let pans = editor.space.is_some() || pointer.button == Button::Middle;
            if pans {
                return Panning::start(editor, *pointer);
            }
            if pointer.button == Button::None {
                return Tool::Idle;
            }
            let hit = hit::hit(editor, pointer.at, pointer.device);
            response.overlay_changed = true;
            return Tool::Pointing(Pointing { pointer: *pointer, hit });
        }
        Input::PointerMove(pointer) if pointer.device != Device::Touch => {
            hover(editor, pointer.at, pointer.device, response);
            // Which of the ports lights up follows the pointer.
            response.overlay_changed |= matches!(editor.hovered, Some(Item::Component(_)));
        }
        Input::PointerLeave => editor.set_hovered(None, response),
        Input::Wheel { at, .. } => hover(editor, *at, Device::Mouse, response),
        Input::DoubleClick { at, .. } => double_click(editor, *at, response),
        Input::KeyDown(key) => {
            if let Some(nudging) = Nudging::start(editor, key, response) {
                return nudging;
            }
            // Arrows walk through the drawing when there is nothing to move.
            match Action::for_key(key) {
                Some(action) if !action.is_enabled(editor) => {
                    if let Some(instead) = walk_instead(action) {
                        response.merge(editor.run(instead));
                    }
                }
                _ => editor.key_action(key, response),
            }
        }
        Input::PaletteDrag { offer, at, modifiers } => {
            return placing::start(editor, *offer, *at, *modifiers, response);
        }
        Input::PaletteDrop { offer, at, modifiers } => {
            return placing::start(editor, *offer, *at, *modifiers, response).input(editor, input, response);
        }
        Input::PaletteAdd { offer } => placing::add(editor, *offer, response),
        Input::PointerUp(_)
        | Input::PointerMove(_)
        | Input::PointerCancel { .. }
        | Input::KeyUp(_)
        | Input::Resize(_)
        | Input::PaletteCancel
        | Input::Frame { .. }
        | Input::LongPress { .. }
        | Input::Blur => {}
    }
    Tool::Idle
}

const fn walk_instead(action: Action) -> Option<Action> {
    match action {
        Action::MoveLeft => Some(Action::FocusLeft),
        Action::MoveRight => Some(Action::FocusRight),
        Action::MoveUp => Some(Action::FocusUp),
        Action::MoveDown => Some(Action::FocusDown),
        _ => None,
    }
}

fn double_click(editor: &mut Editor, at: model::Point, response: &mut Response) {
    response.handled = true;
    match hit::hit(editor, at, Device::Mouse).map(Hit::item) {
        Some(item @ (Item::Component(_) | Item::Connection(_))) => {
            editor.set_selection([item].into(), response);
            response.requests.push(Request::OpenInspector);
        }
        Some(item @ Item::Zone(_)) => {
            editor.set_selection([item].into(), response);
            response.requests.push(Request::Rename(item));
        }
        None => {
            // What is picked in the palette next goes to this place.
            editor.add_at = Some(editor.world(at));
            response.requests.push(Request::Focus(Region::Palette));
        }
    }
}

/// Ports of what is hovered or alone selected, handles, and the pointer's shape.
pub fn overlay(editor: &Editor, overlay: &mut Overlay) {
    let mut selected = editor.selection.iter();
    let alone = selected.next().filter(|_| selected.next().is_none());
    for item in editor.hovered.iter().chain(alone.filter(|it| editor.hovered != Some(**it))) {
        if let Item::Component(id) = item {
            overlay.ports.extend(hit::ports(editor, *id));
        }
    }
    overlay.handles = hit::handles(editor);
    overlay.cursor = match editor.pointer.and_then(|at| hit::hit(editor, at, Device::Mouse)) {
        None => Cursor::Default,
        Some(Hit::Port(..)) => Cursor::Crosshair,
        Some(Hit::Component(_) | Hit::Zone(_)) => Cursor::Move,
        Some(Hit::Connection(_)) => Cursor::Pointer,
        Some(Hit::Grip(Grip::From(_) | Grip::To(_))) => Cursor::Grab,
        Some(Hit::Grip(Grip::Zone { x, y, .. })) => resize_cursor(x, y),
    };
}

/// The pointer's shape over the handle of a zone.
pub const fn resize_cursor(x: i8, y: i8) -> Cursor {
    match (x, y) {
        (_, 0) => Cursor::ResizeEw,
        (0, _) => Cursor::ResizeNs,
        (-1, -1) | (1, 1) => Cursor::ResizeNwse,
        _ => Cursor::ResizeNesw,
    }
}
