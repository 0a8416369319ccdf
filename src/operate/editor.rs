//! The form of one rule. Every field is a step of its own; what is wrong shows below as soon as it is left.

use leptos::prelude::*;
use model::alert::AlertRule;

use super::rules::change_rules;
use crate::{
    inspector::{SelectField, TextField},
    text::say,
    widgets::NumberField,
    workspace::Workspace,
};

const MOST_MINUTES: f64 = 10_080.0;
const SEVERITIES: [&str; 5] = ["critical", "warning", "info", "page", "ticket"];

#[component]
pub fn RuleEditor(index: usize) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let read = move |read: fn(&AlertRule) -> String| {
        Signal::derive(move || {
            workspace.document.with(|it| it.operations.alerts.get(index).map(read).unwrap_or_default())
        })
    };
    let edit = move |change: &dyn Fn(&mut AlertRule)| {
        change_rules(workspace, |all| {
            if let Some(it) = all.get_mut(index) {
                change(it);
            }
        });
    };
    let for_minutes = Signal::derive(move || {
        workspace.document.with(|it| it.operations.alerts.get(index).map(|it| it.for_secs / 60.0))
    });
    let field = move |name: &str| format!("rule-{name}-{index}");
    let help = move |name: &str, id: &str| {
        view! { <span class="visually-hidden" id=format!("rule-{name}-{index}-help")>{say(id)}</span> }
    };
    view! {
        <div class="rule-editor">
            <div class="operate-field">
                <label for=field("name")>{say("rule-name")}</label>
                <TextField
                    id=field("name")
                    value=read(|it| it.name.clone())
                    required=true
                    on_commit=move |name| edit(&|it| it.name.clone_from(&name))
                />
                {help("name", "rule-name-help")}
            </div>
            <div class="operate-field wide">
                <label for=field("expr")>{say("rule-expr")}</label>
                <TextField
                    id=field("expr")
                    value=read(|it| it.expr.clone())
                    lines=3
                    max_chars=4000
                    on_commit=move |expr| edit(&|it| it.expr.clone_from(&expr))
                />
                {help("expr", "rule-expr-help")}
            </div>
            <div class="operate-field">
                <label for=field("for")>{say("rule-for")}</label>
                <NumberField
                    id=field("for")
                    value=for_minutes
                    unit=say("unit-name-minutes")
                    min=0.0
                    max=MOST_MINUTES
                    on_commit=move |minutes| {
                        if let Some(minutes) = minutes {
                            edit(&|it| it.for_secs = minutes * 60.0);
                        }
                    }
                />
            </div>
            <div class="operate-field">
                <label for=field("severity")>{say("rule-severity")}</label>
                <SelectField
                    id=field("severity")
                    options=Signal::derive(move || severities(&read(severity).get()))
                    value=read(severity)
                    on_commit=move |severity| edit(&|it| {
                        if severity.is_empty() {
                            it.labels.remove("severity");
                        } else {
                            it.labels.insert("severity".to_owned(), severity.clone());
                        }
                    })
                />
                {help("severity", "rule-severity-help")}
            </div>
            <div class="operate-field wide">
                <label for=field("summary")>{say("rule-summary")}</label>
                <TextField
                    id=field("summary")
                    value=read(|it| it.annotations.get("summary").cloned().unwrap_or_default())
                    on_commit=move |summary| edit(&|it| {
                        it.annotations.insert("summary".to_owned(), summary.clone());
                    })
                />
                {help("summary", "rule-summary-help")}
            </div>
        </div>
    }
}

fn severity(rule: &AlertRule) -> String {
    rule.labels.get("severity").cloned().unwrap_or_default()
}

/// The usual ones, and what a file says besides.
fn severities(now: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![(String::new(), say("rule-severity-none"))];
    all.extend(SEVERITIES.map(|it| (it.to_owned(), it.to_owned())));
    if !all.iter().any(|(value, _)| value == now) {
        all.push((now.to_owned(), now.to_owned()));
    }
    all
}
