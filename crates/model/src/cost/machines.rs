//! Hours of machines: what is reserved is paid all the time, the rest by the hour or as spot.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Offer, Provenance};

use super::{Architecture, Bill, Bought, Charge, ChargeKind, Component, HOURS, LineItem, Usage, line, price};

/// How the replicas of a component are bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Replicas that are paid whether they are there or not, and for how long that was agreed.
    pub reserved: u32,
    pub reserved_as: Bought,
    /// How all others are bought.
    pub rest: Bought,
}

impl Component {
    /// How its replicas are bought.
    pub fn purchase(&self) -> Purchase {
        let chosen = |key| self.choice(key).as_deref().and_then(Bought::find).unwrap_or_default();
        let bought = chosen("purchase");
        if bought.is_reserved() {
            let reserved = self.number("reserved_replicas").unwrap_or(0.0) as u32;
            Purchase { reserved, reserved_as: bought, rest: chosen("burst") }
        } else {
            Purchase { reserved: 0, reserved_as: Bought::OnDemand, rest: bought }
        }
    }

    /// Which of so many replicas are spot: those that come after the reserved ones.
    pub fn spot_replicas(&self, replicas: u32) -> std::ops::Range<u32> {
        let Purchase { reserved, rest, .. } = self.purchase();
        if rest == Bought::Spot { reserved.min(replicas)..replicas } else { replicas..replicas }
    }
}

/// What one more replica of a component costs for an hour, bought as those beyond the reserved ones are.
pub fn replica_dollars_per_hour(architecture: &Architecture, component: &Component) -> f64 {
    let dollars = |replicas: u32| {
        let there = vec![(component.purchase().reserved + replicas, 1.0)];
        let usage = Usage { replicas: BTreeMap::from([(component.id, there)]), ..Usage::default() };
        let bill = Bill { architecture, usage: &usage, write_share: 0.0, public: BTreeSet::new() };
        let lines = component.kind.charges.iter().filter_map(|it| bill.machine_hours(component, it));
        lines.flatten().map(|it| it.dollars).sum::<f64>()
    };
    (dollars(1) - dollars(0)) / HOURS
}

impl Architecture {
    /// Share of the price on demand that is left, and where that is from: what a contract of one's own says, if it says
    /// anything, as far as it is sold that way at all.
    pub fn price_bought(&self, offer: &Offer, bought: Bought) -> Option<(f64, Provenance)> {
        let listed = offer.price(bought)?;
        Some(self.planning.discounts.off(bought).map_or(listed, |off| (1.0 - off, Provenance::Own)))
    }
}

impl Bill<'_> {
    /// The lines of a charge by the hour; `None` for other charges.
    pub(super) fn machine_hours(&self, component: &Component, charge: &Charge) -> Option<Vec<LineItem>> {
        let number = |key| component.number(key).unwrap_or(0.0);
        let per_replica = match charge.kind {
            ChargeKind::Hours => 1.0,
            ChargeKind::CpuHours => number("cpu_millicores") / 1000.0,
            ChargeKind::MemoryHours => number("memory_megabytes") / 1024.0,
            _ => return None,
        };
        let Some((unit_dollars, provenance)) = price(component, charge) else { return Some(Vec::new()) };
        let unit_dollars = unit_dollars * self.mean_price(component, |it| it.compute);
        let purchase = component.purchase();
        let as_drawn = [(component.replicas(), 1.0)];
        let there: &[(u32, f64)] = self.usage.replicas.get(&component.id).map_or(&as_drawn, Vec::as_slice);
        let beyond =
            |&(replicas, share): &(u32, f64)| f64::from(replicas.saturating_sub(purchase.reserved)) * share;
        let rest: f64 = there.iter().map(beyond).sum();
        let parts = [(purchase.reserved_as, f64::from(purchase.reserved)), (purchase.rest, rest)];
        let lines = parts.into_iter().filter_map(|(bought, replicas)| {
            // What cannot be bought that way costs its price by the hour.
            let offered = charge.offer.and_then(|it| self.architecture.price_bought(it, bought));
            let (share, provenance) = offered.unwrap_or((1.0, provenance));
            let hours = replicas * per_replica * HOURS;
            let item = line(charge.kind, hours, hours * unit_dollars * share, provenance)?;
            Some(LineItem { bought, ..item })
        });
        Some(lines.collect())
    }
}
