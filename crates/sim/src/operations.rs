//! What people do to a running system, one file each: traffic, deploys, steps of operators.

mod scale;
mod traffic;

use crate::changes::Definition;

/// In the order of the menu.
pub static OPERATIONS: &[&Definition] = &[&traffic::TRAFFIC, &scale::SCALE];
