//! The system's clipboard, and one of our own where the browser keeps that from us (pages without https).

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static KEPT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Puts a text on the clipboard; it is kept for this page in any case.
///
/// # Errors
/// If other pages cannot have it.
pub async fn write(text: &str) -> Result<(), JsValue> {
    KEPT.with_borrow_mut(|it| *it = Some(text.to_owned()));
    let clipboard = clipboard().ok_or(JsValue::NULL)?;
    JsFuture::from(clipboard.write_text(text)).await?;
    Ok(())
}

/// The text on the clipboard, as far as the browser lets us read it.
pub async fn read() -> Option<String> {
    let text = match clipboard() {
        Some(clipboard) => JsFuture::from(clipboard.read_text()).await.ok().and_then(|it| it.as_string()),
        None => None,
    };
    text.filter(|it| !it.is_empty()).or_else(|| KEPT.with_borrow(Clone::clone))
}

fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = web_sys::window()?.navigator();
    // The property is missing outside secure contexts, which the typed getter does not know.
    let value = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    value.is_object().then(|| navigator.clipboard())
}
