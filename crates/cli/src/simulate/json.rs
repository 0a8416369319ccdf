//! A report for programs: [`sim::Report`] field by field, with its sentences in words.

use model::{Message, file::Loaded, text::Texts};
use ops::Judged;
use serde_json::{Value, json};
use sim::Report;

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
    leave_out_answers(&mut json);
    json["objectives"] = judged.iter().map(objective).collect();
    format!("{json:#}\n")
}

/// The histograms are for whoever judges the run; printed, they would be most of the output.
fn leave_out_answers(json: &mut Value) {
    fn leave_out(journey: &mut Value) {
        if let Some(fields) = journey.as_object_mut() {
            fields.remove("answers");
        }
    }
    leave_out(&mut json["total"]);
    json["journeys"].as_array_mut().into_iter().flatten().for_each(leave_out);
}

pub fn objective(judged: &Judged<'_>) -> Value {
    let mut json = serde_json::to_value(judged.objective).unwrap_or_default();
    // What is promised of a slice of time has the name that in a report means what was measured.
    if let Some(promised) = json.as_object_mut().and_then(|it| it.remove("good_ratio")) {
        json["slice_good_ratio"] = promised;
    }
    json["requests"] = json!(judged.requests);
    json["bad"] = json!(judged.bad);
    json["good_ratio"] = json!(judged.good_ratio());
    json["budget_spent_ratio"] = json!(judged.budget().ok().and_then(|it| it.burn_rate()));
    json["is_met"] = json!(judged.is_met);
    json
}
