//! The list itself: every entry is whole.

use std::collections::BTreeSet;

use model::text::Texts;
use sim::changes::{self, Place, Sort};

use crate::common::drawing;

#[test]
fn every_fault_has_its_texts_and_its_source() {
    let texts = Texts::english();
    let mut missing = Vec::new();
    for definition in changes::all() {
        let id = definition.id;
        let mut wanted = vec![definition.label()];
        if is_fault(definition) {
            wanted.extend(definition.story());
            let source = definition.source.unwrap_or_else(|| panic!("{id} has no source"));
            assert!(source.url.starts_with("https://") && source.title.len() > 10, "{id}");
        }
        wanted.extend(definition.settings.iter().map(changes::Setting::label));
        missing.extend(wanted.into_iter().map(|it| it.id).filter(|it| !texts.has(it)));
    }
    assert!(missing.is_empty(), "no texts: {missing:?}");
}

/// Faults, and what traffic does that is one.
fn is_fault(it: &changes::Definition) -> bool {
    it.sort == Sort::Fault || it.sort == Sort::Traffic && it.source.is_some()
}

#[test]
fn there_are_many_and_each_is_listed_once() {
    let ids: Vec<_> = changes::all().map(|it| it.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let faults = changes::all().filter(|it| is_fault(it)).count();
    assert!(faults >= 36, "{faults}");
}

#[test]
fn usual_values_lie_within_their_bounds() {
    for definition in changes::all() {
        for it in definition.settings {
            assert!((it.min..=it.max).contains(&it.usual), "{} {}", definition.id, it.key);
        }
        assert!(definition.usual_secs.is_none_or(|it| it > 0.0), "{}", definition.id);
    }
}

/// Everything that a fault may need.
const ALL: &str = "u:client; [eu: [a: lb:load_balancer{algorithm=hash}, api:api_server*2{scaling=cpu}, db:database_sql*2]; [b: c:cache_redis{cache_model=keys, entry_ttl_secs=60}, jobs:queue, w:worker, pay:payment_gateway]]; \
    u -> lb -> api; api -> c; api -> db; api -publish-> jobs -> w; api -> pay";

#[test]
fn every_fault_can_happen_somewhere() {
    let drawing = drawing(ALL);
    for definition in changes::all() {
        let places = changes::places(&drawing, definition);
        assert!(!places.is_empty(), "{} can happen nowhere", definition.id);
        assert!(
            !(definition.hits)(&drawing, Place::Component(model::ComponentId(4000))),
            "{}",
            definition.id
        );
    }
}

#[test]
fn faults_are_offered_only_where_they_make_sense() {
    let drawing = drawing(ALL);
    let offered = |name: &str| -> Vec<&str> {
        let place = crate::story::place(&drawing, name);
        changes::possible(&drawing, place).filter(|it| is_fault(it)).map(|it| it.id).collect()
    };
    for (name, yes, no) in [
        ("db", "primary-loss", "cache-flush"),
        ("c", "cache-flush", "disk-full"),
        ("jobs", "poison-message", "queue-backlog"),
        ("w", "queue-backlog", "poison-message"),
        ("pay", "dependency-slow", "cpu-pressure"),
        ("u", "traffic-spike", "crash"),
        ("api", "black-hole", "dependency-outage"),
        ("[a]", "zone-loss", "region-loss"),
        ("[eu]", "region-loss", "zone-loss"),
        ("-> db", "partition", "slow"),
    ] {
        let offered = offered(name);
        assert!(offered.contains(&yes), "{yes} is not offered at {name}: {offered:?}");
        assert!(!offered.contains(&no), "{no} is offered at {name}");
    }
}
