//! Objectives while a run goes on: what is left of the budget, a rule that is linted, an alert that fires.

use e2e::{Page, Site, wait_for};

#[test]
fn alerts_call_an_objective_as_people_do() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.note_what_is_said();
    page.find_part("tab", "Objectives").click();
    page.find("textbox", "Clock").fill("600");
    page.press("Enter");
    page.wait_for_text("One simulated second is 10 min for the operators");
    page.find_part("button", "Shop database, ").click();
    page.click("button", "Run");
    page.wait_for_text(" s of 60 s");
    page.find("application", "Drawing").focus();
    page.press("k");
    // The drawing has no other rules than those of its objectives.
    page.wait_until(
        "window.said.some(it => it.includes('ErrorBudgetBurn fires, “all requests: 99.9% succeed”'))",
    );
    page.wait_for_text("“all requests: 99.9% succeed” · page");
    page.find_part("tab", "Objectives").click();
    page.wait_for_text("ErrorBudgetBurn fires: “all requests: 99.9% succeed” · page");
    assert!(!page.text().contains("all-availability"), "{}", page.text());
}

#[test]
fn a_rule_is_read_linted_and_fires_in_the_run() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.find_part("tab", "Objectives").click();
    page.find("switch", "See everything").click();
    page.find("textbox", "Clock").fill("60");
    page.press("Enter");
    page.wait_for_text("One simulated second is 60 s for the operators");

    // The mistake that is often copied, from the list; its parser comes over the network only now.
    page.choose("Add a ready-made rule…", "errors-per-second-0.05");
    page.wait_for_text("This compares events per second with 0.05");
    page.click("button", "Edit HighErrorRate");
    let expression = page.find("textbox", "Expression (PromQL)");
    expression.fill("up ==");
    page.find("textbox", "Name").focus();
    page.wait_for_text("This is no PromQL");
    expression.fill("up{service=\"Shop database\"} == 0");
    page.find("textbox", "Name").focus();
    wait_for("the mistake to be gone", || (!page.text().contains("This is no PromQL")).then_some(()));

    // The database goes down in the middle of a run that is as long as it takes.
    page.find_part("button", "Shop database, ").click();
    page.click("button", "Run");
    page.wait_for_text(" s of 60 s");
    page.find("application", "Drawing").focus();
    page.press("k");
    page.find_part("tab", "Objectives").click();
    page.wait_for_text("HighErrorRate fires: Shop database");
    page.wait_for_text("Notified: 1 firing");
    page.wait_for_text("of the error budget");
}
