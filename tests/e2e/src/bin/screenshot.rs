//! Makes `docs/screenshot.png` of the built page under load, for the README.

use e2e::{Page, Site, Viewport};

fn main() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::LAPTOP);
    page.find_part("button", "Shop database, ");
    page.click("button", "Run");
    // Twelve seconds of the run's minute: the charts have something to show.
    page.wait_until("document.querySelector('progress')?.value > 0.2");
    let file = xtask::process::root().join("docs/screenshot.png");
    page.screenshot(&file);
    println!("  {}", file.display());
}
