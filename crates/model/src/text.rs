//! Names of texts that people read, with their arguments; the words live in `assets/locales/<language>/*.ftl`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

mod numbers;
mod table;

pub use numbers::{Numbers, PlainNumbers, decimals_for, decimals_for_ratio};
pub use table::{ENGLISH, FIRST, LATER, TextFile, TextProblem, Texts};

/// A text for people: the id of an entry in the message table, and its arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// A value inside a text. The unit tells the reader's language how to write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Arg {
    /// Shown as it is: a name that a person gave.
    Text(String),
    /// A whole number; also selects the plural form.
    Count(f64),
    /// A plain number.
    Number(f64),
    /// 0.0 to 1.0, shown in percent.
    Ratio(f64),
    /// A duration in milliseconds, shown in the unit that fits.
    Millis(f64),
    /// A moment of a run, or a time on its clock, in seconds: exact to the second, so that no two of them read the same.
    Moment(f64),
    /// Requests per second.
    PerSec(f64),
    /// US dollars.
    Dollars(f64),
    /// Another text of the table, such as the label of a kind.
    Message(Box<Message>),
}

impl Message {
    pub const fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), args: Vec::new() }
    }

    /// A text whose id is put together at run time, such as `kind-api_server`.
    pub const fn computed(id: String) -> Self {
        Self { id: Cow::Owned(id), args: Vec::new() }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(count as f64)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Self::Count(f64::from(count))
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}
