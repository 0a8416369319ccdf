//! Whatever stands in a file: no panic, no broken drawing, no long wait.

use std::{collections::BTreeSet, time::Instant};

use proptest::{collection::vec, prelude::*, sample::Index};

use super::{EVERY_FIELD, Json, load, save, schema::SCHEMA_2, version1::PLATFORM};
use crate::{Architecture, connection::Condition, finding::Place};

/// What [`Architecture`] promises, and the file format on top of it.
fn broken_promises(drawing: &Architecture) -> Vec<String> {
    let mut broken = Vec::new();
    let mut promise = |holds: bool, what: &str| {
        if !holds {
            broken.push(what.to_owned());
        }
    };
    let ids = drawing.components.iter().map(|it| it.id.0);
    let ids = ids.chain(drawing.connections.iter().map(|it| it.id.0));
    let ids: Vec<_> = ids.chain(drawing.zones.iter().map(|it| it.id.0)).collect();
    promise(ids.iter().all(|it| *it < drawing.next_id), "ids are below next_id");
    promise(ids.iter().collect::<BTreeSet<_>>().len() == ids.len(), "ids are unique");
    let components: BTreeSet<_> = drawing.components.iter().map(|it| it.id).collect();
    let connections: BTreeSet<_> = drawing.connections.iter().map(|it| it.id).collect();
    let mut zones = BTreeSet::new();
    for zone in &drawing.zones {
        promise(zone.parent.is_none_or(|it| zones.contains(&it)), "parents come first");
        promise(zone.rect.width >= 1.0 && zone.rect.height >= 1.0, "zones have an area");
        zones.insert(zone.id);
    }
    for component in &drawing.components {
        promise(component.at.x.abs() <= 1.0e6 && component.at.y.abs() <= 1.0e6, "places are sane");
        promise(!component.placements.is_empty(), "components are placed");
        let exist = component.placements.iter().all(|it| it.zone.is_none_or(|zone| zones.contains(&zone)));
        promise(exist, "zones of placements exist");
        promise(component.placements.iter().all(|it| it.replicas >= 1), "placements have replicas");
        let needs = component.kind.is_source();
        promise(!needs || component.workload.is_some(), "sources have a workload");
        if let Some(workload) = &component.workload {
            promise(workload.classes.iter().any(|it| it.weight > 0.0), "workloads have a class");
        }
    }
    for connection in &drawing.connections {
        let ends = components.contains(&connection.from) && components.contains(&connection.to);
        promise(ends && connection.from != connection.to, "connections have two ends");
        if let Condition::OnMissOf(lookup) = connection.policy.on {
            promise(connections.contains(&lookup), "lookups exist");
        }
    }
    for suppression in &drawing.suppressions {
        let exists = match suppression.place {
            Place::Component(id) => components.contains(&id),
            Place::Connection(id) => connections.contains(&id),
            Place::Zone(id) => zones.contains(&id),
            Place::Architecture => true,
        };
        promise(exists, "places of suppressions exist");
    }
    let times = || drawing.scenario.events.iter().map(|it| it.at_secs);
    promise(times().is_sorted(), "events are in order");
    broken
}

/// Loads, and if that works requires a sound drawing that saves, follows the schema and loads the same.
fn survives(bytes: &[u8]) {
    let Ok(loaded) = load(bytes) else { return };
    let promises = broken_promises(&loaded.architecture);
    assert_eq!(promises, Vec::<String>::new(), "{}", String::from_utf8_lossy(bytes));
    let saved = save(&loaded.architecture);
    SCHEMA_2.check(&saved);
    let again = load(&saved).expect("what was saved is readable");
    assert_eq!(again.architecture, loaded.architecture, "{saved}");
    assert_eq!(save(&again.architecture), saved);
}

/// Values that are likely to hurt: wrong types, limits, ids that exist, words of the format in the wrong place.
fn nasty() -> impl Strategy<Value = Json> {
    let words = "always read write call publish consume observe client api_server users spike even none scrape \
                 network host take_down bring_up latency_below architecture quantum_box \u{202e} \"";
    let words: Vec<_> = words.split(' ').map(str::to_owned).collect();
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Flag),
        (0_u64..50).prop_map(Json::Whole),
        any::<u64>().prop_map(Json::Whole),
        (-2.0..2.0).prop_map(Json::Number),
        proptest::num::f64::NORMAL.prop_map(Json::Number),
        proptest::sample::select(words).prop_map(Json::Text),
        Just(Json::List(vec![])),
        Just(Json::Object(vec![])),
        (0_u64..50).prop_map(|id| Json::Object(vec![("on_miss_of".into(), Json::Whole(id))])),
        (0_u64..50).prop_map(|id| Json::Object(vec![("component".into(), Json::Whole(id))])),
    ]
}

// Calls `change` on the value at `position`, counting depth first.
fn at_position(json: &mut Json, position: &mut usize, change: &mut dyn FnMut(&mut Json)) {
    if *position == 0 {
        change(json);
    }
    *position = position.wrapping_sub(1);
    match json {
        Json::List(items) => items.iter_mut().for_each(|it| at_position(it, position, change)),
        Json::Object(fields) => fields.iter_mut().for_each(|(_, it)| at_position(it, position, change)),
        _ => {}
    }
}

fn count(json: &Json) -> usize {
    let inner = json.items().iter().chain(json.fields().iter().map(|(_, it)| it));
    1 + inner.map(count).sum::<usize>()
}

fn changed(file: &str, changes: &[(Index, Json)]) -> String {
    let mut json: Json = serde_json::from_str(file).expect("it is JSON");
    for (index, value) in changes {
        let mut position = index.index(count(&json));
        at_position(&mut json, &mut position, &mut |it| *it = value.clone());
    }
    json.to_compact()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_anywhere_is_put_right(changes in vec((any::<Index>(), nasty()), 1..6)) {
        survives(changed(EVERY_FIELD, &changes).as_bytes());
    }

    #[test]
    fn any_value_anywhere_in_version_1_is_put_right(changes in vec((any::<Index>(), nasty()), 1..6)) {
        survives(changed(PLATFORM, &changes).as_bytes());
    }

    #[test]
    fn damaged_bytes_never_panic(changes in vec((any::<Index>(), any::<u8>()), 1..8), cut in any::<Index>()) {
        let mut bytes = EVERY_FIELD.as_bytes().to_vec();
        for (index, value) in &changes {
            let position = index.index(bytes.len());
            bytes[position] = *value;
        }
        survives(&bytes);
        survives(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn noise_never_panics(bytes in vec(any::<u8>(), 0..300), text in "[\\[\\]{}\",:0-9eE.+\\-a-z ]{0,200}") {
        survives(&bytes);
        survives(text.as_bytes());
    }
}

/// A drawing at the limit: as many components as allowed, two connections each, in a hundred zones.
fn at_the_limit() -> String {
    let component = |it: usize| {
        format!(
            r#"{{"id": {it}, "kind": "api_server", "name": "Service {it}", "at": {{"x": {}, "y": {}}},
                "params": {{}}, "placements": [{{"zone": {}, "replicas": 2}}]}}"#,
            it % 100 * 250,
            it / 100 * 120,
            50_000 + it % 100
        )
    };
    let connection = |it: usize| {
        let (from, to) = (it % 10_000, (it * 7 + 1) % 10_000);
        format!(
            r#"{{"id": {}, "from": {from}, "to": {to}, "relation": "call", "policy": {{"timeout_millis": 500}}}}"#,
            it + 10_000
        )
    };
    let zone = |it: usize| {
        format!(
            r#"{{"id": {}, "kind": "network", "name": "{it}", "rect": {{"x": 0, "y": 0, "width": 9, "height": 9}}}}"#,
            it + 50_000
        )
    };
    let components: Vec<_> = (0..10_000).map(component).collect();
    let connections: Vec<_> =
        (0..20_000).filter(|it| (it * 7 + 1) % 10_000 != it % 10_000).map(connection).collect();
    let zones: Vec<_> = (0..100).map(zone).collect();
    format!(
        r#"{{"plimsoll": 2, "components": [{}], "connections": [{}], "zones": [{}]}}"#,
        components.join(","),
        connections.join(","),
        zones.join(",")
    )
}

#[test]
fn ten_thousand_components_load_and_save() {
    let file = at_the_limit();
    let start = Instant::now();
    let loaded = load(&file).expect("it is within the limits");
    let load_time = start.elapsed();
    assert_eq!((loaded.architecture.components.len(), loaded.notices.len()), (10_000, 0));
    let start = Instant::now();
    let saved = save(&loaded.architecture);
    let save_time = start.elapsed();
    println!("{} bytes: loaded in {load_time:?}, saved in {save_time:?}", file.len());
    assert_eq!(load(&saved).expect("it is readable").architecture, loaded.architecture);
}

#[test]
fn files_that_are_wrong_everywhere_are_read_with_a_bounded_list_of_notices() {
    let many = |item: &str, count: usize| vec![item; count].join(",");
    let fields: Vec<_> = (0..100_000).map(|it| format!("\"f{it}\": 1")).collect();
    let ring: Vec<_> =
        (0..2000).map(|it| format!(r#"{{"id": {it}, "parent": {}}}"#, (it + 1) % 2000)).collect();
    for file in [
        format!(r#"{{"plimsoll": 2, {}, "components": []}}"#, fields.join(",")),
        format!(r#"{{"plimsoll": 2, {}, "components": []}}"#, many("\"same\": 1", 100_000)),
        format!(r#"{{"plimsoll": 2, "components": [{}]}}"#, many("{\"id\": 1, \"id\": 1}", 10_000)),
        format!(r#"{{"plimsoll": 2, "components": [], "connections": [{}]}}"#, many("{}", 50_000)),
        format!(r#"{{"plimsoll": 2, "components": [], "zones": [{}]}}"#, ring.join(",")),
        format!(r#"{{"plimsoll": 2, "components": [], "scenario": [{}]}}"#, many("[]", 300_000)),
    ] {
        let loaded = load(&file).expect("it is within the limits");
        assert!(!loaded.notices.is_empty() && loaded.notices.len() <= 501, "{}", loaded.notices.len());
    }
}
