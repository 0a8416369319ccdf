//! Whom limits of each user have refused, tier by tier.

use leptos::prelude::*;
use model::Arg;
use sim::report::ComponentReport;

use super::{figures::ComponentLink, report::Table};
use crate::text::{say, say_arg};

/// Nothing where nobody was refused.
#[component]
pub fn Tiers(components: Vec<ComponentReport>) -> impl IntoView {
    let limits = components.into_iter().filter(|it| it.tiers.iter().any(|it| it.refused > 0));
    let rows: Vec<_> = limits
        .flat_map(|of| {
            of.tiers.into_iter().filter(|it| it.arrived > 0).map(move |it| {
                let refused = Arg::Ratio(it.refused as f64 / it.arrived as f64);
                view! {
                    <tr>
                        <th scope="row"><ComponentLink id=of.id name=of.name.clone()/></th>
                        <td>{say(&format!("tier-{}", it.tier))}</td>
                        <td>{say_arg(&Arg::Count(it.arrived as f64))}</td>
                        <td>{say_arg(&Arg::Count(it.refused as f64))}</td>
                        <td>{say_arg(&refused)}</td>
                    </tr>
                }
            })
        })
        .collect();
    let heads =
        &["report-component", "report-tiers-tier", "report-tiers-arrived", "report-tiers-refused", "report-tiers-share"];
    (!rows.is_empty()).then(|| view! {
        <Table title="report-tiers" heads>{rows}</Table>
        <p>{say("report-tiers-about")}</p>
    })
}
