//! A field for a number with its unit. What cannot be used stays in the field and says why.

use leptos::{ev, html, prelude::*};
use model::Message;

use crate::{
    follow::follow,
    text::say_message,
    typed::{parse_number, plain_number, step_of, without_unit},
};

/// A labelled number. Commits on Enter and when the field is left; arrows up and down step the value.
#[component]
pub fn NumberField(
    /// Id of the input, for its label.
    #[prop(into)]
    id: String,
    /// `None` shows `placeholder` and means "as derived".
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// What holds when the field is empty; with it, emptying the field commits `None`.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    #[prop(optional, into)] unit: String,
    /// Id of the unit's name where it is a noun, which follows the number in the field: "1 slot".
    #[prop(optional, into)]
    counted: String,
    min: f64,
    max: f64,
    #[prop(optional)] whole: bool,
    /// Why a number between the bounds cannot be used either.
    #[prop(optional)]
    refuse: Option<fn(f64) -> Option<Message>>,
    /// Ids of texts that explain it.
    #[prop(optional, into)]
    described_by: String,
    #[prop(optional, into)] disabled: Signal<bool>,
    on_commit: impl Fn(Option<f64>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let written = move || value.get().map(plain_number).unwrap_or_default();
    // Another value from outside (undo) replaces what is in the field, also what could not be used.
    follow(move || {
        let text = written();
        problem.set(None);
        if let Some(input) = input.get() {
            input.set_value(&text);
        }
    });
    let unit_beside = StoredValue::new(unit.clone());
    let check = move |text: &str| -> Result<Option<f64>, Message> {
        if text.trim().is_empty() {
            return if placeholder.get_untracked().is_some() {
                Ok(None)
            } else {
                Err(Message::new("field-empty"))
            };
        }
        let number = unit_beside.with_value(|unit| parse_number(without_unit(text, unit), min, max, whole))?;
        match refuse.and_then(|refuse| refuse(number)) {
            Some(why) => Err(why),
            None => Ok(Some(number)),
        }
    };
    let commit = move || {
        // Taken away with the focus in it, the field is left when nothing of it is there any more.
        let Some(input) = input.try_get_untracked().flatten() else { return };
        match check(&input.value()) {
            Ok(number) => {
                problem.set(None);
                if number == value.get_untracked() {
                    input.set_value(&written());
                } else {
                    on_commit(number);
                }
            }
            Err(message) => problem.set(Some(say_message(&message))),
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Enter" => commit(),
            "Escape" => {
                if let Some(input) = input.get_untracked() {
                    input.set_value(&written());
                    problem.set(None);
                }
            }
            "ArrowUp" | "ArrowDown" => {
                let Some(field) = input.get_untracked() else { return };
                let Ok(Some(now)) = check(&field.value()) else { return };
                event.prevent_default();
                let direction = if event.key() == "ArrowUp" { 1.0 } else { -1.0 };
                let next = now + direction * step_of(now, max, whole) * if event.shift_key() { 10.0 } else { 1.0 };
                field.set_value(&plain_number(next.clamp(min, max)));
                commit();
            }
            _ => {}
        }
    };
    let error_id = format!("{id}-problem");
    let described = {
        let error_id = error_id.clone();
        move || {
            let error = if problem.with(Option::is_some) { error_id.as_str() } else { "" };
            format!("{described_by} {error}").trim().to_owned()
        }
    };
    let has_unit = !unit.is_empty() || !counted.is_empty();
    let unit = move || {
        if counted.is_empty() {
            return unit.clone();
        }
        let shown = value.get().or_else(|| placeholder.with(|it| it.as_deref().and_then(|it| parse_number(it, min, max, whole).ok())));
        say_message(&Message::computed(counted.clone()).with("n", model::Arg::Count(shown.unwrap_or(0.0))))
    };
    // "none" has no unit, and "from the zones" needs its room.
    let is_word = move || placeholder.with(|it| it.as_ref().is_some_and(|it| !it.contains(|it: char| it.is_ascii_digit())));
    view! {
        <div class="number-field" class:with-unit=has_unit class:wordy=is_word>
            <div class="suffixed">
                <input
                    node_ref=input
                    id=id
                    class="input number"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    prop:value=written
                    placeholder=move || placeholder.get().unwrap_or_default()
                    disabled=move || disabled.get()
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:input=move |_| {
                        // Says at once what is wrong; what is right waits for Enter, or "1" on the way to "100" would count.
                        if let Some(input) = input.get_untracked() {
                            problem.set(check(&input.value()).err().map(|it| say_message(&it)));
                        }
                    }
                    on:blur=move |_| commit()
                    on:keydown=on_key
                />
                {has_unit.then(|| view! { <span class="unit" aria-hidden="true">{unit}</span> })}
            </div>
            <p class="field-problem" id=error_id role="alert" hidden=move || problem.with(Option::is_none)>
                {move || problem.get()}
            </p>
        </div>
    }
}
