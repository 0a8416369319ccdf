//! The house around the app: any path, the security policy, working offline, a new version.

use e2e::{Page, Site, site::NEXT_TITLE};
use serde_json::json;

#[test]
fn the_page_opens_under_any_path_and_so_do_its_routes() {
    let site = Site::under("/deep/er/");
    let page = Page::open(&site);
    for route in xtask::routes::ROUTES {
        page.goto(&site.url_of(&format!("{route}/?from=link")));
        // A reload, and the address without its last slash, work on a host without rewrite rules.
        page.reload();
        page.goto(&site.url_of(route));
        assert_eq!(page.url(), site.url_of(&format!("{route}/")));
    }
}

#[test]
fn pages_lead_to_each_other_and_say_how_fast_and_how_true_it_is() {
    let site = Site::under("/deep/er/");
    let page = Page::open(&site);
    page.goto(&site.url_of("about/"));
    page.click("link", "How fast the simulator is");
    page.find("heading", "How fast it is");
    page.find("columnheader", "engine / floor");
    assert_eq!(page.url(), site.url_of("speed/"));
    page.goto(&site.url_of("about/"));
    page.click("link", "How the simulator is held against theory");
    page.find("heading", "The simulator held against theory");
}

#[test]
fn a_wrong_address_leads_back_to_the_start_page() {
    let site = Site::under("/deep/er/");
    let page = Page::blank(e2e::Viewport::LAPTOP);
    // The page for wrong addresses looks for the site by asking for its manifest.
    page.forgive_in_console("404");
    page.goto_raw(&site.url_of("nowhere/at/all/"));
    page.wait_until(&format!("document.querySelector('a').href === '{}'", site.url()));
    page.click("link", "Open Plimsoll");
    page.wait_until_ready();
}

#[test]
fn scripts_and_styles_from_outside_are_blocked() {
    let site = Site::start();
    let page = Page::open(&site);
    let body = "
        const violated = [];
        document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.wasRun = true';
        document.head.append(script);
        const style = document.createElement('style');
        style.textContent = 'main { display: none }';
        document.head.append(style);
        await fetch('https://example.com/').catch(() => {});
        await new Promise((done) => setTimeout(done, 100));
        return [window.wasRun ?? false, violated.sort()];";
    let outcome = page.script(body, &[]);
    assert_eq!(outcome, json!([false, ["connect-src", "script-src-elem", "style-src-elem"]]));
    page.forgive_in_console("Content Security Policy");
}

#[test]
fn after_one_visit_the_app_opens_without_a_network() {
    let site = Site::under("/deep/er/");
    let page = Page::open(&site);
    page.wait_until_kept();
    site.stop();
    page.clear_browser_cache();
    page.reload();
    for route in xtask::routes::ROUTES {
        page.goto(&site.url_of(&format!("{route}/")));
        page.goto(&site.url_of(route));
    }
    // Everything in the site is there, not only what this visit has used.
    let kept: Vec<String> = site.files().into_iter().filter(|file| xtask::site::is_kept(file)).collect();
    assert!(kept.iter().any(|file| file.ends_with(".wasm")), "{kept:?}");
    let body = "
        const fails = (url) => fetch(url).then((answer) => !answer.ok, () => true);
        const failed = await Promise.all(args[0].map(async (file) => ((await fails(file)) ? [file] : [])));
        return failed.flat()";
    assert_eq!(page.script(body, &[json!(kept)]), json!([]));
}

#[test]
fn a_new_version_waits_until_the_person_wants_it() {
    let site = Site::start();
    let page = Page::open(&site);
    page.wait_until_kept();
    site.publish_next_version();
    page.wait_for_next_version();
    page.reload();
    assert_eq!(page.title(), "Plimsoll", "a reload alone must not change the version");
    page.wait_for_text("A new version of Plimsoll is ready");
    page.click("button", "Reload");
    page.wait_until(&format!("document.title === '{NEXT_TITLE}'"));
    page.wait_until_ready();
}
