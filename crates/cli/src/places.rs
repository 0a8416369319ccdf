//! Names of places in a drawing.

use model::{Architecture, ComponentId, ConnectionId, Place};
use serde_json::{Value, json};

pub fn component(drawing: &Architecture, id: ComponentId) -> String {
    drawing.component(id).map_or_else(|| id.0.to_string(), |it| it.name.clone())
}

pub fn connection(drawing: &Architecture, id: ConnectionId) -> String {
    drawing.connection_name(id).unwrap_or_else(|| id.0.to_string())
}

/// For people; `None` for the drawing as a whole.
pub fn name(drawing: &Architecture, place: Place) -> Option<String> {
    match place {
        Place::Component(id) => Some(component(drawing, id)),
        Place::Connection(id) => Some(connection(drawing, id)),
        Place::Zone(id) => Some(drawing.zone(id).map_or_else(|| id.0.to_string(), |it| it.name.clone())),
        Place::Architecture => None,
    }
}

/// For programs: the id in the file, and the name.
pub fn json(drawing: &Architecture, place: Place) -> Value {
    let name = name(drawing, place);
    match place {
        Place::Component(id) => json!({ "component": id, "name": name }),
        Place::Connection(id) => json!({ "connection": id, "name": name }),
        Place::Zone(id) => json!({ "zone": id, "name": name }),
        Place::Architecture => json!("architecture"),
    }
}
