//! The drawing as a tree for people who do not see it, and as a list to search: zones, components, connections.

use std::collections::BTreeMap;

use model::{Component, ComponentId, Item, Message, Rect, ZoneId, lean};

use crate::{announce, editor::Editor};

/// A row of the outline; the rows of a document in reading order make the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineRow {
    pub item: Item,
    /// Depth in the tree, from 1 (`aria-level`).
    pub level: usize,
    /// Place among its siblings, from 1 (`aria-posinset`).
    pub position: usize,
    /// Number of siblings, itself included (`aria-setsize`).
    pub n_siblings: usize,
    pub has_children: bool,
    /// What to show and to read.
    pub text: Message,
}

/// Things closer together than this in height are on the same line of reading, in world units.
const LINE_HEIGHT: f64 = 72.0;

impl Editor {
    /// All rows: zones with what is in them, then what is in no zone; under each component the connections that
    /// start there. Within a parent line by line, each from left to right.
    pub fn outline(&self) -> Vec<OutlineRow> {
        let mut rows = Vec::new();
        let children = children_by_zone(self);
        self.outline_of(None, 1, &children, &mut rows);
        rows
    }

    fn outline_of(
        &self,
        zone: Option<ZoneId>,
        level: usize,
        children: &BTreeMap<Option<ZoneId>, Vec<Item>>,
        rows: &mut Vec<OutlineRow>,
    ) {
        let siblings = children.get(&zone).map_or(&[][..], Vec::as_slice);
        for (place, item) in siblings.iter().enumerate() {
            let row = |has_children| OutlineRow {
                item: *item,
                level,
                position: place + 1,
                n_siblings: siblings.len(),
                has_children,
                text: self.describe(*item),
            };
            match item {
                Item::Zone(id) => {
                    rows.push(row(children.contains_key(&Some(*id))));
                    self.outline_of(Some(*id), level + 1, children, rows);
                }
                Item::Component(id) => {
                    let outgoing: Vec<_> = self
                        .index
                        .connections_of(*id)
                        .into_iter()
                        .filter(|it| self.connection(*it).is_some_and(|it| it.from == *id))
                        .collect();
                    rows.push(row(!outgoing.is_empty()));
                    rows.extend(outgoing.iter().enumerate().map(|(place, connection)| OutlineRow {
                        item: Item::Connection(*connection),
                        level: level + 1,
                        position: place + 1,
                        n_siblings: outgoing.len(),
                        has_children: false,
                        text: self.describe(Item::Connection(*connection)),
                    }));
                }
                Item::Connection(_) => {}
            }
        }
    }

    /// Name, kind, zone and number of connections, as a sentence.
    pub fn describe(&self, item: Item) -> Message {
        match item {
            Item::Component(id) => self.describe_component(id),
            Item::Connection(id) => match self.connection(id) {
                Some(it) => announce::named_ends("describe-connection", self, it.from, it.to)
                    .with("relation", Message::computed(format!("relation-{}", it.relation.id()))),
                None => announce::name(self, item),
            },
            Item::Zone(id) => match self.zone(id) {
                Some(zone) => {
                    let inside = |it: &&Component| it.zone() == Some(id);
                    Message::new("describe-zone")
                        .with("name", zone.name.as_str())
                        .with("kind", Message::new(zone.kind.label()))
                        .with("count", self.document().components.iter().filter(inside).count())
                }
                None => announce::name(self, item),
            },
        }
    }

    fn describe_component(&self, id: ComponentId) -> Message {
        let Some(component) = self.component(id) else { return announce::name(self, Item::Component(id)) };
        let connections = self.index.connections_of(id);
        let incoming =
            connections.iter().filter(|it| self.connection(**it).is_some_and(|it| it.to == id)).count();
        let text =
            if component.zone().is_some() { "describe-component-in-zone" } else { "describe-component" };
        Message::new(text)
            .with("name", component.name.as_str())
            .with("kind", Message::computed(format!("kind-{}", component.kind.id)))
            .with("zone", component.zone().map(|it| announce::zone_name(self, it)).unwrap_or_default())
            .with("incoming", incoming)
            .with("outgoing", connections.len() - incoming)
    }
}

/// All components as the outline lists them.
pub fn reading_order(editor: &Editor) -> Vec<ComponentId> {
    fn collect(
        zone: Option<ZoneId>,
        children: &BTreeMap<Option<ZoneId>, Vec<Item>>,
        order: &mut Vec<ComponentId>,
    ) {
        for item in children.get(&zone).map_or(&[][..], Vec::as_slice) {
            match item {
                Item::Zone(id) => collect(Some(*id), children, order),
                Item::Component(id) => order.push(*id),
                Item::Connection(_) => {}
            }
        }
    }
    let mut order = Vec::new();
    collect(None, &children_by_zone(editor), &mut order);
    order
}

// Zones and components by the zone that they are in, in reading order. Zones nest without cycles, so walking down from
// the outermost ones reaches everything once.
fn children_by_zone(editor: &Editor) -> BTreeMap<Option<ZoneId>, Vec<Item>> {
    let mut children: BTreeMap<Option<ZoneId>, Vec<(Rect, Item)>> = BTreeMap::new();
    let document = editor.document();
    for zone in &document.zones {
        children.entry(zone.parent).or_default().push((zone.rect, Item::Zone(zone.id)));
    }
    for component in &document.components {
        let item = Item::Component(component.id);
        children.entry(component.zone()).or_default().push((component.rect(), item));
    }
    lean::map(children.into_iter().map(|(zone, items)| (zone, in_reading_order(items))))
}

fn in_reading_order(mut items: Vec<(Rect, Item)>) -> Vec<Item> {
    lean::sort_by(&mut items, |a, b| {
        a.0.y.total_cmp(&b.0.y).then(a.0.x.total_cmp(&b.0.x)).then(a.1.cmp(&b.1))
    });
    // A line starts with its highest thing and takes what begins less than a card's height below.
    let mut ordered: Vec<Item> = Vec::with_capacity(items.len());
    let mut rest = items.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|it| it.0.y >= first.0.y + LINE_HEIGHT).unwrap_or(rest.len());
        let mut line = rest[..end.max(1)].to_vec();
        lean::sort_by(&mut line, |a, b| a.0.x.total_cmp(&b.0.x).then(a.1.cmp(&b.1)));
        ordered.extend(line.into_iter().map(|it| it.1));
        rest = &rest[end.max(1)..];
    }
    ordered
}
