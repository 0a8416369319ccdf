//! `plimsoll sweep`: throughput and latency against load, and where the drawing breaks.

use std::fmt::Write;

use model::{
    Message,
    file::Loaded,
    text::{Arg, Texts},
};
use serde_json::{Value, json};
use sim::{
    ENGINE_VERSION, RunOptions,
    study::{Curve, Sweep, conduct, sweep::Point},
};

use crate::{
    Outcome, Refusal,
    args::{Format, Overrides},
    notices,
    simulate::text::{figure, heads, latency, share},
    table::Table,
    title,
};

/// Version of the JSON that is printed: `docs/schema/plimsoll-sweep-1.schema.json`.
const JSON_VERSION: u32 = 1;

pub fn run(
    loaded: &Loaded,
    path: &str,
    overrides: Overrides,
    format: Format,
    texts: &Texts,
) -> Result<Outcome, Refusal> {
    let drawing = &loaded.architecture;
    let options =
        RunOptions { replications: 1, ..overrides.over(Sweep::options(RunOptions::from(drawing.settings))) };
    let refused = |problem| Refusal::of(path, problem);
    let found = conduct(&mut Sweep::new(drawing, options)).map_err(|it| refused(it.message()))?;
    let Some(curve) = found else { return Err(refused(Message::new("cli-nothing-found"))) };
    let output = match format {
        Format::Text => text(loaded, path, options, &curve, texts),
        Format::Json => format!("{:#}\n", json(loaded, path, options, &curve, texts)),
    };
    // Not even what the drawing sends today.
    let has_failed = curve.broken.is_some_and(|it| curve.points[it].factor <= 1.0);
    Ok(Outcome { output, has_failed })
}

fn text(loaded: &Loaded, path: &str, options: RunOptions, curve: &Curve, texts: &Texts) -> String {
    let mut out = notices(loaded, texts);
    let head = Message::new("cli-sweep")
        .with("name", title(loaded, path))
        .with("measured", Arg::Millis(options.duration_secs * 1000.0))
        .with("warm_up", Arg::Millis(options.warm_up_secs * 1000.0))
        .with("seed", options.seed.to_string())
        .with("engine", ENGINE_VERSION);
    let _ = writeln!(out, "{}\n{}\n", texts.say(&head), texts.say(&curve.message()));
    let mut table = Table::new(heads(
        texts,
        &[
            "cli-column-sent",
            "cli-column-times",
            "cli-column-throughput",
            "cli-column-success",
            "cli-column-mean",
            "cli-column-estimate",
            "cli-column-p99",
        ],
    ));
    for it in &curve.points {
        table.row([
            texts.say_arg(&Arg::PerSec(it.offered_per_sec)),
            texts.say(&Message::new("study-times").with("times", Arg::Number(it.factor))),
            figure(texts, it.throughput_per_sec, Arg::PerSec),
            share(texts, it.success_ratio),
            latency(texts, it.mean_millis, it.why_missing()),
            it.estimated().map_or_else(|| "–".to_owned(), |it| texts.say(&it)),
            latency(texts, it.p99_millis, it.why_missing()),
        ]);
    }
    out + &table.print()
}

fn json(loaded: &Loaded, path: &str, options: RunOptions, curve: &Curve, texts: &Texts) -> Value {
    let point = |it: &Point| {
        json!({
            "factor": it.factor,
            "offered_per_sec": it.offered_per_sec,
            "throughput_per_sec": it.throughput_per_sec,
            "success_ratio": it.success_ratio,
            "mean_millis": it.mean_millis,
            "p50_millis": it.p50_millis,
            "p99_millis": it.p99_millis,
            "estimate_millis": it.estimate_millis,
        })
    };
    json!({
        "plimsoll_sweep": JSON_VERSION,
        "file": path,
        "name": loaded.architecture.name,
        "notices": loaded.notices.iter().map(|it| texts.say(it)).collect::<Vec<_>>(),
        "engine": ENGINE_VERSION,
        "settings": {
            "seed": options.seed,
            "duration_secs": options.duration_secs,
            "warm_up_secs": options.warm_up_secs,
        },
        "points": curve.points.iter().map(point).collect::<Vec<_>>(),
        "knee": curve.knee,
        "carried": curve.carried,
        "broken": curve.broken,
    })
}
