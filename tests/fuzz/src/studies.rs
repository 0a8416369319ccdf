//! Questions that take many runs, asked of short ones.

use model::{Architecture, planning::GrowthPoint, scenario::Action};
use ops::plan::{Advise, Search, growth::Projection};
use sim::{
    Report, RunOptions, SimTime,
    blast::blast,
    study::{
        Compare, Follow, Replicate, Study, Sweep, change::steady, counterfactual::WhatIf, recovery::Trial,
    },
};

use crate::numbers::assert_numbers;

/// Of all runs of a study together.
const MOST_EVENTS: u64 = 12_000;
const MOST_ESTIMATES: usize = 10;
/// Runs between two looks at what is known so far.
const LOOK_EVERY: usize = 5;

/// One of them; which, is a matter of the seed. `report` is of the drawing, but of a run that may not have ended.
pub fn check(drawing: &Architecture, options: RunOptions, report: &Report) {
    let options = RunOptions {
        duration_secs: options.duration_secs.min(1.0),
        warm_up_secs: options.warm_up_secs.min(0.2),
        replications: 3,
        ..options
    };
    for event in &drawing.scenario.events {
        if let Action::Change(change) = &event.action {
            assert_numbers("blast", &blast(drawing, change));
        }
    }
    match options.seed % 9 {
        0 => ask("load sweep", &mut Sweep::new(drawing, options)),
        1 => {
            ask("comparison", &mut Compare::new(drawing.clone().into(), steady(drawing, 1.5).into(), options))
        }
        2 => ask("causes", &mut WhatIf::new(drawing, report, options)),
        3 => {
            if let Some(mut trial) = Trial::new(drawing, options) {
                ask("recovery", &mut trial);
            }
        }
        4 => ask("requests", &mut Follow::new(drawing.clone(), options, Some(0.5))),
        5 => ask("replications", &mut Replicate::new(drawing.clone(), options, report.clone(), 0.05)),
        6 => ask("cheapest", &mut Search::new(drawing, options)),
        7 => ask("advice", &mut Advise::new(drawing.clone().into(), options)),
        _ => grow(drawing),
    }
}

fn ask<S: Study>(what: &str, study: &mut S)
where
    S::Answer: std::fmt::Debug,
{
    let mut left = MOST_EVENTS;
    while left > 0
        && let Some(job) = study.next_job()
    {
        let Ok(mut session) = job.wants.begin(&job.architecture, job.options) else { return };
        let progress = session.advance(SimTime::NEVER, left);
        left -= progress.events;
        // What was not simulated to its end is what comes of a run that was stopped.
        study.take(job.number, job.wants.outcome(&session));
        if job.number % LOOK_EVERY == 0 {
            assert_numbers(what, &study.answer());
        }
    }
    assert_numbers(what, &study.answer());
}

fn grow(drawing: &Architecture) {
    let point = |month, factor| GrowthPoint { month, factor, files: factor, rows: factor };
    let mut projection = Projection::new(drawing, &[GrowthPoint::TODAY, point(6.0, 3.0), point(12.0, 100.0)]);
    for _ in 0..MOST_ESTIMATES {
        if !projection.go_on() {
            break;
        }
    }
    assert_numbers("growth", &projection.answer());
}
