//! Subnets and regions of version 1 as zones.

use std::collections::BTreeMap;

use super::{
    super::{fields::Notices, read::EXTENT},
    Node,
};
use crate::{
    architecture::ZoneId,
    component::CARD,
    geometry::{Point, Rect},
    lean,
    text::Message,
    zone::{Zone, ZoneKind},
};

/// What everything was in unless a person said otherwise.
const DEFAULT_REGION: &str = "us-east";
/// Between the outline of a region and what lies in it.
const MARGIN: f64 = 40.0;

/// Makes positions absolute and gives every node its zone.
pub fn zones(nodes: &mut [Node<'_>], next_id: &mut u32, notices: &Notices) -> Vec<Zone> {
    make_absolute(nodes);
    let mut subnets = Vec::new();
    let mut by_node = BTreeMap::new();
    for node in nodes.iter().filter(|it| it.is_zone()) {
        let id = ZoneId(take(next_id));
        by_node.insert(node.id.clone(), id);
        let (kind, name) = (ZoneKind::Network, node.name.clone());
        let rect = Rect::at(node.at, node.size.unwrap_or(CARD));
        subnets.push(Zone { id, kind, name, rect, parent: None, region: None });
    }
    let sized =
        lean::set(nodes.iter().filter(|it| it.size.is_some()).filter_map(|it| by_node.get(&it.id).copied()));
    for node in nodes.iter_mut().filter(|it| !it.is_zone()) {
        let named = node.parent.as_ref().and_then(|it| by_node.get(it)).copied();
        let center = node.outline().center();
        // The smallest outline is the innermost.
        let around = subnets.iter().filter(|it| sized.contains(&it.id) && it.rect.contains(center));
        let around = around.min_by(|a, b| area(a.rect).total_cmp(&area(b.rect)));
        node.zone = named.or(around.map(|it| it.id));
    }
    // A subnet without a size was a card like any other: it becomes as large as what names it as its parent.
    for subnet in subnets.iter_mut().filter(|it| !sized.contains(&it.id)) {
        let inside = nodes.iter().filter(|it| it.zone == Some(subnet.id)).map(Node::outline);
        match inside.reduce(|all, it| all.union(&it)) {
            Some(outline) => subnet.rect = around(outline),
            None => notices.add(Message::new("version-1-subnet").with("name", subnet.name.as_str())),
        }
    }
    nest(&mut subnets);
    let mut zones = regions(nodes, &mut subnets, &by_node, next_id, notices);
    zones.extend(subnets);
    zones
}

// The flow editor keeps the places of children relative to their parents.
fn make_absolute(nodes: &mut [Node<'_>]) {
    let parents = lean::map(nodes.iter().map(|it| (it.id.clone(), (it.at, it.parent.clone()))));
    for node in nodes {
        let mut next = node.parent.clone();
        // No drawing is deeper; a ring of parents ends here too.
        for _ in 0..16 {
            let Some((at, parent)) = next.and_then(|id| parents.get(&id)) else { break };
            node.at = node.at.offset(at.x, at.y);
            next = parent.clone();
        }
        let limit = |it: f64| it.clamp(-EXTENT, EXTENT);
        node.at = Point::new(limit(node.at.x), limit(node.at.y));
    }
}

// A subnet that lies wholly in a larger one belongs to it.
fn nest(subnets: &mut [Zone]) {
    lean::sort_by(subnets, |a, b| area(b.rect).total_cmp(&area(a.rect)));
    for index in 1..subnets.len() {
        let (outer, inner) = subnets.split_at_mut(index);
        let inner = &mut inner[0];
        let around = outer.iter().rev().find(|it| it.rect.encloses(&inner.rect) && it.rect != inner.rect);
        inner.parent = around.map(|it| it.id);
    }
}

// Nothing is drawn if everything is where it is by default.
fn regions(
    nodes: &mut [Node<'_>],
    subnets: &mut [Zone],
    by_node: &BTreeMap<String, ZoneId>,
    next_id: &mut u32,
    notices: &Notices,
) -> Vec<Zone> {
    let mut outlines: BTreeMap<&str, (ZoneId, Rect)> = BTreeMap::new();
    let placed = nodes.iter().filter(|it| it.has_region()).filter_map(|it| Some((it, it.region?)));
    let placed: Vec<_> = placed.collect();
    if placed.iter().all(|(_, region)| *region == DEFAULT_REGION) {
        return Vec::new();
    }
    // Hostile files may name thousands; each is a zone of its own, and there is a limit to zones.
    for (node, region) in placed {
        let rect = Rect::at(node.at, node.size.filter(|_| node.is_zone()).unwrap_or(CARD));
        if outlines.len() >= 90 && !outlines.contains_key(region) {
            continue;
        }
        let entry = outlines.entry(region);
        let (_, outline) = entry.or_insert_with(|| (ZoneId(take(next_id)), rect));
        *outline = outline.union(&rect);
    }
    for subnet in subnets.iter_mut().filter(|it| it.parent.is_none()) {
        let node = nodes.iter().find(|it| by_node.get(&it.id) == Some(&subnet.id));
        let region = node.and_then(|it| it.region);
        subnet.parent = region.and_then(|it| outlines.get(it)).map(|(id, _)| *id);
    }
    for node in nodes.iter_mut().filter(|it| it.has_region() && it.zone.is_none()) {
        node.zone = node.region.and_then(|it| outlines.get(it)).map(|(id, _)| *id);
    }
    let zones: Vec<_> = outlines
        .iter()
        .map(|(region, (id, outline))| Zone {
            id: *id,
            kind: ZoneKind::Region,
            name: (*region).to_owned(),
            rect: around(*outline),
            parent: None,
            region: Some((*region).to_owned()),
        })
        .collect();
    let overlap =
        |index: usize, it: &Zone| zones[index + 1..].iter().any(|other| other.rect.overlaps(&it.rect));
    if zones.iter().enumerate().any(|(index, it)| overlap(index, it)) {
        notices.add(Message::new("version-1-regions-overlap"));
    }
    zones
}

// With a margin, and as far as drawings go.
fn around(outline: Rect) -> Rect {
    let it = outline.grown(MARGIN);
    let (x, y) = (it.x.max(-EXTENT), it.y.max(-EXTENT));
    Rect::new(x, y, (it.right() - x).min(2.0 * EXTENT), (it.bottom() - y).min(2.0 * EXTENT))
}

const fn area(rect: Rect) -> f64 {
    rect.width * rect.height
}

const fn take(next_id: &mut u32) -> u32 {
    *next_id += 1;
    *next_id - 1
}
