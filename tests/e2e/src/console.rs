//! What the page may write to the console: nothing that a person would have to worry about.

use crate::Page;

impl Page {
    /// Lets messages that contain `part` pass. For tests that break something on purpose, such as the network.
    pub fn forgive_in_console(&self, part: &str) {
        self.forgiven.borrow_mut().push(part.to_owned());
    }
}

/// The errors and warnings among the messages, but for those that are forgiven.
pub(crate) fn complaints(messages: &[String], forgiven: &[String]) -> Vec<String> {
    let is_complaint = |message: &&String| {
        let is_bad = ["SEVERE", "WARNING"].iter().any(|level| message.starts_with(level));
        is_bad && !forgiven.iter().any(|part| message.contains(part.as_str()))
    };
    messages.iter().filter(is_complaint).cloned().collect()
}
