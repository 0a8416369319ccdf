//! Traffic between zones: what crosses the border of an availability zone or of a region is paid by the gigabyte.
//!
//! Callers spread their calls over replicas evenly, wherever these are, as the simulator has it; so a call crosses with the
//! probability that two replicas drawn at random lie apart. Writes go to a store's first replica. An answer and its
//! question together have the callee's `payload_kilobytes`, or what is assumed here where its kind has no such setting.
//! What a store repeats at its own replicas is not counted: providers of databases do not charge for it.

use std::collections::BTreeMap;

use super::{
    Bill, ChargeKind, Component, ComponentId, LineItem, Placement, Provenance, Region, Role, SECONDS, line,
};
use crate::{
    architecture::{ConnectionId, ZoneId},
    catalog::BehaviorKind,
    connection::{Connection, Relation},
    lean,
    zone::ZoneKind,
};

/// Of kinds that do not say it: a row or two.
const ASSUMED_KILOBYTES: f64 = 4.0;

/// Where a replica is, as far as the drawing says, and the share of the calls that it makes or takes.
#[derive(Clone, Copy)]
struct Spot {
    region: Option<ZoneId>,
    zone: Option<ZoneId>,
    /// What its region's provider takes for a gigabyte to another one.
    to_region_dollars: f64,
    share: f64,
}

impl Bill<'_> {
    /// Lines for the traffic that comes over borders, by who answers it.
    pub(super) fn between(&self) -> BTreeMap<ComponentId, Vec<LineItem>> {
        // Gigabytes between zones, gigabytes between regions, dollars for these, and whether a size was assumed.
        let mut sums: BTreeMap<ComponentId, (f64, f64, f64, bool)> = BTreeMap::new();
        for connection in self.architecture.connections.iter().filter(|it| it.relation.carries_requests()) {
            let Some((from, to)) = self.ends(connection) else { continue };
            let (kilobytes, is_assumed) = kilobytes(connection, from, to);
            let gigabytes = self.calls_per_sec(connection.id) * SECONDS * kilobytes / 1e6;
            if gigabytes <= 0.0 {
                continue;
            }
            let sum = sums.entry(to.id).or_insert((0.0, 0.0, 0.0, false));
            sum.3 |= is_assumed;
            // Messages go the way of the line; of calls it is the answers that weigh.
            let sends_forward = matches!(connection.relation, Relation::Publish | Relation::Consume);
            let takers = self.spots(to, true);
            for caller in self.spots(from, false) {
                for taker in &takers {
                    let gigabytes = gigabytes * caller.share * taker.share;
                    if differ(caller.region, taker.region) {
                        sum.1 += gigabytes;
                        let sender = if sends_forward { &caller } else { taker };
                        sum.2 += gigabytes * sender.to_region_dollars;
                    } else if differ(caller.zone, taker.zone) {
                        sum.0 += gigabytes;
                    }
                }
            }
        }
        lean::map(sums.into_iter().map(|(id, (zones, regions, regions_dollars, is_assumed))| {
            let provenance =
                if is_assumed { Provenance::Assumed } else { Provenance::Published(Region::TRANSFER_SOURCE) };
            let zones_dollars = zones * Region::BETWEEN_ZONES_DOLLARS_PER_GB;
            let lines = [
                line(ChargeKind::BetweenZones, zones, zones_dollars, provenance),
                line(ChargeKind::BetweenRegions, regions, regions_dollars, provenance),
            ];
            (id, lines.into_iter().flatten().collect())
        }))
    }

    fn calls_per_sec(&self, id: ConnectionId) -> f64 {
        self.usage.calls_per_sec.get(&id).copied().unwrap_or(0.0)
    }

    /// Both ends, if both are machines in the cloud: users and other people's services are reached over the internet.
    fn ends(&self, connection: &Connection) -> Option<(&Component, &Component)> {
        let is_ours = |it: &&Component| !it.kind.is_source() && it.kind.role != Role::External;
        let end = |id| self.architecture.component(id).filter(is_ours);
        Some((end(connection.from)?, end(connection.to)?))
    }

    fn spots(&self, component: &Component, takes: bool) -> Vec<Spot> {
        let all = f64::from(component.replicas().max(1));
        // Share of the calls that only the first replica takes.
        let first = match component.kind.behavior {
            BehaviorKind::Store if takes && component.choice("reads_from").as_deref() == Some("primary") => {
                1.0
            }
            BehaviorKind::Store if takes => self.write_share,
            _ => 0.0,
        };
        let spot = |(index, placement): (usize, &Placement)| {
            let around = self.architecture.zones_around(placement.zone);
            let of = |kind| around.iter().find(|it| it.kind == kind).map(|it| it.id);
            let spread = (1.0 - first) * f64::from(placement.replicas) / all;
            Spot {
                region: of(ZoneKind::Region),
                zone: of(ZoneKind::AvailabilityZone),
                to_region_dollars: self.region(placement).to_region_dollars_per_gb,
                share: spread + if index == 0 { first } else { 0.0 },
            }
        };
        component.placements.iter().enumerate().map(spot).collect()
    }
}

/// Only known differences count, as they do for delays.
fn differ(a: Option<ZoneId>, b: Option<ZoneId>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// Kilobytes of a call, and whether they are assumed here.
fn kilobytes(connection: &Connection, from: &Component, to: &Component) -> (f64, bool) {
    // A message has the size that its broker says.
    let sized = if connection.relation == Relation::Consume { from } else { to };
    sized.number("payload_kilobytes").map_or((ASSUMED_KILOBYTES, true), |it| (it, false))
}
