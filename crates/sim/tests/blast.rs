//! Who can be hit by a change, and who was.

mod common;

use common::{drawing, options, run};
use expect_test::{Expect, expect};
use model::{Architecture, finding::Place, scenario::Change};
use sim::{
    blast::{Reach, blast, seen},
    changes,
};

#[path = "faults/story.rs"]
#[allow(dead_code, reason = "the tests of faults use the rest")]
mod story;

#[track_caller]
fn check(text: &str, change: &str, at: &str, expected: Expect) {
    let drawing = drawing(text);
    let place = story::place(&drawing, at);
    let definition = changes::find(change).expect(change);
    assert!((definition.hits)(&drawing, place), "{change} cannot happen to {at}");
    expected.assert_eq(&told(&drawing, &definition.usual(place)));
}

fn told(drawing: &Architecture, change: &Change) -> String {
    let name = |id| drawing.component(id).map_or("?", |it| it.name.as_str());
    let share = |reach| match reach {
        Reach::Whole => "all",
        Reach::Part => "some",
    };
    let found = blast(drawing, change);
    let hit = found.components.iter().map(|(id, reach)| format!("{} of {}", share(*reach), name(*id)));
    let journeys =
        found.journeys.iter().map(|it| format!("{} of {}: {}", share(it.reach), name(it.source), it.class));
    hit.chain(journeys).map(|it| it + "\n").collect()
}

const SHOP: &str = "u:client{writes=0.5} -> lb:load_balancer -> api:api_server*2 -> db:database_sql; \
    lb -> other:web_server; api -{optional=true}-> ads:external_api; \
    api -publish-> jobs:queue -> w:worker -> mail:email_service; v:client -> alone:web_server";

#[test]
fn who_waits_is_hit() {
    check(
        SHOP,
        "crash",
        "db",
        expect![[r#"
        some of u
        some of lb
        all of api
        all of db
        some of u: read
        some of u: write
    "#]],
    );
}

#[test]
fn a_balancer_with_other_targets_is_hit_in_part() {
    check(
        SHOP,
        "crash",
        "api",
        expect![[r#"
            some of u
            some of lb
            all of api
            some of u: read
            some of u: write
        "#]],
    );
}

#[test]
fn an_optional_call_is_done_without() {
    check(
        SHOP,
        "dependency-slow",
        "ads",
        expect![[r#"
        some of u
        some of lb
        some of api
        some of u: read
        some of u: write
    "#]],
    );
}

#[test]
fn nobody_waits_for_consumers() {
    check(
        SHOP,
        "crash",
        "w",
        expect![[r#"
            all of w
        "#]],
    );
}

#[test]
fn a_full_disk_hits_writes() {
    check(
        "u:client{writes=0.5} -> api:api_server -> db:database_sql",
        "disk-full",
        "db",
        expect![[r#"
        all of u
        all of api
        all of db
        all of u: write
    "#]],
    );
}

#[test]
fn what_a_cache_forgets_is_asked_for_elsewhere() {
    check(
        "u:client{writes=0} -> api:api_server -> c:cache_redis; api -{on={miss_of=c}}-> db:database_sql",
        "cache-flush",
        "c",
        expect![[r#"
            some of u
            some of api
            some of c
            some of db
            some of u: read
        "#]],
    );
}

#[test]
fn a_partition_hits_who_calls_over_the_border() {
    check(
        "u:client{writes=0}; [eu: [a: lb:load_balancer, api:api_server]; [b: api, db:database_sql]]; u -> lb -> api -> db",
        "partition",
        "[b]",
        expect![[r#"
            some of u
            some of lb
            some of api
            some of u: read
        "#]],
    );
}

#[test]
fn more_traffic_hits_the_whole_way_and_who_shares_it() {
    check(
        "u:client{writes=0} -> api:api_server -> db:database_sql; v:client{writes=0} -> db2:web_server -> db; x:client{writes=0} -> own:web_server",
        "traffic-spike",
        "u",
        expect![[r#"
            some of u
            some of api
            some of db
            some of v
            some of db2
            some of u: read
            some of v: read
        "#]],
    );
}

#[test]
fn what_cannot_happen_hits_nobody() {
    let drawing = drawing(SHOP);
    let nowhere = Change::new("zone-loss", story::place(&drawing, "api"));
    assert_eq!(told(&drawing, &nowhere), "");
    assert_eq!(told(&drawing, &Change::new("no-such-thing", Place::Architecture)), "");
}

#[test]
fn what_is_seen_lies_within_what_can_be() {
    let mut shop = drawing(
        "u:client{per_sec=200, writes=0} -> lb:load_balancer -> api:api_server*2{slots=20, service_millis=5} -> db:database_sql{slots=10, service_millis=10}; \
         v:client{per_sec=100, writes=0} -> alone:web_server",
    );
    let trouble = story::trouble("error-rate", &[("share", 0.3)]);
    story::happen(&mut shop, 10.0, "db", &trouble);
    let report = run(&shop, options(30.0));
    let can_be = blast(&shop, &changes::find("error-rate").expect("it").usual(story::place(&shop, "db")));
    let name = |id| shop.component(id).expect("a component").name.clone();
    let found = seen(&report, 10.0, 20.0);
    let hit: Vec<_> = found.iter().map(|it| name(it.component)).collect();
    assert_eq!(hit, ["u", "lb", "api", "db"]);
    assert!(found.iter().all(|seen| can_be.components.iter().any(|(id, _)| *id == seen.component)));
    for it in &found {
        // Binomial: 2,000 requests, four standard deviations.
        assert!((it.errors.during - 0.3).abs() < 0.041, "{it:?}");
        assert_eq!(it.errors.before, 0.0);
    }
    // Nothing happens before.
    assert!(seen(&report, 5.0, 10.0).is_empty());
}
