//! Why an expression cannot be used.

use serde::{Deserialize, Serialize};

/// A refusal that names what is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ParseError {
    /// No PromQL; the parser's own words.
    #[error("{reason}")]
    Syntax { reason: String, at: Option<usize> },
    /// PromQL that is not in the subset.
    #[error("{what} is not supported")]
    Unsupported { what: String, at: Option<usize> },
}

impl ParseError {
    /// Where in the text, counted in characters from 0; `None` if that cannot be told.
    pub const fn at(&self) -> Option<usize> {
        match self {
            Self::Syntax { at, .. } | Self::Unsupported { at, .. } => *at,
        }
    }
}
