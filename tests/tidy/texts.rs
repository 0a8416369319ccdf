//! Every text that the code asks for exists, and every text that exists is asked for.
//!
//! Ids are literals: `Message::new("connect-already")`, `say("share")`. Ids that are put together at run time are
//! written `Message::computed(format!("kind-{}-about", …))`; the fixed parts of such a literal stand for all the ids it
//! can make, and a test beside that code asks for each of them.

use crate::{Source, assert_none, rust::literals, sources};
use std::collections::BTreeSet;

/// The calls whose literals are ids of texts.
const ASKING: &[&str] = &["Message::new", "say", "has_text"];

#[test]
fn every_text_asked_for_exists() {
    let known: BTreeSet<String> = ids().into_iter().map(|(id, _)| id).collect();
    let mut problems = Vec::new();
    for file in code() {
        for literal in literals(&file.text) {
            let asks = |call: &String| {
                ASKING.iter().any(|name| call == name || call.ends_with(&format!("::{name}")))
            };
            if literal.calls.first().is_some_and(asks) && !known.contains(&literal.text) {
                problems.push(format!("{}:{}: no text has the id {}", file.path, literal.line, literal.text));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn every_text_is_asked_for() {
    let mut asked = BTreeSet::new();
    let mut patterns = Vec::new();
    for literal in code().iter().flat_map(|file| literals(&file.text)) {
        if let Some((start, end)) = literal.text.split_once('{') {
            let end = end.rsplit_once('}').map_or("", |(_, end)| end);
            patterns.push((start.to_owned(), end.to_owned()));
        }
        asked.insert(literal.text);
    }
    // A text may be part of others.
    let table: String = sources(&["ftl"]).into_iter().map(|file| file.text).collect();
    let is_part = |id: &str| table.contains(&format!("{{ {id} }}")) || table.contains(&format!("{{{id}}}"));
    let is_made = |id: &str| {
        patterns.iter().any(|(start, end)| {
            let Some(middle) = id.strip_prefix(start.as_str()).and_then(|id| id.strip_suffix(end.as_str()))
            else {
                return false;
            };
            // `policy-{}-help` names a family; `{}-help` belongs to a text that is asked for by itself.
            if start.is_empty() {
                end.len() > 1 && asked.contains(middle)
            } else {
                start.ends_with('-') && !middle.is_empty()
            }
        })
    };
    let unused = ids().into_iter().filter(|(id, _)| !asked.contains(id) && !is_made(id) && !is_part(id));
    let problems: Vec<String> = unused.map(|(id, place)| format!("{place}: nothing asks for {id}")).collect();
    assert_none(&problems);
}

#[test]
fn every_file_of_texts_is_in_the_program() {
    let compiled: Vec<&str> = model::text::ENGLISH.iter().copied().flatten().map(|(name, _)| *name).collect();
    let files = sources(&["ftl"]).into_iter().filter(|file| file.path.starts_with("assets/locales/en/"));
    let missing = files.filter(|file| !compiled.iter().any(|name| file.path.ends_with(&format!("/{name}"))));
    assert_none(
        &missing.map(|file| format!("{}: add it to model::text::table", file.path)).collect::<Vec<_>>(),
    );
}

/// Code that comes after what the page begins with, or is not in the page: `src/later.rs`.
const LATER_CODE: &[&str] = &[
    "crates/cli/",
    "crates/ops/",
    "crates/promql/",
    "crates/sim/",
    "src/blast",
    "src/dashboard",
    "src/dialogs",
    "src/incidents",
    "src/inspector/",
    "src/operate",
    "src/projects/blueprints",
    "src/projects/dialog",
    "src/projects/share",
    "src/run/back",
    "src/run/hear",
    "src/run/keep",
    "src/scenario",
    "src/studies",
    "src/workspace/expected",
];
/// What of it the page begins with all the same.
const FIRST_CODE: &[&str] =
    &["src/dashboard/announce", "src/dashboard/controls", "src/inspector/bill", "src/inspector/explain"];
/// What these say of panels, which have come by then.
const SAID_LATER: &[&str] = &[
    // `src/pages.rs` has pages that come later beside the one that does not.
    "about-",
    "help-title",
    "speed-",
    "validation-",
    // The bill of a component and of the drawing are in the inspector.
    "bill-discount",
    "bill-of-which",
    "bill-others",
    "bill-per-thousand",
    "inspect-cost",
];

#[test]
fn the_page_begins_with_the_texts_that_it_then_asks_for() {
    let later: BTreeSet<String> = {
        let files: BTreeSet<&str> = model::text::LATER.iter().map(|(name, _)| *name).collect();
        let is_later = |place: &str| {
            let name = place.rsplit('/').next().and_then(|it| it.split(':').next());
            name.is_some_and(|it| files.contains(it))
        };
        ids().into_iter().filter(|(_, place)| is_later(place)).map(|(id, _)| id).collect()
    };
    assert!(later.len() > 500, "{}", later.len());
    let begins = |path: &str, list: &[&str]| list.iter().any(|it| path.starts_with(it));
    let mut problems = Vec::new();
    for file in code().iter().filter(|it| !begins(&it.path, LATER_CODE) || begins(&it.path, FIRST_CODE)) {
        for literal in literals(&file.text) {
            if later.contains(&literal.text) && !begins(&literal.text, SAID_LATER) {
                let place = format!("{}:{}", file.path, literal.line);
                problems.push(format!("{place}: {} comes only with the panels", literal.text));
            }
        }
    }
    assert_none(&problems);
}

/// The ids of all English texts with their places.
fn ids() -> Vec<(String, String)> {
    let mut ids = Vec::new();
    for file in sources(&["ftl"]) {
        for (number, line) in (1..).zip(file.text.lines()) {
            // Continued lines are indented, terms begin with a dash, comments with a hash.
            let Some((id, _)) = line.split_once('=') else { continue };
            if line.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                ids.push((id.trim().to_owned(), format!("{}:{number}", file.path)));
            }
        }
    }
    ids
}

/// The sources that are part of what people get: no commands of the house, and no tests, which stand last in a file.
fn code() -> Vec<Source> {
    let is_shipped =
        |path: &str| path.starts_with("src/") || path.starts_with("crates/") && path.contains("/src/");
    let mut files = sources(&["rs"]);
    files.retain(|file| is_shipped(&file.path) && !file.path.contains("/tests"));
    for file in &mut files {
        if let Some(end) = file.text.find("#[cfg(test)]\nmod tests {") {
            file.text.truncate(end);
        }
    }
    files
}
