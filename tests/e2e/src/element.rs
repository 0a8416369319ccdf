//! Finding things as people do, by role and name, and using them.

use crate::{Page, page::must, wait_for};
use serde_json::{Value, json};
use thirtyfour::{WebElement, error::WebDriverErrorInner};

/// The key under which WebDriver's JSON names an element.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page, as it was when it was found.
pub struct Element<'page> {
    page: &'page Page,
    element: WebElement,
}

impl Page {
    /// Waits for the element with a role and a name, such as `("button", "Run")`.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element<'_> {
        wait_for(format_args!("{role} {name:?}"), || {
            self.by_role(None, role, Some(name), true).into_iter().next()
        })
    }

    /// Waits for an element whose name contains `part`.
    #[track_caller]
    pub fn find_part(&self, role: &str, part: &str) -> Element<'_> {
        wait_for(format_args!("{role} {part:?}"), || {
            self.by_role(None, role, Some(part), false).into_iter().next()
        })
    }

    /// All elements with a role that are there now.
    #[track_caller]
    pub fn all(&self, role: &str) -> Vec<Element<'_>> {
        self.by_role(None, role, None, true)
    }

    /// Whether an element is there now.
    #[track_caller]
    pub fn has(&self, role: &str, name: &str) -> bool {
        !self.by_role(None, role, Some(name), true).is_empty()
    }

    /// Waits until an element is gone.
    #[track_caller]
    pub fn wait_until_gone(&self, role: &str, name: &str) {
        wait_for(format_args!("{role} {name:?} to go away"), || (!self.has(role, name)).then_some(()));
    }

    /// Clicks the element with a role and a name, once it is there and nothing covers it.
    #[track_caller]
    pub fn click(&self, role: &str, name: &str) {
        wait_for(format_args!("{role} {name:?} to be clickable"), || {
            let element = self.by_role(None, role, Some(name), true).into_iter().next()?;
            match self.attempt(element.element.click()) {
                Ok(()) => Some(()),
                // It was drawn anew, or something moves over it: look again.
                Err(error) => match error.as_inner() {
                    WebDriverErrorInner::StaleElementReference(_)
                    | WebDriverErrorInner::ElementClickIntercepted(_)
                    | WebDriverErrorInner::ElementNotInteractable(_) => None,
                    _ => panic!("click {role} {name:?}: {error}"),
                },
            }
        });
    }

    /// Chooses the option with this value from a list of choices; options are not in the accessibility tree while it is shut.
    ///
    /// # Panics
    /// If there is no such list.
    pub fn choose(&self, name: &str, value: &str) {
        let field = self.find("combobox", name);
        let choose = "args[0].value = args[1]; args[0].dispatchEvent(new Event('change', { bubbles: true }))";
        self.script(choose, &[field.to_json(), value.into()]);
    }

    /// Asks the browser's accessibility tree, so that what assistive technology does not get is not found. Asking
    /// each element for its computed role instead takes half a minute on a page of this size.
    #[track_caller]
    fn by_role(
        &self,
        root: Option<&Element>,
        role: &str,
        name: Option<&str>,
        is_whole: bool,
    ) -> Vec<Element<'_>> {
        let fits = |node: &&Value| {
            let found = plain(node["name"]["value"].as_str().unwrap_or_default());
            let is_named =
                name.is_none_or(|name| if is_whole { found == name } else { found.contains(name) });
            node["ignored"] != true && is_named
        };
        // An element's id for WebDriver is that of its document followed by the number the browser knows it by.
        let document = self.script("return document.documentElement", &[]);
        let (document, html) = id_parts(&document);
        let root = root.map_or(html, |root| id_parts(&root.to_json()).1);
        let Ok(answer) =
            self.try_cdp("Accessibility.queryAXTree", json!({ "backendNodeId": root, "role": role }))
        else {
            // The document was replaced in between: there is nothing to be found in the old one.
            return Vec::new();
        };
        let nodes = answer["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let ids: Vec<Value> = nodes
            .iter()
            .filter(fits)
            .filter_map(|node| node["backendDOMNodeId"].as_u64())
            .map(|number| json!({ ELEMENT_KEY: format!("{document}{number}") }))
            .collect();
        if ids.is_empty() { Vec::new() } else { self.elements_by("return args", &ids) }
    }
}

/// What stands for an element in WebDriver's JSON: the part that names its document, and its own number.
fn id_parts(element: &Value) -> (String, u64) {
    let id = element[ELEMENT_KEY].as_str().unwrap_or_default();
    let at = id.rfind('.').map_or(0, |dot| dot + 1);
    (id[..at].to_owned(), id[at..].parse().unwrap_or_default())
}

/// A name without the invisible marks that Fluent puts around arguments, and with single spaces.
fn plain(text: &str) -> String {
    let visible: String = text.chars().filter(|it| !('\u{2066}'..='\u{2069}').contains(it)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'page> Element<'page> {
    pub(crate) fn new(page: &'page Page, element: WebElement) -> Self {
        Self { page, element }
    }

    /// Waits for an element inside this one.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element<'page> {
        wait_for(format_args!("{role} {name:?}"), || {
            self.page.by_role(Some(self), role, Some(name), true).into_iter().next()
        })
    }

    /// All elements with a role inside this one that are there now.
    #[track_caller]
    pub fn all(&self, role: &str) -> Vec<Element<'page>> {
        self.page.by_role(Some(self), role, None, true)
    }

    /// Clicks in the middle of it.
    #[track_caller]
    pub fn click(&self) {
        self.page.run("click", self.element.click());
    }

    /// The text a person sees in it.
    #[track_caller]
    pub fn text(&self) -> String {
        self.read("innerText")
    }

    /// The name that assistive technology reads out.
    #[track_caller]
    pub fn name(&self) -> String {
        self.read("computedName")
    }

    /// What a field holds.
    #[track_caller]
    pub fn value(&self) -> String {
        self.read("value")
    }

    #[track_caller]
    fn read(&self, property: &str) -> String {
        let body = "return String(args[0][args[1]] ?? '').replace(/[\\u2066-\\u2069]/g, '')";
        let text = self.page.script(body, &[self.to_json(), json!(property)]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute, if it is set.
    #[track_caller]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.page.run("read an attribute", self.element.attr(name))
    }

    /// Whether it can be used.
    #[track_caller]
    pub fn is_enabled(&self) -> bool {
        self.page.run("ask whether it is enabled", self.element.is_enabled())
    }

    /// Types a text as it stands, after what is there.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.page.run("type", self.element.send_keys(text));
    }

    /// Replaces what a field holds, and leaves the field.
    #[track_caller]
    pub fn fill(&self, text: &str) {
        self.page.script("args[0].focus(); args[0].select?.()", &[self.to_json()]);
        self.type_text(text);
        self.page.press("Tab");
    }

    /// Gives a file to a field for files, by its path.
    #[track_caller]
    pub fn choose_file(&self, file: &std::path::Path) {
        self.type_text(&file.display().to_string());
    }

    /// Puts the keyboard's focus on it.
    #[track_caller]
    pub fn focus(&self) {
        self.page.script("args[0].focus()", &[self.to_json()]);
    }

    /// Left, top, width and height in the window, in CSS pixels.
    #[track_caller]
    pub fn rect(&self) -> [f64; 4] {
        let body = "const r = args[0].getBoundingClientRect(); return [r.left, r.top, r.width, r.height]";
        let rect = self.page.script(body, &[self.to_json()]);
        must("the place of an element", serde_json::from_value(rect))
    }

    /// Its middle in the window, in CSS pixels.
    #[track_caller]
    pub fn center(&self) -> (f64, f64) {
        let [left, top, width, height] = self.rect();
        (left + width / 2.0, top + height / 2.0)
    }

    /// For scripts: the element as an argument.
    #[must_use]
    #[track_caller]
    pub fn to_json(&self) -> Value {
        must("an element", self.element.to_json())
    }
}
