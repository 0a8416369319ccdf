//! Traffic that was measured elsewhere: rates over time, from a table of two columns.

use serde::{Deserialize, Serialize};

use crate::text::Message;

/// Most rows of a table.
pub const MAX_POINTS: usize = 10_000;
/// Longest text that is looked at.
const MAX_BYTES: usize = 1_000_000;
/// Latest time and highest rate, as everywhere in files.
pub const MAX_SECS: f64 = 1.0e7;
pub const MAX_PER_SEC: f64 = 1.0e7;

/// The rate at a time. Between two points it follows a straight line; before the first and after the last it stays.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatePoint {
    /// Zero is the end of the warm-up.
    pub at_secs: f64,
    pub per_sec: f64,
}

/// Reads a table with the columns `time_secs` and `rate_per_sec`; a first row of words is skipped.
///
/// # Errors
/// Says which row cannot be used, and why.
pub fn parse_csv(text: &str) -> Result<Vec<RatePoint>, Message> {
    if text.len() > MAX_BYTES {
        return Err(Message::new("replay-too-long").with("limit", MAX_BYTES));
    }
    let mut points: Vec<RatePoint> = Vec::new();
    let mut is_first = true;
    for (number, line) in (1usize..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let mut columns = line.split([',', ';', '\t']).map(str::trim);
        let (time, rate) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        let (time, rate) = (time.parse::<f64>(), rate.parse::<f64>());
        let is_heading = std::mem::take(&mut is_first) && time.is_err() && rate.is_err();
        if is_heading {
            continue;
        }
        let wrong = |id| Message::new(id).with("line", number);
        let (Ok(at_secs), Ok(per_sec)) = (time, rate) else { return Err(wrong("replay-no-numbers")) };
        let point = RatePoint { at_secs, per_sec };
        if !point.is_allowed() {
            return Err(wrong("replay-out-of-range"));
        }
        if points.last().is_some_and(|it| it.at_secs > at_secs) {
            return Err(wrong("replay-time-goes-back"));
        }
        if points.len() == MAX_POINTS {
            return Err(Message::new("replay-too-many").with("limit", MAX_POINTS));
        }
        points.push(point);
    }
    if points.is_empty() { Err(Message::new("replay-empty")) } else { Ok(points) }
}

/// The table that [`parse_csv`] reads.
pub fn to_csv(points: &[RatePoint]) -> String {
    let mut text = String::from("time_secs,rate_per_sec");
    for RatePoint { at_secs, per_sec } in points {
        text.push_str(&format!("\n{at_secs},{per_sec}"));
    }
    text
}

impl RatePoint {
    /// Whether time and rate are numbers within the limits.
    pub fn is_allowed(self) -> bool {
        (-MAX_SECS..=MAX_SECS).contains(&self.at_secs) && (0.0..=MAX_PER_SEC).contains(&self.per_sec)
    }
}

/// Mean rate between the first and the last point.
pub fn mean_per_sec(points: &[RatePoint]) -> f64 {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return 0.0 };
    let length = last.at_secs - first.at_secs;
    if length <= 0.0 {
        return last.per_sec;
    }
    let pairs = points.windows(2);
    let requests = pairs.map(|it| (it[0].per_sec + it[1].per_sec) / 2.0 * (it[1].at_secs - it[0].at_secs));
    requests.sum::<f64>() / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_and_written() {
        let points =
            parse_csv("time_secs,rate_per_sec\n0,100\n\n 60 ; 300\r\n120\t300,ignored").expect("a table");
        assert_eq!(to_csv(&points), "time_secs,rate_per_sec\n0,100\n60,300\n120,300");
        assert_eq!(parse_csv(&to_csv(&points)), Ok(points.clone()));
        assert!((mean_per_sec(&points) - 250.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_table_says_why() {
        let id = |text: &str| parse_csv(text).map_err(|it| it.id.to_string());
        let refused = |id: &str| Err(id.to_owned());
        assert_eq!(id(""), refused("replay-empty"));
        assert_eq!(id("time,rate"), refused("replay-empty"));
        assert_eq!(id("time,rate\nmore,words"), refused("replay-no-numbers"));
        assert_eq!(id("0,1\n1"), refused("replay-no-numbers"));
        assert_eq!(id("0,nan"), refused("replay-out-of-range"));
        assert_eq!(id("0,-1"), refused("replay-out-of-range"));
        assert_eq!(id("1e300,1"), refused("replay-out-of-range"));
        assert_eq!(id("5,1\n4,1"), refused("replay-time-goes-back"));
        assert_eq!(id(&"0,1\n".repeat(MAX_POINTS + 1)), refused("replay-too-many"));
        assert_eq!(id(&"9".repeat(MAX_BYTES + 1)), refused("replay-too-long"));
    }
}
