//! Zones: parents before children, no cycles, outlines of a sane size.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::successors,
};

use super::{EXTENT, Fields, Ids, Json, Message, Notices, place_in_list, place_zone, snippet};
use crate::{
    architecture::ZoneId,
    geometry::Rect,
    zone::{Zone, ZoneKind},
};

pub fn zones(list: &[Json], ids: &Ids, notices: &Notices) -> Vec<Zone> {
    let mut zones: Vec<Zone> = list
        .iter()
        .zip(&ids.zones.given)
        .enumerate()
        .filter_map(|(index, (json, id))| {
            let fields = Fields::new(json, place_in_list("zones", index), notices)?;
            Some(zone(fields, ZoneId((*id)?), ids))
        })
        .collect();
    cut_cycles(&mut zones, notices);
    let parents: BTreeMap<_, _> = zones.iter().map(|it| (it.id, it.parent)).collect();
    let depth = |it: &Zone| successors(it.parent, |id| parents.get(id).copied().flatten()).count();
    let depths: BTreeMap<_, _> = zones.iter().map(|it| (it.id, depth(it))).collect();
    zones.sort_by_key(|it| depths.get(&it.id).copied());
    zones
}

fn zone(mut fields: Fields<'_>, id: ZoneId, ids: &Ids) -> Zone {
    fields.ignore("id");
    let name = fields.text("name");
    fields.set_place(Message::new("file-place-zone").with("name", name.as_str()));
    let kind = fields.choice("kind", &ZoneKind::ALL, ZoneKind::id, ZoneKind::Network);
    let parent = fields.json("parent").and_then(|json| {
        let found = ids.zone(json);
        if found.is_none() {
            fields.notices().add(fields.note("file-no-such-zone").with("found", snippet(json)));
        }
        found
    });
    let region = fields.optional_text("region").map(str::to_owned);
    Zone { id, kind, name, rect: rect(&mut fields), parent, region }
}

fn rect(fields: &mut Fields<'_>) -> Rect {
    let default = Rect::new(0.0, 0.0, 400.0, 300.0);
    let Some(mut inner) = fields.expected_object("rect") else { return default };
    Rect::new(
        inner.number("x", -EXTENT..=EXTENT, default.x),
        inner.number("y", -EXTENT..=EXTENT, default.y),
        inner.number("width", 1.0..=2.0 * EXTENT, default.width),
        inner.number("height", 1.0..=2.0 * EXTENT, default.height),
    )
}

// A zone that lies inside itself is taken out of the zone around it, which opens the ring.
fn cut_cycles(zones: &mut [Zone], notices: &Notices) {
    let mut parents: BTreeMap<_, _> = zones.iter().map(|it| (it.id, it.parent)).collect();
    let mut sound = BTreeSet::new();
    for zone in zones {
        let mut path = BTreeSet::from([zone.id]);
        let mut next = zone.parent;
        while let Some(id) = next.filter(|id| !sound.contains(id)) {
            if !path.insert(id) {
                // Only a zone on the ring itself is cut; one that merely hangs on it keeps its place.
                if id == zone.id {
                    zone.parent = None;
                    parents.insert(zone.id, None);
                    notices.add(Message::new("file-zone-cycle").with("place", place_zone(zone)));
                }
                break;
            }
            next = parents.get(&id).copied().flatten();
        }
        if zone.parent.is_none() {
            sound.insert(zone.id);
        }
    }
}
