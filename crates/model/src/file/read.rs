//! A JSON tree of version 2 to a drawing. Everything that can be put right is put right, and listed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Counted, LoadError, Loaded,
    fields::{Fields, Notices, snippet},
    json::Json,
};
use crate::{
    architecture::{Architecture, ComponentId, ConnectionId, ZoneId},
    component::Component,
    lean,
    text::{Arg, Message},
    zone::Zone,
};

mod component;
mod connection;
mod planning;
mod run;
mod watching;
mod workload;
mod zone;

pub use component::{checked_value, free_value};

/// Most components in a file.
pub const MAX_COMPONENTS: usize = 10_000;
/// Most connections in a file.
pub const MAX_CONNECTIONS: usize = 50_000;
/// Most zones in a file.
pub const MAX_ZONES: usize = 2_000;
/// Largest id taken as it is; larger ones are replaced, so that there are always ids left to give.
const MAX_ID: u64 = 2_000_000_000;
/// Coordinates and sizes, in world units; far more than any screen can show.
pub const EXTENT: f64 = 1.0e6;
/// Seconds and milliseconds anywhere in a file (115 days as seconds).
const MAX_TIME: f64 = 1.0e7;

pub fn document(json: &Json) -> Result<Loaded, LoadError> {
    refuse_too_many(json)?;
    let notices = Notices::default();
    let Some(mut fields) = Fields::new(json, Message::new("file-place-drawing"), &notices) else {
        return Err(LoadError::NotADrawing);
    };
    if fields.json("plimsoll").is_none() {
        notices.add(fields.note("file-missing-field").with("field", "plimsoll"));
    }
    let (name, note) = (fields.text("name"), fields.text("note"));
    let (components, connections, zones) =
        (fields.list("components"), fields.list("connections"), fields.list("zones"));
    let last_id = fields.json("next_id").and_then(Json::whole).unwrap_or(1).clamp(1, MAX_ID) as u32 - 1;
    let ids = Ids::assign([components, connections, zones], last_id, &notices);

    let mut architecture = Architecture { name, note, next_id: ids.next, ..Architecture::default() };
    architecture.zones = zone::zones(zones, &ids, &notices);
    architecture.components = component::components(components, &ids, &notices);
    architecture.connections = connection::connections(connections, &architecture.components, &ids, &notices);
    let names = Names::of(&architecture.components);
    let scenario = run::scenario(fields.list("scenario"), &ids, &names, &architecture.connections, &notices);
    architecture.scenario = scenario;
    architecture.settings = run::settings(fields.object("settings"));
    architecture.objectives = run::objectives(fields.list("objectives"), &notices);
    architecture.operations = watching::operations(fields.object("operations"));
    architecture.planning = planning::planning(fields.object("planning"));
    let suppressions = fields.list("suppressions");
    architecture.suppressions = run::suppressions(suppressions, &ids, &architecture.connections, &notices);
    drop(fields);
    Ok(Loaded { architecture, notices: notices.finish() })
}

fn refuse_too_many(json: &Json) -> Result<(), LoadError> {
    for (key, what, limit) in [
        ("components", Counted::Components, MAX_COMPONENTS),
        ("connections", Counted::Connections, MAX_CONNECTIONS),
        ("zones", Counted::Zones, MAX_ZONES),
    ] {
        let found = json.get(key).map_or(0, |it| it.items().len());
        if found > limit {
            return Err(LoadError::TooMany { what, found, limit });
        }
    }
    Ok(())
}

/// Ids as the file has them, and as they are given. One counter serves all three sorts.
struct Ids {
    components: IdMap,
    connections: IdMap,
    zones: IdMap,
    next: u32,
}

#[derive(Default)]
struct IdMap {
    /// By position in the file; `None` for what is not an object and is left out.
    given: Vec<Option<u32>>,
    /// By the id in the file; the first one that carries it.
    by_file_id: BTreeMap<u64, u32>,
}

impl Ids {
    fn assign(lists: [&[Json]; 3], last_id: u32, notices: &Notices) -> Self {
        let file_id = |json: &Json| json.get("id").and_then(Json::whole);
        let highest = lists.into_iter().flatten().filter_map(file_id).filter(|id| *id <= MAX_ID).max();
        let mut next = last_id.max(highest.unwrap_or(0) as u32) + 1;
        let mut taken = BTreeSet::new();
        let mut maps = lists.map(|list| {
            let mut map = IdMap::default();
            for json in list {
                if !matches!(json, Json::Object(_)) {
                    map.given.push(None);
                    continue;
                }
                let found = file_id(json);
                let given = match found {
                    Some(id) if id <= MAX_ID && taken.insert(id as u32) => id as u32,
                    _ => {
                        let given = next;
                        next += 1;
                        taken.insert(given);
                        notices.add(bad_id(json, given));
                        given
                    }
                };
                map.given.push(Some(given));
                if let Some(id) = found {
                    map.by_file_id.entry(id).or_insert(given);
                }
            }
            map
        });
        let [components, connections, zones] = maps.each_mut().map(std::mem::take);
        Self { components, connections, zones, next }
    }

    fn component(&self, json: &Json) -> Option<ComponentId> {
        self.components.by_file_id.get(&json.whole()?).map(|id| ComponentId(*id))
    }

    fn connection(&self, json: &Json) -> Option<ConnectionId> {
        self.connections.by_file_id.get(&json.whole()?).map(|id| ConnectionId(*id))
    }

    fn zone(&self, json: &Json) -> Option<ZoneId> {
        self.zones.by_file_id.get(&json.whole()?).map(|id| ZoneId(*id))
    }
}

fn bad_id(json: &Json, given: u32) -> Message {
    let name = json.get("name").and_then(Json::text).unwrap_or_default();
    let message = match json.get("id") {
        None | Some(Json::Null) => Message::new("file-missing-id"),
        Some(id) if id.whole().is_some_and(|id| id <= MAX_ID) => {
            Message::new("file-duplicate-id").with("found", snippet(id))
        }
        Some(id) => Message::new("file-bad-id").with("found", snippet(id)),
    };
    message.with("name", name).with("given", Arg::Text(given.to_string()))
}

/// Names of components, for notices.
struct Names<'a>(BTreeMap<ComponentId, &'a str>);

impl<'a> Names<'a> {
    fn of(components: &'a [Component]) -> Self {
        Self(lean::map(components.iter().map(|it| (it.id, it.name.as_str()))))
    }

    fn get(&self, id: ComponentId) -> &'a str {
        self.0.get(&id).copied().unwrap_or_default()
    }
}

fn place_component(name: &str) -> Message {
    Message::new("file-place-component").with("name", name)
}

fn place_zone(zone: &Zone) -> Message {
    Message::new("file-place-zone").with("name", zone.name.as_str())
}

// For what has no name yet: where it stands in its list, counted from 1.
fn place_in_list(list: &'static str, index: usize) -> Message {
    Message::new("file-place-in-list").with("list", list).with("position", index + 1)
}
