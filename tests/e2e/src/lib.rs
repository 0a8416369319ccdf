//! Drives the built app in a real browser. The tests are in `tests/`, one file per subject; this library is what
//! they are written with.
//!
//! ```no_run
//! let site = e2e::Site::start();
//! let page = e2e::Page::open(&site);
//! page.find("button", "Run").click();
//! page.wait_for_text("Report");
//! ```
//!
//! - People find things by their role and name, and so do tests: `find("button", "Run")`. There are no test ids.
//! - Whatever is looked for is waited for, up to [`PATIENCE`]. What does not come panics at the line of the test and
//!   leaves a screenshot and the page's text in `target/e2e/`.
//! - Every page must keep its console clean: an error or a warning there fails the test at its end.
//! - The page is the one that people get (`dist/`, or the folder in `PLIMSOLL_SITE`): build it first with
//!   `cargo xtask e2e`, or `cargo xtask e2e --debug` in the edit loop.

pub mod console;
pub mod driver;
pub mod element;
pub mod offline;
pub mod page;
pub mod pointer;
pub mod site;
pub mod speed;

pub use element::Element;
pub use page::{Page, Viewport};
pub use site::Site;

use std::{
    fmt::Display,
    thread,
    time::{Duration, Instant},
};

/// How long something may take to appear. Generous, as the machines that run tests are slow and shared.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks `question` until it has an answer.
///
/// # Panics
/// At the line of the caller, if there is no answer in time; `what` says what was waited for.
#[track_caller]
pub fn wait_for<T>(what: impl Display, mut question: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = question() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "waited {} s in vain for {what}", PATIENCE.as_secs());
        thread::sleep(Duration::from_millis(25));
    }
}
