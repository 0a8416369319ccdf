//! A drawing in, findings out; these helpers are the only callers of the rules in tests.

use expect_test::Expect;

use super::RULES;
use crate::{
    architecture::Architecture,
    component::Component,
    finding::{Finding, Place, Severity},
    history::History,
    notation,
    text::{Message, Texts},
};

/// The findings of one rule in a drawing.
#[track_caller]
pub(super) fn check(rule: &str, drawing: &str, expected: Expect) {
    assert!(RULES.iter().any(|it| it.id == rule), "no rule {rule}");
    let document = notation::parse(drawing).unwrap();
    let findings: Vec<_> = super::check(&document).into_iter().filter(|it| it.rule == rule).collect();
    expected.assert_eq(&say(&document, &findings));
}

/// All findings in a drawing but those on capacity, which change with the catalogue's figures.
#[track_caller]
fn check_design(drawing: &str, expected: Expect) {
    let document = notation::parse(drawing).unwrap();
    let findings: Vec<_> = super::check(&document).into_iter().filter(|it| it.rule != "overloaded").collect();
    expected.assert_eq(&say(&document, &findings));
}

/// What a fix of the rule's first finding changes, as lines that come and go. Proves that the finding is gone
/// afterwards, that nothing worse appears, that new cards cover none, and that undo gives the start back.
#[track_caller]
pub(super) fn check_fix(rule: &str, drawing: &str, n_fix: usize, expected: Expect) {
    let before = notation::parse(drawing).unwrap();
    let errors =
        |of: &Architecture| super::check(of).iter().filter(|it| it.severity == Severity::Error).count();
    let of_rule =
        |of: &Architecture| super::check(of).into_iter().filter(|it| it.rule == rule).collect::<Vec<_>>();
    let findings = of_rule(&before);
    let finding = findings.first().unwrap_or_else(|| panic!("{rule} finds nothing"));
    let fix = finding.fixes.get(n_fix).unwrap_or_else(|| panic!("{rule} has {} fixes", finding.fixes.len()));

    let mut history = History::new(before.clone());
    history.commit(&fix.edit, fix.label.clone()).unwrap();
    let after = history.present().clone();
    let left = of_rule(&after);
    assert!(left.len() < findings.len(), "the finding is still there: {}", say(&after, &left));
    assert!(
        errors(&after) <= errors(&before),
        "the fix makes errors: {}",
        say(&after, &super::check(&after))
    );
    let is_new = |it: &&Component| before.component(it.id).is_none();
    for new in after.components.iter().filter(is_new) {
        let covers = |it: &&Component| it.id != new.id && it.rect().overlaps(&new.rect());
        assert_eq!(after.components.iter().find(covers), None, "{} covers another card", new.name);
    }
    assert_eq!(history.undo(), Some(fix.label.clone()));
    assert_eq!(**history.present(), before, "undo gives the start back");

    let (old, new) = (notation::print(&before), notation::print(&after));
    let mut said = format!("{}\n", Texts::english().try_say(&fix.label).unwrap());
    said.extend(
        old.lines().filter(|it| !new.lines().any(|other| other == *it)).map(|it| format!("- {it}\n")),
    );
    said.extend(
        new.lines().filter(|it| !old.lines().any(|other| other == *it)).map(|it| format!("+ {it}\n")),
    );
    expected.assert_eq(&said);
}

/// One line per finding: severity, rule, place, text; the fixes below.
#[track_caller]
fn say(document: &Architecture, findings: &[Finding]) -> String {
    let texts = Texts::english();
    let say = |message: &Message| texts.try_say(message).unwrap();
    let mut said = String::new();
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        let place = place(document, finding.places[0]);
        said += &format!("{severity} {} at {place}: {}\n", finding.rule, say(&finding.message));
        if let Some(reason) = &finding.suppressed {
            said += &format!("  suppressed: {reason}\n");
        }
        for fix in &finding.fixes {
            said += &format!("  fix: {}\n", say(&fix.label));
        }
        // Every finding says why it matters.
        say(&finding.reason);
    }
    said
}

fn place(document: &Architecture, place: Place) -> String {
    let name = |id| document.component(id).unwrap().name.as_str();
    match place {
        Place::Component(id) => name(id).into(),
        Place::Connection(id) => {
            let connection = document.connection(id).unwrap();
            format!("{} -> {}", name(connection.from), name(connection.to))
        }
        Place::Zone(id) => document.zone(id).unwrap().name.clone(),
        Place::Architecture => "the drawing".into(),
    }
}

mod designs;
mod whole;
