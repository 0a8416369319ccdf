//! Cloud regions: what the same machine costs elsewhere.

use super::sources;
use crate::finding::Source;

/// A region that a region zone can name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// As in files: `us-east`. Its label is the text `region-<id>`.
    pub id: &'static str,
    /// Price of machines in relation to US East.
    pub compute: f64,
    /// Price of storage in relation to US East.
    pub storage: f64,
    /// US dollars for a gigabyte sent to the internet.
    pub egress_dollars_per_gb: f64,
    /// US dollars for a gigabyte sent to another region of the same provider.
    pub to_region_dollars_per_gb: f64,
}

impl Region {
    /// Prices of what lies in no region.
    pub const DEFAULT: Self = Self::new("us-east", 1.0, 0.09, 0.02);

    /// Where the prices of traffic come from. The factors for machines are rounded from the same provider's lists.
    pub const EGRESS_SOURCE: Source = sources::EC2;
    pub const TRANSFER_SOURCE: Source = sources::TRANSFER;
    /// US dollars for a gigabyte between two availability zones: a cent for sending it and one for receiving it.
    pub const BETWEEN_ZONES_DOLLARS_PER_GB: f64 = 0.02;

    /// All regions, in the order of the menu.
    pub const ALL: [Self; 7] = [
        Self::DEFAULT,
        Self::new("us-west", 1.0, 0.09, 0.02),
        Self::new("eu-central", 1.12, 0.09, 0.02),
        Self::new("eu-west", 1.08, 0.09, 0.02),
        Self::new("ap-south", 0.9, 0.109, 0.086),
        Self::new("ap-southeast", 1.1, 0.12, 0.09),
        Self::new("ap-northeast", 1.15, 0.114, 0.09),
    ];

    const fn new(
        id: &'static str,
        compute: f64,
        egress_dollars_per_gb: f64,
        to_region_dollars_per_gb: f64,
    ) -> Self {
        Self { id, compute, storage: 1.0, egress_dollars_per_gb, to_region_dollars_per_gb }
    }

    /// The region of that id.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id == id)
    }
}
