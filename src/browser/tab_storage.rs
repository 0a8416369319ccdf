//! What this tab keeps over a reload, and nothing else does: another tab has its own, and closing it ends it.

use serde::{Serialize, de::DeserializeOwned};

const PREFIX: &str = "plimsoll.";

/// What was kept under that name, if it can still be read.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = storage()?.get_item(&format!("{PREFIX}{name}")).ok()??;
    serde_json::from_str(&text).ok()
}

/// Whether it is kept now: there may be no room, or no permission.
pub fn save<T: Serialize>(name: &str, value: &T) -> bool {
    save_small(name, value, usize::MAX)
}

/// The same unless it takes more bytes than that: some browsers have room for five million in all.
pub fn save_small<T: Serialize>(name: &str, value: &T, most_bytes: usize) -> bool {
    let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(value)) else { return false };
    text.len() <= most_bytes && storage.set_item(&format!("{PREFIX}{name}"), &text).is_ok()
}

pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{name}"));
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}
