//! What a person does, as the shell reports it. Points are in screen units: CSS pixels from the canvas's top left corner.

use model::{Kind, Point, Size, ZoneKind};

/// One event from the outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    PointerDown(Pointer),
    PointerMove(Pointer),
    PointerUp(Pointer),
    /// The browser took the pointer away; whatever was going on is taken back.
    PointerCancel {
        id: i32,
    },
    /// The pointer is no longer over the canvas and no button is down.
    PointerLeave,
    /// A second click at the same place within the system's double-click time.
    DoubleClick {
        at: Point,
        modifiers: Modifiers,
    },
    /// A touch rested for about half a second; opens the context menu if it did not move.
    LongPress {
        at: Point,
        id: i32,
    },
    /// Scrolled by `dx`, `dy` CSS pixels (lines and pages already converted). Browsers report a pinch on a track pad
    /// as a wheel event with Ctrl held.
    Wheel {
        at: Point,
        dx: f64,
        dy: f64,
        modifiers: Modifiers,
    },
    KeyDown(Key),
    KeyUp(Key),
    /// The canvas has a new size in CSS pixels.
    Resize(Size),
    /// Something is dragged from the palette and is over the canvas at `at`.
    PaletteDrag {
        offer: Offer,
        at: Point,
        modifiers: Modifiers,
    },
    /// It was let go over the canvas.
    PaletteDrop {
        offer: Offer,
        at: Point,
        modifiers: Modifiers,
    },
    /// The drag left the canvas or was given up.
    PaletteCancel,
    /// Something was clicked in the palette, or Enter pressed on it.
    PaletteAdd {
        offer: Offer,
    },
    /// Time for a frame; sent only while [`crate::Editor::wants_frames`] (a drag near the canvas's edge scrolls it).
    Frame {
        elapsed_millis: f64,
    },
    /// The window lost the keyboard: keys held down are over, a gesture is taken back.
    Blur,
}

/// What the palette has to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Component(Kind),
    Zone(ZoneKind),
}

/// A pointer event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    /// `PointerEvent.pointerId`; tells fingers apart.
    pub id: i32,
    pub at: Point,
    pub device: Device,
    /// The button that changed; for moves, the one that is held if any.
    pub button: Button,
    pub modifiers: Modifiers,
}

/// What points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    #[default]
    Mouse,
    Touch,
    Pen,
}

/// A mouse button; a finger or a pen's tip is the primary one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Button {
    #[default]
    Primary,
    Middle,
    Secondary,
    /// No button, or one that means nothing here.
    None,
}

/// A key event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// As in `KeyboardEvent.key`: `a`, `A`, `Enter`, `ArrowLeft`, ` `.
    pub key: String,
    pub modifiers: Modifiers,
    /// The key is held and the system repeats it.
    pub repeat: bool,
}

/// Keys held along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modifiers {
    pub shift: bool,
    pub alt: bool,
    /// Ctrl, or Command on a Mac: the shell decides by platform.
    pub ctrl: bool,
}

impl Modifiers {
    pub const NONE: Self = Self { shift: false, alt: false, ctrl: false };
    pub const SHIFT: Self = Self { shift: true, ..Self::NONE };
    pub const ALT: Self = Self { alt: true, ..Self::NONE };
    pub const CTRL: Self = Self { ctrl: true, ..Self::NONE };
    pub const CTRL_SHIFT: Self = Self { shift: true, ..Self::CTRL };
}

impl Key {
    pub fn new(key: impl Into<String>, modifiers: Modifiers) -> Self {
        Self { key: key.into(), modifiers, repeat: false }
    }
}

impl Pointer {
    /// A mouse with the primary button and no keys.
    pub const fn mouse(at: Point) -> Self {
        Self { id: 1, at, device: Device::Mouse, button: Button::Primary, modifiers: Modifiers::NONE }
    }

    #[must_use]
    pub const fn with(self, modifiers: Modifiers) -> Self {
        Self { modifiers, ..self }
    }
}
