//! What the page asks of the module (`examples/promql_module.rs`): text in, JSON out.

use crate::{Expr, ParseError};

/// The answer as text.
pub fn answer(text: &str) -> String {
    let parsed: Result<Expr, ParseError> = crate::parse(text);
    serde_json::to_string(&parsed).unwrap_or_default()
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
