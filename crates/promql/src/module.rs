//! What the page calls in the module: text in, JSON out, through the module's memory.

use crate::{Expr, ParseError};

/// The answer as text.
pub fn answer(text: &str) -> String {
    let parsed: Result<Expr, ParseError> = crate::parse(text);
    serde_json::to_string(&parsed).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
mod memory {
    //! Bytes that the page writes and reads. One call at a time, as everything in a page.

    use std::cell::RefCell;

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
            *it = super::answer(&String::from_utf8_lossy(it)).into_bytes();
            it.len()
        })
    }

    /// Where the answer begins.
    #[unsafe(no_mangle)]
    pub extern "C" fn promql_answer() -> *const u8 {
        BYTES.with_borrow(|it| it.as_ptr())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_the_tree_or_the_refusal() {
        for text in ["rate(x_total{a!~\"b\"}[5m]) > bool 1", "sum(", "up @ 1"] {
            let read: Result<Expr, ParseError> = serde_json::from_str(&answer(text)).unwrap();
            assert_eq!(read, crate::parse(text));
        }
    }
}
