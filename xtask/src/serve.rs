//! `cargo xtask serve`: build the page and show it.

use crate::{Outcome, page, page::Build, server::Server, setup, steps::Steps};

/// The port when none is asked for.
const PORT: u16 = 8080;

/// Builds the page and serves it on loopback until the program is ended.
///
/// # Errors
/// If the build fails, or `port` was asked for and is taken.
pub fn serve(build: Build, port: Option<u16>) -> Outcome {
    let mut steps = Steps::begin();
    setup::for_page(&mut steps)?;
    let title = match build {
        Build::Release => "Build the page (the first time about 2 min)",
        Build::Debug => "Build the page without optimization (the first time about 2 min, later seconds)",
    };
    steps.step(title, || page::build(build))?;
    let start = |port| Server::start(&build.folder(), "/", port);
    let server = match port {
        Some(port) => {
            start(port).map_err(|error| format!("port {port}: {error}; choose another with --port"))?
        }
        // Nobody asked for this port in particular: if it is taken, any free one will do.
        None => start(PORT).or_else(|_| start(0)).map_err(|error| error.to_string())?,
    };
    println!("\nPlimsoll is at {} (Ctrl+C ends it)", server.url());
    server.wait();
    Ok(())
}
