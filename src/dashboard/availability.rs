//! What failures have cost: failovers as they were measured, and failures by chance beside their formula.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Arg, Message};
use sim::{
    Report,
    availability::{Parallel, Series, availability},
    report::ComponentReport,
};

use super::{
    figures::{ComponentLink, figure, figure_or_dash},
    report::Table,
};
use crate::text::{say, say_arg, say_message};

/// Nothing if nobody took over and nothing was lost.
#[component]
pub fn Failovers(components: Vec<ComponentReport>) -> impl IntoView {
    let row = |it: ComponentReport| {
        let failover = it.failover.filter(|it| it.failovers > 0 || it.lost_writes > 0)?;
        let secs = |secs: f64| Arg::Millis(secs * 1e3);
        Some(view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=it.name/></th>
                <td>{say_arg(&Arg::Count(failover.failovers as f64))}</td>
                <td>{figure_or_dash(failover.recovery_secs, secs)}</td>
                <td>{figure_or_dash(failover.lost_secs, secs)}</td>
                <td>{say_arg(&Arg::Count(failover.lost_writes as f64))}</td>
            </tr>
        })
    };
    let heads = &[
        "report-component",
        "report-failovers-count",
        "report-failovers-rto",
        "report-failovers-rpo",
        "report-failovers-lost",
    ];
    let rows: Vec<_> = components.into_iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| view! {
        <Table title="report-failovers" heads>{rows}</Table>
        <p>{say("report-failovers-about")}</p>
    })
}

/// Nothing if no replica was behind when it was read.
#[component]
pub fn StaleReads(components: Vec<ComponentReport>) -> impl IntoView {
    let row = |it: ComponentReport| {
        let staleness = it.staleness.filter(|it| it.stale_reads > 0)?;
        Some(view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=it.name/></th>
                <td>{say_arg(&Arg::Count(staleness.stale_reads as f64))}</td>
                <td>{figure_or_dash(staleness.ratio, Arg::Ratio)}</td>
            </tr>
        })
    };
    let rows: Vec<_> = components.into_iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| view! {
        <Table title="report-stale-reads" heads=&["report-component", "report-stale-reads", "report-stale-reads-share"]>{rows}</Table>
        <p>{say("report-stale-reads-about")}</p>
    })
}

/// Nothing if nothing fails by chance.
#[component]
pub fn Reliability(report: Arc<Report>, ran: Arc<Architecture>) -> impl IntoView {
    let expected = availability(&ran);
    if expected.components.is_empty() {
        return None;
    }
    let name = |id| ran.component(id).map(|it| it.name.clone()).unwrap_or_default();
    let component = |it: &Parallel| {
        let seen = report.component(it.id).and_then(|it| it.up_ratio);
        view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=name(it.id)/></th>
                <td>{say_arg(&Arg::Count(f64::from(it.replicas)))}</td>
                <td>{say_arg(&Arg::Ratio(it.one))}</td>
                <td>{say_arg(&Arg::Ratio(it.any))}</td>
                <td>{figure(seen, Arg::Ratio)}</td>
            </tr>
        }
    };
    let journey = |it: &Series| {
        let seen = report.journeys.iter().find(|of| of.source == Some(it.source) && of.name == it.class);
        let title = Message::new("report-availability-journey").with("source", name(it.source)).with("class", it.class.as_str());
        let formula = if it.at_least < it.at_most {
            let between = Message::new("report-availability-between");
            say_message(&between.with("least", Arg::Ratio(it.at_least)).with("most", Arg::Ratio(it.at_most)))
        } else {
            say_arg(&Arg::Ratio(it.at_most))
        };
        view! {
            <tr>
                <th scope="row">{say_message(&title)}</th>
                <td>{formula}</td>
                <td>{figure(seen.and_then(|it| it.success_ratio), Arg::Ratio)}</td>
            </tr>
        }
    };
    let components: Vec<_> = expected.components.iter().map(component).collect();
    let journeys: Vec<_> = expected.journeys.iter().map(journey).collect();
    let of_components = &[
        "report-component",
        "report-availability-replicas",
        "report-availability-one",
        "report-availability-any",
        "report-availability-seen",
    ];
    let of_journeys = &["report-journey", "report-availability-series", "report-availability-seen"];
    Some(view! {
        <Table title="report-availability" heads=of_components>{components}</Table>
        {(!journeys.is_empty()).then(|| view! { <Table title="report-journeys" heads=of_journeys>{journeys}</Table> })}
        <p>{say("report-availability-about")}</p>
    })
}
