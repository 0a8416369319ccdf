//! What saturated first, and why.

mod common;

use common::{change_at, component, drawing, id, options, run};
use expect_test::{Expect, expect};
use model::{
    Architecture,
    finding::Place,
    scenario::{Action, ScenarioEvent},
    text::Texts,
};
use sim::explain::Trigger;

fn down(mut architecture: Architecture, at_secs: f64, name: &str) -> Architecture {
    let component = id(&architecture, name);
    architecture.scenario.events.push(ScenarioEvent { at_secs, action: Action::TakeDown { component } });
    architecture
}

#[track_caller]
fn check(architecture: &Architecture, duration_secs: f64, expected: Expect) -> sim::Report {
    let report = run(architecture, options(duration_secs));
    let texts = Texts::english();
    let mut found = String::new();
    for cause in &report.explanation {
        let names: Vec<_> = cause
            .chain
            .iter()
            .filter_map(|id| architecture.component(*id))
            .map(|it| it.name.as_str())
            .collect();
        found += &format!("{} [{}]\n", texts.say(&cause.message), names.join(" > "));
    }
    expected.assert_eq(&found);
    report
}

const SHOP: &str = "u:client{per_sec=500, writes=0.1} -> lb:load_balancer -> api:api_server*4; api -> cache:cache_redis{hit_ratio=0.9}; \
    api -{on={miss_of=cache}, timeout_millis=1000}-> db:database_sql{slots=8, service_millis=30, fixed_delay_millis=0}";

#[test]
fn a_healthy_run_has_nothing_to_explain() {
    check(&drawing(SHOP), 20.0, expect![[""]]);
}

#[test]
fn a_queue_that_grew_by_chance_is_no_overload() {
    // M/M/2 at 80 % has such seconds now and then.
    let busy = drawing(
        "u:client{per_sec=160} -call{latency_millis=0}-> front:api_server{slots=2, service_millis=10, fixed_delay_millis=0, holds_slot=false}; \
         front -call{latency_millis=0}-> back:microservice{slots=4, service_millis=20, fixed_delay_millis=0}",
    );
    check(
        &busy,
        600.0,
        expect![[r#"
        The queue of back grew for three seconds at 3:32 min while 84% of what it can serve came: chance, as far as the run shows [back]
        The queue of front grew for three seconds at 7:12 min while 78% of what it can serve came: chance, as far as the run shows [front]
    "#]],
    );
}

#[test]
fn without_its_cache_the_database_drowns() {
    let report = check(
        &down(drawing(SHOP), 10.0, "cache"),
        30.0,
        expect![[r#"
            db saturated at 10 s: cache went down at 10 s, so api finds nothing there and asks db instead; its load went from 58% to 100.2% of what it can serve [cache > api > db]
            api saturated at 10 s: its slots are held by requests that wait for db [db > api]
        "#]],
    );
    let first = &report.explanation[0];
    assert_eq!(first.component, component(&report, "db").id);
    assert_eq!(first.trigger, Trigger::TakenDown { component: component(&report, "cache").id });
    assert!((10.0..=12.0).contains(&first.at_secs));
}

#[test]
fn nothing_saturates_before_what_did_it() {
    // The second in which it happens counts as saturated, most of which was before it.
    let report = check(
        &down(drawing(SHOP), 10.2, "cache"),
        30.0,
        expect![[r#"
            db saturated at 10.2 s: cache went down at 10.2 s, so api finds nothing there and asks db instead; its load went from 58% to 98.6% of what it can serve [cache > api > db]
            api saturated at 10.2 s: its slots are held by requests that wait for db [db > api]
        "#]],
    );
    assert!(report.explanation.iter().all(|it| it.at_secs == 10.2));
}

#[test]
fn who_is_down_is_asked_again_and_again() {
    let mut shop = down(
        drawing(
            "u:client{per_sec=100} -{attempts=3}-> api:api_server{slots=100} -{attempts=3, timeout_millis=1000}-> db:database_sql{slots=4, service_millis=20, fixed_delay_millis=0}",
        ),
        10.0,
        "db",
    );
    let db = shop.components.iter().find(|it| it.name == "db").unwrap().id;
    shop.scenario.events.push(ScenarioEvent { at_secs: 20.0, action: Action::BringUp { component: db } });
    check(
        &shop,
        30.0,
        expect![[r#"
        db went down at 10 s and was asked all the more from 10 s on: with the calls that are tried again, what comes to it went from 60% to 481% of what it can serve [db]
    "#]],
    );
}

#[test]
fn a_spike_is_told_from_an_overload() {
    let mut architecture =
        drawing("u:client -> api:api_server{slots=10, service_millis=20, fixed_delay_millis=0}");
    architecture.components[0].workload.as_mut().unwrap().pattern =
        model::workload::Pattern::Step { before_per_sec: 200.0, after_per_sec: 700.0, at_secs: 8.0 };
    check(
        &architecture,
        20.0,
        expect![[r#"
            api saturated at 8 s, when the traffic from u rose: its load went from 38% to 147% of what it can serve [u > api]
        "#]],
    );
    let always =
        drawing("u:client{per_sec=700} -> api:api_server{slots=10, service_millis=20, fixed_delay_millis=0}");
    check(
        &always,
        20.0,
        expect![[r#"
            api is overloaded from the start: its load is 141% of what it can serve [api]
        "#]],
    );
}

#[test]
fn who_gets_no_more_than_it_can_serve_is_not_called_overloaded() {
    // Users who wait for answers send no more than three slots do, whatever the first seconds look like.
    let text = "u:client{users=20, think_secs=0.1} -> api:api_server{slots=3, service_millis=30, fixed_delay_millis=0}";
    let report = check(
        &drawing(text),
        60.0,
        expect![[r#"
        api works at its limit from the start: its load is 98.6% of what it can serve [api]
    "#]],
    );
    let [cause] = &report.explanation[..] else { panic!("one cause") };
    assert_eq!(cause.trigger, Trigger::AlwaysOverloaded);
    // Throughout, not as the first seconds had it.
    let load = report.components.iter().find(|it| it.id == cause.component).and_then(|it| it.load_ratio);
    assert!((cause.load_after.expect("a load") - load.expect("a load").value).abs() < 0.005);
}

#[test]
fn held_slots_are_blamed_on_the_callee() {
    let text = "u:client{per_sec=200} -> api:api_server{slots=10, service_millis=1, fixed_delay_millis=0, holds_slot=true} \
        -> slow:external_api{service_millis=100}";
    check(
        &drawing(text),
        20.0,
        expect![[r#"
        api is saturated from the start: its slots are held by requests that wait for slow [slow > api]
    "#]],
    );
}

fn broken(
    mut architecture: Architecture,
    change: &str,
    name: &str,
    settings: &[(&str, f64)],
) -> Architecture {
    let component = id(&architecture, name);
    let mut change = sim::changes::find(change).expect(change).usual(Place::Component(component));
    for (key, value) in settings {
        change = change.with(key, *value);
    }
    change_at(&mut architecture, 10.0, change);
    architecture
}

#[test]
fn a_change_that_began_before_is_named() {
    let report = check(
        &broken(drawing(SHOP), "cache-flush", "cache", &[]),
        30.0,
        expect![[r#"
        db saturated at 10 s, after “Cache flushed” began at 10 s (cache): its load went from 58% to 100.58% of what it can serve [cache > api > db]
        api saturated at 10 s, after “Cache flushed” began at 10 s (cache): its slots are held by requests that wait for db [cache > api]
    "#]],
    );
    assert!(
        matches!(&report.explanation[0].trigger, Trigger::Changed { change, .. } if change == "cache-flush")
    );
    check(
        &broken(drawing(SHOP), "slow", "db", &[("factor", 3.0)]),
        30.0,
        expect![[r#"
        db saturated at 10 s, after “Slow” began at 10 s (db): its load went from 58% to 116% of what it can serve [db]
        api saturated at 10 s, after “Slow” began at 10 s (db): its slots are held by requests that wait for db [db > api]
    "#]],
    );
    check(
        &broken(drawing(SHOP), "traffic-spike", "u", &[("factor", 3.0)]),
        30.0,
        expect![[r#"
        db saturated at 16 s, after “Traffic spike” began at 10 s (u): its load went from 82% to 108.7% of what it can serve [u > lb > api > db]
        api saturated at 17 s, after “Traffic spike” began at 10 s (u): its load went from 45% to 69% of what it can serve [u > lb > api]
    "#]],
    );
}

#[test]
fn a_primary_that_failed_and_a_flush_are_named() {
    let text = "u:client{per_sec=500, writes=0} -> db:database_sql*2{slots=10, service_millis=30, fixed_delay_millis=0, failover_secs=2}";
    let mut shop = drawing(text);
    let component = shop.components[1].id;
    shop.scenario.events.push(ScenarioEvent { at_secs: 10.0, action: Action::FailPrimary { component } });
    check(
        &shop,
        30.0,
        expect![[r#"
        db saturated at 12 s, after the primary of db failed at 10 s: its load went from 76% to 75% of what it can serve [db]
    "#]],
    );
    let text = "u:client{per_sec=500, writes=0} -> api:api_server*4; api -> cache:cache_redis{cache_model=keys, cached_keys=3000, popularity=0, capacity_items=3000}; \
        api -{on={miss_of=cache}, timeout_millis=1000}-> db:database_sql{slots=10, service_millis=30, fixed_delay_millis=0}";
    let mut shop = drawing(text);
    // Slow enough at first for the cache to fill.
    shop.components[0].workload.as_mut().unwrap().pattern =
        model::workload::Pattern::Ramp { from_per_sec: 50.0, to_per_sec: 500.0, over_secs: 50.0 };
    let component = shop.components.iter().find(|it| it.name == "cache").expect("a cache").id;
    shop.scenario.events.push(ScenarioEvent { at_secs: 60.0, action: Action::Flush { component } });
    check(
        &shop,
        80.0,
        expect![[r#"
        db saturated at 60 s, after cache forgot its items at 60 s: its load went from 0.48% to 104.2% of what it can serve [cache > api > db]
        api saturated at 60 s: its slots are held by requests that wait for db [db > api]
    "#]],
    );
}

#[test]
fn what_happened_in_an_instant_is_soon_past() {
    let text = "u:client{per_sec=200, writes=0} -> api:api_server{slots=10, service_millis=20, fixed_delay_millis=0} \
        -> cache:cache_redis{cache_model=keys, cached_keys=100, popularity=0, capacity_items=100}; \
        api -{on={miss_of=cache}}-> db:database_sql{slots=1000, service_millis=1}";
    let named = |rises_at: f64| {
        let mut shop = broken(drawing(text), "cache-stampede", "cache", &[]);
        shop.components[0].workload.as_mut().unwrap().pattern =
            model::workload::Pattern::Step { before_per_sec: 200.0, after_per_sec: 700.0, at_secs: rises_at };
        let report = run(&shop, options(80.0));
        let first = report.explanation.first().expect("it saturates");
        assert_eq!(first.component, component(&report, "api").id);
        matches!(&first.trigger, Trigger::Changed { change, .. } if change == "cache-stampede")
    };
    // Within 15 s it may be why.
    assert!(named(20.0));
    assert!(!named(60.0));
}

#[test]
fn what_stays_is_named_later_as_well() {
    // Twice as slow from 10 s on, which is too slow for what comes at 60 s.
    let mut shop =
        drawing("u:client -> api:api_server{slots=10, service_millis=20, fixed_delay_millis=0, boot_secs=1}");
    shop.components[0].workload.as_mut().unwrap().pattern =
        model::workload::Pattern::Step { before_per_sec: 100.0, after_per_sec: 400.0, at_secs: 60.0 };
    let shop = broken(shop, "recreate", "api", &[("slower", 2.0)]);
    let report = run(&shop, options(80.0));
    let first = report.explanation.first().expect("it saturates");
    assert!(matches!(&first.trigger, Trigger::Changed { change, .. } if change == "recreate"), "{first:?}");
}

#[test]
fn a_provider_in_its_slow_mode_is_named() {
    let text = "u:client{per_sec=50} -> lb:load_balancer -> api:api_server{slots=40, service_millis=5} \
        -> pay:payment_gateway{slow_share=0.1, slow_spell_secs=30, slow_factor=8}";
    let report = check(
        &drawing(text),
        400.0,
        expect![[r#"
        api saturated at 27 s, after pay fell into its slow mode at 26.2 s: its slots are held by requests that wait for pay [pay > api]
    "#]],
    );
    assert_eq!(report.explanation[0].trigger, Trigger::SlowMode { component: component(&report, "pay").id });
}
