//! What removing a cause does, in words.

use model::{Arg, Message};

use super::{Counterfactual, Counterfactuals};
use crate::{
    report::Measured,
    study::{compare::Verdict, share::Share},
};

impl Counterfactual {
    /// What it does to the failures; where that is nothing for sure, also to the mean latency.
    pub fn effect(&self) -> Message {
        let mean = || self.mean_effect().unwrap_or_else(|| Message::new("study-same"));
        match (self.failures(), self.vanished) {
            (Verdict::Better, Some(it)) => vanish(it),
            (Verdict::Worse, it) => multiply(it),
            (Verdict::WithinChance, _) => match self.mean_effect().filter(|_| is_sure(self.mean())) {
                Some(mean) => Message::new("study-failures-chance-mean").with("mean", mean),
                None => Message::new("study-failures-chance"),
            },
            (Verdict::Better | Verdict::Same, _) => mean(),
        }
    }

    fn mean_effect(&self) -> Option<Message> {
        let (verdict, difference) = (self.mean()?, self.mean_difference?);
        let id = match verdict {
            Verdict::Better => "study-mean-shorter",
            Verdict::Worse => "study-mean-longer",
            Verdict::Same => "study-same",
            Verdict::WithinChance => "study-mean-chance",
        };
        Some(sized(Message::new(id), difference))
    }
}

impl Counterfactuals {
    /// The most helpful in a sentence or two; `None` while nothing is known.
    pub fn message(&self) -> Option<Message> {
        let best = self.changes.first()?;
        if best.failures() == Verdict::Better {
            let id = if self.n_rivals > 0 { "study-causes-best-of" } else { "study-causes-best" };
            let message = Message::new(id).with("change", best.change.clone()).with("effect", best.effect());
            return Some(message.with("rivals", self.n_rivals));
        }
        let has_failed = self.failed_ratio.value > 0.0;
        if has_failed {
            return Some(Message::new("study-causes-unsure").with("pairs", self.replications));
        }
        Some(match best.mean_difference.filter(|_| best.mean() == Some(Verdict::Better)) {
            Some(difference) => sized(
                Message::new("study-causes-no-failures").with("change", best.change.clone()),
                difference,
            ),
            None => Message::new("study-causes-nothing-helps"),
        })
    }
}

fn is_sure(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::Better | Verdict::Worse))
}

/// A difference of the mean latency without its sign, and its half width.
fn sized(message: Message, difference: Measured) -> Message {
    let half = difference.half_width.unwrap_or(0.0);
    message.with("mean", Arg::Millis(difference.value.abs())).with("half", Arg::Millis(half))
}

fn vanish(vanished: Share) -> Message {
    match vanished.range {
        Some((low, _)) if low >= 1.0 => Message::new("study-vanish-all"),
        Some((low, high)) => Message::new("study-vanish")
            .with("share", Arg::Ratio(vanished.value))
            .with("low", Arg::Ratio(low))
            .with("high", Arg::Ratio(high)),
        None => Message::new("study-vanish-some"),
    }
}

fn multiply(vanished: Option<Share>) -> Message {
    match vanished.and_then(|it| it.range.map(|range| (it.value, range))) {
        Some((value, (low, high))) => Message::new("study-multiply")
            .with("share", Arg::Ratio(-value))
            .with("low", Arg::Ratio(-high))
            .with("high", Arg::Ratio(-low)),
        None => Message::new("study-multiply-some"),
    }
}

#[cfg(test)]
mod tests {
    use model::text::Texts;

    use super::*;

    fn measured(value: f64, half: f64) -> Measured {
        Measured { value, half_width: Some(half) }
    }

    fn tried(failed: Measured, vanished: Option<Share>, mean: Measured) -> Counterfactual {
        Counterfactual {
            change: Message::new("study-as-it-was"),
            replications: 5,
            failed_ratio: measured(0.1, 0.01),
            failed_difference: failed,
            vanished,
            p99_millis: None,
            mean_millis: None,
            mean_difference: Some(mean),
        }
    }

    fn share(value: f64, low: f64, high: f64) -> Option<Share> {
        Some(Share { value, range: Some((low, high)) })
    }

    #[test]
    fn a_share_is_never_said_without_how_sure_it_is() {
        let texts = Texts::english();
        let say = |it: Counterfactual| texts.say(&it.effect());
        let nothing = measured(0.0, 0.0);
        assert_eq!(
            say(tried(measured(-0.4, 0.37), share(0.83, 0.06, 1.0), nothing)),
            "83% of the failures vanish (6% to 100%)"
        );
        assert_eq!(say(tried(measured(-0.4, 0.0), share(1.0, 1.0, 1.0), nothing)), "all failures vanish");
        // Not sure to be anything at all.
        assert_eq!(
            say(tried(measured(-0.3, 0.37), share(0.83, -0.1, 1.0), measured(3.0, 4.0))),
            "as many failures, as far as chance lets see"
        );
        assert_eq!(
            say(tried(measured(0.1, 0.05), share(-2.0, -3.0, -1.0), nothing)),
            "200% more requests fail (100% to 300%)"
        );
        assert_eq!(say(tried(nothing, None, measured(-12.0, 3.0))), "mean latency 12 ms ± 3 ms shorter");
        assert_eq!(say(tried(nothing, None, measured(-2.0, 3.0))), "mean latency within chance");
    }

    #[test]
    fn the_sentence_says_when_the_first_may_not_be_the_first() {
        let texts = Texts::english();
        let best = tried(measured(-0.09, 0.01), share(0.9, 0.8, 1.0), measured(0.0, 0.0));
        let mut found = Counterfactuals {
            replications: 5,
            failed_ratio: measured(0.1, 0.01),
            mean_millis: None,
            p99_millis: None,
            changes: vec![best.clone(), best],
            n_rivals: 0,
        };
        let say = |it: &Counterfactuals| texts.say(&it.message().expect("something is known"));
        assert_eq!(say(&found), "As it was, 90% of the failures vanish (80% to 100%).");
        found.n_rivals = 1;
        assert_eq!(
            say(&found),
            "As it was, 90% of the failures vanish (80% to 100%). Whether that is more than with the next one may be chance."
        );
        found.changes.iter_mut().for_each(|it| it.failed_difference = measured(-0.09, 0.1));
        assert_eq!(
            say(&found),
            "With 5 pairs of runs, nothing of this surely makes fewer requests fail: the differences may be chance."
        );
    }
}
