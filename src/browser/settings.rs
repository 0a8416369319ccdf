//! Small settings of this browser, not of a drawing: sizes of panels, theme. Losing them is no loss.

use model::file::{Json, parse};

const PREFIX: &str = "plimsoll.";

/// The setting of that name, if it was ever stored and can still be read.
pub fn load(name: &str) -> Option<Json> {
    let text = storage()?.get_item(&format!("{PREFIX}{name}")).ok()??;
    parse(text.as_bytes()).ok()
}

/// Stores a setting. Where the browser forbids it, the setting lasts until the page is closed.
pub fn save(name: &str, value: &Json) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFIX}{name}"), &value.to_compact());
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
