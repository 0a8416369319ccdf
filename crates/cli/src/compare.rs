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
        compare::{Counts, Difference},
        conduct,
    },
};

use crate::{
    Outcome, Refusal,
    args::{Format, Overrides},
    notices,
    simulate::{
        json::objective,
        text::{figure, heads, objectives},
    },
    table::Table,
    title,
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
    let refused = |problem| Refusal::of(&files, problem);
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
    let mut out = notices(&before.0, texts) + &notices(&after.0, texts);
    let head = Message::new("cli-compare")
        .with("before", title(&before.0, &before.1))
        .with("after", title(&after.0, &after.1))
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
        let (label, unit) = it.figure.words();
        table.row([
            texts.get(label),
            figure(texts, Some(it.before), unit),
            figure(texts, Some(it.after), unit),
            change(texts, it, unit),
        ]);
    }
    if let Some((before, after)) = found.bounded_nines() {
        table.row([texts.get("study-nines"), texts.say_arg(&before.arg()), texts.say_arg(&after.arg())]);
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
    let size = Measured { value: it.difference.value.abs(), ..it.difference };
    format!("{}{}, {}", it.sign(), figure(texts, Some(size), unit), texts.get(it.label()))
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
            "figure": it.figure,
            "before": it.before,
            "after": it.after,
            "difference": it.difference,
            "verdict": it.verdict,
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
