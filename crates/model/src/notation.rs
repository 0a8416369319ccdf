//! A drawing on one line, for tests and docs.
//!
//! ```
//! let shop = model::notation::parse("phone:client -> api -> orders:database*2; api -observe-> monitoring")?;
//! assert_eq!(shop.components.len(), 4);
//! # Ok::<(), model::notation::NotationError>(())
//! ```
//!
//! | written | means |
//! |---|---|
//! | `a -> b -> c` | connections, each with the default relation of its pair |
//! | `a -observe-> b` | a connection of that relation; the space before the dash is needed |
//! | `a -call{timeout_millis=200, attempts=3}-> b` | a connection with a policy; keys are the fields of [`Policy`] |
//! | `a -{on=read}-> b`, `on={class=checkout}`, `on={miss_of=cache}` | the condition; the miss is that of `a`'s lookup in `cache` |
//! | `orders:database_sql` | a component called `orders`; said once, at any mention |
//! | `cache_redis`, `client`, `db` | a component called like its kind or the kind's short name |
//! | `x:?quantum_store` | a kind that this version does not know |
//! | `api*3` | three replicas; outside of zones unless said inside one |
//! | `db{cdc=true, slots=4}` | parameters; on a source also `per_sec`, or `users` and `think_secs`, and `writes` (share, 0 to 1) |
//! | `[eu: [a: api*2, db]; [b: api*2]]` | zones with what is placed in them; `eu` holds zones, so it is a region, `a` and `b` availability zones |
//! | `[network private: db]` | a zone of another sort |
//! | `"Orders (eu)":database`, `api#2:api_server` | any name; a second component called `api` |
//!
//! Statements are parted by `;` or line ends, in zones also by `,`.
//!
//! [`Policy`]: crate::Policy

mod alias;
mod build;
mod layout;
mod lex;
mod parse;
mod print;
mod settings;

pub use alias::{ALIASES, kind_named};
pub use print::print;

use crate::architecture::Architecture;

/// Why a text is no drawing, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct NotationError {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub problem: Problem,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("expected {expected}, found {found}")]
    Unexpected { expected: &'static str, found: String },
    #[error("a quoted text is not closed")]
    OpenQuote,
    #[error("`{0}` is no kind of component")]
    UnknownKind(String),
    #[error("`{0}` is not described anywhere; write `{0}:kind`")]
    NoKind(String),
    #[error("`{name}` is `{first}` earlier and `{second}` here")]
    TwoKinds { name: String, first: String, second: String },
    #[error("`{0}` is no relation")]
    UnknownRelation(String),
    #[error("`{key}` is no field of a connection's policy")]
    UnknownPolicy { key: String },
    #[error("`{key}` cannot have this value: {why}")]
    BadValue { key: String, why: String },
    #[error("`{kind}` has no parameter `{key}`")]
    UnknownParam { kind: String, key: String },
    #[error("there is no connection from `{from}` to `{to}` whose miss could be meant")]
    NoLookup { from: String, to: String },
    #[error("a component cannot be connected to itself")]
    SelfConnection,
}

/// The drawing that `text` describes, laid out from left to right.
///
/// # Errors
/// [`NotationError`] with the place of the first thing that is wrong.
pub fn parse(text: &str) -> Result<Architecture, NotationError> {
    let statements = parse::statements(text)?;
    let mut architecture = build::build(text, &statements)?;
    layout::lay_out(&mut architecture);
    Ok(architecture)
}

impl NotationError {
    fn at(text: &str, offset: usize, problem: Problem) -> Self {
        let before = &text[..offset.min(text.len())];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            problem,
        }
    }
}

#[cfg(test)]
mod tests;
