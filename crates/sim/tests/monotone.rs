//! More load is never better: the same requests with the same luck, closer together.

mod common;

use common::{BARE, drawing, run};
use proptest::prelude::*;
use sim::{Report, RunOptions};

/// Requests in a run.
const REQUESTS: f64 = 4000.0;
/// Of the load that the stations are made for, growing.
const LOADS: [f64; 4] = [0.3, 0.6, 0.8, 1.0];
/// Requests that are still under way at the end of a run count in no mean; and where servers overtake each other, one
/// request may gain by what others lose.
const ENDS: f64 = 0.02;

/// A station of a chain.
#[derive(Clone, Debug)]
struct Station {
    slots: u32,
    replicas: u32,
    /// How busy it is under the whole load, 0 to 1.
    utilization: f64,
    distribution: &'static str,
}

fn chain() -> impl Strategy<Value = Vec<Station>> {
    let distribution =
        prop::sample::select(&["constant", "exponential", "uniform", "lognormal, service_cv=2"][..]);
    let station = (1..=4u32, 1..=3u32, 0.2..0.95f64, distribution).prop_map(
        |(slots, replicas, utilization, distribution)| Station { slots, replicas, utilization, distribution },
    );
    prop::collection::vec(station, 1..4)
}

/// The chain under a load: as many requests each time, so that each meets the same luck.
fn under(chain: &[Station], load: f64, rules: &str, seed: u64) -> Report {
    let per_sec = 100.0 * load;
    let stations = chain.iter().enumerate().map(|(i, it)| {
        let Station { slots, replicas, utilization, distribution } = it;
        let millis = 10.0 * utilization * f64::from(slots * replicas);
        format!(
            " -call{{latency_millis=0}}-> s{i}:api_server*{replicas}{{slots={slots}, service_millis={millis}, service_distribution={distribution}, {rules}}}"
        )
    });
    let text = format!("u:client{{per_sec={per_sec}}}{}", stations.collect::<String>());
    run(
        &drawing(&text),
        RunOptions { seed, duration_secs: REQUESTS / per_sec, warm_up_secs: 0.0, replications: 1 },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_shares_with_more_waits_longer(chain in chain(), seed in any::<u64>()) {
        let reports = LOADS.map(|load| under(&chain, load, BARE, seed));
        for (less, more) in reports.iter().zip(&reports[1..]) {
            prop_assert!(less.total.generated.abs_diff(more.total.generated) <= 1, "other requests");
            let mean = |it: &Report| it.total.latency.mean_millis.map_or(0.0, |it| it.value);
            prop_assert!(mean(more) >= (1.0 - ENDS) * mean(less), "{} ms, then {} ms", mean(less), mean(more));
            for (before, after) in less.components.iter().zip(&more.components) {
                let busy = |it: &sim::report::ComponentReport| it.utilization.map_or(0.0, |it| it.value);
                prop_assert!(busy(after) >= busy(before), "{}: {} then {}", before.name, busy(before), busy(after));
            }
        }
    }

    #[test]
    fn where_room_is_bounded_more_are_turned_away(chain in chain(), room in 0..6u32, seed in any::<u64>()) {
        let rules = format!("fixed_delay_millis=0, queue_limit={room}, holds_slot=false");
        let reports = LOADS.map(|load| under(&chain, load, &rules, seed));
        let answered = |it: &Report| it.total.success_ratio.map_or(1.0, |it| it.value);
        for (less, more) in reports.iter().zip(&reports[1..]) {
            prop_assert!(answered(more) <= answered(less) + ENDS, "{} then {}", answered(less), answered(more));
        }
        // And over the whole range it shows, wherever anybody is turned away at all.
        let (first, last) = (answered(&reports[0]), answered(&reports[3]));
        prop_assert!(last <= first, "{first} then {last}");
    }
}
