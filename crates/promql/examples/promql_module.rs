//! The parser as a module of its own: bytes that the page writes and reads in its memory. One call at a time, as everything in a
//! page.

use std::cell::RefCell;

use promql::module::answer;

thread_local! {
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a text; where it begins.
#[unsafe(no_mangle)]
pub extern "C" fn promql_room(length: usize) -> *mut u8 {
    BYTES.with_borrow_mut(|it| {
        it.clear();
        it.resize(length, 0);
        it.as_mut_ptr()
    })
}

/// Reads the text that was put there; the length of the answer that takes its place.
#[unsafe(no_mangle)]
pub extern "C" fn promql_parse() -> usize {
    BYTES.with_borrow_mut(|it| {
        *it = answer(&String::from_utf8_lossy(it)).into_bytes();
        it.len()
    })
}

/// Where the answer begins.
#[unsafe(no_mangle)]
pub extern "C" fn promql_answer() -> *const u8 {
    BYTES.with_borrow(|it| it.as_ptr())
}
