//! Geometry without any editor in it: data in, data out.

pub mod path;
pub mod grid;
pub mod route;
pub mod index;
