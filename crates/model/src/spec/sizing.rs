//! From a size that can be bought to slots, service time and fixed delay.

use crate::{
    catalog::{BehaviorKind, Capacity, Concurrency, Size, VOLUMES},
    component::Component,
};

/// What a replica serves unless a person says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizing {
    /// Requests in service at once; `None`: as many as come.
    pub slots: Option<u32>,
    /// Mean own work per request.
    pub service_millis: f64,
    /// What remains of the stated latency.
    pub fixed_delay_millis: f64,
    /// Requests refused beyond it, where the size itself is a limit.
    pub limit_per_sec: Option<f64>,
}

impl Sizing {
    const fn unlimited(service_millis: f64) -> Self {
        Self { slots: None, service_millis, fixed_delay_millis: 0.0, limit_per_sec: None }
    }

    /// Slots, service time and delay that together give the stated capacity and latency.
    ///
    /// Capacity is slots / service time, so service time = slots / capacity. By Little's law a server with that
    /// capacity and latency never has more than capacity × latency requests at once: more slots than that would make
    /// each request slower than stated, so their number stops there.
    fn from_stated(slots: u32, capacity_per_sec: f64, latency_millis: f64) -> Self {
        let most = (capacity_per_sec * latency_millis / 1000.0).max(1.0) as u32;
        let slots = slots.clamp(1, most);
        let service_millis = f64::from(slots) / capacity_per_sec * 1000.0;
        Self {
            slots: Some(slots),
            service_millis,
            fixed_delay_millis: (latency_millis - service_millis).max(0.0),
            limit_per_sec: None,
        }
    }
}

impl Component {
    /// The size in force, for kinds that have sizes.
    pub fn size(&self) -> Option<&'static Size> {
        let (Capacity::Sized { key, sizes, .. } | Capacity::Computing { key, sizes, .. }) =
            self.kind.capacity
        else {
            return None;
        };
        let id = self.effective(key)?;
        sizes.iter().find(|it| Some(it.id) == id.text())
    }

    /// Slots, service time and delay by the size of the component, before a person's own figures.
    pub fn sizing(&self) -> Sizing {
        // Users and tools may run on something that costs, but they serve no requests.
        if matches!(self.kind.behavior, BehaviorKind::Source | BehaviorKind::OffPath) {
            return Sizing::unlimited(0.0);
        }
        match self.kind.capacity {
            Capacity::None => Sizing::unlimited(0.0),
            Capacity::Given { slots, service_millis, fixed_delay_millis } => {
                Sizing { slots, service_millis, fixed_delay_millis, limit_per_sec: None }
            }
            Capacity::Computing { service_millis, .. } => {
                let slots = self.size().map(|it| it.vcpus.max(1));
                Sizing { slots, ..Sizing::unlimited(service_millis) }
            }
            Capacity::Cores { per_core_per_sec, latency_millis, concurrency_per_core } => {
                let cores = self.number("cpu_millicores").unwrap_or(1000.0) / 1000.0;
                let slots = (f64::from(concurrency_per_core) * cores).round() as u32;
                Sizing::from_stated(slots, per_core_per_sec * cores, latency_millis)
            }
            Capacity::Units { service_millis } => {
                let units_per_sec = self.number("request_units").unwrap_or(1.0);
                let per_sec = units_per_sec / self.number("units_per_request").unwrap_or(1.0);
                let slots = (per_sec * service_millis / 1000.0).ceil().max(1.0) as u32;
                Sizing {
                    slots: Some(slots),
                    limit_per_sec: Some(per_sec),
                    ..Sizing::unlimited(service_millis)
                }
            }
            Capacity::Sized { concurrency, work, .. } => {
                // A choice that no table knows was already replaced by the default.
                let Some(size) = self.size() else { return Sizing::unlimited(0.0) };
                let slots = match concurrency {
                    Concurrency::PerVcpu(slots) => slots * size.vcpus,
                    Concurrency::Fixed(slots) => slots,
                };
                let latency_millis =
                    (size.latency_millis * work + self.volume_millis()) * self.exposure_factor();
                Sizing::from_stated(slots, size.capacity_per_sec / work, latency_millis)
            }
        }
    }

    // What the volume under a database adds to its latency.
    fn volume_millis(&self) -> f64 {
        let volume = self.effective("volume_type");
        let volume = volume.as_ref().and_then(|it| it.text());
        VOLUMES.iter().find(|it| Some(it.0) == volume).map_or(0.0, |it| it.1)
    }

    // A balancer inside the network is nearer to its callers.
    fn exposure_factor(&self) -> f64 {
        let exposure = self.effective("exposure");
        if exposure.as_ref().and_then(|it| it.text()) == Some("internal") { 0.6 } else { 1.0 }
    }
}
