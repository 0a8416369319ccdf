//! The core in a real browser: what is proved natively holds in wasm as well.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test may stop where something is missing")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A drawing with every field set, as the native tests save it.
const EVERY_FIELD: &str = include_str!("files/every-field.json");

#[wasm_bindgen_test]
fn a_file_is_saved_byte_for_byte_as_natively() {
    let loaded = model::file::load(EVERY_FIELD).unwrap();
    assert_eq!(model::file::save(&loaded.architecture).trim_end(), EVERY_FIELD.trim_end());
}

#[wasm_bindgen_test]
fn a_shared_link_opens_to_the_same_drawing() {
    let drawing = model::file::load(EVERY_FIELD).unwrap().architecture;
    let link = model::link::encode(&drawing, "1").unwrap();
    assert_eq!(model::link::decode(&link, "1").unwrap().architecture, drawing);
}

#[wasm_bindgen_test]
fn a_run_gives_the_same_numbers_as_natively() {
    // The native tests of `sim` prove that this is the digest of the same run there.
    assert_eq!(sim::digest_of_reference_run().unwrap(), sim::REFERENCE_DIGEST);
}
