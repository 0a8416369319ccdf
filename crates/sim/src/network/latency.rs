//! How long the network takes between two places.

use std::collections::BTreeMap;

use model::{Architecture, ZoneId, ZoneKind};

/// One way inside an availability zone, in milliseconds. Half of the round trip of about 0.5 ms that is usual within a
/// data center (Dean, "Numbers everyone should know", 2009).
pub const SAME_ZONE_MILLIS: f64 = 0.25;
/// One way between availability zones of a region. AWS and Azure promise round trips of single-digit and of under 2
/// milliseconds; 2 ms is assumed.
pub const OTHER_ZONE_MILLIS: f64 = 1.0;
/// One way between regions that are not in the table: half of the table's median.
pub const OTHER_REGION_MILLIS: f64 = 67.0;

/// Round trips between AWS regions in milliseconds: medians over a year as published by cloudping.co in May 2025,
/// rounded; us-east-1, us-west-2, eu-west-1, eu-central-1, ap-south-1, ap-southeast-1 and ap-northeast-1 stand for the
/// regions of the catalogue.
pub const SOURCE_URL: &str = "https://www.cloudping.co/api/latencies?percentile=p_50&timeframe=1Y";
const ROUND_TRIPS: [(&str, &str, f64); 21] = [
    ("us-east", "us-west", 64.0),
    ("us-east", "eu-west", 70.0),
    ("us-east", "eu-central", 93.0),
    ("us-east", "ap-south", 192.0),
    ("us-east", "ap-southeast", 219.0),
    ("us-east", "ap-northeast", 149.0),
    ("us-west", "eu-west", 118.0),
    ("us-west", "eu-central", 142.0),
    ("us-west", "ap-south", 222.0),
    ("us-west", "ap-southeast", 160.0),
    ("us-west", "ap-northeast", 98.0),
    ("eu-west", "eu-central", 27.0),
    ("eu-west", "ap-south", 126.0),
    ("eu-west", "ap-southeast", 182.0),
    ("eu-west", "ap-northeast", 201.0),
    ("eu-central", "ap-south", 129.0),
    ("eu-central", "ap-southeast", 161.0),
    ("eu-central", "ap-northeast", 227.0),
    ("ap-south", "ap-southeast", 64.0),
    ("ap-south", "ap-northeast", 133.0),
    ("ap-southeast", "ap-northeast", 71.0),
];

/// One way between two cloud regions by their names, in milliseconds.
pub fn millis_between_regions(a: &str, b: &str) -> f64 {
    if a == b {
        return OTHER_ZONE_MILLIS;
    }
    ROUND_TRIPS
        .iter()
        .find(|(x, y, _)| (*x == a && *y == b) || (*x == b && *y == a))
        .map_or(OTHER_REGION_MILLIS, |(_, _, round_trip)| round_trip / 2.0)
}

/// One way between two zones, in milliseconds. What a drawing does not say adds nothing: only known differences count.
pub fn one_way_millis(architecture: &Architecture, from: Option<ZoneId>, to: Option<ZoneId>) -> f64 {
    if from == to {
        return SAME_ZONE_MILLIS;
    }
    let around = |zone| architecture.zones_around(zone);
    let (around_from, around_to) = (around(from), around(to));
    let zone_of = |zones: &[&model::Zone], kind| zones.iter().find(|it| it.kind == kind).map(|it| it.id);
    let differ = |kind| match (zone_of(&around_from, kind), zone_of(&around_to, kind)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    if differ(ZoneKind::Region) {
        let name = |zones: &[&model::Zone]| {
            zones.iter().find(|it| it.kind == ZoneKind::Region).and_then(|it| it.region.clone())
        };
        return match (name(&around_from), name(&around_to)) {
            (Some(a), Some(b)) => millis_between_regions(&a, &b),
            _ => OTHER_REGION_MILLIS,
        };
    }
    if differ(ZoneKind::AvailabilityZone) { OTHER_ZONE_MILLIS } else { SAME_ZONE_MILLIS }
}

/// The places in which replicas run, numbered, and the delays between them.
#[derive(Debug, Default)]
pub struct Locations {
    numbers: BTreeMap<Option<ZoneId>, u16>,
    zones: Vec<Option<ZoneId>>,
    known: BTreeMap<(u16, u16), u64>,
}

impl Locations {
    pub fn number(&mut self, zone: Option<ZoneId>) -> u16 {
        *self.numbers.entry(zone).or_insert_with(|| {
            self.zones.push(zone);
            (self.zones.len() - 1) as u16
        })
    }

    /// The zone of a place; `None`: outside of all.
    pub fn zone(&self, location: u16) -> Option<ZoneId> {
        self.zones[usize::from(location)]
    }

    /// One way, in nanoseconds.
    pub fn delay(&mut self, architecture: &Architecture, from: u16, to: u16) -> u64 {
        let zones = &self.zones;
        *self.known.entry((from, to)).or_insert_with(|| {
            super::nanos(one_way_millis(architecture, zones[usize::from(from)], zones[usize::from(to)]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Rect, Zone};

    fn zone(id: u32, kind: ZoneKind, parent: Option<u32>, region: Option<&str>) -> Zone {
        Zone {
            id: ZoneId(id),
            kind,
            name: String::new(),
            rect: Rect::default(),
            parent: parent.map(ZoneId),
            region: region.map(str::to_owned),
        }
    }

    #[test]
    fn distance_decides() {
        use ZoneKind::{AvailabilityZone, Network, Region};
        let architecture = Architecture {
            zones: vec![
                zone(1, Region, None, Some("us-east")),
                zone(2, AvailabilityZone, Some(1), None),
                zone(3, AvailabilityZone, Some(1), None),
                zone(4, Network, Some(2), None),
                zone(5, Region, None, Some("eu-west")),
                zone(6, Region, None, None),
            ],
            ..Architecture::default()
        };
        let between = |a, b| one_way_millis(&architecture, Some(ZoneId(a)), Some(ZoneId(b)));
        assert_eq!(between(2, 2), 0.25);
        assert_eq!(between(2, 4), 0.25);
        assert_eq!(between(1, 2), 0.25);
        assert_eq!(between(3, 4), 1.0);
        assert_eq!(between(4, 5), 35.0);
        assert_eq!(between(4, 6), 67.0);
        assert_eq!(one_way_millis(&architecture, None, Some(ZoneId(2))), 0.25);
    }
}
