//! The history as something that can be kept over a reload of the page: the latest steps as files.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{History, MAX_STEPS, Step};
use crate::{
    architecture::Architecture,
    file,
    text::{Arg, Message},
};

/// Others are not read.
const VERSION: u32 = 1;
/// Bytes of files that are kept: fifty steps and more of a usual drawing, a few of a very large one.
pub const MAX_BYTES: usize = 1_000_000;

/// Files of the drawings that were kept last: a step later most of them are the same.
#[derive(Debug, Default)]
pub struct Written(Vec<(Arc<Architecture>, String)>);

impl Written {
    fn file_of(&self, drawing: &Arc<Architecture>) -> String {
        let known = self.0.iter().find(|it| Arc::ptr_eq(&it.0, drawing));
        known.map_or_else(|| file::save(drawing), |it| it.1.clone())
    }
}

/// Drawings one after the other. What is in it is checked when it is taken up, not before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    version: u32,
    /// As files, the oldest first.
    drawings: Vec<String>,
    /// What led from each to the next.
    labels: Vec<Message>,
    /// Which of them was on show.
    present: usize,
}

impl History {
    /// The present with as many steps around it as there is room for; what can be undone before what can be redone.
    /// `written` saves writing out again what was written the last time.
    pub fn keep(&self, written: &mut Written) -> Kept {
        let mut drawings = vec![written.file_of(&self.present)];
        let mut room = MAX_BYTES.saturating_sub(drawings[0].len());
        let mut now = vec![(Arc::clone(&self.present), drawings[0].clone())];
        let mut fitting = |steps: &[Step]| -> Vec<(Message, String)> {
            let files = steps.iter().rev().map(|it| (it, written.file_of(&it.document)));
            files
                .map_while(|(step, file)| {
                    room = room.checked_sub(file.len())?;
                    now.push((Arc::clone(&step.document), file.clone()));
                    Some((step.label.clone(), file))
                })
                .collect()
        };
        let (past, future) = (fitting(&self.past), fitting(&self.future));
        written.0 = now;
        let (mut labels, present) = (Vec::new(), past.len());
        for (label, drawing) in past {
            labels.insert(0, label);
            drawings.insert(0, drawing);
        }
        for (label, drawing) in future {
            labels.push(label);
            drawings.push(drawing);
        }
        Kept { version: VERSION, drawings, labels, present }
    }

    /// Takes up steps that were kept around the drawing with which this history began. It may have been stored a step before
    /// or after what was kept last. Whether there are more steps now.
    pub fn take_up(&mut self, kept: &Kept) -> bool {
        let Kept { version: VERSION, drawings, labels, present } = kept else { return false };
        let bytes: usize = drawings.iter().map(String::len).sum();
        // A single drawing may be larger than what is kept of many.
        let is_too_large = labels.len() > 2 * MAX_STEPS || drawings.len() > 1 && bytes > 2 * MAX_BYTES;
        if drawings.len() != labels.len() + 1 || is_too_large {
            return false;
        }
        let first = file::save(self.past.first().map_or(&self.present, |it| &it.document));
        // The same drawing may have been there several times.
        let found = (0..drawings.len()).filter(|it| drawings[*it] == first);
        let Some(at) = found.min_by_key(|it| it.abs_diff(*present)) else { return false };
        let before = steps(drawings[..at].iter().zip(labels).rev());
        // Who has done something since, or has undone it, has a future of another kind.
        let is_untouched = self.past.is_empty() && self.future.is_empty();
        if is_untouched {
            let mut after = steps(drawings[at + 1..].iter().zip(&labels[at..]));
            after.truncate(MAX_STEPS);
            after.reverse();
            self.future = after;
        }
        let room = MAX_STEPS.saturating_sub(self.past.len());
        self.past.splice(0..0, before.into_iter().take(room).collect::<Vec<_>>().into_iter().rev());
        !(self.past.is_empty() && self.future.is_empty())
    }
}

/// Up to the first drawing or name that cannot be read.
fn steps<'a>(kept: impl Iterator<Item = (&'a String, &'a Message)>) -> Vec<Step> {
    let read =
        |text: &String| -> Option<Arc<Architecture>> { Some(Arc::new(file::load(text).ok()?.architecture)) };
    kept.take_while(|(_, label)| is_label(label))
        .map_while(|(text, label)| Some(Step { label: label.clone(), document: read(text)? }))
        .collect()
}

/// What ids of steps begin with.
const STEPS: [&str; 2] = ["step-", "fix-"];
const MAX_ID: usize = 80;
const MAX_ARGS: usize = 8;
/// Characters of what people wrote in it.
const MAX_ARG_CHARS: usize = 4_000;
/// A kind's label in the name of a step in a sentence about it.
const MAX_DEPTH: usize = 3;

/// Whether the name of a step can be one that the editor has written.
fn is_label(label: &Message) -> bool {
    STEPS.iter().any(|it| label.id.starts_with(it)) && is_modest(label, MAX_DEPTH)
}

fn is_modest(message: &Message, depth: usize) -> bool {
    let is_id = |it: &str| {
        it.len() <= MAX_ID && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
    };
    let is_arg = |it: &Arg| match it {
        Arg::Text(text) => text.chars().take(MAX_ARG_CHARS + 1).count() <= MAX_ARG_CHARS,
        Arg::Message(inner) => depth > 0 && is_modest(inner, depth - 1),
        Arg::Count(it)
        | Arg::Number(it)
        | Arg::Ratio(it)
        | Arg::Millis(it)
        | Arg::Moment(it)
        | Arg::PerSec(it)
        | Arg::Dollars(it) => it.is_finite(),
    };
    is_id(&message.id)
        && message.args.len() <= MAX_ARGS
        && message.args.iter().all(|(name, value)| is_id(name) && is_arg(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;

    fn rename(history: &mut History, name: &str) {
        history.commit(&Edit::SetName(name.into()), Message::new("step-rename-drawing")).expect("a name");
    }

    /// Begun as "0", then renamed to "1", "2", ... "n".
    fn renamed(n: usize) -> History {
        let mut history = History::new(Architecture { name: "0".into(), ..Architecture::default() });
        (1..=n).for_each(|it| rename(&mut history, &it.to_string()));
        history
    }

    /// The same drawing after a reload, with what was kept as it comes out of the browser's storage.
    fn reloaded(name: &str, kept: &Kept) -> History {
        let text = serde_json::to_string(kept).expect("plain values");
        let mut history = History::new(Architecture { name: name.into(), ..Architecture::default() });
        history.take_up(&serde_json::from_str(&text).expect("what was written"));
        history
    }

    fn undo_all(history: &mut History) -> Vec<String> {
        std::iter::from_fn(|| history.undo().map(|_| history.present.name.clone())).collect()
    }

    fn redo_all(history: &mut History) -> Vec<String> {
        std::iter::from_fn(|| history.redo().map(|_| history.present.name.clone())).collect()
    }

    #[test]
    fn steps_are_undone_and_redone_after_a_reload() {
        let mut history = renamed(5);
        history.undo();
        history.undo();
        let mut after = reloaded("3", &history.keep(&mut Written::default()));
        assert_eq!(after.undo_label(), history.undo_label());
        assert_eq!(redo_all(&mut after), ["4", "5"]);
        assert_eq!(undo_all(&mut after), ["4", "3", "2", "1", "0"]);
    }

    #[test]
    fn a_drawing_that_was_there_twice_is_found_where_it_was() {
        let mut history = renamed(1);
        rename(&mut history, "0");
        history.undo();
        history.undo();
        let mut after = reloaded("0", &history.keep(&mut Written::default()));
        assert_eq!(redo_all(&mut after), ["1", "0"]);
        let mut later = reloaded("0", &history.keep(&mut Written::default()));
        assert_eq!(undo_all(&mut later), [""; 0]);
    }

    #[test]
    fn a_change_that_was_not_stored_in_time_can_be_redone() {
        let mut after = reloaded("4", &renamed(5).keep(&mut Written::default()));
        assert_eq!(redo_all(&mut after), ["5"]);
        assert_eq!(undo_all(&mut after).len(), 5);
    }

    #[test]
    fn what_was_done_since_stays_on_top() {
        let mut history = renamed(3);
        history.undo();
        let kept = history.keep(&mut Written::default());
        let mut after = History::new(Architecture { name: "2".into(), ..Architecture::default() });
        rename(&mut after, "new");
        assert!(after.take_up(&kept));
        assert_eq!(after.redo_label(), None);
        assert_eq!(undo_all(&mut after), ["2", "1", "0"]);
        assert_eq!(redo_all(&mut after), ["1", "2", "new"]);
    }

    #[test]
    fn what_was_written_before_is_written_once() {
        let (mut history, mut written) = (renamed(3), Written::default());
        assert_eq!(history.keep(&mut written), history.keep(&mut Written::default()));
        // Marked, so that it shows where each comes from.
        written.0.iter_mut().for_each(|it| it.1.push(' '));
        rename(&mut history, "4");
        let n_marked = history.keep(&mut written).drawings.iter().filter(|it| it.ends_with(' ')).count();
        assert_eq!((n_marked, written.0.len()), (4, 5));
    }

    #[test]
    fn it_holds_no_more_than_there_is_room_for() {
        let long = |it: usize| format!("{it}{}", "x".repeat(MAX_BYTES / 10));
        let mut history = renamed(0);
        (0..30).for_each(|it| rename(&mut history, &long(it)));
        let kept = history.keep(&mut Written::default());
        let bytes: usize = kept.drawings.iter().map(String::len).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES / 2, "{bytes}");
        assert_eq!(undo_all(&mut reloaded(&long(29), &kept))[0], long(28));
        let mut history = renamed(MAX_STEPS + 50);
        history.take_up(&renamed(1).keep(&mut Written::default()));
        assert_eq!(undo_all(&mut history).len(), MAX_STEPS);
    }

    #[test]
    fn what_does_not_fit_is_left_alone() {
        let kept = renamed(3).keep(&mut Written::default());
        let refuses = |kept: Kept| {
            let mut history = renamed(0);
            history.present = Arc::new(Architecture { name: "3".into(), ..Architecture::default() });
            assert!(!history.take_up(&kept) && history.undo_label().is_none());
        };
        refuses(Kept { version: 2, ..kept.clone() });
        refuses(Kept { labels: Vec::new(), ..kept.clone() });
        refuses(Kept { drawings: Vec::new(), labels: Vec::new(), ..kept.clone() });
        refuses(Kept {
            drawings: kept.drawings[..3].to_vec(),
            labels: kept.labels[..2].to_vec(),
            ..kept.clone()
        });
        // So does a name that no step has.
        let nested = |n: usize| {
            (0..n).fold(Message::new("kind-client"), |it, _| Message::new("kind-client").with("a", it))
        };
        for (label, is_taken) in [
            (Message::new("step-delete").with("name", "Ω".repeat(100)).with("kind", nested(0)), true),
            (Message::new("fix-replicas").with("n", 3_usize), true),
            (Message::new("storage-full"), false),
            (Message::computed(format!("step-{}", "x".repeat(100))), false),
            (Message::new("step-delete now"), false),
            (Message::new("step-delete").with("name", "x".repeat(100_000)), false),
            (Message::new("step-delete").with("name", nested(10)), false),
            ((0..100).fold(Message::new("step-delete"), |it, _| it.with("name", "x")), false),
        ] {
            let mut odd = kept.clone();
            odd.labels[2] = label.clone();
            assert_eq!(undo_all(&mut reloaded("3", &odd)).len(), if is_taken { 3 } else { 0 }, "{label:?}");
        }
        // A drawing that cannot be read ends the way back.
        let mut broken = kept;
        broken.drawings[1] = "{".repeat(100_000);
        assert_eq!(undo_all(&mut reloaded("3", &broken)), ["2"]);
    }
}
