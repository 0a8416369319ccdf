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
        let [does, breaks, recovers, signs, helps] = definition.story();
        let is_told_as_a_fault = is_fault(definition) || texts.has(&breaks.id);
        match definition.sort {
            _ if is_told_as_a_fault => wanted.extend([breaks, recovers, signs, helps]),
            // Who reads what a deploy did wants to know what helps.
            Sort::Deploy => wanted.extend([does, signs, helps]),
            Sort::Fault | Sort::Traffic | Sort::Operator => wanted.push(does),
        }
        if is_fault(definition) {
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
fn what_a_small_drawing_has_no_place_for_says_what_it_takes() {
    let (texts, small) = (Texts::english(), drawing("u:client -> api:api_server"));
    let lacking = changes::all().filter(|it| changes::places(&small, it).is_empty());
    let missing: Vec<_> = lacking.map(|it| it.needs().id).filter(|it| !texts.has(it)).collect();
    assert!(missing.is_empty(), "no texts: {missing:?}");
}

/// By what stands in the files of the tests: a fault whose signature nobody looks for would be missed otherwise.
#[test]
fn every_fault_has_a_test_that_its_signature_comes_and_goes() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["faults", "operations"].map(|it| std::fs::read_dir(tests.join(it)).expect("a folder"));
    let files = folders.into_iter().flatten().map(|it| it.expect("a file").path());
    let files = files.filter(|it| !it.ends_with("list.rs"));
    let all: String = files.map(|it| std::fs::read_to_string(it).expect("a text")).collect();
    let is_told =
        |id: &str| ["trouble(", "Change::new("].iter().any(|it| all.contains(&format!("{it}\"{id}\"")));
    let untold: Vec<_> =
        changes::all().filter(|it| is_fault(it) && !is_told(it.id)).map(|it| it.id).collect();
    assert!(untold.is_empty(), "no test: {untold:?}");
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

#[test]
fn what_somebody_else_runs_is_not_ours_to_restart_or_scale() {
    let drawing = drawing(ALL);
    let offered = |name: &str| -> Vec<&str> {
        let place = crate::story::place(&drawing, name);
        changes::possible(&drawing, place).filter(|it| !is_fault(it)).map(|it| it.id).collect()
    };
    let (own, provider) = (offered("api"), offered("pay"));
    for it in ["restart", "scale", "feature-flag", "repair"] {
        assert!(own.contains(&it), "{it} is not offered at a service: {own:?}");
        assert!(!provider.contains(&it), "{it} is offered at a provider");
    }
    // Fewer requests can be sent to it.
    assert!(provider.contains(&"shed-load"), "{provider:?}");
}
