//! Expressions of PromQL: what they consist of, and reading them from text.
//!
//! Reading is left to the crate `promql-parser`. It is as large as a third of the page, so the page does not contain it:
//! it loads this crate as a module of its own when there is an expression to read, and gets the tree as JSON.

pub mod ast;
mod error;
#[cfg(feature = "module")]
pub mod module;
#[cfg(feature = "parser")]
mod parse;

pub use ast::Expr;
pub use error::ParseError;
#[cfg(feature = "parser")]
pub use parse::parse;
