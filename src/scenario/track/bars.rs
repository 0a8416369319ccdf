//! Where events lie on the line of time.

use editor::scenario::{Extent, LabelPlace, extent, label_place, rows};
use model::{Architecture, scenario::ScenarioEvent};

use crate::scenario::{say_event, stays, words::say_action};

/// Room for a mark, and for a letter of a label.
const MARK_PIXELS: f64 = 22.0;
const LETTER_PIXELS: f64 = 7.2;

/// The part of time that the line shows, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub from: f64,
    pub until: f64,
}

impl Span {
    pub fn length(self) -> f64 {
        (self.until - self.from).max(1e-9)
    }

    /// Share of the line that lies before a moment.
    pub fn share(self, secs: f64) -> f64 {
        (secs - self.from) / self.length()
    }

    pub fn contains(self, secs: f64) -> bool {
        (self.from..=self.until).contains(&secs)
    }

    /// The same as a place on the page.
    pub fn place(self, secs: f64) -> String {
        format!("{:.3}%", self.share(secs) * 100.0)
    }
}

/// A bar as it lies on the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub event: ScenarioEvent,
    pub extent: Extent,
    pub label: String,
    pub said: String,
    pub row: usize,
    pub label_place: LabelPlace,
}

impl Bar {
    /// Class of where its label is.
    pub const fn fit(&self) -> &'static str {
        match self.label_place {
            LabelPlace::Inside => "",
            LabelPlace::Right => "beside",
            LabelPlace::Left => "flipped",
            LabelPlace::Clipped => "clipped",
        }
    }

    /// Its beginning and its end as far as they are seen; `None`: nothing of it is. An instant has no end.
    pub fn seen(&self, span: Span) -> Option<(f64, Option<f64>)> {
        let at_secs = self.event.at_secs;
        let end_secs = match self.extent {
            Extent::Instant => return span.contains(at_secs).then_some((at_secs, None)),
            Extent::Until(end_secs) => end_secs,
            Extent::Open => f64::INFINITY,
        };
        let (from, until) = (at_secs.max(span.from), end_secs.min(span.until));
        (from <= until).then_some((from, Some(until)))
    }

    /// Where it begins and how long it is on the page.
    pub fn place(&self, span: Span) -> Option<(String, Option<String>)> {
        let (from, until) = self.seen(span)?;
        Some((span.place(from), until.map(|it| span.place(span.from + it - from))))
    }
}

/// Bars in rows, so that none lies on another one.
pub fn lay_out(document: &Architecture, events: &[ScenarioEvent], span: Span, width: f64) -> Vec<Bar> {
    let px_of = |secs: f64| span.share(secs) * width.max(1.0);
    let bar = |event: &ScenarioEvent| {
        let label = say_action(document, &event.action);
        let label_pixels = MARK_PIXELS + label.chars().count() as f64 * LETTER_PIXELS;
        let extent = extent(event, stays(&event.action));
        let from = px_of(event.at_secs).max(0.0);
        let until = match extent {
            Extent::Instant => from + MARK_PIXELS,
            Extent::Until(end_secs) => px_of(end_secs).min(width).max(from + MARK_PIXELS),
            Extent::Open => width,
        };
        let (label_place, room) = label_place((from, until), extent == Extent::Instant, label_pixels, width);
        let said = say_event(document, event);
        (Bar { event: event.clone(), extent, label, said, row: 0, label_place }, room)
    };
    let (mut bars, rooms): (Vec<_>, Vec<_>) = events.iter().map(bar).unzip();
    for (bar, row) in bars.iter_mut().zip(rows(&rooms)) {
        bar.row = row;
    }
    bars
}
