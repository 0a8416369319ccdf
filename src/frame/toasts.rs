//! Short notices over the canvas. They go away by themselves, but not while somebody is at them.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use model::{Message, Severity};

use crate::{
    follow::follow,
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// A notice that needs no answer but may offer one.
#[derive(Clone)]
pub struct Toast {
    pub text: String,
    /// `None`: neutral.
    pub severity: Option<Severity>,
    pub button: Option<ToastButton>,
    /// What it is about: a later one about the same takes its place. Empty: nothing in particular.
    pub about: String,
}

/// An offer in a toast.
#[derive(Clone)]
pub struct ToastButton {
    pub label: String,
    pub action: Arc<dyn Fn() + Send + Sync>,
}

impl Toast {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), severity: None, button: None, about: String::new() }
    }

    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    #[must_use]
    pub fn button(mut self, label: impl Into<String>, action: impl Fn() + Send + Sync + 'static) -> Self {
        self.button = Some(ToastButton { label: label.into(), action: Arc::new(action) });
        self
    }
}

/// The notices that are shown, oldest first.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

/// More than this many hide the drawing.
const MOST: usize = 3;

impl Toasts {
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    pub fn show(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        // Reading takes time; an offer is given longer.
        let millis = 4000 + 45 * toast.text.chars().count() as u64 + if toast.button.is_some() { 5000 } else { 0 };
        self.shown.update(|shown| {
            shown.retain(|(_, it)| it.text != toast.text && (toast.about.is_empty() || it.about != toast.about));
            shown.push((id, toast));
            let surplus = shown.len().saturating_sub(MOST);
            shown.drain(..surplus);
        });
        self.dismiss_later(id, millis);
    }

    fn dismiss_later(self, id: u32, millis: u64) {
        set_timeout(
            move || {
                let hovered = document().query_selector(&format!("#toast-{id}:is(:hover, :focus-within)"));
                if matches!(hovered, Ok(Some(_))) {
                    self.dismiss_later(id, 2000);
                } else {
                    self.dismiss(id);
                }
            },
            Duration::from_millis(millis),
        );
    }

    /// Takes back what was said about something.
    pub fn withdraw(self, about: &str) {
        if self.shown.with_untracked(|shown| shown.iter().any(|(_, it)| it.about == about)) {
            self.shown.update(|shown| shown.retain(|(_, it)| it.about != about));
        }
    }

    pub fn dismiss(self, id: u32) {
        let _ = self.shown.try_update(|shown| shown.retain(|(it, _)| *it != id));
    }
}

/// The one that a narrow window shows while it folds the others away: the latest of the gravest.
fn front(shown: &[(u32, Toast)]) -> Option<u32> {
    let grave = |it: &Toast| match it.severity {
        Some(Severity::Error) => 2,
        Some(Severity::Warning) => 1,
        Some(Severity::Advice) | None => 0,
    };
    shown.iter().max_by_key(|(id, it)| (grave(it), *id)).map(|it| it.0)
}

#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = expect_context::<Workspace>().toasts;
    let unfolds = RwSignal::new(false);
    let n_others = Memo::new(move |_| toasts.shown.with(Vec::len).saturating_sub(1));
    let has_others = Memo::new(move |_| n_others.get() > 0);
    let front = Memo::new(move |_| toasts.shown.with(|it| front(it)));
    follow(move || {
        // The next ones are folded again.
        if n_others.get() == 0 {
            unfolds.set(false);
        }
    });
    view! {
        <div class="toasts" class:unfolded=unfolds>
            // Wide windows have room for all.
            <Show when=move || has_others.get()>
                <button
                    type="button"
                    class="button small toast-more"
                    aria-expanded=move || unfolds.get().to_string()
                    on:click=move |_| unfolds.update(|it| *it = !*it)
                >
                    {icon("chevron-right")}
                    <span>{move || say_message(&Message::new("toast-more").with("count", n_others.get()))}</span>
                </button>
            </Show>
            <For each=move || toasts.shown.get() key=|(id, _)| *id let:item>
                {
                    let (id, toast) = item;
                    let (class, icon_name) = match toast.severity {
                        Some(Severity::Error) => ("toast error", "error"),
                        Some(Severity::Warning) => ("toast warning", "warning"),
                        Some(Severity::Advice) | None => ("toast", "advice"),
                    };
                    view! {
                        <div class=class class:front=move || front.get() == Some(id) id=format!("toast-{id}")>
                            {icon(icon_name)}
                            <span>{toast.text}</span>
                            {toast.button.map(|button| {
                                let action = button.action;
                                view! {
                                    <button
                                        type="button"
                                        class="button small"
                                        on:click=move |_| {
                                            toasts.dismiss(id);
                                            action();
                                        }
                                    >
                                        {button.label}
                                    </button>
                                }
                            })}
                            <button
                                type="button"
                                class="icon-button small"
                                aria-label=say("close")
                                on:click=move |_| toasts.dismiss(id)
                            >
                                {icon("close")}
                            </button>
                        </div>
                    }
                }
            </For>
        </div>
    }
}
