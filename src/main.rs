//! The page.
#[cfg(target_arch = "wasm32")]
fn main() {
    app::page::start();
}

/// The app runs in a browser only; natively there is nothing to start.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
