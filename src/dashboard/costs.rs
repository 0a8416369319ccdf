//! What a run cost.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Edit, Message, planning::{MAX_DOLLARS, Planning}};
use ops::money::{JourneyCost, run_cost};
use sim::Report;

use super::report::Table;
use crate::{
    run::Run,
    text::{or_dash, say, say_arg, say_message},
    widgets::NumberField,
    workspace::Workspace,
};

/// The bill by journey, and what failures and machines that came on top cost.
#[component]
pub fn Costs(report: Arc<Report>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let ran = expect_context::<Run>().subject_untracked()?;
    let price = Memo::new(move |_| workspace.document.with(|it| it.planning.dollars_per_failure));
    let set_price = move |dollars: Option<f64>| {
        let now = workspace.document.get_untracked().planning.clone();
        let edit = Edit::SetPlanning(Planning { dollars_per_failure: dollars, ..now });
        workspace.commit(&edit, Message::new("step-set-failure-price"));
    };
    let cost = run_cost(&ran, &report);
    let row = |it: &JourneyCost| {
        let name = if it.name.is_empty() { say("report-all-journeys") } else { it.name.clone() };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{say_arg(&Arg::Dollars(it.dollars_per_month))}</td>
                <td>{or_dash(it.per_thousand_dollars, Arg::Dollars)}</td>
            </tr>
        }
    };
    let several = cost.journeys.len() > 1;
    let rows = std::iter::once(&cost.total).chain(cost.journeys.iter().filter(|_| several));
    let rows = rows.map(row).collect_view();
    let (failed, added) = (report.total.failed, cost.added_dollars);
    let lost = move || {
        let message = match price.get() {
            Some(each) => Message::new("report-failures-cost")
                .with("dollars", Arg::Dollars(each * failed as f64 + added))
                .with("each", Arg::Dollars(each)),
            None => Message::new("report-failures-unpriced").with("dollars", Arg::Dollars(added)),
        };
        say_message(&message.with("failed", Arg::Count(failed as f64)).with("added", Arg::Dollars(added)))
    };
    Some(view! {
        <Table title="report-costs" heads=&["report-journey", "report-bill", "bill-per-thousand"]>
            {rows}
        </Table>
        <p class="muted small">{say("report-costs-about")}</p>
        <div class="study-controls">
            <label for="failure-price">{say("failure-price")}</label>
            <NumberField
                id="failure-price"
                value=price
                placeholder=Signal::derive(|| Some(say("failure-price-none")))
                unit="$"
                min=0.0
                max=MAX_DOLLARS
                on_commit=set_price
            />
        </div>
        <p>{lost}</p>
    })
}
