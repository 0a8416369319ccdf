//! Places in which components run, and which can fail as a whole.

use serde::{Deserialize, Serialize};

use crate::{architecture::ZoneId, geometry::Rect};

/// What a zone stands for. A kind may hold the kinds after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    Region,
    AvailabilityZone,
    /// VPC or subnet.
    Network,
    Host,
}

impl ZoneKind {
    pub const ALL: [Self; 4] = [Self::Region, Self::AvailabilityZone, Self::Network, Self::Host];

    /// The name used in files and in the notation.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::AvailabilityZone => "availability_zone",
            Self::Network => "network",
            Self::Host => "host",
        }
    }

    /// Message id of what it is called, and the name of its icon.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Region => "zone-region",
            Self::AvailabilityZone => "zone-availability_zone",
            Self::Network => "zone-network",
            Self::Host => "zone-host",
        }
    }
}

/// A tinted rectangle with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    pub id: ZoneId,
    pub kind: ZoneKind,
    pub name: String,
    /// In world coordinates, also when nested.
    pub rect: Rect,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ZoneId>,
    /// Regions only: which cloud region, for prices and distances, such as `us-east`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}
