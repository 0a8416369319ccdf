//! How well a run was taken care of by whoever was on call. The formula is in `docs/INCIDENTS.md` and beside each figure
//! on the page: a linear scale from all points to none.

use std::collections::BTreeSet;

use model::{ComponentId, objective::Objective};
use serde::{Deserialize, Serialize};

use super::{command::Change, correlate::Move, severity::Severity};
use crate::budget::Budget;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// Operators' seconds from the first harm to users to the first incident; from the first thing that broke if users felt
    /// none of it.
    Detect,
    /// From its page to its acknowledgement.
    Acknowledge,
    /// From the first harm to users until they are well again, whoever or whatever brought that about.
    Mitigate,
    /// Share of a whole window's error budget that the run has spent.
    Budget,
    /// Actions on components that had nothing to do with it.
    Actions,
}

/// One figure with its points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartScore {
    pub part: Part,
    /// `None`: it never happened, which earns nothing.
    pub value: Option<f64>,
    /// All points up to here …
    pub full: f64,
    /// … and none from here on.
    pub none: f64,
    pub most_points: f64,
}

impl PartScore {
    /// `most_points · (none - value) / (none - full)`, not below zero and not above all.
    pub fn points(&self) -> f64 {
        let Some(value) = self.value else { return 0.0 };
        self.most_points * ((self.none - value) / (self.none - self.full)).clamp(0.0, 1.0)
    }
}

/// Parts that cannot be judged are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    pub parts: Vec<PartScore>,
    /// The wrong actions in words, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong_actions: Vec<String>,
}

impl Score {
    /// Points over all that could be had, in percent. `None`: nothing could be judged.
    pub fn total(&self) -> Option<f64> {
        let most: f64 = self.parts.iter().map(|it| it.most_points).sum();
        (most > 0.0).then(|| 100.0 * self.parts.iter().map(PartScore::points).sum::<f64>() / most)
    }
}

/// What a score is made from; times are seconds on the run's clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub speedup: f64,
    /// The first thing that broke. `None`: nothing did, so there is little to score.
    pub broke_at_secs: Option<f64>,
    /// When users began to fare worse for it: a new version has to boot before it can fail anybody. `None`: they did not.
    pub felt_at_secs: Option<f64>,
    pub severity: Option<Severity>,
    pub opened_at_secs: Option<f64>,
    pub acknowledged_at_secs: Option<f64>,
    /// From when on users were well. `None`: not before the end.
    pub well_at_secs: Option<f64>,
    /// `None`: the drawing promises nothing.
    pub budget_spent: Option<f64>,
    /// See [`wrong_actions`].
    pub wrong_actions: Vec<String>,
}

const MINUTE_SECS: f64 = 60.0;

/// Scores a run.
pub fn score(facts: &Facts) -> Score {
    let operator_secs = |from: f64, to: Option<f64>| to.map(|to| (to - from).max(0.0) * facts.speedup);
    let mut parts = Vec::new();
    // Where users felt nothing and nobody said anything, there was nothing to find and nothing to cure.
    let is_there = facts.felt_at_secs.is_some() || facts.opened_at_secs.is_some();
    let began = facts.broke_at_secs.filter(|_| is_there).map(|broke| facts.felt_at_secs.unwrap_or(broke));
    if let Some(began) = began {
        parts.push(PartScore {
            part: Part::Detect,
            value: operator_secs(began, facts.opened_at_secs),
            full: 2.0 * MINUTE_SECS,
            none: 30.0 * MINUTE_SECS,
            most_points: 20.0,
        });
        parts.push(PartScore {
            part: Part::Mitigate,
            value: operator_secs(began, facts.well_at_secs),
            full: 10.0 * MINUTE_SECS,
            none: 60.0 * MINUTE_SECS,
            most_points: 30.0,
        });
    }
    if let (Some(opened), Some(severity)) = (facts.opened_at_secs, facts.severity) {
        let times = severity.times(1.0);
        let none = times.escalation_secs.unwrap_or(times.response_secs);
        parts.push(PartScore {
            part: Part::Acknowledge,
            value: operator_secs(opened, facts.acknowledged_at_secs),
            full: none / 5.0,
            none,
            most_points: 20.0,
        });
    }
    if let Some(spent) = facts.budget_spent {
        let value = Some(spent);
        parts.push(PartScore { part: Part::Budget, value, full: 0.0, none: 1.0, most_points: 20.0 });
    }
    let value = Some(facts.wrong_actions.len() as f64);
    parts.push(PartScore { part: Part::Actions, value, full: 0.0, none: 4.0, most_points: 10.0 });
    model::lean::sort_by_key(&mut parts, |it| it.part);
    Score { parts, wrong_actions: facts.wrong_actions.clone() }
}

/// The objective that has spent most of its error budget, and the share of a whole window's budget that this is, were all
/// of the window as busy. `counts`: requests and bad ones of each objective; `operator_secs`: how long that took on
/// operators' clocks. `None`: nothing is promised, or nobody came.
pub fn most_spent<'a>(
    objectives: &'a [Objective],
    counts: &[(u64, u64)],
    operator_secs: f64,
) -> Option<(&'a Objective, f64)> {
    let spent = |(objective, (total, bad)): (&'a Objective, &(u64, u64))| {
        let budget = Budget::of(objective, *total, *bad).ok()?;
        let share = budget.burn_rate()? * operator_secs / (budget.window_minutes * MINUTE_SECS);
        Some((objective, share))
    };
    objectives.iter().zip(counts).filter_map(spent).reduce(|most, it| if it.1 > most.1 { it } else { most })
}

/// The texts of those of `acts` that were on what nothing was wrong with. Figures count that had moved by then; what moved
/// afterwards may have done so because of the act.
pub fn wrong_actions(acts: &[Change], concerned: &BTreeSet<ComponentId>, moves: &[Move]) -> Vec<String> {
    let is_right = |act: &&Change| {
        let had_moved = |on| moves.iter().any(|it| it.component == on && it.at_secs <= act.at_secs);
        let is_on_the_whole = act.components.is_empty();
        is_on_the_whole || act.components.iter().any(|it| concerned.contains(it) || had_moved(*it))
    };
    acts.iter().filter(|it| !is_right(it)).map(|it| it.text.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{command::ChangeKind, correlate::Metric},
        *,
    };

    fn facts() -> Facts {
        Facts {
            speedup: 10.0,
            broke_at_secs: Some(30.0),
            felt_at_secs: Some(60.0),
            severity: Some(Severity::P1),
            opened_at_secs: Some(72.0),
            acknowledged_at_secs: Some(84.0),
            well_at_secs: Some(120.0),
            budget_spent: Some(0.25),
            wrong_actions: vec!["Restart: Cache".into()],
        }
    }

    fn points(facts: &Facts, part: Part) -> Option<f64> {
        score(facts).parts.iter().find(|it| it.part == part).map(PartScore::points)
    }

    /// By hand, at ten times the speed: 12 s are two minutes and earn everything; another 12 s are two of the five
    /// minutes before a P1 escalates, one over the first: 20 · (5 - 2) / (5 - 1).
    #[test]
    fn points_follow_the_formula() {
        let it = facts();
        assert_eq!(points(&it, Part::Detect), Some(20.0));
        assert_eq!(points(&it, Part::Acknowledge), Some(15.0));
        assert_eq!(points(&it, Part::Mitigate), Some(30.0));
        assert_eq!(points(&it, Part::Budget), Some(15.0));
        assert_eq!(points(&it, Part::Actions), Some(7.5));
        assert_eq!(score(&it).total(), Some(87.5));
    }

    #[test]
    fn what_never_happened_earns_nothing_and_what_cannot_be_judged_is_left_out() {
        let it = Facts { well_at_secs: None, acknowledged_at_secs: None, budget_spent: None, ..facts() };
        assert_eq!((points(&it, Part::Mitigate), points(&it, Part::Acknowledge)), (Some(0.0), Some(0.0)));
        assert_eq!(points(&it, Part::Budget), None);
        let quiet = Facts {
            broke_at_secs: None,
            felt_at_secs: None,
            opened_at_secs: None,
            wrong_actions: Vec::new(),
            ..it
        };
        assert_eq!(score(&quiet).total(), Some(100.0));
    }

    #[test]
    fn nobody_has_to_find_what_nobody_feels() {
        let unfelt = Facts { felt_at_secs: None, well_at_secs: Some(30.0), ..facts() };
        let silent = Facts { opened_at_secs: None, severity: None, ..unfelt.clone() };
        assert_eq!((points(&silent, Part::Detect), points(&silent, Part::Mitigate)), (None, None));
        // Who finds it before users do is judged from when it broke: 42 s are seven minutes of 2 to 30.
        assert_eq!(points(&unfelt, Part::Detect), Some(20.0 * 23.0 / 28.0));
        assert_eq!(points(&unfelt, Part::Mitigate), Some(30.0));
        // Felt and never found earns nothing.
        let missed = Facts { opened_at_secs: None, severity: None, ..facts() };
        assert_eq!(points(&missed, Part::Detect), Some(0.0));
    }

    /// A tenth of all requests for an hour, where one in a hundred may fail over a day: ten times too fast for one of 24
    /// hours.
    #[test]
    fn a_run_spends_its_part_of_a_window() {
        let indicator = model::objective::Indicator::Availability;
        let objective = Objective::new(indicator, 0.99, 1.0);
        let spent = most_spent(&[objective], &[(1_000, 100)], 3_600.0).unwrap().1;
        assert!((spent - 10.0 / 24.0).abs() < 1e-9, "{spent}");
        assert_eq!(most_spent(&[], &[], 3_600.0), None);
    }

    #[test]
    fn a_hundred_mistakes_cost_no_more_than_there_is() {
        let it = Facts { wrong_actions: vec!["Restart: Cache".into(); 100], ..facts() };
        assert_eq!(points(&it, Part::Actions), Some(0.0));
    }

    #[test]
    fn what_moved_because_of_an_action_does_not_make_it_right() {
        let (cause, innocent, strained) = (ComponentId(1), ComponentId(2), ComponentId(3));
        let act = |at_secs, components: &[ComponentId], text: &str| Change {
            at_secs,
            kind: ChangeKind::Operator,
            components: components.to_vec(),
            text: text.into(),
            id: "restart".into(),
        };
        let moved = |component, at_secs| Move {
            component,
            metric: Metric::Up,
            at_secs,
            usual: 1.0,
            then: 0.0,
            deviations: 50.0,
        };
        // The second in which it was restarted is the first that shows it.
        let moves = [moved(innocent, 61.0), moved(strained, 40.0)];
        let acts = [
            act(50.0, &[cause], "the cause"),
            act(55.0, &[strained], "what suffered already"),
            act(60.5, &[innocent], "what nothing was wrong with"),
            act(70.0, &[innocent, cause], "a line of which one end is the cause"),
            act(80.0, &[], "the whole"),
        ];
        let wrong = wrong_actions(&acts, &BTreeSet::from([cause]), &moves);
        assert_eq!(wrong, ["what nothing was wrong with"]);
    }
}
