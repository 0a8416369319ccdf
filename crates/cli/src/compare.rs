//! `plimsoll compare`: two drawings under the same luck, and what the difference is.

use std::{fmt::Write, sync::Arc};

use model::{
    Message,
    file::Loaded,
    text::{Arg, Texts},
};
use ops::{Judged, judge};
use serde_json::{Value, json};
use sim::{
    ENGINE_VERSION, Measured, RunOptions,
    study::{
        Compare, Comparison,
        compare::{Counts, Difference, Figure, Nines},
        conduct,
    },
};

use crate::{
    Outcome, Refusal,
    args::{Format, Overrides},
    simulate::{
        json::objective,
        text::{figure, heads, objectives},
    },
    table::Table,
};

/// Version of the JSON that is printed: `docs/schema/plimsoll-compare-1.schema.json`.
const JSON_VERSION: u32 = 1;

/// A drawing and the name of its file.
type Side = (Loaded, String);

/// The settings are those of the second drawing, as on the page; so are the objectives.
pub fn run(
    before: &Side,
    after: &Side,
    overrides: Overrides,
    format: Format,
    texts: &Texts,
) -> Result<Outcome, Refusal> {
    let drawing = &after.0.architecture;
    let options = RunOptions { replications: 1, ..overrides.over(RunOptions::from(drawing.settings)) };
    let arc = |side: &Side| Arc::new(side.0.architecture.clone());
    let mut study = Compare::new(arc(before), arc(after), options);
    let files = format!("{}, {}", before.1, after.1);
    let refused = |problem: Message| {
        Refusal(Message::new("cli-refused").with("path", files.as_str()).with("problem", problem))
    };
    let found = conduct(&mut study).map_err(|it| refused(it.message()))?;
    let (Some(found), Some(report)) = (found, study.report_after()) else {
        return Err(refused(Message::new("cli-nothing-found")));
    };
    let judged = judge(&drawing.objectives, &report);
    let output = match format {
        Format::Text => text(before, after, options, &found, &judged, texts),
        Format::Json => format!("{:#}\n", json(before, after, options, &found, &judged, texts)),
    };
    Ok(Outcome { output, has_failed: judged.iter().any(|it| it.is_met == Some(false)) })
}

fn text(
    before: &Side,
    after: &Side,
    options: RunOptions,
    found: &Comparison,
    judged: &[Judged<'_>],
    texts: &Texts,
) -> String {
    let mut out = String::new();
    for notice in before.0.notices.iter().chain(&after.0.notices) {
        let _ = writeln!(out, "{}", texts.say(&Message::new("cli-notice").with("notice", notice.clone())));
    }
    let head = Message::new("cli-compare")
        .with("before", before.0.architecture.name.as_str())
        .with("after", after.0.architecture.name.as_str())
        .with("pairs", found.replications)
        .with("measured", Arg::Millis(options.duration_secs * 1000.0))
        .with("warm_up", Arg::Millis(options.warm_up_secs * 1000.0))
        .with("seed", options.seed.to_string())
        .with("engine", ENGINE_VERSION);
    let _ = writeln!(out, "{}\n", texts.say(&head));
    let mut table = Table::new(heads(
        texts,
        &["cli-column-figure", "cli-column-before", "cli-column-after", "cli-column-difference"],
    ));
    for it in &found.differences {
        let (label, unit) = words(it.figure);
        table.row([
            texts.get(label),
            figure(texts, Some(it.before), unit),
            figure(texts, Some(it.after), unit),
            change(texts, it, unit),
        ]);
    }
    if let (Some(before), Some(after)) = (nines(texts, found.before), nines(texts, found.after)) {
        table.row([texts.get("study-nines"), before, after]);
    }
    out += &table.print();
    let promises = objectives(judged, texts);
    if !promises.is_empty() {
        out.push('\n');
        out += &promises;
    }
    out
}

/// With its sign and interval, and whether it is better, worse, or within chance.
fn change(texts: &Texts, it: &Difference, unit: fn(f64) -> Arg) -> String {
    let Measured { value, half_width } = it.difference;
    let sign = if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "−"
    } else {
        ""
    };
    let size = figure(texts, Some(Measured { value: value.abs(), half_width }), unit);
    let judged = match verdict(it) {
        "better" => "study-better",
        "worse" => "study-worse",
        _ => "study-within-chance",
    };
    format!("{sign}{size}, {}", texts.get(judged))
}

fn verdict(it: &Difference) -> &'static str {
    if !it.is_significant() {
        "within_chance"
    } else if (it.difference.value > 0.0) == it.figure.is_better_high() {
        "better"
    } else {
        "worse"
    }
}

fn words(figure: Figure) -> (&'static str, fn(f64) -> Arg) {
    match figure {
        Figure::MeanMillis => ("study-mean", Arg::Millis),
        Figure::P50Millis => ("cli-column-p50", Arg::Millis),
        Figure::P95Millis => ("cli-column-p95", Arg::Millis),
        Figure::P99Millis => ("cli-column-p99", Arg::Millis),
        Figure::SuccessRatio => ("cli-column-success", Arg::Ratio),
        Figure::ThroughputPerSec => ("cli-column-throughput", Arg::PerSec),
        Figure::DollarsPerMonth => ("study-cost", Arg::Dollars),
    }
}

const fn key(figure: Figure) -> &'static str {
    match figure {
        Figure::MeanMillis => "mean_millis",
        Figure::P50Millis => "p50_millis",
        Figure::P95Millis => "p95_millis",
        Figure::P99Millis => "p99_millis",
        Figure::SuccessRatio => "success_ratio",
        Figure::ThroughputPerSec => "throughput_per_sec",
        Figure::DollarsPerMonth => "dollars_per_month",
    }
}

fn nines(texts: &Texts, counts: Counts) -> Option<String> {
    counts.nines().map(|it| match it {
        Nines::Exactly(nines) => texts.say_arg(&Arg::Number(nines)),
        Nines::AtLeast(nines) => {
            texts.say(&Message::new("study-nines-at-least").with("nines", Arg::Number(nines)))
        }
    })
}

fn json(
    before: &Side,
    after: &Side,
    options: RunOptions,
    found: &Comparison,
    judged: &[Judged<'_>],
    texts: &Texts,
) -> Value {
    let side = |it: &Side, counts: Counts| {
        json!({
            "file": it.1,
            "name": it.0.architecture.name,
            "notices": it.0.notices.iter().map(|it| texts.say(it)).collect::<Vec<_>>(),
            "ended": counts.ended,
            "failed": counts.failed,
        })
    };
    let difference = |it: &Difference| {
        json!({
            "figure": key(it.figure),
            "before": it.before,
            "after": it.after,
            "difference": it.difference,
            "verdict": verdict(it),
            "variance_saved": it.variance_saved,
        })
    };
    json!({
        "plimsoll_compare": JSON_VERSION,
        "engine": ENGINE_VERSION,
        "settings": {
            "seed": options.seed,
            "duration_secs": options.duration_secs,
            "warm_up_secs": options.warm_up_secs,
            "replications": found.replications,
        },
        "before": side(before, found.before),
        "after": side(after, found.after),
        "differences": found.differences.iter().map(difference).collect::<Vec<_>>(),
        "objectives": judged.iter().map(objective).collect::<Vec<_>>(),
    })
}
