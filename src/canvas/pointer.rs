//! Browser events as the editor's input: points from the canvas's corner, buttons and keys by meaning.

use editor::{Button, Device, Input, Modifiers, Pointer};
use model::Point;
use web_sys::{MouseEvent, PointerEvent, WheelEvent};

/// A line and a page of a wheel that scrolls by such, in CSS pixels.
const LINE: f64 = 16.0;
const PAGE: f64 = 400.0;

/// Keys held along. Command counts as Ctrl on a Mac, where Ctrl with a click means the secondary button.
pub fn modifiers(event: &MouseEvent, is_mac: bool) -> Modifiers {
    Modifiers {
        shift: event.shift_key(),
        alt: event.alt_key(),
        ctrl: if is_mac { event.meta_key() } else { event.ctrl_key() },
    }
}

/// The place of an event in CSS pixels from the canvas's corner, which is at `origin` in the window.
pub fn place(event: &MouseEvent, origin: Point) -> Point {
    Point::new(f64::from(event.client_x()) - origin.x, f64::from(event.client_y()) - origin.y)
}

/// What a pointer event says.
pub fn pointer(event: &PointerEvent, origin: Point, is_mac: bool) -> Pointer {
    Pointer {
        id: event.pointer_id(),
        at: place(event, origin),
        device: match event.pointer_type().as_str() {
            "touch" => Device::Touch,
            "pen" => Device::Pen,
            _ => Device::Mouse,
        },
        button: button(event, is_mac),
        modifiers: modifiers(event, is_mac),
    }
}

// A move reports no button of its own (-1), so that the ones held are read instead.
fn button(event: &PointerEvent, is_mac: bool) -> Button {
    match (event.button(), event.buttons()) {
        (0, _) if is_mac && event.ctrl_key() => Button::Secondary,
        (0, _) => Button::Primary,
        (1, _) => Button::Middle,
        (2, _) => Button::Secondary,
        (_, held) if held & 1 != 0 => Button::Primary,
        (_, held) if held & 4 != 0 => Button::Middle,
        (_, held) if held & 2 != 0 => Button::Secondary,
        _ => Button::None,
    }
}

/// A turn of the wheel in CSS pixels.
pub fn wheel(event: &WheelEvent, origin: Point) -> Input {
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => LINE,
        WheelEvent::DOM_DELTA_PAGE => PAGE,
        _ => 1.0,
    };
    let (mut dx, mut dy) = (event.delta_x() * unit, event.delta_y() * unit);
    // Shift turns a plain wheel sideways. Some systems do that themselves, and then the vertical part is zero.
    if event.shift_key() && dx == 0.0 {
        (dx, dy) = (dy, 0.0);
    }
    // Ctrl is asked for on a Mac too: that is how browsers report a pinch on the track pad.
    let ctrl = event.ctrl_key() || event.meta_key();
    let modifiers = Modifiers { shift: event.shift_key(), alt: event.alt_key(), ctrl };
    Input::Wheel { at: place(event, origin), dx, dy, modifiers }
}
