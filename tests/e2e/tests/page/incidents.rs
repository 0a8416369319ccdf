//! Something goes wrong, and somebody takes care of it.

use std::fs;

use e2e::{Page, Site, wait_for};

fn fill(page: &Page, name: &str, text: &str) {
    page.find("textbox", name).fill(text);
}

fn declare(page: &Page, title: &str) {
    page.find_part("tab", "Incidents").click();
    page.click("button", "Declare an incident…");
    fill(page, "What do users notice?", title);
    page.click("button", "Declare");
}

/// Waits until a line of the timeline says it.
pub fn wait_for_entry(page: &Page, said: &str) {
    wait_for(said, || page.find("list", "Timeline").text().contains(said).then_some(()));
}

#[test]
fn an_incident_is_declared_worked_on_and_survives_a_reload() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.find_part("tab", "Incidents").click();
    page.click("button", "Declare an incident…");
    // Without a title there is nothing to declare, and the page says so.
    page.click("button", "Declare");
    page.wait_for_text("A title is needed: say what users notice");
    fill(&page, "What do users notice?", "Checkout is slow");
    page.choose("Severity", "P2");
    page.click("button", "Declare");
    page.wait_for_text("Checkout is slow");
    wait_for_entry(&page, "Opened as P2 high: Checkout is slow");

    page.click("button", "Acknowledge");
    page.wait_for_text("Acknowledged by You");
    page.click("button", "Mitigated");
    wait_for_entry(&page, "Status is now Mitigated");
    // What cannot be done says why.
    page.click("button", "Open");
    page.wait_for_text("Work on it has begun");
    fill(&page, "Note", "The cache was cold");
    page.click("button", "Add");
    wait_for_entry(&page, "The cache was cold");

    page.reload();
    page.find_part("tab", "Incidents").click();
    page.find_part("button", "P2 #1 Checkout is slow").click();
    wait_for_entry(&page, "The cache was cold");
    page.click("button", "Resolved");
    wait_for_entry(&page, "Status is now Resolved");

    // The draft knows it; what a person writes stays.
    page.click("tab", "Review");
    let summary = page.find("textbox", "Summary").value();
    assert!(summary.contains("Checkout is slow") && summary.contains("P2 high"), "{summary}");
    page.find("textbox", "What went badly").fill("Nobody watched the cache.");
    page.press("Tab");
    page.wait_for_text("edited");
    let folder = page.accept_downloads();
    page.click("button", "Save as Markdown");
    let file = folder.join("incident-1-review.md");
    let text = wait_for("the review", || fs::read_to_string(&file).ok().filter(|it| !it.is_empty()));
    assert!(text.contains("# Checkout is slow") && text.contains("Nobody watched the cache."), "{text}");
}

#[test]
fn what_is_typed_for_an_incident_and_not_added_yet_is_not_lost() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    declare(&page, "Checkout is slow");
    fill(&page, "Note", "The cache was");
    page.click("tab", "Review");
    fill(&page, "What", "Warm the cache up");
    // Another part, and the page anew.
    page.click("tab", "Timeline");
    assert_eq!(page.find("textbox", "Note").value(), "The cache was");
    page.reload();
    page.find_part("tab", "Incidents").click();
    page.find_part("button", "P3 #1 Checkout is slow").click();
    page.click("tab", "Review");
    assert_eq!(page.find("textbox", "What").value(), "Warm the cache up");
    // A document of the review has it, and then it is added.
    let folder = page.accept_downloads();
    page.click("button", "Save as Markdown");
    let file = folder.join("incident-1-review.md");
    let text = wait_for("the review", || fs::read_to_string(&file).ok().filter(|it| !it.is_empty()));
    assert!(text.contains("Warm the cache up"), "{text}");
    page.find("checkbox", "Warm the cache up");
    assert_eq!(page.find("textbox", "What").value(), "");
}

#[test]
fn what_a_runbook_does_stands_in_every_open_incident_of_the_run() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.click("button", "Run");
    page.find("button", "Pause");
    for title in ["Checkout is slow", "Search is broken"] {
        if page.has("button", "All incidents") {
            page.click("button", "All incidents");
        }
        declare(&page, title);
        wait_for_entry(&page, title);
    }
    page.click("tab", "Runbook");
    page.choose("Runbook", "down");
    page.choose("Act on", "3");
    page.click("button", "Restart API server");
    page.click("tab", "Timeline");
    wait_for_entry(&page, "Done: Restart API server");
    page.click("button", "All incidents");
    page.find_part("button", "P3 #1 Checkout is slow").click();
    wait_for_entry(&page, "Done: Restart API server");
}

#[test]
fn two_tabs_never_overwrite_each_others_incidents() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    declare(&page, "Checkout is slow");
    page.wait_for_text("Saved");

    page.open_tab(&site.url());
    page.wait_for_text("open in another tab");
    page.find_part("tab", "Incidents").click();
    page.wait_for_text("which keeps its incidents");
    page.find_part("button", "P3 #1 Checkout is slow");
    // What the first tab writes shows here.
    page.show_tab(0);
    fill(&page, "Note", "Seen in the first tab");
    page.click("button", "Add");
    wait_for_entry(&page, "Seen in the first tab");
    page.show_tab(1);
    page.find_part("button", "P3 #1 Checkout is slow").click();
    wait_for_entry(&page, "Seen in the first tab");
}

#[test]
fn on_call_a_hidden_fault_pages_and_the_truth_is_told_at_the_end() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    // What is selected is what breaks, a third into the run.
    page.find_part("button", "Shop database, ").click();
    page.click("tab", "Scenario");
    page.click("button", "Add an event");
    page.wait_for_text("Crash");
    page.find_part("tab", "Incidents").click();
    page.choose("Simulated seconds per second", "5");
    page.click("button", "Go on call");
    page.wait_for_text("You are on call");
    page.click("tab", "Scenario");
    page.wait_for_text("Hidden while somebody is on call");
    page.wait_for_text("Page: ");
    wait_for("the page in the title", || page.title().starts_with("(1) ").then_some(()));
    // The run must not end before a slow machine has answered.
    page.choose("Simulated seconds per second", "1");
    page.click("button", "Show");
    wait_for_entry(&page, "ErrorBudgetBurn fires");
    page.click("button", "Acknowledge");
    wait_for("an answered page", || (!page.title().starts_with('(')).then_some(()));
    page.choose("Simulated seconds per second", "5");
    page.click("tab", "Runbook");
    page.find("combobox", "Act on");
    page.wait_for_text("of 100 points");
    page.wait_for_text("Crash: Shop database");
    page.wait_for_text("What helps");
}

#[test]
fn everything_that_is_done_at_once_stands_in_the_timeline() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.click("button", "Run");
    declare(&page, "A zone is gone");
    wait_for_entry(&page, "A zone is gone");
    // All are taken down by one key.
    page.find_part("button", "Shop database, ").click();
    page.press("Control+a");
    page.press("k");
    wait_for_entry(&page, "Shop database down");
    wait_for_entry(&page, "Product cache down");
}
