//! What happens on purpose during runs, set up in the page.

use e2e::{Page, Site, wait_for};

/// The page with the example open, the scenario shown, and one event in it.
fn with_event(site: &Site) -> Page {
    let page = Page::open(site);
    page.find_part("button", "Shop database, ").click();
    page.find_part("tab", "Scenario").click();
    page.wait_for_text("Nothing happens yet");
    page.click("button", "Add an event");
    page.find_part("button", "Crash: Shop database, from 20 s for 30 s");
    page
}

#[test]
fn an_event_is_added_moved_and_resized_by_keys_each_a_step_to_undo() {
    let site = Site::start();
    let page = with_event(&site);
    page.find("button", "Crash: Shop database, from 20 s for 30 s").focus();
    page.press("ArrowRight");
    page.find("button", "Crash: Shop database, from 21 s for 30 s");
    page.press("Shift+ArrowLeft");
    page.find("button", "Crash: Shop database, from 11 s for 30 s");
    page.press("Alt+ArrowRight");
    page.find("button", "Crash: Shop database, from 11 s for 31 s");
    page.press("Control+z");
    page.find("button", "Crash: Shop database, from 11 s for 30 s");
    page.press("Control+z");
    page.find("button", "Crash: Shop database, from 21 s for 30 s").focus();
    page.press("Delete");
    page.wait_for_text("Nothing happens yet");
    page.press("Control+z");
    page.find("button", "Crash: Shop database, from 21 s for 30 s");
    // The cross goes with its event: the keyboard goes to what stands nearest.
    page.find_part("button", "Remove Crash").focus();
    page.press("Enter");
    page.wait_for_text("Nothing happens yet");
    page.wait_until("document.activeElement.closest('#region-bottom')");
}

#[test]
fn a_bar_and_its_end_are_dragged() {
    let site = Site::start();
    let page = with_event(&site);
    let bar = page.find("button", "Crash: Shop database, from 20 s for 30 s");
    let [x, y, width, height] = bar.rect();
    let second = width / 30.0;
    page.drag((x + 20.0, y + height / 2.0), (x + 20.0 + 5.0 * second, y + height / 2.0));
    page.find("button", "Crash: Shop database, from 25 s for 30 s");
    let end = x + 5.0 * second + width;
    page.drag((end - 1.0, y + height / 2.0), (end - 1.0 - 10.0 * second, y + height / 2.0));
    page.find("button", "Crash: Shop database, from 25 s for 20 s");
    page.press("Control+z");
    page.find("button", "Crash: Shop database, from 25 s for 30 s");
}

#[test]
fn the_form_offers_what_an_event_can_be_and_the_run_obeys() {
    let site = Site::start();
    let page = with_event(&site);
    page.find("button", "What happens Crash").focus();
    page.press("Enter");
    page.find("combobox", "Search by name, by what breaks, by how it shows").type_text("slow");
    page.press("Enter");
    page.find("button", "Slow: Shop database, from 20 s for 30 s");
    page.find("textbox", "At").fill("10");
    page.find("textbox", "Lasts").focus();
    page.press("Control+a");
    page.press("Delete");
    page.press("Tab");
    page.find("button", "Slow: Shop database, from 10 s to the end");
    page.find("combobox", "Simulated seconds per second").focus();
    page.press("End");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.find_part("tab", "Results").click();
    // The line of time is under the charts, too, and the report knows what it meant.
    page.find("button", "Slow: Shop database, from 10 s to the end");
    wait_for("the slow database to be seen", || page.text().contains("Missed").then_some(()));
}

#[test]
fn a_ready_made_list_is_added_as_one_step_to_undo() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.find_part("tab", "Scenario").click();
    page.click("button", "Ready-made lists");
    page.wait_for_text("Ready-made lists of events");
    // What the drawing lacks something for says what that is.
    page.wait_for_text("Needs: A store with replicas");
    page.click("button", "Add Cache stampede to the scenario");
    page.find("button", "Cache flushed: Product cache, from 30 s for 30 s");
    page.wait_for_text("Runs now take 2 min");
    page.press("Control+z");
    page.wait_for_text("Nothing happens yet");
}

#[test]
fn who_would_be_hit_is_marked_before_a_run_and_counted_after_it() {
    let site = Site::start();
    let page = with_event(&site);
    page.find_part("button", "Shop database, SQL database, 2 in, 1 out, all requests would be hit");
    page.find_part("button", "API server, API server, 1 in, 3 out, some requests would be hit");
    page.wait_for_text("some of its requests ask Shop database");
    page.find("combobox", "Simulated seconds per second").focus();
    page.press("End");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.find_part("tab", "Results").click();
    page.wait_for_text("Who was hit");
    page.wait_for_text("5 of 5 components that could be hit were");
}
