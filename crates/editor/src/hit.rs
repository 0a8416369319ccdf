//! What is under a point: handles before ports, ports before cards, cards before connections, connections before zones.

use model::{ComponentId, ConnectionId, Item, Point, Rect, ZoneId};

use crate::{
    editor::Editor,
    geometry::route::Side,
    input::Device,
    overlay::{Grip, Handle, Port, PortSide},
};

/// Height of the strip at a zone's top that carries its name and by which it is grabbed, in world units.
pub const ZONE_TAB_HEIGHT: f64 = 28.0;

/// Something under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hit {
    Grip(Grip),
    Port(ComponentId, PortSide),
    Component(ComponentId),
    Connection(ConnectionId),
    /// The tab or the border; the inside of a zone belongs to what lies there.
    Zone(ZoneId),
}

impl Hit {
    /// What a click selects.
    pub const fn item(self) -> Item {
        match self {
            Self::Port(id, _) | Self::Component(id) => Item::Component(id),
            Self::Connection(id) | Self::Grip(Grip::From(id) | Grip::To(id)) => Item::Connection(id),
            Self::Zone(id) | Self::Grip(Grip::Zone { zone: id, .. }) => Item::Zone(id),
        }
    }
}

/// Half the size of what can be hit, in screen units: 24 px targets for a mouse (WCAG 2.2, 2.5.8), more for fingers.
const fn reach(device: Device) -> f64 {
    match device {
        Device::Mouse | Device::Pen => 12.0,
        Device::Touch => 18.0,
    }
}

/// The topmost thing at a point of the screen.
pub fn hit(editor: &Editor, at: Point, device: Device) -> Option<Hit> {
    let (point, reach) = (editor.world(at), reach(device) / editor.camera.zoom);
    let area = Rect::new(point.x, point.y, 0.0, 0.0).grown(reach);
    let grips = handles(editor);
    let grip = grips
        .iter()
        .filter(|it| it.at.distance(point) <= reach)
        .min_by(|a, b| a.at.distance(point).total_cmp(&b.at.distance(point)));
    if let Some(handle) = grip {
        return Some(Hit::Grip(handle.grip));
    }
    for id in editor.index.components_in(&area).into_iter().rev() {
        let Some(rect) = editor.rect_of(id) else { continue };
        // A finger that wants to move a card must not pull a connection out of it: it selects the card first.
        let has_ports = device != Device::Touch || editor.selection.contains(&Item::Component(id));
        if has_ports && let Some(side) = port_at(&rect, point, reach) {
            return Some(Hit::Port(id, side));
        }
        if rect.contains(point) {
            return Some(Hit::Component(id));
        }
    }
    let near = |id: &ConnectionId| editor.path_of(*id).map_or(f64::INFINITY, |it| it.distance(point));
    let connection = editor
        .index
        .connections_in(&area)
        .into_iter()
        .map(|id| (id, near(&id)))
        .filter(|(_, distance)| *distance <= reach * 0.75)
        .min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((id, _)) = connection {
        return Some(Hit::Connection(id));
    }
    let document = editor.document();
    document.zones.iter().rev().map(|it| it.id).find(|id| on_zone(editor, *id, point, reach)).map(Hit::Zone)
}

/// Where a zone's name is, in world units. Larger when zoomed out, so that it can still be grabbed.
pub fn zone_tab(rect: &Rect, zoom: f64) -> Rect {
    Rect { height: ZONE_TAB_HEIGHT.max(16.0 / zoom).min(rect.height / 2.0), ..*rect }
}

fn on_zone(editor: &Editor, id: ZoneId, point: Point, reach: f64) -> bool {
    editor.zone_rect(id).is_some_and(|rect| {
        let border = (reach / 2.0).min(rect.width / 8.0).min(rect.height / 8.0);
        zone_tab(&rect, editor.camera.zoom).contains(point)
            || rect.grown(border).contains(point) && !rect.grown(-border).contains(point)
    })
}

const PORTS: [(PortSide, Side); 4] = [
    (PortSide::Output, Side::Right),
    (PortSide::Input, Side::Left),
    (PortSide::Top, Side::Top),
    (PortSide::Bottom, Side::Bottom),
];

// Ports take no more of a card than its margins, also where the view is so small that a target would cover it.
fn port_at(rect: &Rect, point: Point, reach: f64) -> Option<PortSide> {
    let inside = reach.min(rect.height / 6.0);
    PORTS.into_iter().find_map(|(port, side)| {
        let at = side.point(rect, 0.0);
        let depth = if rect.contains(point) { inside } else { reach.min(rect.height / 3.0) };
        (at.distance(point) <= depth).then_some(port)
    })
}

/// The ports to show for a component. World units.
pub fn ports(editor: &Editor, component: ComponentId) -> Vec<Port> {
    let Some(rect) = editor.rect_of(component) else { return Vec::new() };
    let hovered = editor
        .pointer
        .and_then(|at| port_at(&rect, editor.world(at), reach(Device::Mouse) / editor.camera.zoom));
    PORTS
        .into_iter()
        .map(|(side, edge)| Port {
            component,
            side,
            at: edge.point(&rect, 0.0),
            hovered: hovered == Some(side),
        })
        .collect()
}

/// The handles of what is selected, if it is one zone or one connection. World units.
pub fn handles(editor: &Editor) -> Vec<Handle> {
    let mut selected = editor.selection.iter();
    let (Some(item), None) = (selected.next(), selected.next()) else { return Vec::new() };
    match *item {
        Item::Component(_) => Vec::new(),
        Item::Connection(id) => editor.path_of(id).map_or_else(Vec::new, |path| {
            vec![
                Handle { grip: Grip::From(id), at: path.start },
                Handle { grip: Grip::To(id), at: path.end() },
            ]
        }),
        Item::Zone(zone) => editor.zone_rect(zone).map_or_else(Vec::new, |rect| {
            const SIDES: [i8; 3] = [-1, 0, 1];
            let grips = SIDES.into_iter().flat_map(|y| SIDES.into_iter().map(move |x| (x, y)));
            let along = |side: i8, length: f64| (f64::from(side) + 1.0) / 2.0 * length;
            grips
                .filter(|it| *it != (0, 0))
                .map(|(x, y)| Handle {
                    grip: Grip::Zone { zone, x, y },
                    at: Point::new(rect.x + along(x, rect.width), rect.y + along(y, rect.height)),
                })
                .collect()
        }),
    }
}
