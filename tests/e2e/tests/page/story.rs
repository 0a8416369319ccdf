//! The story that the product exists for, from the first visit to the link that a colleague opens.

use e2e::{Page, Site, wait_for};

/// The card of a component, by its name.
fn card(page: &Page, name: &str) -> (f64, f64, f64, f64) {
    let [left, top, width, height] = page.find_part("button", &format!("{name}, ")).rect();
    (left, top, width, height)
}

fn middle(card: (f64, f64, f64, f64)) -> (f64, f64) {
    (card.0 + card.2 / 2.0, card.1 + card.3 / 2.0)
}

/// Where connections are pulled from: the middle of a card's right edge.
fn port(card: (f64, f64, f64, f64)) -> (f64, f64) {
    (card.0 + card.2, card.1 + card.3 / 2.0)
}

/// Pulls a connection from one card to the middle of another and holds it there.
fn pull(page: &Page, from: &str, to: &str) -> (f64, f64) {
    let from = card(page, from);
    let to = middle(card(page, to));
    page.move_mouse(middle(from));
    page.press_mouse(port(from));
    page.drag_mouse(port(from), to);
    to
}

/// The digest of the last run, as the report shows it.
fn digest(page: &Page) -> String {
    let text = wait_for("the digest", || {
        let text = page.text();
        let at = text.find("digest ")?;
        Some(text[at + 7..].chars().take(16).collect::<String>())
    });
    assert!(text.chars().all(|it| it.is_ascii_hexdigit()), "{text}");
    text
}

/// Simulated seconds that the run has reached.
fn secs(page: &Page) -> f64 {
    let shown = "const bar = document.querySelector('progress'); return bar ? bar.value * 60 : 0";
    page.script(shown, &[]).as_f64().unwrap_or_default()
}

fn wait_until_secs(page: &Page, wanted: f64) {
    wait_for(format_args!("{wanted} simulated seconds"), || (secs(page) >= wanted).then_some(()));
}

#[test]
fn a_shop_is_drawn_checked_loaded_broken_understood_and_shared() {
    let site = Site::start();
    let page = Page::open(&site);

    // I pick the blueprint "Online shop", and it fits the screen.
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.find_part("button", "Choose a blueprint").click();
    page.find_part("button", "Online shop").click();
    let stage = page.find("application", "Drawing").rect();
    for name in ["Shoppers", "API server", "Product cache", "Shop database", "Payment provider"] {
        let (left, top, width, height) = card(&page, name);
        assert!(left >= stage[0] && left + width <= stage[0] + stage[2], "{name} is cut off");
        assert!(top >= stage[1] && top + height <= stage[1] + stage[3], "{name} is cut off");
    }

    // I drag "APM / tracing" from the palette onto the canvas.
    let entry = page.find("button", "APM / tracing");
    page.script("args[0].scrollIntoView({ block: 'center' })", &[entry.to_json()]);
    let below = middle(card(&page, "API server"));
    page.drag(entry.center(), (below.0, below.1 + 150.0));
    page.find_part("button", "Tracing, APM / tracing, 0 in, 0 out");

    // While I pull a connection from the API server, every component shows whether it can take it, and why not.
    let held = pull(&page, "API server", "Shoppers");
    page.wait_for_text("Shoppers starts requests and takes none");
    page.press("Escape");
    page.release_mouse(held);
    let held = pull(&page, "API server", "Tracing");
    page.release_mouse(held);
    page.find_part("button", "Tracing, APM / tracing, 1 in, 0 out");

    // From the monitoring system to the API server it is refused, and the reversed connection is offered.
    let held = pull(&page, "Monitoring", "API server");
    page.release_mouse(held);
    page.wait_for_text("Telemetry is drawn towards the collector");
    page.wait_for_text("Monitoring does not call API server");
    page.click("button", "Connect the other way round");
    page.find_part("button", "Monitoring, Monitoring, 2 in, 0 out");

    // A finding tells me the database is a single point of failure.
    page.wait_for_text("Shop database is a single point of failure");

    // I press Run: requests flow, I see how busy each component is, and charts. The run waits while I look.
    page.choose("Simulated seconds per second", "1");
    page.click("button", "Run");
    wait_until_secs(&page, 2.0);
    page.click("button", "Pause");
    page.find("button", "Go on");
    for chart in ["Traffic", "Latency", "Errors"] {
        page.find("group", chart);
    }
    for line in ["Succeeded", "p50", "p95", "p99"] {
        page.wait_for_text(line);
    }
    wait_for("the database's load on its card", || {
        let card = page.find_part("button", "Shop database, ").to_json();
        let number = page.script("return args[0].querySelector('.card-number').dataset.text", &[card]);
        number.as_str().is_some_and(|it| it.contains('%')).then_some(())
    });
    assert!(secs(&page) < 20.0, "the machine is too slow for this story: {} s have passed", secs(&page));

    // At 20 s I take the cache down.
    page.choose("Simulated seconds per second", "2");
    page.click("button", "Go on");
    wait_until_secs(&page, 20.0);
    page.click("button", "Pause");
    page.find_part("button", "Product cache, ").click();
    page.click("button", "Take it down");
    page.choose("Simulated seconds per second", "max");
    page.click("button", "Go on");

    // Latency rises, the database saturates, and the panel says which saturated first and why.
    page.wait_for_text("What saturated first, and why");
    let why = wait_for("the explanation", || {
        let text = page.text();
        let (_, after) = text.split_once("What saturated first, and why")?;
        Some(after.lines().take(6).collect::<Vec<_>>().join(" "))
    });
    assert!(why.contains("Shop database") && why.contains("Product cache"), "{why}");
    let first_digest = digest(&page);

    // What I did by hand becomes part of the drawing.
    page.click("button", "Keep in the drawing");

    // I undo my edits one by one: the event, the two connections and the component.
    page.find("application", "Drawing").focus();
    page.press("Control+z");
    page.find("button", "Keep in the drawing");
    for left in ["Monitoring, Monitoring, 1 in", "Tracing, APM / tracing, 0 in"] {
        page.press("Control+z");
        page.find_part("button", left);
    }
    page.press("Control+z");
    wait_for("the component to be gone", || (!page.text().contains("Tracing, ")).then_some(()));
    for _ in 0..4 {
        page.press("Control+Shift+z");
    }
    page.find_part("button", "Monitoring, Monitoring, 2 in");

    // I reload the page: nothing is lost.
    page.wait_for_text("Saved");
    page.reload();
    page.find_part("button", "Monitoring, Monitoring, 2 in");
    page.find_part("button", "Tracing, APM / tracing, 1 in");

    // I send a link; it opens the same drawing with the same seed and the same numbers.
    page.click("button", "Share");
    let link = wait_for("the link", || {
        let value = page.all("textbox").iter().map(e2e::Element::value).find(|it| it.contains("#d="));
        value.filter(|it| it.starts_with("http"))
    });
    let colleague = Page::blank(e2e::Viewport::LAPTOP);
    colleague.goto(&link);
    colleague.find_part("button", "Monitoring, Monitoring, 2 in");
    colleague.choose("Simulated seconds per second", "max");
    colleague.click("button", "Run");
    assert_eq!(digest(&colleague), first_digest);
}
