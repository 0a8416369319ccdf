//! How long incidents take, and whether that changes.

use std::collections::BTreeMap;

use model::{ComponentId, lean};

use super::{
    book::{Book, Case},
    command::Change,
    severity::Severity,
};

/// Durations of one incident in operators' seconds: those of the run's clock times its speedup.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Durations {
    /// To its opening: from the first harm to users, if it was the first to be opened after that; else from the last thing
    /// that broke before it. `None`: nothing is known to have broken, or it is hidden.
    pub detect_secs: Option<f64>,
    /// It is counted from the harm.
    pub is_from_harm: bool,
    /// From opening to the first acknowledgement.
    pub acknowledge_secs: Option<f64>,
    pub mitigate_secs: Option<f64>,
    pub resolve_secs: Option<f64>,
}

/// A duration over many incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    pub n: usize,
    pub mean_secs: f64,
    /// Half took no longer. One bad night moves the mean, not this.
    pub median_secs: f64,
}

/// All resolved incidents of a book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trends {
    pub n_resolved: usize,
    pub by_severity: BTreeMap<Severity, usize>,
    /// Mean time to detect, acknowledge, mitigate and resolve.
    pub all: [Option<Spread>; 4],
    /// The same of the five resolved last, and of the five before these; `None` where there are fewer.
    pub recent: [Option<Spread>; 4],
    pub before: [Option<Spread>; 4],
    /// Services with their numbers of incidents, most first.
    pub services: Vec<(ComponentId, usize)>,
    /// Alerts with the numbers of incidents they belonged to, most first.
    pub alerts: Vec<(String, usize)>,
    pub n_reopened: usize,
}

/// How many incidents make up one side of a comparison.
const SIDE: usize = 5;

impl Book {
    pub fn durations(&self, case: &Case) -> Durations {
        let it = &case.incident;
        let speedup = self.speedup(it);
        let since = |from: f64, to: Option<f64>| to.map(|to| (to - from).max(0.0) * speedup);
        let run = it.run.and_then(|run| self.run(run));
        let truth = run.map_or(&[][..], |run| run.known_truth());
        let is_cause = |change: &&Change| change.kind.can_begin_it() && change.at_secs <= it.opened_at_secs;
        let broke_secs = truth.iter().rfind(is_cause).map(|it| it.at_secs);
        let is_first_since = |felt: f64| {
            let others = self.cases().iter().map(|it| &it.incident).filter(|other| other.run == it.run);
            let between = felt..it.opened_at_secs;
            felt <= it.opened_at_secs && !others.into_iter().any(|it| between.contains(&it.opened_at_secs))
        };
        let felt_secs = run.filter(|it| it.is_revealed).and_then(|it| it.felt_at_secs);
        let felt_secs = felt_secs.filter(|felt| broke_secs.is_some() && is_first_since(*felt));
        let began_secs = felt_secs.or(broke_secs);
        Durations {
            detect_secs: began_secs.and_then(|began| since(began, Some(it.opened_at_secs))),
            is_from_harm: felt_secs.is_some(),
            acknowledge_secs: since(it.opened_at_secs, it.first_acknowledged_at_secs),
            mitigate_secs: since(it.opened_at_secs, it.mitigated_at_secs),
            resolve_secs: since(it.opened_at_secs, it.resolved_at_secs),
        }
    }

    /// What the incidents that are over say together.
    pub fn trends(&self) -> Trends {
        let over: Vec<&Case> = self.cases().iter().filter(|it| it.incident.status.is_over()).collect();
        let durations: Vec<Durations> = over.iter().map(|it| self.durations(it)).collect();
        let recent = durations.len().saturating_sub(SIDE);
        let before = recent.checked_sub(SIDE);
        let enough = before.is_some();
        let mut trends = Trends {
            n_resolved: over.len(),
            all: spreads(&durations),
            recent: if enough { spreads(&durations[recent..]) } else { Default::default() },
            before: before.map(|start| spreads(&durations[start..recent])).unwrap_or_default(),
            ..Trends::default()
        };
        let mut services: BTreeMap<ComponentId, usize> = BTreeMap::new();
        let mut alerts: BTreeMap<String, usize> = BTreeMap::new();
        for case in &over {
            let it = &case.incident;
            *trends.by_severity.entry(it.severity).or_default() += 1;
            trends.n_reopened += usize::from(it.n_reopened > 0);
            if let Some(service) = it.service {
                *services.entry(service).or_default() += 1;
            }
            for name in lean::set(it.alerts.iter().map(|alert| alert.name.clone())) {
                *alerts.entry(name).or_default() += 1;
            }
        }
        trends.services = most_first(services);
        trends.alerts = most_first(alerts);
        trends
    }
}

fn spreads(all: &[Durations]) -> [Option<Spread>; 4] {
    let which: [fn(&Durations) -> Option<f64>; 4] =
        [|it| it.detect_secs, |it| it.acknowledge_secs, |it| it.mitigate_secs, |it| it.resolve_secs];
    which.map(|which| {
        let mut known = Vec::new();
        known.extend(all.iter().filter_map(which));
        spread(known)
    })
}

fn spread(mut values: Vec<f64>) -> Option<Spread> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    lean::sort_by(&mut values, f64::total_cmp);
    let median_secs = f64::midpoint(values[(n - 1) / 2], values[n / 2]);
    Some(Spread { n, mean_secs: values.iter().sum::<f64>() / n as f64, median_secs })
}

fn most_first<K>(counts: BTreeMap<K, usize>) -> Vec<(K, usize)> {
    let mut counts: Vec<(K, usize)> = counts.into_iter().collect();
    lean::sort_by(&mut counts, |a, b| b.1.cmp(&a.1));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_night_moves_the_mean_and_not_the_median() {
        let spread = spread(vec![60.0, 30.0, 3_600.0, 45.0, 75.0]).unwrap();
        assert_eq!((spread.n, spread.median_secs, spread.mean_secs), (5, 60.0, 762.0));
        assert_eq!(super::spread(vec![10.0, 20.0]).unwrap().median_secs, 15.0);
        assert_eq!(super::spread(Vec::new()), None);
    }
}
