//! What stands in braces: parameters, traffic and policies.

use serde_json::{Map, Number, Value as Json};

use super::{
    Problem,
    parse::{Arrow, Given, Setting},
};
use crate::{
    catalog::{Kind, ParamShape},
    component::{Component, Value},
    connection::Policy,
    spec::Bins,
    workload::{Access, Pattern, RequestClass, Workload},
};

/// Gives a component what a setting says.
pub(super) fn set(component: &mut Component, setting: &Setting) -> Result<(), Problem> {
    let bad = |why: &str| Problem::BadValue { key: setting.key.clone(), why: why.into() };
    if let Some(workload) = &mut component.workload
        && let Given::Number(number) = setting.value
        && set_workload(workload, &setting.key, number)
    {
        return Ok(());
    }
    let value = match &setting.value {
        Given::Text(text) => Value::Text(text.clone()),
        Given::Number(number) => Value::Number(*number),
        Given::Flag(flag) => Value::Flag(*flag),
        Given::Block(_) => return Err(bad("a block")),
    };
    let kind = component.kind;
    match kind.param(&setting.key).map(|it| it.shape) {
        None if kind == Kind::unknown() => {}
        None => {
            let problem = Problem::UnknownParam { kind: kind.id.into(), key: setting.key.clone() };
            return Err(problem);
        }
        Some(ParamShape::Number { min, max }) => {
            value.number().filter(|it| (min..=max).contains(it)).ok_or_else(|| bad("out of range"))?;
        }
        Some(ParamShape::Count { min, max }) => {
            let range = f64::from(min)..=f64::from(max);
            let fits = |it: &f64| it.fract() == 0.0 && range.contains(it);
            value.number().filter(fits).ok_or_else(|| bad("no whole number in range"))?;
        }
        Some(ParamShape::Flag) => {
            value.flag().ok_or_else(|| bad("neither true nor false"))?;
        }
        Some(ParamShape::Histogram) => {
            value.text().filter(|it| Bins::parse(it).is_some()).ok_or_else(|| bad("no histogram"))?;
        }
        Some(ParamShape::Choice(choices)) => {
            value.text().filter(|it| choices.contains(it)).ok_or_else(|| bad("not offered"))?;
        }
    }
    component.params.insert(setting.key.clone(), value);
    Ok(())
}

/// The policy of an arrow, and the setting that names a lookup whose miss it waits for.
pub(super) fn policy(arrow: &Arrow) -> Result<(Policy, Option<&Setting>), (usize, Problem)> {
    let Ok(Json::Object(mut fields)) = serde_json::to_value(Policy::default()) else {
        return Ok((Policy::default(), None));
    };
    let mut missed = None;
    for setting in &arrow.settings {
        if !fields.contains_key(&setting.key) {
            return Err((setting.at, Problem::UnknownPolicy { key: setting.key.clone() }));
        }
        match &setting.value {
            Given::Block(inner) if setting.key == "on" && inner.iter().any(|it| it.key == "miss_of") => {
                missed = inner.iter().find(|it| it.key == "miss_of");
            }
            value => {
                fields.insert(setting.key.clone(), json(value));
                // One at a time, so that the error names the field that is wrong.
                if let Err(error) = serde_json::from_value::<Policy>(Json::Object(fields.clone())) {
                    let problem = Problem::BadValue { key: setting.key.clone(), why: error.to_string() };
                    return Err((setting.at, problem));
                }
            }
        }
    }
    Ok((serde_json::from_value(Json::Object(fields)).unwrap_or_default(), missed))
}

/// Sets a figure of a workload; false if it has no such figure.
fn set_workload(workload: &mut Workload, key: &str, value: f64) -> bool {
    match key {
        "per_sec" => workload.pattern = Pattern::Constant { per_sec: value },
        "users" => {
            let think_secs =
                if let Pattern::Users { think_secs, .. } = workload.pattern { think_secs } else { 1.0 };
            workload.pattern = Pattern::Users { users: value as u32, think_secs };
        }
        "think_secs" => {
            let users = if let Pattern::Users { users, .. } = workload.pattern { users } else { 1 };
            workload.pattern = Pattern::Users { users, think_secs: value };
        }
        "batch" => workload.batch = value.max(1.0) as u32,
        "population" => workload.population = Some(value.max(1.0) as u32),
        "writes" => workload.classes = classes(value),
        _ => return false,
    }
    true
}

/// A read and a write class; only one of them if it takes all the traffic.
pub(super) fn classes(writes: f64) -> Vec<RequestClass> {
    let class = |name: &str, share: f64, access| RequestClass::new(name, share * 100.0, access);
    let mut found = vec![class("read", 1.0 - writes, Access::Read), class("write", writes, Access::Write)];
    found.retain(|it| it.weight > 0.0);
    found
}

fn json(value: &Given) -> Json {
    match value {
        Given::Text(text) => Json::String(text.clone()),
        Given::Flag(flag) => Json::Bool(*flag),
        // Whole numbers go as such: counts refuse anything else.
        Given::Number(number) if number.fract() == 0.0 && (0.0..1e15).contains(number) => {
            Json::Number(Number::from(*number as u64))
        }
        Given::Number(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Given::Block(fields) => {
            Json::Object(fields.iter().map(|it| (it.key.clone(), json(&it.value))).collect::<Map<_, _>>())
        }
    }
}
