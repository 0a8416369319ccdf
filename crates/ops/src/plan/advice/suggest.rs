//! What the runs of a drawing suggest: what was hardly used, and what was always there.

use model::{Architecture, Component, catalog::Bought, cost::monthly_cost, lean};
use sim::Report;

use super::Advice;
use crate::plan::sizes::{cheaper_size, fewer_to};

/// Most pieces of advice that take runs of their own, those that promise most first.
const MOST: usize = 12;
/// Use of a component that is aimed at, as a share of its slots or processors.
const AIM: f64 = 0.6;
/// What saves less is not worth a change: dollars a month.
const LEAST_DOLLARS: f64 = 1.0;

/// What the runs of a drawing suggest.
pub(super) fn suggestions(architecture: &Architecture, reports: &[&Report]) -> Vec<Advice> {
    let mut resizes = Vec::new();
    let mut purchases = Vec::new();
    for component in architecture.components.iter().filter(|it| !it.kind.is_source()) {
        let Some(used) = most_used(component, reports) else { continue };
        if component.spec().scaling.auto.is_none() {
            // One alone would fail as a whole.
            let to = ((f64::from(component.replicas()) * used / AIM).ceil() as u32).max(2);
            resizes.extend(fewer_to(component, to).map(Advice::Resize));
        }
        resizes.extend(cheaper_size(component, used, AIM).map(Advice::Resize));
        purchases.extend(bought_otherwise(architecture, component, reports));
    }
    let usage = reports.first().map(|it| it.usage()).unwrap_or_default();
    let dollars = |it: &Architecture| monthly_cost(it, &usage).total_dollars;
    let now = dollars(architecture);
    let saves =
        |it: &Advice| architecture.edited(&it.edit(architecture)).map_or(0.0, |it| now - dollars(&it));
    // Those that need no runs of their own are all tried.
    let (free, spot): (Vec<Advice>, Vec<Advice>) =
        purchases.into_iter().partition(|it| matches!(it, Advice::Reserve { .. }));
    let mut to_run: Vec<(f64, Advice)> = resizes.into_iter().chain(spot).map(|it| (saves(&it), it)).collect();
    lean::sort_by(&mut to_run, |a, b| b.0.total_cmp(&a.0));
    to_run.truncate(MOST);
    to_run.extend(free.into_iter().map(|it| (saves(&it), it)));
    to_run.into_iter().filter(|it| it.0 >= LEAST_DOLLARS).map(|it| it.1).collect()
}

/// Share of its slots or processors that it used in the fullest run.
fn most_used(component: &Component, reports: &[&Report]) -> Option<f64> {
    let of = |report: &&Report| {
        let it = report.component(component.id)?;
        Some(it.utilization?.value.max(it.load_ratio?.value))
    };
    reports.iter().map(of).collect::<Option<Vec<f64>>>()?.into_iter().reduce(f64::max)
}

/// Reserving what is there most of the time, and spot for the rest, where nobody has said how it is bought.
fn bought_otherwise(architecture: &Architecture, component: &Component, reports: &[&Report]) -> Vec<Advice> {
    let id = component.id;
    let Some(offer) = component.kind.offer().filter(|_| !component.params.contains_key("purchase")) else {
        return Vec::new();
    };
    let always = |bought: Bought| {
        let price = architecture.price_bought(offer, bought)?.0;
        let replicas = worth_reserving(component, reports, price);
        (replicas > 0).then_some(Advice::Reserve { component: id, replicas, bought })
    };
    let terms = [Bought::OneYear, Bought::ThreeYears].into_iter().filter_map(always);
    let base = match component.spec().scaling.auto {
        Some(auto) => auto.min,
        None => component.replicas().div_ceil(2),
    };
    let comes_and_goes = component.replicas() > base || component.spec().scaling.auto.is_some();
    let spot = (comes_and_goes && offer.price(Bought::Spot).is_some())
        .then_some(Advice::SpotBeyond { component: id, replicas: base });
    terms.chain(spot).collect()
}

/// Replicas that are there for a larger share of the time than their reserved price is of that by the hour.
fn worth_reserving(component: &Component, reports: &[&Report], price: f64) -> u32 {
    let mut there: Vec<(u32, f64)> = Vec::new();
    for report in reports {
        match report.usage().replicas.remove(&component.id) {
            Some(known) => there.extend(known),
            None => there.push((component.replicas(), 1.0)),
        }
    }
    let share = |replicas: u32| {
        there.iter().filter(|it| it.0 >= replicas).map(|it| it.1).sum::<f64>() / reports.len() as f64
    };
    let most = there.iter().map(|it| it.0).max().unwrap_or(0);
    (1..=most).take_while(|it| share(*it) > price).last().unwrap_or(0)
}
