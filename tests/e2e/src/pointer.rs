//! Mouse, wheel, fingers and keys. Each part of a gesture is a call of its own, so that a test can look at the page
//! in the middle of a drag.

use crate::Page;
use serde_json::json;

/// A place in the window, in CSS pixels from the left and the top.
pub type Place = (f64, f64);

impl Page {
    /// Moves the mouse, without a button held.
    #[track_caller]
    pub fn move_mouse(&self, to: Place) {
        self.mouse("mouseMoved", to, "none", 0, 0);
    }

    /// Presses the left button at a place.
    #[track_caller]
    pub fn press_mouse(&self, at: Place) {
        self.mouse("mouseMoved", at, "none", 0, 0);
        self.mouse("mousePressed", at, "left", 1, 1);
    }

    /// Moves the mouse with the left button held, in steps as a hand does.
    #[track_caller]
    pub fn drag_mouse(&self, from: Place, to: Place) {
        const STEPS: u32 = 8;
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let at = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            self.mouse("mouseMoved", at, "left", 1, 0);
        }
    }

    /// Lets the left button go at a place.
    #[track_caller]
    pub fn release_mouse(&self, at: Place) {
        self.mouse("mouseReleased", at, "left", 0, 1);
    }

    /// A whole drag.
    #[track_caller]
    pub fn drag(&self, from: Place, to: Place) {
        self.press_mouse(from);
        self.drag_mouse(from, to);
        self.release_mouse(to);
    }

    /// A click at a place, which need not be an element.
    #[track_caller]
    pub fn click_at(&self, at: Place) {
        self.press_mouse(at);
        self.release_mouse(at);
    }

    /// Two quick clicks at a place.
    #[track_caller]
    pub fn double_click_at(&self, at: Place) {
        self.click_at(at);
        self.mouse("mousePressed", at, "left", 1, 2);
        self.mouse("mouseReleased", at, "left", 0, 2);
    }

    /// Turns the wheel over a place by CSS pixels; positive scrolls down. `keys` may hold `Control` to zoom.
    #[track_caller]
    pub fn turn_wheel(&self, at: Place, by: f64, keys: &str) {
        let modifiers = modifiers(keys);
        let (x, y) = at;
        let event = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": by, "modifiers": modifiers });
        self.cdp("Input.dispatchMouseEvent", event);
    }

    /// Moves fingers from places to places at the same time: one to pan, two to zoom.
    #[track_caller]
    pub fn touch(&self, from: &[Place], to: &[Place]) {
        const STEPS: u32 = 8;
        let points = |share: f64| {
            let between = |(start, end): (&Place, &Place)| json!({ "x": start.0 + (end.0 - start.0) * share, "y": start.1 + (end.1 - start.1) * share });
            from.iter().zip(to).map(between).collect::<Vec<_>>()
        };
        self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": points(0.0) }));
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            self.cdp(
                "Input.dispatchTouchEvent",
                json!({ "type": "touchMove", "touchPoints": points(share) }),
            );
        }
        self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }));
    }

    /// Puts a finger down and leaves it there.
    #[track_caller]
    pub fn put_finger(&self, at: Place) {
        let point = json!({ "x": at.0, "y": at.1 });
        self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": [point] }));
    }

    /// Moves the finger that is down.
    #[track_caller]
    pub fn move_finger(&self, from: Place, to: Place) {
        const STEPS: u32 = 8;
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let point =
                json!({ "x": from.0 + (to.0 - from.0) * share, "y": from.1 + (to.1 - from.1) * share });
            self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchMove", "touchPoints": [point] }));
        }
    }

    /// Takes the finger off.
    #[track_caller]
    pub fn lift_finger(&self) {
        self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }));
    }

    /// Presses a key, alone or with others held: `Escape`, `a`, `Control+z`, `Control+Shift+z`, `ArrowRight`.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        self.hold(keys);
        self.let_go(keys);
    }

    /// Presses a key and keeps it down.
    #[track_caller]
    pub fn hold(&self, keys: &str) {
        let Key { key, code, number, text } = Key::named(keys);
        let modifiers = modifiers(keys);
        // With Control or Meta held a key is a command and types nothing.
        let types = !text.is_empty() && modifiers & (CONTROL | META) == 0;
        let kind = if types { "keyDown" } else { "rawKeyDown" };
        let mut event = json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers,
        });
        if types {
            event["text"] = json!(text);
        }
        // The editing commands of fields are the browser's, not the page's: they have to be named.
        let command = match keys {
            "Control+a" => Some("selectAll"),
            "Control+c" => Some("copy"),
            "Control+x" => Some("cut"),
            "Control+v" => Some("paste"),
            _ => None,
        };
        if let Some(command) = command {
            event["commands"] = json!([command]);
        }
        self.cdp("Input.dispatchKeyEvent", event);
    }

    /// Lets a key go that [`Page::hold`] pressed.
    #[track_caller]
    pub fn let_go(&self, keys: &str) {
        let Key { key, code, number, .. } = Key::named(keys);
        let event = json!({ "type": "keyUp", "key": key, "code": code, "windowsVirtualKeyCode": number });
        self.cdp("Input.dispatchKeyEvent", event);
    }

    #[track_caller]
    fn mouse(&self, kind: &str, at: Place, button: &str, buttons: u8, clicks: u8) {
        let (x, y) = at;
        let event = json!({
            "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": clicks,
            "pointerType": "mouse",
        });
        self.cdp("Input.dispatchMouseEvent", event);
    }
}

const ALT: u8 = 1;
const CONTROL: u8 = 2;
const META: u8 = 4;
const SHIFT: u8 = 8;

fn modifiers(keys: &str) -> u8 {
    let bit = |key: &str| match key {
        "Alt" => ALT,
        "Control" => CONTROL,
        "Meta" => META,
        "Shift" => SHIFT,
        _ => 0,
    };
    keys.split('+').map(bit).sum()
}

/// A key as the browser wants it described.
struct Key {
    key: String,
    code: String,
    number: u32,
    text: String,
}

impl Key {
    fn named(keys: &str) -> Self {
        let name = keys.rsplit('+').next().filter(|name| !name.is_empty()).unwrap_or("+");
        let shift = modifiers(keys) & SHIFT != 0;
        let named =
            |code: &str, number| Self { key: name.into(), code: code.into(), number, text: String::new() };
        match name {
            "Enter" => Self { text: "\r".into(), ..named(name, 13) },
            "Space" => Self { key: " ".into(), text: " ".into(), ..named(name, 32) },
            "Escape" => named(name, 27),
            "Tab" => named(name, 9),
            "Backspace" => named(name, 8),
            "Delete" => named(name, 46),
            "Home" => named(name, 36),
            "End" => named(name, 35),
            "PageUp" => named(name, 33),
            "PageDown" => named(name, 34),
            "ArrowLeft" => named(name, 37),
            "ArrowUp" => named(name, 38),
            "ArrowRight" => named(name, 39),
            "ArrowDown" => named(name, 40),
            "F1" => named(name, 112),
            "F2" => named(name, 113),
            "F6" => named(name, 117),
            "F10" => named(name, 121),
            "Control" => named("ControlLeft", 17),
            "Shift" => named("ShiftLeft", 16),
            "Alt" => named("AltLeft", 18),
            "Meta" => named("MetaLeft", 91),
            _ => {
                let mut letters = name.chars();
                let (Some(letter), None) = (letters.next(), letters.next()) else {
                    panic!("unknown key {name:?}")
                };
                let typed = if shift { letter.to_ascii_uppercase() } else { letter };
                let upper = letter.to_ascii_uppercase();
                let code = match upper {
                    'A'..='Z' => format!("Key{upper}"),
                    '0'..='9' => format!("Digit{upper}"),
                    _ => String::new(),
                };
                let number = if upper.is_ascii_alphanumeric() { upper.into() } else { 0 };
                Self { key: typed.into(), code, number, text: typed.into() }
            }
        }
    }
}
