//! The list of everything that is wrong with the drawing, each with its reason and its fixes.

use std::hash::{Hash, Hasher};

use leptos::prelude::*;
use model::{Finding, Message, Severity, lean};

use crate::{
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

mod row;

pub use row::FindingRow;

/// More rows than anybody reads at once make the page slow.
const ROWS_AT_ONCE: usize = 100;

#[component]
pub fn Findings() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let open = Memo::new(move |_| sorted(&workspace.findings.get(), false));
    let accepted = Memo::new(move |_| sorted(&workspace.findings.get(), true));
    let is_empty = move || workspace.document.with(|it| it.components.is_empty());
    let has_open = Memo::new(move |_| !open.with(Vec::is_empty));
    let n_shown = RwSignal::new(ROWS_AT_ONCE);
    // Rows of findings that stay are not built anew.
    let list = move |findings: Memo<Vec<Finding>>| {
        let n_hidden = Memo::new(move |_| findings.with(Vec::len).saturating_sub(n_shown.get()));
        let more = move || {
            (n_hidden.get() > 0).then(|| {
                let label = say_message(&Message::new("findings-more").with("n", n_hidden.get()));
                view! {
                    <button
                        type="button"
                        class="button small findings-more"
                        on:click=move |_| n_shown.update(|it| *it += ROWS_AT_ONCE)
                    >
                        {label}
                    </button>
                }
            })
        };
        view! {
            <ul class="finding-list">
                <For
                    each=move || findings.with(|it| it.iter().take(n_shown.get()).cloned().collect::<Vec<_>>())
                    key=|it: &Finding| Row(it.clone())
                    children=|finding| view! { <FindingRow finding/> }
                />
            </ul>
            {more}
        }
    };
    view! {
        <div class="findings" aria-busy=move || workspace.is_deriving.get().to_string()>
            <p class="findings-summary">
                {move || summary(&open.get())} <span class="checking" aria-hidden="true">{say("findings-checking")}</span>
            </p>
            {move || {
                if has_open.get() {
                    return list(open).into_any();
                }
                let (icon_name, text) = if is_empty() {
                    ("findings", "findings-nothing-drawn")
                } else {
                    ("check", "findings-none")
                };
                view! { <div class="empty">{icon(icon_name)} <p>{say(text)}</p></div> }.into_any()
            }}
            <Show when=move || !accepted.with(Vec::is_empty)>
                <details class="accepted">
                    <summary>
                        {icon("chevron-right")}
                        {say("findings-accepted")}
                        <span class="count">{move || accepted.with(Vec::len)}</span>
                    </summary>
                    {list(accepted)}
                </details>
            </Show>
        </div>
    }
}

/// Worst first; within a severity in the order of the rules.
fn sorted(all: &[Finding], suppressed: bool) -> Vec<Finding> {
    let mut found: Vec<_> = all.iter().filter(|it| it.suppressed.is_some() == suppressed).cloned().collect();
    lean::sort_by_key(&mut found, |it| it.severity);
    found
}

/// Tells rows apart by everything that they show; writing it out as text would link how each kind of edit is written.
#[derive(PartialEq)]
struct Row(Finding);

// All its numbers are numbers, so that it equals itself.
impl Eq for Row {}

impl Hash for Row {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The few of one rule are told apart by comparing them.
        self.0.rule.hash(state);
    }
}

fn summary(open: &[Finding]) -> String {
    let count = |severity| open.iter().filter(|it| it.severity == severity).count();
    let parts: Vec<_> = [
        (Severity::Error, "findings-errors"),
        (Severity::Warning, "findings-warnings"),
        (Severity::Advice, "findings-advice"),
    ]
    .into_iter()
    .filter(|(severity, _)| count(*severity) > 0)
    .map(|(severity, id)| say_message(&Message::new(id).with("n", count(severity))))
    .collect();
    parts.join(" · ")
}
