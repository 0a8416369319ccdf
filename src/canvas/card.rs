//! One card: a component near enough to read, as real elements. Only what changed is written to them.

use leptos::wasm_bindgen::JsCast;
use model::{ComponentId, Point, Severity, component::CARD};
use sim::blast::Reach;
use web_sys::{Document, Element, HtmlElement, Node, Text};

use super::{
    load::{Basis, Tone},
    looks::Badge,
};

/// What a card shows. Two equal faces look the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub id: ComponentId,
    /// Top left corner in world units.
    pub at: Point,
    /// Place in the drawing order; later ones lie on top.
    pub order: usize,
    pub name: String,
    pub kind: String,
    /// File name of the icon, without `.svg`.
    pub icon: &'static str,
    pub number: String,
    /// There is no number because nothing comes here; said to the pointer.
    pub is_idle: bool,
    pub basis: Basis,
    pub tone: Tone,
    /// World units of the hull that are under water, from 0 to the card's height.
    pub water: f64,
    /// Height of the load line over the bottom, in world units. `None`: it has none.
    pub load_line: Option<f64>,
    pub badge: Option<Badge>,
    /// Whether what is looked at would hit all requests here, or some.
    pub hit: Option<Reach>,
    pub target: Target,
    pub is_selected: bool,
    pub is_hovered: bool,
    pub is_focused: bool,
    /// For assistive technology.
    pub label: String,
}

/// What a component is to the connection that is being drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// No connection is being drawn.
    #[default]
    None,
    Anchor,
    Possible,
    Doubtful,
    Impossible,
}

impl Target {
    const fn class(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Anchor => " anchor",
            Self::Possible => " possible",
            Self::Doubtful => " doubtful",
            Self::Impossible => " impossible",
        }
    }
}

/// The elements of a card, used for one component after the other.
pub struct Slot {
    root: HtmlElement,
    water: HtmlElement,
    mark: HtmlElement,
    icon: Element,
    name: Text,
    kind: HtmlElement,
    number: HtmlElement,
    basis: HtmlElement,
    badge: HtmlElement,
    badge_icon: Element,
    badge_count: HtmlElement,
    hit: HtmlElement,
    shown: Option<Face>,
}

/// Words that every card may need, in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What a card is called by assistive technology.
    pub component: String,
    pub estimate: String,
    pub stale: String,
    pub hit_all: String,
    pub hit_some: String,
    /// Why a card has no number.
    pub idle: String,
}

impl Slot {
    /// A card inside `parent`, hidden until it is given a face. `None` if the browser makes no elements.
    pub fn new(document: &Document, parent: &Element, words: &Words) -> Option<Self> {
        let html = |parent: &Node, tag: &str, class: &str| -> Option<HtmlElement> {
            let element: HtmlElement = document.create_element(tag).ok()?.dyn_into().ok()?;
            element.set_class_name(class);
            parent.append_child(&element).ok()?;
            Some(element)
        };
        let text = |parent: &Node| -> Option<Text> {
            let text = document.create_text_node("");
            parent.append_child(&text).ok()?;
            Some(text)
        };
        let root = html(parent, "div", "card")?;
        root.set_hidden(true);
        root.set_attribute("role", "button").ok()?;
        root.set_attribute("aria-roledescription", &words.component).ok()?;
        let hull = html(&root, "div", "card-hull")?;
        let water = html(&hull, "div", "card-water")?;
        let mark = html(&root, "div", "card-mark")?;
        let icon = icon_in(document, &root, "card-icon icon")?;
        let name = text(&*html(&root, "div", "card-name")?)?;
        let kind = html(&root, "div", "card-kind written")?;
        let line = html(&root, "div", "card-line")?;
        let number = html(&line, "span", "card-number written")?;
        let basis = html(&line, "span", "card-basis written")?;
        let badge = html(&root, "div", "card-badge")?;
        let badge_icon = icon_in(document, &badge, "icon")?;
        let badge_count = html(&badge, "span", "written")?;
        let hit = html(&root, "div", "card-hit written")?;
        Some(Self {
            root,
            water,
            mark,
            icon,
            name,
            kind,
            number,
            basis,
            badge,
            badge_icon,
            badge_count,
            hit,
            shown: None,
        })
    }

    /// Whose card it is.
    pub fn component(&self) -> Option<ComponentId> {
        self.shown.as_ref().map(|it| it.id)
    }

    /// Takes the card off the screen.
    pub fn clear(&mut self) {
        if self.shown.take().is_some() {
            self.root.set_hidden(true);
        }
    }

    /// Shows `face`, writing only what differs from before.
    pub fn show(&mut self, face: Face, words: &Words) {
        let before = self.shown.as_ref();
        let changed = |differs: &dyn Fn(&Face) -> bool| before.is_none_or(differs);
        if changed(&|it| it.id != face.id) {
            self.root.set_id(&element_id(face.id));
        }
        if changed(&|it| it.at != face.at) {
            let transform = format!("translate({}px,{}px)", face.at.x, face.at.y);
            self.root.style().set_property("transform", &transform).ok();
        }
        if changed(&|it| it.order != face.order) {
            self.root.style().set_property("z-index", &face.order.to_string()).ok();
        }
        if changed(&|it| it.class() != face.class()) {
            self.root.set_class_name(&face.class());
        }
        if changed(&|it| it.name != face.name) {
            self.name.set_data(&face.name);
        }
        if changed(&|it| (&it.name, it.is_idle) != (&face.name, face.is_idle)) {
            // Whether it is cut depends on the zoom, and asking the browser for each card would take too long.
            let is_long = face.name.chars().count() > LONG_NAME;
            let name = if is_long { face.name.as_str() } else { "" };
            let idle = if face.is_idle { words.idle.as_str() } else { "" };
            self.root.set_title([name, idle].join("\n").trim());
        }
        if changed(&|it| it.kind != face.kind) {
            write(&self.kind, &face.kind);
        }
        if changed(&|it| it.icon != face.icon) {
            set_icon(&self.icon, face.icon);
        }
        if changed(&|it| it.number != face.number) {
            write(&self.number, &face.number);
        }
        if changed(&|it| (it.basis, it.number.is_empty()) != (face.basis, face.number.is_empty())) {
            let basis = match face.basis {
                _ if face.number.is_empty() => "",
                Basis::Estimated => &words.estimate,
                Basis::Stale => &words.stale,
                Basis::Simulated => "",
            };
            write(&self.basis, basis);
        }
        if changed(&|it| it.water != face.water) {
            let depth = CARD.height - face.water;
            self.water.style().set_property("transform", &format!("translateY({depth}px)")).ok();
        }
        if changed(&|it| it.load_line != face.load_line) {
            self.mark.set_hidden(face.load_line.is_none());
            let top = CARD.height - face.load_line.unwrap_or(0.0);
            self.mark.style().set_property("transform", &format!("translateY({top}px)")).ok();
        }
        if changed(&|it| it.badge != face.badge) {
            self.badge.set_hidden(face.badge.is_none());
            if let Some(badge) = face.badge {
                self.badge.set_class_name(&format!("card-badge {}", severity_id(badge.severity)));
                set_icon(&self.badge_icon, severity_id(badge.severity));
                let count = if badge.count > 1 { badge.count.to_string() } else { String::new() };
                write(&self.badge_count, &count);
            }
        }
        if changed(&|it| it.hit != face.hit) {
            self.hit.set_hidden(face.hit.is_none());
            match face.hit {
                Some(Reach::Whole) => write(&self.hit, &words.hit_all),
                Some(Reach::Part) => write(&self.hit, &words.hit_some),
                None => {}
            }
        }
        if changed(&|it| it.label != face.label) {
            self.root.set_attribute("aria-label", &face.label).ok();
        }
        if changed(&|it| it.is_selected != face.is_selected) {
            self.root.set_attribute("aria-pressed", if face.is_selected { "true" } else { "false" }).ok();
        }
        if before.is_none() {
            self.root.set_hidden(false);
        }
        self.shown = Some(face);
    }
}

impl Face {
    fn class(&self) -> String {
        let mut class = format!("card {}{}", self.tone.id(), self.target.class());
        for (is_on, name) in [
            (self.is_selected, " selected"),
            (self.is_hovered, " hovered"),
            (self.is_focused, " focused"),
            (self.basis == Basis::Estimated, " estimated"),
            (self.basis == Basis::Stale, " stale"),
            (self.number.is_empty(), " bare"),
            (self.hit == Some(Reach::Whole), " hit-whole"),
            (self.hit == Some(Reach::Part), " hit-part"),
        ] {
            if is_on {
                class.push_str(name);
            }
        }
        class
    }
}

/// The id of a component's card in the page, for `aria-activedescendant`.
pub fn element_id(id: ComponentId) -> String {
    format!("card-{}", id.0)
}

/// Names with more characters than this may be cut on a card.
const LONG_NAME: usize = 12;

/// The name of a severity in class names, icons and message ids.
pub const fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

/// The style sheet puts it on the screen. What the accessible name says in words of its own is no text of the card, so
/// that whoever speaks to the page presses a card by its name.
fn write(element: &HtmlElement, text: &str) {
    element.set_attribute("data-text", text).ok();
}

fn icon_in(document: &Document, parent: &Node, class: &str) -> Option<Element> {
    const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
    let svg = document.create_element_ns(SVG, "svg").ok()?;
    svg.set_attribute("class", class).ok()?;
    svg.set_attribute("aria-hidden", "true").ok()?;
    let reference = document.create_element_ns(SVG, "use").ok()?;
    svg.append_child(&reference).ok()?;
    parent.append_child(&svg).ok()?;
    Some(reference)
}

fn set_icon(reference: &Element, name: &str) {
    reference.set_attribute("href", &format!("#icon-{name}")).ok();
}
