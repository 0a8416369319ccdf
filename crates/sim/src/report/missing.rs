//! Why a percentile is missing: a reader must not take "nobody was answered" for "too few to say".

use super::{Latency, Second};

/// Percentiles of seconds come at least so often while anything is answered.
const PERCENTILES_SECS: f64 = 6.0;

impl Latency {
    /// Message id of why a percentile of it is missing, if one is.
    pub const fn why_missing(&self) -> &'static str {
        why_missing_of_several(self.samples > 0, self.mean_millis.is_some())
    }
}

/// The same of several runs together: they have no mean, though somebody was answered, if nobody was in one of them.
pub const fn why_missing_of_several(is_anybody_answered: bool, has_mean: bool) -> &'static str {
    match (is_anybody_answered, has_mean) {
        (false, _) => "none-answered",
        (true, false) => "none-answered-in-some-runs",
        (true, true) => "too-few-samples",
    }
}

/// The same of that many answers.
pub const fn why_missing(samples: u64) -> &'static str {
    if samples == 0 { "none-answered" } else { "too-few-samples" }
}

/// p99 in milliseconds at the end of these seconds. A second with too few answers has no percentile of its own: the last
/// one holds until the next.
///
/// # Errors
/// The message id of why there is none.
pub fn last_p99_millis(seconds: &[Second]) -> Result<f64, &'static str> {
    let now = seconds.last().map_or(0.0, |it| it.at_secs);
    let recent = || seconds.iter().rev().take_while(|it| now - it.at_secs < PERCENTILES_SECS);
    let answered = recent().map(|it| u64::from(it.succeeded)).sum();
    recent().find_map(|it| it.p99_millis).map(f64::from).ok_or_else(|| why_missing(answered))
}

#[cfg(test)]
mod tests {
    use super::{super::Measured, *};

    fn second(at_secs: f64, succeeded: u32, p99_millis: Option<f32>) -> Second {
        Second { at_secs, succeeded, p99_millis, ..Second::default() }
    }

    #[test]
    fn a_missing_percentile_says_whether_anybody_was_answered() {
        assert_eq!(last_p99_millis(&[]), Err("none-answered"));
        assert_eq!(last_p99_millis(&[second(1.0, 0, None)]), Err("none-answered"));
        assert_eq!(last_p99_millis(&[second(1.0, 40, None), second(2.0, 0, None)]), Err("too-few-samples"));
        assert_eq!(last_p99_millis(&[second(1.0, 900, Some(35.0)), second(2.0, 40, None)]), Ok(35.0));
    }

    #[test]
    fn where_nobody_was_answered_in_one_of_several_runs_it_does_not_say_too_few() {
        let latency = |samples, mean: Option<f64>| {
            let mean_millis = mean.map(Measured::single);
            Latency { samples, mean_millis, ..Latency::default() }.why_missing()
        };
        assert_eq!(latency(0, None), "none-answered");
        assert_eq!(latency(30_000, None), "none-answered-in-some-runs");
        assert_eq!(latency(500, Some(20.0)), "too-few-samples");
    }

    #[test]
    fn what_was_known_before_an_outage_does_not_hold_through_it() {
        let outage: Vec<Second> = std::iter::once(second(1.0, 900, Some(35.0)))
            .chain((2..9).map(|at| second(f64::from(at), 0, None)))
            .collect();
        assert_eq!(last_p99_millis(&outage), Err("none-answered"));
    }
}
