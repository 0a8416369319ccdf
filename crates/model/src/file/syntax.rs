//! JSON text to its tree (RFC 8259). Written here because a library for any type and any source weighs more in the page
//! than the rest of the file format, and so that what is wrong can be said in the reader's language.

use super::json::Json;
use crate::{lean, text::Message};

/// Why a text is not JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// Both from 1; the column counts letters.
    pub line: usize,
    pub column: usize,
    pub problem: Problem,
}

/// What is wrong at that place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the text ends too early")]
    Ends,
    #[error("a value is missing")]
    NoValue,
    #[error("a name in quotes is missing")]
    NoName,
    #[error("a colon is missing")]
    NoColon,
    #[error("a comma or the closing bracket is missing")]
    NoComma,
    #[error("a line break or another control character stands inside quotes")]
    Control,
    #[error("a backslash is followed by something unknown")]
    Escape,
    #[error("the number is too large")]
    TooLarge,
    #[error("something follows the end")]
    Follows,
}

impl Problem {
    /// The same for people, through the message table.
    pub const fn message(self) -> Message {
        Message::new(match self {
            Self::Ends => "json-ends",
            Self::NoValue => "json-no-value",
            Self::NoName => "json-no-name",
            Self::NoColon => "json-no-colon",
            Self::NoComma => "json-no-comma",
            Self::Control => "json-control",
            Self::Escape => "json-escape",
            Self::TooLarge => "json-too-large",
            Self::Follows => "json-follows",
        })
    }
}

/// Reads one value and nothing else. Calls itself once per level of nesting: whoever calls it has limited that.
pub fn read(text: &str) -> Result<Json, NotJson> {
    let mut reader = Reader { text, at: 0 };
    let read = reader.value().and_then(|value| match reader.next() {
        None => Ok(value),
        Some(_) => Err(Problem::Follows),
    });
    read.map_err(|problem| {
        let before = &text[..reader.at];
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        let line = 1 + before.matches('\n').count();
        NotJson { line, column: 1 + before[line_start..].chars().count(), problem }
    })
}

/// Stands on a letter's first byte at all times, also after a problem.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Json, Problem> {
        match self.next().ok_or(Problem::Ends)? {
            b'{' => self.object(),
            b'[' => self.list(),
            b'"' => self.string().map(Json::Text),
            b'-' | b'0'..=b'9' => self.number(),
            _ => [("null", Json::Null), ("true", Json::Flag(true)), ("false", Json::Flag(false))]
                .into_iter()
                .find(|(word, _)| self.text[self.at..].starts_with(word))
                .map(|(word, value)| {
                    self.at += word.len();
                    value
                })
                .ok_or(Problem::NoValue),
        }
    }

    fn object(&mut self) -> Result<Json, Problem> {
        let mut fields = Vec::new();
        self.at += 1;
        if self.take(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            match self.next().ok_or(Problem::Ends)? {
                b'"' => {}
                _ => return Err(Problem::NoName),
            }
            let name = self.string()?;
            if !self.take(b':') {
                return Err(self.or_end(Problem::NoColon));
            }
            fields.push((name, self.value()?));
            if self.take(b'}') {
                return Ok(Json::Object(fields));
            }
            if !self.take(b',') {
                return Err(self.or_end(Problem::NoComma));
            }
        }
    }

    fn list(&mut self) -> Result<Json, Problem> {
        let mut items = Vec::new();
        self.at += 1;
        if self.take(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.take(b']') {
                return Ok(Json::List(items));
            }
            if !self.take(b',') {
                return Err(self.or_end(Problem::NoComma));
            }
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let plain =
                rest.find(|letter| matches!(letter, '"' | '\\' | '\0'..='\x1f')).unwrap_or(rest.len());
            out.push_str(&rest[..plain]);
            self.at += plain;
            match self.byte().ok_or(Problem::Ends)? {
                b'"' => {
                    self.at += 1;
                    return Ok(out);
                }
                b'\\' => out.push(self.escaped()?),
                _ => return Err(Problem::Control),
            }
        }
    }

    /// What a backslash and the letters after it stand for.
    fn escaped(&mut self) -> Result<char, Problem> {
        let letter = *self.text.as_bytes().get(self.at + 1).ok_or(Problem::Ends)?;
        let plain = match letter {
            b'u' => return self.escaped_unicode(),
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            _ => return Err(Problem::Escape),
        };
        self.at += 2;
        Ok(plain)
    }

    /// `\u0041`; letters beyond 16 bits are written as two such halves.
    fn escaped_unicode(&mut self) -> Result<char, Problem> {
        let half = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let are_digits = digits.bytes().all(|it| it.is_ascii_hexdigit());
            u16::from_str_radix(digits, 16).ok().filter(|_| are_digits)
        };
        let first = half(self.at).ok_or(Problem::Escape)?;
        let both = [first, half(self.at + 6).unwrap_or_default()];
        let letter = char::decode_utf16(both).next().and_then(Result::ok).ok_or(Problem::Escape)?;
        self.at += 6 * letter.len_utf16();
        Ok(letter)
    }

    fn number(&mut self) -> Result<Json, Problem> {
        let start = self.at;
        let is_negative = self.byte() == Some(b'-');
        self.at += usize::from(is_negative);
        match self.byte() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        let mut is_whole = true;
        if self.byte() == Some(b'.') {
            is_whole = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            is_whole = false;
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let written = &self.text[start..self.at];
        if is_whole
            && !is_negative
            && let Ok(whole) = written.parse()
        {
            return Ok(Json::Whole(whole));
        }
        lean::number(written).filter(|it| it.is_finite()).map(Json::Number).ok_or_else(|| {
            self.at = start;
            Problem::TooLarge
        })
    }

    fn digits(&mut self) -> Result<(), Problem> {
        let start = self.at;
        while self.byte().is_some_and(|it| it.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.or_end(Problem::NoValue)) } else { Ok(()) }
    }

    /// The next byte that is no space, without passing it.
    fn next(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Passes `wanted` if it is what comes next.
    fn take(&mut self, wanted: u8) -> bool {
        let is_next = self.next() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn or_end(&self, problem: Problem) -> Problem {
        if self.byte().is_none() { Problem::Ends } else { problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use serde_json::Value;

    fn means(json: &Json, value: &Value) -> bool {
        match (json, value) {
            (Json::Null, Value::Null) => true,
            (Json::Flag(ours), Value::Bool(theirs)) => ours == theirs,
            (Json::Text(ours), Value::String(theirs)) => ours == theirs,
            (Json::Whole(ours), Value::Number(theirs)) => Some(*ours) == theirs.as_u64(),
            (Json::Number(ours), Value::Number(theirs)) => {
                theirs.as_u64().is_none() && theirs.as_f64().map(f64::to_bits) == Some(ours.to_bits())
            }
            (Json::List(ours), Value::Array(theirs)) => {
                ours.len() == theirs.len()
                    && ours.iter().zip(theirs).all(|(ours, theirs)| means(ours, theirs))
            }
            // The other reader keeps only the last of repeated names.
            (Json::Object(_), Value::Object(theirs)) => {
                theirs.iter().all(|(key, theirs)| json.get(key).is_some_and(|ours| means(ours, theirs)))
            }
            _ => false,
        }
    }

    // Whatever another reader of JSON takes is taken, with the same meaning; what it refuses is refused.
    fn agrees(text: &str) {
        match (read(text), serde_json::from_str::<Value>(text)) {
            (Ok(ours), Ok(theirs)) => assert!(means(&ours, &theirs), "{text}: {ours:?}, {theirs:?}"),
            (Err(_), Err(_)) => {}
            (ours, theirs) => panic!("{text}: {ours:?}, {theirs:?}"),
        }
    }

    #[test]
    fn reads_what_the_standard_names() {
        for text in [
            "null",
            " true ",
            "[]",
            "{}",
            "[ ]",
            "{ }",
            "[1,2 , 3]",
            "{\"a\":{\"b\":[null]}}",
            "\"\"",
            "0",
            "-0",
            "-1",
            "10.50",
            "1e3",
            "1E+3",
            "2.5e-3",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775809",
            "1.7976931348623157e308",
            "5e-324",
            "1e-999",
            "0.1",
            "123456789.123456789",
            r#""\" \\ \/ \b \f \n \r \t \u0041 \u00e9 \ud83d\ude00""#,
            "\"\u{7f}\u{e9}\u{1f600}\"",
        ] {
            assert!(read(text).is_ok(), "{text}");
            agrees(text);
        }
    }

    #[test]
    fn refuses_what_the_standard_does_not_name() {
        for text in [
            "",
            " ",
            "nul",
            "nullx",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,]",
            "[1 2]",
            "]",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "{1:1}",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1e999",
            "-01",
            "NaN",
            "'a'",
            "\"a",
            "\"\n\"",
            "\"\0\"",
            r#""\x""#,
            r#""\u12""#,
            r#""\u+123""#,
            r#""\ud800""#,
            r#""\ud800\u0041""#,
            r#""\udc00""#,
            "\"\\",
            "1 1",
            "{} x",
            "\u{a0}1",
        ] {
            assert!(read(text).is_err(), "{text}");
            agrees(text);
        }
    }

    #[test]
    fn says_where_in_letters() {
        let refused = read("{\n  \"\u{e9}\": \u{e9}\n}").unwrap_err();
        assert_eq!(refused, NotJson { line: 2, column: 8, problem: Problem::NoValue });
        assert_eq!(read("[1,\n2").unwrap_err(), NotJson { line: 2, column: 2, problem: Problem::Ends });
    }

    proptest! {
        #[test]
        fn agrees_with_another_reader(text in r#"([\[\]{},: ]|"[a\\u0d8"]{0,7}"|-?[0-9]{1,3}(\.[0-9]{0,2})?([eE]-?[0-9]{0,3})?|null|true|\PC){0,12}"#) {
            agrees(&text);
        }

        #[test]
        fn numbers_keep_their_bits(number in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
            let Json::Number(again) = read(&format!("{number:e}")).unwrap() else { panic!("no number") };
            prop_assert_eq!(again.to_bits(), number.to_bits());
        }
    }
}
