//! Providers that are slow now and then.

mod common;

use common::{change_at, drawing, options, place, run};
use model::{scenario::Change, text::Texts};
use sim::{
    Report, RunOptions, Session, SimTime,
    report::{Happening, MAX_HAPPENINGS, What, ended_at},
};

/// Slow for 20 s on average, in a fifth of the time.
const SHOP: &str = "u:client{per_sec=20} -{latency_millis=0}-> pay:payment_gateway{service_millis=100, \
    service_distribution=constant, rate_limit_per_sec=1000, error_ratio=0, slow_share=0.2, slow_spell_secs=20, slow_factor=4}";

/// Slow spells from beginning to end, the last one perhaps cut short.
fn spells(happenings: &[Happening], end_secs: f64) -> Vec<(f64, f64)> {
    let mut ends = happenings.iter().filter(|it| it.what == What::SlowModeEnded).map(|it| it.at_secs);
    let begins = happenings.iter().filter(|it| matches!(it.what, What::SlowModeBegan { .. }));
    begins.map(|it| (it.at_secs, ends.next().unwrap_or(end_secs))).collect()
}

#[test]
fn answers_take_longer_in_slow_spells_and_only_then() {
    let report = run(&drawing(SHOP), options(20_000.0));
    let spells = spells(&report.happenings, 20_000.0);
    let slow_secs: f64 = spells.iter().map(|(from, to)| to - from).sum();
    // Some 200 spells: both are within three standard errors, a fifth.
    assert!((slow_secs / 20_000.0 - 0.2).abs() < 0.04, "{slow_secs}");
    assert!((slow_secs / spells.len() as f64 - 20.0).abs() < 4.0, "{slow_secs} in {}", spells.len());
    let expected = 100.0 + 300.0 * slow_secs / 20_000.0;
    let mean = report.total.latency.mean_millis.expect("answers").value;
    assert!((mean - expected).abs() < 1.0, "{mean} {expected}");
}

#[test]
fn what_is_never_slow_has_no_spells() {
    for never in ["slow_share=0", "slow_share=0.5, slow_factor=1", "slow_factor=9"] {
        let text = format!("u:client -> p:external_api{{{never}}}");
        let (with, without) =
            (run(&drawing(&text), options(20.0)), run(&drawing("u:client -> p:external_api"), options(20.0)));
        assert_eq!(with.digest, without.digest, "{never}");
    }
}

#[test]
fn a_slow_network_comes_on_top() {
    let mut shop = drawing(SHOP);
    let mean = |it: &Report| it.total.latency.mean_millis.expect("answers").value;
    let alone = run(&shop, options(400.0));
    let pay = place(&shop, "pay");
    change_at(&mut shop, 0.0, Change::new("dependency-slow", pay).with("millis", 250.0));
    let both = run(&shop, options(400.0));
    // The same spells under both, and nobody who waits for a slot.
    assert_eq!(alone.happenings, both.happenings);
    assert!((mean(&both) - mean(&alone) - 250.0).abs() < 2.0, "{} {}", mean(&alone), mean(&both));
}

#[test]
fn another_component_changes_no_spell() {
    let more = format!("{SHOP}; u -> mail:email_service{{slow_share=0.5, slow_spell_secs=5}}");
    let of_pay = |text: &str| {
        let drawing = drawing(text);
        let pay = drawing.components.iter().find(|it| it.name == "pay").expect("pay").id;
        let report = run(&drawing, options(300.0));
        report.happenings.into_iter().filter(|it| it.component == pay).collect::<Vec<_>>()
    };
    assert_eq!(of_pay(SHOP), of_pay(&more));
}

#[test]
fn slices_and_copies_make_no_difference() {
    let shop = drawing(SHOP);
    let start = || Session::new(&shop, RunOptions { warm_up_secs: 3.0, ..options(200.0) }).expect("a run");
    let mut whole = start();
    whole.advance(SimTime::NEVER, u64::MAX);
    let mut sliced = start();
    while sliced.now() < SimTime::from_secs(100.0) {
        sliced.advance(SimTime::from_secs(100.0), 7);
    }
    let mut copy = sliced.clone();
    sliced.advance(SimTime::NEVER, u64::MAX);
    copy.advance(SimTime::NEVER, u64::MAX);
    let report = whole.report();
    assert!(!report.happenings.is_empty());
    for other in [sliced.report(), copy.report()] {
        assert_eq!((&other.digest, &other.happenings), (&report.digest, &report.happenings));
    }
}

#[test]
fn of_too_many_spells_the_first_are_listed_and_the_others_counted() {
    let often = "u:client{per_sec=1} -> p:external_api{slow_share=0.5, slow_spell_secs=1, slow_factor=2}";
    let report = run(&drawing(often), options(6_000.0));
    assert_eq!(report.happenings.len(), MAX_HAPPENINGS);
    let said = Texts::english().say(report.assumptions.last().expect("what is left out"));
    assert!(said.starts_with("Of what the system did by itself the first 5,000 are listed;"), "{said}");
    // What began last has no end that anybody could know: it is not said to go on.
    let began = |it: &Happening| matches!(it.what, What::SlowModeBegan { .. });
    let last = report.happenings.iter().rposition(began).expect("a spell");
    assert!(ended_at(&report.happenings, last, |it| it == What::SlowModeEnded).is_finite());
    let few = run(&drawing(often), options(60.0));
    assert!(few.assumptions.iter().all(|it| it.id != "assumption-happenings"));
}
