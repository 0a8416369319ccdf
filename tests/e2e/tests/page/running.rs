//! Runs that do not go as planned: the simulator dies, a blueprint cannot be fetched, an old laptop.

use e2e::{Page, Site, Viewport, wait_for};
use serde_json::json;

/// Keeps the page's worker where a test can reach it.
const KEEP_WORKER: &str = "
    const Original = Worker;
    window.Worker = class extends Original {
      constructor(...args) { super(...args); window.simulator = this; }
    };";

fn open_watched(site: &Site) -> Page {
    let page = Page::blank(Viewport::LAPTOP);
    page.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": KEEP_WORKER }));
    page.goto(&site.url());
    page.find_part("button", "Shop database, ");
    page
}

#[test]
fn a_simulator_that_dies_is_explained_and_started_again() {
    let site = Site::start();
    let page = open_watched(&site);
    page.click("button", "Run");
    page.wait_until("document.querySelector('progress')?.value > 0");
    // A message that no page would send is a bug, and a bug ends the worker.
    page.script("window.simulator.postMessage('nonsense')", &[]);
    page.wait_for_text("The simulator stopped because of a bug in Plimsoll");
    page.find_part("button", "Shop database, ");

    page.click("button", "Run");
    page.find("button", "Pause");
    page.wait_until("document.querySelector('progress')?.value > 0");
    page.forgive_in_console("do not understand each other");
}

#[test]
fn a_run_is_said_to_have_started_when_it_has() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.note_what_is_said();
    let has_started = "window.said.some(it => it.startsWith('Run started'))";
    page.click("button", "Run");
    page.wait_until(has_started);

    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.wait_for_text("Draw a system, then load it");
    page.script("window.said = []", &[]);
    page.click("button", "Run");
    page.wait_for_text("Nothing sends traffic: add a client");
    assert_eq!(page.script(&format!("return {has_started}"), &[]), false, "nothing can run");
}

#[test]
fn without_its_panels_the_page_draws_says_so_and_fetches_them_when_asked() {
    let site = Site::start();
    let page = Page::blank(Viewport::LAPTOP);
    page.cdp("Network.enable", json!({}));
    page.cdp("Network.setBlockedURLs", json!({ "urls": ["*split_panels.wasm"] }));
    page.goto(&site.url());
    page.find_part("button", "Shop database, ");
    if site.files().iter().all(|file| !file.contains("split_panels")) {
        // A quick build is not cut.
        return;
    }
    page.wait_for_text("This part of Plimsoll could not be fetched");
    // What would show a run is not there either.
    page.click("button", "Run");
    page.wait_until("document.querySelector('#tab-panel-bottom [role=alert]') !== null");
    page.find("button", "Run");

    page.cdp("Network.setBlockedURLs", json!({ "urls": [] }));
    page.find_part("button", "Try again").click();
    page.click("button", "Run");
    page.wait_until("document.querySelector('progress')?.value > 0");
    page.forgive_in_console("Failed to load resource");
    page.forgive_in_console("ERR_");
    page.forgive_in_console("Failed to fetch");
}

#[test]
fn a_blueprint_that_cannot_be_fetched_leaves_the_drawing_and_can_be_asked_for_again() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.wait_until_kept();
    // Neither the network nor what is kept for working offline answers.
    page.script("for (const key of await caches.keys()) await caches.delete(key)", &[]);
    site.stop();
    page.clear_browser_cache();
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.find_part("button", "Choose a blueprint").click();
    page.find_part("button", "Try again");
    page.forgive_in_console("Failed to load resource");
    page.forgive_in_console("ERR_");
    // A worker may just be starting, or fetch the part that simulates.
    page.forgive_in_console("Failed to fetch dynamically imported module");
    page.forgive_in_console("link.js");
}

#[test]
fn a_run_can_be_paused_stepped_and_stopped() {
    let site = Site::start();
    let page = Page::open(&site);
    page.click("button", "Run");
    page.click("button", "Pause");
    page.find("button", "Go on");
    let before = now_secs(&page);
    page.click("button", "Run one simulated second");
    wait_for("a second to pass", || (now_secs(&page) > before).then_some(()));
    page.find("button", "Go on");
    page.click("button", "Stop and report");
    page.wait_for_text("What saturated first, and why");
}

/// Where a run is that pauses or is over.
fn now_secs(page: &Page) -> f64 {
    page.find("slider", "Go to another second of the run").value().parse().expect("a number")
}

#[test]
fn a_run_is_taken_back_to_act_differently_and_the_two_ways_are_compared() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.find("combobox", "Simulated seconds per second").focus();
    page.press("End");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    assert!((now_secs(&page) - 60.0).abs() < 1e-9);
    page.find("slider", "Go to another second of the run").focus();
    page.press("ArrowLeft");
    wait_for("the run to go back", || (now_secs(&page) < 59.5).then_some(()));
    page.press("Home");
    wait_for("the run to go back", || (now_secs(&page) < 0.5).then_some(()));
    // The keys of a run act on the slider, too; arrows are its own.
    page.press(".");
    wait_for("the run to go on for a second", || (now_secs(&page) > 0.5).then_some(()));
    page.press(",");
    wait_for("the run to go back", || (now_secs(&page) < 0.5).then_some(()));
    // It is the same way until something is done.
    page.press("PageUp");
    wait_for("the run to go on to the sixth second", || (now_secs(&page) > 5.5).then_some(()));
    page.find("button", "Go on");
    page.find_part("button", "Product cache, ").click();
    page.click("button", "Take it down");
    page.find("button", "Bring it back");
    page.click("button", "Go on");
    page.wait_for_text("Two ways");
    page.wait_for_text("Before going back");
    page.wait_for_text("Up to 6 s both are the same run");
    page.wait_for_text("6 s: Product cache down");
    page.wait_for_text("… after 6 s");
    page.wait_for_text("You did one thing to this run by hand");
}

#[test]
fn a_phone_has_room_for_drawing_running_and_reading() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    wait_for("the first visit's example", || {
        (page.find("textbox", "Name of the drawing").value() == "Online shop").then_some(())
    });
    page.click("button", "Run");
    page.find("button", "Pause");
    let wide = page.script("return document.documentElement.scrollWidth", &[]);
    assert_eq!(wide, json!(390), "the page scrolls sideways");
    page.wait_until("(dock => dock.scrollWidth <= dock.clientWidth)(document.querySelector('.dock'))");
    // Names can be read, and everything about a run is in reach.
    let [_, _, width, _] = page.find_part("button", "Load balancer, ").rect();
    assert!(width > 80.0, "cards are {width} pixels wide");
    page.click("button", "Pause");
    page.click("button", "Run one simulated second");
    page.find("button", "Go on");
    page.find("combobox", "Simulated seconds per second");
    page.find_part("button", "Load balancer, ").click();
    page.click("button", "Inspect");
    page.click("button", "Take it down");
    page.find("button", "Bring it back");
    page.click("button", "Inspect");
    page.click("button", "Stop and report");
    page.wait_for_text("Run finished");
    page.find_part("button", "Findings").click();
    page.wait_for_text("Shop database is a single point of failure");
    // Each tab of that drawer has a button of its own; the toast has one too.
    page.find_part("button", "Results").click();
    page.wait_for_text("What saturated first, and why");
    // A wide blueprint opens where it begins, not all of it with names of four letters.
    page.find_part("button", "Results").click();
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.find_part("button", "Choose a blueprint").click();
    page.find_part("button", "Ride hailing").click();
    let [left, _, width, _] = page.find_part("button", "Riders, ").rect();
    assert!(left >= 0.0 && width > 80.0, "cards are {width} pixels wide, the first at {left}");
}

#[test]
fn the_bar_fits_however_wide_the_window_is() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    let most_right = "
        const buttons = [...document.querySelectorAll('.topbar button, .topbar select, .topbar input')];
        return Math.max(...buttons.map(it => it.getBoundingClientRect().right))";
    // A number that is cut is another one.
    let cut_figures = "
        const bar = document.querySelector('.topbar .headline');
        const { right, bottom } = bar?.getBoundingClientRect() ?? {};
        const is_cut = it => it.top < bottom && it.width > 1 && it.right > right + 1;
        return [...bar?.children ?? []].filter(it => is_cut(it.getBoundingClientRect())).map(it => it.innerText)";
    let fits = |state: &str| {
        let with_a_mouse =
            [720, 768, 820, 850, 899, 900, 949, 950, 1000, 1100, 1180, 1200, 1280].map(|it| (it, false));
        let with_fingers =
            [912, 950, 1024, 1100, 1180, 1198, 1200, 1280, 1366, 1398, 1400, 1440].map(|it| (it, true));
        for (width, is_touch) in with_a_mouse.into_iter().chain(with_fingers) {
            page.resize(Viewport { width, height: 800, is_touch });
            page.wait_until(&format!(
                "innerWidth === {width} && matchMedia('(pointer: coarse)').matches === {is_touch}"
            ));
            let right = page.script(most_right, &[]).as_f64().expect("pixels");
            assert!(right <= f64::from(width), "{state}: {right} of {width} px, touch: {is_touch}");
            let cut = page.script(cut_figures, &[]);
            assert_eq!(cut, json!([]), "{state}: cut at {width} px, touch: {is_touch}");
        }
        page.resize(Viewport::LAPTOP);
    };
    fits("before a run");
    page.click("button", "Run");
    page.wait_until("document.querySelector('progress')?.value > 0");
    fits("during a run");
    page.choose("Simulated seconds per second", "max");
    page.find("slider", "Go to another second of the run");
    page.wait_for_text("objectives met");
    fits("after a run");
    for size in [20, 24, 32] {
        page.cdp("Page.setFontSizes", json!({ "fontSizes": { "standard": size } }));
        page.resize(Viewport::LAPTOP);
        page.wait_until(&format!(
            "innerWidth === 1440 && getComputedStyle(document.documentElement).fontSize === '{size}px'"
        ));
        let right = page.script(most_right, &[]).as_f64().expect("pixels");
        assert!(right <= 1440.0, "letters of {size} px: {right} of 1440 px");
        let [_, _, width, _] = page.find("textbox", "Name of the drawing").rect();
        assert!(width > 60.0, "letters of {size} px: the name has {width} px");
        let hidden = page.script("const bar = document.querySelector('.panel.left .tab-bar'); return bar.scrollWidth - bar.clientWidth", &[]);
        assert_eq!(hidden.as_f64(), Some(0.0), "letters of {size} px: a tab of the left panel is cut");
    }
    page.cdp("Page.setFontSizes", json!({ "fontSizes": { "standard": 16 } }));
    // What a laptop shows at 200%: the drawing has all of the width.
    page.resize(Viewport { width: 720, height: 450, is_touch: false });
    page.wait_until("document.querySelector('#stage').clientWidth === 720");
}

#[test]
fn on_a_phone_a_notice_leaves_the_head_of_a_drawer_free() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    super::keyboard::type_in_palette(&page, "retry storm");
    page.find_part("option", "Retry storm");
    page.press("Enter");
    page.find_part("button", "Shoppers, ");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.click("button", "What if");
    page.click("tab", "Recovery");
    let below = "return document.querySelector('.toasts').getBoundingClientRect().bottom \
        - document.querySelector('.panel').getBoundingClientRect().top";
    let below = page.script(below, &[]).as_f64().expect("pixels");
    assert!(below <= 0.0, "it covers {below} pixels of the drawer");
}

#[test]
fn the_report_says_that_a_broker_holds_messages() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/blueprints/event-pipeline.json");
    let file = std::fs::canonicalize(file).expect("a blueprint");
    page.find("button", "File to open").choose_file(&file);
    page.find_part("button", "Readings, ");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.click("tab", "Results");
    let cells = "[...document.querySelectorAll('.report tr')].filter(it => it.innerText.includes(' held'))";
    page.wait_until(&format!("{cells}.length === 1 && {cells}[0].innerText.startsWith('Readings')"));
}

#[test]
fn what_came_of_repetitions_is_back_after_a_reload() {
    let site = Site::start();
    let page = Page::blank(Viewport::LAPTOP);
    let count = "
        const Original = Worker;
        window.nWorkers = 0;
        window.Worker = class extends Original {
          constructor(...args) { super(...args); window.nWorkers += 1; }
        };";
    page.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": count }));
    page.goto(&site.url());
    page.find_part("button", "Shop database, ");
    page.find("textbox", "Replications").fill("3");
    page.press("Enter");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("3 independent runs");
    page.wait_for_text("Run finished");
    assert!(
        page.script("return window.nWorkers", &[]).as_u64() > Some(1),
        "repetitions have workers of their own"
    );
    page.wait_for_text("Saved");
    let rows = "return [...document.querySelectorAll('.report tr')].map(it => it.innerText)";
    let before = page.script(rows, &[]);

    page.reload();
    page.wait_for_text("3 independent runs");
    assert_eq!(page.script(rows, &[]), before);
    assert_eq!(page.script("return window.nWorkers", &[]), 1, "they were made again");

    // One that is begun anew is repeated.
    page.click("button", "Run");
    page.wait_until("window.nWorkers > 1");
    page.wait_for_text("3 independent runs");
}

/// Runs so long take minutes; what they leave in the tab is put there here.
#[test]
fn a_run_too_long_to_be_simulated_again_says_so_when_the_page_is_loaded_again() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ");
    page.script("sessionStorage.setItem('plimsoll.run-too-long', JSON.stringify('Online shop'))", &[]);
    page.reload();
    page.wait_for_text("The results of the last run are gone");
    // Once is enough.
    page.reload();
    page.find_part("button", "Shop database, ");
    assert!(!page.text().contains("The results of the last run are gone"));
}
