//! Every entry is complete, and every parameter changes something.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{
    architecture::{Architecture, ComponentId, ConnectionId},
    component::{Component, Value},
    connection::{Connection, Relation},
    cost::{Cost, Usage, monthly_cost},
    geometry::Point,
    text::Texts,
    zone::ZoneKind,
};

fn component(kind: Kind) -> Component {
    Component::new(ComponentId(1), kind, "x", Point::default())
}

/// Values to try: what differs most from the default.
fn candidates(param: &Param) -> Vec<Value> {
    match param.shape {
        ParamShape::Number { min, max } => vec![Value::Number(min), Value::Number(max)],
        ParamShape::Count { min, max } => vec![Value::Number(min.into()), Value::Number(max.into())],
        ParamShape::Flag => vec![Value::Flag(false), Value::Flag(true)],
        ParamShape::Choice(choices) => choices.iter().map(|it| Value::Text((*it).to_owned())).collect(),
        ParamShape::Histogram => vec![Value::Text("1:1".into()), Value::Text("900:1".into())],
    }
}

#[test]
fn the_catalogue_has_every_component_kind_once() {
    let ids: Vec<_> = Kind::all().map(|it| it.id).collect();
    assert_eq!(ids.len(), 68);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 68);
    assert_eq!(Kind::find("api_server").map(|it| it.role), Some(Role::Service));
    assert_eq!(Kind::find("subnet"), None, "a subnet is a zone");
}

#[test]
fn every_name_has_its_text() {
    let texts = Texts::english();
    let mut wanted = Vec::new();
    for kind in Kind::all().chain([Kind::unknown()]) {
        wanted.extend([kind.label().id, kind.about().id]);
        for param in kind.all_params() {
            wanted.extend([param.label().id, param.help().id]);
            if param.default == ParamDefault::Unset {
                wanted.push(format!("param-{}-unset", param.key).into());
            }
            if param.unit != Unit::None {
                wanted.push(format!("unit-name-{}", param.unit.id()).into());
            }
            if let ParamShape::Choice(choices) = param.shape {
                // Names of products speak for themselves.
                let words = choices.iter().filter(|it| !it.contains('.'));
                wanted.extend(words.map(|it| format!("choice-{it}").into()));
            }
        }
    }
    wanted.extend(Family::ALL.iter().map(|it| format!("family-{}", it.id()).into()));
    wanted.extend(Region::ALL.iter().map(|it| format!("region-{}", it.id).into()));
    wanted.extend(ChargeKind::ALL.iter().map(|it| format!("charge-{}", it.id()).into()));
    for (group, id) in Relation::ALL
        .iter()
        .map(|it| ("relation", it.id()))
        .chain(ZoneKind::ALL.iter().map(|it| ("zone", it.id())))
    {
        wanted.extend([format!("{group}-{id}").into(), format!("{group}-{id}-about").into()]);
    }
    let missing: BTreeSet<_> = wanted.into_iter().filter(|it| !texts.has(it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_icon_is_drawn_and_used() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/icons");
    let drawn: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|it| it.unwrap().file_name().to_str()?.strip_suffix(".svg").map(str::to_owned))
        .collect();
    let used = Kind::all().chain([Kind::unknown()]).map(|it| it.icon.to_owned()).collect();
    assert_eq!(drawn, used);
    for icon in drawn {
        let svg = std::fs::read_to_string(format!("{folder}/{icon}.svg")).unwrap();
        // One family: it takes the color of the text around it and is drawn on the same grid.
        assert!(svg.contains(r#"viewBox="0 0 24 24""#), "{icon}");
        assert!(svg.contains(r#"stroke="currentColor" stroke-width="1.75""#), "{icon}");
        assert!(!svg.contains("<style") && !svg.contains("<script") && !svg.contains('#'), "{icon}");
    }
}

#[test]
fn defaults_and_derived_values_are_allowed() {
    for kind in Kind::all() {
        let component = component(kind);
        let mut keys = BTreeSet::new();
        for param in kind.all_params() {
            assert!(keys.insert(param.key), "{}: {} twice", kind.id, param.key);
            match component.effective(param.key) {
                Some(value) => assert_eq!(param.check(&value), Ok(()), "{}: {}", kind.id, param.key),
                None => {
                    // Nothing is in force, so it must be allowed to be nothing or depend on something that is not set.
                    let is_inactive = !component.is_active(param);
                    assert!(
                        param.default == ParamDefault::Unset || is_inactive,
                        "{}: {}",
                        kind.id,
                        param.key
                    );
                }
            }
        }
    }
}

#[test]
fn what_a_parameter_depends_on_exists() {
    for kind in Kind::all() {
        for param in kind.all_params() {
            match param.when {
                When::Always => {}
                When::Set(key) => assert!(kind.param(key).is_some(), "{}: {}", kind.id, param.key),
                When::Is(key, choice) => {
                    let on = kind.param(key).expect(param.key);
                    assert_eq!(on.check(&Value::Text(choice.into())), Ok(()), "{}: {}", kind.id, param.key);
                }
                When::OneOf(key, choices) => {
                    let on = kind.param(key).expect(param.key);
                    let is_choice = |it: &&str| on.check(&Value::Text((*it).into())).is_ok();
                    assert!(choices.iter().all(is_choice), "{}: {}", kind.id, param.key);
                }
            }
        }
    }
}

#[test]
fn everything_that_has_a_price_or_a_published_value_names_its_source() {
    for kind in Kind::all() {
        let sources = kind.charges.iter().flat_map(|it| match it.rate {
            Rate::Dollars(_) | Rate::OfSize => vec![it.provenance],
            Rate::ByChoice { prices, .. } => prices.iter().map(|it| it.provenance).collect(),
        });
        let published = sources.chain(kind.all_params().map(|it| it.provenance)).filter_map(|it| match it {
            Provenance::Published(source) => Some(source),
            Provenance::Measured | Provenance::Assumed | Provenance::Own => None,
        });
        for source in published {
            assert!(source.url.starts_with("https://") && !source.title.is_empty(), "{}", kind.id);
        }
    }
}

/// What it costs when users send it 100 requests a second.
fn bill(component: &Component) -> Cost {
    let mut architecture = Architecture::default();
    let user = Component::new(ComponentId(2), Kind::find("client").unwrap(), "u", Point::default());
    architecture.components = vec![user, component.clone()];
    architecture.connections =
        vec![Connection::new(ConnectionId(3), ComponentId(2), ComponentId(1), Relation::Call)];
    let requests_per_sec = BTreeMap::from([(component.id, 100.0)]);
    monthly_cost(&architecture, &Usage { requests_per_sec, ..Usage::default() })
}

/// Parameters whose only effect is a finding; the rules' tests prove that effect.
const ONLY_FINDINGS: &[&str] = &["cdc"];

#[test]
fn every_parameter_changes_what_runs_or_what_it_costs() {
    for kind in Kind::all() {
        for param in kind.all_params().filter(|it| !ONLY_FINDINGS.contains(&it.key)) {
            let mut base = component(kind);
            match param.when {
                When::Always => {}
                When::Set(key) => {
                    let most = kind.param(key).and_then(|it| candidates(it).pop()).expect("a parameter");
                    base.params.insert(key.into(), most);
                }
                When::Is(key, choice) | When::OneOf(key, &[choice, ..]) => {
                    drop(base.params.insert(key.into(), Value::Text(choice.into())));
                }
                When::OneOf(_, []) => panic!("{}: never active", param.key),
            }
            // What is beyond the reserved ones needs some that are.
            if param.key == "burst" {
                base.params.insert("reserved_replicas".into(), Value::Number(0.0));
            }
            assert!(base.is_active(param), "{}: {}", kind.id, param.key);
            let seen = |component: &Component| format!("{:?} {:?}", component.spec(), bill(component));
            let outcomes: BTreeSet<_> = candidates(param)
                .into_iter()
                .map(|value| {
                    assert_eq!(base.check_param(param.key, &value), Ok(()), "{}: {}", kind.id, param.key);
                    let mut changed = base.clone();
                    changed.params.insert(param.key.into(), value);
                    seen(&changed)
                })
                .collect();
            // Every choice counts, not only some of them.
            let expected = candidates(param).len();
            assert_eq!(outcomes.len(), expected, "{}: {} has values without effect", kind.id, param.key);
        }
    }
}

#[test]
fn every_choice_has_its_price() {
    for kind in Kind::all() {
        for charge in kind.charges {
            if let Rate::ByChoice { key, prices } = charge.rate {
                let Some(ParamShape::Choice(choices)) = kind.param(key).map(|it| it.shape) else {
                    panic!("{}: {key} is no choice", kind.id);
                };
                assert_eq!(prices.iter().map(|it| it.choice).collect::<Vec<_>>(), choices, "{}", kind.id);
            }
        }
    }
}

#[test]
fn an_unknown_kind_runs_like_a_service() {
    let spec = component(Kind::unknown()).spec();
    assert_eq!(spec.server.slots, Some(16));
}
