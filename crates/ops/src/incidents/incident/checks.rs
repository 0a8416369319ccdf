//! What texts and numbers must be.

use super::super::{
    command::{Heard, MOST_LABELS, MOST_NAME, MOST_TEXT, MOST_TITLE},
    refusal::{Field, Kind, Refusal},
};

/// The most parts of each kind. A timeline keeps room for what must always be possible: see [`room`].
const MOST_PARTS: usize = 100;
/// Alerts of one incident, or components.
const MOST_MEMBERS: usize = 200;
const MOST_ENTRIES: usize = 2_000;
/// The end of an incident fits even where a flapping alert has filled its timeline.
const KEPT_FREE: usize = 100;

/// Each of these takes the space around a text away.
pub fn title(text: &mut String) -> Result<(), Refusal> {
    line(text, Field::Title, MOST_TITLE)
}

pub fn text(text: &mut String) -> Result<(), Refusal> {
    line(text, Field::Text, MOST_TEXT)
}

pub fn reason(text: &mut String) -> Result<(), Refusal> {
    line(text, Field::Reason, MOST_TEXT)
}

/// A name that may be missing.
pub fn name(text: &mut String) -> Result<(), Refusal> {
    at_most(text, Field::Name, MOST_NAME)
}

/// A text that may be missing.
pub fn maybe(text: &mut String) -> Result<(), Refusal> {
    at_most(text, Field::Text, MOST_TEXT)
}

pub fn confidence(confidence: f64) -> Result<(), Refusal> {
    if (0.0..=1.0).contains(&confidence) { Ok(()) } else { Err(Refusal::Confidence) }
}

/// A day of the calendar as `2026-11-21`; empty: none.
pub fn day(text: &mut String) -> Result<(), Refusal> {
    trim(text);
    if text.is_empty() {
        return Ok(());
    }
    let is_digits = |it: &str, n: usize| it.len() == n && it.bytes().all(|it| it.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(Refusal::Day) };
    if !(is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2)) {
        return Err(Refusal::Day);
    }
    let number = |it: &str| it.parse::<u32>().map_err(|_| Refusal::Day);
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(Refusal::Day),
    };
    if (1..=days).contains(&day) { Ok(()) } else { Err(Refusal::Day) }
}

/// An alert with texts of bearable length.
pub fn alert(heard: &mut Heard) -> Result<(), Refusal> {
    text(&mut heard.fingerprint)?;
    title(&mut heard.name)?;
    maybe(&mut heard.summary)?;
    if heard.labels.len() > MOST_LABELS {
        return Err(Refusal::Full { kind: Kind::Label, most: MOST_LABELS });
    }
    for (key, value) in &mut heard.labels {
        name(key)?;
        at_most(value, Field::Name, MOST_TITLE)?;
    }
    Ok(())
}

/// Whether one more fits.
pub const fn fits(n: usize, kind: Kind) -> Result<(), Refusal> {
    let most = match kind {
        Kind::Entry => MOST_ENTRIES,
        Kind::Alert | Kind::Component => MOST_MEMBERS,
        Kind::Task | Kind::Hypothesis | Kind::Evidence | Kind::Step | Kind::Label => MOST_PARTS,
        Kind::Incident => super::super::book::MOST_INCIDENTS,
    };
    if n < most { Ok(()) } else { Err(Refusal::Full { kind, most }) }
}

/// Whether a timeline of `n` entries takes one more. The last places are for what ends the incident.
pub const fn room(n: usize, ends_it: bool) -> Result<(), Refusal> {
    let most = if ends_it { MOST_ENTRIES } else { MOST_ENTRIES - KEPT_FREE };
    if n < most { Ok(()) } else { Err(Refusal::Full { kind: Kind::Entry, most }) }
}

fn line(text: &mut String, field: Field, most: usize) -> Result<(), Refusal> {
    at_most(text, field, most)?;
    if text.is_empty() { Err(Refusal::Empty(field)) } else { Ok(()) }
}

fn at_most(text: &mut String, field: Field, most: usize) -> Result<(), Refusal> {
    trim(text);
    if text.chars().nth(most).is_some() { Err(Refusal::TooLong { field, most }) } else { Ok(()) }
}

fn trim(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for good in ["", "2026-11-21", "2024-02-29", " 2000-02-29 "] {
            assert!(day(&mut good.to_owned()).is_ok(), "{good}");
        }
        for bad in
            ["2026-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "tomorrow", "2026-11-31", "٢٠٢٦-11-21"]
        {
            assert_eq!(day(&mut bad.to_owned()), Err(Refusal::Day), "{bad}");
        }
    }
}
