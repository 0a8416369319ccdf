//! Breaking and healing, where only the page can show it: usual values, what deploys do, charts that follow each other, growth.

use e2e::{Page, Site, Viewport, wait_for};

/// Queue with partitions and a store with replicas.
const STORES: &str = r#"{ "plimsoll": 2, "name": "Stores",
    "components": [
        { "id": 1, "kind": "client", "name": "u", "at": { "x": 0, "y": 0 }, "workload": { "pattern": "constant", "per_sec": 100,
            "classes": [{ "name": "read", "weight": 70, "access": "read" }, { "name": "write", "weight": 30, "access": "write" }] } },
        { "id": 2, "kind": "api_server", "name": "api", "at": { "x": 240, "y": 0 }, "params": { "holds_slot": false } },
        { "id": 3, "kind": "database_sql", "name": "db", "at": { "x": 480, "y": 0 }, "placements": [{ "replicas": 3 }] },
        { "id": 4, "kind": "queue", "name": "orders", "at": { "x": 480, "y": 160 } },
        { "id": 5, "kind": "worker", "name": "w", "at": { "x": 720, "y": 160 }, "placements": [{ "replicas": 2 }] } ],
    "connections": [
        { "id": 6, "from": 1, "to": 2, "relation": "call" }, { "id": 7, "from": 2, "to": 3, "relation": "call" },
        { "id": 8, "from": 2, "to": 4, "relation": "publish" }, { "id": 9, "from": 4, "to": 5, "relation": "consume" } ],
    "settings": { "duration_secs": 30, "warm_up_secs": 2 } }"#;

#[test]
fn an_autoscaler_begins_with_usual_values_in_one_step() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "API server, ").click();
    page.click("button", "Processors 65%, memory 75%, 3 to 10");
    for (field, value) in [
        ("Fewest replicas", "3"),
        ("Most replicas", "10"),
        ("Target use", "65"),
        ("Target use of memory", "75"),
    ] {
        wait_for(field, || (page.find("textbox", field).value() == value).then_some(()));
    }
    page.press("Control+z");
    wait_for("no autoscaler", || (page.find("combobox", "Autoscaling").value() == "off").then_some(()));
}

#[test]
fn a_connection_begins_with_usual_values_in_one_step() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Load balancer, ").click();
    page.press("]");
    page.click("button", "3 tries, 1 s and 2 s apart");
    for (field, value) in [("Tries", "3"), ("Backoff", "1000")] {
        wait_for(field, || (page.find("textbox", field).value() == value).then_some(()));
    }
    page.press("Control+z");
    wait_for("one try", || (page.find("textbox", "Tries").value() == "1").then_some(()));
}

#[test]
fn a_deploy_says_what_it_does_and_what_helps() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "API server, ").click();
    page.click("tab", "Scenario");
    page.click("button", "Add an event");
    page.find_part("button", "What happens").focus();
    page.press("Enter");
    page.find("combobox", "Search by name, by what breaks, by how it shows").type_text("primary lost");
    page.wait_for_text("It takes: A store with replicas");
    page.press("Control+a");
    page.find("combobox", "Search by name, by what breaks, by how it shows").type_text("canary");
    page.wait_for_text("rolling back by hand");
    page.press("Enter");
    page.find_part("button", "Canary: API server, ");
    page.wait_for_text("What it does");
    // The list says what is not as usual.
    page.find("textbox", "Errors of the new version").fill("30");
    page.press("Tab");
    page.wait_for_text("Errors of the new version: 30%");
}

#[test]
fn all_charts_show_the_time_that_is_dragged_over_on_one() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    let ranges = || {
        let read = "return [...document.querySelectorAll('.chart-plot')].map((it) => it.ariaValueMin + ' ' + it.ariaValueMax)";
        let all: Vec<String> = serde_json::from_value(page.script(read, &[])).expect("texts");
        assert!(all.len() >= 4 && all.iter().all(|it| *it == all[0]), "{all:?}");
        all[0].clone()
    };
    let whole = ranges();
    let chart = page.find("group", "Latency").find("slider", "Moment");
    let [x, y, width, height] = chart.rect();
    page.drag((x + 0.4 * width, y + height / 2.0), (x + 0.7 * width, y + height / 2.0));
    page.find("button", "Show all");
    assert_ne!(ranges(), whole);
    page.click("button", "Show all");
    wait_for("all of it", || (ranges() == whole).then_some(()));
}

#[test]
fn what_is_stored_grows_by_its_own_table() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.click("tab", "What if");
    page.click("tab", "Growth");
    page.click("button", "Project");
    // 100 GB of rows in a year of the handbook.
    page.wait_for_text("1,250 GB");
    page.find("textbox", "Times today’s rows, month 4").fill("3");
    page.press("Tab");
    page.wait_for_text("The drawing has changed since then");
    page.click("button", "Project");
    page.wait_for_text("300 GB");
}

#[test]
fn partitions_are_set_and_stale_reads_are_counted() {
    let site = Site::start();
    let page = Page::open(&site);
    page.open_drawing(STORES);
    page.find_part("button", "orders, ").click();
    page.find("textbox", "Partitions").fill("4");
    page.press("Tab");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    // Brackets follow connections from the component that is chosen.
    page.find_part("button", "orders, ").click();
    page.press("]");
    page.wait_for_text("Most in one partition");
    page.click("tab", "Results");
    page.wait_for_text("Stale reads");
    page.wait_for_text("Reads at a replica to which at least one acknowledged write was still under way");
}

#[test]
fn each_user_is_limited_by_tier() {
    const GATE: &str = r#"{ "plimsoll": 2, "name": "Gate",
        "components": [
            { "id": 1, "kind": "client", "name": "people", "at": { "x": 0, "y": 0 }, "workload": { "pattern": "constant", "per_sec": 400,
                "classes": [{ "name": "read", "weight": 1, "access": "read" }] } },
            { "id": 2, "kind": "api_gateway", "name": "gate", "at": { "x": 240, "y": 0 } } ],
        "connections": [{ "id": 3, "from": 1, "to": 2, "relation": "call" }],
        "settings": { "duration_secs": 60, "warm_up_secs": 2 } }"#;
    let site = Site::start();
    let page = Page::open(&site);
    page.open_drawing(GATE);
    page.find_part("button", "gate, ").click();
    page.choose("Limit for each user", "tiers");
    page.find("textbox", "Free: requests");
    page.find_part("button", "come from 1,000 people").click();
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.click("tab", "Results");
    page.wait_for_text("Over their user’s limit");
    page.wait_for_text("Rejected: over the user’s limit");
    page.find("rowheader", "gate");
}

#[test]
fn notices_are_folded_on_a_phone() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    page.find_part("button", "Load balancer, ");
    page.find_part("button", "Scenario").click();
    for list in ["Add Errors 1, 3, 7% to the scenario", "Add Cache stampede to the scenario"] {
        page.click("button", "Ready-made lists");
        page.click("button", list);
    }
    // The latest is seen, the others are behind a button.
    let seen = "return [...document.querySelectorAll('.toast')].filter((it) => it.checkVisibility()).length";
    page.find_part("button", "more notice").click();
    wait_for("all of them", || (page.script(seen, &[]).as_u64() >= Some(2)).then_some(()));
    page.find_part("button", "more notice").click();
    wait_for("one of them", || (page.script(seen, &[]).as_u64() == Some(1)).then_some(()));
}
