//! The order of events, against a sorted set of them.

use std::{cell::Cell, collections::BTreeSet};

use model::notation;

use super::*;
use crate::{RunOptions, Session, SimTime, random::mix};

thread_local! {
    static USED_FROM: Cell<usize> = const { Cell::new(CROWD) };
}

/// From how many events on lanes are used.
pub fn crowd() -> usize {
    USED_FROM.get()
}

/// Whether an event waits in a lane, among the nearest, or among those that are far, is no matter of the run.
#[test]
fn runs_are_the_same_however_events_wait() {
    for text in [
        "u:client{per_sec=200} -{timeout_millis=150, attempts=3, backoff_base_millis=5}-> lb:load_balancer -> \
         a:api_server*3{slots=9, service_millis=20} -> c:cache_redis; a -> db:database_sql{slots=12, service_distribution=constant}",
        // Some thousand events far ahead.
        "u:client{users=3000, think_secs=5} -> a:api_server*4 -publish-> q:queue -> w:worker{slots=40}; a -> db:database_sql*2",
    ] {
        let drawing = notation::parse(text).unwrap();
        let digest = |used_from| {
            USED_FROM.set(used_from);
            let options = RunOptions { seed: 3, duration_secs: 20.0, warm_up_secs: 1.0, replications: 1 };
            let mut session = Session::new(&drawing, options).unwrap();
            session.advance(SimTime::NEVER, u64::MAX);
            USED_FROM.set(CROWD);
            let report = session.report();
            assert!(report.total.succeeded > 1000, "{text}");
            report.digest
        };
        let usual = digest(CROWD);
        assert_eq!([digest(0), digest(1000), digest(usize::MAX)], [(); 3].map(|()| usual.clone()), "{text}");
    }
}

/// The next event, also out of its lane.
fn pop(queue: &mut Queue, fence: u64) -> Option<(u64, u32)> {
    let due = queue.pop_before(fence)?;
    let is_in_lane = matches!(due.kind, Kind::LaneArrive | Kind::LaneReply);
    Some((due.at, if is_in_lane { queue.take_head(due.subject, |_, _| false).0 } else { due.subject }))
}

#[test]
fn events_come_in_order_of_time_and_scheduling() {
    let mut queue = Queue::with_lanes(&[(Kind::Arrive, 50), (Kind::Reply, 7)]);
    let mut expected = Vec::new();
    let mut found = Vec::new();
    let mut now = 0;
    for i in 0..20_000u32 {
        let word = mix(u64::from(i));
        let at = match word % 3 {
            0 => {
                queue.push_lane(0, now, i, 0);
                now + 50
            }
            1 => {
                queue.push_lane(1, now, i, 0);
                now + 7
            }
            _ => {
                let at = now + (word >> 8) % 60;
                queue.push(at, Kind::Served, i);
                at
            }
        };
        expected.push((at, i));
        if word >> 40 & 1 == 0
            && let Some(due) = pop(&mut queue, u64::MAX)
        {
            now = due.0;
            found.push(due);
        }
    }
    found.extend(std::iter::from_fn(|| pop(&mut queue, u64::MAX)));
    expected.sort_unstable();
    assert_eq!(found, expected);
}

/// Crowds of one moment, crowds within a moment of one another, and what is due much later; looks ahead in between.
#[test]
fn crowds_come_in_order() {
    for seed in 1..=40 {
        let mut queue = Queue::with_lanes(&[(Kind::Timeout, 1_000), (Kind::Timeout, 3_000)]);
        let (mut now, mut number, mut waiting) = (0, 0, BTreeSet::new());
        let mut word = mix(seed);
        let mut draw = |below: u64| {
            word = mix(word);
            word % below
        };
        for _ in 0..300 {
            let (from, spread) = (draw(4) * draw(2_000), [1, 2, 50, 4_000, 1 << 40][draw(5) as usize]);
            for _ in 0..[1, 3, 30, 200][draw(4) as usize] {
                let at = match draw(9) {
                    lane @ 0..=1 => {
                        queue.push_lane(lane as u32, now, number, 0);
                        now + [1_000, 3_000][lane as usize]
                    }
                    _ => {
                        let at = now + from + draw(spread);
                        queue.push(at, Kind::Served, number);
                        at
                    }
                };
                waiting.insert((at, number));
                number += 1;
            }
            if draw(40) == 0 {
                queue.plan_served_anew(|at, _| Some(at));
            }
            let fence = now + draw(3) * draw(5_000);
            for _ in 0..draw(400) {
                let next = waiting.first().copied().filter(|it| it.0 < fence);
                let found = queue.pop_before(fence).map(|due| match due.kind {
                    Kind::LaneTimeout => (due.at, queue.take_head(due.subject, |_, _| false).0),
                    _ => (due.at, due.subject),
                });
                assert_eq!(found, next, "seed {seed}");
                let Some(next) = next else {
                    now = now.max(fence);
                    break;
                };
                now = next.0;
                waiting.remove(&next);
            }
        }
        assert!(number > 5_000);
    }
}

#[test]
fn nothing_at_or_after_the_fence_is_taken() {
    let mut queue = Queue::with_lanes(&[]);
    queue.push(10, Kind::Served, 1);
    queue.push(20, Kind::Served, 2);
    assert_eq!(pop(&mut queue, 20), Some((10, 1)));
    assert_eq!(pop(&mut queue, 20), None);
    assert_eq!(pop(&mut queue, 21), Some((20, 2)));
}
