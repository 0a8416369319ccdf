//! Who can be hit by a change, and who was.

mod common;

use common::{drawing, options, run};
use expect_test::{Expect, expect};
use model::{
    Architecture,
    finding::Place,
    scenario::{Action, Change},
};
use sim::{
    blast::{Reach, Softened, Why, blast, outcomes, seen},
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
    let hit = found.components.iter().map(|it| format!("{} of {}", share(it.reach), name(it.id)));
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
fn each_says_on_which_way_it_is_hit() {
    let drawing = drawing(SHOP);
    let id = |name: &str| common::id(&drawing, name);
    let why = |change: &str, at: &str, who: &str| {
        let change = changes::find(change).expect(change).usual(story::place(&drawing, at));
        blast(&drawing, &change).components.iter().find(|it| it.id == id(who)).map(|it| it.why)
    };
    assert_eq!(why("crash", "db", "db"), Some(Why::Origin));
    assert_eq!(why("crash", "db", "api"), Some(Why::Waits(id("db"), Softened::Not)));
    // The balancer has another target, so not all that it passes on is hit.
    assert_eq!(why("crash", "db", "lb"), Some(Why::Waits(id("api"), Softened::Others)));
    assert_eq!(why("dependency-outage", "ads", "api"), Some(Why::Waits(id("ads"), Softened::Optional)));
    assert_eq!(why("traffic-spike", "u", "db"), Some(Why::Load));
    assert_eq!(why("latency", "-> db", "api"), Some(Why::Way(id("db"), Softened::Not)));
    assert_eq!(why("crash", "db", "alone"), None);
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
            some of u
            some of api
            some of db
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
fn who_does_not_look_it_up_always_asks() {
    check(
        "u:client{writes=0.5} -> api:api_server -{on=read}-> c:cache_redis; api -{on={miss_of=c}}-> db:database_sql",
        "crash",
        "db",
        expect![[r#"
            some of u
            some of api
            all of db
            some of u: read
            all of u: write
        "#]],
    );
}

#[test]
fn a_percent_that_fails_or_a_canary_is_seen() {
    let mut shop = drawing("u:client{per_sec=500, writes=0} -> api:api_server{slots=20, service_millis=5}");
    let trouble = story::trouble("error-rate", &[("share", 0.005)]);
    story::happen(&mut shop, 30.0, "api", &trouble);
    let report = run(&shop, options(60.0));
    let [outcome] = outcomes(&shop, &report).try_into().expect("one event");
    assert!(outcome.rows.iter().all(sim::blast::Judged::is_hit), "{outcome:?}");
    // Who was spared has figures, too.
    let [calm] = outcomes(&shop, &sim::Report { scenario: vec![early(&shop)], ..report })
        .try_into()
        .expect("one event");
    assert!(calm.rows.iter().all(|it| !it.is_hit() && it.seen.is_some()), "{calm:?}");
}

#[test]
fn what_else_went_on_is_named_as_it_is_counted_too() {
    let mut shop = drawing("u:client{per_sec=500, writes=0} -> api:api_server{slots=20, service_millis=5}");
    let trouble = story::trouble("error-rate", &[("share", 0.1)]);
    story::happen(&mut shop, 30.0, "api", &trouble);
    let report = run(&shop, options(60.0));
    let also = model::scenario::ScenarioEvent { at_secs: 35.0, ..early(&shop) };
    let scenario = vec![early(&shop), report.scenario[0].clone(), also];
    let found = outcomes(&shop, &sim::Report { scenario, ..report });
    let meanwhile: Vec<_> = found.iter().map(|it| (it.event, it.meanwhile.clone())).collect();
    assert_eq!(meanwhile, [(0, vec![]), (1, vec![2]), (2, vec![1])]);
}

/// An event of which nothing came.
fn early(shop: &Architecture) -> model::scenario::ScenarioEvent {
    let change = Change::new("error-rate", story::place(shop, "api")).lasting(10.0);
    model::scenario::ScenarioEvent { at_secs: 15.0, action: Action::Change(change) }
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
    assert!(found.iter().all(|seen| can_be.components.iter().any(|it| it.id == seen.component)));
    for it in &found {
        // Binomial: 2,000 requests, four standard deviations.
        assert!((it.errors.during - 0.3).abs() < 0.041, "{it:?}");
        assert_eq!(it.errors.before, 0.0);
    }
    // Nothing happens before.
    assert!(seen(&report, 5.0, 10.0).is_empty());
    // Side by side: everybody who was hit was foretold, and nobody who was foretold got away.
    let [outcome] = outcomes(&shop, &report).try_into().expect("one event");
    assert_eq!((outcome.from_secs, outcome.to_secs), (10.0, 20.0));
    let rows: Vec<_> = outcome.rows.iter().map(|it| name(it.id)).collect();
    assert_eq!(rows, ["u", "lb", "api", "db"]);
    assert!(outcome.rows.iter().all(|it| it.foretold.is_some() && it.is_hit()));
}

#[test]
fn what_stays_is_judged_to_the_end_and_an_instant_for_half_a_minute() {
    let until = |change: &str| {
        let mut shop = drawing(
            "u:client{per_sec=100, writes=0} -> api:api_server{slots=20, service_millis=5, boot_secs=1}",
        );
        let change = Change::new(change, story::place(&shop, "api"));
        let action = Action::Change(change);
        shop.scenario.events.push(model::scenario::ScenarioEvent { at_secs: 10.0, action });
        let [outcome] = outcomes(&shop, &run(&shop, options(80.0))).try_into().expect("one event");
        outcome.to_secs
    };
    assert_eq!(until("random-failures"), 80.0);
    assert_eq!(until("shed-load"), 80.0);
    assert_eq!(until("recreate"), 80.0);
    assert_eq!(until("restart"), 40.0);
}

#[test]
fn what_held_from_the_first_second_on_has_nothing_before_it_to_be_judged_by() {
    let judged = |at_secs| {
        let mut shop =
            drawing("u:client{per_sec=100, writes=0} -> api:api_server{slots=20, service_millis=5}");
        story::happen(&mut shop, at_secs, "api", &story::trouble("error-rate", &[("share", 1.0)]));
        let [outcome] = outcomes(&shop, &run(&shop, options(20.0))).try_into().expect("one event");
        (outcome.is_judged(), outcome.rows.iter().filter(|it| it.is_hit()).count())
    };
    assert_eq!(judged(0.0), (false, 0));
    assert_eq!(judged(5.0), (true, 2));
}

#[test]
fn what_is_brought_up_again_is_judged_until_then() {
    let mut shop = drawing("u:client{per_sec=50} -> a:api_server -{timeout_millis=1000}-> b:microservice");
    let b = shop.components.iter().find(|it| it.name == "b").expect("b").id;
    let a = shop.components.iter().find(|it| it.name == "a").expect("a").id;
    let event = |at_secs, action| model::scenario::ScenarioEvent { at_secs, action };
    shop.scenario.events = vec![
        event(20.0, Action::TakeDown { component: b }),
        event(25.0, Action::BringUp { component: a }),
        event(30.0, Action::BringUp { component: b }),
    ];
    let found = outcomes(&shop, &run(&shop, options(60.0)));
    let [outage] = &found[..] else { panic!("{found:?}") };
    assert_eq!((outage.from_secs, outage.to_secs), (20.0, 30.0));
}

#[test]
fn who_is_hit_by_chance_does_not_depend_on_luck() {
    let hit = |text: &str| {
        let drawing = drawing(text);
        let change = Change::new("random-failures", story::place(&drawing, "api"));
        told(&drawing, &change.with("mttf", 1e8).with("mttr", 1.0))
    };
    assert!(hit("u:client{writes=0} -> api:api_server").contains("all of u: read"));
    let one_of_two = hit("u:client{writes=0} -> lb:load_balancer -> api:api_server*2");
    assert!(one_of_two.contains("some of u: read"), "{one_of_two}");
    // The others of a pool serve on.
    let broker = hit("u:client{writes=0} -publish-> api:queue*2 -consume-> w:worker");
    assert!(broker.contains("some of u: read"), "{broker}");
}
