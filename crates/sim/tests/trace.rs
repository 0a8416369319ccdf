//! Single requests from sending to answer.

mod common;

use common::{drawing, options};
use model::{Architecture, workload::Arrivals};
use sim::{
    RunOptions, Session, SimTime,
    live::MAX_HOPS,
    report::FailureCause,
    trace::{Call, KEPT_FROM, Trace, Why},
};

fn traces(architecture: &Architecture, duration_secs: f64) -> (Session, Vec<Trace>) {
    traces_from(architecture, duration_secs, None)
}

fn traces_from(
    architecture: &Architecture,
    duration_secs: f64,
    from_secs: Option<f64>,
) -> (Session, Vec<Trace>) {
    let mut session = Session::new(architecture, options(duration_secs)).expect("a run");
    session.follow_requests(from_secs);
    session.advance(SimTime::NEVER, u64::MAX);
    let traces = session.traces();
    (session, traces)
}

const BARE: &str = "fixed_delay_millis=0, holds_slot=false";

#[test]
fn following_requests_changes_no_number() {
    let architecture =
        drawing("u:client{per_sec=200} -> lb:load_balancer -> api:api_server*2 -> db:database_sql");
    let mut plain = Session::new(&architecture, options(10.0)).expect("a run");
    plain.advance(SimTime::NEVER, u64::MAX);
    let (followed, found) = traces(&architecture, 10.0);
    assert_eq!(followed.report(), plain.report());
    assert_eq!(found.iter().filter(|it| it.why == Why::Slow).count(), 20);
    assert!(found.iter().any(|it| it.why == Why::Sample));
}

#[test]
fn the_parts_of_a_request_add_up() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=60}} -call{{latency_millis=2}}-> api:api_server{{slots=1, service_millis=5, {BARE}}} \
         -call{{latency_millis=1}}-> db:api_server{{slots=1, service_millis=10, {BARE}}}"
    ));
    let (session, found) = traces(&architecture, 20.0);
    let slowest = session.report().total.latency.p99_millis.expect("a percentile").value;
    assert!(found[0].duration_millis >= slowest);
    for trace in &found {
        let [api, db] = &trace.calls[..] else { panic!("two calls: {trace:?}") };
        assert_eq!((api.caller, db.caller), (None, Some(0)));
        assert!(api.is_critical && db.is_critical);
        assert!((api.arrived_millis.unwrap() - 2.0).abs() < 1e-9);
        let own = |it: &Call| it.worked_millis.unwrap() - it.arrived_millis.unwrap();
        assert!(own(api) >= api.work_millis && api.work_millis > 0.0 && own(db) >= db.work_millis);
        let parts = 2.0 + own(api) + 1.0 + own(db) + 1.0 + 2.0;
        assert!((parts - trace.duration_millis).abs() < 1e-6, "{parts} {trace:?}");
    }
}

/// A try of a call that got its answer.
#[track_caller]
fn assert_adds_up(it: &Call) {
    let parts = [
        it.wait_millis(),
        Some(it.work_millis),
        it.calls_millis(),
        Some(it.kept_millis),
        it.network_millis(),
    ];
    let sum: f64 = parts.into_iter().map(|it| it.expect("it was answered")).sum();
    let whole = it.ended_millis.expect("it was answered") - it.begun_millis();
    assert!((sum - whole).abs() < 1e-6, "{sum} of {whole}: {it:?}");
}

#[test]
fn each_answered_call_is_wait_work_calls_delay_and_network() {
    let architecture = drawing(
        "u:client{per_sec=40} -> api:api_server{slots=2, service_millis=5} \
         -call{attempts=3, backoff_base_millis=20}-> db:database_sql{slots=1, service_millis=10, error_ratio=0.2}",
    );
    let (_, found) = traces(&architecture, 20.0);
    assert!(found.iter().any(|it| it.failed.is_some()) && found.iter().any(|it| it.calls.len() > 2));
    found.iter().flat_map(|it| &it.calls).for_each(assert_adds_up);
}

#[test]
fn a_hedge_is_no_further_try() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=5}} -call{{latency_millis=0, hedge={{after_millis=5}}}}-> s:api_server{{slots=50, service_millis=20, {BARE}}}"
    ));
    let (_, found) = traces(&architecture, 20.0);
    let hedged = found.iter().find(|it| it.calls.len() == 2).expect("most take longer");
    let tries = hedged.calls.iter().map(|it| (it.attempt, it.is_hedge));
    assert_eq!(tries.collect::<Vec<_>>(), [(1, false), (1, true)]);
    assert!((hedged.calls[1].sent_millis - 5.0).abs() < 1e-6, "{hedged:?}");
}

#[test]
fn timeouts_and_retries_are_seen_with_the_work_that_they_waste() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=95}} -call{{latency_millis=0, timeout_millis=100, attempts=3, backoff_base_millis=10}}-> \
         s:api_server{{slots=1, service_millis=10, {BARE}}}"
    ));
    let (_, found) = traces(&architecture, 20.0);
    let failed = found.iter().find(|it| it.why == Why::Failed).expect("some fail");
    assert_eq!(failed.failed, Some(FailureCause::Timeout));
    assert_eq!(failed.calls.iter().map(|it| it.attempt).collect::<Vec<_>>(), [1, 2, 3]);
    for call in &failed.calls {
        assert!(call.gave_up && call.failed == Some(FailureCause::Timeout));
        assert!((call.ended_millis.unwrap() - call.sent_millis - 100.0).abs() < 1e-6);
    }
    assert!(failed.calls.iter().all(|it| it.is_critical), "each of them cost its time");
}

#[test]
fn the_wait_for_a_place_in_a_bulkhead_is_part_of_a_call() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=80}} -call{{latency_millis=0}}-> a:api_server{{slots=1000, service_millis=2, service_distribution=constant, {BARE}}}; \
         a -call{{latency_millis=0, bulkhead={{calls=1, queue_limit=1000}}}}-> \
         b:microservice{{slots=1000, service_millis=10, service_distribution=constant, {BARE}}}"
    ));
    let (_, found) = traces(&architecture, 20.0);
    let waited = |it: &Trace| it.calls[1].waited_millis;
    let longest = found.iter().max_by(|a, b| waited(a).total_cmp(&waited(b))).expect("a trace");
    assert!(waited(longest) > 30.0, "{longest:?}");
    for trace in &found {
        let [first, second] = &trace.calls[..] else { panic!("{trace:?}") };
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-6, "{trace:?}");
        near(first.worked_millis.unwrap(), 2.0);
        near(second.begun_millis(), 2.0);
        near(second.ended_millis.unwrap() - second.sent_millis, 10.0);
        near(trace.duration_millis, 12.0 + second.waited_millis);
        assert!(first.is_critical && second.is_critical);
    }
}

#[test]
fn of_two_calls_side_by_side_the_longer_one_decides() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=5}} -> api:api_server{{slots=50, service_millis=1, {BARE}}}; \
         api -call{{latency_millis=0}}-> fast:api_server{{slots=50, service_millis=1, service_distribution=constant, {BARE}}}; \
         api -call{{latency_millis=0}}-> slow:api_server{{slots=50, service_millis=20, service_distribution=constant, {BARE}}}"
    ));
    let (_, found) = traces(&architecture, 20.0);
    let id = |name: &str| architecture.components.iter().find(|it| it.name == name).expect(name).id;
    for trace in &found {
        let is_critical =
            |name| trace.calls.iter().find(|it| it.component == id(name)).expect(name).is_critical;
        assert!(is_critical("slow") && !is_critical("fast"), "{trace:?}");
    }
}

#[test]
fn what_is_not_awaited_is_no_part_of_a_request() {
    let architecture = drawing(
        "u:client -> api:api_server -> q:queue -> w:worker -> db:database_sql*2; api -observe-> monitoring",
    );
    let (_, found) = traces(&architecture, 10.0);
    assert!(!found.is_empty());
    let id = |name: &str| architecture.components.iter().find(|it| it.name == name).expect(name).id;
    let called: std::collections::BTreeSet<_> =
        found.iter().flat_map(|it| &it.calls).map(|it| it.component).collect();
    assert_eq!(called, [id("api"), id("q")].into());
}

#[test]
fn what_tracing_and_a_cold_start_add_is_own_work() {
    let constant = "service_distribution=constant";
    let found = traces(
        &drawing(&format!(
            "u:client{{per_sec=20}} -> f:lambda_function{{concurrency_limit=50, service_millis=5, cold_start_millis=100, keep_warm_secs=0.05, {constant}}}; \
             u -> api:api_server{{slots=50, service_millis=5, fixed_delay_millis=0, {constant}}}; \
             api -observe{{sample_ratio=1}}-> apm{{traced_overhead_millis=3}}"
        )),
        20.0,
    )
    .1;
    let work = |wanted: fn(&f64) -> bool| {
        let calls = found.iter().flat_map(|it| &it.calls).map(|it| it.work_millis);
        calls.filter(wanted).count()
    };
    assert!(!found.is_empty());
    assert!(work(|it| (it - 105.0).abs() < 1e-6) > 0, "cold starts");
    assert!(work(|it| (it - 8.0).abs() < 1e-6) >= found.len(), "traced calls");
    for call in found.iter().flat_map(|it| &it.calls) {
        let own = call.worked_millis.unwrap() - call.arrived_millis.unwrap();
        assert!((own - call.work_millis).abs() < 1e-6, "nobody waits: {call:?}");
    }
}

#[test]
fn work_that_ends_in_a_failure_is_own_work_and_no_wait() {
    let check = |text: &str, cause: FailureCause| {
        let failed = traces(&drawing(text), 20.0).1;
        let first: Vec<_> =
            failed.iter().filter(|it| it.failed == Some(cause)).map(|it| &it.calls[0]).collect();
        assert!(!first.is_empty(), "{text}");
        for call in first {
            let own = call.worked_millis.unwrap() - call.arrived_millis.unwrap();
            assert!(
                call.work_millis > 0.0 && (own - call.work_millis).abs() < 1e-6,
                "nobody waits: {call:?}"
            );
        }
    };
    check(
        "u:client{per_sec=20} -> a:api_server{slots=100, error_ratio=0.2, holds_slot=false}",
        FailureCause::Error,
    );
    let refused = "u:client{per_sec=20} -> a:api_server{slots=100, holds_slot=false} -{bulkhead=1}-> b:microservice{slots=1, service_millis=100}";
    check(refused, FailureCause::BulkheadFull);
    let door = "u:client{per_sec=20} -> a:api_server{slots=1, service_millis=100, queue_limit=0}";
    let full = traces(&drawing(door), 20.0).1;
    let turned_away = full.iter().filter(|it| it.failed == Some(FailureCause::QueueFull));
    assert!(
        turned_away.flat_map(|it| &it.calls).all(|it| it.work_millis == 0.0),
        "who is turned away does no work"
    );
}

#[test]
fn a_call_ends_when_its_caller_has_the_answer_which_may_be_kept_back() {
    let (_, found) = traces(
        &drawing(
            "u:client{per_sec=20} -call{latency_millis=2}-> a:api_server{slots=100, fixed_delay_millis=30, holds_slot=false} \
             -call{latency_millis=1}-> b:microservice{slots=100, fixed_delay_millis=40}",
        ),
        20.0,
    );
    assert!(!found.is_empty());
    for trace in &found {
        let [a, b] = &trace.calls[..] else { panic!("two calls: {trace:?}") };
        assert_eq!((a.kept_millis, b.kept_millis), (30.0, 40.0));
        let near =
            |it: Option<f64>, expected: f64| assert!((it.unwrap() - expected).abs() < 1e-6, "{trace:?}");
        near(b.ended_millis, b.sent_millis + 1.0 + b.work_millis + 40.0 + 1.0);
        near(a.answered_millis, b.ended_millis.unwrap() + 30.0);
        near(a.ended_millis, trace.duration_millis);
    }
}

#[test]
fn a_request_that_publishes_ends_where_its_message_is_written_down() {
    let architecture =
        drawing("u:client{per_sec=20} -publish-> jobs:queue -consume-> w:worker{slots=4, service_millis=10}");
    let (_, found) = traces(&architecture, 20.0);
    assert!(found.len() > 10 && found.iter().all(|it| it.calls.len() == 1), "{found:?}");
}

#[test]
fn every_request_can_be_found_by_when_it_was_sent() {
    let architecture = drawing(&format!(
        "u:client{{per_sec=40}} -call{{latency_millis=0, timeout_millis=40}}-> s:api_server{{slots=1, service_millis=20, {BARE}}}"
    ));
    let (mut from_secs, mut all) = (0.0, Vec::new());
    let session = loop {
        let (session, found) = traces_from(&architecture, 10.0, Some(from_secs));
        let asked: Vec<Trace> = found.into_iter().take_while(|it| it.why == Why::Asked).collect();
        let Some(last) = asked.last() else { break session };
        assert!(asked.is_sorted_by(|a, b| a.start_secs < b.start_secs) && asked[0].start_secs >= from_secs);
        assert!(asked.len() <= KEPT_FROM);
        from_secs = last.start_secs + 1e-6;
        all.extend(asked);
    };
    let total = session.report().total;
    assert!(all.len() > 3 * KEPT_FROM && total.failed > 0);
    assert_eq!(all.len() as u64, total.succeeded + total.failed);
    assert_eq!(all.iter().filter(|it| it.failed.is_some()).count() as u64, total.failed);
}

#[test]
fn requests_of_the_warm_up_can_be_asked_for() {
    let architecture = drawing("u:client{per_sec=40} -> s:api_server");
    let warm_up = RunOptions { warm_up_secs: 5.0, ..options(5.0) };
    let mut session = Session::new(&architecture, warm_up).expect("a run");
    session.follow_requests(Some(-2.0));
    session.advance(SimTime::NEVER, u64::MAX);
    let found = session.traces();
    assert!((-2.0..-1.8).contains(&found[0].start_secs), "{}", found[0].start_secs);
    assert!(found.iter().all(|it| it.why == Why::Asked || it.start_secs >= 0.0));
}

#[test]
fn where_most_fail_others_are_kept_to_compare_with() {
    let architecture = drawing("u:client{per_sec=200} -> s:api_server{error_ratio=0.9}");
    let (_, found) = traces(&architecture, 20.0);
    let count = |why: Why| found.iter().filter(|it| it.why == why).count();
    // Those at random are some of the slowest, too, and stand there.
    assert_eq!((count(Why::Slow), count(Why::Failed)), (20, 20));
    assert!(count(Why::Sample) >= 10, "{}", count(Why::Sample));
}

#[test]
fn hops_are_shown_as_they_happen_and_no_more_than_fit() {
    let architecture = drawing(
        "u:client{per_sec=100} -call{latency_millis=2}-> api:api_server{slots=1000, service_millis=50, fixed_delay_millis=0}",
    );
    let mut session = Session::new(&architecture, options(20.0)).expect("a run");
    let mut begin = 0.0;
    for second in 1..=5 {
        session.advance(SimTime::from_secs(f64::from(second)), u64::MAX);
        let hops = session.live().hops;
        assert!(hops.len() > 10, "{hops:?}");
        assert!(hops.iter().all(|it| (begin..=f64::from(second)).contains(&it.start_secs)), "{hops:?}");
        begin = f64::from(second);
    }
    // Nobody has looked for a while.
    session.advance(SimTime::NEVER, u64::MAX);
    assert_eq!(session.live().hops.len(), MAX_HOPS);
}

#[test]
fn of_many_requests_as_many_are_shown_as_fit_into_a_second() {
    let mut architecture = drawing("u:client{per_sec=3000} -> api:api_server{slots=1000, service_millis=1}");
    architecture.components[0].workload.as_mut().expect("a workload").arrivals = Arrivals::Even;
    let mut session = Session::new(&architecture, options(60.0)).expect("a run");
    for second in 1..=5 {
        session.advance(SimTime::from_secs(f64::from(second)), u64::MAX);
        let hops = session.live().hops;
        let last = hops.last().expect("some").start_secs - f64::from(second - 1);
        // Of the first second nobody knew how many would come.
        assert!(
            hops.len() > MAX_HOPS / 2 && (last > 0.6 || second == 1),
            "{second}: {} until {last}",
            hops.len()
        );
    }
}

#[test]
fn an_answer_is_shown_from_when_it_leaves() {
    let architecture = drawing(
        "u:client{per_sec=1} -call{latency_millis=2}-> api:api_server{slots=1, service_millis=10, fixed_delay_millis=300}",
    );
    let mut session = Session::new(&architecture, options(10.0)).expect("a run");
    session.follow_requests(None);
    session.advance(SimTime::NEVER, u64::MAX);
    let hops = session.live().hops;
    let mut answers = hops.iter().filter(|it| it.is_answer).peekable();
    assert!(answers.peek().is_some(), "{hops:?}");
    for answer in answers {
        let sent =
            hops.iter().find(|it| it.request == answer.request && !it.is_answer).expect("its way there");
        assert!(answer.start_secs >= sent.end_secs + 0.3, "{sent:?} {answer:?}");
        assert!((answer.end_secs - answer.start_secs - 0.002).abs() < 1e-6, "{answer:?}");
    }
}
