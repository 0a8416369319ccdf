//! Drawings are kept: over a reload, against other tabs, as files, as links.

use std::fs;

use e2e::{Page, Site, wait_for};

/// Adds a component from the palette.
fn add(page: &Page, kind: &str) {
    page.find("button", kind).click();
}

/// Waits until the card of a component is there.
fn wait_for_card(page: &Page, name: &str) {
    page.find_part("button", &format!("{name}, "));
}

fn wait_until_gone(page: &Page, name: &str) {
    page.wait_until(&format!("!document.querySelector('#stage').innerText.includes('{name}')"));
}

fn wait_until_usable(page: &Page, button: &str) {
    page.wait_until(&format!(
        "document.querySelector('[aria-label={button}]').getAttribute('aria-disabled') !== 'true'"
    ));
}

/// The example with one more component, which is kept.
fn with_a_project(site: &Site) -> Page {
    let page = Page::open(site);
    wait_for_card(&page, "Shop database");
    add(&page, "Search engine");
    page.wait_for_text("Saved");
    page
}

fn has_card(page: &Page, name: &str) -> bool {
    page.all("button").iter().any(|it| it.name().starts_with(&format!("{name}, ")))
}

#[test]
fn the_first_visit_opens_an_example_and_the_next_one_what_was_drawn() {
    let site = Site::start();
    let page = Page::open(&site);
    wait_for_card(&page, "Shop database");
    page.wait_for_text("Not kept yet");
    add(&page, "Search engine");
    page.wait_for_text("Saved");
    page.reload();
    wait_for_card(&page, "Search engine");
    page.wait_for_text("Saved");
}

/// Does something to the page and loads it again at once, or a moment later.
fn reload_after(page: &Page, act: &str, millis: u32) {
    page.script(&format!("window.isOld = true; {act}; setTimeout(() => location.reload(), {millis})"), &[]);
    page.wait_until("!window.isOld");
    page.wait_until_ready();
}

/// Adds a component from the palette.
fn adding(kind: &str) -> String {
    format!("[...document.querySelectorAll('button')].find(it => it.innerText.trim() === '{kind}').click()")
}

/// How many drawings are kept.
fn count_projects(page: &Page) -> usize {
    page.press("Control+Shift+o");
    page.find("button", "Duplicate");
    page.all("button").iter().filter(|it| it.name() == "Duplicate").count()
}

#[test]
fn the_first_change_is_there_however_soon_the_page_is_loaded_again() {
    for millis in [0, 50] {
        let site = Site::start();
        let page = Page::open(&site);
        wait_for_card(&page, "Shop database");
        page.wait_for_text("Not kept yet");
        reload_after(&page, &adding("Search engine"), millis);
        wait_for_card(&page, "Search engine");
        page.wait_for_text("Saved");
        wait_until_usable(&page, "Undo");
        page.click("button", "Undo");
        wait_until_gone(&page, "Search engine");
        wait_for_card(&page, "Shop database");
        assert_eq!(count_projects(&page), 1);
    }
}

#[test]
fn every_change_is_there_however_soon_the_page_is_loaded_again() {
    let site = Site::start();
    let page = with_a_project(&site);
    for (kind, millis) in
        [("Data lake", 0), ("Logging", 50), ("Memcached", 150), ("DNS", 300), ("File storage", 355)]
    {
        reload_after(&page, &adding(kind), millis);
        wait_for_card(&page, kind);
        page.wait_for_text("Saved");
    }
    // One more while the one before is being written.
    let two = format!("{}; setTimeout(() => {}, 355)", adding("Data warehouse"), adding("CDN"));
    reload_after(&page, &two, 358);
    wait_for_card(&page, "CDN");
    page.wait_for_text("Saved");
    wait_until_usable(&page, "Undo");
    for kind in ["CDN", "Data warehouse", "File storage"] {
        wait_for_card(&page, kind);
        page.click("button", "Undo");
        wait_until_gone(&page, kind);
    }
}

#[test]
fn a_change_is_there_however_soon_the_page_is_closed() {
    let site = Site::start();
    let page = Page::open(&site);
    wait_for_card(&page, "Shop database");
    page.wait_for_text("Not kept yet");
    let close = "setTimeout(() => location.href = 'about:blank')";
    page.script(&format!("{}; {close}", adding("Search engine")), &[]);
    page.wait_until("location.href === 'about:blank'");
    page.open_tab(&site.url());
    wait_for_card(&page, "Search engine");
    page.wait_for_text("Saved");
    page.script(&format!("{}; {close}", adding("Data lake")), &[]);
    page.wait_until("location.href === 'about:blank'");
    page.show_tab(0);
    page.goto(&site.url());
    wait_for_card(&page, "Data lake");
    page.wait_for_text("Saved");
}

#[test]
fn what_was_not_stored_in_time_overwrites_nothing() {
    let site = Site::start();
    let page = with_a_project(&site);
    // What the tab leaves behind is put aside and comes back when the drawing has been changed elsewhere.
    let leave = format!(
        "addEventListener('pagehide', () => {{
        for (const key of Object.keys(localStorage).filter(it => it.startsWith('plimsoll.unsaved.'))) {{
            sessionStorage.setItem(key, localStorage.getItem(key));
            localStorage.removeItem(key);
        }}
    }}); {}",
        adding("Data lake")
    );
    reload_after(&page, &leave, 0);
    wait_for_card(&page, "Search engine");
    add(&page, "Logging");
    wait_for_card(&page, "Logging");
    page.wait_for_text("Saved");
    let bring_back = "
        const left = Object.keys(sessionStorage).filter(it => it.startsWith('plimsoll.unsaved.'));
        if (left.length !== 1) throw new Error(`left behind: ${left}`);
        for (const key of left) localStorage.setItem(key, sessionStorage.getItem(key));
        localStorage.setItem('plimsoll.unsaved.broken', '{');
        localStorage.setItem('plimsoll.unsaved.odd', JSON.stringify([null, null, '{}{']))";
    reload_after(&page, bring_back, 0);
    wait_for_card(&page, "Logging");
    page.wait_for_text("Saved");
    assert!(!has_card(&page, "Data lake"), "a later drawing was overwritten");
    // Nothing of it stays, and nothing else has become a drawing.
    page.wait_until("!Object.keys(localStorage).some(it => it.startsWith('plimsoll.unsaved.'))");
    assert_eq!(count_projects(&page), 1);
}

#[test]
fn a_tab_comes_back_with_its_own_drawing() {
    let site = Site::start();
    let page = with_a_project(&site);
    page.open_tab(&site.url());
    page.wait_for_text("open in another tab");
    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.wait_for_text("Draw a system, then load it");
    add(&page, "Data lake");
    page.wait_for_text("Saved");
    page.show_tab(0);
    page.reload();
    wait_for_card(&page, "Search engine");
    page.wait_for_text("Saved");
}

#[test]
fn undo_and_redo_outlive_a_reload() {
    let site = Site::start();
    let page = Page::open(&site);
    wait_for_card(&page, "Shop database");
    add(&page, "Search engine");
    wait_for_card(&page, "Search engine");
    add(&page, "Data lake");
    wait_for_card(&page, "Data lake");
    page.press("Control+z");
    wait_until_gone(&page, "Data lake");
    page.wait_for_text("Saved");
    page.reload();
    wait_for_card(&page, "Search engine");
    wait_until_usable(&page, "Redo");
    page.click("button", "Redo");
    wait_for_card(&page, "Data lake");
    page.click("button", "Undo");
    page.click("button", "Undo");
    wait_until_gone(&page, "Search engine");
    wait_for_card(&page, "Shop database");
}

#[test]
fn a_change_that_is_taken_back_at_once_is_not_saved_forever() {
    let site = Site::start();
    let page = Page::open(&site);
    wait_for_card(&page, "Shop database");
    page.wait_for_text("Not kept yet");
    // In one go: saving begins a moment after a change.
    let add_and_undo = "
        const frame = () => new Promise(requestAnimationFrame);
        [...document.querySelectorAll('button')].find(it => it.innerText.trim() === 'Search engine').click();
        await frame(); await frame();
        document.querySelector('[aria-label=Undo]').click();";
    page.script(add_and_undo, &[]);
    page.wait_for_text("Not kept yet");
    add(&page, "Search engine");
    page.wait_for_text("Saved");
    page.script(add_and_undo, &[]);
    page.wait_for_text("Saved");
}

#[test]
fn steps_are_kept_before_the_page_is_hidden() {
    // A tab that crashes is not told beforehand.
    let site = Site::start();
    let page = Page::open(&site);
    wait_for_card(&page, "Shop database");
    add(&page, "Search engine");
    wait_for_card(&page, "Search engine");
    page.wait_until("(sessionStorage.getItem('plimsoll.history') ?? '').includes('Search engine')");
}

#[test]
fn a_copy_made_with_a_key_is_there_once_after_a_reload() {
    let site = Site::start();
    let page = Page::open(&site);
    page.wait_for_text("Not kept yet");
    wait_for_card(&page, "Shop database");
    page.find_part("button", "Shop database, ").click();
    page.press("Control+d");
    let are_two =
        "document.querySelectorAll('.card[aria-label^=\"Shop database\"]:not([hidden])').length === 2";
    page.wait_until(are_two);
    page.wait_for_text("Saved");
    page.reload();
    wait_for_card(&page, "Shop database");
    page.wait_until(are_two);
}

#[test]
fn a_second_tab_is_told_and_nothing_is_overwritten() {
    let site = Site::start();
    let page = with_a_project(&site);

    page.open_tab(&site.url());
    page.wait_for_text("open in another tab");
    // What the first tab draws appears here.
    page.show_tab(0);
    add(&page, "Data lake");
    page.wait_for_text("Saved");
    page.show_tab(1);
    wait_for_card(&page, "Data lake");

    // The second tab takes over; now the first one is told.
    page.click("button", "Go on here");
    page.wait_for_text("Saved");
    page.show_tab(0);
    page.wait_for_text("open in another tab");

    // Changes in a tab that may not save stay there, and become a copy of their own.
    add(&page, "Logging");
    wait_for_card(&page, "Logging");
    page.click("button", "Keep a copy");
    page.wait_for_text("Saved");
    assert_eq!(page.find("textbox", "Name of the drawing").value(), "Online shop (copy)");
    page.show_tab(1);
    assert!(!has_card(&page, "Logging"), "the other tab's drawing was overwritten");
    assert_eq!(page.find("textbox", "Name of the drawing").value(), "Online shop");
}

#[test]
fn a_run_goes_on_when_another_tab_saves_its_drawing() {
    let site = Site::start();
    let page = with_a_project(&site);
    page.open_tab(&site.url());
    page.wait_for_text("open in another tab");
    page.click("button", "Run");
    page.wait_until("document.querySelector('progress')?.value > 0");
    page.show_tab(0);
    // What runs there is taken out here.
    page.find_part("button", "Shop database, ").click();
    page.press("Delete");
    page.show_tab(1);
    wait_until_gone(&page, "Shop database");
    page.find("button", "Pause");
    page.wait_for_text("The drawing has changed since this run began");
    page.choose("Simulated seconds per second", "max");
    page.wait_for_text("What saturated first, and why");
}

#[test]
fn projects_are_renamed_copied_and_deleted_only_when_asked_twice() {
    let site = Site::start();
    let page = with_a_project(&site);

    page.press("Control+Shift+o");
    page.click("button", "Duplicate");
    page.wait_for_text("Online shop (copy)");
    // Every row has its own buttons; the copy was saved last and stands first.
    page.click("button", "Delete");
    page.wait_for_text("Delete “Online shop (copy)” for good?");
    page.click("button", "Cancel");
    page.wait_for_text("Online shop (copy)");
    page.click("button", "Delete");
    page.find("alertdialog", "Delete").find("button", "Delete").click();
    wait_for("the copy to be gone", || (!page.text().contains("Online shop (copy)")).then_some(()));
    page.press("Escape");
    // The one that was open still is.
    wait_for_card(&page, "Search engine");
}

#[test]
fn a_file_goes_out_and_comes_back_and_a_bad_one_leaves_the_drawing() {
    let site = Site::start();
    let page = Page::open(&site);
    wait_for_card(&page, "Shop database");
    let folder = page.accept_downloads();
    add(&page, "Search engine");
    page.press("Control+s");
    let file = folder.join("online-shop.plimsoll.json");
    wait_for("the file", || file.is_file().then_some(()));

    let bad = folder.join("bad.json");
    fs::write(&bad, "{ \"plimsoll\": 2, \"components\": [").unwrap();
    page.find("button", "File to open").choose_file(&bad);
    page.wait_for_text("bad.json: not opened");
    page.wait_for_text("The drawing that was open is still there");
    page.click("button", "OK");
    wait_for_card(&page, "Search engine");

    page.click("button", "Plimsoll, main menu");
    page.find_part("menuitem", "New project").click();
    page.wait_for_text("Draw a system, then load it");
    page.find("button", "File to open").choose_file(&file);
    wait_for_card(&page, "Search engine");
}

#[test]
fn a_link_opens_a_copy_and_is_taken_out_of_the_address() {
    let site = Site::start();
    let page = with_a_project(&site);
    page.click("button", "Share");
    let link = wait_for("the link", || {
        page.all("textbox").iter().map(e2e::Element::value).find(|it| it.contains("#d="))
    });
    page.press("Escape");

    page.open_tab(&link);
    wait_for_card(&page, "Search engine");
    page.wait_for_text("Not kept yet");
    assert_eq!(page.url(), site.url());
    page.reload();
    wait_for_card(&page, "Search engine");
    page.wait_for_text("Not kept yet");
    // A damaged link says so and opens nothing over what is kept.
    page.script("location.hash = 'd=1broken'", &[]);
    page.wait_for_text("The link: not opened");
    page.click("button", "OK");
    wait_for_card(&page, "Search engine");
}

#[test]
fn fields_say_what_is_wrong_and_change_nothing() {
    let site = Site::start();
    let page = Page::open(&site);
    page.find_part("button", "Shop database, ").click();
    let field = page.find("textbox", "Queue limit");
    field.fill("many");
    page.wait_for_text("Not a number");
    assert_eq!(field.value(), "many");
    page.wait_for_text("Not kept yet");
    field.fill("20");
    page.wait_for_text("Saved");
    page.press("Control+z");
    wait_for("the default again", || page.find("textbox", "Queue limit").value().is_empty().then_some(()));
}
