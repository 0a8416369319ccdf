//! What is known about a drawing beyond its geometry, in the form in which it is drawn.
//!
//! Made anew when the document, its findings or the run changes; never by the frame.

use std::collections::{BTreeMap, HashMap};

use model::{Architecture, ComponentId, ConnectionId, Finding, Place, Severity};
use sim::{
    Estimate, Live, Report,
    blast::{Blast, Reach},
    estimate::ComponentEstimate,
    live::{LiveComponent, LiveConnection},
    load_line,
    report::{ComponentReport, ConnectionReport},
};

use super::{
    figures::{estimated, measured},
    load::{Basis, Load, Tone},
    stroke::Stroke,
    traffic::{Rate, failing, ink},
};

/// Loads, strokes and badges by what they belong to.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    pub loads: HashMap<ComponentId, Load>,
    pub strokes: HashMap<ConnectionId, Stroke>,
    pub rates: HashMap<ConnectionId, Rate>,
    pub badges: HashMap<Place, Badge>,
    /// Who would be hit by what is looked at.
    pub hits: HashMap<ComponentId, Reach>,
    /// Place in the drawing order, from 0; later ones lie on top.
    pub order: HashMap<ComponentId, usize>,
}

/// What is known about the load of a drawing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The last look at a run.
    pub live: Option<&'a Live>,
    /// The whole of the run, once it is over: then its last second is no better than any other.
    pub over: Option<&'a Report>,
    /// The drawing is not what was run any more.
    pub is_stale: bool,
    /// What `live` does not say cannot be seen, and nothing else is said instead.
    pub is_foggy: bool,
    /// What is to be expected without a run.
    pub estimate: Option<&'a Estimate>,
    /// Requests per second over connections, expected without a run.
    pub over_per_sec: Option<&'a BTreeMap<ConnectionId, f64>>,
}

impl Known<'_> {
    const fn basis(&self) -> Basis {
        if self.is_stale { Basis::Stale } else { Basis::Simulated }
    }
}

/// The worst finding about a place, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    pub severity: Severity,
    pub count: usize,
}

impl Looks {
    /// Takes over a drawing, and what is known about it.
    pub fn set_document(&mut self, document: &Architecture, known: &Known<'_>) {
        self.loads = document
            .components
            .iter()
            .map(|it| (it.id, Load { safe: load_line(it), ..Load::default() }))
            .collect();
        self.order = document.components.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
        self.set_known(document, known);
    }

    /// Takes over what is known; `document` is the one that was set.
    pub fn set_known(&mut self, document: &Architecture, known: &Known<'_>) {
        let live: HashMap<ComponentId, &LiveComponent> =
            known.live.iter().flat_map(|it| &it.components).map(|it| (it.id, it)).collect();
        let expected: HashMap<ComponentId, &ComponentEstimate> =
            known.estimate.iter().flat_map(|it| &it.components).map(|it| (it.id, it)).collect();
        let over: HashMap<ComponentId, &ComponentReport> =
            known.over.iter().flat_map(|it| &it.components).map(|it| (it.id, it)).collect();
        for component in &document.components {
            let Some(load) = self.loads.get_mut(&component.id) else { continue };
            // What was drawn after the run began is not in it.
            *load = match (live.get(&component.id), expected.get(&component.id)) {
                (Some(live), _) => {
                    let over = over.get(&component.id).copied();
                    Load { safe: load.safe, basis: known.basis(), ..measured(component, live, over) }
                }
                (None, Some(expected)) if !known.is_foggy => Load { safe: load.safe, ..estimated(expected) },
                (None, _) => Load { safe: load.safe, ..Load::default() },
            };
        }
        self.set_traffic(document, known);
    }

    fn set_traffic(&mut self, document: &Architecture, known: &Known<'_>) {
        let live: HashMap<ConnectionId, &LiveConnection> =
            known.live.iter().flat_map(|it| &it.connections).map(|it| (it.id, it)).collect();
        let over: HashMap<ConnectionId, &ConnectionReport> =
            known.over.iter().flat_map(|it| &it.connections).map(|it| (it.id, it)).collect();
        let tone = |id: ComponentId| self.loads.get(&id).map_or(Tone::Unknown, Load::tone);
        let (mut rates, mut strokes) = (HashMap::new(), HashMap::new());
        for connection in &document.connections {
            let (live, over) = (live.get(&connection.id), over.get(&connection.id).copied());
            let expected = known.over_per_sec.and_then(|it| it.get(&connection.id)).filter(|it| **it > 0.0);
            let rate = match (live, expected) {
                (Some(live), _) => {
                    let in_run = over.map(|it| it.attempts_per_sec.map_or(0.0, |it| it.value));
                    Some((in_run.unwrap_or(f64::from(live.requests_per_sec)), known.basis()))
                }
                // Nothing travels there in the run.
                (None, _) if known.live.is_some() => None,
                (None, expected) => expected.map(|per_sec| (*per_sec, Basis::Estimated)),
            };
            let failing = failing(live.copied(), over);
            let ink = ink(connection, failing.is_some(), tone(connection.from), tone(connection.to));
            strokes.insert(connection.id, Stroke::new(connection, ink, rate.map(|it| it.0)));
            rates.extend(rate.map(|(per_sec, basis)| (connection.id, Rate { per_sec, basis, failing })));
        }
        (self.rates, self.strokes) = (rates, strokes);
    }

    /// Takes over who would be hit.
    pub fn set_blast(&mut self, blast: Option<&Blast>) {
        self.hits = blast.iter().flat_map(|it| &it.components).map(|it| (it.id, it.reach)).collect();
    }

    /// Takes over what the rules found.
    pub fn set_findings(&mut self, findings: &[Finding]) {
        self.badges = badges(findings);
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
    use model::{Component, Connection, Kind, Message, Point, Relation, scenario::Action};
    use sim::{RunOptions, Session, SimTime};

    use super::{
        super::{load::Number, stroke::Ink},
        *,
    };

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
            slow: false,
            utilization: Some(load_ratio.min(1.0)),
            load_ratio: Some(load_ratio),
            queue: 0,
            throughput_per_sec: 100.0,
            errors_per_sec,
            saturated: false,
        };
        let call = LiveConnection {
            id: CALL,
            requests_per_sec: 100.0,
            succeeded_per_sec: 100.0 - errors_per_sec,
            errors_per_sec,
            breaker_open: false,
        };
        Live { components: vec![server], connections: vec![call], ..Live::default() }
    }

    /// The server is expected to be at 60% of its safe load.
    fn estimate() -> Estimate {
        let server = ComponentEstimate {
            id: SERVER,
            arrivals_per_sec: 90.0,
            utilization: Some(0.6),
            load_ratio: Some(0.6),
            wait_millis: None,
            latency_millis: None,
            loss_ratio: 0.0,
            is_overloaded: false,
        };
        Estimate { components: vec![server], ..Estimate::default() }
    }

    fn looks(live: &Live, is_stale: bool) -> Looks {
        let mut looks = Looks::default();
        looks.set_document(&drawing(), &Known { live: Some(live), is_stale, ..Known::default() });
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
    fn a_component_whose_slots_all_wait_for_others_is_full() {
        let mut waiting = live(0.02, 0.0);
        waiting.components[0].utilization = Some(1.0);
        assert_eq!(looks(&waiting, false).loads[&SERVER].tone(), Tone::Sinking);
        let mut estimate = estimate();
        estimate.components[0].utilization = Some(0.97);
        let mut looks = Looks::default();
        looks.set_document(&drawing(), &Known { estimate: Some(&estimate), ..Known::default() });
        assert_eq!(looks.loads[&SERVER].number, Some(Number::Held(0.97)));
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
    fn after_a_run_the_whole_of_it_is_shown_as_in_every_other_figure() {
        let options = RunOptions { seed: 7, duration_secs: 4.0, warm_up_secs: 0.0, replications: 1 };
        let mut session = Session::new(&drawing(), options).expect("a run");
        session.advance(SimTime::from_secs(2.0), u64::MAX);
        // Nothing comes in the second half.
        session.apply(&Action::TakeDown { component: CLIENT });
        session.advance(SimTime::NEVER, u64::MAX);
        let (live, report) = (session.live(), session.report());
        let mut looks = Looks::default();
        looks.set_document(&drawing(), &Known { live: Some(&live), ..Known::default() });
        assert_eq!((looks.loads[&SERVER].utilization, looks.rates[&CALL].per_sec), (Some(0.0), 0.0));
        looks.set_known(&drawing(), &Known { live: Some(&live), over: Some(&report), ..Known::default() });
        let server = report.component(SERVER).expect("the server");
        assert_eq!(looks.loads[&SERVER].utilization, server.load_ratio.map(|it| it.value));
        assert!(looks.loads[&SERVER].fill() > 0.0);
        assert_eq!(looks.rates[&CALL].per_sec, report.connections[0].attempts as f64 / 4.0);
        // What is down stays so.
        assert_eq!(looks.loads[&CLIENT].tone(), Tone::Down);
    }

    #[test]
    fn before_a_run_the_estimate_is_shown_as_one() {
        let estimate = estimate();
        let over_per_sec = [(CALL, 90.0)].into();
        let mut looks = Looks::default();
        let known =
            Known { estimate: Some(&estimate), over_per_sec: Some(&over_per_sec), ..Known::default() };
        looks.set_document(&drawing(), &known);
        let load = looks.loads[&SERVER];
        assert_eq!((load.number, load.basis), (Some(Number::Load(0.6)), Basis::Estimated));
        assert_eq!(looks.rates[&CALL], Rate { per_sec: 90.0, basis: Basis::Estimated, failing: None });
        // A run knows better, also where it saw nothing.
        looks.set_known(&drawing(), &Known { live: Some(&live(0.3, 0.0)), ..known });
        assert_eq!(looks.loads[&SERVER].basis, Basis::Simulated);
        assert_eq!(looks.rates[&CALL].basis, Basis::Simulated);
    }

    #[test]
    fn nothing_is_estimated_of_what_carries_nothing() {
        let mut estimate = estimate();
        estimate.components[0] = ComponentEstimate {
            arrivals_per_sec: 0.0,
            utilization: Some(0.0),
            load_ratio: Some(0.0),
            ..estimate.components[0]
        };
        let mut looks = Looks::default();
        let shown = |looks: &Looks| (looks.loads[&SERVER].number, looks.loads[&SERVER].is_idle);
        looks.set_document(&drawing(), &Known { estimate: Some(&estimate), ..Known::default() });
        assert_eq!(shown(&looks), (None, true));
        // Copies and scrapes are work, too.
        estimate.components[0].load_ratio = Some(0.1);
        looks.set_document(&drawing(), &Known { estimate: Some(&estimate), ..Known::default() });
        assert_eq!(shown(&looks), (Some(Number::Load(0.1)), false));
    }

    #[test]
    fn without_a_run_nothing_is_claimed() {
        let mut looks = looks(&live(0.9, 50.0), false);
        looks.set_known(&drawing(), &Known::default());
        assert_eq!(looks.loads[&SERVER].number, None);
        assert_eq!(looks.loads[&SERVER].tone(), Tone::Unknown);
        assert_eq!(looks.strokes[&CALL].ink, Ink::Plain);
    }

    #[test]
    fn in_the_fog_neither_state_nor_estimate_is_shown() {
        let estimate = estimate();
        let nothing = Live::default();
        let known =
            Known { live: Some(&nothing), is_foggy: true, estimate: Some(&estimate), ..Known::default() };
        let mut looks = Looks::default();
        looks.set_document(&drawing(), &known);
        assert_eq!((looks.loads[&SERVER].number, looks.loads[&SERVER].tone()), (None, Tone::Unknown));
        looks.set_known(&drawing(), &Known { is_foggy: false, ..known });
        assert_eq!(looks.loads[&SERVER].number, Some(Number::Load(0.6)));
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
