//! What saturated first, and why.

mod common;

use common::{component, drawing, options, run};
use expect_test::{Expect, expect};
use model::{
    Architecture,
    scenario::{Action, ScenarioEvent},
    text::Texts,
};
use sim::explain::Trigger;

fn down(mut architecture: Architecture, at_secs: f64, name: &str) -> Architecture {
    let component = architecture.components.iter().find(|it| it.name == name).expect(name).id;
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
