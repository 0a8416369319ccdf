//! JSON as an ordered tree: keeps the order of keys, keeps seeds exact, and prints small things on one line.

use std::fmt::{self, Write};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

/// Lines of a saved file are at most about this long.
const LINE_WIDTH: usize = 110;

/// A JSON value. Objects keep the order of their keys, and repeated keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Flag(bool),
    /// Kept apart from other numbers because seeds use all 64 bits.
    Whole(u64),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Json {
    /// Field `key` of an object; the last one if it is repeated, as in most JSON readers.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.fields().iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The fields of an object; none for everything else.
    pub fn fields(&self) -> &[(String, Self)] {
        if let Self::Object(fields) = self { fields } else { &[] }
    }

    /// The items of a list; none for everything else.
    pub fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Takes out of all texts what nobody sees; from how many.
    pub fn leave_out_hidden_signs(&mut self) -> usize {
        match self {
            Self::Text(text) if text.contains(is_hidden) => {
                text.retain(|it| !is_hidden(it));
                1
            }
            Self::List(items) => items.iter_mut().map(Self::leave_out_hidden_signs).sum(),
            Self::Object(fields) => fields.iter_mut().map(|(_, it)| it.leave_out_hidden_signs()).sum(),
            Self::Text(_) | Self::Null | Self::Flag(_) | Self::Whole(_) | Self::Number(_) => 0,
        }
    }

    pub const fn flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }

    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(whole) => Some(*whole as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub const fn whole(&self) -> Option<u64> {
        match self {
            Self::Whole(whole) => Some(*whole),
            // Other programs write whole numbers as 3.0.
            Self::Number(number) if number.fract() == 0.0 && *number >= 0.0 && *number < 9.0e15 => {
                Some(*number as u64)
            }
            _ => None,
        }
    }

    /// Without any space: for links.
    pub fn to_compact(&self) -> String {
        let mut out = String::new();
        self.write_compact(&mut out);
        out
    }

    /// Indented, but what fits on a line stays on it.
    pub fn to_pretty(&self) -> String {
        let mut out = String::new();
        self.write_pretty(&mut out, 0, 0);
        out.push('\n');
        out
    }

    fn write_compact(&self, out: &mut String) {
        match self {
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(out, index, ",");
                    item.write_compact(out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    separate(out, index, ",");
                    write_text(out, key);
                    out.push(':');
                    value.write_compact(out);
                }
                out.push('}');
            }
            leaf => leaf.write_leaf(out),
        }
    }

    // `before`: characters that already stand on this line.
    fn write_pretty(&self, out: &mut String, indent: usize, before: usize) {
        let is_empty = self.items().is_empty() && self.fields().is_empty();
        if is_empty || self.fits(LINE_WIDTH.saturating_sub(before)) {
            return self.write_line(out);
        }
        let inner = indent + 2;
        match self {
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(out, index, ",");
                    new_line(out, inner);
                    item.write_pretty(out, inner, inner + 1);
                }
                new_line(out, indent);
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    separate(out, index, ",");
                    new_line(out, inner);
                    write_text(out, key);
                    out.push_str(": ");
                    value.write_pretty(out, inner, inner + key.len() + 5);
                }
                new_line(out, indent);
                out.push('}');
            }
            leaf => leaf.write_leaf(out),
        }
    }

    fn write_line(&self, out: &mut String) {
        match self {
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(out, index, ", ");
                    item.write_line(out);
                }
                out.push(']');
            }
            Self::Object(fields) if fields.is_empty() => out.push_str("{}"),
            Self::Object(fields) => {
                out.push_str("{ ");
                for (index, (key, value)) in fields.iter().enumerate() {
                    separate(out, index, ", ");
                    write_text(out, key);
                    out.push_str(": ");
                    value.write_line(out);
                }
                out.push_str(" }");
            }
            leaf => leaf.write_leaf(out),
        }
    }

    fn write_leaf(&self, out: &mut String) {
        match self {
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Whole(whole) => write_display(out, whole),
            Self::Number(number) if number.is_finite() => write_display(out, number),
            Self::Text(text) => write_text(out, text),
            // JSON has no word for infinity; a reader takes the default.
            Self::Null | Self::Number(_) | Self::List(_) | Self::Object(_) => out.push_str("null"),
        }
    }

    // Whether it takes at most `width` characters on one line. Stops counting at the first sign that it does not, so
    // that printing a deep tree stays linear.
    fn fits(&self, width: usize) -> bool {
        self.width_left(width).is_some()
    }

    fn width_left(&self, width: usize) -> Option<usize> {
        match self {
            Self::List(items) => items
                .iter()
                .try_fold(width.checked_sub(2)?, |left, item| item.width_left(left)?.checked_sub(2)),
            Self::Object(fields) => fields.iter().try_fold(width.checked_sub(4)?, |left, (key, value)| {
                value.width_left(left.checked_sub(key.len() + 4)?)?.checked_sub(2)
            }),
            Self::Text(text) => width.checked_sub(text.chars().count() + 2),
            leaf => {
                let mut out = String::new();
                leaf.write_leaf(&mut out);
                width.checked_sub(out.len())
            }
        }
    }
}

fn separate(out: &mut String, index: usize, separator: &str) {
    if index > 0 {
        out.push_str(separator);
    }
}

fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn write_display(out: &mut String, value: impl fmt::Display) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter < ' ' || letter == '\u{7f}' => {
                write_display(out, format_args!("\\u{:04x}", letter as u32));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// Signs that control something, other than lines and tabs: a terminal, or the direction in which all that follows is
/// written, also what the page says after a name.
fn is_hidden(it: char) -> bool {
    let turns_direction = matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns_direction || it.is_control() && !matches!(it, '\n' | '\r' | '\t')
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_u64<E>(self, whole: u64) -> Result<Json, E> {
        Ok(Json::Whole(whole))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = object.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Object(fields))
    }
}
