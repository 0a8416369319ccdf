//! Text to JSON tree, with every limit checked before memory or stack is spent.

use super::{LoadError, json::Json};

/// Largest file read, in bytes (20 MB).
pub const MAX_BYTES: usize = 20_000_000;
/// Deepest nesting of lists and objects.
pub const MAX_DEPTH: usize = 64;
/// Most values in a file: a drawing at the limit of components has about a million.
pub const MAX_VALUES: usize = 3_000_000;

/// Reads JSON of any content.
pub fn parse(bytes: &[u8]) -> Result<Json, LoadError> {
    if bytes.len() > MAX_BYTES {
        return Err(LoadError::TooLarge {
            megabytes: bytes.len() as f64 / 1e6,
            limit_megabytes: MAX_BYTES as f64 / 1e6,
        });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| LoadError::NotText)?;
    if text.trim_ascii().is_empty() {
        return Err(LoadError::Empty);
    }
    check_shape(bytes)?;
    serde_json::from_str(text).map_err(|error| LoadError::NotJson {
        line: error.line(),
        column: error.column(),
        // serde_json ends its messages with the place, which is reported apart.
        problem: error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    })
}

// Counts brackets and commas outside strings. What it counts in a text that is no JSON does not matter: the parser
// refuses that later, and needs no more stack or memory for it than the limits allow.
fn check_shape(bytes: &[u8]) -> Result<(), LoadError> {
    let (mut depth, mut values, mut in_string, mut escaped) = (0_usize, 1_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                (depth, values) = (depth + 1, values + 1);
                if depth > MAX_DEPTH {
                    return Err(LoadError::TooDeep { limit: MAX_DEPTH });
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
    }
    if values > MAX_VALUES {
        return Err(LoadError::TooMany { what: super::Counted::Values, found: values, limit: MAX_VALUES });
    }
    Ok(())
}
