//! Texts on the page: the message table, with numbers and dates written by the browser's `Intl`.

use std::{cell::RefCell, collections::BTreeMap};

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use model::{
    Arg, Message,
    text::{LATER, Numbers, Texts},
};
use wasm_bindgen::JsValue;

thread_local! {
    static TEXTS: RefCell<Texts> = RefCell::new(Texts::first_english().with_numbers(BrowserNumbers));
    // Making a formatter costs a hundred times as much as using one.
    static FORMATTERS: RefCell<BTreeMap<(Style, u8), Function>> = const { RefCell::new(BTreeMap::new()) };
}

/// The text with that id, for labels without arguments.
pub fn say(id: &str) -> String {
    TEXTS.with_borrow(|it| it.get(id))
}

/// A text with arguments.
pub fn say_message(message: &Message) -> String {
    TEXTS.with_borrow(|it| it.say(message))
}

/// Whether there is such a text.
pub fn has_text(id: &str) -> bool {
    TEXTS.with_borrow(|it| it.has(id))
}

/// What a new thing is called: as its kind, unless the kind's label is no name.
pub fn name_of_new(label: &Message) -> String {
    let own = label.id.strip_prefix("kind-").map(|kind| format!("name-{}", kind));
    match own.filter(|it| has_text(it)) {
        Some(own) => say(&own),
        None => say_message(label),
    }
}

/// Adds what panels and windows say; comes with them (`src/later.rs`).
pub fn say_more() {
    // `english_files_parse` keeps problems from happening.
    TEXTS.with_borrow_mut(|it| drop(it.add(LATER)));
}

/// For what reads the table itself.
pub fn with_texts<T>(read: impl FnOnce(&Texts) -> T) -> T {
    TEXTS.with_borrow(read)
}

/// A single value with its unit.
pub fn say_arg(arg: &Arg) -> String {
    TEXTS.with_borrow(|it| it.say_arg(arg))
}

/// A value with its unit, or a dash where there is none.
pub fn or_dash(value: Option<f64>, unit: fn(f64) -> Arg) -> String {
    value.map_or_else(|| "–".to_owned(), |it| say_arg(&unit(it)))
}

/// A day and time of day in the reader's way; `millis` counts from 1970 as in `Date.now()`.
pub fn say_time(millis: f64) -> String {
    let options = Object::new();
    set(&options, "dateStyle", "medium");
    set(&options, "timeStyle", "short");
    Date::new(&millis.into()).to_locale_string(&locale(), &options).into()
}

/// The language of the texts, in the reader's variety of it where that is known (`en-GB`): numbers and dates must not
/// follow other rules than the sentences around them.
pub fn locale() -> String {
    let wanted = web_sys::window().and_then(|it| it.navigator().language()).unwrap_or_default();
    if wanted == "en" || wanted.starts_with("en-") { wanted } else { "en".into() }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Plain,
    Percent,
    Dollars,
}

struct BrowserNumbers;

impl Numbers for BrowserNumbers {
    fn number(&self, value: f64, max_decimals: u8) -> String {
        format(value, Style::Plain, max_decimals)
    }

    fn percent(&self, ratio: f64, max_decimals: u8) -> String {
        format(ratio, Style::Percent, max_decimals)
    }

    fn dollars(&self, value: f64, decimals: u8) -> String {
        format(value, Style::Dollars, decimals)
    }
}

fn format(value: f64, style: Style, decimals: u8) -> String {
    if style == Style::Plain && let Some(written) = written_alike(value, decimals) {
        return written;
    }
    // A small negative number that rounds to zero would be written as -0.
    let value = if value.abs() < 0.5 * 10_f64.powi(-i32::from(decimals) - 2) { 0.0 } else { value };
    FORMATTERS.with_borrow_mut(|all| {
        let formatter = all.entry((style, decimals)).or_insert_with(|| formatter(style, decimals));
        let written = formatter.call1(&JsValue::NULL, &value.into());
        written.ok().and_then(|it| it.as_string()).unwrap_or_else(|| value.to_string())
    })
}

/// A number that needs no rounding, grouping or sign, and that the reader's English writes as everybody does: the browser's
/// first formatter takes a slow machine 100 ms to make.
fn written_alike(value: f64, decimals: u8) -> Option<String> {
    if !(0.0..1000.0).contains(&value) {
        return None;
    }
    let written = value.abs().to_string();
    match written.split_once('.') {
        None => Some(written),
        Some((_, fraction)) if fraction.len() <= usize::from(decimals) => {
            ["en", "en-US", "en-GB", "en-CA", "en-AU", "en-IN"].contains(&locale().as_str()).then_some(written)
        }
        Some(_) => None,
    }
}

fn formatter(style: Style, decimals: u8) -> Function {
    let options = Object::new();
    set(&options, "maximumFractionDigits", decimals);
    match style {
        Style::Plain => {}
        Style::Percent => set(&options, "style", "percent"),
        Style::Dollars => {
            set(&options, "style", "currency");
            set(&options, "currency", "USD");
            set(&options, "currencyDisplay", "narrowSymbol");
            set(&options, "minimumFractionDigits", decimals);
        }
    }
    Intl::NumberFormat::new(&Array::of1(&locale().into()), &options).format()
}

fn set(options: &Object, key: &str, value: impl Into<JsValue>) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(options, &key.into(), &value.into());
}
