//! Geometry without any editor in it: data in, data out.

pub mod grid;
pub mod index;
pub mod label;
pub mod nearby;
pub mod path;
pub mod route;
pub mod snap;
