//! Gestures as small state machines, one file per phase.
//!
//! A state takes an input and gives the next state. It shows what is going on in the live geometry and the overlay;
//! the document changes once, when the gesture ends. [`Tool::cancel`] leaves everything as it was before.

use model::{ComponentId, Point};

use crate::{
    editor::Editor,
    hit,
    input::{Button, Device, Input, Key, Pointer},
    overlay::{Cursor, Overlay, TargetVerdict},
    response::Response,
};

pub mod carried;
mod connecting;
mod idle;
mod keyboard_connecting;
mod marquee;
mod moving;
mod nudging;
mod panning;
mod pinching;
mod placing;
mod pointing;
mod resizing;

pub use keyboard_connecting::KeyboardConnecting;
pub use placing::GAP;

/// What the pointer or the keyboard is in the middle of.
#[derive(Debug, Default)]
pub enum Tool {
    /// Nothing; hovering.
    #[default]
    Idle,
    /// A button is down, but it has not moved far enough to mean a drag.
    Pointing(pointing::Pointing),
    Moving(moving::Moving),
    Marquee(marquee::Selecting),
    Panning(panning::Panning),
    /// Two fingers.
    Pinching(pinching::Pinching),
    /// A connection is pulled from a port, or an end of one is moved.
    Connecting(connecting::Connecting),
    KeyboardConnecting(KeyboardConnecting),
    Resizing(resizing::Resizing),
    /// Something comes from the palette.
    Placing(placing::Placing),
    /// An arrow key is held.
    Nudging(nudging::Nudging),
}

/// Gives an input to whoever is responsible for it.
pub fn handle(editor: &mut Editor, input: &Input, response: &mut Response) {
    if let Input::Resize(size) = input {
        editor.set_viewport(*size);
        response.view_changed = true;
        return;
    }
    track_pointer(editor, input);
    if let Input::Wheel { at, dx, dy, modifiers } = input {
        panning::wheel(editor, *at, (*dx, *dy), *modifiers, response);
    }
    if pinching::starts(editor, input) {
        editor.cancel_gesture(response);
        editor.tool = pinching::Pinching::start(editor);
        response.handled = true;
        return;
    }
    if space_bar(editor, input, response) {
        return;
    }
    if let Input::KeyDown(Key { key, .. }) = input
        && key == "Escape"
        && !matches!(editor.tool, Tool::Idle)
    {
        editor.cancel_gesture(response);
        response.handled = true;
        return;
    }
    // The button was let go where nobody could see it, outside the window.
    if let Input::PointerMove(now) = input
        && now.button == Button::None
        && editor.tool.holds_button()
    {
        handle(editor, &Input::PointerUp(*now), response);
    }
    let tool = std::mem::take(&mut editor.tool);
    let next = tool.input(editor, input, response);
    // A state may have called an action that started another gesture; that one wins over falling back to idle.
    if !matches!(next, Tool::Idle) || matches!(editor.tool, Tool::Idle) {
        editor.tool = next;
    }
}

impl Tool {
    fn input(self, editor: &mut Editor, input: &Input, response: &mut Response) -> Self {
        match self {
            Self::Idle => idle::input(editor, input, response),
            Self::Pointing(it) => it.input(editor, input, response),
            Self::Moving(it) => it.input(editor, input, response),
            Self::Marquee(it) => it.input(editor, input, response),
            Self::Panning(it) => it.input(editor, input, response),
            Self::Pinching(it) => it.input(editor, input, response),
            Self::Connecting(it) => it.input(editor, input, response),
            Self::KeyboardConnecting(it) => it.input(editor, input, response),
            Self::Resizing(it) => it.input(editor, input, response),
            Self::Placing(it) => it.input(editor, input, response),
            Self::Nudging(it) => it.input(editor, input, response),
        }
    }

    fn holds_button(&self) -> bool {
        match self {
            Self::Pointing(_) | Self::Moving(_) | Self::Marquee(_) | Self::Panning(_) | Self::Resizing(_) => {
                true
            }
            Self::Connecting(it) => !it.is_by_clicks(),
            Self::Idle
            | Self::Pinching(_)
            | Self::KeyboardConnecting(_)
            | Self::Placing(_)
            | Self::Nudging(_) => false,
        }
    }

    /// Takes back what was going on.
    pub fn cancel(self, editor: &mut Editor, response: &mut Response) {
        match self {
            Self::Idle => return,
            Self::Pointing(_) | Self::Panning(_) | Self::Pinching(_) => {}
            Self::Connecting(_) | Self::KeyboardConnecting(_) | Self::Placing(_) => {}
            Self::Moving(it) => it.cancel(editor, response),
            Self::Marquee(it) => it.cancel(editor, response),
            Self::Resizing(it) => it.cancel(editor, response),
            Self::Nudging(it) => it.cancel(editor, response),
        }
        response.overlay_changed = true;
    }

    /// A drag near the edge of the canvas scrolls it, also while the pointer rests.
    pub fn wants_frames(&self, editor: &Editor) -> bool {
        match self {
            Self::Moving(_) | Self::Marquee(_) | Self::Connecting(_) | Self::Resizing(_) => {
                panning::edge_scroll(editor, 1.0).is_some()
            }
            Self::Idle
            | Self::Pointing(_)
            | Self::Panning(_)
            | Self::Pinching(_)
            | Self::KeyboardConnecting(_)
            | Self::Placing(_)
            | Self::Nudging(_) => false,
        }
    }

    pub fn overlay(&self, editor: &Editor) -> Overlay {
        let mut overlay = Overlay::default();
        match self {
            Self::Idle => idle::overlay(editor, &mut overlay),
            Self::Pointing(_) | Self::Pinching(_) => idle::overlay(editor, &mut overlay),
            Self::Nudging(_) => {}
            Self::Panning(_) => overlay.cursor = Cursor::Grabbing,
            Self::Moving(it) => it.overlay(&mut overlay),
            Self::Marquee(it) => it.overlay(&mut overlay),
            Self::Connecting(it) => it.overlay(editor, &mut overlay),
            Self::KeyboardConnecting(it) => it.overlay(editor, &mut overlay),
            Self::Resizing(it) => it.overlay(&mut overlay),
            Self::Placing(it) => it.overlay(&mut overlay),
        }
        if editor.space.is_some() && matches!(self, Self::Idle) {
            overlay.cursor = Cursor::Grab;
        }
        overlay
    }

    pub fn verdict_of(&self, editor: &Editor, id: ComponentId) -> Option<TargetVerdict> {
        match self {
            Self::Connecting(it) => it.verdict_of(editor, id),
            Self::KeyboardConnecting(it) => it.verdict_of(id),
            _ => None,
        }
    }
}

fn track_pointer(editor: &mut Editor, input: &Input) {
    match input {
        Input::PointerDown(pointer) | Input::PointerMove(pointer) => {
            editor.pointer = Some(pointer.at);
            if pointer.device == Device::Touch {
                let is_down = matches!(input, Input::PointerDown(_));
                if is_down || editor.fingers.contains_key(&pointer.id) {
                    editor.fingers.insert(pointer.id, pointer.at);
                }
            }
        }
        Input::PointerUp(pointer) => {
            editor.fingers.remove(&pointer.id);
            // A lifted finger is nowhere; a mouse stays where it is.
            editor.pointer = (pointer.device != Device::Touch).then_some(pointer.at);
        }
        Input::PointerCancel { id } => {
            editor.fingers.remove(id);
        }
        Input::PointerLeave => editor.pointer = None,
        Input::Wheel { at, .. } => editor.pointer = Some(*at),
        Input::Blur => editor.fingers.clear(),
        _ => {}
    }
}

// Space with a drag pans; Space alone selects what the keyboard is on. Which of the two shows when it is let go.
fn space_bar(editor: &mut Editor, input: &Input, response: &mut Response) -> bool {
    match input {
        Input::KeyDown(Key { key, .. })
            if key == " " && !matches!(editor.tool, Tool::KeyboardConnecting(_)) =>
        {
            if editor.space.is_none() {
                editor.space = Some(false);
                response.overlay_changed = true;
            }
            response.handled = true;
            true
        }
        Input::KeyUp(Key { key, .. }) if key == " " && editor.space.is_some() => {
            let used = editor.space.take();
            response.overlay_changed = true;
            response.handled = true;
            if used == Some(false) && matches!(editor.tool, Tool::Idle) {
                response.merge(editor.run(crate::Action::SelectFocused));
            }
            true
        }
        Input::Blur => {
            editor.space = None;
            false
        }
        _ => false,
    }
}

/// How a drag ends, as all drags see it.
enum Drag {
    /// The pointer is here now.
    To(Pointer),
    Drop(Pointer),
    Cancel,
    /// Concerns somebody else.
    Other,
}

/// What an input means for a drag with that pointer.
fn drag(editor: &mut Editor, input: &Input, pointer: Pointer, response: &mut Response) -> Drag {
    match input {
        Input::PointerMove(it) if it.id == pointer.id => Drag::To(*it),
        Input::PointerUp(it) if it.id == pointer.id => Drag::Drop(*it),
        // Another button during a drag is a slip or a wish to stop; both are served by taking it back.
        Input::PointerDown(it) if it.id == pointer.id && it.button == Button::Secondary => Drag::Cancel,
        Input::PointerCancel { id } if *id == pointer.id => Drag::Cancel,
        Input::Blur => Drag::Cancel,
        Input::Frame { elapsed_millis } => {
            if let Some((dx, dy)) = panning::edge_scroll(editor, *elapsed_millis) {
                editor.look(editor.camera.panned(dx, dy), response);
            }
            Drag::To(pointer)
        }
        // The world moved under the pointer.
        Input::Wheel { .. } => Drag::To(pointer),
        // Alt and Shift change what a drag does, also while the pointer rests.
        Input::KeyDown(key) | Input::KeyUp(key) => {
            let mut modifiers = key.modifiers;
            let is_down = matches!(input, Input::KeyDown(_));
            match key.key.as_str() {
                "Alt" => modifiers.alt = is_down,
                "Shift" => modifiers.shift = is_down,
                "Control" | "Meta" => modifiers.ctrl = is_down,
                _ => {}
            }
            response.handled = true;
            Drag::To(pointer.with(modifiers))
        }
        _ => Drag::Other,
    }
}

/// Hovers over whatever is at a point of the screen.
fn hover(editor: &mut Editor, at: Point, device: Device, response: &mut Response) {
    let hovered = hit::hit(editor, at, device).map(hit::Hit::item);
    editor.set_hovered(hovered, response);
}
