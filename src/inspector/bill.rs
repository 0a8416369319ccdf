//! What the drawing or one component costs in a month.

use leptos::prelude::*;
use model::{
    Arg, ComponentId, Item, Message,
    catalog::{Bought, ChargeKind},
    cost::LineItem,
    lean,
};

use super::{discounts::OwnDiscounts, field::Section};
use crate::{
    text::{say, say_arg, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// The most expensive components of the drawing, for the list.
const MOST_ROWS: usize = 8;

/// Dollars a month; in italics and marked while it rests on an estimate of the traffic.
#[component]
pub fn Dollars(#[prop(into)] dollars: Signal<f64>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let is_estimate = move || workspace.bill.with(|it| !it.is_measured);
    view! {
        <span
            class="figures"
            class:estimate=is_estimate
            title=move || say(if is_estimate() { "bill-estimated" } else { "bill-measured" })
        >
            {move || say_message(&Message::new("dollars-a-month").with("dollars", Arg::Dollars(dollars.get())))}
        </span>
    }
}

/// The lines of one component's bill.
#[component]
pub fn ComponentBill(id: ComponentId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let own = Memo::new(move |_| workspace.bill.with(|it| it.cost.components.get(&id).cloned()).unwrap_or_default());
    let line = |item: &LineItem| {
        let quantity = say_message(
            &Message::new("bill-quantity")
                .with("quantity", Arg::Number(item.quantity))
                .with("price", say_arg(&Arg::Dollars(item.unit_dollars))),
        );
        let label = say(&format!("charge-{}", item.kind.id()));
        let label = if item.bought == Bought::OnDemand {
            label
        } else {
            let bought = say(&format!("choice-{}", item.bought.id()));
            say_message(&Message::new("bill-bought").with("charge", label).with("bought", bought))
        };
        let origin = say_message(&item.provenance.message());
        view! {
            <div class="fact" title=format!("{quantity}, {origin}")>
                <dt>{label}</dt>
                <dd class="figures">{say_arg(&Arg::Dollars(item.dollars))}</dd>
            </div>
        }
    };
    view! {
        <Show when=move || own.with(|it| !it.items.is_empty())>
            <Section
                title=say("inspect-cost")
                aside=move || view! { <Dollars dollars=Signal::derive(move || own.with(|it| it.total_dollars))/> }
            >
                <dl>{move || own.with(|it| it.items.iter().map(line).collect_view())}</dl>
            </Section>
        </Show>
    }
}

/// A line of a list of costs.
fn fact(label: impl IntoView, dollars: f64) -> impl IntoView {
    view! {
        <div class="fact">
            <dt class="ellipsis">{label}</dt>
            <dd class="figures">{say_arg(&Arg::Dollars(dollars))}</dd>
        </div>
    }
}

/// What the whole drawing costs, and what most of it is.
#[component]
pub fn ArchitectureBill() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let total = Signal::derive(move || workspace.bill.with(|it| it.cost.total_dollars));
    let shows_rest = RwSignal::new(false);
    let components = move || {
        let bill = workspace.bill.get();
        let document = workspace.document.get();
        let mut all: Vec<_> = bill.cost.components.iter().map(|(id, it)| (*id, it.total_dollars)).collect();
        all.retain(|(_, dollars)| *dollars > 0.0);
        lean::sort_by(&mut all, |a, b| b.1.total_cmp(&a.1));
        let row = |(id, dollars): (ComponentId, f64)| {
            let name = document.component(id)?.name.clone();
            let reveal = move |_| workspace.reveal([Item::Component(id)]);
            Some(fact(view! { <button type="button" class="link-button" on:click=reveal>{name}</button> }, dollars))
        };
        // A single one left out would only give its line to saying so.
        let rest = if all.len() > MOST_ROWS + 1 { all.split_off(MOST_ROWS) } else { Vec::new() };
        let rest = (!rest.is_empty()).then(|| {
            let others = Message::new("bill-others")
                .with("count", Arg::Count(rest.len() as f64))
                .with("dollars", Arg::Dollars(rest.iter().map(|it| it.1).sum()));
            let rows = rest.into_iter().filter_map(row).collect_view();
            view! {
                // As it was left: the list is made anew with every change of the drawing.
                <details
                    class="advanced"
                    open=shows_rest.get_untracked()
                    on:toggle=move |event| shows_rest.set(event_target::<web_sys::Element>(&event).has_attribute("open"))
                >
                    <summary>{icon("chevron-right")} {say_message(&others)}</summary>
                    <dl>{rows}</dl>
                </details>
            }
        });
        let most = all.into_iter().filter_map(row).collect_view();
        view! { <dl>{most}</dl> {rest} }
    };
    let dearest = [ChargeKind::Egress, ChargeKind::BetweenZones, ChargeKind::BetweenRegions];
    let traffic = move || {
        let bill = workspace.bill.get();
        let parts: Vec<_> = dearest.map(|kind| (kind, bill.cost.dollars_for(kind))).into_iter().filter(|it| it.1 > 0.0).collect();
        let parts = (!parts.is_empty()).then(|| {
            let row = |(kind, dollars): (ChargeKind, f64)| fact(say(&format!("charge-{}", kind.id())), dollars);
            let rows = parts.into_iter().map(row).collect_view();
            view! { <p class="muted small bill-part">{say("bill-of-which")}</p> <dl>{rows}</dl> }
        });
        let per_thousand = bill.per_thousand_dollars().filter(|it| *it > 0.0);
        let per_thousand = per_thousand.map(|it| view! { <dl>{fact(say("bill-per-thousand"), it)}</dl> });
        (per_thousand, parts)
    };
    view! {
        <Section title=say("inspect-cost") aside=move || view! { <Dollars dollars=total/> }>
            {components}
            {traffic}
            <OwnDiscounts/>
            <p class="muted small">
                {move || say(if workspace.bill.with(|it| it.is_measured) { "bill-measured" } else { "bill-estimated" })}
            </p>
        </Section>
    }
}
