//! One finding.

use editor::Action;
use leptos::{ev, html, prelude::*};
use model::{Edit, Finding, Message, Place, Severity, finding::Suppression};

use crate::{
    frame::Toast,
    text::{say, say_message},
    widgets::{icon, source_link},
    workspace::Workspace,
};

/// What is wrong, why it matters, and what can be done. A click on it shows the place.
#[component]
pub fn FindingRow(
    finding: Finding,
    /// In the inspector: the place is known.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let asks_reason = RwSignal::new(false);
    let (class, icon_name, severity) = match finding.severity {
        Severity::Error => ("finding error", "error", "severity-error"),
        Severity::Warning => ("finding warning", "warning", "severity-warning"),
        Severity::Advice => ("finding advice", "advice", "severity-advice"),
    };
    let message = say_message(&finding.message);
    let place = finding.places.first().copied().unwrap_or(Place::Architecture);
    let rule = finding.rule;
    let places = finding.places.clone();
    let fixes = finding
        .fixes
        .into_iter()
        .map(|fix| {
            let label = say_message(&fix.label);
            view! {
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| {
                        workspace.commit(&fix.edit, fix.label.clone());
                        let done = Message::new("finding-fixed").with("fix", fix.label.clone());
                        let undo = say_message(&Action::Undo.label());
                        workspace.notify(Toast::new(say_message(&done)).button(undo, move || {
                            workspace.run(Action::Undo);
                        }));
                    }
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    let accept = move |reason: String| {
        asks_reason.set(false);
        let suppression = Suppression { rule: rule.to_owned(), place, reason };
        workspace.commit(&Edit::Suppress(suppression), Message::new("step-accept-finding"));
    };
    let take_back = move |_| {
        let edit = Edit::Unsuppress { rule: rule.to_owned(), place };
        workspace.commit(&edit, Message::new("step-reopen-finding"));
    };
    let suppressed = finding.suppressed.clone();
    let is_suppressed = suppressed.is_some();
    view! {
        <li class=class class:compact=compact>
            <span class="finding-severity" title=say(severity)>
                {icon(icon_name)}
                <span class="finding-word">{say(severity)}</span>
            </span>
            <div class="finding-text">
                <button
                    type="button"
                    class="finding-message"
                    title=say("finding-show")
                    on:click=move |_| workspace.reveal_places(&places)
                >
                    {message}
                </button>
                <p class="finding-reason">
                    {say_message(&finding.reason)}
                    {finding.source.map(|it| view! { " " {source_link(it, say("source"))} })}
                </p>
                {suppressed.map(|reason| view! {
                    <p class="finding-accepted">{say("finding-accepted-because")} " " {reason}</p>
                })}
                <Show when=move || asks_reason.get()>
                    <ReasonForm on_done=accept on_cancel=move || asks_reason.set(false)/>
                </Show>
            </div>
            <div class="finding-actions">
                {(!is_suppressed).then_some(fixes)}
                {if is_suppressed {
                    view! {
                        <button type="button" class="button small quiet" on:click=take_back>
                            {say("finding-reopen")}
                        </button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button
                            type="button"
                            class="icon-button small"
                            aria-label=say("finding-accept")
                            title=say("finding-accept")
                            aria-expanded=move || asks_reason.get().to_string()
                            on:click=move |_| asks_reason.update(|it| *it = !*it)
                        >
                            {icon("mute")}
                        </button>
                    }
                    .into_any()
                }}
            </div>
        </li>
    }
}

/// Asks why a finding is accepted; the answer is kept in the drawing.
#[component]
fn ReasonForm(
    on_done: impl Fn(String) + Copy + 'static,
    on_cancel: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    input.on_load(|it| {
        let _ = it.focus();
    });
    let submit = move || {
        let reason = typed.get_untracked().trim().to_owned();
        if !reason.is_empty() {
            on_done(reason);
        }
    };
    view! {
        <div class="reason-form">
            <input
                node_ref=input
                class="input"
                type="text"
                maxlength="300"
                aria-label=say("finding-reason")
                placeholder=say("finding-reason")
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=move |event: ev::KeyboardEvent| match event.key().as_str() {
                    "Enter" => submit(),
                    "Escape" => {
                        event.stop_propagation();
                        on_cancel();
                    }
                    _ => {}
                }
            />
            <button
                type="button"
                class="button small"
                disabled=move || typed.with(|it| it.trim().is_empty())
                on:click=move |_| submit()
            >
                {say("finding-accept-do")}
            </button>
            <button type="button" class="button small quiet" on:click=move |_| on_cancel()>{say("cancel")}</button>
        </div>
    }
}
