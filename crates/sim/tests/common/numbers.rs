//! Whether what was found out consists of numbers.

use std::fmt::Debug;

/// Panics if a number in it is infinite or none at all. What stands in quotes is no number.
#[track_caller]
pub fn assert_numbers(what: &str, found: &impl Debug) {
    let text = format!("{found:?} ");
    let (mut is_quoted, mut is_escaped, mut word_starts) = (false, false, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted || byte.is_ascii_alphanumeric() || byte == b'_' => continue,
            _ => {}
        }
        if matches!(&text[word_starts..at], "NaN" | "inf") {
            let from = text.floor_char_boundary(at.saturating_sub(300));
            panic!("{what}: no number: …{}", &text[from..at]);
        }
        word_starts = at + 1;
    }
}
