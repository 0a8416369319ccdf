//! For each kind a small drawing in which a component of it has work to do, and other values for each of its settings.

#![allow(dead_code, reason = "each test file uses a part of it")]

use model::{
    Architecture, Component, ComponentId, Kind, Value,
    catalog::{BehaviorKind, Param, ParamShape},
    finding::Place,
    scenario::{Action, Change, ScenarioEvent},
    spec::Behavior,
};

use crate::common::drawing;

/// A small drawing in which a component of that kind has work to do, called `x`.
pub fn harness(kind: Kind) -> Architecture {
    let id = kind.id;
    let text = match kind.behavior {
        BehaviorKind::Source => format!("x:{id} -> api:api_server"),
        BehaviorKind::Pool | BehaviorKind::Function => {
            format!(
                "u:client{{per_sec=RATE, writes=0.3}} -call-> x:{id} -call-> far:microservice#far; x -observe-> monitoring"
            )
        }
        BehaviorKind::Balancer => format!(
            "u:client{{per_sec=RATE, writes=0.3}} -> x:{id}; x -> a:api_server{{service_millis=5}}; x -> b:microservice{{service_millis=20}}"
        ),
        BehaviorKind::Cache => format!(
            "u:client{{per_sec=RATE, writes=0.1}} -> api:api_server{{slots=1000}} -> x:{id}; api -{{on={{miss_of=x}}}}-> db:database_sql; x -call-> far:database_nosql"
        ),
        BehaviorKind::Edge => format!("u:client{{per_sec=RATE, writes=0.1}} -> x:{id} -> api:api_server"),
        BehaviorKind::Store => {
            format!("u:client{{per_sec=RATE, writes=0.3}} -call-> x:{id}*2; x -> jobs:message_broker")
        }
        BehaviorKind::Broker => format!(
            "u:client{{per_sec=RATE, writes=0.3}} -> api:api_server{{slots=1000}} -publish-> x:{id} -consume-> w:worker{{error_ratio=0.5, service_millis=20}}"
        ),
        BehaviorKind::Sink => {
            format!("u:client{{per_sec=RATE, writes=0.3}} -> api:api_server -observe-> x:{id}")
        }
        BehaviorKind::Resolver => format!("u:client{{per_sec=RATE}} -> x:{id}; u -> api:api_server"),
        BehaviorKind::OffPath => format!("u:client{{per_sec=RATE}} -> api:api_server; x:{id}"),
    };
    let text = text.replace("microservice#far", "microservice");
    // A little more than it can serve, so that queues and their rules matter, but not more than a test should take.
    let mut probe = Component::new(ComponentId(1), kind, "x", model::Point::default());
    shrink(&mut probe);
    let spec = probe.spec();
    let capacity = spec
        .server
        .slots
        .map_or(200.0, |slots| f64::from(slots) / (spec.server.service.mean_millis / 1000.0).max(1e-6));
    let factor = match spec.behavior {
        Behavior::Store { .. } => 1.6,
        _ => 1.2,
    };
    let rate = (capacity * factor).clamp(20.0, 3000.0);
    let mut architecture = drawing(&text.replace("RATE", &format!("{rate:.0}")));
    if let Some(x) = architecture.components.iter_mut().find(|it| it.name == "x") {
        shrink(x);
    }
    if kind.param("user_limits").is_some() {
        // Few enough to meet their limits.
        for it in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
            it.population = Some(60);
        }
    }
    if kind.behavior == BehaviorKind::Store {
        let component = architecture.components.iter().find(|it| it.name == "x").expect("x").id;
        architecture.scenario.events =
            vec![ScenarioEvent { at_secs: 2.0, action: Action::FailPrimary { component } }];
    }
    if kind.param("boot_secs").is_some() {
        let place = |name: &str| {
            Place::Component(architecture.components.iter().find(|it| it.name == name).expect(name).id)
        };
        // Enough to scale down from, and something that boots.
        let fewer = Change::new("traffic", place("u")).lasting(2.5).with("factor", 0.05);
        let again = Change::new("restart", place("x"));
        architecture.scenario.events = [(3.0, fewer), (6.1, again)]
            .map(|(at_secs, change)| ScenarioEvent { at_secs, action: Action::Change(change) })
            .to_vec();
        // What it calls is gone for a while, and when it has booted.
        if let Some(component) = architecture.components.iter().find(|it| it.name == "far").map(|it| it.id) {
            let down = Action::TakeDown { component };
            let steps = [(1.2, down.clone()), (2.6, Action::BringUp { component }), (6.3, down)];
            let steps = steps.map(|(at_secs, action)| ScenarioEvent { at_secs, action });
            architecture.scenario.events.extend(steps);
        }
    }
    if kind.behavior == BehaviorKind::Balancer {
        let component = architecture.components.iter().find(|it| it.name == "a").expect("a target").id;
        architecture.scenario.events =
            vec![ScenarioEvent { at_secs: 2.0, action: Action::TakeDown { component } }];
    }
    architecture
}

/// Makes a component so small that a test can fill it.
fn shrink(component: &mut Component) {
    for (key, value) in [
        ("slots", 2.0),
        ("service_millis", 10.0),
        ("concurrency_limit", 3.0),
        ("boot_secs", 0.5),
        ("scaling_min", 1.0),
        ("scaling_max", 3.0),
        ("scaling_scheduled", 3.0),
        ("scaling_from_secs", 6.0),
        ("scaling_until_secs", 6.5),
        ("scaling_target", 0.5),
        ("scaling_memory_target", 0.5),
        ("scaling_up_secs", 1.0),
        ("scaling_down_secs", 1.0),
        ("scaling_period_secs", 1.0),
        ("max_messages", 20.0),
        ("queue_limit", 20.0),
        ("reserved_replicas", 0.0),
        ("tier_window_secs", 2.0),
        ("free_limit", 3.0),
        ("pro_limit", 6.0),
        ("enterprise_limit", 12.0),
        ("pro_share", 0.3),
        ("enterprise_share", 0.2),
    ] {
        if component.kind.param(key).is_some() {
            component.params.insert(key.to_owned(), Value::Number(value));
        }
    }
}

/// A value of a parameter with which others mean something: so often that a run of seconds sees it.
pub fn on(key: &str) -> Value {
    Value::Number(match key {
        "mttf_secs" => 1.0,
        "slow_share" => 0.9,
        _ => 50.0,
    })
}

/// Values to try for a parameter.
pub fn alternatives(component: &Component, param: &Param) -> Vec<Value> {
    let now = component.number(param.key).unwrap_or(0.0);
    match param.shape {
        ParamShape::Flag => vec![Value::Flag(!component.flag(param.key))],
        ParamShape::Choice(choices) => choices.iter().map(|it| Value::Text((*it).to_owned())).collect(),
        ParamShape::Histogram => vec![Value::Text("1:1 30:2".into())],
        ParamShape::Number { min, max } => {
            [now * 2.0, now / 2.0, min, max.min(1000.0), 3.0].map(Value::Number).to_vec()
        }
        ParamShape::Count { min, max } => {
            let values = [now * 2.0, now / 2.0, f64::from(min), f64::from(max).min(1000.0), 3.0];
            values.map(|it| Value::Number(it.round())).to_vec()
        }
    }
    .into_iter()
    .filter(|it| param.check(it).is_ok())
    .collect()
}
