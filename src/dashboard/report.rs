//! What a run found out: whether it was good enough, why not, and the tables behind it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Arg, Item, Kind, Message, RunSettings};
use sim::{
    Report,
    explain::Cause,
    report::{ComponentReport, ErrorCount, ErrorPlace, Journey},
};

use super::{
    availability::{Failovers, StaleReads},
    back::TwoWays,
    blast::WhoWasHit,
    costs::Costs,
    figures::{ComponentLink, FigureTable, figure, figure_or_dash, is_broker, percent, percentile, waiting},
    laws::Laws,
    objectives::Objectives,
    scenario::KeepByHand,
    tiers::Tiers,
};
use crate::{
    run::Run,
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

/// What a person wants to know first: were the promises kept, and what went under first.
#[component]
pub fn Answer(report: Arc<Report>) -> impl IntoView {
    let causes = report.explanation.iter().cloned().map(|cause| view! { <CauseRow cause/> }).collect_view();
    let has_causes = !report.explanation.is_empty();
    let stopped = report.stopped.as_ref().map(|it| view! { <p class="report-note">{say_message(it)}</p> });
    let failed = failed_all_the_same(&report);
    let workspace = expect_context::<Workspace>();
    let waits = workspace.document.with_untracked(|it| report.waits_for_places(it));
    let waits = waits.into_iter().map(|it| view! { <p>{say_message(&it)}</p> }).collect_view();
    let for_ways = Arc::clone(&report);
    view! {
        <div class="report answer">
            {stopped}
            <Objectives report/>
            <section aria-labelledby="report-why">
                <h3 id="report-why">{say("report-why")}</h3>
                {if has_causes {
                    view! { <ol class="causes">{causes}</ol> }.into_any()
                } else {
                    view! { <p>{say("report-nothing-saturated")} " " {failed}</p> }.into_any()
                }}
                {waits}
            </section>
            <KeepByHand/>
            <TwoWays report=for_ways/>
        </div>
    }
}

/// What most requests failed of where no saturation explains it.
fn failed_all_the_same(report: &Report) -> Option<String> {
    let workspace = expect_context::<Workspace>();
    let most = report.errors.iter().max_by_key(|it| it.count)?;
    let ended = (report.total.succeeded + report.total.failed).max(1) as f64;
    let message = Message::new("report-failed-all-the-same")
        .with("share", Arg::Ratio(report.total.failed as f64 / ended))
        .with("most", Arg::Ratio(most.count as f64 / report.total.failed.max(1) as f64))
        .with("cause", most.cause.message())
        .with("place", workspace.document.with_untracked(|it| place_name(it, most.place)));
    Some(say_message(&message))
}

/// A component's name, or those of both ends of a connection.
fn place_name(document: &Architecture, place: ErrorPlace) -> String {
    match place {
        ErrorPlace::Component(id) => document.component_name(id).to_owned(),
        ErrorPlace::Connection(id) => document.connection_name(id).unwrap_or_default(),
    }
}

/// The tables.
#[component]
pub fn ReportView(report: Arc<Report>) -> impl IntoView {
    let ran = expect_context::<Run>().subject_untracked();
    view! {
        <div class="report">
            <Errors report=Arc::clone(&report)/>
            <WhoWasHit report=Arc::clone(&report)/>
            <Failovers components=report.components.clone()/>
            <StaleReads components=report.components.clone()/>
            <Tiers components=report.components.clone()/>
            <Journeys journeys=journeys_of(&report)/>
            <Costs report=Arc::clone(&report)/>
            <Components components=report.components.clone()/>
            <Resources components=report.components.clone()/>
            {ran.clone().map(|ran| view! { <Laws report=Arc::clone(&report) ran/> })}
            <Provenance report ran/>
        </div>
    }
}

#[component]
fn CauseRow(cause: Cause) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let name = move |id| {
        workspace.document.with_untracked(|it| it.component_name(id).to_owned())
    };
    let chain = cause.chain.clone();
    let links = chain.iter().map(|&id| view! { <li><ComponentLink id name=name(id)/></li> }).collect_view();
    view! {
        <li>
            <span class="cause-time figures">{say_arg(&Arg::Moment(cause.at_secs))}</span>
            <span>{say_message(&cause.message)}</span>
            <ol class="chain" aria-label=say("report-chain")>
                {links}
            </ol>
        </li>
    }
}

/// The whole first, then each journey, unless there is only one.
fn journeys_of(report: &Report) -> Vec<Journey> {
    let mut total = report.total.clone();
    total.name = say("report-all-journeys");
    let several = report.journeys.len() > 1;
    std::iter::once(total).chain(report.journeys.iter().filter(|_| several).cloned()).collect()
}

/// A table under its title.
#[component]
pub fn Table(title: &'static str, heads: &'static [&'static str], children: Children) -> impl IntoView {
    view! {
        <section aria-label=say(title)>
            <h3>{say(title)}</h3>
            <FigureTable label=title heads>{children()}</FigureTable>
        </section>
    }
}

#[component]
fn Journeys(journeys: Vec<Journey>) -> impl IntoView {
    let row = |it: Journey| {
        view! {
            <tr>
                <th scope="row">{it.name}</th>
                <td>{say_arg(&Arg::Count(it.generated as f64))}</td>
                <td>{figure(it.success_ratio, Arg::Ratio)}</td>
                <td>{figure(it.throughput_per_sec, Arg::PerSec)}</td>
                <td>{percentile(it.latency.mean_millis, it.latency.why_missing())}</td>
                <td>{percentile(it.latency.p50_millis, it.latency.why_missing())}</td>
                <td>{percentile(it.latency.p95_millis, it.latency.why_missing())}</td>
                <td>{percentile(it.latency.p99_millis, it.latency.why_missing())}</td>
            </tr>
        }
    };
    let heads = &[
        "report-journey",
        "report-requests",
        "report-succeeded",
        "report-throughput",
        "report-mean",
        "report-p50",
        "report-p95",
        "report-p99",
    ];
    view! { <Table title="report-journeys" heads>{journeys.into_iter().map(row).collect_view()}</Table> }
}

#[component]
fn Errors(report: Arc<Report>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let place = move |place: ErrorPlace| {
        let name = workspace.document.with_untracked(|it| place_name(it, place));
        match place {
            ErrorPlace::Component(id) => view! { <ComponentLink id name/> }.into_any(),
            ErrorPlace::Connection(id) => view! {
                <button type="button" class="link" on:click=move |_| workspace.reveal([Item::Connection(id)])>
                    {name}
                </button>
            }
            .into_any(),
        }
    };
    let failed = report.total.failed.max(1) as f64;
    let row = move |it: &ErrorCount| {
        view! {
            <tr>
                <th scope="row">{say_message(&it.cause.message())}</th>
                <td class="words">{place(it.place)}</td>
                <td>{say_arg(&Arg::Count(it.count as f64))}</td>
                <td>{say_arg(&Arg::Ratio(it.count as f64 / failed))}</td>
            </tr>
        }
    };
    let heads = &["report-cause", "report-place", "report-requests", "report-share"];
    let rows = report.errors.iter().map(row).collect_view();
    (!report.errors.is_empty()).then(|| view! { <Table title="report-errors" heads>{rows}</Table> })
}

#[component]
fn Components(components: Vec<ComponentReport>) -> impl IntoView {
    // Who has no slots has no queue; a millionth of a request is nobody.
    let in_queue = |it: &ComponentReport| {
        let kind = Kind::find(&it.kind);
        let thousandths = |it: f64| Arg::Number((it * 1e3).round() / 1e3);
        waiting(kind, figure_or_dash(it.mean_in_queue.filter(|_| it.slots.is_some() || is_broker(kind)), thousandths))
    };
    let row = |it: ComponentReport| {
        view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=it.name.clone()/></th>
                <td>{figure_or_dash(it.throughput_per_sec, Arg::PerSec)}</td>
                <td>{figure_or_dash(it.utilization, Arg::Ratio)}</td>
                <td>{figure_or_dash(it.load_ratio, Arg::Ratio)}</td>
                <td>{in_queue(&it)}</td>
                <td>{figure_or_dash(it.wait.mean_millis, Arg::Millis)}</td>
                <td>{figure_or_dash(it.mean_service_millis, Arg::Millis)}</td>
                <td>{figure_or_dash(it.sojourn.mean_millis, Arg::Millis)}</td>
                <td>{percentile(it.sojourn.p99_millis, it.sojourn.why_missing())}</td>
                <td>{say_arg(&Arg::Count(it.failed as f64))}</td>
            </tr>
        }
    };
    let heads = &[
        "report-component",
        "report-throughput",
        "report-slots-busy",
        "report-load-ratio",
        "report-queue",
        "report-wait",
        "report-service",
        "report-mean",
        "report-p99",
        "report-failed",
    ];
    let rows = components.into_iter().filter(|it| it.arrived > 0).map(row).collect_view();
    view! { <Table title="report-components" heads>{rows}</Table> }
}

#[component]
fn Resources(components: Vec<ComponentReport>) -> impl IntoView {
    let row = |it: ComponentReport| {
        let resources = it.resources?;
        Some(view! {
            <tr>
                <th scope="row"><ComponentLink id=it.id name=it.name/></th>
                <td>{figure(Some(resources.cpu_percent), percent)}</td>
                <td>{figure(Some(resources.memory_percent), percent)}</td>
                <td>{figure(Some(resources.disk_percent), percent)}</td>
                <td>{figure(Some(resources.network_percent), percent)}</td>
            </tr>
        })
    };
    let heads = &["report-component", "report-cpu", "report-memory", "report-disk", "report-network"];
    let rows = components.into_iter().filter(|it| it.arrived > 0).filter_map(row).collect_view();
    view! { <Table title="report-resources" heads>{rows}</Table> }
}

/// How the numbers came about: enough to get the same ones again, and what they rest on.
#[component]
fn Provenance(report: Arc<Report>, ran: Option<Arc<Architecture>>) -> impl IntoView {
    let settings = report.settings;
    let asked = ran.map_or_else(RunSettings::default, |it| it.settings);
    let found = if asked.warm_up_secs.is_none() { "report-warm-up-found" } else { "report-warm-up-set" };
    let warm_up = Message::new(found).with("length", Arg::Millis(settings.warm_up_secs * 1e3));
    let duration = Arg::Millis(report.measured_secs * 1e3);
    let repetitions = (settings.replications > 1).then(|| {
        let is_early = settings.replications < asked.replications;
        let made = Message::new(if is_early { "report-repetitions-early" } else { "report-repetitions" })
            .with("made", settings.replications)
            .with("most", asked.replications)
            .with("duration", duration.clone());
        let precision = report.total.latency.mean_millis.and_then(|it| Some(it.half_width? / it.value));
        let known = precision.map(|it| {
            let id = if asked.precision > 0.0 { "report-precision-asked" } else { "report-precision" };
            let known = Message::new(id).with("precision", Arg::Ratio(it));
            say_message(&known.with("asked", Arg::Ratio(asked.precision)))
        });
        view! { <p>{say_message(&made)} " " {known}</p> }
    });
    let about = Message::new("report-about")
        .with("engine", report.engine.clone())
        .with("seed", settings.seed.to_string())
        .with("duration", duration)
        .with("warm-up", warm_up)
        .with("events", Arg::Count(report.events as f64))
        .with("digest", report.digest.clone());
    let assumptions =
        report.assumptions.iter().map(|it| view! { <li>{say_message(it)}</li> }).collect_view();
    view! {
        <section aria-labelledby="report-about">
            <h3 id="report-about">{say("report-about-title")}</h3>
            <p>{say_message(&about)}</p>
            {repetitions}
            <details>
                <summary>{say("report-assumptions")}</summary>
                <ul>{assumptions}</ul>
            </details>
        </section>
    }
}
