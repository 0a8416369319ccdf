//! A box in the drawing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    architecture::{ComponentId, ZoneId},
    catalog::Kind,
    geometry::{Point, Rect, Size},
    workload::Workload,
};

/// Every card has this size in world units, so that layout needs no measuring.
pub const CARD: Size = Size::new(176.0, 72.0);

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Number(f64),
    Text(String),
}

impl Value {
    pub const fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub const fn flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }

    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// Most replicas in a zone.
pub const MAX_REPLICAS: u32 = 10_000;

/// How many replicas run in a zone; `None` is outside every zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneId>,
    pub replicas: u32,
}

/// A box: something that serves requests, keeps data, watches, or sends traffic.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    pub id: ComponentId,
    pub kind: Kind,
    pub name: String,
    /// Top left corner of the card, in world units.
    pub at: Point,
    /// What differs from the catalogue's defaults, by parameter key.
    pub params: BTreeMap<String, Value>,
    /// Where its replicas run; never empty.
    pub placements: Vec<Placement>,
    /// Set on sources of traffic only.
    pub workload: Option<Workload>,
    /// The kind that a file asked for and this version does not know; kept so that saving loses nothing.
    pub unknown_kind: Option<String>,
}

impl Component {
    /// A component with the catalogue's defaults, one replica, outside every zone.
    pub fn new(id: ComponentId, kind: Kind, name: impl Into<String>, at: Point) -> Self {
        Self {
            id,
            kind,
            name: name.into(),
            at,
            params: BTreeMap::new(),
            placements: vec![Placement { zone: None, replicas: 1 }],
            workload: kind.is_source().then(Workload::default),
            unknown_kind: None,
        }
    }

    /// The card's outline in world units.
    pub const fn rect(&self) -> Rect {
        Rect::at(self.at, CARD)
    }

    /// Replicas over all zones.
    pub fn replicas(&self) -> u32 {
        self.placements.iter().map(|it| it.replicas).sum()
    }

    /// The zone in which it is drawn: that of its first placement.
    pub fn zone(&self) -> Option<ZoneId> {
        self.placements.first().and_then(|it| it.zone)
    }
}
