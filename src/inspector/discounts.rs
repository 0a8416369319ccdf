//! What other ways to buy machines take off: as listed, or as one's own contract says.

use leptos::prelude::*;
use model::{
    Arg, Edit, Message,
    catalog::{Bought, Offer},
    planning::{MAX_DISCOUNT, Planning},
};

use crate::{
    text::{say, say_message},
    widgets::NumberField,
    workspace::Workspace,
};

/// What other ways to buy a component's hours take off, and where that is from.
#[component]
pub fn Discounts(offer: &'static Offer) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let own = Memo::new(move |_| workspace.document.with(|it| it.planning.discounts));
    let lines = move || {
        // Made anew when one's own change.
        own.track();
        let document = workspace.document.get_untracked();
        let line = |bought: Bought| {
            let (price, provenance) = document.price_bought(offer, bought)?;
            let message = Message::new("bill-discount")
                .with("bought", say(&format!("choice-{}", bought.id())))
                .with("discount", Arg::Ratio(1.0 - price))
                .with("origin", say_message(&provenance.message()));
            Some(view! { <li>{say_message(&message)}</li> })
        };
        offer.prices.iter().filter_map(|it| line(it.0)).collect_view()
    };
    view! { <ul class="muted small discounts">{lines}</ul> }
}

/// One's own, for the whole drawing.
#[component]
pub fn OwnDiscounts() -> impl IntoView {
    let field = |bought: Bought| {
        let workspace = expect_context::<Workspace>();
        let id = format!("discount-{}", bought.id());
        let percent = move || workspace.document.with(|it| it.planning.discounts.off(bought).map(|it| it * 100.0));
        let set = move |percent: Option<f64>| {
            let now = workspace.document.get_untracked().planning.clone();
            let discounts = now.discounts.with(bought, percent.map(|it| it / 100.0));
            workspace.commit(&Edit::SetPlanning(Planning { discounts, ..now }), Message::new("step-set-discounts"));
        };
        view! {
            <label for=id.clone()>{say(&format!("choice-{}", bought.id()))}</label>
            <NumberField
                id=id
                value=Memo::new(move |_| percent())
                placeholder=Signal::derive(|| Some(say("discounts-listed")))
                unit=say("unit-name-percent")
                min=0.0
                max=MAX_DISCOUNT * 100.0
                on_commit=set
            />
        }
    };
    let ways = Bought::ALL.into_iter().filter(|it| *it != Bought::OnDemand);
    view! {
        <details class="own-discounts">
            <summary>{say("discounts-title")}</summary>
            <p class="muted small">{say("discounts-about")}</p>
            <div class="study-controls">{ways.map(field).collect_view()}</div>
        </details>
    }
}
