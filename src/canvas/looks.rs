//! What is known about a drawing beyond its geometry, in the form in which it is drawn.
//!
//! Made anew when the document, its findings or the run changes; never by the frame.

use std::collections::HashMap;

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Finding, Place, Relation, Severity,
    catalog::BehaviorKind,
};
use sim::{
    Live,
    live::{LiveComponent, LiveConnection},
    load_line,
};

use super::{
    load::{Basis, Load, Number, Tone},
    stroke::{Ink, Stroke},
};

/// Share of failing requests from which a connection counts as failing.
const BAD_RATIO: f64 = 0.01;

/// Loads, strokes and badges by what they belong to.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    pub loads: HashMap<ComponentId, Load>,
    pub strokes: HashMap<ConnectionId, Stroke>,
    /// Requests per second.
    pub rates: HashMap<ConnectionId, f64>,
    pub badges: HashMap<Place, Badge>,
    /// Place in the drawing order, from 0; later ones lie on top.
    pub order: HashMap<ComponentId, usize>,
}

/// A look at a run.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    pub live: &'a Live,
    /// The drawing is not what was run any more.
    pub is_stale: bool,
}

/// The worst finding about a place, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    pub severity: Severity,
    pub count: usize,
}

impl Looks {
    /// Takes over what a drawing is by itself and what a run measured of it.
    pub fn set_document(&mut self, document: &Architecture, run: Option<&Measured<'_>>) {
        self.loads = document
            .components
            .iter()
            .map(|it| (it.id, Load { safe: load_line(it), ..Load::default() }))
            .collect();
        self.order = document.components.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
        self.set_run(document, run);
    }

    /// Takes over what a run measures; `document` is the one that was set.
    pub fn set_run(&mut self, document: &Architecture, run: Option<&Measured<'_>>) {
        let live: HashMap<ComponentId, &LiveComponent> =
            run.iter().flat_map(|it| &it.live.components).map(|it| (it.id, it)).collect();
        for component in &document.components {
            let Some(load) = self.loads.get_mut(&component.id) else { continue };
            *load = match (run, live.get(&component.id)) {
                (Some(run), Some(live)) => measured_load(component, live, load.safe, run.is_stale),
                // No run, or it was drawn after the run began.
                _ => Load { safe: load.safe, ..Load::default() },
            };
        }
        let connections: HashMap<ConnectionId, &LiveConnection> =
            run.iter().flat_map(|it| &it.live.connections).map(|it| (it.id, it)).collect();
        self.rates = connections.iter().map(|(id, it)| (*id, f64::from(it.requests_per_sec))).collect();
        let tone = |id: ComponentId| self.loads.get(&id).map_or(Tone::Unknown, Load::tone);
        let strokes = document.connections.iter().map(|it| {
            let live = connections.get(&it.id);
            let rate = live.map(|it| f64::from(it.requests_per_sec));
            let error_ratio =
                live.map_or(0.0, |it| f64::from(it.errors_per_sec / it.requests_per_sec.max(1e-3)));
            (it.id, Stroke::new(it, ink(it, error_ratio, tone(it.from), tone(it.to)), rate))
        });
        self.strokes = strokes.collect();
    }

    /// Takes over what the rules found.
    pub fn set_findings(&mut self, findings: &[Finding]) {
        self.badges = badges(findings);
    }
}

/// What a component's card shows of its state in a run.
fn measured_load(component: &Component, live: &LiveComponent, safe: Option<f64>, is_stale: bool) -> Load {
    let basis = if is_stale { Basis::Stale } else { Basis::Simulated };
    // The load ratio tells how much too much comes; slots alone say "full" for 1.0 and for 3.0.
    let utilization = live.load_ratio.or(live.utilization).map(f64::from);
    let number = match (utilization, component.kind.behavior) {
        (_, BehaviorKind::Broker) => Number::Waiting(f64::from(live.queue)),
        (Some(share), _) => Number::Load(share),
        (None, _) => Number::PerSec(f64::from(live.throughput_per_sec)),
    };
    Load { utilization, safe, number: Some(number), basis, is_down: !live.up }
}

/// The color of a connection by what is known about it and about its two ends.
fn ink(connection: &Connection, error_ratio: f64, caller: Tone, callee: Tone) -> Ink {
    if !connection.relation.carries_requests() {
        return Ink::Quiet;
    }
    if error_ratio > BAD_RATIO || caller == Tone::Down || callee == Tone::Down {
        return Ink::Bad;
    }
    match (connection.relation, callee) {
        (Relation::Call, Tone::Strained | Tone::Sinking) => Ink::Strained,
        (Relation::Publish | Relation::Consume, _) => Ink::Async,
        _ => Ink::Plain,
    }
}

/// The worst finding of each place and the number of findings there. Only the first place of a finding counts: the
/// others are involved, not at fault.
fn badges(findings: &[Finding]) -> HashMap<Place, Badge> {
    let mut badges: HashMap<Place, Badge> = HashMap::new();
    for finding in findings.iter().filter(|it| it.suppressed.is_none()) {
        let Some(place) = finding.places.first() else { continue };
        badges
            .entry(*place)
            .and_modify(|it| {
                it.count += 1;
                // Errors come before warnings in the order of severities.
                it.severity = it.severity.min(finding.severity);
            })
            .or_insert(Badge { severity: finding.severity, count: 1 });
    }
    badges
}

#[cfg(test)]
mod tests {
    use model::{Kind, Message, Point};

    use super::*;

    const CLIENT: ComponentId = ComponentId(1);
    const SERVER: ComponentId = ComponentId(2);
    const CALL: ConnectionId = ConnectionId(3);

    fn drawing() -> Architecture {
        let component =
            |id, kind| Component::new(id, Kind::find(kind).expect("known"), kind, Point::default());
        Architecture {
            components: vec![component(CLIENT, "client"), component(SERVER, "api_server")],
            connections: vec![Connection::new(CALL, CLIENT, SERVER, Relation::Call)],
            ..Architecture::default()
        }
    }

    fn live(load_ratio: f32, errors_per_sec: f32) -> Live {
        let server = LiveComponent {
            id: SERVER,
            up: true,
            utilization: Some(load_ratio.min(1.0)),
            load_ratio: Some(load_ratio),
            queue: 0,
            throughput_per_sec: 100.0,
            errors_per_sec,
            saturated: false,
        };
        let call = LiveConnection { id: CALL, requests_per_sec: 100.0, errors_per_sec, breaker_open: false };
        Live { components: vec![server], connections: vec![call], ..Live::default() }
    }

    fn looks(live: &Live, is_stale: bool) -> Looks {
        let mut looks = Looks::default();
        looks.set_document(&drawing(), Some(&Measured { live, is_stale }));
        looks
    }

    #[test]
    fn overload_shows_on_the_component_and_on_the_way_to_it() {
        let looks = looks(&live(1.4, 0.0), false);
        assert_eq!(looks.loads[&SERVER].tone(), Tone::Sinking);
        assert_eq!(looks.loads[&SERVER].number, Some(Number::Load(f64::from(1.4_f32))));
        assert_eq!(looks.strokes[&CALL].ink, Ink::Strained);
    }

    #[test]
    fn failing_requests_color_their_connection() {
        assert_eq!(looks(&live(0.1, 0.5), false).strokes[&CALL].ink, Ink::Plain);
        assert_eq!(looks(&live(0.1, 5.0), false).strokes[&CALL].ink, Ink::Bad);
    }

    #[test]
    fn numbers_of_another_drawing_say_so() {
        assert_eq!(looks(&live(0.3, 0.0), true).loads[&SERVER].basis, Basis::Stale);
        assert_eq!(looks(&live(0.3, 0.0), false).loads[&SERVER].basis, Basis::Simulated);
    }

    #[test]
    fn without_a_run_nothing_is_claimed() {
        let mut looks = looks(&live(0.9, 50.0), false);
        looks.set_run(&drawing(), None);
        assert_eq!(looks.loads[&SERVER].number, None);
        assert_eq!(looks.loads[&SERVER].tone(), Tone::Unknown);
        assert_eq!(looks.strokes[&CALL].ink, Ink::Plain);
    }

    #[test]
    fn badge_is_the_worst_open_finding_of_its_place() {
        let finding = |severity, suppressed: Option<&str>| Finding {
            rule: "some-rule",
            severity,
            places: vec![Place::Component(SERVER), Place::Component(CLIENT)],
            message: Message::new("some-text"),
            reason: Message::new("some-text"),
            source: None,
            fixes: Vec::new(),
            suppressed: suppressed.map(Into::into),
        };
        let mut looks = Looks::default();
        looks.set_findings(&[
            finding(Severity::Advice, None),
            finding(Severity::Warning, None),
            finding(Severity::Error, Some("we know")),
        ]);
        assert_eq!(looks.badges[&Place::Component(SERVER)], Badge { severity: Severity::Warning, count: 2 });
        assert!(!looks.badges.contains_key(&Place::Component(CLIENT)));
    }
}
