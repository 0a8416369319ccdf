//! The loose `config` of version 1 to parameters of the catalogue.

use std::collections::BTreeMap;

use super::super::{
    fields::Fields,
    json::Json,
    read::{checked_value, free_value},
};
use crate::{
    catalog::{Kind, Param, ParamDefault, ParamShape},
    component::Value,
};

/// What a field is called today. A kind takes those that it has.
const RENAMED: &[(&str, &str)] = &[
    ("instanceType", "instance"),
    ("searchType", "instance"),
    ("storageType", "volume_type"),
    ("storage_size_gb", "storage_gb"),
    ("lbType", "balancer_type"),
    ("accessType", "exposure"),
    ("queueType", "broker_type"),
    ("maxQueueDepth", "max_messages"),
    ("throttleRPS", "rate_limit_per_sec"),
    ("apiGatewayType", "gateway_type"),
    ("cdnType", "cdn_type"),
    ("objectStorageType", "storage_class"),
    ("cdcEnabled", "cdc"),
    ("memoryMB", "memory_megabytes"),
    ("memoryRequest", "memory_megabytes"),
    ("cpuRequest", "cpu_millicores"),
    ("requestUnits", "request_units"),
];

/// Read elsewhere: as placements, zones, workloads and kinds.
fn is_read_elsewhere(key: &str, kind: Option<Kind>) -> bool {
    let kind = kind.map_or("", |it| it.id);
    match key {
        "replicas" | "region" => true,
        "readRatio" => kind.starts_with("database_"),
        "cacheEngine" => kind.starts_with("cache_"),
        "databaseEngine" => kind == "database_nosql",
        _ => false,
    }
}

/// The kind that an engine asks for, where it is another one than the node's.
pub fn kind(kind_id: &str, config: &Json) -> Option<&'static str> {
    let engine = |key: &str| config.get(key).and_then(Json::text);
    match kind_id {
        "cache_redis" if engine("cacheEngine") == Some("memcached") => Some("cache_memcached"),
        "cache_memcached" if engine("cacheEngine") == Some("redis") => Some("cache_redis"),
        "database_sql" if engine("databaseEngine") == Some("mongodb") => Some("database_nosql"),
        _ => None,
    }
}

/// The parameters, and the fields that mean nothing here. An unknown kind keeps every plain value.
pub fn params<'a>(
    fields: &mut Fields<'a>,
    kind: Option<Kind>,
    config: &'a Json,
) -> (BTreeMap<String, Value>, Vec<(&'a str, &'a Json)>) {
    let (mut params, mut left) = (BTreeMap::new(), Vec::new());
    for (key, json) in config.fields() {
        if is_read_elsewhere(key, kind) || *json == Json::Null {
            continue;
        }
        let Some(kind) = kind else {
            if let Some(value) = free_value(fields, key, json) {
                params.insert(key.clone(), value);
            }
            continue;
        };
        let renamed = RENAMED.iter().find(|(old, _)| old == key);
        let Some((old, param)) = renamed.and_then(|(old, new)| Some((*old, kind.param(new)?))) else {
            left.push((key.as_str(), json));
            continue;
        };
        let value = match quantity(old, json) {
            Some(quantity) => within(param, quantity),
            None => checked_value(fields, old, param, json),
        };
        if let Some(value) = value.filter(|it| !is_default(param, it)) {
            params.insert(param.key.to_owned(), value);
        }
    }
    (params, left)
}

/// Kubernetes quantities: `500m` processors, `1Gi` of memory; in millicores and megabytes.
fn quantity(key: &str, json: &Json) -> Option<f64> {
    let units: &[(&str, f64)] = match key {
        "cpuRequest" => &[("m", 1.0), ("", 1000.0)],
        "memoryRequest" => &[("Mi", 1.0), ("Gi", 1024.0), ("Ki", 1.0 / 1024.0)],
        _ => return None,
    };
    let text = json.text()?;
    let amount = |(unit, factor): &(&str, f64)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor);
    units.iter().find_map(amount).filter(|it| it.is_finite())
}

fn within(param: &Param, quantity: f64) -> Option<Value> {
    match param.shape {
        ParamShape::Number { min, max } => Some(Value::Number(quantity.clamp(min, max))),
        ParamShape::Count { min, max } => {
            Some(Value::Number(quantity.round().clamp(f64::from(min), f64::from(max))))
        }
        ParamShape::Flag | ParamShape::Choice(_) | ParamShape::Histogram => None,
    }
}

fn is_default(param: &Param, value: &Value) -> bool {
    match (param.default, value) {
        (ParamDefault::Number(default), Value::Number(value)) => default == *value,
        (ParamDefault::Flag(default), Value::Flag(value)) => default == *value,
        (ParamDefault::Text(default), Value::Text(value)) => default == value,
        _ => false,
    }
}
