//! What is paid for a component: what is counted, and the price of one.

use super::{Offer, param::Provenance};
use crate::finding::Source;

/// A line of the bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    pub kind: ChargeKind,
    pub rate: Rate,
    pub provenance: Provenance,
    /// Other ways to buy it than by the hour.
    pub offer: Option<&'static Offer>,
}

/// What is counted over a month of 730 hours. Its words are under `charge-<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeKind {
    /// Hours, for each replica.
    Hours,
    /// The month itself.
    Month,
    /// Millions of requests.
    Requests,
    /// Millions of requests that read.
    Reads,
    /// Millions of requests that write.
    Writes,
    /// Gigabytes kept, in each replica where there are replicas.
    Storage,
    /// Gigabytes that pass through or are handed out: requests × `payload_kilobytes`.
    Traffic,
    /// Gigabytes sent to the internet; counted where users are answered.
    Egress,
    /// Gigabytes of memory × seconds of work.
    GigabyteSeconds,
    /// vCPU hours, for each replica: `cpu_millicores`.
    CpuHours,
    /// Gigabyte hours of memory, for each replica: `memory_megabytes`.
    MemoryHours,
    /// Hundreds of request units a second, for an hour.
    RequestUnitHours,
    /// Secrets kept.
    Secrets,
    /// Minutes of builds.
    BuildMinutes,
    /// Gigabytes that go to and fro between availability zones of a region; counted where they are answered.
    BetweenZones,
    /// The same between regions.
    BetweenRegions,
}

impl ChargeKind {
    pub const ALL: [Self; 16] = [
        Self::Hours,
        Self::Month,
        Self::Requests,
        Self::Reads,
        Self::Writes,
        Self::Storage,
        Self::Traffic,
        Self::Egress,
        Self::GigabyteSeconds,
        Self::CpuHours,
        Self::MemoryHours,
        Self::RequestUnitHours,
        Self::Secrets,
        Self::BuildMinutes,
        Self::BetweenZones,
        Self::BetweenRegions,
    ];

    /// Its words are the text `charge-<id>`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Month => "month",
            Self::Requests => "requests",
            Self::Reads => "reads",
            Self::Writes => "writes",
            Self::Storage => "storage",
            Self::Traffic => "traffic",
            Self::Egress => "egress",
            Self::GigabyteSeconds => "gigabyte-seconds",
            Self::CpuHours => "cpu-hours",
            Self::MemoryHours => "memory-hours",
            Self::RequestUnitHours => "request-unit-hours",
            Self::Secrets => "secrets",
            Self::BuildMinutes => "build-minutes",
            Self::BetweenZones => "between-zones",
            Self::BetweenRegions => "between-regions",
        }
    }
}

/// US dollars for one of what is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    Dollars(f64),
    /// The hourly price of the chosen size.
    OfSize,
    /// By the choice of the parameter `key`.
    ByChoice {
        key: &'static str,
        prices: &'static [Price],
    },
}

/// What a choice costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    pub choice: &'static str,
    pub dollars: f64,
    pub provenance: Provenance,
}

/// A list price.
pub(super) const fn published(choice: &'static str, dollars: f64, source: Source) -> Price {
    Price { choice, dollars, provenance: Provenance::Published(source) }
}

/// A plausible price.
pub(super) const fn assumed(choice: &'static str, dollars: f64) -> Price {
    Price { choice, dollars, provenance: Provenance::Assumed }
}

impl Charge {
    pub(super) const fn new(kind: ChargeKind, dollars: f64, source: Source) -> Self {
        Self { kind, rate: Rate::Dollars(dollars), provenance: Provenance::Published(source), offer: None }
    }

    pub(super) const fn of_size(source: Source) -> Self {
        let provenance = Provenance::Published(source);
        Self { kind: ChargeKind::Hours, rate: Rate::OfSize, provenance, offer: None }
    }

    pub(super) const fn by_choice(kind: ChargeKind, key: &'static str, prices: &'static [Price]) -> Self {
        Self { kind, rate: Rate::ByChoice { key, prices }, provenance: Provenance::Assumed, offer: None }
    }

    pub(super) const fn offered(mut self, offer: &'static Offer) -> Self {
        self.offer = Some(offer);
        self
    }

    pub(super) const fn assumed(mut self) -> Self {
        self.provenance = Provenance::Assumed;
        self
    }
}
