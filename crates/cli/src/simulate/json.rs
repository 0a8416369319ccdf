//! A report for programs: [`sim::Report`] field by field, with its sentences in words.

use model::{Message, file::Loaded, text::Texts};
use serde_json::{Value, json};
use sim::Report;

use crate::objectives::Judged;

/// Version of what is printed: `docs/schema/plimsoll-report-1.schema.json`.
const VERSION: u32 = 1;

pub fn write(loaded: &Loaded, path: &str, report: &Report, judged: &[Judged<'_>], texts: &Texts) -> String {
    let say = |messages: &[Message]| messages.iter().map(|it| texts.say(it)).collect::<Vec<_>>();
    // Serializing plain data into a tree cannot fail.
    let mut json = serde_json::to_value(report).unwrap_or_default();
    json["plimsoll_report"] = VERSION.into();
    json["file"] = path.into();
    json["name"] = loaded.architecture.name.as_str().into();
    json["notices"] = say(&loaded.notices).into();
    json["stopped"] = report.stopped.as_ref().map(|it| texts.say(it)).into();
    json["assumptions"] = say(&report.assumptions).into();
    for (cause, json) in
        report.explanation.iter().zip(json["explanation"].as_array_mut().into_iter().flatten())
    {
        json["message"] = texts.say(&cause.message).into();
    }
    json["objectives"] = judged.iter().map(objective).collect();
    format!("{json:#}\n")
}

fn objective(judged: &Judged<'_>) -> Value {
    let mut json = serde_json::to_value(judged.objective).unwrap_or_default();
    json["good_at_least_ratio"] = json!(judged.good_at_least);
    json["good_at_most_ratio"] = json!(judged.good_at_most);
    json["is_met"] = json!(judged.is_met);
    json
}
