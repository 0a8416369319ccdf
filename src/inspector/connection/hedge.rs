//! Settings of a second try while the first is still awaited.

use leptos::prelude::*;
use model::{Policy, connection::Hedge};

use super::policy::{Fields, Figure};
use crate::text::say;

/// Where a hedge after a given time begins.
const USUAL_MILLIS: f64 = 50.0;

fn kind_of(policy: &Policy) -> &'static str {
    match policy.hedge {
        None => "none",
        Some(Hedge::P95) => "p95",
        Some(Hedge::AfterMillis(_)) => "after",
    }
}

/// Whether a second try is sent, and when.
pub fn hedge_fields(fields: Fields) -> impl IntoView {
    let kinds = Signal::stored(vec![
        ("none".to_owned(), say("hedge-none")),
        ("p95".to_owned(), say("hedge-p95")),
        ("after".to_owned(), say("hedge-after")),
    ]);
    let is_timed = Memo::new(move |_| fields.policy.with(kind_of) == "after");
    view! {
        {fields.select("policy-hedge", kinds, |it| kind_of(it).to_owned(), |it, choice| {
            it.hedge = match choice {
                "p95" => Some(Hedge::P95),
                "after" => Some(Hedge::AfterMillis(USUAL_MILLIS)),
                _ => None,
            };
        })}
        <Show when=move || is_timed.get()>
            {fields.figure(Figure {
                id: "policy-hedge-after",
                unit: "unit-name-milliseconds",
                min: 0.0,
                max: 3_600_000.0,
                is_whole: false,
                empty: "",
                read: |it| if let Some(Hedge::AfterMillis(millis)) = it.hedge { Some(millis) } else { None },
                write: |it, number| {
                    if let Some(number) = number {
                        it.hedge = Some(Hedge::AfterMillis(number));
                    }
                },
                reset: |it| it.hedge = Some(Hedge::AfterMillis(USUAL_MILLIS)),
            })}
        </Show>
    }
}
