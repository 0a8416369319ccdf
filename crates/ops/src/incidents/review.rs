//! The review after an incident. It is drafted from the timeline, again whenever that grows; a section that somebody has
//! edited stays as edited, and says when its draft has changed since.
//!
//! Blameless: it asks what made it possible and what to change, never who is at fault. After *Site Reliability
//! Engineering* (2016), ch. 15.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    command::{MOST_NAME, MOST_TEXT},
    refusal::{Field, Kind, Refusal},
};

mod draft;
mod markdown;

pub use draft::{Drafted, Reader, draft};
pub use markdown::{heading, markdown, section_text};

/// In the order of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Section {
    Summary,
    Impact,
    Detection,
    Timeline,
    Factors,
    WentWell,
    WentBadly,
    Lucky,
}

impl Section {
    pub const ALL: [Self; 8] = [
        Self::Summary,
        Self::Impact,
        Self::Detection,
        Self::Timeline,
        Self::Factors,
        Self::WentWell,
        Self::WentBadly,
        Self::Lucky,
    ];
}

/// What people made of the draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Review {
    edits: BTreeMap<Section, Edited>,
    /// What is to be done, by whom and until when.
    items: Vec<ActionItem>,
    /// What a failed request costs, in dollars. `None`: nobody has said.
    pub dollars_per_failure: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Edited {
    text: String,
    /// What the draft said at that time.
    draft: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActionItem {
    pub text: String,
    pub owner: String,
    /// A day as `2026-11-21`.
    pub due: String,
    pub is_done: bool,
}

/// A section as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub text: String,
    pub is_edited: bool,
    /// The draft says something else than when it was edited.
    pub is_outdated: bool,
}

const MOST_ITEMS: usize = 50;
/// A section's text may be longer than that of a note.
pub const MOST_SECTION: usize = 5 * MOST_TEXT;

impl Review {
    /// A section, given what its draft says now.
    pub fn section(&self, section: Section, draft: &str) -> Shown {
        match self.edits.get(&section) {
            Some(edited) => {
                Shown { text: edited.text.clone(), is_edited: true, is_outdated: edited.draft != draft }
            }
            None => Shown { text: draft.to_owned(), is_edited: false, is_outdated: false },
        }
    }

    /// Keeps a person's text in place of the draft; the draft's own text gives the section back to it.
    ///
    /// # Errors
    /// [`Refusal::TooLong`].
    pub fn edit(&mut self, section: Section, text: &str, draft: &str) -> Result<(), Refusal> {
        if text.chars().nth(MOST_SECTION).is_some() {
            return Err(Refusal::TooLong { field: Field::Text, most: MOST_SECTION });
        }
        if text.trim() == draft.trim() {
            self.edits.remove(&section);
        } else {
            self.edits.insert(section, Edited { text: text.to_owned(), draft: draft.to_owned() });
        }
        Ok(())
    }

    /// Gives the section back to the draft.
    pub fn discard(&mut self, section: Section) {
        self.edits.remove(&section);
    }

    pub fn items(&self) -> &[ActionItem] {
        &self.items
    }

    /// Adds an item, or replaces the one at `index`.
    ///
    /// # Errors
    /// [`Refusal`] if a text is no good.
    pub fn set_item(&mut self, index: usize, mut item: ActionItem) -> Result<(), Refusal> {
        super::incident::check_item(&mut item.text, &mut item.owner, &mut item.due)?;
        if let Some(known) = self.items.get_mut(index) {
            *known = item;
            return Ok(());
        }
        if self.items.len() >= MOST_ITEMS {
            return Err(Refusal::Full { kind: Kind::Task, most: MOST_ITEMS });
        }
        self.items.push(item);
        Ok(())
    }

    pub fn remove_item(&mut self, index: usize) {
        if index < self.items.len() {
            self.items.remove(index);
        }
    }

    pub(super) fn is_possible(&self) -> bool {
        let section = |it: &Edited| {
            it.text.chars().nth(MOST_SECTION).is_none() && it.draft.chars().nth(8 * MOST_SECTION).is_none()
        };
        let item = |it: &ActionItem| {
            let (mut text, mut owner, mut due) = (it.text.clone(), it.owner.clone(), it.due.clone());
            it.owner.chars().count() <= MOST_NAME
                && super::incident::check_item(&mut text, &mut owner, &mut due).is_ok()
        };
        self.edits.values().all(section)
            && self.items.len() <= MOST_ITEMS
            && self.items.iter().all(item)
            && self.dollars_per_failure.is_none_or(|it| it.is_finite() && it >= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_survives_a_new_draft_and_says_that_there_is_one() {
        let mut review = Review::default();
        review.edit(Section::Summary, "Mine", "Draft one").unwrap();
        let shown = review.section(Section::Summary, "Draft one");
        assert_eq!((shown.text.as_str(), shown.is_edited, shown.is_outdated), ("Mine", true, false));
        let shown = review.section(Section::Summary, "Draft two");
        assert_eq!((shown.text.as_str(), shown.is_outdated), ("Mine", true));
        review.edit(Section::Summary, "Draft two", "Draft two").unwrap();
        assert!(!review.section(Section::Summary, "Draft three").is_edited);
    }

    #[test]
    fn items_have_days_of_the_calendar() {
        let mut review = Review::default();
        let item =
            |due: &str| ActionItem { text: "Alert on it".into(), due: due.into(), ..Default::default() };
        assert_eq!(review.set_item(0, item("soon")), Err(Refusal::Day));
        review.set_item(0, item("2026-12-01")).unwrap();
        review.set_item(0, ActionItem { is_done: true, ..item("2026-12-01") }).unwrap();
        assert_eq!(review.items().len(), 1);
    }
}
