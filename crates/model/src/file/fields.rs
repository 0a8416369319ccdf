//! Reads one JSON object field by field. What is wrong or unknown becomes a notice, never the end of reading.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    ops::RangeInclusive,
};

use super::json::Json;
use crate::text::{Arg, Message};

/// More notices than this are only counted.
const MAX_NOTICES: usize = 500;

/// Everything there is to say about a file that could be read after all.
#[derive(Default)]
pub struct Notices {
    list: RefCell<Vec<Message>>,
    left_out: Cell<usize>,
}

impl Notices {
    pub fn add(&self, message: Message) {
        let mut list = self.list.borrow_mut();
        if list.len() < MAX_NOTICES {
            list.push(message);
        } else {
            self.left_out.set(self.left_out.get() + 1);
        }
    }

    /// All notices in reading order, the last one saying how many are left out.
    pub fn finish(self) -> Vec<Message> {
        let mut list = self.list.into_inner();
        if self.left_out.get() > 0 {
            list.push(Message::new("file-more-notices").with("count", self.left_out.get()));
        }
        list
    }
}

/// One object of a file. Dropping it reports the fields that nobody asked for.
pub struct Fields<'a> {
    notices: &'a Notices,
    /// Where in the drawing, for people: "component Orders".
    place: Message,
    /// Outer fields in front of the field's name: `policy.`.
    prefix: String,
    fields: &'a [(String, Json)],
    asked: BTreeSet<&'a str>,
}

impl<'a> Fields<'a> {
    /// `None`, with a notice, if `json` is no object.
    pub fn new(json: &'a Json, place: Message, notices: &'a Notices) -> Option<Self> {
        let Json::Object(fields) = json else {
            notices.add(Message::new("file-not-an-object").with("place", place).with("found", snippet(json)));
            return None;
        };
        Some(Self { notices, place, prefix: String::new(), fields, asked: BTreeSet::new() })
    }

    /// Says from now on where in the drawing it stands.
    pub fn set_place(&mut self, place: Message) {
        self.place = place;
    }

    /// Says from now on inside which field it stands, with the dot after it.
    pub fn set_prefix(&mut self, prefix: &str) {
        prefix.clone_into(&mut self.prefix);
    }

    pub const fn place(&self) -> &Message {
        &self.place
    }

    pub const fn notices(&self) -> &'a Notices {
        self.notices
    }

    /// A notice about this object; `place` is among its arguments.
    pub fn note(&self, id: &'static str) -> Message {
        Message::new(id).with("place", self.place.clone())
    }

    /// The raw value, if there is one that is not `null`.
    pub fn json(&mut self, key: &'static str) -> Option<&'a Json> {
        self.asked.insert(key);
        let found = self.fields.iter().rev().find(|(name, _)| name == key)?;
        (found.1 != Json::Null).then_some(&found.1)
    }

    /// Marks a field as known without reading it.
    pub fn ignore(&mut self, key: &'static str) {
        self.asked.insert(key);
    }

    /// A number in `range`; a number outside is moved to the nearer end.
    pub fn optional_number(&mut self, key: &'static str, range: RangeInclusive<f64>) -> Option<f64> {
        let json = self.json(key)?;
        let (min, max) = (*range.start(), *range.end());
        let expected = || {
            Message::new("file-expected-number").with("min", Arg::Number(min)).with("max", Arg::Number(max))
        };
        let Some(number) = json.number() else {
            self.wrong(key, json, expected());
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let used = number.clamp(min, max);
        self.notices.add(
            self.note("file-out-of-range")
                .with("field", self.path(key))
                .with("found", snippet(json))
                .with("expected", expected())
                .with("used", Arg::Number(used)),
        );
        Some(used)
    }

    pub fn number(&mut self, key: &'static str, range: RangeInclusive<f64>, default: f64) -> f64 {
        self.optional_number(key, range).unwrap_or(default)
    }

    /// A whole number in `range`.
    pub fn optional_count(&mut self, key: &'static str, range: RangeInclusive<u32>) -> Option<u32> {
        let json = self.json(key)?;
        let (min, max) = (*range.start(), *range.end());
        if json.number().is_some_and(|it| it.fract() != 0.0) || json.number().is_none() {
            let expected = Message::new("file-expected-count").with("min", min).with("max", max);
            self.wrong(key, json, expected);
            return None;
        }
        self.optional_number(key, f64::from(min)..=f64::from(max)).map(|it| it as u32)
    }

    pub fn count(&mut self, key: &'static str, range: RangeInclusive<u32>, default: u32) -> u32 {
        self.optional_count(key, range).unwrap_or(default)
    }

    pub fn optional_flag(&mut self, key: &'static str) -> Option<bool> {
        let json = self.json(key)?;
        if json.flag().is_none() {
            self.wrong(key, json, Message::new("file-expected-flag"));
        }
        json.flag()
    }

    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.optional_flag(key).unwrap_or(default)
    }

    pub fn optional_text(&mut self, key: &'static str) -> Option<&'a str> {
        let json = self.json(key)?;
        if json.text().is_none() {
            self.wrong(key, json, Message::new("file-expected-text"));
        }
        json.text()
    }

    pub fn text(&mut self, key: &'static str) -> String {
        self.optional_text(key).unwrap_or_default().to_owned()
    }

    /// One of the words that `id` gives for `options`.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        options: &[T],
        id: impl Fn(T) -> &'static str,
        default: T,
    ) -> T {
        let Some(json) = self.json(key) else { return default };
        if let Some(found) = options.iter().find(|it| json.text() == Some(id(**it))) {
            return *found;
        }
        let words: Vec<_> = options.iter().map(|it| id(*it)).collect();
        self.wrong(key, json, Message::new("file-expected-choice").with("options", words.join(", ")));
        default
    }

    /// The items of a list; empty if it is missing.
    pub fn list(&mut self, key: &'static str) -> &'a [Json] {
        let Some(json) = self.json(key) else { return &[] };
        if !matches!(json, Json::List(_)) {
            self.wrong(key, json, Message::new("file-expected-list"));
        }
        json.items()
    }

    /// An object inside this one.
    pub fn object(&mut self, key: &'static str) -> Option<Self> {
        let json = self.json(key)?;
        let Json::Object(fields) = json else {
            self.wrong(key, json, Message::new("file-expected-object"));
            return None;
        };
        let prefix = format!("{}.", self.path(key));
        Some(Self {
            notices: self.notices,
            place: self.place.clone(),
            prefix,
            fields,
            asked: BTreeSet::new(),
        })
    }

    /// An object inside this one that ought to be there.
    pub fn expected_object(&mut self, key: &'static str) -> Option<Self> {
        if self.json(key).is_none() {
            self.notices.add(self.note("file-missing-field").with("field", self.path(key)));
        }
        self.object(key)
    }

    /// Reports that `key` holds something that cannot be used.
    pub fn wrong(&self, key: &str, found: &Json, expected: Message) {
        self.notices.add(
            self.note("file-wrong-type")
                .with("field", self.path(key))
                .with("found", snippet(found))
                .with("expected", expected),
        );
    }

    /// All fields, which count as asked for.
    pub fn all(&mut self) -> &'a [(String, Json)] {
        self.asked.extend(self.fields.iter().map(|(key, _)| key.as_str()));
        self.fields
    }

    fn path(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

impl Drop for Fields<'_> {
    fn drop(&mut self) {
        let mut seen = BTreeSet::new();
        for (key, _) in self.fields {
            if !seen.insert(key) {
                self.notices.add(self.note("file-repeated-field").with("field", self.path(key)));
            } else if !self.asked.contains(key.as_str()) {
                self.notices.add(self.note("file-unknown-field").with("field", self.path(key)));
            }
        }
    }
}

/// What was found, short enough for a line.
pub fn snippet(json: &Json) -> String {
    let text = match json {
        // Printing a huge list to show forty characters of it would be slow.
        Json::List(items) if items.len() > 10 => "[…]".to_owned(),
        Json::Object(fields) if fields.len() > 10 => "{…}".to_owned(),
        Json::Number(number) if number.abs() >= 1e15 => format!("{number:e}"),
        json => json.to_compact(),
    };
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
