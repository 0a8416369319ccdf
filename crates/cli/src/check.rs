//! `plimsoll check`: what is wrong with a drawing.

use std::fmt::Write;

use model::{Architecture, Finding, Message, Severity, file::Loaded, rules, text::Texts};
use serde_json::{Value, json};

use crate::{Outcome, args::Format, notices, places};

/// Version of the JSON that `check` prints: `docs/schema/plimsoll-check-1.schema.json`.
const JSON_VERSION: u32 = 1;

pub fn run(loaded: &Loaded, path: &str, format: Format, texts: &Texts) -> Outcome {
    let drawing = &loaded.architecture;
    let findings = rules::check(drawing);
    let has_failed = count(&findings, Severity::Error) > 0;
    let output = match format {
        Format::Text => text(loaded, path, &findings, texts),
        Format::Json => format!("{:#}\n", json(loaded, path, &findings, texts)),
    };
    Outcome { output, has_failed }
}

// What a person decided to live with does not count.
fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|it| it.severity == severity && it.suppressed.is_none()).count()
}

fn suppressed(findings: &[Finding]) -> usize {
    findings.iter().filter(|it| it.suppressed.is_some()).count()
}

fn text(loaded: &Loaded, path: &str, findings: &[Finding], texts: &Texts) -> String {
    let drawing = &loaded.architecture;
    let mut out = notices(loaded, texts);
    for finding in findings {
        let _ = write!(out, "{}", finding_text(drawing, finding, texts));
    }
    let summary = Message::new("cli-check-summary")
        .with("path", path)
        .with("errors", count(findings, Severity::Error))
        .with("warnings", count(findings, Severity::Warning))
        .with("advice", count(findings, Severity::Advice))
        .with("suppressed", suppressed(findings));
    let _ = writeln!(out, "{}", texts.say(&summary));
    out
}

fn finding_text(drawing: &Architecture, finding: &Finding, texts: &Texts) -> String {
    let severity = texts.get(match finding.severity {
        Severity::Error => "cli-error",
        Severity::Warning => "cli-warning",
        Severity::Advice => "cli-advice",
    });
    let place = finding.places.first().and_then(|it| places::name(drawing, *it));
    let at = place.map_or_else(String::new, |it| format!(" [{it}]"));
    let mut out = format!("{severity} {}{at}: {}\n", finding.rule, texts.say(&finding.message));
    let mut detail = |message: Message| {
        let _ = writeln!(out, "    {}", texts.say(&message));
    };
    if let Some(reason) = &finding.suppressed {
        detail(Message::new("cli-suppressed").with("reason", reason.as_str()));
        return out;
    }
    detail(Message::new("cli-why").with("reason", finding.reason.clone()));
    if let Some(source) = finding.source {
        detail(Message::new("cli-source").with("title", source.title).with("url", source.url));
    }
    for fix in &finding.fixes {
        detail(Message::new("cli-fix").with("fix", fix.label.clone()));
    }
    out
}

fn json(loaded: &Loaded, path: &str, findings: &[Finding], texts: &Texts) -> Value {
    let drawing = &loaded.architecture;
    let finding = |it: &Finding| {
        json!({
            "rule": it.rule,
            "severity": it.severity,
            "places": it.places.iter().map(|it| places::json(drawing, *it)).collect::<Vec<_>>(),
            "message": texts.say(&it.message),
            "reason": texts.say(&it.reason),
            "source": it.source.map(|it| json!({ "title": it.title, "url": it.url })),
            "fixes": it.fixes.iter().map(|it| texts.say(&it.label)).collect::<Vec<_>>(),
            "suppressed": it.suppressed,
        })
    };
    json!({
        "plimsoll_check": JSON_VERSION,
        "file": path,
        "name": drawing.name,
        "notices": loaded.notices.iter().map(|it| texts.say(it)).collect::<Vec<_>>(),
        "errors": count(findings, Severity::Error),
        "warnings": count(findings, Severity::Warning),
        "advice": count(findings, Severity::Advice),
        "suppressed": suppressed(findings),
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
    })
}
