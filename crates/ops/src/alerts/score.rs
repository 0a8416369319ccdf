//! How well alerts told of what really happened.

use model::{
    Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::changes::{self, Sort};

use crate::Clock;

/// Something that was broken on purpose, for so long. Times are simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    pub place: Place,
    pub from_secs: f64,
    /// `None`: until the end of the run.
    pub to_secs: Option<f64>,
}

/// An alert as it woke somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    pub from_secs: f64,
    /// `None`: it still fires.
    pub to_secs: Option<f64>,
}

/// What is said of a set of alerts against a set of faults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    pub pages: usize,
    pub faults: usize,
    /// Pages that began during a fault or in the aftermath granted to it.
    pub right_pages: usize,
    /// Faults during which something paged, or was paging already.
    pub detected: usize,
    /// Of those, seconds until the first page; in the order of the faults. `None`: missed.
    pub detected_after_secs: Vec<Option<f64>>,
}

impl Score {
    /// Share of pages that were about a fault. `None` without pages.
    pub fn precision(&self) -> Option<f64> {
        (self.pages > 0).then(|| self.right_pages as f64 / self.pages as f64)
    }

    /// Share of faults that somebody was woken for. `None` without faults.
    pub fn recall(&self) -> Option<f64> {
        (self.faults > 0).then(|| self.detected as f64 / self.faults as f64)
    }

    /// Over the faults that were detected.
    pub fn mean_time_to_detect_secs(&self) -> Option<f64> {
        let known = self.detected_after_secs.iter().flatten();
        (self.detected > 0).then(|| known.sum::<f64>() / self.detected as f64)
    }

    /// How often somebody was woken for one cause.
    pub fn pages_per_fault(&self) -> Option<f64> {
        (self.detected > 0).then(|| self.right_pages as f64 / self.detected as f64)
    }
}

/// What begins within so long of a fault's end is still about it: five minutes of the operators, and at least a minute of
/// the run, as the system recovers at its own pace, whatever the clock.
pub fn aftermath_secs(clock: Clock) -> f64 {
    clock.simulated_secs(300.0).max(60.0)
}

/// Steps of an operator that end whatever is wrong with a component.
const REPAIRS: [&str; 2] = ["repair", "restart"];
/// And the one that takes back what was deployed.
const ROLL_BACK: &str = "roll-back";

/// Whether a change makes something worse: a fault, or a deploy of a version that fails or is slower.
fn breaks(change: &Change) -> bool {
    let Some(definition) = changes::find(&change.change) else { return false };
    let is_above = |key: &str, good: f64| {
        let usual = definition.settings.iter().find(|it| it.key == key).map_or(good, |it| it.usual);
        change.settings.get(key).copied().unwrap_or(usual) > good
    };
    match definition.sort {
        Sort::Fault => true,
        Sort::Deploy => is_above("error_ratio", 0.0) || is_above("slower", 1.0),
        Sort::Traffic | Sort::Operator => false,
    }
}

fn is_deploy(change: &Change) -> bool {
    changes::find(&change.change).is_some_and(|it| it.sort == Sort::Deploy)
}

/// The faults of a scenario: what breaks, from then on until it is repaired or has lasted as long as it was to.
pub fn faults(scenario: &[ScenarioEvent]) -> Vec<Fault> {
    let mut faults: Vec<(Fault, EndedBy)> = Vec::new();
    for ScenarioEvent { at_secs, action } in scenario {
        let (place, from_secs) = (action.place(), *at_secs);
        let is_open = |it: &Fault| it.place == place && it.to_secs.is_none();
        let mut end = |is_ended: fn(EndedBy) -> bool| {
            let goes_on = |it: &Fault| it.place == place && it.to_secs.is_none_or(|to| to > from_secs);
            let open = faults.iter_mut().filter(|(it, by)| is_ended(*by) && goes_on(it));
            open.for_each(|(it, _)| it.to_secs = Some(from_secs));
        };
        match action {
            // Taking down what is down breaks nothing more.
            Action::TakeDown { .. } | Action::FailPrimary { .. } => {
                if !faults.iter().any(|(it, _)| is_open(it)) {
                    faults.push((Fault { place, from_secs, to_secs: None }, EndedBy::BringingUp));
                }
            }
            Action::BringUp { .. } => end(|it| it == EndedBy::BringingUp),
            Action::Flush { .. } => {
                faults.push((Fault { place, from_secs, to_secs: Some(from_secs) }, EndedBy::Repair));
            }
            Action::Change(change) if REPAIRS.contains(&change.change.as_str()) => {
                end(|it| it != EndedBy::RollBack);
            }
            Action::Change(change) if change.change == ROLL_BACK => end(|it| it == EndedBy::RollBack),
            Action::Change(change) if breaks(change) => {
                // What happens in an instant is over at once; what it leaves behind is its aftermath.
                let holds_secs = changes::find(&change.change).map(|it| it.holds_for(change.lasts_secs));
                let to_secs = holds_secs.filter(|it| it.is_finite()).map(|it| from_secs + it);
                let by = if is_deploy(change) { EndedBy::RollBack } else { EndedBy::Repair };
                faults.push((Fault { place, from_secs, to_secs }, by));
            }
            Action::Change(_) => {}
        }
    }
    faults.into_iter().map(|(it, _)| it).collect()
}

/// What an operator does to end a fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EndedBy {
    /// It was only taken down: a repair ends that, too.
    BringingUp,
    Repair,
    RollBack,
}

/// Compares pages with faults. What begins within `aftermath_secs` of a fault's end still counts as its page: queues
/// drain, and windows look back.
pub fn score(pages: &[Page], faults: &[Fault], aftermath_secs: f64) -> Score {
    let end = |fault: &Fault| fault.to_secs.map_or(f64::INFINITY, |it| it + aftermath_secs);
    let is_about =
        |page: &Page, fault: &Fault| fault.from_secs <= page.from_secs && page.from_secs <= end(fault);
    let detected_after = |fault: &Fault| {
        let fires_already =
            |it: &&Page| it.from_secs < fault.from_secs && it.to_secs.is_none_or(|to| to >= fault.from_secs);
        if pages.iter().any(|it| fires_already(&it)) {
            return Some(0.0);
        }
        let first = pages.iter().filter(|it| is_about(it, fault)).map(|it| it.from_secs - fault.from_secs);
        first.reduce(f64::min)
    };
    let detected_after_secs: Vec<Option<f64>> = faults.iter().map(detected_after).collect();
    Score {
        pages: pages.len(),
        faults: faults.len(),
        right_pages: pages.iter().filter(|page| faults.iter().any(|fault| is_about(page, fault))).count(),
        detected: detected_after_secs.iter().flatten().count(),
        detected_after_secs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn fault(from_secs: f64, to_secs: f64) -> Fault {
        Fault { place: Place::Architecture, from_secs, to_secs: Some(to_secs) }
    }

    const fn page(from_secs: f64, to_secs: f64) -> Page {
        Page { from_secs, to_secs: Some(to_secs) }
    }

    #[test]
    fn pages_are_right_or_wrong_and_faults_found_or_missed() {
        let faults = [fault(100.0, 200.0), fault(500.0, 600.0)];
        let pages = [
            page(20.0, 30.0),
            page(130.0, 210.0),
            page(150.0, 160.0),
            page(215.0, 220.0),
            page(300.0, 310.0),
        ];
        let score = score(&pages, &faults, 20.0);
        assert_eq!(score.precision(), Some(3.0 / 5.0));
        assert_eq!(score.recall(), Some(0.5));
        assert_eq!(score.detected_after_secs, [Some(30.0), None]);
        assert_eq!(score.mean_time_to_detect_secs(), Some(30.0));
        assert_eq!(score.pages_per_fault(), Some(3.0));
    }

    #[test]
    fn what_pages_already_has_detected() {
        let score = score(&[page(90.0, 150.0)], &[fault(100.0, 200.0)], 0.0);
        assert_eq!((score.recall(), score.precision()), (Some(1.0), Some(0.0)));
    }

    #[test]
    fn a_scenario_breaks_and_repairs() {
        let component = model::ComponentId(1);
        let place = Place::Component(component);
        let slow = Change::new("slow", place).lasting(10.0);
        let scale = Change::new("nothing_that_is_known", place);
        let slow_for_ever = Change::new("slow", place);
        let repair = Change::new("repair", place);
        let events = [
            (5.0, Action::TakeDown { component }),
            (6.0, Action::TakeDown { component }),
            (9.0, Action::BringUp { component }),
            (20.0, Action::Change(slow)),
            (25.0, Action::Change(scale)),
            (40.0, Action::TakeDown { component }),
            (50.0, Action::Change(slow_for_ever)),
            (60.0, Action::BringUp { component }),
            (70.0, Action::Change(repair)),
        ];
        let events = events.map(|(at_secs, action)| ScenarioEvent { at_secs, action });
        let found: Vec<_> = faults(&events).iter().map(|it| (it.from_secs, it.to_secs)).collect();
        assert_eq!(found, [(5.0, Some(9.0)), (20.0, Some(30.0)), (40.0, Some(60.0)), (50.0, Some(70.0))]);
    }

    #[test]
    fn a_release_that_fails_is_a_fault_until_it_is_rolled_back() {
        let place = Place::Component(model::ComponentId(1));
        let canary = |errors: f64| Change::new("canary", place).with("error_ratio", errors);
        let roll_back = Change::new("roll-back", place);
        let events = [(10.0, canary(0.0)), (20.0, canary(0.3)), (50.0, roll_back)];
        let events = events.map(|(at_secs, it)| ScenarioEvent { at_secs, action: Action::Change(it) });
        assert_eq!(faults(&events), [Fault { place, from_secs: 20.0, to_secs: Some(50.0) }]);
    }

    #[test]
    fn what_happens_in_an_instant_does_not_excuse_every_later_page() {
        let place = Place::Component(model::ComponentId(1));
        let flush = Change::new("cache-stampede", place);
        let broken = faults(&[ScenarioEvent { at_secs: 90.0, action: Action::Change(flush) }]);
        assert_eq!(broken, [Fault { place, from_secs: 90.0, to_secs: Some(90.0) }]);
        // The cache fills at its own pace, however fast the operators' clock goes.
        let aftermath_secs = aftermath_secs(Clock::new(60.0));
        let score = score(&[page(100.0, 110.0), page(280.0, 290.0)], &broken, aftermath_secs);
        assert_eq!((score.precision(), score.recall()), (Some(0.5), Some(1.0)));
    }

    #[test]
    fn nothing_says_nothing() {
        let score = score(&[], &[], 0.0);
        assert_eq!((score.precision(), score.recall(), score.pages_per_fault()), (None, None, None));
    }
}
