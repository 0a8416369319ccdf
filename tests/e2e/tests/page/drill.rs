//! On call for payments: a release and a cold cache at once, from the page that wakes somebody to the review.

use super::incidents::wait_for_entry;
use e2e::{Page, Site, wait_for};

#[test]
fn a_bad_release_is_paged_rolled_back_resolved_and_reviewed_across_a_reload() {
    let site = Site::start();
    let page = Page::open(&site);
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.find_part("button", "Choose a blueprint").click();
    page.find_part("button", "Payments on call").click();
    page.find_part("button", "Payment API, ");

    page.find_part("tab", "Incidents").click();
    page.choose("Simulated seconds per second", "2");
    page.click("button", "Go on call");
    page.wait_for_text("You are on call");
    // What is planned is hidden; nobody can look it up.
    page.click("tab", "Scenario");
    page.wait_for_text("Hidden while somebody is on call");
    page.find_part("tab", "Incidents").click();
    // Until something happens nobody needs to watch.
    page.choose("Simulated seconds per second", "10");

    // The canary serves from 90 s on; a tenth of the requests fails; the budget's fastest row fires 8 s later.
    page.wait_for_text("Page: ");
    page.choose("Simulated seconds per second", "1");
    wait_for("the page in the title", || page.title().starts_with("(1) ").then_some(()));
    page.find_part("button", "P2 #1").click();
    page.click("button", "Acknowledge");
    wait_for("an answered page", || (!page.title().starts_with('(')).then_some(()));
    wait_for("no notice of it", || (!page.has("button", "Show")).then_some(()));
    page.click("tab", "Response");
    page.wait_for_text("P2 high: an answer within 15 min; the next level is paged after 30 min");

    // In the middle of it the page is loaded again: nothing is lost, and the run waits.
    page.wait_for_text("Saved");
    page.reload();
    page.wait_for_text("The run is back where it was");
    page.find_part("tab", "Incidents").click();
    page.wait_for_text("You are on call");
    page.find_part("button", "P2 #1").click();
    wait_for_entry(&page, "Acknowledged");
    wait_for("a run that waits", || page.has("button", "Go on").then_some(()));

    // The runbook that fits says to take back what changed last; the service is the one that fails.
    page.click("tab", "Runbook");
    page.click("button", "Go on");
    page.click("button", "Roll back Payment API");
    page.click("button", "Mitigated");
    page.click("tab", "Timeline");
    wait_for_entry(&page, "Roll back Payment API");
    // The long windows still remember: whoever resolves it says why.
    page.click("button", "Resolved");
    page.find("textbox", "Why is it over although alerts still fire?")
        .fill("Nothing fails since the old version is back");
    page.click("button", "Confirm");
    wait_for_entry(&page, "Status is now Resolved");

    // At the end the truth is told.
    page.choose("Simulated seconds per second", "max");
    page.wait_for_text("of 100 points");
    page.wait_for_text("What helps against “Canary: Payment API”");
    // The release boots from 60 s to 90 s and harms nobody meanwhile.
    let score = page.find("group", "Score").text();
    assert!(score.contains("from when users felt it") && !score.contains(" 0 of 20"), "{score}");
    page.find_part("button", "P2 #1").click();
    page.click("tab", "Review");
    let field = |name: &str| page.find("textbox", name).value();
    let summary = field("Summary");
    assert!(summary.contains("Payment API") && summary.contains("P2"), "{summary}");
    let impact = field("Impact");
    assert!(impact.contains("budget"), "{impact}");
    let detection = field("Detection");
    assert!(detection.contains("after users began to feel it"), "{detection}");
    let timeline = field("Timeline");
    assert!(timeline.contains("A second of the run is 60 s for operators"), "{timeline}");
    assert!(timeline.contains("1:00 Deploy: Canary: Payment API"), "{timeline}");

    // Loaded again, the shift stays over.
    page.reload();
    page.wait_for_text("1 of 2 objectives missed");
    page.find_part("tab", "Incidents").click();
    page.wait_for_text("of 100 points");
    assert!(!page.text().contains("You are on call"), "{}", page.text());
}

/// Going on call sets the drawing's clock, which is the first change of the example: only then it is kept.
#[test]
fn a_shift_in_a_drawing_that_is_kept_only_now_ends_with_its_score() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.find_part("tab", "Incidents").click();
    page.click("button", "Go on call");
    page.wait_for_text("You are on call");
    page.wait_for_text("Saved");
    page.choose("Simulated seconds per second", "max");
    page.wait_for_text("of 100 points");
    // And there can be another one.
    page.find("button", "Go on call");
}
