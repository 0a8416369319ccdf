//! What comes of a call: an answer or a failure, and after how long.

use super::time::Time;

/// Of a request or a call, with all that happens in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Outcome {
    /// Until the answer, of those that succeed.
    pub success: Time,
    /// Share that fails.
    pub fails: f64,
    /// Until the failure is known, of those that fail.
    pub failure: Time,
}

impl Outcome {
    pub const fn sure(success: Time) -> Self {
        Self { success, fails: 0.0, failure: Time::NONE }
    }

    /// Whatever comes of it.
    pub fn time(self) -> Time {
        if self.fails <= 0.0 {
            return self.success;
        }
        Time::one_of([(1.0 - self.fails, self.success), (self.fails, self.failure)].into_iter())
    }

    /// Then something else, unless this fails.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let success = self.success.and(next.success);
        let later = (1.0 - self.fails) * next.fails;
        let fails = self.fails + later;
        if fails <= 0.0 {
            return Self::sure(success);
        }
        let after = self.success.and(next.failure);
        let failure = Time::one_of([(self.fails / fails, self.failure), (later / fails, after)].into_iter());
        Self { success, fails, failure }
    }

    /// Nobody minds if it fails.
    #[must_use]
    pub fn forgiven(self) -> Self {
        Self::sure(self.time())
    }

    /// With that probability; otherwise there is nothing to do.
    #[must_use]
    pub fn sometimes(self, share: f64) -> Self {
        if share >= 1.0 {
            return self;
        }
        Branch { share, outcome: self, common: 0.0 }.outcome()
    }

    /// One of several, each with its probability.
    pub fn one_of(choices: impl Iterator<Item = (f64, Self)> + Clone) -> Self {
        let (mut total, mut fails) = (0.0, 0.0);
        for (share, it) in choices.clone() {
            total += share;
            fails += share * it.fails;
        }
        // Rounded, shares may add up to more than all.
        let fails = f64::min(fails, 1.0);
        let succeeds = (total - fails).max(0.0);
        let of = |whole: f64, part: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let success = Time::one_of(
            choices.clone().map(|(share, it)| (of(succeeds, share * (1.0 - it.fails)), it.success)),
        );
        let failure = Time::one_of(choices.map(|(share, it)| (of(fails, share * it.fails), it.failure)));
        Self { success, fails, failure }
    }
}

/// Something that happens with a probability, beside others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch {
    pub share: f64,
    pub outcome: Outcome,
    /// How much of the variance comes from a queue in which all were sent together with their siblings: if it is long
    /// here, it is long there.
    pub common: f64,
}

impl Branch {
    pub fn outcome(self) -> Outcome {
        let Outcome { success, fails, failure } = self.outcome;
        Outcome { success: success.sometimes(self.share_of_successes()), fails: self.share * fails, failure }
    }

    /// How many of the requests that succeed have done this.
    fn share_of_successes(self) -> f64 {
        let fails = self.share * self.outcome.fails;
        if fails >= 1.0 { 1.0 } else { (self.share - fails) / (1.0 - fails) }
    }

    /// Side by side with another one, until both have ended or one has failed.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        let share = 1.0 - (1.0 - self.share) * (1.0 - other.share);
        let (a, b) = (self.share * self.outcome.fails, other.share * other.outcome.fails);
        // Of all, those in which nothing is done included.
        let fails = 1.0 - (1.0 - a) * (1.0 - b);
        let failure = if fails > 0.0 {
            // The first that fails ends it; which of two, their numbers say well enough.
            let first = [(a, self), (b, other)].map(|(fails, it)| (fails / (a + b), it.outcome.failure));
            Time::one_of(first.into_iter())
        } else {
            Time::NONE
        };
        if share <= 0.0 {
            return Self { share, outcome: Outcome::default(), common: 0.0 };
        }
        // Of those that succeed and have done one of them at least, which they have done.
        let (one, two) = (self.share_of_successes(), other.share_of_successes());
        let done = 1.0 - (1.0 - one) * (1.0 - two);
        let of = |part: f64| if done > 0.0 { part / done } else { 0.0 };
        let (a, b) = (self.outcome.success, other.outcome.success);
        let both = || a.longest(b, self.common.min(other.common));
        let success = if one * two >= 1.0 {
            both()
        } else {
            let cases = [(one * (1.0 - two), a), (two * (1.0 - one), b), (one * two, both())];
            Time::one_of(cases.into_iter().map(|(share, it)| (of(share), it)))
        };
        let outcome = Outcome { success, fails: fails / share, failure };
        Self { share, outcome, common: self.common.max(other.common) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(share: f64, mean: f64, scv: f64) -> Branch {
        Branch { share, outcome: Outcome::sure(Time::new(mean, scv)), common: 0.0 }
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found}, expected {expected}");
    }

    #[test]
    fn what_is_rarely_done() {
        // A tenth of the time there is a second one of 10 on average: 0.9 × 1 + 0.1 × (11 - 10 / 11).
        let found = sure(1.0, 1.0, 1.0).beside(sure(0.1, 10.0, 1.0)).outcome();
        near(found.success.mean, 0.9 + 0.1 * (11.0 - 10.0 / 11.0));
        near(sure(0.1, 1.0, 0.0).beside(sure(0.1, 1.0, 0.0)).outcome().success.mean, 0.19);
    }

    #[test]
    fn what_fails_takes_its_own_time() {
        let may_fail = Outcome { success: Time::constant(10.0), fails: 0.5, failure: Time::constant(2.0) };
        near(may_fail.time().mean, 6.0);
        // 10 and 10; or 2; or 10 and 2.
        let twice = may_fail.then(may_fail);
        near(twice.success.mean, 20.0);
        near(twice.fails, 0.75);
        near(twice.failure.mean, (2.0 * 0.5 + 12.0 * 0.25) / 0.75);
        // Done by a half: of all a quarter fails, and of the others a third has waited for it.
        let half = may_fail.sometimes(0.5);
        near(half.fails, 0.25);
        near(half.success.mean, 10.0 / 3.0);
        let choice = Outcome::one_of([(0.5, may_fail), (0.5, Outcome::sure(Time::NONE))].into_iter());
        near(choice.success.mean, half.success.mean);
        near(choice.fails, half.fails);
        near(may_fail.forgiven().success.mean, 6.0);
    }

    #[test]
    fn side_by_side_both_must_succeed() {
        let may_fail = Outcome { success: Time::constant(10.0), fails: 0.5, failure: Time::constant(2.0) };
        let branch = Branch { share: 1.0, outcome: may_fail, common: 0.0 };
        let both = branch.beside(sure(1.0, 30.0, 0.0)).outcome();
        near(both.success.mean, 30.0);
        near(both.fails, 0.5);
        near(both.failure.mean, 2.0);
        let half = Branch { share: 0.5, ..branch };
        let both = half.beside(half).outcome();
        // Each fails in a quarter of all; of the others, two thirds of each have not been called.
        near(both.fails, 1.0 - 0.75 * 0.75);
        near(both.success.mean, 10.0 * (1.0 - 4.0 / 9.0));
    }
}
