//! Where the program may be cut into files of their own.
//!
//! `#[wasm_split]` marks the places; the packaging cuts there (`tools`, `xtask`), and what is reached from one of these
//! functions only goes into its file. Without the feature `parts`, as in quick builds and in tests, the program stays whole
//! and the same code finds everything at once.

#![cfg_attr(
    feature = "parts",
    allow(unsafe_code, improper_ctypes, improper_ctypes_definitions, reason = "both sides of a cut are one program")
)]

use web_sys::DedicatedWorkerGlobalScope;

use crate::{
    later::{VIEWS, Views},
    worker,
};

/// A file that did not come.
#[cfg(feature = "parts")]
pub type Failed = wasm_split_helpers::SplitLoaderError;
/// Nothing has to come.
#[cfg(not(feature = "parts"))]
pub type Failed = std::convert::Infallible;

/// What the page does not begin with.
#[cfg(feature = "parts")]
#[wasm_split_helpers::wasm_split(panels, fallible)]
pub fn views() -> Result<Views, Failed> {
    Ok(VIEWS)
}

/// What the page does not begin with.
#[cfg(not(feature = "parts"))]
pub async fn views() -> Result<Views, Failed> {
    Ok(VIEWS)
}

/// What the page itself never needs: the simulator, for a worker.
#[cfg(feature = "parts")]
#[wasm_split_helpers::wasm_split(simulator, fallible)]
pub fn simulator() -> Result<fn(&DedicatedWorkerGlobalScope), Failed> {
    Ok(worker::begin)
}

/// What the page itself never needs: the simulator, for a worker.
#[cfg(not(feature = "parts"))]
pub async fn simulator() -> Result<fn(&DedicatedWorkerGlobalScope), Failed> {
    Ok(worker::begin)
}
