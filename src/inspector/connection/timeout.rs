//! How callers differ in their patience, and what they wait for.

use leptos::prelude::*;
use model::connection::{TimeoutSpread, TimeoutUntil};

use super::policy::Fields;
use crate::text::say;

/// Whose patience it is, and what it is for.
pub fn timeout_fields(fields: Fields) -> impl IntoView {
    let spreads = Signal::stored(vec![
        ("fixed".to_owned(), say("timeout-spread-fixed")),
        ("exponential".to_owned(), say("timeout-spread-exponential")),
    ]);
    let untils = Signal::stored(vec![
        ("answered".to_owned(), say("timeout-until-answered")),
        ("begun".to_owned(), say("timeout-until-begun")),
    ]);
    view! {
        {fields.select(
            "policy-timeout-spread",
            spreads,
            |it| if it.timeout_spread == TimeoutSpread::Fixed { "fixed" } else { "exponential" }.to_owned(),
            |it, choice| {
                it.timeout_spread =
                    if choice == "fixed" { TimeoutSpread::Fixed } else { TimeoutSpread::Exponential };
            },
        )}
        {fields.select(
            "policy-timeout-until",
            untils,
            |it| if it.timeout_until == TimeoutUntil::Answered { "answered" } else { "begun" }.to_owned(),
            |it, choice| {
                it.timeout_until =
                    if choice == "answered" { TimeoutUntil::Answered } else { TimeoutUntil::Begun };
            },
        )}
    }
}
