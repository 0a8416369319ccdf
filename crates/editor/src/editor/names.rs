//! What new things are called.

use std::{fmt, rc::Rc};

use model::{Message, lean};

use super::Editor;

/// Writes the names of new things in the reader's language.
#[derive(Clone)]
pub(super) struct Namer(Rc<dyn Fn(&Message) -> String>);

impl Default for Namer {
    // Without a message table: `kind-api_server` becomes "Api server".
    fn default() -> Self {
        Self(Rc::new(|message| {
            let words = message.id.split_once('-').map_or(&*message.id, |it| it.1).replace(['_', '-'], " ");
            let mut letters = words.chars();
            let first = letters.next().map(|it| it.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }))
    }
}

impl fmt::Debug for Namer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namer")
    }
}

impl Namer {
    pub fn new(name: impl Fn(&Message) -> String + 'static) -> Self {
        Self(Rc::new(name))
    }

    fn name(&self, label: &Message) -> String {
        (self.0)(label)
    }
}

impl Editor {
    /// The label as a name that nothing has yet: "Cache", "Cache 2".
    pub(crate) fn fresh_name(&self, label: &Message) -> String {
        let document = self.document();
        let taken = lean::set(
            document
                .components
                .iter()
                .map(|it| it.name.as_str())
                .chain(document.zones.iter().map(|it| it.name.as_str())),
        );
        let name = self.namer.name(label);
        let numbered = (2..).map(|number| format!("{name} {number}"));
        std::iter::once(name.clone()).chain(numbered).find(|it| !taken.contains(it.as_str())).unwrap_or(name)
    }
}
