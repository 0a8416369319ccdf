//! Whatever is drawn, all that is said of it consists of numbers: by estimates, by studies, of single requests, and of who can
//! be hit by what happens.

#[path = "conservation/any_drawing.rs"]
mod any_drawing;
mod common;
#[path = "common/numbers.rs"]
mod numbers;

use std::fmt::Debug;

use any_drawing::any_drawing;
use model::{Architecture, scenario::Action};
use numbers::assert_numbers;
use proptest::prelude::*;
use sim::{
    Report, RunOptions, Session, SimTime,
    availability::availability,
    blast::{blast, outcomes},
    estimate,
    laws::laws,
    study::{
        Compare, Follow, Replicate, Study, Sweep, change::steady, counterfactual::WhatIf, recovery::Trial,
    },
};

/// Of all runs of a study together: circles of calls are many events in no time.
const MOST_EVENTS: u64 = 100_000;

/// Asks after each run as the page does; one that took too long is stopped, as people stop runs.
fn ask<S: Study<Answer: Debug>>(what: &str, study: &mut S) {
    let mut left = MOST_EVENTS;
    while left > 0
        && let Some(job) = study.next_job()
    {
        let Ok(mut session) = job.wants.begin(&job.architecture, job.options) else { return };
        left -= session.advance(SimTime::NEVER, left).events;
        study.take(job.number, job.wants.outcome(&session));
        assert_numbers(what, &study.answer());
    }
}

fn ask_all(drawing: &Architecture, options: RunOptions, report: &Report) {
    ask("load sweep", &mut Sweep::new(drawing, options));
    let more = steady(drawing, 1.5);
    ask("comparison", &mut Compare::new(drawing.clone().into(), more.into(), options));
    ask("causes", &mut WhatIf::new(drawing, report, options));
    if let Some(mut trial) = Trial::new(drawing, options) {
        ask("recovery", &mut trial);
    }
    ask("single requests", &mut Follow::new(drawing.clone(), options, Some(0.2)));
    ask("repetitions", &mut Replicate::new(drawing.clone(), options, report.clone(), 0.05));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_that_is_found_out_consists_of_numbers(drawing in any_drawing(), seed in any::<u64>()) {
        let options = RunOptions { seed, duration_secs: 0.8, warm_up_secs: 0.2, replications: 3 };
        let session = Session::new(&drawing, options);
        prop_assume!(session.is_ok());
        let mut session = session.expect("a source");
        session.advance(SimTime::NEVER, MOST_EVENTS);
        let report = session.report();
        assert_numbers("report", &report);
        assert_numbers("laws", &laws(&drawing, &report));
        assert_numbers("availability", &availability(&drawing));
        let guess = estimate(&drawing).expect("a source");
        assert_numbers("estimate", &guess);
        assert_numbers("its mean", &guess.mean_latency_millis());
        assert_numbers("who was hit", &outcomes(&drawing, &report));
        for event in &drawing.scenario.events {
            if let Action::Change(change) = &event.action {
                assert_numbers("blast", &blast(&drawing, change));
            }
        }
        ask_all(&drawing, options, &report);
    }
}
