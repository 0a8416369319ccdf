//! What the palette offers comes onto the drawing by mouse, by finger and by keys, components and zones alike.

use e2e::{Page, Site, Viewport, wait_for};

/// Brings an entry of the palette into view; its middle.
fn entry(page: &Page, name: &str) -> (f64, f64) {
    let entry = page.find("button", name);
    page.script("args[0].scrollIntoView({ block: 'center' })", &[entry.to_json()]);
    entry.center()
}

fn middle_of_drawing(page: &Page) -> (f64, f64) {
    let [left, top, width, height] = page.find("application", "Drawing").rect();
    (left + width / 2.0, top + height / 2.0)
}

/// An empty drawing, so that nothing is in the way.
fn new_drawing(page: &Page) {
    wait_for("the first visit's example", || {
        (page.find("textbox", "Name of the drawing").value() == "Online shop").then_some(())
    });
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.wait_for_text("Draw a system, then load it");
}

#[test]
fn a_zone_is_dragged_from_the_palette_and_takes_in_what_it_is_dropped_around() {
    let site = Site::start();
    let page = Page::open(&site);
    new_drawing(&page);
    page.drag(entry(&page, "API server"), middle_of_drawing(&page));
    page.find_part("button", "API server, API server, 0 in, 0 out");
    page.drag(entry(&page, "Network"), middle_of_drawing(&page));
    page.find_part("button", "API server, API server, in Network");
    // One step each.
    page.press("Control+z");
    page.find_part("button", "API server, API server, 0 in, 0 out");
    // The same by keys.
    page.find("searchbox", "Search components").type_text("vpc");
    page.press("Enter");
    page.find_part("button", "Network, Network, empty");
}

#[test]
fn a_finger_scrolls_the_palette_or_picks_up_what_it_rests_on() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    new_drawing(&page);
    page.click("button", "Add");
    let from = entry(&page, "API server");
    page.put_finger(from);
    page.wait_until("document.querySelector('.carried')");
    let to = middle_of_drawing(&page);
    page.move_finger(from, (to.0, to.1 - 120.0));
    page.lift_finger();
    page.find_part("button", "API server, API server, 0 in, 0 out");
    // It lies where the finger let it go, and the drawer is out of the way.
    page.wait_until("!document.querySelector('.panel')");
    let [left, top, width, height] = page.find_part("button", "API server, API server").rect();
    assert!(left < to.0 && to.0 < left + width && top < to.1 - 120.0 && to.1 - 120.0 < top + height);
}
