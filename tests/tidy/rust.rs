//! Just enough of Rust's grammar to find string literals and where they stand.

/// A string literal.
pub struct Literal {
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// The calls it stands in, innermost first: `Message::new` for `Message::new("x")` and `Message::new(match …)`.
    pub calls: Vec<String>,
}

/// The string literals of a Rust file, without comments.
pub fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut calls: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
            continue;
        }
        if let Some((text, after)) = string_at(rest) {
            found.push(Literal { text: text.to_owned(), line, calls: calls.iter().rev().cloned().collect() });
            line += text.matches('\n').count();
            rest = after;
            word.clear();
            continue;
        }
        // `'"'` is a letter, `'a` is a lifetime: only the former could be taken for the start of a string.
        if let Some(after) = rest.strip_prefix("'\"'").or_else(|| rest.strip_prefix("'\\\"'")) {
            rest = after;
            continue;
        }
        match letter {
            '(' => calls.push(std::mem::take(&mut word)),
            ')' => drop(calls.pop()),
            '\n' => line += 1,
            _ => {}
        }
        if letter.is_alphanumeric() || matches!(letter, '_' | ':') {
            word.push(letter);
        } else if letter != '!' {
            word.clear();
        }
        rest = &rest[letter.len_utf8()..];
    }
    found
}

/// The string literal that `rest` begins with, and what follows it.
fn string_at(rest: &str) -> Option<(&str, &str)> {
    if let Some(raw) = rest.strip_prefix('r').filter(|it| it.starts_with(['"', '#'])) {
        let body = raw.trim_start_matches('#');
        let end = format!("\"{}", "#".repeat(raw.len() - body.len()));
        return body.strip_prefix('"')?.split_once(&end);
    }
    let body = rest.strip_prefix('"')?;
    let mut is_escaped = false;
    let end = body.find(|letter| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends
    })?;
    Some((&body[..end], &body[end + 1..]))
}

#[test]
fn literals_know_the_calls_they_stand_in() {
    let source = r##"
        // "not this"
        let a = Message::new("one").with("name", 'x'); let q = '"';
        say(match b { A => "two\"", _ => r#"three"# }); let c: &'static str = "four";
    "##;
    let seen: Vec<_> =
        literals(source).into_iter().map(|it| (it.text, it.line, it.calls.join(" "))).collect();
    let expected = [
        ("one", 3, "Message::new"),
        ("name", 3, "with"),
        ("two\\\"", 4, "say"),
        ("three", 4, "say"),
        ("four", 4, ""),
    ];
    assert_eq!(seen, expected.map(|(text, line, calls)| (text.to_owned(), line, calls.to_owned())));
}
