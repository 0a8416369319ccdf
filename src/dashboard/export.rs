//! Charts as files for spreadsheets and scripts.

use model::{Message, lean};
use ops::panels::{Column, csv};

use super::chart::{ChartData, plain};
use crate::{browser::files, text::{say, say_message}};

impl ChartData {
    /// Beginnings and ends of what happened, in words, by time.
    pub fn notes(&self) -> Vec<(f64, String)> {
        let mut notes = Vec::new();
        for mark in self.marks.iter() {
            notes.push((mark.at, mark.label.clone()));
            if let Some(until) = mark.until.filter(|it| it.is_finite()) {
                let over = Message::new("chart-mark-over").with("what", mark.label.clone());
                notes.push((until, say_message(&over)));
            }
        }
        lean::sort_by(&mut notes, |a, b| a.0.total_cmp(&b.0));
        notes
    }

    /// Its lines with their units; `prefix` tells charts of one file apart.
    fn columns(&self, prefix: &str) -> Vec<Column> {
        let unit = plain(self.unit);
        let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
        self.lines.iter().chain(&self.left).map(|line| Column {
            head: format!("{prefix}{}{unit}", line.label),
            points: line.points.clone(),
        }).collect()
    }
}

/// Offers the series of charts that share their axis as one file.
pub fn download(name: &str, charts: &[ChartData]) {
    let Some(first) = charts.first() else { return };
    let several = charts.len() > 1;
    let columns: Vec<Column> = charts
        .iter()
        .flat_map(|it| it.columns(&if several { format!("{}: ", it.title) } else { String::new() }))
        .collect();
    let time = format!("{} [{}]", say(first.across.title), first.across.unit_name);
    let table = csv(&time, &columns, &say(first.across.marks_label()), &first.notes());
    let name = files::file_name(name).replace(".plimsoll.json", ".csv");
    if let Err(problem) = files::download(&name, "text/csv;charset=utf-8", table.as_bytes()) {
        leptos::logging::warn!("the browser refused a download: {problem:?}");
    }
}
