//! Ways to buy a machine: by the hour, for a term, or what is left over.

use super::{
    Param, Provenance,
    param::{Unit, When},
    sources,
};

/// How the hours of a replica are bought. Its words are under `choice-<id>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bought {
    #[default]
    OnDemand,
    /// Paid for a year, used or not.
    OneYear,
    ThreeYears,
    /// The provider may take it back at short notice.
    Spot,
}

impl Bought {
    pub const ALL: [Self; 4] = [Self::OnDemand, Self::OneYear, Self::ThreeYears, Self::Spot];

    /// As in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OnDemand => "on_demand",
            Self::OneYear => "one_year",
            Self::ThreeYears => "three_years",
            Self::Spot => "spot",
        }
    }

    /// Whether it is paid whether it is used or not.
    pub const fn is_reserved(self) -> bool {
        matches!(self, Self::OneYear | Self::ThreeYears)
    }

    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// What a seller takes off the price of an hour on demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Share of the price that is left, 0.0 to 1.0; what is not listed cannot be bought.
    pub prices: &'static [(Bought, f64, Provenance)],
    /// How a component is bought: `purchase`, `reserved_replicas`, `burst`.
    pub params: &'static [Param],
}

impl Offer {
    /// Share of the price on demand, and where that is from. `None`: it is not sold that way.
    pub fn price(&self, bought: Bought) -> Option<(f64, Provenance)> {
        self.prices.iter().find(|it| it.0 == bought).map(|it| (it.1, it.2))
    }
}

/// Parameters that change what is paid and nothing else, unless somebody takes the machines back.
pub(crate) const KEYS: [&str; 3] = ["purchase", "reserved_replicas", "burst"];

const RESERVED: &[&str] = &["one_year", "three_years"];
const RESERVED_REPLICAS: Param =
    Param::count("reserved_replicas", Unit::None, 0, 1000).when(When::OneOf("purchase", RESERVED));

const WITH_SPOT: &[Param] = &[
    Param::choice("purchase", &["on_demand", "one_year", "three_years", "spot"], "on_demand"),
    RESERVED_REPLICAS,
    Param::choice("burst", &["on_demand", "spot"], "on_demand").when(When::OneOf("purchase", RESERVED)),
];

const WITHOUT_SPOT: &[Param] =
    &[Param::choice("purchase", &["on_demand", "one_year", "three_years"], "on_demand"), RESERVED_REPLICAS];

/// Standard reserved instances without upfront payment: an m5.large for $0.060 and $0.041 instead of $0.096. The spot price
/// moves and differs by size and zone; the seller says only "up to 90 % off".
pub(super) const MACHINES: Offer = Offer {
    prices: &[
        (Bought::OneYear, 0.63, Provenance::Published(sources::EC2_RESERVED)),
        (Bought::ThreeYears, 0.43, Provenance::Published(sources::EC2_RESERVED)),
        (Bought::Spot, 0.35, Provenance::Assumed),
    ],
    params: WITH_SPOT,
};

/// Databases, caches and search are sold for a term, but never as spot; the discounts differ by engine and size.
pub(super) const DATA: Offer = Offer {
    prices: &[(Bought::OneYear, 0.7, Provenance::Assumed), (Bought::ThreeYears, 0.55, Provenance::Assumed)],
    params: WITHOUT_SPOT,
};

/// Compute Savings Plans, and Fargate Spot: "up to" 50 and 70 % off, without a table by region.
pub(super) const CONTAINERS: Offer = Offer {
    prices: &[
        (Bought::OneYear, 0.8, Provenance::Assumed),
        (Bought::ThreeYears, 0.6, Provenance::Assumed),
        (Bought::Spot, 0.35, Provenance::Assumed),
    ],
    params: WITH_SPOT,
};
