//! Giving files to the person and taking files from them.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// Offers `bytes` as a download.
///
/// # Errors
/// What the browser said when it refused.
pub fn download(file_name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(file_name);
    link.click();
    // The download has the data by then; the address only holds memory.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(30),
    );
    Ok(())
}

/// The content of a file, unless it is larger than `max_bytes`.
///
/// # Errors
/// [`ReadError`].
pub async fn read(file: &File, max_bytes: usize) -> Result<Vec<u8>, ReadError> {
    if file.size() > max_bytes as f64 {
        return Err(ReadError::TooLarge { bytes: file.size() });
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| ReadError::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReadError {
    TooLarge { bytes: f64 },
    /// The browser could not read it: it was moved or is locked.
    Unreadable,
}

/// A file name from the name of a drawing: letters, digits and hyphens.
pub fn file_name(name: &str) -> String {
    let words: Vec<String> = name
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect();
    let stem = if words.is_empty() { "architecture".to_owned() } else { words.join("-") };
    format!("{}.plimsoll.json", stem.chars().take(80).collect::<String>())
}
