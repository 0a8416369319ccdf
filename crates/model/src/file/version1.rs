//! Files of version 1: nodes and edges as a flow editor keeps them, the kind and a loose `config` in the node's data.
//!
//! What has a meaning here is carried over; everything else is listed. Edges that break today's rules stay as they
//! were drawn: the rules make findings of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Counted, LoadError, Loaded, MAX_COMPONENTS, MAX_CONNECTIONS, MAX_ZONES,
    fields::{Notices, snippet},
    json::Json,
};
use crate::{
    architecture::{Architecture, ComponentId, ConnectionId},
    catalog::Kind,
    connection::{Connection, Relation},
    lean,
    text::Message,
    verdict::relations_between,
    workload::{Access, Pattern, RequestClass, Workload},
};

mod config;
mod node;
mod places;

use node::Node;

pub fn document(json: &Json) -> Result<Loaded, LoadError> {
    let canvas = json.get("canvas_data").unwrap_or(json);
    let list = |key: &str| canvas.get(key).map_or(&[][..], Json::items);
    let (nodes, edges) = (list("nodes"), list("edges"));
    refuse_too_many(nodes, edges)?;
    let notices = Notices::default();
    notices.add(Message::new("version-1-migrated"));

    let mut nodes = node::nodes(nodes, &notices);
    let ids = fold_replicas(&mut nodes, &notices);
    let mut architecture = Architecture {
        name: first_text(json, &["title", "name"]),
        note: first_text(json, &["description"]),
        ..Architecture::default()
    };
    let next_id = &mut architecture.next_id;
    let zones = places::zones(&mut nodes, next_id, &notices);
    let mut component_ids = BTreeMap::new();
    for node in &nodes {
        if !node.is_zone() {
            component_ids.insert(node.id.as_str(), ComponentId(*next_id));
            architecture.components.push(node.component(ComponentId(*next_id), &notices));
            *next_id += 1;
        }
    }
    let find = |id: &str| component_ids.get(ids.get(id).map_or(id, String::as_str)).copied();
    let kinds = lean::map(architecture.components.iter().map(|it| (it.id, it.kind)));
    architecture.connections = connections(edges, find, &kinds, next_id, &notices);
    architecture.zones = zones;
    architecture.sort_zones();
    set_workloads(&mut architecture, &nodes, &notices);
    list_the_rest(json, canvas, &notices);
    Ok(Loaded { architecture, notices: notices.finish() })
}

fn refuse_too_many(nodes: &[Json], edges: &[Json]) -> Result<(), LoadError> {
    let too_many = |what, found, limit| Err(LoadError::TooMany { what, found, limit });
    let zones = nodes.iter().filter(|it| node::kind_of(it) == Some(node::SUBNET)).count();
    match (nodes.len(), edges.len()) {
        (found, _) if found > MAX_COMPONENTS => too_many(Counted::Components, found, MAX_COMPONENTS),
        (_, found) if found > MAX_CONNECTIONS => too_many(Counted::Connections, found, MAX_CONNECTIONS),
        // Regions become zones too.
        _ if zones > MAX_ZONES - 100 => too_many(Counted::Zones, zones, MAX_ZONES - 100),
        _ => Ok(()),
    }
}

fn first_text(json: &Json, keys: &[&str]) -> String {
    keys.iter().find_map(|key| json.get(key)?.text()).unwrap_or_default().to_owned()
}

// A component with n replicas was drawn as n nodes. Keeps the first one, and says which ids now mean it.
fn fold_replicas(nodes: &mut Vec<Node<'_>>, notices: &Notices) -> BTreeMap<String, String> {
    let ids = lean::set(nodes.iter().map(|it| it.id.clone()));
    let mut original_of = BTreeMap::new();
    for node in nodes.iter() {
        if let Some(original) = node.replica_of().filter(|it| ids.contains(*it)) {
            original_of.insert(node.id.clone(), original.to_owned());
        }
    }
    // A copy of a copy, or two that name each other, are no replicas of anything.
    let roots = lean::set(ids.iter().filter(|it| !original_of.contains_key(*it)).cloned());
    original_of.retain(|_, original| roots.contains(original));
    let mut copies: BTreeMap<String, u32> = BTreeMap::new();
    for original in original_of.values() {
        *copies.entry(original.clone()).or_default() += 1;
    }
    nodes.retain(|it| !original_of.contains_key(&it.id));
    for node in nodes.iter_mut() {
        if let Some(copies) = copies.get(&node.id) {
            node.replicas = node.replicas.max(copies + 1);
            let folded = Message::new("version-1-replicas").with("name", node.name.as_str());
            notices.add(folded.with("copies", *copies).with("replicas", node.replicas));
        }
    }
    original_of
}

fn connections(
    edges: &[Json],
    find: impl Fn(&str) -> Option<ComponentId>,
    kinds: &BTreeMap<ComponentId, Kind>,
    next_id: &mut u32,
    notices: &Notices,
) -> Vec<Connection> {
    let mut connections = Vec::new();
    let mut drawn = BTreeSet::new();
    for edge in edges {
        let end = |key: &str| edge.get(key).and_then(node::id_text);
        let (source, target) = (end("source"), end("target"));
        let ends = (source.as_deref().and_then(&find), target.as_deref().and_then(&find));
        let (Some(from), Some(to)) = ends else {
            let dangling = Message::new("version-1-dangling-edge");
            let name = |id: Option<String>| id.unwrap_or_else(|| "?".to_owned());
            notices.add(dangling.with("from", name(source)).with("to", name(target)));
            continue;
        };
        if let Some(label) = edge.get("label").and_then(Json::text) {
            notices.add(Message::new("version-1-edge-label").with("label", label));
        }
        if from == to {
            // Between two replicas of one component.
            notices.add(Message::new("version-1-edge-to-itself").with("edge", snippet(edge)));
            continue;
        }
        // Edges of folded replicas repeat those of the first.
        if drawn.insert((from, to)) {
            let relations = match (kinds.get(&from), kinds.get(&to)) {
                (Some(from), Some(to)) => relations_between(*from, *to),
                _ => &[],
            };
            let relation = relations.first().copied().unwrap_or(Relation::Call);
            connections.push(Connection::new(ConnectionId(*next_id), from, to, relation));
            *next_id += 1;
        }
    }
    connections
}

// Version 1 asked for the traffic at every run, and kept the share of reads on the databases.
fn set_workloads(architecture: &mut Architecture, nodes: &[Node<'_>], notices: &Notices) {
    let ratios = nodes.iter().filter_map(Node::database_reads_percent).map(|it| it.round() as u64);
    let ratios = lean::set(ratios);
    let reads = match ratios.first() {
        Some(reads) if ratios.len() == 1 => *reads as f64,
        Some(_) => {
            let found: Vec<_> = ratios.iter().map(u64::to_string).collect();
            notices.add(Message::new("version-1-read-ratios").with("found", found.join(", ")));
            80.0
        }
        None => 80.0,
    };
    let class = |name: &str, weight, access| RequestClass::new(name, weight, access);
    let classes = [class("read", reads, Access::Read), class("write", 100.0 - reads, Access::Write)];
    let classes: Vec<_> = classes.into_iter().filter(|it| it.weight > 0.0).collect();
    for component in &mut architecture.components {
        if component.workload.is_some() {
            let pattern = Pattern::Constant { per_sec: 100.0 };
            component.workload = Some(Workload { pattern, classes: classes.clone(), ..Workload::default() });
            notices.add(Message::new("version-1-traffic").with("name", component.name.as_str()));
        }
    }
}

// Fields of the file that mean nothing here, in one line each for the file, its nodes and its edges.
fn list_the_rest(json: &Json, canvas: &Json, notices: &Notices) {
    let list = |id: &'static str, objects: &mut dyn Iterator<Item = &Json>, known: &[&str]| {
        let keys = objects.flat_map(Json::fields).map(|(key, _)| key.as_str());
        let keys = lean::set(keys.filter(|key| !known.contains(key)));
        if !keys.is_empty() {
            let keys: Vec<_> = keys.into_iter().collect();
            notices.add(Message::new(id).with("fields", keys.join(", ")));
        }
    };
    let known = ["canvas_data", "nodes", "edges", "title", "name", "description"];
    list("version-1-file-fields", &mut [json, canvas].into_iter(), &known);
    let nodes = || canvas.get("nodes").map_or(&[][..], Json::items).iter();
    let known = ["id", "type", "position", "data", "parentNode", "parentId", "width", "height", "style"];
    list("version-1-node-fields", &mut nodes(), &known);
    let known = ["label", "nodeType", "config", "replicaGroup", "replicaIndex", "totalReplicas"];
    list("version-1-data-fields", &mut nodes().filter_map(|it| it.get("data")), &known);
    let edges = canvas.get("edges").map_or(&[][..], Json::items).iter();
    list("version-1-edge-fields", &mut edges.into_iter(), &["id", "source", "target", "label"]);
}
