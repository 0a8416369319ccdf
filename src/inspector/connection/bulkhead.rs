//! Settings of a bulkhead.

use leptos::prelude::*;
use model::connection::Bulkhead;

use super::policy::{Fields, Figure};

/// A time of the bulkhead that may be left empty.
macro_rules! time {
    ($id:literal, $empty:literal, $field:ident) => {
        Figure {
            id: $id,
            unit: "unit-name-milliseconds",
            min: 0.001,
            max: 3_600_000.0,
            is_whole: false,
            empty: $empty,
            read: |it| it.bulkhead.and_then(|it| it.$field),
            write: |it, number| {
                if let Some(bulkhead) = &mut it.bulkhead {
                    bulkhead.$field = number;
                }
            },
            reset: |it| {
                if let Some(bulkhead) = &mut it.bulkhead {
                    bulkhead.$field = None;
                }
            },
        }
    };
}

/// How many calls may be in flight, what becomes of further ones, and whether their number adapts.
pub fn bulkhead_fields(fields: Fields) -> impl IntoView {
    let exists = Memo::new(move |_| fields.policy.with(|it| it.bulkhead.is_some()));
    let lets_wait = Memo::new(move |_| fields.policy.with(|it| it.bulkhead.is_some_and(|it| it.queue_limit > 0)));
    view! {
        {fields.figure(Figure {
            id: "policy-bulkhead",
            unit: "",
            min: 1.0,
            max: f64::from(Bulkhead::MOST),
            is_whole: true,
            empty: "policy-bulkhead-empty",
            read: |it| it.bulkhead.map(|it| f64::from(it.calls)),
            write: |it, number| {
                let others = it.bulkhead.unwrap_or_default();
                it.bulkhead = number.map(|calls| Bulkhead { calls: calls as u32, ..others });
            },
            reset: |it| it.bulkhead = None,
        })}
        <Show when=move || exists.get()>
            {fields.figure(Figure {
                id: "policy-bulkhead-queue",
                unit: "",
                min: 1.0,
                max: f64::from(Bulkhead::MOST),
                is_whole: true,
                empty: "policy-bulkhead-queue-empty",
                read: |it| it.bulkhead.filter(|it| it.queue_limit > 0).map(|it| f64::from(it.queue_limit)),
                write: |it, number| {
                    if let Some(bulkhead) = &mut it.bulkhead {
                        bulkhead.queue_limit = number.map_or(0, |it| it as u32);
                    }
                },
                reset: |it| {
                    if let Some(bulkhead) = &mut it.bulkhead {
                        bulkhead.queue_limit = 0;
                    }
                },
            })}
            <Show when=move || lets_wait.get()>
                {fields.figure(time!("policy-bulkhead-wait", "policy-bulkhead-wait-empty", max_wait_millis))}
            </Show>
            {fields.figure(time!("policy-bulkhead-adaptive", "policy-bulkhead-adaptive-empty", adaptive_limit_millis))}
        </Show>
    }
}
