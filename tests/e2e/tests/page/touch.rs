//! Work done by fingers alone.

use std::{thread::sleep, time::Duration};

use e2e::{Page, Site, Viewport, wait_for};
use serde_json::json;

/// The page with the example open.
fn open(site: &Site, viewport: Viewport) -> Page {
    let page = Page::open_sized(site, viewport);
    page.find_part("button", "Load balancer, ");
    page
}

#[test]
fn a_resting_finger_opens_the_menu_and_its_lifting_chooses_nothing() {
    let site = Site::start();
    let page = open(&site, Viewport::PHONE);
    page.click("button", "Run");
    page.find("button", "Pause");
    page.put_finger(page.find_part("button", "API server, ").center());
    page.find("dialog", "Actions");
    // The menu is under the finger; a click that follows would come within this time.
    page.lift_finger();
    sleep(Duration::from_millis(500));
    page.find("dialog", "Actions");
    page.find_part("button", "Take down or bring back").click();
    page.wait_until("document.querySelector('.card.down') !== null");
}

#[test]
fn a_finger_connects_what_it_has_chosen() {
    let site = Site::start();
    let page = open(&site, Viewport::PHONE);
    let balancer = page.find_part("button", "Load balancer, ");
    let center = balancer.center();
    page.touch(&[center], &[center]);
    page.wait_until("document.querySelector('.card.selected') !== null");
    let [left, top, width, height] = balancer.rect();
    let other = page.find_part("button", "Real user monitoring, ").center();
    page.touch(&[(left + width, top + height / 2.0)], &[other]);
    page.wait_for_text("Only people’s devices report to Real user monitoring");
}

#[test]
fn a_finger_draws_a_connection() {
    let site = Site::start();
    let page = open(&site, Viewport::PHONE);
    let shoppers = page.find_part("button", "Shoppers, ");
    let center = shoppers.center();
    page.touch(&[center], &[center]);
    page.wait_until("document.querySelector('.card.selected') !== null");
    let [left, top, width, height] = shoppers.rect();
    let server = page.find_part("button", "API server, ").center();
    page.touch(&[(left + width, top + height / 2.0)], &[server]);
    page.wait_for_text("Connected Shoppers to API server: Call.");
}

#[test]
fn what_a_finger_read_on_a_chart_stays_until_it_presses_elsewhere() {
    let site = Site::start();
    let page = open(&site, Viewport::PHONE);
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Run");
    page.wait_for_text("Run finished");
    page.click("button", "Results");
    page.script("document.querySelector('.chart-plot').scrollIntoView({ block: 'center' })", &[]);
    let rect = page.script(
        "const it = document.querySelector('.chart-plot').getBoundingClientRect(); return [it.left + it.width / 2, it.top + it.height / 2, it.top - 60]",
        &[],
    );
    let at = |index: usize| rect[index].as_f64().expect("a number");
    let reading = "return document.querySelector('.chart-at').innerText";
    page.touch(&[(at(0), at(1))], &[(at(0), at(1))]);
    wait_for("a reading", || page.script(reading, &[]).as_str().filter(|it| it.ends_with(" s")).map(drop));
    page.touch(&[(at(0), at(2))], &[(at(0), at(2))]);
    wait_for("no reading", || (page.script(reading, &[]) == json!("")).then_some(()));
}

#[test]
fn the_labels_at_the_bottom_of_a_phone_stand_apart() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    page.find("button", "Incidents");
    let apart = "
        const dock = document.querySelector('.dock');
        const labels = [...dock.querySelectorAll('.dock-label')].map((it) => it.getBoundingClientRect());
        const gaps = labels.slice(1).map((it, i) => it.left - labels[i].right);
        return [labels.length, Math.min(...gaps), dock.scrollWidth - dock.clientWidth]";
    for width in [390, 844] {
        page.resize(Viewport { width, height: 1234 - width, is_touch: true });
        page.wait_until(&format!("document.querySelector('.dock').clientWidth === {width}"));
        let found = page.script(apart, &[]);
        assert_eq!(found[0], json!(8));
        assert!(found[1].as_f64().is_some_and(|it| it >= 6.0), "labels {} px apart at {width}", found[1]);
        assert_eq!(found[2], json!(0), "the bar scrolls at {width}");
    }
}

#[test]
fn a_phone_held_sideways_keeps_most_of_its_height_for_the_drawing() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport { width: 844, height: 390, is_touch: true });
    page.find_part("button", "Run").click();
    page.find("button", "Pause");
    let height = "return document.querySelector('#stage').clientHeight";
    let height = page.script(height, &[]).as_u64().expect("a height");
    assert!(height >= 280, "{height} of 390 px");
    assert_eq!(page.script("return document.documentElement.scrollWidth", &[]), json!(844));
    // A sheet comes from the side and leaves a part of the drawing in sight.
    page.click("button", "Results");
    page.wait_until("document.querySelector('.panel.bottom') !== null");
    let panel = "const it = document.querySelector('.panel.bottom').getBoundingClientRect(); return [it.left, it.height]";
    let panel = page.script(panel, &[]);
    assert!(panel[0].as_f64() > Some(300.0) && panel[1].as_f64() > Some(250.0), "{panel}");
}

#[test]
fn a_tablet_held_upright_has_room_for_the_drawing() {
    let site = Site::start();
    let page = open(&site, Viewport { width: 768, height: 1024, is_touch: true });
    let wide = page.script("return document.documentElement.scrollWidth", &[]);
    assert_eq!(wide, json!(768), "the page scrolls sideways");
    page.wait_until("document.querySelector('#stage').clientWidth === 768");
    page.find_part("button", "Findings").click();
    page.wait_for_text("Shop database is a single point of failure");
    // A mouse has room for regions beside the drawing at this size.
    page.resize(Viewport { width: 768, height: 1024, is_touch: false });
    wait_for("regions beside the drawing", || {
        (page.script("return document.querySelector('#stage').clientWidth", &[]).as_u64() < Some(768))
            .then_some(())
    });
}
