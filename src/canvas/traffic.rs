//! What is known about the traffic of one connection, and the color that it gives to its line.

use model::{Connection, Relation};
use sim::{live::LiveConnection, report::ConnectionReport};

use super::{
    load::{Basis, Tone},
    stroke::Ink,
};

/// Share of failing requests from which a connection counts as failing.
const BAD_RATIO: f64 = 0.01;

/// Traffic of a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    pub per_sec: f64,
    pub basis: Basis,
    /// If it is worth a color.
    pub failing: Option<Failing>,
}

/// Share of the requests over a connection that fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failing {
    /// In the last second of a run that goes on.
    Now(f64),
    /// In the whole of a run that is over.
    InRun(f64),
}

/// How much fails over a connection, where that is too much. What one second holds is soon replaced by the next; after the
/// last one the whole run is asked, or a single failure would stay for good.
pub fn failing(live: Option<&LiveConnection>, over: Option<&ConnectionReport>) -> Option<Failing> {
    let (failing, share) = match (over, live) {
        (Some(over), _) => {
            // Calls that were not sent fail, too.
            let share = over.failed() as f64 / (over.succeeded + over.failed()).max(1) as f64;
            (Failing::InRun(share), share)
        }
        (None, Some(live)) => {
            let ended = live.succeeded_per_sec + live.errors_per_sec;
            let share = f64::from(live.errors_per_sec / ended.max(1e-3));
            (Failing::Now(share), share)
        }
        (None, None) => return None,
    };
    (share > BAD_RATIO).then_some(failing)
}

/// The color of a connection by what is known about it and about its two ends.
pub fn ink(connection: &Connection, is_failing: bool, caller: Tone, callee: Tone) -> Ink {
    if !connection.relation.carries_requests() {
        return Ink::Quiet;
    }
    if is_failing || caller == Tone::Down || callee == Tone::Down {
        return Ink::Bad;
    }
    match (connection.relation, callee) {
        (Relation::Call, Tone::Strained | Tone::Sinking) => Ink::Strained,
        (Relation::Publish | Relation::Consume, _) => Ink::Async,
        _ => Ink::Plain,
    }
}

#[cfg(test)]
mod tests {
    use model::{ComponentId, ConnectionId};
    use sim::report::{CauseCount, FailureCause};

    use super::*;

    const CALL: ConnectionId = ConnectionId(3);

    #[test]
    fn after_a_run_its_last_second_colors_no_connection() {
        let over = |failed| ConnectionReport {
            id: CALL,
            from: ComponentId(1),
            to: ComponentId(2),
            attempts: 6_000,
            retries: 0,
            succeeded: 6_000 - failed,
            failed_by_cause: vec![CauseCount { cause: FailureCause::Error, count: failed }],
            dead_letters: 0,
            dropped: 0,
            attempts_per_sec: None,
            mean_latency_millis: None,
            mean_wait_millis: None,
            mean_waiting: None,
            most_waiting: None,
            mean_backlog: None,
            most_backlog: None,
            most_in_partition: None,
        };
        // One of fifty in the last second.
        let last = LiveConnection {
            id: CALL,
            requests_per_sec: 50.0,
            succeeded_per_sec: 49.0,
            errors_per_sec: 1.0,
            breaker_open: false,
        };
        assert_eq!(failing(Some(&last), None), Some(Failing::Now(f64::from(0.02_f32))));
        assert_eq!(failing(Some(&last), Some(&over(30))), None);
        let calm = LiveConnection { errors_per_sec: 0.0, ..last };
        assert_eq!(failing(Some(&calm), Some(&over(600))), Some(Failing::InRun(0.1)));
    }

    #[test]
    fn what_was_not_sent_is_part_of_all_calls() {
        // Of 164 calls each second a bulkhead lets 55 through.
        let live = LiveConnection {
            id: CALL,
            requests_per_sec: 55.0,
            succeeded_per_sec: 55.0,
            errors_per_sec: 109.0,
            breaker_open: false,
        };
        let Some(Failing::Now(share)) = failing(Some(&live), None) else { panic!("it fails") };
        assert!((share - 109.0 / 164.0).abs() < 1e-6, "{share}");
    }
}
