//! The file format: version 2, JSON, described in `docs/file-format.md` and `docs/schema/plimsoll-2.schema.json`.
//!
//! Saving writes only what differs from the defaults, in a fixed order. Loading never panics and refuses nothing
//! silently: what can be put right is put right and listed, all of it at once; the rest is a [`LoadError`].

use crate::{architecture::Architecture, text::Message};

mod fields;
mod json;
mod parse;
mod read;
mod version1;
mod write;

#[cfg(test)]
mod tests;

pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_VALUES};
pub use read::{MAX_COMPONENTS, MAX_CONNECTIONS, MAX_ZONES};

use json::Json;

/// The version of the format that this program writes.
pub const VERSION: u32 = 2;

/// A drawing from a file, and everything that had to be put right to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub architecture: Architecture,
    /// In reading order; empty if the file was read as it stands.
    pub notices: Vec<Message>,
}

/// Things of which a file may hold too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Components,
    Connections,
    Zones,
    /// JSON values of any sort.
    Values,
}

/// Why a file cannot be read at all. The open drawing stays as it is.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LoadError {
    #[error("the file is empty; choose a file saved by Plimsoll")]
    Empty,
    #[error("the file is no text (not UTF-8); choose a file saved by Plimsoll")]
    NotText,
    #[error("not JSON at line {line}, column {column}: {problem}; correct it there, or choose another file")]
    NotJson { line: usize, column: usize, problem: String },
    #[error(
        "the file is JSON but no drawing; it should hold an object with \"plimsoll\": 2 and \"components\""
    )]
    NotADrawing,
    #[error(
        "saved by a newer Plimsoll (format {found}, this one reads up to {VERSION}); reload the page or update"
    )]
    NewerVersion { found: f64 },
    #[error("saved by an older Plimsoll, and what reads its files is not here")]
    OlderVersion,
    #[error("the file has {megabytes:.1} MB, more than {limit_megabytes} MB; take parts out of the drawing")]
    TooLarge { megabytes: f64, limit_megabytes: f64 },
    #[error("lists and objects are nested more than {limit} deep; a drawing needs fewer than ten")]
    TooDeep { limit: usize },
    #[error("the file has {found} {what:?}, more than {limit}; split the drawing")]
    TooMany { what: Counted, found: usize, limit: usize },
}

impl LoadError {
    /// The same for people, through the message table.
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("file-empty"),
            Self::NotText => Message::new("file-not-text"),
            Self::NotJson { line, column, problem } => Message::new("file-not-json")
                .with("line", *line)
                .with("column", *column)
                .with("problem", problem.clone()),
            Self::NotADrawing => Message::new("file-not-a-drawing"),
            Self::NewerVersion { found } => Message::new("file-newer-version")
                .with("found", crate::text::Arg::Number(*found))
                .with("version", VERSION),
            Self::OlderVersion => Message::new("file-older-version"),
            Self::TooLarge { megabytes, limit_megabytes } => Message::new("file-too-large")
                .with("megabytes", crate::text::Arg::Number(*megabytes))
                .with("limit", crate::text::Arg::Number(*limit_megabytes)),
            Self::TooDeep { limit } => Message::new("file-too-deep").with("limit", *limit),
            Self::TooMany { what, found, limit } => {
                let id = match what {
                    Counted::Components => "file-too-many-components",
                    Counted::Connections => "file-too-many-connections",
                    Counted::Zones => "file-too-many-zones",
                    Counted::Values => "file-too-many-values",
                };
                Message::new(id).with("found", *found).with("limit", *limit)
            }
        }
    }
}

/// The drawing as a file: indented JSON that a person can read and compare.
pub fn save(architecture: &Architecture) -> String {
    write::document(architecture).to_pretty()
}

/// A part of a drawing as a file, without what is said of a whole one: its name, its note, the next id.
pub(crate) fn save_part(part: &Architecture) -> String {
    let Json::Object(mut fields) = write::document(part) else { return String::new() };
    fields.retain(|(key, _)| key != "next_id");
    Json::Object(fields).to_pretty()
}

/// What reads files of older versions: much code for few files, which the page does not begin with.
#[derive(Clone, Copy, Debug)]
pub struct Older(fn(&Json) -> Result<Loaded, LoadError>);

impl Older {
    /// All of them.
    pub const ALL: Self = Self(version1::document);
}

/// Reads a file of this version or an older one.
///
/// # Errors
/// [`LoadError`] if nothing can be made of it.
pub fn load(bytes: impl AsRef<[u8]>) -> Result<Loaded, LoadError> {
    load_with(bytes, Some(Older::ALL))
}

/// The same for whoever may not have what reads older versions: then such a file is [`LoadError::OlderVersion`].
///
/// # Errors
/// [`LoadError`] if nothing can be made of it.
pub fn load_with(bytes: impl AsRef<[u8]>, older: Option<Older>) -> Result<Loaded, LoadError> {
    let mut json = parse::parse(bytes.as_ref())?;
    let n_cleaned = json.leave_out_hidden_signs();
    document(&json, n_cleaned, older)
}

/// The drawing on one line, together with the version of the engine that its sender ran.
pub(crate) fn with_engine(architecture: &Architecture, engine: &str) -> String {
    let engine = Json::Text(engine.to_owned());
    Json::Object(vec![("engine".to_owned(), engine), ("drawing".to_owned(), write::document(architecture))])
        .to_compact()
}

/// Reads what [`with_engine`] wrote.
pub(crate) fn load_with_engine(bytes: &[u8]) -> Result<(Loaded, String), LoadError> {
    let mut json = parse::parse(bytes)?;
    let n_cleaned = json.leave_out_hidden_signs();
    let engine = json.get("engine").and_then(Json::text).unwrap_or_default();
    let drawing = json.get("drawing").ok_or(LoadError::NotADrawing)?;
    // Version 1 made no links.
    Ok((document(drawing, n_cleaned, None)?, engine.to_owned()))
}

/// `n_cleaned`: so many of its texts held signs that nobody sees.
fn document(json: &Json, n_cleaned: usize, older: Option<Older>) -> Result<Loaded, LoadError> {
    let mut loaded = match version(json)? {
        1 => older.map_or(Err(LoadError::OlderVersion), |it| (it.0)(json))?,
        _ => read::document(json)?,
    };
    if n_cleaned > 0 {
        loaded.notices.push(Message::new("file-hidden-signs").with("count", n_cleaned));
    }
    Ok(loaded)
}

// Files of version 1 carry no version. A missing version beside components is an oversight, and listed as one.
fn version(json: &Json) -> Result<u32, LoadError> {
    let Some(version) = json.get("plimsoll") else {
        let is_version_1 = json.get("canvas_data").or(Some(json)).is_some_and(|it| it.get("nodes").is_some());
        let is_version_2 = json.get("components").is_some();
        return match (is_version_2, is_version_1) {
            (true, _) => Ok(2),
            (false, true) => Ok(1),
            (false, false) => Err(LoadError::NotADrawing),
        };
    };
    match version.number() {
        Some(2.0) => Ok(2),
        Some(1.0) => Ok(1),
        Some(found) if found > f64::from(VERSION) => Err(LoadError::NewerVersion { found }),
        _ => Err(LoadError::NotADrawing),
    }
}
