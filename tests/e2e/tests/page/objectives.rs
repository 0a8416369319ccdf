//! What is promised, and whether a run keeps it.

use e2e::{Page, Site, wait_for};

#[test]
fn selects_for_burn_rates_say_whose_they_are() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.find_part("tab", "Objectives").click();
    page.find("combobox", "Alerts by burn rate (browse: 95% answered within 400 ms)");
    let mut names: Vec<String> = page.all("combobox").iter().map(e2e::Element::name).collect();
    names.retain(|it| it.starts_with("Alerts by burn rate"));
    assert!(names.len() > 1, "{names:?}");
    let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
}

#[test]
fn objectives_are_set_checked_judged_and_undone() {
    let site = Site::start();
    let page = Page::open(&site);
    wait_for("the first visit's example", || {
        (page.find("textbox", "Name of the drawing").value() == "Online shop").then_some(())
    });
    let rows = || page.all("group").iter().filter(|it| it.name().starts_with("Objective ")).count();
    let before = rows();
    page.click("button", "Add an objective");
    wait_for("another objective", || (rows() == before + 1).then_some(()));

    // A target without an error budget is refused on the spot, with the reason.
    let target = page.all("textbox").into_iter().rfind(|it| it.name() == "Share of them that must be good");
    let target = target.expect("each objective has a target");
    target.fill("100");
    page.wait_for_text("100% leaves no error budget");
    target.fill("50");
    page.press("Enter");
    page.wait_for_text("Error budget: 50% of requests");

    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("What saturated first, and why");
    page.wait_for_text("all requests: 50% answered within 300 ms");
    wait_for("verdicts", || page.text().contains("of the error budget").then_some(()));

    // A promise is no number of the run: changing it asks for no other run.
    page.find("application", "Drawing").focus();
    page.press("Control+z");
    page.press("Control+z");
    wait_for("the objective to be gone", || (rows() == before).then_some(()));
    assert!(!page.text().contains("The drawing has changed since this run"));
}
