//! Components: kinds that this version does not know become placeholders, parameters are held against the catalogue.

use std::collections::BTreeMap;

use super::{EXTENT, Fields, Ids, Json, Message, Notices, place_component, place_in_list, snippet, workload};
use crate::{
    architecture::ComponentId,
    catalog::{Kind, Param, ParamShape},
    component::{Component, MAX_REPLICAS, Placement, Value},
    geometry::Point,
    spec::Bins,
};

pub fn components(list: &[Json], ids: &Ids, notices: &Notices) -> Vec<Component> {
    list.iter()
        .zip(&ids.components.given)
        .enumerate()
        .filter_map(|(index, (json, id))| {
            let fields = Fields::new(json, place_in_list("components", index), notices)?;
            Some(component(fields, ComponentId((*id)?), ids))
        })
        .collect()
}

fn component(mut fields: Fields<'_>, id: ComponentId, ids: &Ids) -> Component {
    let notices = fields.notices();
    fields.ignore("id");
    let file_kind = fields.optional_text("kind");
    let kind = file_kind.and_then(Kind::find);
    let name = match fields.optional_text("name") {
        Some(name) => name.to_owned(),
        None => file_kind.unwrap_or_default().replace('_', " "),
    };
    fields.set_place(place_component(&name));
    match (kind, file_kind) {
        (Some(_), _) => {}
        (None, Some(unknown)) => notices.add(fields.note("file-unknown-kind").with("kind", unknown)),
        (None, None) => notices.add(fields.note("file-missing-field").with("field", "kind")),
    }
    let mut component = Component::new(id, kind.unwrap_or(Kind::unknown()), name, at(&mut fields));
    if kind.is_none() {
        component.unknown_kind = Some(file_kind.unwrap_or("unknown").to_owned());
    }
    if let Some(mut params) = fields.object("params") {
        component.params = self::params(&mut params, kind);
    }
    if fields.json("placements").is_some() {
        component.placements = placements(&mut fields, ids);
    }
    match fields.object("workload") {
        Some(inner) if kind.is_none_or(Kind::is_source) => {
            component.workload = Some(workload::workload(inner))
        }
        Some(mut inner) => {
            inner.all();
            notices.add(fields.note("file-no-source").with("kind", file_kind.unwrap_or_default()));
        }
        None => {}
    }
    component
}

fn at(fields: &mut Fields<'_>) -> Point {
    let Some(mut inner) = fields.expected_object("at") else { return Point::default() };
    Point::new(inner.number("x", -EXTENT..=EXTENT, 0.0), inner.number("y", -EXTENT..=EXTENT, 0.0))
}

/// The parameters that `kind` has; all of them if the kind is not known.
pub fn params(fields: &mut Fields<'_>, kind: Option<Kind>) -> BTreeMap<String, Value> {
    let mut params = BTreeMap::new();
    for (key, json) in fields.all() {
        let value = match kind {
            None => free_value(fields, key, json),
            Some(kind) => match kind.param(key) {
                Some(param) => checked_value(fields, param.key, param, json),
                None => {
                    let note = fields.note("file-unknown-param").with("key", key.as_str());
                    fields.notices().add(note.with("found", snippet(json)));
                    None
                }
            },
        };
        if let Some(value) = value {
            params.insert(key.clone(), value);
        }
    }
    params
}

/// A parameter of a kind that this version does not know.
pub fn free_value(fields: &Fields<'_>, key: &str, json: &Json) -> Option<Value> {
    match json {
        Json::Flag(flag) => Some(Value::Flag(*flag)),
        Json::Whole(_) | Json::Number(_) => json.number().map(Value::Number),
        Json::Text(text) => Some(Value::Text(text.clone())),
        Json::Null | Json::List(_) | Json::Object(_) => {
            fields.wrong(key, json, Message::new("file-expected-value"));
            None
        }
    }
}

/// The value of `param`, which the file calls `key`.
pub fn checked_value(
    fields: &mut Fields<'_>,
    key: &'static str,
    param: &'static Param,
    json: &Json,
) -> Option<Value> {
    match param.shape {
        ParamShape::Number { min, max } => fields.optional_number(key, min..=max).map(Value::Number),
        ParamShape::Count { min, max } => {
            fields.optional_count(key, min..=max).map(|count| Value::Number(f64::from(count)))
        }
        ParamShape::Flag => fields.optional_flag(key).map(Value::Flag),
        ParamShape::Choice(options) => {
            let found = json.text().filter(|it| options.contains(it));
            if found.is_none() && *json != Json::Null {
                let expected = Message::new("file-expected-choice").with("options", options.join(", "));
                fields.wrong(key, json, expected);
            }
            found.map(|it| Value::Text(it.to_owned()))
        }
        ParamShape::Histogram => {
            let found = json.text().filter(|it| Bins::parse(it).is_some());
            if found.is_none() && *json != Json::Null {
                fields.wrong(key, json, Message::new("file-expected-histogram"));
            }
            found.map(|it| Value::Text(it.to_owned()))
        }
    }
}

fn placements(fields: &mut Fields<'_>, ids: &Ids) -> Vec<Placement> {
    let list = fields.list("placements");
    let mut placements = Vec::new();
    for json in list.iter().take(MAX_REPLICAS as usize) {
        let Some(mut inner) = Fields::new(json, fields.place().clone(), fields.notices()) else { continue };
        let zone = inner.json("zone").and_then(|json| {
            let found = ids.zone(json);
            if found.is_none() {
                inner.notices().add(inner.note("file-no-such-zone").with("found", snippet(json)));
            }
            found
        });
        let replicas = inner.count("replicas", 1..=MAX_REPLICAS, 1);
        placements.push(Placement { zone, replicas });
    }
    if placements.is_empty() {
        fields.notices().add(fields.note("file-no-placement"));
        placements.push(Placement { zone: None, replicas: 1 });
    }
    placements
}
