//! A book as a text, and back. Whatever comes back is applied again, entry by entry: a text that the rules would not have
//! let come about is refused, with the place.

use model::Message;
use serde::{Deserialize, Serialize};

use super::{
    book::{Book, Case, MOST_INCIDENTS},
    command::{Command, Entry, MOST_TITLE},
    incident::Incident,
    refusal::Refusal,
    review::Review,
    run::{Harm, MOST_CHANGES, RunRecord},
};

/// Of the text; goes up when older pages could not read it.
const VERSION: u32 = 1;
/// Longer texts are not looked at, in bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

#[derive(Serialize)]
struct Written<'a> {
    plimsoll_incidents: u32,
    name: &'a str,
    runs: &'a [RunRecord],
    cases: Vec<WrittenCase<'a>>,
}

#[derive(Serialize)]
struct WrittenCase<'a> {
    number: u32,
    run: Option<u32>,
    timeline: &'a [Entry],
    review: &'a Review,
    harm: Option<&'a Harm>,
}

#[derive(Deserialize)]
struct Version {
    plimsoll_incidents: u32,
}

#[derive(Deserialize)]
struct Read {
    name: String,
    runs: Vec<RunRecord>,
    cases: Vec<ReadCase>,
}

#[derive(Deserialize)]
struct ReadCase {
    number: u32,
    run: Option<u32>,
    timeline: Vec<Entry>,
    review: Review,
    harm: Option<Harm>,
}

/// Why a text is not a book.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadError {
    TooLarge,
    /// In the parser's words, with the place.
    NotJson(String),
    NewerVersion {
        found: u32,
    },
    /// An entry that could not have come about.
    Entry {
        incident: u32,
        entry: usize,
        refusal: Refusal,
    },
    /// More incidents or runs than there may be, two of the same number, or one out of order.
    Numbers,
    /// A run or a review that could not have come about.
    Run(u32),
    Review(u32),
}

impl LoadError {
    pub fn message(&self) -> Message {
        match self {
            Self::TooLarge => Message::new("incidents-too-large").with("most", MOST_BYTES / 1024 / 1024),
            Self::NotJson(details) => Message::new("incidents-not-json").with("details", details.as_str()),
            Self::NewerVersion { found } => Message::new("incidents-newer").with("found", *found),
            Self::Entry { incident, entry, refusal } => Message::new("incidents-bad-entry")
                .with("number", *incident)
                .with("entry", *entry + 1)
                .with("why", refusal.message()),
            Self::Numbers => Message::new("incidents-bad-numbers").with("most", MOST_INCIDENTS),
            Self::Run(number) => Message::new("incidents-bad-run").with("number", *number),
            Self::Review(number) => Message::new("incidents-bad-review").with("number", *number),
        }
    }
}

impl Book {
    /// As a text for [`Book::load`].
    pub fn save(&self) -> String {
        let written = Written {
            plimsoll_incidents: VERSION,
            name: self.name(),
            runs: self.runs(),
            cases: self.cases().iter().map(write).collect(),
        };
        // Strings as keys and finite numbers: nothing of this can fail.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// The book that a text holds.
    ///
    /// # Errors
    /// [`LoadError`] with the place. Nothing of such a text is used.
    pub fn load(text: &str) -> Result<Self, LoadError> {
        if text.len() > MOST_BYTES {
            return Err(LoadError::TooLarge);
        }
        let not_json = |error: serde_json::Error| LoadError::NotJson(error.to_string());
        let Version { plimsoll_incidents: found } = serde_json::from_str(text).map_err(not_json)?;
        if found > VERSION {
            return Err(LoadError::NewerVersion { found });
        }
        let read: Read = serde_json::from_str(text).map_err(not_json)?;
        let are_few = read.cases.len() <= MOST_INCIDENTS && read.runs.len() <= MOST_INCIDENTS + 1;
        let cases_in_order = read.cases.windows(2).all(|it| it[0].number < it[1].number);
        let runs_in_order = read.runs.windows(2).all(|it| it[0].number < it[1].number);
        if !are_few || !cases_in_order || !runs_in_order || read.name.chars().count() > MOST_TITLE {
            return Err(LoadError::Numbers);
        }
        if let Some(bad) = read.runs.iter().find(|it| !is_possible(it)) {
            return Err(LoadError::Run(bad.number));
        }
        let mut cases = Vec::new();
        for case in read.cases {
            cases.push(restore(&read.name, &read.runs, case)?);
        }
        Ok(Self::restore(read.name, cases, read.runs))
    }
}

fn write(case: &Case) -> WrittenCase<'_> {
    let Case { incident, review, harm } = case;
    WrittenCase {
        number: incident.number,
        run: incident.run,
        timeline: &incident.timeline,
        review,
        harm: harm.as_ref(),
    }
}

fn is_possible(run: &RunRecord) -> bool {
    let truth_is = run.truth.len() <= MOST_CHANGES
        && run.truth.iter().all(|it| it.at_secs.is_finite() && it.text.len() + it.id.len() <= 4 * MOST_TITLE);
    let felt_is = run.felt_at_secs.is_none_or(f64::is_finite);
    run.speedup > 0.0 && run.speedup.is_finite() && run.started_at_millis.is_finite() && truth_is && felt_is
}

fn restore(name: &str, runs: &[RunRecord], case: ReadCase) -> Result<Case, LoadError> {
    let ReadCase { number, run, timeline, review, harm } = case;
    let refused = |entry, refusal| LoadError::Entry { incident: number, entry, refusal };
    if run.is_some_and(|run| runs.iter().all(|it| it.number != run)) {
        return Err(LoadError::Numbers);
    }
    if !review.is_possible() {
        return Err(LoadError::Review(number));
    }
    let mut entries = timeline.into_iter();
    let first = entries.next().ok_or(LoadError::Numbers)?;
    let Command::Open { title, severity, service } = first.command else {
        return Err(refused(0, Refusal::OpenedAlready));
    };
    let key = (format!("{name}-{number}"), number, run);
    let mut incident = Incident::open(key, first.at_secs, first.author, title, severity, service)
        .map_err(|refusal| refused(0, refusal))?;
    for (index, entry) in (1..).zip(entries) {
        if entry.at_secs < incident.last_secs() {
            return Err(refused(index, Refusal::Time));
        }
        incident
            .apply(entry.at_secs, entry.author, entry.command)
            .map_err(|refusal| refused(index, refusal))?;
    }
    Ok(Case { incident, review, harm })
}
