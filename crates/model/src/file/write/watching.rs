//! How the system is watched: the operators' clock, alert rules, routing.

use std::collections::BTreeMap;

use super::object::{Object, list, number, text, whole};
use crate::{
    alert::{AlertRule, Operations, Panel, Routing, Shows},
    file::json::Json,
    finding::Place,
};

pub fn operations(operations: &Operations) -> Object {
    let Operations { clock_factor, evaluation_secs, sees_all, alerts, routing, panels } = operations;
    let default = Operations::default();
    Object::new()
        .put_unless("clock_factor", *clock_factor, default.clock_factor, number)
        .put_unless("evaluation_secs", *evaluation_secs, default.evaluation_secs, number)
        .put_unless("sees_all", *sees_all, default.sees_all, Json::Flag)
        .put_list("alerts", alerts, alert)
        .put_object("routing", self::routing(routing))
        .put_list("panels", panels, panel)
}

fn panel(panel: &Panel) -> Json {
    let Panel { title, shows } = panel;
    let object = Object::new().put("title", text(title));
    match shows {
        Shows::Measure { measure, place } => {
            let object = object.put("measure", text(measure));
            match place {
                Some(Place::Component(id)) => object.put("component", whole(id.0)),
                Some(Place::Connection(id)) => object.put("connection", whole(id.0)),
                Some(Place::Zone(_) | Place::Architecture) | None => object,
            }
        }
        Shows::Expression(expr) => object.put("expr", text(expr)),
    }
    .into()
}

fn alert(rule: &AlertRule) -> Json {
    let AlertRule { name, expr, for_secs, labels, annotations } = rule;
    Object::new()
        .put("name", text(name))
        .put("expr", text(expr))
        .put_unless("for_secs", *for_secs, 0.0, number)
        .put_object("labels", texts(labels))
        .put_object("annotations", texts(annotations))
        .into()
}

fn texts(texts: &BTreeMap<String, String>) -> Object {
    texts.iter().fold(Object::new(), |object, (key, value)| object.put(key, text(value)))
}

fn routing(routing: &Routing) -> Object {
    let Routing { group_by, group_wait_secs, group_interval_secs, repeat_interval_secs } = routing;
    let default = Routing::default();
    Object::new()
        .put_unless("group_by", group_by.as_slice(), default.group_by.as_slice(), |it| {
            list(it, |it| text(it))
        })
        .put_unless("group_wait_secs", *group_wait_secs, default.group_wait_secs, number)
        .put_unless("group_interval_secs", *group_interval_secs, default.group_interval_secs, number)
        .put_unless("repeat_interval_secs", *repeat_interval_secs, default.repeat_interval_secs, number)
}
