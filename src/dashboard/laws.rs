//! Whether the run obeys the laws that hold for every queue, and what theory says where it knows the exact numbers.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Architecture, Message};
use sim::{
    Measured, Report,
    laws::{ComponentLaws, Exempt, Law, laws},
};

use super::{
    availability::Reliability,
    figures::{ComponentLink, figure, figure_or_dash},
    report::Table,
};
use crate::text::{say, say_arg, say_message};

/// `ran`: the drawing of the run.
#[component]
pub fn Laws(report: Arc<Report>, ran: Arc<Architecture>) -> impl IntoView {
    let rows: Vec<ComponentLaws> = laws(&ran, &report);
    let law_row = |it: &ComponentLaws| {
        let name = report.component(it.id).map_or("", |it| it.name.as_str());
        view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=name/></th>
                {law(it.little)}
                {law(it.busy)}
            </tr>
        }
    };
    let exact_row = |it: &ComponentLaws| {
        let (exact, run) = (it.exact?, report.component(it.id)?);
        Some(view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=run.name.clone()/></th>
                <td class="words">{exact.queue}</td>
                {beside(run.wait.mean_millis, Arg::Millis, Some(exact.wait_millis))}
                {beside(run.probability_of_waiting, Arg::Ratio, exact.probability_of_waiting)}
                {beside(run.probability_of_rejection, Arg::Ratio, Some(exact.probability_of_rejection))}
                {beside(run.utilization, Arg::Ratio, Some(exact.utilization))}
            </tr>
        })
    };
    let law_rows: Vec<_> = rows.iter().map(law_row).collect();
    let exact_rows: Vec<_> = rows.iter().filter_map(exact_row).collect();
    let law_heads = &[
        "report-component",
        "laws-queue",
        "laws-rate-wait",
        "laws-little",
        "laws-busy",
        "laws-rate-service",
        "laws-utilization",
    ];
    let exact_heads = &[
        "report-component",
        "laws-exact-queue",
        "laws-exact-wait",
        "report-wait",
        "laws-exact-waiting",
        "laws-waiting",
        "laws-exact-rejection",
        "laws-rejection",
        "laws-exact-utilization",
        "report-slots-busy",
    ];
    let is_repeated = report.settings.replications > 1;
    let has_others = exact_rows.len() < law_rows.len();
    view! {
        <details class="laws">
            <summary id="check-model">{say("laws-title")}</summary>
            <p>{conservation(&report)}</p>
            <p>{say("laws-about")}</p>
            <Table title="laws-both" heads=law_heads>{law_rows}</Table>
            {if exact_rows.is_empty() {
                view! { <p>{say("laws-no-exact")}</p> }.into_any()
            } else {
                view! {
                    <Table title="laws-exact" heads=exact_heads>{exact_rows}</Table>
                    <p>{say(if is_repeated { "laws-exact-about" } else { "laws-exact-about-one" })}</p>
                }.into_any()
            }}
            {has_others.then(|| view! { <p>{say("laws-exact-when")}</p> })}
            <Reliability report ran/>
        </details>
    }
}

/// Requests in and out, with the numbers.
fn conservation(report: &Report) -> String {
    let total = &report.total;
    let count = |it: u64| Arg::Count(it as f64);
    let (before, after) =
        (total.in_flight_at_start + total.generated, total.succeeded + total.failed + total.in_flight_at_end);
    let message = Message::new(if before == after { "laws-conserved" } else { "laws-not-conserved" })
        .with("start", count(total.in_flight_at_start))
        .with("generated", count(total.generated))
        .with("succeeded", count(total.succeeded))
        .with("failed", count(total.failed))
        .with("end", count(total.in_flight_at_end));
    say_message(&message)
}

/// What theory says, and what the run found.
fn beside(run: Option<Measured>, unit: fn(f64) -> Arg, exact: Option<f64>) -> impl IntoView {
    let theory = exact.map_or_else(|| "–".to_owned(), |it| say_arg(&unit(it)));
    view! {
        <td>{theory}</td>
        <td>{off(run, unit, exact)}</td>
    }
}

/// A figure of the run, by how much it is off the exact one, and whether its interval holds that.
fn off(run: Option<Measured>, unit: fn(f64) -> Arg, exact: Option<f64>) -> String {
    let (Some(it), Some(exact)) = (run, exact.filter(|it| *it > 0.0)) else { return figure_or_dash(run, unit) };
    let off = it.value / exact - 1.0;
    let id = if off < 0.0 { "laws-below" } else { "laws-above" };
    let by = Message::new(id).with("run", figure(run, unit)).with("off", Arg::Ratio(off.abs()));
    let by = say_message(&by);
    let Some(half_width) = it.half_width else { return by };
    let is_within = (it.value - exact).abs() <= half_width;
    format!("{by}, {}", say(if is_within { "laws-within" } else { "laws-outside" }))
}

/// What was counted, what follows, and by how much they differ.
fn law(law: Result<Law, Exempt>) -> impl IntoView {
    let it = match law {
        Ok(it) => it,
        Err(why) => return view! { <td>"–"</td><td>"–"</td><td class="words">{say(why.label())}</td> },
    };
    let verdict = if !it.is_telling() {
        say("laws-too-short")
    } else {
        let id = if it.holds() { "laws-holds" } else { "laws-broken" };
        let off = Message::new(id)
            .with("off", Arg::Ratio(it.residual().abs()))
            .with("most", Arg::Ratio(it.tolerance));
        say_message(&off)
    };
    view! {
        <td>{say_arg(&Arg::Number(it.found))}</td>
        <td>{say_arg(&Arg::Number(it.expected))}</td>
        <td class="words">{verdict}</td>
    }
}
