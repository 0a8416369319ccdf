//! What an incident did to users, from a run's seconds.

use sim::report::Second;

use super::run::Harm;

/// Hours of a month, as prices count them.
const MONTH_SECS: f64 = 730.0 * 3_600.0;
/// Users are not well while this share of their requests fails more than before.
const MOST_MORE_FAILURES: f64 = 0.01;
/// Nor while they wait so many times longer than before.
const MOST_SLOWER: f64 = 2.0;
/// They are well once it has lasted for so long, or to the end of the run.
const LASTING_SECS: f64 = 30.0;

/// Requests that ended in `from_secs..until_secs` of a clock that runs `speedup` times faster than operators'.
pub fn harm(
    seconds: &[Second],
    (from_secs, until_secs): (f64, f64),
    speedup: f64,
    dollars_per_month: f64,
) -> Harm {
    let mut harm = Harm::default();
    // A second is named by its end.
    for it in seconds.iter().filter(|it| it.at_secs > from_secs && it.at_secs <= until_secs) {
        let ended = u64::from(it.succeeded) + u64::from(it.failed);
        harm.requests += ended;
        harm.failed += u64::from(it.failed);
        if ended > 0 {
            harm.budget_minutes += speedup / 60.0 * f64::from(it.failed) / ended as f64;
        }
    }
    let real_secs = (until_secs - from_secs).max(0.0) * speedup;
    harm.machine_dollars = dollars_per_month * real_secs / MONTH_SECS;
    harm
}

/// When users began to fare worse after something broke at `broke_secs`. `None`: they never did.
pub fn felt_secs(seconds: &[Second], broke_secs: f64) -> Option<f64> {
    let is_bad = worse_than_before(seconds, broke_secs);
    // A second is named by its end.
    let first = seconds.iter().filter(|it| it.at_secs > broke_secs.max(0.0)).find(|it| is_bad(it))?;
    Some((first.at_secs - 1.0).max(broke_secs))
}

/// From when on users were well after something broke at `broke_secs`: failures and the 95th percentile back to about
/// what they were before. `None`: not before the run's end.
pub fn well_again_secs(seconds: &[Second], broke_secs: f64) -> Option<f64> {
    let is_bad = worse_than_before(seconds, broke_secs);
    let mut well_since = broke_secs;
    let mut is_well = true;
    for it in seconds.iter().filter(|it| it.at_secs > broke_secs.max(0.0)) {
        if is_bad(it) {
            // What comes back much later is another story.
            if is_well && well_since > broke_secs && it.at_secs - well_since > LASTING_SECS {
                return Some(well_since);
            }
            is_well = false;
        } else if !is_well {
            is_well = true;
            well_since = it.at_secs - 1.0;
        }
    }
    is_well.then_some(well_since)
}

/// Whether users fare worse in a second than they did until `broke_secs`.
fn worse_than_before(seconds: &[Second], broke_secs: f64) -> impl Fn(&Second) -> bool {
    let before = || seconds.iter().filter(|it| it.at_secs > 0.0 && it.at_secs <= broke_secs);
    let usual_failures = mean(before().filter_map(failures)).unwrap_or(0.0);
    let usual_millis = mean(before().filter_map(|it| it.p95_millis.map(f64::from)));
    move |it| {
        let fails = failures(it).is_some_and(|it| it > usual_failures + MOST_MORE_FAILURES);
        let is_slow = match (it.p95_millis, usual_millis) {
            (Some(now), Some(usual)) => f64::from(now) > MOST_SLOWER * usual,
            _ => false,
        };
        fails || is_slow
    }
}

/// The share that failed; `None`: none ended.
fn failures(it: &Second) -> Option<f64> {
    let ended = it.succeeded + it.failed;
    (ended > 0).then(|| f64::from(it.failed) / f64::from(ended))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values.fold((0_u32, 0.0), |(n, sum), it| (n + 1, sum + it));
    (n > 0).then(|| sum / f64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 requests per second, of which `failed(second)` fail.
    fn seconds(n: u32, failed: impl Fn(u32) -> u32) -> Vec<Second> {
        let second = |at: u32| Second {
            at_secs: f64::from(at),
            generated: 100,
            succeeded: 100 - failed(at),
            failed: failed(at),
            in_flight: 0,
            p50_millis: None,
            p95_millis: Some(20.0),
            p99_millis: None,
        };
        (1..=n).map(second).collect()
    }

    #[test]
    fn half_of_all_for_two_minutes_is_one_minute_of_budget() {
        let all = seconds(300, |at| if (61..=180).contains(&at) { 50 } else { 0 });
        let harm = harm(&all, (60.0, 180.0), 1.0, 730.0);
        assert_eq!((harm.requests, harm.failed), (12_000, 6_000));
        assert!((harm.budget_minutes - 1.0).abs() < 1e-9);
        // A dollar an hour.
        assert!((harm.machine_dollars - 120.0 / 3_600.0).abs() < 1e-9);
        // On a clock ten times as fast these were ten minutes, but the same requests.
        let fast = super::harm(&all, (60.0, 180.0), 10.0, 730.0);
        assert!((fast.budget_minutes - 10.0).abs() < 1e-9);
        assert_eq!(fast.failed, harm.failed);
    }

    #[test]
    fn users_are_well_when_it_lasts() {
        let all = seconds(300, |at| u32::from((61..=180).contains(&at) && at % 20 != 0) * 50);
        assert_eq!(well_again_secs(&all, 60.0), Some(180.0 - 1.0));
        assert_eq!(well_again_secs(&seconds(300, |at| u32::from(at > 60) * 5), 60.0), None);
        assert_eq!(well_again_secs(&seconds(300, |_| 3), 60.0), Some(60.0));
    }

    #[test]
    fn users_feel_it_when_it_reaches_them() {
        // A release at 60 s that serves from 90 s on.
        let all = seconds(300, |at| u32::from(at > 90) * 10);
        assert_eq!(felt_secs(&all, 60.0), Some(90.0));
        assert_eq!(felt_secs(&all, 90.0), Some(90.0));
        assert_eq!(felt_secs(&seconds(300, |_| 3), 60.0), None);
    }
}
