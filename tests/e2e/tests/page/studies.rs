//! Questions that take many runs, asked in the page.

use e2e::{Page, Site};

/// The page with the example open and a question chosen.
fn asking(site: &Site, question: &str) -> Page {
    let page = Page::open(site);
    page.find_part("button", "Shop database, ");
    page.click("tab", "What if");
    page.click("tab", question);
    page
}

#[test]
fn the_load_a_drawing_carries_is_found_while_it_stays_editable() {
    let site = Site::start();
    let page = asking(&site, "Load");
    page.click("button", "Find its limit");
    page.find("button", "Cancel");
    // Nothing waits for the runs.
    page.find_part("button", "Shop database, ").click();
    page.wait_for_text("It carries");
    page.find("button", "Find its limit");
    // A line in the charts has a name, also for whoever does not see it.
    let described = page.script(
        "return document.querySelector('#tab-panel-studies [role=slider]').getAttribute('aria-description')",
        &[],
    );
    let described = described.as_str().expect("a description").to_owned();
    assert!(described.contains("/s: Knee"), "{described}");
    page.find_part("button", "Shop database, ").focus();
    page.press("Delete");
    page.wait_for_text("The drawing has changed since then");
}

#[test]
fn where_nobody_is_answered_the_chart_of_load_has_no_latency() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    // Beyond 200 a second every answer comes too late.
    page.open_drawing(
        r#"{"plimsoll": 2, "components": [
            {"id": 1, "kind": "client", "name": "u", "at": {"x": 0, "y": 0}, "workload": {"pattern": "constant",
             "per_sec": 150, "classes": [{"name": "read", "weight": 1, "access": "read"}]}},
            {"id": 2, "kind": "api_server", "name": "a", "at": {"x": 300, "y": 0},
             "params": {"slots": 1, "service_millis": 5, "fixed_delay_millis": 0, "queue_limit": 100000}}],
            "connections": [{"id": 3, "from": 1, "to": 2, "relation": "call", "policy": {"timeout_millis": 100, "attempts": 4}}]}"#,
    );
    page.find_part("button", "a, API server, ");
    page.click("tab", "What if");
    page.click("tab", "Load");
    page.click("button", "Find its limit");
    page.wait_for_text("It carries");
    page.wait_for_text("none answered");
    let latency = "[...document.querySelectorAll('#tab-panel-studies .chart-key')]
        .filter(it => /^(p50|Mean|p99) /.test(it.textContent)).map(it => it.querySelector('.chart-value').textContent)";
    page.wait_until(&format!("({latency}).length === 3 && ({latency}).every(it => it === 'no data')"));
}

#[test]
fn a_study_that_nobody_looks_at_says_when_it_is_done() {
    let site = Site::start();
    let page = asking(&site, "Load");
    page.click("button", "Find its limit");
    page.find_part("tab", "Objectives").click();
    page.wait_for_text("Load: done");
    page.click("button", "Show");
    page.wait_for_text("It carries");
}

#[test]
fn a_projection_of_growth_goes_on_while_another_tab_is_looked_at() {
    let site = Site::start();
    let page = asking(&site, "Growth");
    // Both within one moment: it cannot be done before its tab is left.
    page.script(
        "const named = (role, name) => [...document.querySelectorAll(role)].find(it => it.innerText.trim() === name);\
         named('button', 'Project').click(); named('[role=tab]', 'Load').click();",
        &[],
    );
    page.wait_for_text("Growth: done");
    page.click("button", "Show");
    page.wait_for_text("1,250 GB");
}

#[test]
fn a_study_that_was_ended_says_so() {
    let site = Site::start();
    let page = asking(&site, "Load");
    page.click("button", "Find its limit");
    page.click("tab", "Savings");
    page.click("button", "Look for savings");
    page.wait_for_text("Load was ended for it");
    page.click("button", "Cancel");
    page.wait_for_text("Ended after");
    page.click("tab", "Load");
    page.wait_for_text("Ended after");
    page.click("button", "Find its limit");
    page.wait_until("!document.querySelector('#tab-panel-studies').innerText.includes('Ended after')");
}

#[test]
fn causes_of_a_run_say_how_sure_they_are_and_go_with_their_drawing() {
    let site = Site::start();
    let page = asking(&site, "Causes");
    page.wait_for_text("Run the drawing to its end first");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.click("tab", "What if");
    page.click("button", "Remove one cause at a time");
    page.wait_for_text("Pairs of runs");
    page.find("button", "Remove one cause at a time");
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.wait_for_text("Run the drawing to its end first");
    page.wait_until("!document.body.innerText.includes('Pairs of runs')");
}

#[test]
fn a_change_is_compared_with_what_was_kept() {
    let site = Site::start();
    let page = asking(&site, "Compare");
    page.wait_for_text("Keep a drawing first");
    page.click("button", "Keep this drawing");
    page.wait_for_text("Nothing has changed since it was kept");
    page.find_part("button", "Product cache, ").click();
    page.press("Delete");
    page.click("button", "Compare with the one kept");
    page.wait_for_text("pairs of runs with 95% intervals");
    page.wait_for_text("worse");
}

#[test]
fn a_surge_is_tried_and_can_be_given_up() {
    let site = Site::start();
    let page = asking(&site, "Recovery");
    page.wait_for_text("What retries can do");
    page.click("button", "Try a surge");
    page.click("button", "Cancel");
    page.click("button", "Try a surge");
    page.wait_for_text("As drawn");
    page.find("button", "Try a surge");
}

#[test]
fn advice_is_run_applied_and_taken_back() {
    let site = Site::start();
    let page = asking(&site, "Savings");
    page.click("button", "Look for savings");
    page.find("button", "Cancel");
    // Each piece says what it saves, and all of them are run before the search is over.
    page.wait_for_text("Objectives kept");
    page.find("button", "Look for savings");
    page.find_part("button", "Apply: ").click();
    page.wait_for_text("The drawing has changed since then");
    // One step back is the drawing that the advice is about.
    page.press("Control+z");
    page.wait_until("!document.body.innerText.includes('The drawing has changed since then')");
}

#[test]
fn any_request_is_found_by_when_it_was_sent() {
    let site = Site::start();
    let page = asking(&site, "Load");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.click("tab", "What if");
    page.click("tab", "Requests");
    page.find("textbox", "Also all sent from").fill("34");
    page.click("button", "Follow the requests");
    let request = page.find("combobox", "Request");
    let groups = "return [...args[0].querySelectorAll('optgroup')].map(it => it.label)";
    let groups = page.script(groups, &[request.to_json()]);
    assert_eq!(groups[0], "The first 100 sent from 34.000 s on");
    page.wait_for_text("Calls of its own");
    // After the end there is nothing.
    page.find("textbox", "Also all sent from").fill("1000");
    page.click("button", "Follow the requests");
    page.wait_for_text("No request that ended was sent at 1000.000 s or later.");
}
