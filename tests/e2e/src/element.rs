//! Finding things as people do, by role and name, and using them.

use crate::{Page, page::must, wait_for};
use serde_json::{Value, json};
use thirtyfour::{WebElement, error::WebDriverErrorInner};

/// Looks through a part of the page for elements with a role and a name. Elements that assistive technology does not
/// get, such as hidden ones, have no role and are not found.
const BY_ROLE: &str = "
    const [root, role, name, isWhole] = args;
    const plain = (text) => (text ?? '').replace(/[\\u2066-\\u2069]/g, '').replace(/\\s+/g, ' ').trim();
    const fits = (text) => name === null || (isWhole ? plain(text) === name : plain(text).includes(name));
    return [...(root ?? document).querySelectorAll('*')]
      .filter((element) => element.computedRole === role && fits(element.computedName));
";

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

    #[track_caller]
    fn by_role(
        &self,
        root: Option<&Element>,
        role: &str,
        name: Option<&str>,
        is_whole: bool,
    ) -> Vec<Element<'_>> {
        let root = root.map_or(Value::Null, Element::to_json);
        self.elements_by(BY_ROLE, &[root, json!(role), json!(name), json!(is_whole)])
    }
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
