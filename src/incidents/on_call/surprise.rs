//! What happens in a shift that nobody has planned.

use model::{
    Architecture, Scenario,
    finding::Place,
    graph::Graph,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{
    blast::blast,
    changes::{self, Sort},
};

/// So often another one is drawn if no user can feel it.
const MOST_DRAWS: usize = 30;

/// Something that breaks at a time that nobody knows: a fault of the simulator's list, somewhere on the way of requests.
pub fn surprise(document: &Architecture) -> Scenario {
    let random = |n: usize| ((js_sys::Math::random() * n as f64) as usize).min(n.saturating_sub(1));
    let duration_secs = document.settings.duration_secs;
    // Time enough before it to learn what is usual, and after it to act.
    let at_secs = (duration_secs * (0.2 + 0.3 * js_sys::Math::random())).round();
    let mut possible = Vec::new();
    for fault in changes::all().filter(|it| it.sort == Sort::Fault) {
        let mut places = changes::places(document, fault);
        places.retain(|it| is_on_the_way(document, *it));
        if !places.is_empty() {
            possible.push((fault, places));
        }
    }
    let draw = || {
        let (fault, places) = possible.get(random(possible.len()))?;
        let place = places.get(random(places.len()))?;
        let lasts_secs = fault.usual_secs.map(|_| (duration_secs - at_secs).max(1.0));
        Some(Change { lasts_secs, ..fault.usual(*place) })
    };
    // What no user can feel pages nobody: another one is drawn.
    let is_felt = |it: &Change| !blast(document, it).journeys.is_empty();
    let drawn = std::iter::repeat_with(draw).take(MOST_DRAWS).flatten().find(is_felt).or_else(draw);
    let event = |it| ScenarioEvent { at_secs, action: Action::Change(it) };
    Scenario { events: drawn.map(event).into_iter().collect() }
}

// What no request ever meets can break without anybody noticing.
fn is_on_the_way(document: &Architecture, place: Place) -> bool {
    let graph = Graph::new(document);
    let reached = graph.reached();
    let is_reached = |id| graph.find(id).is_some_and(|at| reached[at]);
    match place {
        Place::Component(id) => is_reached(id),
        Place::Connection(id) => document.connection(id).is_some_and(|it| is_reached(it.from) && is_reached(it.to)),
        Place::Zone(_) | Place::Architecture => true,
    }
}
