//! Lines that grow with every second of a run.

use std::collections::BTreeMap;

use model::{Architecture, Component, ComponentId, ConnectionId, Relation, finding::Place};
use promql::Expr;
use sim::telemetry::{ComponentFrame, Frame};

use super::{Measure, Of, cost::CostMeter, expression::Expression};
use crate::{
    Clock,
    burn::Meter,
    metrics::objective_names,
    observed::{Observed, observed},
    promql::Labels,
};

/// What a panel shows.
#[derive(Clone, Debug)]
pub enum Source {
    /// Of one place, or of all that have it.
    Measure {
        measure: &'static Measure,
        place: Option<Place>,
    },
    /// What is left of the error budget of each objective, 1 at first.
    Budgets,
    /// What a thousand completed requests cost so far, at the prices of the catalogue.
    CostPerThousand,
    Expression(Expr),
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Component(ComponentId),
    Connection(ConnectionId),
    Journey(String),
    Objective(String),
    Series(Labels),
    Whole,
}

/// A line of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Plotted {
    pub subject: Subject,
    /// Simulated seconds and values; a gap is a missing point.
    pub points: Vec<(f64, f64)>,
    /// The highest value; `None` without any.
    pub highest: Option<f64>,
}

impl Plotted {
    pub const fn new(subject: Subject) -> Self {
        Self { subject, points: Vec::new(), highest: None }
    }

    pub fn push(&mut self, at_secs: f64, value: Option<f64>) {
        if let Some(value) = value {
            self.points.push((at_secs, value));
            self.highest = Some(self.highest.map_or(value, |it| it.max(value)));
        }
    }
}

/// Makes the lines of one panel.
#[derive(Clone, Debug)]
pub struct Plotter {
    lines: Vec<Plotted>,
    kind: Kind,
    /// Components that nobody sees; each would have had a line.
    unseen: Vec<ComponentId>,
}

#[derive(Clone, Debug)]
enum Kind {
    Components {
        value: fn(&ComponentFrame) -> Option<f64>,
        from_outside: bool,
        watchers: Vec<Watchers>,
    },
    Connections {
        value: fn(Option<&sim::telemetry::ConnectionFrame>) -> Option<f64>,
        from: Vec<Caller>,
    },
    Journeys {
        value: fn(&sim::telemetry::JourneyFrame, f64) -> f64,
        adds_up: bool,
        classes: Classes,
    },
    /// `None`: target or window make no budget.
    Budgets(Vec<Option<Meter>>),
    Cost(Box<CostMeter>),
    Expression(Box<Expression>),
}

/// Who collects what a component says; `None`: it is seen by those who see all.
type Watchers = Option<Vec<ComponentId>>;
/// Who makes the calls of a connection, and who sees them.
type Caller = (ComponentId, Watchers);
/// Which line the requests of a source's class belong to, and what one is worth in dollars.
type Classes = BTreeMap<(ComponentId, u16), (usize, f64)>;

impl Plotter {
    /// For a run of `architecture`.
    pub fn new(source: &Source, architecture: &Architecture) -> Self {
        let fog = Fog::of(architecture);
        let mut plotter = Self { lines: Vec::new(), kind: Kind::Budgets(Vec::new()), unseen: Vec::new() };
        plotter.kind = match source {
            Source::Measure { measure, place } => match measure.of {
                Of::Component { value, has_it, from_outside } => {
                    let watchers = plotter.add_components(architecture, *place, has_it, &fog);
                    Kind::Components { value, from_outside, watchers }
                }
                Of::Connection(value) => {
                    Kind::Connections { value, from: plotter.add_connections(architecture, *place, &fog) }
                }
                Of::Journey { value, adds_up, of_worth, is_loss } => {
                    let per_failure = architecture.planning.dollars_per_failure;
                    let otherwise = per_failure.filter(|_| is_loss).unwrap_or(0.0);
                    let classes = plotter.add_journeys(architecture, of_worth, otherwise);
                    Kind::Journeys { value, adds_up, classes }
                }
            },
            Source::Budgets => Kind::Budgets(plotter.add_budgets(architecture)),
            Source::CostPerThousand => {
                plotter.add_line(Subject::Whole);
                Kind::Cost(Box::new(CostMeter::new(architecture)))
            }
            Source::Expression(expr) => {
                Kind::Expression(Box::new(Expression::new(expr.clone(), architecture)))
            }
        };
        plotter
    }

    /// The lines so far; those of which nothing was ever measured are empty.
    pub fn lines(&self) -> &[Plotted] {
        &self.lines
    }

    /// Components about which this would say more if they reported to a monitoring system.
    pub fn unseen(&self) -> &[ComponentId] {
        &self.unseen
    }

    fn add_line(&mut self, subject: Subject) -> usize {
        self.lines.push(Plotted::new(subject));
        self.lines.len() - 1
    }

    fn add_components(
        &mut self,
        architecture: &Architecture,
        place: Option<Place>,
        has_it: fn(&Component) -> bool,
        fog: &Fog,
    ) -> Vec<Watchers> {
        let is_meant = |it: &&Component| match place {
            Some(place) => place == Place::Component(it.id),
            None => has_it(it),
        };
        let mut watchers = Vec::new();
        for component in architecture.components.iter().filter(is_meant) {
            match fog.watchers(component.id) {
                Some(all) => {
                    self.add_line(Subject::Component(component.id));
                    watchers.push(all);
                }
                None => self.unseen.push(component.id),
            }
        }
        watchers
    }

    fn add_connections(
        &mut self,
        architecture: &Architecture,
        place: Option<Place>,
        fog: &Fog,
    ) -> Vec<Caller> {
        let mut callers = Vec::new();
        for connection in &architecture.connections {
            let is_meant = match place {
                Some(place) => place == Place::Connection(connection.id),
                None => matches!(connection.relation, Relation::Call | Relation::Publish),
            };
            if !is_meant {
                continue;
            }
            match fog.watchers(connection.from) {
                Some(all) => {
                    self.add_line(Subject::Connection(connection.id));
                    callers.push((connection.from, all));
                }
                None if !self.unseen.contains(&connection.from) => self.unseen.push(connection.from),
                None => {}
            }
        }
        callers
    }

    fn add_journeys(&mut self, architecture: &Architecture, of_worth: bool, otherwise: f64) -> Classes {
        let mut classes = Classes::new();
        for source in &architecture.components {
            let Some(workload) = &source.workload else { continue };
            for (class, request) in workload.classes.iter().enumerate() {
                if of_worth && request.worth_dollars.max(otherwise) == 0.0 {
                    continue;
                }
                let subject = Subject::Journey(request.name.clone());
                let known = self.lines.iter().position(|it| it.subject == subject);
                let line = known.unwrap_or_else(|| self.add_line(subject));
                // Where nobody said what a request brings in, somebody may have said what a failure costs.
                let worth = if request.worth_dollars > 0.0 { request.worth_dollars } else { otherwise };
                classes.insert((source.id, class as u16), (line, worth));
            }
        }
        classes
    }

    fn add_budgets(&mut self, architecture: &Architecture) -> Vec<Option<Meter>> {
        let clock = Clock::new(architecture.operations.clock_factor);
        for name in objective_names(&architecture.objectives) {
            self.add_line(Subject::Objective(name));
        }
        architecture.objectives.iter().map(|it| Meter::new(it, clock).ok()).collect()
    }

    /// The next second of the run.
    pub fn feed(&mut self, frame: &Frame) {
        let at_secs = frame.at_secs;
        let is_measured = at_secs > 0.0;
        match &mut self.kind {
            Kind::Components { value, from_outside, watchers } => {
                for (line, watchers) in self.lines.iter_mut().zip(watchers) {
                    let Subject::Component(id) = line.subject else { continue };
                    let Some(now) = component_of(frame, id) else { continue };
                    if is_seen(frame, watchers) && (*from_outside || now.up > 0) {
                        line.push(at_secs, value(now));
                    }
                }
            }
            Kind::Connections { value, from } => {
                for (line, (caller, watchers)) in self.lines.iter_mut().zip(from) {
                    let Subject::Connection(id) = line.subject else { continue };
                    let is_up = component_of(frame, *caller).is_some_and(|it| it.up > 0);
                    if is_up && is_seen(frame, watchers) {
                        let index = frame.connections.binary_search_by_key(&id, |it| it.id);
                        let now = index.ok().and_then(|it| frame.connections.get(it));
                        line.push(at_secs, value(now));
                    }
                }
            }
            Kind::Journeys { value, adds_up, classes } => {
                if *adds_up && !is_measured {
                    return;
                }
                let mut new = vec![0.0; self.lines.len()];
                for journey in &frame.journeys {
                    if let Some((line, worth)) = classes.get(&(journey.source, journey.class)) {
                        new[*line] += value(journey, *worth);
                    }
                }
                for (line, new) in self.lines.iter_mut().zip(new) {
                    let before = if *adds_up { line.points.last().map_or(0.0, |it| it.1) } else { 0.0 };
                    line.push(at_secs, Some(before + new));
                }
            }
            Kind::Budgets(meters) => {
                if !is_measured {
                    return;
                }
                for ((line, meter), count) in self.lines.iter_mut().zip(meters).zip(&frame.objectives) {
                    let Some(meter) = meter else { continue };
                    meter.add(at_secs, *count);
                    line.push(at_secs, meter.read().remaining);
                }
            }
            Kind::Cost(meter) => {
                if is_measured {
                    let dollars = meter.add(frame);
                    self.lines.iter_mut().for_each(|it| it.push(at_secs, dollars));
                }
            }
            Kind::Expression(expression) => {
                if is_measured {
                    expression.add(frame, &mut self.lines);
                }
            }
        }
    }
}

/// Frames hold components by id.
pub(super) fn component_of(frame: &Frame, id: ComponentId) -> Option<&ComponentFrame> {
    let index = frame.components.binary_search_by_key(&id, |it| it.id).ok()?;
    frame.components.get(index)
}

/// One of those who collect it is up.
fn is_seen(frame: &Frame, watchers: &Watchers) -> bool {
    let is_up = |id: &ComponentId| component_of(frame, *id).is_some_and(|it| it.up > 0);
    watchers.as_ref().is_none_or(|it| it.iter().any(is_up))
}

/// What can be seen of a drawing.
struct Fog(Option<Observed>);

impl Fog {
    fn of(architecture: &Architecture) -> Self {
        Self((!architecture.operations.sees_all).then(|| observed(architecture)))
    }

    /// Who sees a component; `None`: nobody.
    fn watchers(&self, id: ComponentId) -> Option<Watchers> {
        match &self.0 {
            None => Some(None),
            Some(observed) => observed.metrics.get(&id).cloned().map(Some),
        }
    }
}
