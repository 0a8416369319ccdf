//! What an architecture costs in a month: the catalogue's prices, applied to replicas, regions and traffic.
//!
//! A month has 730 hours. Free tiers and volume discounts are left out; the figure is for comparing designs, not for
//! paying bills.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    architecture::{Architecture, ComponentId, ConnectionId},
    catalog::{Bought, Charge, ChargeKind, Provenance, Rate, Region, Role},
    component::{Component, Placement},
    connection::Relation,
    graph::Graph,
    lean,
    workload::Access,
};

mod crossing;
mod machines;

pub use machines::{Purchase, replica_dollars_per_hour};

/// Hours in a month, as cloud providers count them: 365 × 24 / 12.
pub const HOURS: f64 = 730.0;
pub const SECONDS: f64 = HOURS * 3600.0;

/// What was used, by a run or an estimate. What has no entry costs what it costs while idle, and has the replicas that are
/// drawn all the time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// Requests that arrive at each component.
    pub requests_per_sec: BTreeMap<ComponentId, f64>,
    /// Calls and messages over each connection, tries included.
    pub calls_per_sec: BTreeMap<ConnectionId, f64>,
    /// How many replicas were there for which share of the time.
    pub replicas: BTreeMap<ComponentId, Vec<(u32, f64)>>,
}

impl Usage {
    /// What is to be expected of the traffic that the workloads send in the long run, before anything queues or fails.
    pub fn expected(architecture: &Architecture) -> Self {
        let graph = Graph::new(architecture);
        let traffic = graph.lasting_traffic();
        let ids = (0..graph.n_components()).map(|it| graph.component(it).id);
        let connections = architecture.connections.iter().map(|it| it.id);
        Self {
            requests_per_sec: lean::map(ids.zip(traffic.at_per_sec.iter().copied())),
            calls_per_sec: lean::map(connections.zip(traffic.over_per_sec.iter().copied())),
            replicas: BTreeMap::new(),
        }
    }
}

/// The bill of a month, in US dollars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    pub total_dollars: f64,
    pub components: BTreeMap<ComponentId, ComponentCost>,
}

impl Cost {
    /// What all components together cost for one thing.
    pub fn dollars_for(&self, kind: ChargeKind) -> f64 {
        let items = self.components.values().flat_map(|it| &it.items);
        total(items.filter(|it| it.kind == kind).map(|it| it.dollars))
    }
}

/// What one component costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentCost {
    pub total_dollars: f64,
    /// What it consists of; nothing that costs nothing.
    pub items: Vec<LineItem>,
}

/// A line of the bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineItem {
    pub kind: ChargeKind,
    /// How it is bought; on demand where there is no choice.
    pub bought: Bought,
    /// How many of what [`ChargeKind`] counts, in a month.
    pub quantity: f64,
    /// Price of one; the average where replicas run in several regions.
    pub unit_dollars: f64,
    pub dollars: f64,
    pub provenance: Provenance,
}

/// What `architecture` costs in a month in which as much is used as `usage` says.
pub fn monthly_cost(architecture: &Architecture, usage: &Usage) -> Cost {
    let bill = Bill {
        architecture,
        usage,
        write_share: write_share(architecture),
        public: answered_to_users(architecture),
    };
    let mut between = bill.between();
    let components = lean::map(architecture.components.iter().map(|it| {
        let mut items = bill.items(it);
        items.extend(between.remove(&it.id).unwrap_or_default());
        (it.id, ComponentCost { total_dollars: total(items.iter().map(|it| it.dollars)), items })
    }));
    Cost { total_dollars: total(components.values().map(|it| it.total_dollars)), components }
}

struct Bill<'a> {
    architecture: &'a Architecture,
    usage: &'a Usage,
    /// Share of the traffic that writes, 0.0 to 1.0.
    write_share: f64,
    /// Components whose answers go to the internet.
    public: BTreeSet<ComponentId>,
}

impl Bill<'_> {
    fn items(&self, component: &Component) -> Vec<LineItem> {
        let per_sec = self.usage.requests_per_sec.get(&component.id).copied().unwrap_or(0.0);
        let charges = component.kind.charges.iter();
        let paid = charges.flat_map(|it| match self.machine_hours(component, it) {
            Some(lines) => lines,
            None => self.item(component, it, per_sec).into_iter().collect(),
        });
        paid.chain(self.egress(component, per_sec)).collect()
    }

    fn item(&self, component: &Component, charge: &Charge, per_sec: f64) -> Option<LineItem> {
        let (unit_dollars, provenance) = price(component, charge)?;
        let n_replicas = f64::from(component.replicas());
        let number = |key| component.number(key).unwrap_or(0.0);
        let millions = per_sec * SECONDS / 1e6;
        // How many are paid, and how many they would be at the prices of US East.
        let same = |quantity: f64| (quantity, quantity);
        let (quantity, priced) = match charge.kind {
            // See `machine_hours`, and `between`.
            ChargeKind::Hours
            | ChargeKind::CpuHours
            | ChargeKind::MemoryHours
            | ChargeKind::BetweenZones
            | ChargeKind::BetweenRegions => return None,
            ChargeKind::Month => same(1.0),
            ChargeKind::Requests => same(millions),
            ChargeKind::Reads => same(millions * (1.0 - self.write_share)),
            ChargeKind::Writes => same(millions * self.write_share),
            // Every replica has a disk of its own.
            ChargeKind::Storage if component.kind.param("volume_type").is_some() => {
                let gigabytes = number("storage_gb") * n_replicas;
                (gigabytes, gigabytes * self.mean_price(component, |it| it.storage))
            }
            // The provider keeps its copies at the price of one.
            ChargeKind::Storage => same(number("storage_gb")),
            ChargeKind::Traffic | ChargeKind::Egress => same(gigabytes(component, per_sec)),
            ChargeKind::GigabyteSeconds => {
                let seconds = component.spec().server.service.mean_millis / 1000.0;
                same(per_sec * SECONDS * seconds * number("memory_megabytes") / 1024.0)
            }
            ChargeKind::RequestUnitHours => same(number("request_units") / 100.0 * HOURS),
            ChargeKind::Secrets => same(number("secrets")),
            ChargeKind::BuildMinutes => same(number("build_minutes")),
        };
        line(charge.kind, quantity, priced * unit_dollars, provenance)
    }

    /// A price in the regions of its replicas, in relation to US East.
    fn mean_price(&self, component: &Component, of: fn(&Region) -> f64) -> f64 {
        let placed = component.placements.iter();
        let sum: f64 = placed.map(|it| f64::from(it.replicas) * of(&self.region(it))).sum();
        if component.replicas() > 0 { sum / f64::from(component.replicas()) } else { 0.0 }
    }

    // Answers that leave the cloud; a CDN charges for them itself.
    fn egress(&self, component: &Component, per_sec: f64) -> Option<LineItem> {
        if !self.public.contains(&component.id) || component.kind.role == Role::Edge {
            return None;
        }
        let region = component.placements.first().map_or(Region::DEFAULT, |it| self.region(it));
        let gigabytes = gigabytes(component, per_sec);
        let dollars = gigabytes * region.egress_dollars_per_gb;
        line(ChargeKind::Egress, gigabytes, dollars, Provenance::Published(Region::EGRESS_SOURCE))
    }

    fn region(&self, placement: &Placement) -> Region {
        let zones = self.architecture.zones_around(placement.zone);
        zones.iter().find_map(|it| it.region.as_deref()).and_then(Region::find).unwrap_or(Region::DEFAULT)
    }
}

// The sum of no numbers is minus zero, which would be written as such.
fn total(dollars: impl Iterator<Item = f64>) -> f64 {
    dollars.sum::<f64>() + 0.0
}

fn line(kind: ChargeKind, quantity: f64, dollars: f64, provenance: Provenance) -> Option<LineItem> {
    (dollars > 0.0).then(|| LineItem {
        kind,
        bought: Bought::OnDemand,
        quantity,
        unit_dollars: dollars / quantity,
        dollars,
        provenance,
    })
}

// Gigabytes handed out in a month.
fn gigabytes(component: &Component, per_sec: f64) -> f64 {
    per_sec * SECONDS * component.number("payload_kilobytes").unwrap_or(0.0) / 1e6
}

fn price(component: &Component, charge: &Charge) -> Option<(f64, Provenance)> {
    match charge.rate {
        Rate::Dollars(dollars) => Some((dollars, charge.provenance)),
        Rate::OfSize => Some((component.size()?.dollars_per_hour, charge.provenance)),
        Rate::ByChoice { key, prices } => {
            let choice = component.choice(key)?;
            prices.iter().find(|it| it.choice == choice).map(|it| (it.dollars, it.provenance))
        }
    }
}

/// Components that answer users directly, or through what only lets requests pass.
fn answered_to_users(architecture: &Architecture) -> BTreeSet<ComponentId> {
    let role = |id| architecture.component(id).map_or(Role::Unknown, |it| it.kind.role);
    let passes = |role| matches!(role, Role::Firewall | Role::NetworkGateway | Role::Proxy | Role::Resolver);
    let mut next: Vec<_> =
        architecture.components.iter().filter(|it| it.kind.role == Role::User).map(|it| it.id).collect();
    let mut seen = lean::set(next.iter().copied());
    let mut found = BTreeSet::new();
    while let Some(id) = next.pop() {
        for connection in architecture.outgoing(id).filter(|it| it.relation == Relation::Call) {
            if seen.insert(connection.to) {
                if passes(role(connection.to)) {
                    next.push(connection.to);
                } else {
                    found.insert(connection.to);
                }
            }
        }
    }
    found
}

/// Share of the requests of all workloads that write, 0.0 to 1.0; each workload counts by its rate.
fn write_share(architecture: &Architecture) -> f64 {
    let (mut writes, mut all) = (0.0, 0.0);
    for workload in architecture.components.iter().filter_map(|it| it.workload.as_ref()) {
        let rate = workload.mean_per_sec();
        let weight: f64 = workload.classes.iter().map(|it| it.weight).sum();
        if weight > 0.0 {
            let writing = workload.classes.iter().filter(|it| it.access == Access::Write);
            writes += rate * writing.map(|it| it.weight).sum::<f64>() / weight;
            all += rate;
        }
    }
    if all > 0.0 { writes / all } else { 0.0 }
}

#[cfg(test)]
mod tests;
