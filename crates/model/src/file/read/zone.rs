//! Zones: parents before children, no cycles, outlines of a sane size.

use std::collections::{BTreeMap, BTreeSet};

use super::{EXTENT, Fields, Ids, Json, Message, Notices, place_in_list, place_zone, snippet};
use crate::{
    architecture::ZoneId,
    geometry::Rect,
    lean,
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
    let depths = depths(&mut zones, notices);
    lean::sort_by_key(&mut zones, |it| depths.get(&it.id).copied());
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

// How many zones lie around each one. A zone that lies inside itself is taken out of the zone around it, which opens
// the ring. Every zone is walked over once: a file may hold a chain of thousands.
fn depths(zones: &mut [Zone], notices: &Notices) -> BTreeMap<ZoneId, usize> {
    let mut parents = lean::map(zones.iter().map(|it| (it.id, it.parent)));
    let mut depths: BTreeMap<ZoneId, usize> = BTreeMap::new();
    let mut cut = BTreeSet::new();
    for zone in zones.iter() {
        let (mut path, mut on_path) = (Vec::new(), BTreeSet::new());
        let mut next = Some(zone.id);
        while let Some(id) = next.filter(|id| !depths.contains_key(id)) {
            if !on_path.insert(id) {
                // The walk came back to `id`: the ring is the path from there on.
                cut.insert(id);
                parents.insert(id, None);
                break;
            }
            path.push(id);
            next = parents.get(&id).copied().flatten();
        }
        // From the outermost inwards, so that the zone around each one is known.
        let start = path.iter().position(|id| cut.contains(id)).unwrap_or(path.len());
        let (inner, ring) = path.split_at(start);
        for id in ring.iter().take(1).chain(ring.iter().skip(1).rev()).chain(inner.iter().rev()) {
            let around = parents.get(id).copied().flatten().and_then(|it| depths.get(&it));
            let depth = around.map_or(0, |it| it + 1);
            depths.insert(*id, depth);
        }
    }
    for zone in zones.iter_mut().filter(|it| cut.contains(&it.id)) {
        zone.parent = None;
        notices.add(Message::new("file-zone-cycle").with("place", place_zone(zone)));
    }
    depths
}
