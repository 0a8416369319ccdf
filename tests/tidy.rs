//! What the house looks like, checked mechanically: sizes and places of files, manifests, texts, icons. A failure lists
//! everything that is out of place, each with what to do.

use model::catalog::Kind;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[path = "tidy/rust.rs"]
mod rust;
#[path = "tidy/texts.rs"]
mod texts;

/// More lines than this mean that a file has a second subject.
const MOST_LINES: usize = 400;

/// Files that may be longer, each with the reason.
const LONG_FILES: &[(&str, &str)] = &[("crates/sim/tests/behavior.rs", "waits to be split by behavior")];

#[test]
fn rust_files_are_short_enough_to_be_read() {
    let mut problems = Vec::new();
    for file in sources(&["rs"]) {
        let lines = file.text.lines().count();
        let may_be_long = LONG_FILES.iter().any(|(path, _)| *path == file.path);
        if lines > MOST_LINES && !may_be_long {
            problems.push(format!(
                "{}: {lines} lines, at most {MOST_LINES}: what is the second subject?",
                file.path
            ));
        }
        if lines <= MOST_LINES && may_be_long {
            problems.push(format!("{}: is short now: take it out of LONG_FILES", file.path));
        }
    }
    assert_none(&problems);
}

#[test]
fn a_module_is_a_file_beside_the_folder_of_its_parts() {
    let mut problems = Vec::new();
    for file in sources(&["rs"]) {
        let path = Path::new(&file.path);
        // What several test programs share cannot stand beside them: each file there is a program.
        let is_shared_by_tests = path.parent().and_then(Path::parent).is_some_and(|it| it.ends_with("tests"));
        if path.ends_with("mod.rs") && !is_shared_by_tests {
            problems.push(format!("{}: name it after its folder and put it beside the folder", file.path));
        }
        for folder in path.ancestors().skip(1).take_while(|folder| folder.file_name() != Some("src".as_ref()))
        {
            let is_in_source = folder.components().any(|part| part.as_os_str() == "src");
            // `src/bin` is cargo's folder for further programs.
            if is_in_source
                && !folder.ends_with("src/bin")
                && !root().join(folder).with_extension("rs").is_file()
            {
                problems.push(format!(
                    "{}: there is no {}.rs beside its folder",
                    file.path,
                    folder.display()
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn pictures_are_icons_and_never_emoji() {
    let is_emoji = |letter: &char| matches!(*letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{fe0f}');
    let mut problems = Vec::new();
    for file in sources(&["rs", "ftl", "css", "html", "js", "json", "svg", "toml", "md"]) {
        for (number, line) in (1..).zip(file.text.lines()) {
            if let Some(letter) = line.chars().find(is_emoji) {
                problems.push(format!("{}:{number}: {letter:?}: use an icon of assets/icons", file.path));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn nothing_depends_on_where_this_machine_keeps_its_files() {
    // Put together here, so that this file does not find itself.
    let places = ["root", "work", "home"].map(|folder| format!("/{folder}/"));
    let mut problems = Vec::new();
    for file in
        sources(&["rs", "ftl", "css", "html", "js", "json", "svg", "toml", "md", "webmanifest", "run"])
    {
        for (number, line) in (1..).zip(file.text.lines()) {
            if let Some(place) = places.iter().find(|place| line.contains(place.as_str())) {
                problems.push(format!("{}:{number}: the path {place} of one machine", file.path));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_page_sorts_with_little_code() {
    let heavy = [".sort(", ".sort_by", ".sort_unstable"];
    let mut problems = Vec::new();
    for file in sources(&["rs"]) {
        let is_in_page =
            ["src/", "crates/model/src/", "crates/editor/src/", "crates/sim/src/", "crates/ops/src/"]
                .iter()
                .any(|folder| file.path.starts_with(folder));
        if !is_in_page || file.path.contains("/tests") || file.path.ends_with("/lean.rs") {
            continue;
        }
        let lines = (1..).zip(file.text.lines()).take_while(|(_, line)| *line != "#[cfg(test)]");
        for (number, line) in lines {
            if let Some(call) = heavy.iter().find(|call| line.contains(**call)) {
                problems
                    .push(format!("{}:{number}: {call}…): model::lean does it with less code", file.path));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_core_knows_no_browser() {
    let browser = ["web-sys", "js-sys", "wasm-bindgen", "leptos", "gloo", "idb", "plotters"];
    let mut problems = Vec::new();
    let manifests = sources(&["toml"]).into_iter().filter(|file| file.path.starts_with("crates/"));
    for file in manifests.chain(sources(&["toml"]).into_iter().filter(|file| file.path == "Cargo.toml")) {
        let mut is_for_wasm = false;
        for (number, line) in (1..).zip(file.text.lines()) {
            if line.starts_with('[') {
                is_for_wasm = line.contains("target_arch = \"wasm32\"");
            }
            // In the root they stand in the part for wasm; in the core nowhere.
            let may_stand_here = is_for_wasm && file.path == "Cargo.toml";
            if !may_stand_here && browser.iter().any(|name| line.starts_with(name)) {
                problems.push(format!("{}:{number}: {line}: belongs to the page's part for wasm", file.path));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn every_package_follows_the_house_rules() {
    let mut problems = Vec::new();
    for file in sources(&["toml"]).into_iter().filter(|file| file.path.ends_with("Cargo.toml")) {
        if !file.text.contains("[lints]\nworkspace = true") {
            problems.push(format!("{}: add [lints] workspace = true", file.path));
        }
    }
    assert_none(&problems);
}

#[test]
fn an_allowed_lint_says_why() {
    let mut problems = Vec::new();
    for file in sources(&["rs"]) {
        let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            let starts = ["#[allow(", "#![allow(", "#[expect(", "#![expect("]
                .iter()
                .any(|start| line.starts_with(start));
            let reason = lines[index..].iter().take(4).any(|line| line.contains("reason ="));
            let comment = index > 0 && lines[index - 1].starts_with("//");
            if starts && !reason && !comment {
                problems.push(format!("{}:{}: {line}: give the reason", file.path, index + 1));
            }
        }
    }
    assert_none(&problems);
}

/// The content security policy blocks `style` attributes in markup: properties have to be set one by one.
#[test]
fn styles_are_set_property_by_property() {
    let mut problems = Vec::new();
    for file in sources(&["rs"]).into_iter().filter(|file| file.path.starts_with("src/")) {
        for (number, line) in (1..).zip(file.text.lines()) {
            let sets_attribute = line.split("style=").skip(1).any(|value| !value.starts_with('('));
            if sets_attribute || line.contains("set_attribute(\"style\"") || line.contains("attr(\"style\"") {
                let advice =
                    "blocked by the content security policy: use style:NAME=VALUE or style=(NAME, VALUE)";
                problems.push(format!("{}:{number}: {advice}", file.path));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn every_kind_has_an_icon_and_every_icon_is_used() {
    let kinds = Kind::all().chain([Kind::unknown()]);
    let names: Vec<&str> = kinds.map(|kind| kind.icon).collect();
    let folder = root().join("assets/icons");
    let mut problems: Vec<String> = names
        .iter()
        .filter(|name| !folder.join(format!("{name}.svg")).is_file())
        .map(|name| format!("assets/icons/{name}.svg is missing"))
        .collect();
    for file in sources(&["svg"]) {
        let Some(name) = file.path.strip_prefix("assets/icons/").and_then(|path| path.strip_suffix(".svg"))
        else {
            continue;
        };
        if !name.contains('/') && !names.contains(&name) {
            problems.push(format!("{}: no kind has this icon", file.path));
        }
    }
    assert_none(&problems);
}

/// A file that people write, with its path from the root.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// All files with one of the endings that people write, in the order of their paths.
pub fn sources(endings: &[&str]) -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root(), &mut files);
    files.sort();
    files
        .into_iter()
        .filter(|path| {
            let ending = path.extension().or(path.file_name()).and_then(|it| it.to_str());
            ending.is_some_and(|ending| endings.contains(&ending))
        })
        .map(|path| {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let path = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            Source { path, text }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_made = ["target", "dist", ".git", ".tools", "node_modules"].iter().any(|made| name == *made);
        match entry.path() {
            _ if is_made => {}
            path if path.is_dir() => collect(&path, files),
            path => files.push(path),
        }
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
pub fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{} out of place:\n{}", problems.len(), problems.join("\n"));
}
