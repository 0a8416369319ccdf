//! Objectives of messages, counted by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{drawing, options};
use model::{
    Architecture,
    finding::Place,
    objective::{Indicator, Objective},
    scenario::{Action, Change, ScenarioEvent},
    workload::Arrivals,
};
use sim::{Report, RunOptions, Session, SimTime, report::Answers};

/// Ten messages a second, at the same distance, and a worker that needs `millis` for each.
fn queue(worker: &str, broker: &str) -> String {
    format!(
        "u:client{{per_sec=10}} -publish-> jobs:queue{{slots=50, service_millis=0.1, service_distribution=constant, fixed_delay_millis=0{broker}}} \
         -consume-> w:worker{{slots=1, service_distribution=constant, fixed_delay_millis=0, {worker}}}"
    )
}

/// Totals and bad ones of each indicator, over the seconds of the run, and the report.
fn counted(text: &str, indicators: &[Indicator], secs: f64) -> (Vec<[u64; 2]>, Vec<[u32; 2]>, Report) {
    counted_in(drawing(text), indicators, secs)
}

fn counted_in(
    mut architecture: Architecture,
    indicators: &[Indicator],
    secs: f64,
) -> (Vec<[u64; 2]>, Vec<[u32; 2]>, Report) {
    for workload in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.arrivals = Arrivals::Even;
    }
    architecture.objectives = indicators.iter().map(|it| Objective::new(*it, 0.99, 30.0)).collect();
    let mut session = Session::new(&architecture, RunOptions { warm_up_secs: 0.0, ..options(secs) }).unwrap();
    session.watch();
    while !session.advance(SimTime::NEVER, 10_000).is_done {}
    let frames = session.take_frames();
    let sum = |index: usize| {
        frames
            .iter()
            .map(|it| it.objectives[index])
            .fold([0, 0], |[total, bad], it| [total + u64::from(it.total), bad + u64::from(it.bad)])
    };
    let first = frames.iter().map(|it| [it.objectives[0].total, it.objectives[0].bad]).collect();
    ((0..indicators.len()).map(sum).collect(), first, session.report())
}

fn sum(all: &[Answers]) -> u64 {
    all.iter().map(|it| it.count).sum()
}

#[test]
fn a_worker_that_keeps_up_is_fresh_and_correct() {
    let text = queue("service_millis=50", "");
    let indicators = [Indicator::Freshness { secs: 1.0 }, Indicator::Correctness];
    let (counts, _, report) = counted(&text, &indicators, 20.0);
    let messages = report.total.messages.unwrap();
    let handled = sum(&messages.handled);
    assert!((195..=200).contains(&handled), "{handled}");
    assert_eq!(counts, [[handled, 0], [handled, 0]]);
}

#[test]
fn what_became_too_old_in_the_warm_up_is_not_counted_again() {
    // The worker does 5 of 10 a second: one message in ten of a second becomes too old, a hundred in the run.
    let mut architecture = drawing(&queue("service_millis=200", ""));
    for workload in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.arrivals = Arrivals::Even;
    }
    architecture.objectives = vec![Objective::new(Indicator::Freshness { secs: 1.0 }, 0.99, 30.0)];
    let options = RunOptions { warm_up_secs: 20.5, ..options(10.0) };
    let mut session = Session::new(&architecture, options).unwrap();
    session.watch();
    while !session.advance(SimTime::NEVER, 10_000).is_done {}
    let frames = session.take_frames();
    let measured = frames.iter().filter(|it| it.at_secs > 0.0).map(|it| it.objectives[0]);
    let counts: Vec<[u32; 2]> = measured.map(|it| [it.total, it.bad]).collect();
    assert_eq!(counts, [[10, 10]; 10]);
}

#[test]
fn what_waits_for_too_long_is_bad_before_it_is_handled() {
    // The worker does 5 of 10 a second. Message k comes at k/10 s and is done at k/5 s, so its age is k/10 s: the first
    // 20 are fresh within 2.05 s, which lies between two ages. All others are bad 2.05 s after they came, which after 20 s
    // are those of the first 17.95 s: 180, less the first 20.
    let text = queue("service_millis=200", "");
    let indicators = [Indicator::Freshness { secs: 2.05 }, Indicator::Correctness];
    let (counts, seconds, report) = counted(&text, &indicators, 20.0);
    let [total, bad] = counts[0];
    assert!((178..=181).contains(&total) && (159..=163).contains(&bad), "{counts:?}");
    // From then on ten of ten are bad in every second, though only five are handled.
    assert!(seconds[8..].iter().all(|it| *it == [10, 10]), "{seconds:?}");
    let messages = report.total.messages.unwrap();
    let is_old = |it: &&Answers| it.millis > 2050.0;
    let old = |all: &[Answers]| all.iter().filter(is_old).map(|it| it.count).sum::<u64>();
    assert_eq!(total, sum(&messages.handled) + old(&messages.waiting));
    assert_eq!(bad, old(&messages.handled) + old(&messages.waiting));
    assert_eq!(counts[1], [sum(&messages.handled), 0]);
}

#[test]
fn dead_letters_and_refusals_are_bad() {
    // Every delivery fails, and there is one.
    let text = queue("service_millis=50, error_ratio=1", ", max_deliveries=1");
    let indicators = [Indicator::Correctness, Indicator::Freshness { secs: 1.0 }];
    let (counts, _, report) = counted(&text, &indicators, 20.0);
    let dead = report.total.messages.unwrap().dead_letters;
    assert!((195..=200).contains(&dead), "{dead}");
    assert_eq!(counts, [[dead, dead], [dead, dead]]);
    // The broker holds two; the worker does one a second, so nine of ten are refused.
    let text = queue("service_millis=1000", ", max_messages=2");
    let (counts, _, report) = counted(&text, &indicators, 20.0);
    let messages = report.total.messages.unwrap();
    assert_eq!(messages.rejected, report.total.failed);
    assert!((170..=182).contains(&messages.rejected), "{}", messages.rejected);
    assert_eq!(counts[0], [sum(&messages.handled) + messages.rejected, messages.rejected]);
}

#[test]
fn who_gives_up_while_a_full_broker_lets_wait_was_refused() {
    let waits = ", max_messages=2, publishing_when_full=wait";
    let run = |policy: &str, broker: &str| {
        let text =
            queue("service_millis=1000", broker).replace("-publish->", &format!("-publish{{{policy}}}->"));
        let (counts, _, report) = counted(&text, &[Indicator::Correctness], 20.0);
        (counts[0], report)
    };
    // As above, nine of ten; the last five of them still wait after 20 s.
    for (policy, tries) in [("", 1), ("attempts=3, backoff_base_millis=10, jitter=none, ", 3)] {
        let (counts, report) = run(&format!("{policy}timeout_millis=500, cancel_on_timeout=true"), waits);
        let messages = report.total.messages.clone().unwrap();
        assert_eq!(messages.rejected, report.total.failed);
        assert!((150..=182).contains(&messages.rejected), "{policy}: {}", messages.rejected);
        assert_eq!(counts, [sum(&messages.handled) + messages.rejected, messages.rejected]);
        let sent = report.connections.iter().find(|it| it.mean_backlog.is_none()).unwrap().attempts;
        assert!(sent > (tries - 1) * messages.rejected, "{sent}");
    }
    // Optional: nobody fails, and the messages are lost all the same.
    let (_, report) = run("optional=true, timeout_millis=500, cancel_on_timeout=true", waits);
    let messages = report.total.messages.unwrap();
    assert!(report.total.failed == 0 && messages.rejected > 150, "{}", messages.rejected);
    // Who does not say that it gave up is still in the line, and gets room in the end.
    let (counts, report) = run("timeout_millis=500", waits);
    let messages = report.total.messages.unwrap();
    assert!(report.total.failed > 150 && messages.rejected == 0, "{}", messages.rejected);
    assert_eq!(counts, [sum(&messages.handled), 0]);
    // A refusal that comes too late to be heard is one.
    let (_, report) = run("timeout_millis=15, latency_millis=10", ", max_messages=2");
    let messages = report.total.messages.unwrap();
    assert!((170..=182).contains(&messages.rejected), "{}", messages.rejected);
}

#[test]
fn who_asks_for_no_such_objective_pays_nothing() {
    let text = queue("service_millis=50", "");
    let (_, _, with) = counted(&text, &[Indicator::Correctness], 10.0);
    let (_, _, without) = counted(&text, &[Indicator::Availability], 10.0);
    assert_eq!(without.total.messages, None);
    assert_eq!(with.digest, without.digest);
}

/// An acknowledgement that comes too late makes the publisher try again, and the full broker refuses that: the message it has is
/// handled all the same, and none is lost.
#[test]
fn a_message_that_was_taken_is_not_lost_with_its_second_try() {
    let policy = "attempts=2, backoff_base_millis=0, timeout_millis=30, latency_millis=20";
    let text = "u:client{per_sec=0.5} -publish{POLICY}-> q:queue{slots=1, service_millis=1, \
        service_distribution=constant, fixed_delay_millis=0, max_messages=1} \
        -consume-> w:worker{slots=1, service_millis=1000, service_distribution=constant, fixed_delay_millis=0}";
    let (counts, _, report) = counted(&text.replace("POLICY", policy), &[Indicator::Correctness], 20.0);
    let messages = report.total.messages.unwrap();
    assert!(report.total.failed >= 9, "{}", report.total.failed);
    assert_eq!(messages.rejected, 0);
    assert_eq!(counts[0], [sum(&messages.handled), 0]);
}

/// The same when the acknowledgement never comes. Of its one message, after 2 s, the publisher hears a second later that the broker
/// is full.
#[test]
fn a_message_whose_acknowledgement_is_lost_is_not_lost() {
    let policy = "attempts=2, backoff_base_millis=0, timeout_millis=1000";
    let mut architecture = drawing(&format!(
        "u:client{{per_sec=0.5}} -publish{{{policy}}}-> q:queue{{service_millis=1, max_messages=1}} \
         -consume-> w:worker{{slots=1, service_millis=10000}}"
    ));
    let way = architecture.connections[0].id;
    let change = Change { lasts_secs: Some(2.5), ..Change::new("partition-one-way", Place::Connection(way)) };
    architecture.scenario.events.push(ScenarioEvent { at_secs: 0.0, action: Action::Change(change) });
    let (counts, _, report) = counted_in(architecture, &[Indicator::Correctness], 3.5);
    assert_eq!((report.total.failed, report.connections[0].attempts), (1, 2));
    assert_eq!(counts[0], [0, 0]);
}

/// A refusal loses the message also when nobody hears of it: neither before the publisher's timeout nor, without one, ever.
#[test]
fn a_message_whose_refusal_is_lost_is_lost() {
    for (policy, secs, lost) in [("{timeout_millis=1000}", 10.0, 3), ("", 134.0, 2)] {
        let mut architecture = drawing(&format!(
            "u:client{{per_sec=0.5}} -publish{policy}-> q:queue{{service_millis=1, max_messages=1}} \
             -consume-> w:worker{{slots=1, service_millis=1000000}}"
        ));
        let way = architecture.connections[0].id;
        let change = Change::new("partition-one-way", Place::Connection(way));
        architecture.scenario.events.push(ScenarioEvent { at_secs: 3.0, action: Action::Change(change) });
        let (counts, _, report) = counted_in(architecture, &[Indicator::Correctness], secs);
        assert_eq!((report.total.failed, report.total.messages.unwrap().rejected), (lost, lost), "{policy}");
        assert_eq!(counts[0], [lost, lost], "{policy}");
    }
}

/// Of a hedged message the first try is taken after 2 s, and the broker refuses the second one after 3 s: the publisher hears of
/// neither, and has given up both 127 s later.
#[test]
fn a_hedged_message_that_was_taken_once_is_not_lost() {
    let mut architecture = drawing(
        "u:client{per_sec=0.5} -publish{hedge={after_millis=1000}}-> q:queue{service_millis=1, max_messages=1} \
         -consume-> w:worker{slots=1, service_millis=1000000}",
    );
    let way = architecture.connections[0].id;
    let change = Change::new("partition-one-way", Place::Connection(way));
    architecture.scenario.events.push(ScenarioEvent { at_secs: 0.0, action: Action::Change(change) });
    let (counts, _, report) = counted_in(architecture, &[Indicator::Correctness], 130.5);
    assert_eq!(report.total.failed, 1);
    assert_eq!(counts[0], [0, 0]);
}
