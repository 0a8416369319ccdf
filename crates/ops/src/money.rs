//! What a run cost: for each journey, for what failed, and for machines that came on top.

use std::collections::BTreeMap;

use model::{
    Architecture, ComponentId,
    cost::{SECONDS, monthly_cost, replica_dollars_per_hour},
    graph::Graph,
};
use sim::Report;

/// What a run cost, in dollars.
#[derive(Clone, Debug, PartialEq)]
pub struct RunCost {
    /// All journeys together; its name is empty.
    pub total: JourneyCost,
    /// In the order of the report.
    pub journeys: Vec<JourneyCost>,
    /// What the requests that failed cost, over all replications. `None`: nobody has said what one costs.
    pub failures_dollars: Option<f64>,
    /// What replicas beyond those that are drawn cost for as long as they were there.
    pub added_dollars: f64,
}

/// The part of the bill that is due to a journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneyCost {
    pub name: String,
    /// For a month of such traffic.
    pub dollars_per_month: f64,
    /// For a thousand requests that were answered. `None`: none was.
    pub per_thousand_dollars: Option<f64>,
}

/// What a run of a drawing cost. A component's bill is shared by the requests that each journey sends to it, as the drawing
/// says them; what no request comes to is shared by the requests that users send.
pub fn run_cost(architecture: &Architecture, report: &Report) -> RunCost {
    let cost = monthly_cost(architecture, &report.usage());
    let per_thousand = |dollars: f64, succeeded: u64| {
        let thousands = report.per_sec(succeeded) * SECONDS / 1000.0;
        (thousands > 0.0).then(|| dollars / thousands)
    };
    let bills: BTreeMap<ComponentId, f64> =
        cost.components.iter().map(|(id, it)| (*id, it.total_dollars)).collect();
    let shares = shares(architecture, report);
    let mut journeys: Vec<JourneyCost> = report
        .journeys
        .iter()
        .map(|it| JourneyCost { name: it.name.clone(), ..JourneyCost::default() })
        .collect();
    for (id, dollars) in &bills {
        for (journey, share) in journeys.iter_mut().zip(&shares[id]) {
            journey.dollars_per_month += dollars * share;
        }
    }
    for (journey, counted) in journeys.iter_mut().zip(&report.journeys) {
        journey.per_thousand_dollars = per_thousand(journey.dollars_per_month, counted.succeeded);
    }
    RunCost {
        total: JourneyCost {
            name: String::new(),
            dollars_per_month: cost.total_dollars,
            per_thousand_dollars: per_thousand(cost.total_dollars, report.total.succeeded),
        },
        journeys,
        failures_dollars: architecture
            .planning
            .dollars_per_failure
            .map(|each| each * report.total.failed as f64),
        added_dollars: added_dollars(architecture, report),
    }
}

/// For each component the share of each journey of the report in what comes to it; the sum is one.
fn shares(architecture: &Architecture, report: &Report) -> BTreeMap<ComponentId, Vec<f64>> {
    let graph = Graph::new(architecture);
    let traffic = graph.lasting_traffic();
    // The sort of request that each journey is, and how much of that sort.
    let sorts: Vec<Option<(usize, f64)>> = report
        .journeys
        .iter()
        .map(|it| {
            let source = graph.find(it.source?)?;
            let classes = &graph.component(source).workload.as_ref()?.classes;
            let class = classes.iter().find(|class| class.name == it.name)?;
            graph.sort_of(source, class)
        })
        .collect();
    let by_requests = normed(report.journeys.iter().map(|it| it.generated as f64).collect());
    let of = |at: usize| -> Vec<f64> {
        let part = |sort: &Option<(usize, f64)>| {
            sort.map_or(0.0, |(sort, share)| traffic.of_sort_per_sec(at, sort) * share)
        };
        let parts: Vec<f64> = sorts.iter().map(part).collect();
        if parts.iter().sum::<f64>() > 0.0 { normed(parts) } else { by_requests.clone() }
    };
    (0..graph.n_components()).map(|at| (graph.component(at).id, of(at))).collect()
}

fn normed(mut parts: Vec<f64>) -> Vec<f64> {
    let sum: f64 = parts.iter().sum();
    if sum > 0.0 {
        parts.iter_mut().for_each(|it| *it /= sum);
    }
    parts
}

fn added_dollars(architecture: &Architecture, report: &Report) -> f64 {
    let added = report.components.iter().map(|it| {
        let Some(component) = architecture.component(it.id) else { return 0.0 };
        // What is reserved is paid for anyway.
        let paid = component.replicas().max(component.purchase().reserved);
        let beyond = |replicas: u32| f64::from(replicas.saturating_sub(paid));
        let hours: f64 = it.replica_secs.iter().map(|it| beyond(it.replicas) * it.secs / 3600.0).sum();
        if hours > 0.0 { hours * replica_dollars_per_hour(architecture, component) } else { 0.0 }
    });
    added.sum::<f64>() + 0.0
}
