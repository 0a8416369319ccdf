//! Settings of a circuit breaker.

use leptos::prelude::*;
use model::{Policy, connection::Breaker};

use super::policy::{Fields, Figure};
use crate::text::say;

/// A figure of the breaker, if there is one.
macro_rules! figure {
    ($id:literal, $unit:literal, $min:expr, $max:expr, $whole:expr, $field:ident, $cast:ty) => {
        Figure {
            id: $id,
            unit: $unit,
            min: $min,
            max: $max,
            is_whole: $whole,
            empty: "",
            read: |it| it.breaker.map(|it| f64::from(it.$field)),
            write: |it, number| {
                if let (Some(breaker), Some(number)) = (&mut it.breaker, number) {
                    breaker.$field = number as $cast;
                }
            },
            reset: |it| {
                if let Some(breaker) = &mut it.breaker {
                    breaker.$field = Breaker::default().$field;
                }
            },
        }
    };
}

fn kind_of(policy: &Policy) -> &'static str {
    match policy.breaker {
        None => "none",
        Some(Breaker { ratio: None, .. }) => "count",
        Some(Breaker { ratio: Some(_), .. }) => "ratio",
    }
}

/// Whether there is one, when it opens, and how it closes.
pub fn breaker_fields(fields: Fields) -> impl IntoView {
    let kinds = Signal::stored(vec![
        ("none".to_owned(), say("breaker-none")),
        ("count".to_owned(), say("breaker-count")),
        ("ratio".to_owned(), say("breaker-ratio")),
    ]);
    let kind = Memo::new(move |_| fields.policy.with(kind_of));
    view! {
        {fields.select("policy-breaker", kinds, |it| kind_of(it).to_owned(), |it, choice| {
            it.breaker = match choice {
                "count" => Some(Breaker::default()),
                "ratio" => Some(Breaker::by_ratio()),
                _ => None,
            };
        })}
        <Show when=move || kind.get() == "count">
            {fields.figure(figure!("policy-breaker-failures", "", 1.0, 10_000.0, true, failures, u32))}
        </Show>
        <Show when=move || kind.get() == "ratio">
            {fields.figure(Figure {
                id: "policy-breaker-ratio",
                unit: "unit-name-percent",
                min: 1.0,
                max: 100.0,
                is_whole: false,
                empty: "",
                read: |it| it.breaker.and_then(|it| it.ratio).map(|it| it * 100.0),
                write: |it, number| {
                    if let (Some(breaker), Some(number)) = (&mut it.breaker, number) {
                        breaker.ratio = Some(number / 100.0);
                    }
                },
                reset: |it| {
                    if let Some(breaker) = &mut it.breaker {
                        breaker.ratio = Breaker::by_ratio().ratio;
                    }
                },
            })}
            {fields.figure(figure!("policy-breaker-window", "unit-name-seconds", 0.1, 86_400.0, false, window_secs, f64))}
            {fields.figure(figure!("policy-breaker-calls", "", 1.0, 100_000.0, true, min_calls, u32))}
        </Show>
        <Show when=move || kind.get() != "none">
            {fields.figure(figure!("policy-breaker-open", "unit-name-seconds", 0.001, 86_400.0, false, open_secs, f64))}
            {fields.figure(figure!("policy-breaker-probes", "", 1.0, 1000.0, true, probes, u32))}
        </Show>
    }
}
