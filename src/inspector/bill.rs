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

/// What the whole drawing costs, and what most of it is.
#[component]
pub fn ArchitectureBill() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let total = Signal::derive(move || workspace.bill.with(|it| it.cost.total_dollars));
    let largest = move || {
        let bill = workspace.bill.get();
        let document = workspace.document.get();
        let mut all: Vec<_> = bill.cost.components.iter().map(|(id, it)| (*id, it.total_dollars)).collect();
        all.retain(|(_, dollars)| *dollars > 0.0);
        lean::sort_by(&mut all, |a, b| b.1.total_cmp(&a.1));
        all.into_iter()
            .take(MOST_ROWS)
            .filter_map(|(id, dollars)| {
                let name = document.component(id)?.name.clone();
                Some(view! {
                    <div class="fact">
                        <dt class="ellipsis">
                            <button
                                type="button"
                                class="link-button"
                                on:click=move |_| workspace.reveal([Item::Component(id)])
                            >
                                {name}
                            </button>
                        </dt>
                        <dd class="figures">{say_arg(&Arg::Dollars(dollars))}</dd>
                    </div>
                })
            })
            .collect_view()
    };
    let dearest = [ChargeKind::Egress, ChargeKind::BetweenZones, ChargeKind::BetweenRegions];
    let traffic = move || {
        let bill = workspace.bill.get();
        let row = |kind: ChargeKind| (say(&format!("charge-{}", kind.id())), bill.cost.dollars_for(kind));
        let rows = dearest.map(row).into_iter().chain(bill.per_thousand_dollars().map(|it| (say("bill-per-thousand"), it)));
        rows.filter(|it| it.1 > 0.0)
            .map(|(label, dollars)| {
                view! {
                    <div class="fact">
                        <dt>{label}</dt>
                        <dd class="figures">{say_arg(&Arg::Dollars(dollars))}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <Section title=say("inspect-cost") aside=move || view! { <Dollars dollars=total/> }>
            <dl>{largest}</dl>
            <dl>{traffic}</dl>
            <OwnDiscounts/>
            <p class="muted small">
                {move || say(if workspace.bill.with(|it| it.is_measured) { "bill-measured" } else { "bill-estimated" })}
            </p>
        </Section>
    }
}
