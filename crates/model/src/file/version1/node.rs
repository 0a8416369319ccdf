//! One node of version 1.

use super::{
    super::{
        fields::{Fields, Notices, snippet},
        json::Json,
        read::EXTENT,
    },
    config,
};
use crate::{
    architecture::{ComponentId, ZoneId},
    catalog::{Kind, Role},
    component::{CARD, Component, MAX_REPLICAS, Placement},
    geometry::{Point, Rect, Size},
    text::Message,
};

/// Was a node; is a zone now.
pub const SUBNET: &str = "subnet";

pub struct Node<'a> {
    pub id: String,
    /// `None` if this version does not know it.
    pub kind: Option<Kind>,
    pub kind_id: &'a str,
    pub name: String,
    /// Absolute once all nodes are read.
    pub at: Point,
    /// Given for containers only.
    pub size: Option<Size>,
    pub parent: Option<String>,
    pub replicas: u32,
    pub region: Option<&'a str>,
    pub zone: Option<ZoneId>,
    pub data: &'a Json,
}

static NOTHING: Json = Json::Null;

/// An id as text; some programs wrote numbers.
pub fn id_text(json: &Json) -> Option<String> {
    match json {
        Json::Text(text) => Some(text.clone()),
        Json::Whole(whole) => Some(whole.to_string()),
        _ => None,
    }
}

/// The kind is in the data; `type` names it only where the flow editor's own type, `custom`, is not used.
pub fn kind_of(json: &Json) -> Option<&str> {
    let in_data = json.get("data").and_then(|it| it.get("nodeType")).and_then(Json::text);
    in_data.or_else(|| json.get("type").and_then(Json::text).filter(|it| *it != "custom"))
}

pub fn nodes<'a>(list: &'a [Json], notices: &Notices) -> Vec<Node<'a>> {
    let mut nodes: Vec<Node<'_>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (index, json) in list.iter().enumerate() {
        let place = Message::new("file-place-in-list").with("list", "nodes").with("position", index + 1);
        let Some(mut fields) = Fields::new(json, place, notices) else { continue };
        // What is not read here is listed for all nodes together.
        fields.all();
        let mut node = node(&mut fields, json, index);
        if !seen.insert(node.id.clone()) {
            let given = format!("{}#{index}", node.id);
            let duplicate = Message::new("file-duplicate-id").with("found", node.id);
            notices.add(duplicate.with("name", node.name.as_str()).with("given", given.as_str()));
            seen.insert(given.clone());
            node.id = given;
        }
        nodes.push(node);
    }
    nodes
}

fn node<'a>(fields: &mut Fields<'_>, json: &'a Json, index: usize) -> Node<'a> {
    let data = json.get("data").unwrap_or(&NOTHING);
    let kind_id = kind_of(json).unwrap_or("unknown");
    let mut kind = Kind::find(kind_id);
    let config = data.get("config").unwrap_or(&NOTHING);
    if let Some(better) = config::kind(kind_id, config) {
        kind = Kind::find(better);
    }
    let name = data.get("label").and_then(Json::text).map(str::to_owned);
    let name = name.unwrap_or_else(|| kind_id.replace('_', " "));
    fields.set_place(Message::new("file-place-component").with("name", name.as_str()));
    if kind.is_none() && kind_id != SUBNET {
        fields.notices().add(fields.note("file-unknown-kind").with("kind", kind_id));
    }
    let at = fields.expected_object("position").map_or_else(Point::default, |mut inner| {
        Point::new(inner.number("x", -EXTENT..=EXTENT, 0.0), inner.number("y", -EXTENT..=EXTENT, 0.0))
    });
    let mut config_fields =
        data.get("config").and_then(|it| Fields::new(it, fields.place().clone(), fields.notices()));
    let replicas = config_fields.as_mut().map_or(1, |it| {
        it.all();
        it.count("replicas", 1..=MAX_REPLICAS, 1)
    });
    let total =
        data.get("totalReplicas").and_then(Json::whole).unwrap_or(1).clamp(1, u64::from(MAX_REPLICAS));
    let parent = json.get("parentNode").or_else(|| json.get("parentId")).and_then(id_text);
    Node {
        id: json.get("id").and_then(id_text).unwrap_or_else(|| format!("#{index}")),
        kind,
        kind_id,
        name,
        at,
        size: size(json),
        parent,
        replicas: replicas.max(total as u32),
        region: config.get("region").and_then(Json::text),
        zone: None,
        data,
    }
}

fn size(json: &Json) -> Option<Size> {
    let side = |key: &str| {
        let styled = json.get("style").and_then(|it| it.get(key)).and_then(Json::number);
        styled.or_else(|| json.get(key).and_then(Json::number)).filter(|it| (1.0..=EXTENT).contains(it))
    };
    Some(Size::new(side("width")?, side("height")?))
}

impl Node<'_> {
    pub fn is_zone(&self) -> bool {
        self.kind_id == SUBNET
    }

    /// The node of which this one is a drawn copy.
    pub fn replica_of(&self) -> Option<&str> {
        let group = self.data.get("replicaGroup").and_then(Json::text).filter(|it| *it != self.id);
        let by_name = || {
            let (original, number) = self.id.rsplit_once("-replica-")?;
            number.bytes().all(|it| it.is_ascii_digit()).then_some(original)
        };
        group.or_else(by_name)
    }

    pub const fn outline(&self) -> Rect {
        Rect::at(self.at, CARD)
    }

    /// Users, networks that span the world and what others run stand in no region of ours.
    pub fn has_region(&self) -> bool {
        let role = self.kind.map(|it| it.role);
        !matches!(role, Some(Role::User | Role::Probe | Role::Edge | Role::Resolver | Role::External))
    }

    /// Share of reads that a database had, in percent.
    pub fn database_reads_percent(&self) -> Option<f64> {
        let is_database = self.kind.is_some_and(|it| matches!(it.role, Role::Database | Role::TimeSeries));
        let reads = self.data.get("config")?.get("readRatio")?.number()?;
        (is_database && (0.0..=100.0).contains(&reads)).then_some(reads)
    }

    pub fn component(&self, id: ComponentId, notices: &Notices) -> Component {
        let kind = self.kind.unwrap_or(Kind::unknown());
        let mut component = Component::new(id, kind, self.name.clone(), self.at);
        component.unknown_kind = self.kind.is_none().then(|| self.kind_id.to_owned());
        component.placements = vec![Placement { zone: self.zone, replicas: self.replicas }];
        let config = self.data.get("config").unwrap_or(&NOTHING);
        let place = Message::new("file-place-component").with("name", self.name.as_str());
        if let Json::Object(_) = config
            && let Some(mut fields) = Fields::new(config, place.clone(), notices)
        {
            fields.all();
            fields.set_prefix("config.");
            let (params, left) = config::params(&mut fields, self.kind, config);
            component.params = params;
            if !left.is_empty() {
                let left: Vec<_> = left.iter().map(|(key, it)| format!("{key} {}", snippet(it))).collect();
                let message = Message::new("version-1-config-left").with("place", place);
                notices.add(message.with("fields", left.join(", ")));
            }
        }
        component
    }
}
