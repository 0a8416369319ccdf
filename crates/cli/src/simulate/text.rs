//! A report for people.

use std::fmt::Write;

use model::{
    Architecture, Kind, Message,
    catalog::BehaviorKind,
    file::Loaded,
    objective::Indicator,
    text::{Arg, Texts},
};
use ops::Judged;
use sim::{
    Measured, Report,
    report::{ComponentReport, ErrorPlace, Journey},
};

use crate::{notices, places, table::Table, title};

/// Places of failures shown; the rest is added up.
const MAX_ERRORS: usize = 10;

pub fn write(loaded: &Loaded, path: &str, report: &Report, judged: &[Judged<'_>], texts: &Texts) -> String {
    let drawing = &loaded.architecture;
    let mut out = notices(loaded, texts);
    let mut line = |message: Message| {
        let _ = writeln!(out, "{}", texts.say(&message));
    };
    line(head(title(loaded, path), report));
    if let Some(reason) = &report.stopped {
        line(Message::new("cli-stopped").with("reason", reason.clone()));
    }
    for cause in &report.explanation {
        line(cause.message.clone());
    }
    report.waits_for_places(drawing).into_iter().for_each(&mut line);
    let sections = [
        journeys(report, texts),
        components(report, texts),
        failovers(report, texts),
        availability(drawing, report, texts),
        errors(drawing, report, texts),
        objectives(judged, texts),
        assumptions(report, texts),
    ];
    for section in sections.iter().filter(|it| !it.is_empty()) {
        out.push('\n');
        out.push_str(section);
    }
    out
}

fn head(title: &str, report: &Report) -> Message {
    let settings = &report.settings;
    Message::new("cli-run")
        .with("name", title)
        .with("measured", Arg::Millis(report.measured_secs * 1000.0))
        .with("warm_up", Arg::Millis(settings.warm_up_secs * 1000.0))
        .with("replications", settings.replications)
        .with("seed", settings.seed.to_string())
        .with("engine", report.engine.as_str())
        .with("digest", report.digest.as_str())
}

pub fn heads(texts: &Texts, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|it| texts.get(it)).collect()
}

/// A share of something; an interval beyond nothing or all of it is written from where to where, as on the page.
pub fn share(texts: &Texts, measured: Option<Measured>) -> String {
    match measured.and_then(|it| it.share_message()) {
        Some(range) => texts.say(&range),
        None => figure(texts, measured, Arg::Ratio),
    }
}

/// A figure with its interval, or a dash where there is none.
pub fn figure(texts: &Texts, measured: Option<Measured>, arg: fn(f64) -> Arg) -> String {
    let Some(measured) = measured else { return "–".to_owned() };
    let value = texts.say_arg(&arg(measured.value));
    match measured.told_half_width() {
        Some(half_width) => format!("{value} ±{}", texts.say_arg(&arg(half_width))),
        None => value,
    }
}

/// A latency; without one it says whether nobody was answered or too few were.
pub fn latency(texts: &Texts, millis: Option<Measured>, why_missing: &str) -> String {
    if millis.is_some() { figure(texts, millis, Arg::Millis) } else { texts.get(why_missing) }
}

fn journeys(report: &Report, texts: &Texts) -> String {
    let mut table = Table::new(heads(
        texts,
        &[
            "cli-column-journey",
            "cli-column-throughput",
            "cli-column-success",
            "cli-column-mean",
            "cli-column-p50",
            "cli-column-p95",
            "cli-column-p99",
        ],
    ));
    let mut row = |name: &str, it: &Journey| {
        table.row([
            name.to_owned(),
            figure(texts, it.throughput_per_sec, Arg::PerSec),
            share(texts, it.success_ratio),
            latency(texts, it.latency.mean_millis, it.latency.why_missing()),
            latency(texts, it.latency.p50_millis, it.latency.why_missing()),
            latency(texts, it.latency.p95_millis, it.latency.why_missing()),
            latency(texts, it.latency.p99_millis, it.latency.why_missing()),
        ]);
    };
    for journey in &report.journeys {
        row(&journey.name, journey);
    }
    row(&texts.get("cli-all-journeys"), &report.total);
    table.print()
}

fn components(report: &Report, texts: &Texts) -> String {
    let mut table = Table::new(heads(
        texts,
        &[
            "cli-column-component",
            "cli-column-throughput",
            "cli-column-load",
            "cli-column-busy",
            "cli-column-queue",
            "cli-column-wait",
            "cli-column-sojourn",
            "cli-column-failed",
        ],
    ));
    for it in report.components.iter().filter(|it| it.arrived > 0) {
        table.row([
            it.name.clone(),
            figure(texts, it.throughput_per_sec, Arg::PerSec),
            figure(texts, it.load_ratio, Arg::Ratio),
            figure(texts, it.utilization, Arg::Ratio),
            waiting(texts, it),
            figure(texts, it.wait.mean_millis, Arg::Millis),
            figure(texts, it.sojourn.mean_millis, Arg::Millis),
            texts.say_arg(&Arg::Count(it.failed as f64)),
        ]);
    }
    table.print()
}

/// A broker's messages are not all in a queue: consumers are at work on some of them.
fn waiting(texts: &Texts, it: &ComponentReport) -> String {
    let figure = figure(texts, it.mean_in_queue, Arg::Number);
    let is_broker = Kind::find(&it.kind).is_some_and(|it| it.behavior == BehaviorKind::Broker);
    if is_broker { texts.say(&Message::new("messages-held").with("messages", figure)) } else { figure }
}

/// What primaries that were lost have cost.
fn failovers(report: &Report, texts: &Texts) -> String {
    let mut table = Table::new(heads(
        texts,
        &[
            "cli-column-component",
            "cli-column-failovers",
            "cli-column-rto",
            "cli-column-rpo",
            "cli-column-lost",
        ],
    ));
    let mut is_empty = true;
    for it in &report.components {
        let Some(failover) = it.failover.filter(|it| it.failovers > 0 || it.lost_writes > 0) else {
            continue;
        };
        is_empty = false;
        table.row([
            it.name.clone(),
            texts.say_arg(&Arg::Count(failover.failovers as f64)),
            figure(texts, failover.recovery_secs, |secs| Arg::Millis(secs * 1e3)),
            figure(texts, failover.lost_secs, |secs| Arg::Millis(secs * 1e3)),
            texts.say_arg(&Arg::Count(failover.lost_writes as f64)),
        ]);
    }
    if is_empty { String::new() } else { table.print() }
}

/// What failures by chance come to, by formula and in the run.
fn availability(drawing: &Architecture, report: &Report, texts: &Texts) -> String {
    let expected = sim::availability::availability(drawing);
    if expected.components.is_empty() {
        return String::new();
    }
    let mut table =
        Table::new(heads(texts, &["cli-column-component", "cli-column-formula", "cli-column-seen"]));
    for it in &expected.components {
        let seen = report.component(it.id);
        table.row([
            places::component(drawing, it.id),
            texts.say_arg(&Arg::Ratio(it.any)),
            share(texts, seen.and_then(|it| it.up_ratio)),
        ]);
    }
    for it in &expected.journeys {
        let seen = report.journeys.iter().find(|of| of.source == Some(it.source) && of.name == it.class);
        table.row([
            it.class.clone(),
            texts.say_arg(&Arg::Ratio(it.at_most)),
            share(texts, seen.and_then(|it| it.success_ratio)),
        ]);
    }
    table.print()
}

fn errors(drawing: &Architecture, report: &Report, texts: &Texts) -> String {
    let mut out = String::new();
    for error in report.errors.iter().take(MAX_ERRORS) {
        let place = match error.place {
            ErrorPlace::Component(id) => places::component(drawing, id),
            ErrorPlace::Connection(id) => places::connection(drawing, id),
        };
        let message = Message::new("cli-error-count")
            .with("count", Arg::Count(error.count as f64))
            .with("cause", error.cause.message())
            .with("place", place);
        let _ = writeln!(out, "{}", texts.say(&message));
    }
    let rest: u64 = report.errors.iter().skip(MAX_ERRORS).map(|it| it.count).sum();
    if rest > 0 {
        let message = Message::new("cli-more-errors").with("count", Arg::Count(rest as f64));
        let _ = writeln!(out, "{}", texts.say(&message));
    }
    out
}

pub fn objectives(judged: &[Judged<'_>], texts: &Texts) -> String {
    let mut out = String::new();
    for it in judged {
        let journey = match it.objective.journey.as_str() {
            "" => texts.get("cli-all-journeys"),
            name => name.to_owned(),
        };
        let verdict = match it.is_met {
            Some(true) => "cli-objective-met",
            Some(false) => "cli-objective-missed",
            None => "cli-objective-open",
        };
        let promise = match it.objective.indicator {
            Indicator::Availability => Message::new("cli-promise-availability"),
            Indicator::LatencyBelow { millis } => {
                Message::new("cli-promise-latency").with("limit", Arg::Millis(millis))
            }
            Indicator::Freshness { secs } => {
                Message::new("cli-promise-freshness").with("limit", Arg::Millis(secs * 1000.0))
            }
            Indicator::Correctness => Message::new("cli-promise-correctness"),
        };
        let good = match it.good_ratio() {
            Some(good) => Message::new("cli-good").with("good", Arg::Ratio(good)),
            None => Message::new("cli-good-unknown"),
        };
        let message = Message::new(verdict)
            .with("journey", journey)
            .with("promise", promise.with("target", Arg::Ratio(it.objective.target)))
            .with("good", good);
        let _ = writeln!(out, "{}", texts.say(&message));
    }
    out
}

fn assumptions(report: &Report, texts: &Texts) -> String {
    let mut out = String::new();
    for assumption in &report.assumptions {
        let message = Message::new("cli-assumption").with("assumption", assumption.clone());
        let _ = writeln!(out, "{}", texts.say(&message));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_share_is_less_than_nothing_or_more_than_all() {
        let texts = Texts::english();
        let measured = |value, half| Some(Measured { value, half_width: Some(half) });
        let said = |it| share(&texts, it).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(said(measured(0.51, 1.24)), "51% (0% to 100%)");
        assert_eq!(said(measured(0.86, 0.005)), "86% ±0.5%");
        assert_eq!(said(None), "–");
    }
}
