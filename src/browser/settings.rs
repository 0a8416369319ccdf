//! Small settings of this browser, not of a drawing: sizes of panels, theme. Losing them is no loss.

use serde::{Serialize, de::DeserializeOwned};

const PREFIX: &str = "plimsoll.";

/// The setting of that name, if it was ever stored and can still be read.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = storage()?.get_item(&format!("{PREFIX}{name}")).ok()??;
    serde_json::from_str(&text).ok()
}

/// Stores a setting. Where the browser forbids it, the setting lasts until the page is closed.
pub fn save<T: Serialize>(name: &str, value: &T) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(value)) {
        let _ = storage.set_item(&format!("{PREFIX}{name}"), &text);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
