//! The alert rules with their states, and what is wrong with them.

use leptos::prelude::*;
use model::{Edit, Message, alert::AlertRule};
use ops::{
    alerts::{Advice, lint, presets},
    clock::duration,
};

use super::{Operations, editor::RuleEditor};
use crate::{
    inspector::{go_to_row, tell_removed},
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

const MOST: usize = 100;

/// Changes the list of rules as one step.
pub fn change_rules(workspace: Workspace, change: impl FnOnce(&mut Vec<AlertRule>)) {
    let mut next = workspace.document.with_untracked(|it| it.operations.clone());
    change(&mut next.alerts);
    workspace.commit(&Edit::SetOperations(next), Message::new("step-set-alerts"));
}

#[component]
pub fn Rules() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let operations = expect_context::<Operations>();
    let rules = Memo::new(move |_| workspace.document.with(|it| it.operations.alerts.clone()));
    let n_rules = Memo::new(move |_| rules.with(Vec::len));
    // Which rule is being edited, by its place.
    let open = RwSignal::new(None::<usize>);
    let add = move |rule: AlertRule, edits: bool| {
        let index = n_rules.get_untracked();
        let name = rule.name.clone();
        change_rules(workspace, |all| all.push(rule));
        if edits {
            open.set(Some(index));
            go_to_row(workspace, format!("rule-name-{index}"), name);
        } else {
            workspace.announce(say_message(&Message::new("row-added").with("name", name)));
        }
    };
    let on_preset = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        if let Some(preset) = presets().iter().find(|it| it.id == id) {
            add(preset.rule(), false);
        }
        // It is a way to add, not a value: it shows its label again.
        event_target::<web_sys::HtmlSelectElement>(&event).set_selected_index(0);
    };
    let is_full = move || n_rules.get() >= MOST;
    let list = move || {
        if n_rules.get() == 0 {
            return view! { <p class="muted">{say("operate-no-rules")}</p> }.into_any();
        }
        let rows = (0..n_rules.get()).map(|index| row(workspace, operations, index, open)).collect_view();
        view! { <ul class="rule-list">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="operate-rules">
            <h3 id="operate-rules">{say("operate-rules")}</h3>
            {move || operations.trouble.get().map(|reason| {
                let message = Message::new("operate-parser-missing").with("reason", reason);
                view! { <p class="report-note error" role="alert">{say_message(&message)}</p> }
            })}
            {list}
            <div class="rule-add">
                <label class="visually-hidden" for="rule-preset">{say("operate-add-preset")}</label>
                <select class="select" id="rule-preset" disabled=is_full on:change=on_preset>
                    <option value="">{say("operate-add-preset")}</option>
                    {presets().iter().map(|it| {
                        let label = format!("{}: {}", it.name, it.expr);
                        view! { <option value=it.id>{label}</option> }
                    }).collect_view()}
                </select>
                <button
                    type="button"
                    class="button small"
                    disabled=is_full
                    on:click=move |_| add(new_rule(), true)
                >
                    {icon("plus")}
                    <span>{say("operate-add-rule")}</span>
                </button>
            </div>
        </section>
    }
}

/// Something that is right, to change.
fn new_rule() -> AlertRule {
    presets().iter().find(|it| it.id == "error-ratio-1").map(|it| it.rule()).unwrap_or_default()
}

fn row(workspace: Workspace, operations: Operations, index: usize, open: RwSignal<Option<usize>>) -> impl IntoView {
    let rule = Memo::new(move |_| workspace.document.with(|it| it.operations.alerts.get(index).cloned()));
    let name = move || rule.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let is_open = move || open.get() == Some(index);
    let advice = Memo::new(move |_| {
        let parsed = operations.parsed.with(|it| it.get(index).cloned());
        rule.with(|rule| match (rule, &parsed) {
            (Some(rule), Some(parsed)) => workspace.document.with(|it| lint(rule, parsed, it)),
            _ => Vec::new(),
        })
    });
    let named = move |id: &'static str| say_message(&Message::new(id).with("name", name()));
    view! {
        <li class="rule">
            <div class="rule-head">
                {move || state(operations, index)}
                <span class="rule-name">{name}</span>
                <span class="muted small">{move || rule.with(|it| it.as_ref().map(aside))}</span>
                <span class="rule-buttons">
                <button
                    type="button"
                    class="icon-button small"
                    aria-expanded=move || is_open().to_string()
                    aria-label=move || named("operate-edit-rule")
                    title=move || named("operate-edit-rule")
                    on:click=move |_| open.update(|it| *it = if *it == Some(index) { None } else { Some(index) })
                >
                    {icon("rename")}
                </button>
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=move || named("operate-remove-rule")
                    title=move || named("operate-remove-rule")
                    on:click=move |_| {
                        let removed = name();
                        open.set(None);
                        change_rules(workspace, |all| drop(all.remove(index)));
                        tell_removed(workspace, removed);
                    }
                >
                    {icon("close")}
                </button>
                </span>
            </div>
            <Show when=move || !is_open()>
                <code class="rule-expr">{move || rule.with(|it| it.as_ref().map(|it| it.expr.clone()))}</code>
            </Show>
            <Show when=is_open>
                <RuleEditor index/>
            </Show>
            <ul class="advice" id=format!("rule-advice-{index}")>
                {move || advice.with(|it| it.iter().map(advice_row).collect_view())}
            </ul>
        </li>
    }
}

/// "for 5m · critical".
fn aside(rule: &AlertRule) -> String {
    let severity = rule.labels.get("severity").map_or_else(String::new, |it| format!(" · {it}"));
    say_message(&Message::new("operate-rule-for").with("time", duration(rule.for_secs))) + &severity
}

/// How many alerts of the rule fire or wait.
fn state(operations: Operations, index: usize) -> impl IntoView + use<> {
    let (firing, pending) = operations.by_rule.with(|it| it.get(index).copied().unwrap_or_default());
    let (class, icon_name, text) = if firing > 0 {
        ("verdict missed", "error", say_message(&Message::new("operate-firing").with("count", firing)))
    } else if pending > 0 {
        ("verdict warned", "advice", say_message(&Message::new("operate-pending").with("count", pending)))
    } else {
        ("verdict", "minus", say("operate-inactive"))
    };
    view! { <span class=class>{icon(icon_name)} {text}</span> }
}

/// What the linter says, an error or a warning.
pub fn advice_row(advice: &Advice) -> impl IntoView + use<> {
    let (class, icon_name) = if advice.is_error { ("error", "error") } else { ("warning", "warning") };
    let place = advice.at.map(|at| say_message(&Message::new("operate-at").with("at", at + 1)));
    view! { <li class=class>{icon(icon_name)} <span>{say_message(&advice.message)} {place.map(|it| format!(" ({it})"))}</span></li> }
}
