//! Dashboards of a run: choosing one, panels of one's own, a look at part of the time, series as a file.

use std::{fs, path::Path};

use e2e::{Page, Site, wait_for};

fn downloaded(folder: &Path, name: &str) -> String {
    wait_for("a download", || fs::read_to_string(folder.join(name)).ok().filter(|it| !it.is_empty()))
}

/// First and last second on the axis of a chart.
fn range(page: &Page) -> (f64, f64) {
    let read = "const it = document.querySelector('.chart-plot'); return [it.ariaValueMin, it.ariaValueMax].map(Number)";
    let found = page.script(read, &[]);
    (found[0].as_f64().unwrap_or(f64::NAN), found[1].as_f64().unwrap_or(f64::NAN))
}

#[test]
fn a_run_is_seen_on_dashboards_and_on_panels_of_ones_own() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    let folder = page.accept_downloads();
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    for chart in ["Traffic", "Latency", "Errors", "Error budgets left"] {
        page.find("group", chart);
    }

    // What reports to nobody has no panel, until everything is seen.
    page.click("tab", "Infrastructure");
    page.click("button", "See everything");
    page.find("group", "CPU");
    page.wait_for_text("Replicas up");
    page.click("tab", "Business");
    page.find("group", "Journeys completed so far");
    page.wait_for_text("Say in the inspector what a request is worth");

    // A panel of one's own, with a name that a spreadsheet would run.
    page.click("tab", "My panels");
    page.click("button", "Add panel");
    page.find("textbox", "Title").fill("=Waiting");
    page.choose("Shows", "queue");
    page.find("group", "=Waiting");
    page.choose("Shows", "expression");
    page.find("textbox", "Expression (PromQL)").fill("sum by (service) (rate(http_requests_total[10s])");
    page.find("textbox", "Title").focus();
    page.wait_for_text("This is no PromQL");
    page.find("textbox", "Expression (PromQL)").fill("sum by (service) (rate(http_requests_total[10s]))");
    page.find("textbox", "Title").focus();
    wait_for("the mistake to be gone", || (!page.text().contains("This is no PromQL")).then_some(()));
    page.wait_until("document.querySelectorAll('.chart-legend .chart-key').length === 6");

    page.click("button", "Download CSV");
    let table = downloaded(&folder, "waiting.csv");
    assert!(table.starts_with("Time [s],") && table.contains(",Shop database"), "{table}");
    page.click("button", "Add panel");
    page.click("button", "CSV");
    let table = downloaded(&folder, "online-shop-my-panels.csv");
    assert!(table.starts_with("Time [s],'=Waiting: "), "{table}");
    assert!(table.contains("[ratio]") && table.lines().count() > 50, "{table}");
    page.click("button", "Remove CPU");
    page.wait_until("document.querySelectorAll('.chart').length === 1");

    // Part of the time, on all charts, by keys; a reload keeps the panel.
    page.click("tab", "Overview");
    let (from, until) = range(&page);
    page.script("document.querySelector('.chart-plot').focus()", &[]);
    page.press("Home");
    for _ in 0..5 {
        page.press("ArrowRight");
    }
    page.press("+");
    let (zoomed_from, zoomed_until) = range(&page);
    assert!(zoomed_until - zoomed_from < (until - from) * 0.6, "{zoomed_from} to {zoomed_until}");
    page.click("button", "Show all");
    assert_eq!(range(&page), (from, until));
    page.wait_until_kept();
}
