//! The house's commands: `cargo xtask serve | test | check | dist | …`.
//!
//! Only `std` here (see docs/decisions/std-only-xtask.md): every command first compiles this package.
//! What needs more, compression and hashing, lives in the program `site`, behind the feature of that name.

pub mod process;
pub mod steps;

pub mod setup;

pub mod page;
pub mod server;
pub mod site;

pub mod bench;
pub mod fuzz;
pub mod gate;
pub mod serve;

/// The page's routes, shared with the app: one list says which pages exist.
#[path = "../../src/routes.rs"]
pub mod routes;

/// What a command returns: an error is a sentence that says what failed and, where known, what to do.
pub type Outcome<T = ()> = Result<T, String>;
