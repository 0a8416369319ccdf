//! `plimsoll simulate`: what a drawing does under load.

use model::{file::Loaded, text::Texts};
use ops::judge;
use sim::RunOptions;

use crate::{
    Outcome, Refusal,
    args::{Format, Overrides},
};

pub mod json;
pub mod text;

pub fn run(
    loaded: &Loaded,
    path: &str,
    overrides: Overrides,
    format: Format,
    texts: &Texts,
) -> Result<Outcome, Refusal> {
    let drawing = &loaded.architecture;
    let mut options = overrides.over(RunOptions::from(drawing.settings));
    let refused = |error: sim::CompileError| Refusal::of(path, error.message());
    if overrides.warm_up_secs.or(drawing.settings.warm_up_secs).is_none() {
        options.warm_up_secs = sim::warm_up::find(drawing, options).map_err(refused)?.secs;
    }
    let report = sim::study::replicate(drawing, options, drawing.settings.precision).map_err(refused)?;
    let judged = judge(&drawing.objectives, &report);
    let output = match format {
        Format::Text => text::write(loaded, path, &report, &judged, texts),
        Format::Json => json::write(loaded, path, &report, &judged, texts),
    };
    Ok(Outcome { output, has_failed: judged.iter().any(|it| it.is_met == Some(false)) })
}
