//! The page. The same program is the page and, started in a worker, the simulator.

#[cfg(target_arch = "wasm32")]
fn main() {
    if let Some(scope) = app::worker::scope() {
        app::worker::start(scope);
    } else {
        app::app::start();
    }
}

/// The app runs in a browser only; natively there is nothing to start.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Plimsoll runs in a browser: cargo xtask serve");
}
