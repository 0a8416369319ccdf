//! The scenario as bars on a line of time: where they lie, and what dragging and keys make of them. What an event does
//! is the simulator's business.

use model::{
    Architecture, Edit, Scenario, lean,
    scenario::{Action, RunSettings, ScenarioEvent},
};

/// Events later than this are not in any run.
pub const LATEST_SECS: f64 = 86_400.0;

/// How an event lies on the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// A mark.
    Instant,
    /// A bar with an end that can be moved.
    Until(f64),
    /// A bar that ends with the run.
    Open,
}

/// `stays`: what the simulator says of events that name no end, whether they hold from then on.
pub fn extent(event: &ScenarioEvent, stays: bool) -> Extent {
    match event.action.lasts_secs() {
        Some(lasts_secs) => Extent::Until(event.at_secs + lasts_secs),
        None if stays => Extent::Open,
        None => Extent::Instant,
    }
}

/// The event that much later, in full seconds, but not before the start of the run.
#[must_use]
pub fn moved(event: &ScenarioEvent, by_secs: f64) -> ScenarioEvent {
    let at_secs = (event.at_secs + by_secs).round().clamp(0.0, LATEST_SECS);
    ScenarioEvent { at_secs, action: event.action.clone() }
}

/// The event with its end that much later, in full seconds; it lasts a second at least. One that holds until the end of
/// the run at `open_end_secs` gets an end of its own; a mark has none to move.
#[must_use]
pub fn resized(event: &ScenarioEvent, extent: Extent, by_secs: f64, open_end_secs: f64) -> ScenarioEvent {
    let end_secs = match extent {
        Extent::Instant => return event.clone(),
        Extent::Until(end_secs) => end_secs,
        Extent::Open => open_end_secs,
    };
    let mut resized = event.clone();
    if let Action::Change(change) = &mut resized.action {
        let lasts_secs = (end_secs + by_secs).round() - event.at_secs;
        change.lasts_secs = Some(lasts_secs.clamp(1.0, LATEST_SECS));
    }
    resized
}

/// The scenario with another event in place of one, in order of time; and where that event is now.
pub fn replaced(scenario: &Scenario, index: usize, event: ScenarioEvent) -> (Scenario, usize) {
    let mut events: Vec<(bool, ScenarioEvent)> =
        scenario.events.iter().map(|it| (false, it.clone())).collect();
    match events.get_mut(index) {
        Some(place) => *place = (true, event),
        None => events.push((true, event)),
    }
    // Stable: events at the same time keep their order.
    lean::sort_by(&mut events, |a, b| a.1.at_secs.total_cmp(&b.1.at_secs));
    let place = events.iter().position(|it| it.0).unwrap_or(0);
    (Scenario { events: events.into_iter().map(|it| it.1).collect() }, place)
}

/// The scenario with one more event.
pub fn with(scenario: &Scenario, event: ScenarioEvent) -> (Scenario, usize) {
    replaced(scenario, usize::MAX, event)
}

/// Adds a list of events in one step, and makes runs as long as it takes to see what becomes of them.
pub fn with_list(document: &Architecture, events: &[ScenarioEvent], at_least_secs: f64) -> Edit {
    let add = |all: Scenario, event: &ScenarioEvent| with(&all, event.clone()).0;
    let scenario = events.iter().fold(document.scenario.clone(), add);
    let mut edits = vec![Edit::SetScenario(scenario)];
    if document.settings.duration_secs < at_least_secs {
        edits.push(Edit::SetSettings(RunSettings { duration_secs: at_least_secs, ..document.settings }));
    }
    Edit::Many(edits)
}

#[must_use]
pub fn without(scenario: &Scenario, index: usize) -> Scenario {
    let mut scenario = scenario.clone();
    if index < scenario.events.len() {
        scenario.events.remove(index);
    }
    scenario
}

/// Where the label of a bar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelPlace {
    /// Over the bar, from its beginning on; a mark has nothing to cover, so its label may go on behind it.
    Inside,
    /// At its right, where the bar is shorter.
    Right,
    /// At its left, where there is no room at its right.
    Left,
    /// Over the bar, cut off: there is no room anywhere.
    Clipped,
}

/// Where the label of a bar goes, and from where to where both then reach. All in pixels; the line is `width` long.
pub fn label_place(
    (from, until): (f64, f64),
    is_mark: bool,
    label: f64,
    width: f64,
) -> (LabelPlace, (f64, f64)) {
    if from + label <= until {
        (LabelPlace::Inside, (from, until))
    } else if is_mark && from + label <= width {
        (LabelPlace::Inside, (from, from + label))
    } else if !is_mark && until + label <= width {
        (LabelPlace::Right, (from, until + label))
    } else if from > label {
        (LabelPlace::Left, (from - label, until))
    } else {
        (LabelPlace::Clipped, (from, until))
    }
}

/// The row of each bar, so that none covers another: the first that has room from its left to its right end.
pub fn rows(bars: &[(f64, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bars.len()).collect();
    lean::sort_by(&mut order, |a, b| bars[*a].0.total_cmp(&bars[*b].0));
    let mut rows = vec![0; bars.len()];
    let mut taken_until: Vec<f64> = Vec::new();
    for index in order {
        let (from, until) = bars[index];
        let row = taken_until.iter().position(|it| *it <= from).unwrap_or(taken_until.len());
        if row == taken_until.len() {
            taken_until.push(until);
        } else {
            taken_until[row] = until;
        }
        rows[index] = row;
    }
    rows
}

/// Seconds between two marks of the scale, so that there are at most so many of them.
pub fn scale_step_secs(until_secs: f64, most: usize) -> f64 {
    const STEPS: [f64; 17] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
        14_400.0, 86_400.0,
    ];
    STEPS.into_iter().find(|it| until_secs / it <= most as f64).unwrap_or(LATEST_SECS)
}

#[cfg(test)]
mod tests {
    use model::{ComponentId, finding::Place, scenario::Change};

    use super::*;

    fn slow(at_secs: f64, lasts_secs: Option<f64>) -> ScenarioEvent {
        let change = Change { lasts_secs, ..Change::new("slow", Place::Component(ComponentId(1))) };
        ScenarioEvent { at_secs, action: Action::Change(change) }
    }

    #[test]
    fn a_bar_moves_as_a_whole_and_stops_at_the_start() {
        let event = slow(20.4, Some(30.0));
        let later = moved(&event, 3.0);
        assert_eq!((later.at_secs, later.action.lasts_secs()), (23.0, Some(30.0)));
        assert_eq!(moved(&event, -50.0).at_secs, 0.0);
    }

    #[test]
    fn a_list_is_added_in_order_of_time_and_runs_become_long_enough() {
        let document =
            Architecture { scenario: Scenario { events: vec![slow(40.0, None)] }, ..Architecture::default() };
        let list = [slow(30.0, Some(60.0)), slow(90.0, Some(60.0))];
        let document = document.edited(&with_list(&document, &list, 210.0)).unwrap();
        let times: Vec<f64> = document.scenario.events.iter().map(|it| it.at_secs).collect();
        assert_eq!(times, [30.0, 40.0, 90.0]);
        assert_eq!(document.settings.duration_secs, 210.0);
        let document = document.edited(&with_list(&document, &list, 60.0)).unwrap();
        assert_eq!(document.settings.duration_secs, 210.0, "a run is never cut short");
    }

    #[test]
    fn its_end_moves_alone_and_leaves_a_second() {
        let event = slow(20.0, Some(30.0));
        let lasts = |by| resized(&event, extent(&event, true), by, 60.0).action.lasts_secs();
        assert_eq!((lasts(5.0), lasts(-100.0)), (Some(35.0), Some(1.0)));
        let open = slow(20.0, None);
        assert_eq!(extent(&open, true), Extent::Open);
        assert_eq!(resized(&open, Extent::Open, -10.0, 60.0).action.lasts_secs(), Some(30.0));
        let mark = ScenarioEvent { at_secs: 3.0, action: Action::Flush { component: ComponentId(1) } };
        assert_eq!(resized(&mark, extent(&mark, false), 5.0, 60.0), mark);
    }

    #[test]
    fn events_stay_in_order_of_time() {
        let scenario = Scenario { events: vec![slow(5.0, None), slow(10.0, None), slow(20.0, None)] };
        let (next, place) = replaced(&scenario, 0, slow(12.0, Some(1.0)));
        assert_eq!(
            (next.events.iter().map(|it| it.at_secs).collect::<Vec<_>>(), place),
            (vec![10.0, 12.0, 20.0], 1)
        );
        let (more, place) = with(&scenario, slow(10.0, Some(2.0)));
        assert_eq!((more.events.len(), place), (4, 2));
        assert_eq!(without(&more, place), scenario);
        assert_eq!(without(&scenario, 9), scenario);
    }

    #[test]
    fn bars_that_overlap_get_rows_of_their_own() {
        assert_eq!(rows(&[(0.0, 10.0), (5.0, 15.0), (10.0, 20.0), (6.0, 7.0)]), [0, 1, 0, 2]);
        assert_eq!(rows(&[(8.0, 9.0), (0.0, 8.0)]), [0, 0]);
    }

    #[test]
    fn a_label_never_runs_over_the_end_of_its_bar() {
        use LabelPlace::{Clipped, Inside, Left, Right};
        assert_eq!(label_place((10.0, 200.0), false, 100.0, 400.0), (Inside, (10.0, 200.0)));
        assert_eq!(label_place((10.0, 40.0), false, 100.0, 400.0), (Right, (10.0, 140.0)));
        assert_eq!(label_place((290.0, 340.0), false, 100.0, 400.0), (Left, (190.0, 340.0)));
        assert_eq!(label_place((50.0, 90.0), false, 100.0, 120.0), (Clipped, (50.0, 90.0)));
        // A mark is no longer than a letter.
        assert_eq!(label_place((10.0, 32.0), true, 100.0, 400.0), (Inside, (10.0, 110.0)));
        assert_eq!(label_place((350.0, 372.0), true, 100.0, 400.0), (Left, (250.0, 372.0)));
    }

    #[test]
    fn the_scale_has_round_steps() {
        assert_eq!(scale_step_secs(60.0, 6), 10.0);
        assert_eq!(scale_step_secs(61.0, 6), 15.0);
        assert_eq!(scale_step_secs(3600.0, 8), 600.0);
    }
}
