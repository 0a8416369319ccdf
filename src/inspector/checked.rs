//! A field for a text that must follow rules. What cannot be used stays in the field and says why.

use leptos::{ev, html, prelude::*};
use model::Message;

use crate::{follow::follow, text::say_message};

/// Several lines; commits when it is left, and on Enter with Ctrl or Cmd.
#[component]
pub fn CheckedField(
    #[prop(into)] id: String,
    #[prop(into)] value: Signal<String>,
    #[prop(default = 2)] lines: u32,
    /// Why the text cannot be used, if so.
    check: impl Fn(&str) -> Result<(), Message> + Copy + Send + Sync + 'static,
    on_commit: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let problem = RwSignal::new(None::<String>);
    // Another value from outside (undo) replaces what is in the field, also what could not be used.
    follow(move || {
        let text = value.get();
        problem.set(None);
        if let Some(area) = area.get() {
            area.set_value(&text);
        }
    });
    let commit = move || {
        // Taken away with the focus in it, the field is left when nothing of it is there any more.
        let Some(area) = area.try_get_untracked().flatten() else { return };
        let typed = area.value().trim().to_owned();
        match check(&typed) {
            Ok(()) => {
                problem.set(None);
                if typed != value.get_untracked() {
                    on_commit(typed);
                }
            }
            Err(message) => problem.set(Some(say_message(&message))),
        }
    };
    let error_id = format!("{id}-problem");
    let described = {
        let (help, error) = (format!("{id}-help"), error_id.clone());
        move || if problem.with(Option::is_some) { format!("{help} {error}") } else { help.clone() }
    };
    view! {
        <div class="number-field">
            <textarea
                node_ref=area
                class="input"
                id=id
                rows=lines
                spellcheck="false"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |_| {
                    if let Some(area) = area.get_untracked() {
                        problem.set(check(area.value().trim()).err().map(|it| say_message(&it)));
                    }
                }
                on:blur=move |_| commit()
                on:keydown=move |event: ev::KeyboardEvent| match event.key().as_str() {
                    "Enter" if event.ctrl_key() || event.meta_key() => commit(),
                    "Escape" => {
                        if let Some(area) = area.get_untracked() {
                            area.set_value(&value.get_untracked());
                            problem.set(None);
                        }
                    }
                    _ => {}
                }
            ></textarea>
            <p class="field-problem" id=error_id role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
        </div>
    }
}
