//! The run repeated with one cause removed at a time.

mod common;

use common::{BARE, drawing, id, options, run};
use model::{
    scenario::{Action, ScenarioEvent},
    text::Texts,
};
use sim::{
    RunOptions,
    study::{self, Counterfactual, Counterfactuals, compare::Verdict, counterfactual::WhatIf},
};

#[test]
fn the_cause_of_failures_is_the_one_whose_removal_helps() {
    let mut architecture = drawing(
        "u:client{per_sec=100} -call{latency_millis=0}-> api:api_server -call{timeout_millis=200, attempts=3}-> \
         db:database_sql{slots=2, service_millis=15, fixed_delay_millis=0}",
    );
    let db = id(&architecture, "db");
    let at = |at_secs, action| ScenarioEvent { at_secs, action };
    architecture.scenario.events =
        vec![at(5.0, Action::TakeDown { component: db }), at(10.0, Action::BringUp { component: db })];
    let report = run(&architecture, options(30.0));
    assert!(report.total.failed > 100);
    let mut study = WhatIf::new(&architecture, &report, options(30.0));
    let found = study::conduct(&mut study).expect("runs").expect("an answer");
    let texts = Texts::english();
    let best = &found.changes[0];
    assert_eq!(texts.say(&best.change), "Without what happened to db");
    let vanished = best.vanished.expect("a share");
    assert!(vanished.value > 0.95, "{best:?}");
    assert!(vanished.range.is_some_and(|(low, high)| high - low <= 0.1), "{best:?}");
}

#[test]
fn a_limit_is_a_cause_of_what_it_refuses() {
    let best = |limits: &str, bulkhead: &str| {
        let architecture = drawing(&format!(
            "u:client{{per_sec=100, population=20}} -> g:api_gateway{{{limits}}} -call{{{bulkhead}}}-> s:api_server{{error_ratio=0.01}}"
        ));
        let report = run(&architecture, options(20.0));
        let found = study::conduct(&mut WhatIf::new(&architecture, &report, options(20.0)));
        let found = found.expect("runs").expect("an answer");
        let vanished = found.changes[0].vanished.expect("a share");
        assert!(vanished.value > 0.8, "{found:?}");
        Texts::english().say(&found.changes[0].change)
    };
    assert_eq!(
        best("rate_limit_per_sec=80, rate_limit_burst=1", "attempts=1"),
        "Without the rate limit of g"
    );
    assert_eq!(
        best("user_limits=tiers, tier_window_secs=5", "attempts=1"),
        "Without limits for each user at g"
    );
    assert_eq!(best("slots=1000", "bulkhead={calls=1, queue_limit=9}"), "Without the bulkhead from g to s");
}

#[test]
fn a_provider_that_is_slow_now_and_then_is_a_cause_of_what_comes_too_late() {
    let architecture = drawing(
        "u:client{per_sec=20} -> s:api_server -call{timeout_millis=600}-> p:payment_gateway{slow_share=0.3, slow_spell_secs=5, slow_factor=4}",
    );
    let report = run(&architecture, options(60.0));
    assert!(report.total.failed > 100);
    let found = study::conduct(&mut WhatIf::new(&architecture, &report, options(60.0)));
    let found = found.expect("runs").expect("an answer");
    assert_eq!(Texts::english().say(&found.changes[0].change), "If p were never slow");
    assert!(found.changes[0].vanished.is_some_and(|it| it.value > 0.5), "{found:?}");
}

/// A service with errors of its own, and an outage of what that share of its requests asks.
fn two_causes(asked: f64) -> Counterfactuals {
    let mut architecture = drawing(&format!(
        "u:client{{per_sec=40}} -> api:api_server{{error_ratio=0.05}} -call{{probability={asked}}}-> db:database_sql"
    ));
    let db = id(&architecture, "db");
    let at = |at_secs, action| ScenarioEvent { at_secs, action };
    architecture.scenario.events =
        vec![at(5.0, Action::TakeDown { component: db }), at(6.0, Action::BringUp { component: db })];
    let report = run(&architecture, options(10.0));
    let mut study = WhatIf::new(&architecture, &report, options(10.0));
    study::conduct(&mut study).expect("runs").expect("an answer")
}

#[test]
fn what_may_be_chance_ranks_behind_what_surely_helps() {
    let verdicts: Vec<Verdict> = two_causes(0.03).changes.iter().map(Counterfactual::failures).collect();
    assert_eq!(verdicts, [Verdict::Better, Verdict::WithinChance]);
}

/// Errors so rare that in all runs there are a handful of them, however evenly they come.
#[test]
fn up_to_five_failures_that_vanish_may_be_chance() {
    let failing = |ratio: f64| {
        drawing(&format!("u:client{{per_sec=50}} -> s:api_server{{error_ratio={ratio}, {BARE}}}"))
    };
    let mut told = Vec::new();
    for (seed, ratio) in (0..60).flat_map(|seed| [(seed, 0.0003), (seed, 0.003)]) {
        let (architecture, options) = (failing(ratio), RunOptions { seed, ..options(10.0) });
        let mut study = WhatIf::new(&architecture, &run(&architecture, options), options);
        let Ok(Some(found)) = study::conduct(&mut study) else { continue };
        let Some(it) = found.changes.first() else { continue };
        // Each run has about 500 requests.
        let vanished = -it.failed_difference.value * it.replications as f64 * 500.0;
        told.push((vanished < 5.5, it.failures()));
    }
    assert!(!told.contains(&(true, Verdict::Better)), "{told:?}");
    assert!(
        told.contains(&(true, Verdict::WithinChance)) && told.contains(&(false, Verdict::Better)),
        "{told:?}"
    );
}

#[test]
fn a_cause_whose_effect_is_not_known_well_is_run_more_often() {
    let found = two_causes(0.1);
    for it in &found.changes {
        let (low, high) = it.vanished.and_then(|it| it.range).expect("an interval");
        assert!((high - low) / 2.0 <= 0.05 || it.replications == 20, "{it:?}");
    }
    assert!(found.replications > 5, "{found:?}");
}
