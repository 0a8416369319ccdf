//! A button is down and it is not clear yet whether this is a click or a drag.

use std::collections::BTreeSet;

use model::Item;

use super::{
    Tool, connecting::Connecting, marquee::Selecting, moving::Moving, panning::Panning, resizing::Resizing,
};
use crate::{
    announce,
    editor::Editor,
    hit::Hit,
    input::{Button, Device, Input, Pointer},
    overlay::Grip,
    response::{Request, Response},
};

/// Screen units that a pointer may wander during a click.
const fn wobble(device: Device) -> f64 {
    match device {
        Device::Mouse => 3.0,
        Device::Pen => 5.0,
        Device::Touch => 8.0,
    }
}

/// Where and on what the button went down.
#[derive(Clone, Copy, Debug)]
pub struct Pointing {
    pub pointer: Pointer,
    pub hit: Option<Hit>,
}

impl Pointing {
    pub fn input(self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        match input {
            Input::PointerMove(now) if now.id == self.pointer.id => {
                if now.at.distance(self.pointer.at) < wobble(now.device) {
                    return Tool::Pointing(self);
                }
                // Whatever starts now is told of the way already gone, so that nothing lags behind the pointer.
                self.drag(editor, response).input(editor, input, response)
            }
            Input::PointerUp(now) if now.id == self.pointer.id => self.click(editor, response),
            Input::LongPress { at, id } if *id == self.pointer.id => {
                self.select_for_menu(editor, response);
                response.requests.push(Request::ContextMenu { at: *at });
                Tool::Idle
            }
            Input::PointerCancel { .. } | Input::Blur => Tool::Idle,
            _ => Tool::Pointing(self),
        }
    }

    fn drag(self, editor: &mut Editor, response: &mut Response) -> Tool {
        if self.pointer.button == Button::Secondary {
            return Panning::start(editor, self.pointer);
        }
        match self.hit {
            Some(Hit::Port(id, side)) => Connecting::from_port(editor, id, side, self.pointer, response),
            Some(Hit::Grip(Grip::Zone { zone, x, y })) => Resizing::start(editor, zone, (x, y), self.pointer),
            Some(Hit::Grip(Grip::From(id))) => Connecting::end_of(editor, id, true, self.pointer, response),
            Some(Hit::Grip(Grip::To(id))) => Connecting::end_of(editor, id, false, self.pointer, response),
            Some(hit @ (Hit::Component(_) | Hit::Zone(_))) => {
                if !editor.selection.contains(&hit.item()) {
                    self.select(editor, hit.item(), self.adds(), response);
                }
                Moving::start(editor, hit.item(), self.pointer)
            }
            // A finger on nothing pans, as everywhere on a phone; a mouse selects.
            Some(Hit::Connection(_)) | None if self.pointer.device == Device::Touch => {
                Panning::start(editor, self.pointer)
            }
            Some(Hit::Connection(_)) | None => Selecting::start(editor, self.pointer),
        }
    }

    fn click(self, editor: &mut Editor, response: &mut Response) -> Tool {
        response.overlay_changed = true;
        if self.pointer.button == Button::Secondary {
            self.select_for_menu(editor, response);
            response.requests.push(Request::ContextMenu { at: self.pointer.at });
            return Tool::Idle;
        }
        match self.hit {
            // Clicking a port instead of dragging from it: the next click says where to.
            Some(Hit::Port(id, side)) if !self.adds() => {
                return Connecting::by_clicks(editor, id, side, self.pointer, response);
            }
            Some(hit) if self.adds() => self.toggle(editor, hit.item(), response),
            Some(hit) => self.select(editor, hit.item(), false, response),
            None if self.adds() => {}
            None => editor.leave_all(response),
        }
        Tool::Idle
    }

    const fn adds(&self) -> bool {
        self.pointer.modifiers.shift || self.pointer.modifiers.ctrl
    }

    fn select(&self, editor: &mut Editor, item: Item, add: bool, response: &mut Response) {
        let mut selection = if add { editor.selection.clone() } else { BTreeSet::new() };
        selection.insert(item);
        editor.set_selection(selection, response);
        editor.set_focused(Some(item), response);
        if response.selection_changed {
            response.say.push(announce::selected(editor));
        }
    }

    fn toggle(&self, editor: &mut Editor, item: Item, response: &mut Response) {
        let mut selection = editor.selection.clone();
        if !selection.remove(&item) {
            selection.insert(item);
            editor.set_focused(Some(item), response);
        }
        editor.set_selection(selection, response);
        response.say.push(announce::selected(editor));
    }

    // The menu is about what was clicked, or about the selection if that was part of it.
    fn select_for_menu(&self, editor: &mut Editor, response: &mut Response) {
        match self.hit {
            Some(hit) if !editor.selection.contains(&hit.item()) => {
                self.select(editor, hit.item(), false, response);
            }
            Some(_) => {}
            None => editor.leave_all(response),
        }
    }
}
