//! The app: what you see. The only code that knows a browser.
pub mod routes;

#[cfg(target_arch = "wasm32")]
pub mod page;
