//! Makes `docs/screenshot.png` of the built page, for the README.

use e2e::{Page, Site, Viewport};

fn main() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::LAPTOP);
    let file = xtask::process::root().join("docs/screenshot.png");
    page.screenshot(&file);
    println!("  {}", file.display());
}
