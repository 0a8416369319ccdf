//! Every color of text and marks stands out from what is behind it, in each look of the page.
//!
//! WCAG 2.2: text 4.5:1 (1.4.3), in the look with more contrast 7:1 (1.4.6); marks, lines of controls and focus rings
//! 3:1 (1.4.11).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::{collections::BTreeMap, fs, path::Path};

/// A text color and the surfaces it is used on.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "panel",
            "raised",
            "sunken",
            "canvas",
            "hover",
            "pressed",
            "card",
            "accent-soft",
            "error-soft",
            "warning-soft",
            "advice-soft",
        ],
    ),
    ("text", &["hull-calm", "hull-busy", "hull-over"]),
    ("text-2", &["panel", "raised", "sunken", "canvas", "hover", "accent-soft"]),
    ("text-3", &["panel", "raised", "sunken", "canvas"]),
    ("text-on-accent", &["accent", "accent-hover"]),
    ("accent", &["panel", "raised", "sunken"]),
    ("error", &["panel", "raised", "error-soft"]),
    ("warning", &["panel", "raised", "warning-soft"]),
    ("advice", &["panel", "raised"]),
    ("met", &["panel", "met-soft"]),
];

/// A mark and what it is drawn on.
const MARKS: &[(&str, &[&str])] = &[
    ("control-line", &["panel", "raised"]),
    ("focus", &["panel", "raised", "canvas", "card"]),
    ("selection", &["canvas", "card"]),
    ("edge", &["canvas"]),
    ("edge-async", &["canvas"]),
    ("edge-bad", &["canvas"]),
    ("possible", &["canvas"]),
    ("doubtful", &["canvas"]),
    ("guide", &["canvas"]),
    ("load-line", &["card", "hull-calm", "hull-busy", "hull-over"]),
    ("zone-region", &["canvas"]),
    ("zone-availability-zone", &["canvas"]),
    ("zone-network", &["canvas"]),
    ("zone-host", &["canvas"]),
    ("series-1", &["panel"]),
    ("series-2", &["panel"]),
    ("series-3", &["panel"]),
    ("series-4", &["panel"]),
    ("series-5", &["panel"]),
];

/// Name of a look, the blocks of `tokens.css` that make it up, and how much its texts must stand out.
const LOOKS: &[(&str, &[&str], f64)] = &[
    ("light", &[":root"], 4.5),
    ("dark", &[":root", ":root[data-theme=\"dark\"]"], 4.5),
    ("light with more contrast", &[":root", ":root[data-contrast=\"more\"]"], 7.0),
    (
        "dark with more contrast",
        &[
            ":root",
            ":root[data-theme=\"dark\"]",
            ":root[data-contrast=\"more\"]",
            ":root[data-theme=\"dark\"][data-contrast=\"more\"]",
        ],
        7.0,
    ),
];

#[test]
fn texts_and_marks_stand_out_in_every_look() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("style/tokens.css");
    let sheet = fs::read_to_string(file).unwrap();
    let mut problems = Vec::new();
    for (look, blocks, least_for_text) in LOOKS {
        let colors = colors(&sheet, blocks);
        let color =
            |name: &str| *colors.get(name).unwrap_or_else(|| panic!("tokens.css has no color --{name}"));
        for (pairs, least) in [(TEXTS, *least_for_text), (MARKS, 3.0)] {
            for (front, backs) in pairs {
                for back in *backs {
                    let contrast = contrast(color(front), color(back));
                    if contrast < least {
                        problems
                            .push(format!("{look}: {front} on {back} is {contrast:.2}, at least {least}"));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Opaque colors by token; later blocks override earlier ones.
fn colors(sheet: &str, blocks: &[&str]) -> BTreeMap<String, [f64; 3]> {
    let mut colors = BTreeMap::new();
    for block in blocks {
        let (_, body) =
            sheet.split_once(&format!("\n{block} {{")).unwrap_or_else(|| panic!("no block {block}"));
        let (body, _) = body.split_once('}').unwrap();
        for line in body.lines() {
            let Some((name, value)) = line.trim().strip_prefix("--").and_then(|it| it.split_once(": "))
            else {
                continue;
            };
            if let Some(color) = value.trim_end_matches(';').strip_prefix('#').and_then(parse) {
                colors.insert(name.to_owned(), color);
            }
        }
    }
    colors
}

fn parse(hex: &str) -> Option<[f64; 3]> {
    let part = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok().map(|it| f64::from(it) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

/// From 1 (equal) to 21 (black on white); WCAG 2.2, "contrast ratio".
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// WCAG 2.2, "relative luminance".
fn luminance(color: [f64; 3]) -> f64 {
    let linear = |it: f64| if it <= 0.04045 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = color.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[test]
fn contrast_is_computed_as_the_guidelines_say() {
    let gray = parse("767676").unwrap();
    assert!((contrast(gray, [1.0; 3]) - 4.54).abs() < 0.01, "the darkest gray that passes on white");
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}
