//! What this browser keeps for all tabs and writes at once. Small settings, not of a drawing: sizes of panels, theme; losing
//! them is no loss. And what a page that goes away has no time to store elsewhere.

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

pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{name}"));
    }
}

/// The names of all that is stored.
pub fn names() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|it| storage.key(it).ok()?);
    keys.filter_map(|it| Some(it.strip_prefix(PREFIX)?.to_owned())).collect()
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
