//! A review as Markdown, for wherever reviews are kept.

use model::{Message, lean};

use super::{Review, Section};
use crate::incidents::incident::Incident;

/// Says messages in the reader's language.
pub type Say<'a> = &'a dyn Fn(&Message) -> String;

/// What a section is called.
pub fn heading(section: Section) -> Message {
    Message::new(match section {
        Section::Summary => "review-summary",
        Section::Impact => "review-impact",
        Section::Detection => "review-detection",
        Section::Timeline => "review-timeline",
        Section::Factors => "review-factors",
        Section::WentWell => "review-went-well",
        Section::WentBadly => "review-went-badly",
        Section::Lucky => "review-lucky",
    })
}

/// A section's draft as the text that people edit: sentences for what is told, points for what is listed.
pub fn section_text(section: Section, messages: &[Message], say: Say<'_>) -> String {
    let mut text = String::new();
    for message in messages {
        let said = say(message);
        match section {
            Section::Summary | Section::Detection => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&said);
            }
            Section::Impact
            | Section::Timeline
            | Section::Factors
            | Section::WentWell
            | Section::WentBadly
            | Section::Lucky => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str("- ");
                // A point is one line, whatever somebody has typed.
                text.push_str(&said.replace('\n', " "));
            }
        }
    }
    text
}

/// The whole document. `texts`: the sections as they are shown.
pub fn markdown(incident: &Incident, review: &Review, texts: &[(Section, String)], say: Say<'_>) -> String {
    let mut out = format!("# {}\n", line(&incident.title));
    for (section, text) in texts {
        out.push_str("\n## ");
        out.push_str(&say(&heading(*section)));
        out.push_str("\n\n");
        let text = text.trim();
        if text.is_empty() {
            out.push_str(&say(&Message::new("review-nothing")));
        } else {
            out.push_str(text);
        }
        out.push('\n');
    }
    out.push_str(&format!("\n## {}\n\n", say(&Message::new("review-items"))));
    if review.items().is_empty() {
        out.push_str(&say(&Message::new("review-nothing")));
        out.push('\n');
        return out;
    }
    let columns = ["review-item", "review-owner", "review-due", "review-done"];
    let heads: Vec<String> = columns.iter().map(|id| say(&Message::new(id))).collect();
    out.push_str(&format!("| {} |\n|---|---|---|---|\n", heads.join(" | ")));
    let mut items = review.items().to_vec();
    lean::sort_by(&mut items, |a, b| a.due.cmp(&b.due));
    for it in &items {
        let done = say(&Message::new(if it.is_done { "review-yes" } else { "review-no" }));
        let cells = [cell(&it.text), cell(&it.owner), cell(&it.due), done];
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out
}

fn line(text: &str) -> String {
    text.replace('\n', " ")
}

// A bar would end the cell.
fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}
