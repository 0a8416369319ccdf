//! Every case of `sim::validation`, run and held against theory; what came of it is written down in
//! `docs/VALIDATION.md`. `UPDATE_EXPECT=1` writes that page anew: read the changes.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
};

use expect_test::expect_file;
use model::text::Texts;
use sim::validation::{Case, Checked, Family, cases, conclude};

#[path = "validation/page.rs"]
mod page;

/// Runs all replications of all cases, on as many threads as there are processors.
fn run(cases: &[Case]) -> Vec<Vec<Checked>> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut found: Vec<(usize, Vec<Checked>)> = std::thread::scope(|scope| {
        let work = || {
            let mut done = Vec::new();
            loop {
                let i = next.fetch_add(1, Ordering::Relaxed);
                let Some(case) = cases.get(i) else { return done };
                let rows: Vec<_> = (0..case.replications).map(|it| case.replicate(it).unwrap()).collect();
                done.push((i, conclude(case, &rows).unwrap()));
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    found.sort_by_key(|(i, _)| *i);
    found.into_iter().map(|(_, checked)| checked).collect()
}

#[test]
fn the_engine_agrees_with_theory() {
    let cases = cases();
    let found = run(&cases);
    let mut problems = Vec::new();
    for (case, checked) in cases.iter().zip(&found) {
        for (figure, it) in case.figures.iter().zip(checked) {
            let line = format!(
                "{:28} {:20} {:4} {:10.5} theory {:10.5} off {:+6.2}% half width {:5.2}% of {:.0}%",
                case.id,
                figure.measure.id,
                figure.at,
                it.found,
                it.theory,
                (it.found / it.theory - 1.0) * 100.0,
                it.half_width / it.theory.abs() * 100.0,
                figure.measure.precision * 100.0
            );
            println!("{line}");
            if !it.holds {
                problems.push(format!("theory is outside of the interval: {line}"));
            }
            if !it.is_precise {
                problems.push(format!("the interval is too wide: {line}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    expect_file!["../../../docs/VALIDATION.md"].assert_eq(&page::page(&cases, &found));
}

#[test]
fn cases_are_whole() {
    let texts = Texts::english();
    let cases = cases();
    assert!(cases.len() >= 40, "{}", cases.len());
    let ids: BTreeSet<&str> = cases.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), cases.len(), "an id is used twice");
    for family in Family::ALL {
        texts.try_say(&family.title()).unwrap();
        assert!(cases.iter().any(|it| it.family == family), "{family:?} has no case");
    }
    for case in &cases {
        texts.try_say(&case.title()).unwrap();
        assert!(!case.figures.is_empty() && case.replications >= 20, "{}", case.id);
        let architecture = case.architecture(1).unwrap();
        for figure in &case.figures {
            texts.try_say(&figure.measure.title()).unwrap();
            assert!((figure.theory)().is_finite(), "{} {}", case.id, figure.measure.id);
            let is_class = |it: &model::Workload| it.classes.iter().any(|it| it.name == figure.at);
            let is_there = architecture
                .components
                .iter()
                .any(|it| it.name == figure.at || it.workload.as_ref().is_some_and(is_class));
            assert!(figure.at.is_empty() || is_there, "{}: no {}", case.id, figure.at);
        }
    }
}
