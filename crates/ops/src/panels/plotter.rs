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
    promql::Labels,
    sight::{Sight, Unseen, concerned, senders, up_in},
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
    /// Who sees components, and who sees how users fare.
    sight: Sight,
    of_users: Sight,
    /// Why the last second said nothing of the users of some line.
    dark: Option<Unseen>,
}

#[derive(Clone, Debug)]
enum Kind {
    Components {
        value: fn(&ComponentFrame) -> Option<f64>,
        from_outside: bool,
    },
    Connections {
        value: fn(Option<&sim::telemetry::ConnectionFrame>) -> Option<f64>,
        /// Who makes the calls.
        from: Vec<ComponentId>,
    },
    Journeys {
        value: fn(&sim::telemetry::JourneyFrame, f64) -> f64,
        adds_up: bool,
        classes: Classes,
        /// All there was of each line so far, and who sends it.
        so_far: Vec<(f64, Vec<ComponentId>)>,
    },
    /// Of each objective whose fate it is about, and what it spends; `None`: target or window make no budget.
    Budgets(Vec<(Vec<ComponentId>, Option<Meter>)>),
    /// With all who send requests: only completed ones count.
    Cost(Box<CostMeter>, Vec<ComponentId>),
    Expression(Box<Expression>),
}

/// Which line the requests of a source's class belong to, and what one is worth in dollars.
type Classes = BTreeMap<(ComponentId, u16), (usize, f64)>;

impl Plotter {
    /// For a run of `architecture`.
    pub fn new(source: &Source, architecture: &Architecture) -> Self {
        let mut plotter = Self {
            lines: Vec::new(),
            kind: Kind::Budgets(Vec::new()),
            unseen: Vec::new(),
            sight: Sight::of(architecture),
            of_users: Sight::everything(),
            dark: None,
        };
        plotter.kind = match source {
            Source::Measure { measure, place } => match measure.of {
                Of::Component { value, has_it, from_outside } => {
                    plotter.add_components(architecture, *place, has_it);
                    Kind::Components { value, from_outside }
                }
                Of::Connection(value) => {
                    Kind::Connections { value, from: plotter.add_connections(architecture, *place) }
                }
                Of::Journey { value, adds_up, of_worth, is_loss } => {
                    let per_failure = architecture.planning.dollars_per_failure;
                    let otherwise = per_failure.filter(|_| is_loss).unwrap_or(0.0);
                    let classes = plotter.add_journeys(architecture, of_worth, otherwise);
                    let names = plotter.lines.iter().map(|it| match &it.subject {
                        Subject::Journey(name) => senders(architecture, name),
                        _ => Vec::new(),
                    });
                    let so_far = names.map(|it| (0.0, it)).collect();
                    Kind::Journeys { value, adds_up, classes, so_far }
                }
            },
            Source::Budgets => Kind::Budgets(plotter.add_budgets(architecture)),
            Source::CostPerThousand => {
                plotter.add_line(Subject::Whole);
                Kind::Cost(Box::new(CostMeter::new(architecture)), senders(architecture, ""))
            }
            Source::Expression(expr) => {
                Kind::Expression(Box::new(Expression::new(expr.clone(), architecture)))
            }
        };
        plotter
    }

    /// For those who know of users only what somebody sees.
    #[must_use]
    pub fn with_sight_of_users(self, of_users: Sight) -> Self {
        Self { of_users, ..self }
    }

    /// The lines so far; those of which nothing was ever measured are empty.
    pub fn lines(&self) -> &[Plotted] {
        &self.lines
    }

    /// Components about which this would say more if they reported to a monitoring system.
    pub fn unseen(&self) -> &[ComponentId] {
        &self.unseen
    }

    /// Why it says nothing of users at the moment, if so.
    pub const fn why_dark(&self) -> Option<Unseen> {
        self.dark
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
    ) {
        let is_meant = |it: &&Component| match place {
            Some(place) => place == Place::Component(it.id),
            None => has_it(it),
        };
        for component in architecture.components.iter().filter(is_meant) {
            if self.sight.is_connected(component.id) {
                self.add_line(Subject::Component(component.id));
            } else {
                self.unseen.push(component.id);
            }
        }
    }

    fn add_connections(&mut self, architecture: &Architecture, place: Option<Place>) -> Vec<ComponentId> {
        let mut callers = Vec::new();
        for connection in &architecture.connections {
            let is_meant = match place {
                Some(place) => place == Place::Connection(connection.id),
                None => matches!(connection.relation, Relation::Call | Relation::Publish),
            };
            if !is_meant {
                continue;
            }
            if self.sight.is_connected(connection.from) {
                self.add_line(Subject::Connection(connection.id));
                callers.push(connection.from);
            } else if !self.unseen.contains(&connection.from) {
                self.unseen.push(connection.from);
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

    fn add_budgets(&mut self, architecture: &Architecture) -> Vec<(Vec<ComponentId>, Option<Meter>)> {
        let clock = Clock::new(architecture.operations.clock_factor);
        for name in objective_names(&architecture.objectives) {
            self.add_line(Subject::Objective(name));
        }
        let meters = architecture.objectives.iter().map(|it| Meter::new(it, clock).ok());
        concerned(architecture).into_iter().zip(meters).collect()
    }

    /// The next second of the run.
    pub fn feed(&mut self, frame: &Frame) {
        let at_secs = frame.at_secs;
        let is_measured = at_secs > 0.0;
        let is_up = up_in(frame);
        let sees = |id: ComponentId| self.sight.look(id, &is_up).is_ok();
        let dark_to = |users: &[ComponentId]| self.of_users.look_at_all(users, &is_up).err();
        let mut dark = None;
        match &mut self.kind {
            Kind::Components { value, from_outside } => {
                for line in &mut self.lines {
                    let Subject::Component(id) = line.subject else { continue };
                    let Some(now) = frame.component(id) else { continue };
                    if sees(id) && (*from_outside || now.running > 0) {
                        line.push(at_secs, value(now));
                    }
                }
            }
            Kind::Connections { value, from } => {
                for (line, caller) in self.lines.iter_mut().zip(from) {
                    let Subject::Connection(id) = line.subject else { continue };
                    let runs = frame.component(*caller).is_some_and(|it| it.running > 0);
                    if runs && sees(*caller) {
                        let index = frame.connections.binary_search_by_key(&id, |it| it.id);
                        let now = index.ok().and_then(|it| frame.connections.get(it));
                        line.push(at_secs, value(now));
                    }
                }
            }
            Kind::Journeys { value, adds_up, classes, so_far } => {
                if *adds_up && !is_measured {
                    return;
                }
                if !*adds_up {
                    so_far.iter_mut().for_each(|it| it.0 = 0.0);
                }
                for journey in &frame.journeys {
                    if let Some((line, worth)) = classes.get(&(journey.source, journey.class)) {
                        so_far[*line].0 += value(journey, *worth);
                    }
                }
                // Counters go on while nobody looks: who sees them again sees all that was counted.
                for (line, (all, senders)) in self.lines.iter_mut().zip(so_far) {
                    let why = dark_to(senders);
                    line.push(at_secs, Some(*all).filter(|_| why.is_none()));
                    dark = dark.or(why);
                }
            }
            Kind::Budgets(meters) => {
                if !is_measured {
                    return;
                }
                for ((line, (senders, meter)), count) in
                    self.lines.iter_mut().zip(meters).zip(&frame.objectives)
                {
                    let Some(meter) = meter else { continue };
                    meter.add(at_secs, *count);
                    let why = dark_to(senders);
                    line.push(at_secs, meter.read().remaining.filter(|_| why.is_none()));
                    dark = dark.or(why);
                }
            }
            Kind::Cost(meter, senders) => {
                if is_measured {
                    dark = dark_to(senders);
                    let dollars = meter.add(frame).filter(|_| dark.is_none());
                    self.lines.iter_mut().for_each(|it| it.push(at_secs, dollars));
                }
            }
            Kind::Expression(expression) => {
                if is_measured {
                    expression.add(frame, &mut self.lines);
                }
            }
        }
        self.dark = dark;
    }
}
