//! A browser with the page open in it.

use crate::{Element, Site, console, driver::Driver, wait_for};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    fmt::Display,
    fs,
    future::Future,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, WebDriver,
    common::log::LoggingPrefsLogLevel,
    error::{WebDriverError, WebDriverResult},
};
use tokio::runtime::Runtime;

/// The size of the page on the screen, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Viewport {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether the screen is touched instead of pointed at.
    pub is_touch: bool,
}

impl Viewport {
    /// A laptop.
    pub const LAPTOP: Self = Self { width: 1440, height: 900, is_touch: false };
    /// A phone held upright.
    pub const PHONE: Self = Self { width: 390, height: 844, is_touch: true };
}

/// One browser with a profile of its own. Dropping it checks the console, leaves a picture if the test is failing,
/// and ends the browser.
pub struct Page {
    runtime: Runtime,
    browser: Option<WebDriver>,
    // Ended after the browser.
    _driver: Driver,
    test: String,
    pub(crate) forgiven: RefCell<Vec<String>>,
    seen_in_console: RefCell<Vec<String>>,
}

impl Page {
    /// Opens the start page on a laptop's screen and waits until the app is there.
    #[must_use]
    #[track_caller]
    pub fn open(site: &Site) -> Self {
        Self::open_sized(site, Viewport::LAPTOP)
    }

    /// Opens the start page on a screen of a given size and waits until the app is there.
    #[must_use]
    #[track_caller]
    pub fn open_sized(site: &Site, viewport: Viewport) -> Self {
        let page = Self::blank(viewport);
        page.goto(&site.url());
        page
    }

    /// A browser that shows nothing yet.
    #[must_use]
    #[track_caller]
    pub fn blank(viewport: Viewport) -> Self {
        let runtime = must("the runtime", tokio::runtime::Builder::new_current_thread().enable_all().build());
        let driver = Driver::start();
        let capabilities = must("the browser's settings", capabilities());
        let browser = must("the browser", runtime.block_on(WebDriver::new(driver.url(), capabilities)));
        let test = thread::current().name().unwrap_or("page").replace("::", "-");
        let page = Self {
            runtime,
            browser: Some(browser),
            _driver: driver,
            test,
            forgiven: RefCell::default(),
            seen_in_console: RefCell::default(),
        };
        page.resize(viewport);
        page
    }

    /// Goes to an address of the site and waits until the app is there.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.goto_raw(url);
        self.wait_until_ready();
    }

    /// Goes to an address where the app may not be.
    #[track_caller]
    pub fn goto_raw(&self, url: &str) {
        self.run("go to an address", self.browser().goto(url));
    }

    /// Reloads the page and waits until the app is there.
    #[track_caller]
    pub fn reload(&self) {
        self.run("reload", self.browser().refresh());
        self.wait_until_ready();
    }

    /// Waits until the app shows its main part.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        wait_for("the app to start", || self.all("main").first().map(|_| ()));
    }

    /// Changes the size of the page.
    #[track_caller]
    pub fn resize(&self, viewport: Viewport) {
        let Viewport { width, height, is_touch } = viewport;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_touch });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics);
        self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": is_touch }));
    }

    /// The address in the browser's address bar.
    #[track_caller]
    pub fn url(&self) -> String {
        self.run("read the address", self.browser().current_url()).into()
    }

    /// The title of the tab.
    #[track_caller]
    pub fn title(&self) -> String {
        self.run("read the title", self.browser().title())
    }

    /// The text a person can see, without the invisible marks that Fluent puts around arguments.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.script("return document.body.innerText.replace(/[\\u2066-\\u2069]/g, '')", &[]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows a text.
    #[track_caller]
    pub fn wait_for_text(&self, part: &str) {
        wait_for(format_args!("the text {part:?}"), || self.text().contains(part).then_some(()));
    }

    /// Waits until a JavaScript expression is true.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let script = format!("return Boolean(await ({expression}))");
        // The page may be reloading in the middle of the question: then it is asked again.
        wait_for(expression, || {
            let answer = self.attempt(self.execute(&script, &[]));
            answer.is_ok_and(|it| *it.json() == true).then_some(())
        });
    }

    /// Runs JavaScript, the body of an `async` function that finds its arguments in `args`.
    #[track_caller]
    pub fn script(&self, body: &str, args: &[Value]) -> Value {
        self.run(body, self.execute(body, args)).json().clone()
    }

    /// The elements that a script returns; none if they are gone by now.
    #[track_caller]
    pub(crate) fn elements_by(&self, body: &str, args: &[Value]) -> Vec<Element<'_>> {
        let found = self.attempt(self.execute(body, args)).and_then(|it| it.elements());
        found.unwrap_or_default().into_iter().map(|element| Element::new(self, element)).collect()
    }

    async fn execute(
        &self,
        body: &str,
        args: &[Value],
    ) -> WebDriverResult<thirtyfour::session::scriptret::ScriptRet> {
        let script = format!("const args = [...arguments]; return (async () => {{ {body} }})()");
        self.browser().execute(script, args.to_vec()).await
    }

    /// Sends a command of the Chrome DevTools Protocol.
    #[track_caller]
    pub fn cdp(&self, method: &str, parameters: Value) -> Value {
        self.run(method, self.browser().cdp().send_raw(method, parameters))
    }

    /// The same for a command that may fail.
    pub(crate) fn try_cdp(&self, method: &str, parameters: Value) -> WebDriverResult<Value> {
        self.attempt(self.browser().cdp().send_raw(method, parameters))
    }

    /// Saves a picture of the page.
    #[track_caller]
    pub fn screenshot(&self, file: &Path) {
        self.run("take a screenshot", self.browser().screenshot(file));
    }

    /// Opens an address in a new tab and shows it.
    #[track_caller]
    pub fn open_tab(&self, url: &str) {
        let tab = self.run("open a tab", self.browser().new_tab());
        self.run("show a tab", self.browser().switch_to_window(tab));
        self.goto(url);
    }

    /// Shows the tab with a number, in the order they were opened, from 0.
    #[track_caller]
    pub fn show_tab(&self, number: usize) {
        let tabs = self.run("list the tabs", self.browser().windows());
        let Some(tab) = tabs.get(number) else { panic!("there is no tab {number}") };
        self.run("show a tab", self.browser().switch_to_window(tab.clone()));
    }

    /// The folder for this test's files: pictures, downloads.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        let folder = xtask::process::root().join("target/e2e").join(&self.test);
        must("the test's folder", fs::create_dir_all(&folder));
        folder
    }

    /// Opens a drawing from a file of its own.
    #[track_caller]
    pub fn open_drawing(&self, text: &str) {
        let file = self.folder().join("drawing.json");
        must("the drawing's file", fs::write(&file, text));
        self.find("button", "File to open").choose_file(&file);
    }

    /// Notes down in `window.said`, without the signs that keep names apart, whatever is said to screen readers from now on.
    pub fn note_what_is_said(&self) {
        let note = "window.said = [];
            const plain = it => it.textContent.replace(/[\\u2066-\\u2069]/g, '');
            const note = changes => window.said.push(...changes.map(it => plain(it.target)));
            const options = { childList: true, characterData: true, subtree: true };
            document.querySelectorAll('[aria-live]').forEach(it => new MutationObserver(note).observe(it, options));";
        self.script(note, &[]);
    }

    /// Lets the page save files without asking; they go to the folder that is returned.
    #[track_caller]
    pub fn accept_downloads(&self) -> PathBuf {
        let folder = self.folder().join("downloads");
        // There may be none from an earlier run.
        fs::remove_dir_all(&folder).ok();
        must("the downloads' folder", fs::create_dir_all(&folder));
        let settings = json!({ "behavior": "allow", "downloadPath": folder });
        self.cdp("Browser.setDownloadBehavior", settings);
        folder
    }

    /// Lets the page read and write the clipboard.
    #[track_caller]
    pub fn allow_clipboard(&self) {
        let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.cdp("Browser.grantPermissions", permissions);
    }

    /// Everything written to the console so far, one message a line.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        let news = self.run("read the console", self.browser().browser_log());
        let mut seen = self.seen_in_console.borrow_mut();
        seen.extend(news.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message)));
        seen.clone()
    }

    /// Runs one of the browser's futures.
    #[track_caller]
    pub(crate) fn run<T>(&self, what: &str, future: impl Future<Output = WebDriverResult<T>>) -> T {
        must(what, self.attempt(future))
    }

    pub(crate) fn attempt<T>(&self, future: impl Future<Output = WebDriverResult<T>>) -> WebDriverResult<T> {
        let limit = Duration::from_secs(60);
        let limited = async { tokio::time::timeout(limit, future).await };
        let too_long =
            |_| WebDriverError::Timeout(format!("no answer from the browser in {} s", limit.as_secs()));
        self.runtime.block_on(limited).map_err(too_long)?
    }

    #[track_caller]
    pub(crate) fn browser(&self) -> &WebDriver {
        match &self.browser {
            Some(browser) => browser,
            None => panic!("the browser has been ended"),
        }
    }

    fn leave_evidence(&self) {
        let folder = self.folder();
        let text = self.attempt(self.execute("return document.body.innerText", &[]));
        let text = text.map(|text| text.json().as_str().unwrap_or_default().to_owned()).unwrap_or_default();
        let console = self.seen_in_console.borrow().join("\n");
        self.attempt(self.browser().screenshot(&folder.join("failure.png"))).ok();
        fs::write(folder.join("failure.txt"), format!("{text}\n\n--- console ---\n{console}\n")).ok();
        eprintln!("a picture and the page's text are in {}", folder.display());
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let complaints = self.attempt(self.browser().browser_log()).map(|news| {
            let news = news.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message));
            let mut seen = self.seen_in_console.borrow_mut();
            seen.extend(news);
            console::complaints(&seen, &self.forgiven.borrow())
        });
        let complaints = complaints.unwrap_or_default();
        if thread::panicking() || !complaints.is_empty() {
            self.leave_evidence();
        }
        if let Some(browser) = self.browser.take() {
            self.attempt(browser.quit()).ok();
        }
        // A second panic while the first unwinds would hide it.
        if !thread::panicking() {
            assert!(complaints.is_empty(), "the console is not clean:\n{}", complaints.join("\n"));
        }
    }
}

fn capabilities() -> WebDriverResult<thirtyfour::ChromeCapabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
        "--window-size=1440,1000",
        // Lets scripts ask an element for the role and the name that assistive technology gets.
        "--enable-blink-features=ComputedAccessibilityInfo",
        // Keeps what they ask for; without it each question builds the whole tree anew, 25 ms for every element.
        "--force-renderer-accessibility",
    ] {
        chrome.add_arg(argument)?;
    }
    chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    Ok(chrome)
}

/// The value, or a panic at the caller's line that says what failed.
#[track_caller]
pub(crate) fn must<T, E: Display>(what: &str, outcome: Result<T, E>) -> T {
    match outcome {
        Ok(value) => value,
        Err(error) => panic!("{what}: {error}"),
    }
}
