//! Traffic and data that grow: when which component crosses its trigger, and what to buy then.
//!
//! By the estimate; a run of the drawing with that traffic checks it. Between the months of the plan traffic grows by the
//! same share each month. A projection is made one estimate at a time, so that a page can make it between two frames.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use model::{
    Architecture, Arg, Component, ComponentId, Message, Relation, catalog::Load, cost::monthly_cost,
    graph::Graph, planning::GrowthPoint,
};
use sim::{
    estimate::{ComponentEstimate, estimate, usage},
    study::change::steady,
};

use super::{
    sizes::{Step, What, larger, more_to},
    stored::{holding, stored_gigabytes},
};

/// From when on a component needs more room: shares of processors, memory, and of slots or connections, and requests that
/// wait. After the scaling triggers of a service's operations handbook; that they must hold for a while is left out, as
/// an estimate knows only what lasts.
const PROCESSORS: f64 = 0.7;
const MEMORY: f64 = 0.8;
const CONNECTIONS: f64 = 0.8;
const WAITING: f64 = 100.0;
/// How exactly the month of a crossing is found.
const MONTHS: f64 = 0.05;
/// Rounds of buying for one month of the plan.
const MOST_ROUNDS: usize = 200;

/// What a component has too little of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    Processors,
    Memory,
    /// Slots, threads or connections.
    Connections,
    /// Requests that wait, or that will without end.
    Queue,
}

/// What a plan asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Growth {
    pub months: Vec<Month>,
    /// Components in the order in which they need more room.
    pub crossings: Vec<Crossing>,
}

/// One month of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    pub point: GrowthPoint,
    /// What is to be bought on top of what was bought before.
    pub steps: Vec<Step>,
    /// A month's bill with it, and what is stored by then.
    pub dollars: f64,
    pub stored_gigabytes: f64,
    /// Components for which nothing larger can be bought.
    pub stuck: Vec<ComponentId>,
}

/// A component that becomes too full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    pub component: ComponentId,
    pub trigger: Trigger,
    /// Between the months of the plan; that of its first point: it is too full from the start.
    pub at: GrowthPoint,
}

impl Crossing {
    /// In words.
    pub fn message(&self, architecture: &Architecture) -> Message {
        let name = architecture.component_name(self.component);
        let trigger = match self.trigger {
            Trigger::Processors => Message::new("plan-processors").with("limit", Arg::Ratio(PROCESSORS)),
            Trigger::Memory => Message::new("plan-memory").with("limit", Arg::Ratio(MEMORY)),
            Trigger::Connections => Message::new("plan-connections").with("limit", Arg::Ratio(CONNECTIONS)),
            Trigger::Queue => Message::new("plan-queue").with("limit", Arg::Count(WAITING)),
        };
        let rounded = |it: f64| Arg::Number((it * 10.0).round() / 10.0);
        Message::new(if self.at.month > 0.0 { "plan-crossing" } else { "plan-crossing-now" })
            .with("component", name)
            .with("trigger", trigger)
            .with("month", rounded(self.at.month))
            .with("factor", rounded(self.at.factor))
    }
}

/// A part of the plan in which components cross a trigger.
struct Interval {
    from: GrowthPoint,
    to: GrowthPoint,
    /// What each of them crosses first at its end.
    crossed: BTreeMap<ComponentId, Trigger>,
}

/// Follows a plan, one estimate at a time.
pub struct Projection {
    today: Architecture,
    plan: Vec<GrowthPoint>,
    /// Points of the plan that were looked at, and parts of it that are to be halved.
    looked: usize,
    known: BTreeMap<ComponentId, Trigger>,
    intervals: VecDeque<Interval>,
    /// Today's drawing with what was bought, and what was bought for the month under way.
    bought: Architecture,
    steps: Vec<Step>,
    stuck: Vec<ComponentId>,
    rounds: usize,
    answer: Growth,
}

impl Projection {
    pub fn new(architecture: &Architecture, plan: &[GrowthPoint]) -> Self {
        Self {
            today: architecture.clone(),
            plan: plan.to_vec(),
            looked: 0,
            known: BTreeMap::new(),
            intervals: VecDeque::new(),
            bought: architecture.clone(),
            steps: Vec::new(),
            stuck: Vec::new(),
            rounds: 0,
            answer: Growth::default(),
        }
    }

    /// Makes the next estimate; `false`: there was none left to make.
    pub fn go_on(&mut self) -> bool {
        if let Some(&point) = self.plan.get(self.looked) {
            self.look_at(point);
        } else if let Some(interval) = self.intervals.pop_front() {
            self.halve(interval);
        } else if let Some(&point) = self.plan.get(self.answer.months.len()) {
            self.buy_for(point);
        } else {
            return false;
        }
        true
    }

    /// How much of it is done, 0.0 to 1.0.
    pub fn progress(&self) -> f64 {
        let done = self.looked + self.answer.months.len();
        done as f64 / (2 * self.plan.len()).max(1) as f64
    }

    /// What the plan asks for, once nothing is left to do.
    pub fn answer(self) -> Growth {
        let mut answer = self.answer;
        model::lean::sort_by(&mut answer.crossings, |a, b| a.at.month.total_cmp(&b.at.month));
        answer
    }

    fn look_at(&mut self, to: GrowthPoint) {
        let mut crossed = too_full(&self.today, to.factor);
        crossed.retain(|id, _| !self.known.contains_key(id));
        self.known.extend(crossed.iter().map(|(id, trigger)| (*id, *trigger)));
        match self.looked.checked_sub(1).map(|it| self.plan[it]) {
            Some(from) if !crossed.is_empty() => self.intervals.push_back(Interval { from, to, crossed }),
            Some(_) => {}
            None => self.found(to, crossed),
        }
        self.looked += 1;
    }

    fn found(&mut self, at: GrowthPoint, crossed: BTreeMap<ComponentId, Trigger>) {
        let crossings = crossed.into_iter().map(|(component, trigger)| Crossing { component, trigger, at });
        self.answer.crossings.extend(crossings);
    }

    /// Components that are too full in the middle crossed before it, the others after it.
    fn halve(&mut self, interval: Interval) {
        let Interval { from, to, crossed } = interval;
        if to.month - from.month <= MONTHS {
            return self.found(to, crossed);
        }
        let factor = (from.factor * to.factor).sqrt();
        // What is stored fills nothing up: only the bill knows it.
        let middle = GrowthPoint { month: f64::midpoint(from.month, to.month), factor, ..from };
        let full = too_full(&self.today, factor);
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        for (id, trigger) in crossed {
            match full.get(&id) {
                Some(trigger) => before.insert(id, *trigger),
                None => after.insert(id, trigger),
            };
        }
        for (from, to, crossed) in [(from, middle, before), (middle, to, after)] {
            if !crossed.is_empty() {
                self.intervals.push_back(Interval { from, to, crossed });
            }
        }
    }

    /// One round of buying: everything that has too little of its own, or else everything that waits too much for others.
    fn buy_for(&mut self, point: GrowthPoint) {
        let drawing = steady(&self.bought, point.factor);
        // What cannot be estimated any more has grown beyond all bounds.
        let Some(mut full) = fullness(&drawing) else {
            self.stuck.extend(model::lean::set(self.steps.iter().map(|it| it.component)));
            return self.end_month(point, &drawing);
        };
        full.retain(|it| !self.stuck.contains(&it.component));
        let own = full.iter().any(|it| it.is_own);
        full.retain(|it| !own || it.is_own);
        // Whoever waits for something that has too little itself holds its slots because of that: more would hold more.
        let graph = Graph::new(&drawing);
        let too_little: BTreeSet<ComponentId> =
            full.iter().map(|it| it.component).chain(self.stuck.iter().copied()).collect();
        full.retain(|it| it.is_own || !waits_for(&graph, it.component, &too_little));
        self.rounds += 1;
        if full.is_empty() || self.rounds >= MOST_ROUNDS {
            // Whatever was bought, these have too little still.
            self.stuck.extend(full.iter().map(|it| it.component));
            return self.end_month(point, &drawing);
        }
        for it in full {
            let step =
                self.bought.component(it.component).and_then(|component| match larger(component)?.what {
                    // As many as the figure says at once.
                    What::Replicas { from, .. } => {
                        let to = (f64::from(from) * it.level.min(2.0)).ceil() as u32;
                        Some(more_to(component, to.max(from + 1)))
                    }
                    What::Size { .. } => larger(component),
                });
            match step {
                Some(step) => {
                    self.bought = step.taken(&self.bought);
                    self.steps.push(step);
                }
                None => self.stuck.push(it.component),
            }
        }
    }

    fn end_month(&mut self, point: GrowthPoint, drawing: &Architecture) {
        let drawing = &holding(drawing, point);
        let dollars = monthly_cost(drawing, &usage(drawing, estimate(drawing).as_ref())).total_dollars;
        let stored_gigabytes = stored_gigabytes(drawing);
        let (steps, stuck) = (joined(std::mem::take(&mut self.steps)), std::mem::take(&mut self.stuck));
        self.answer.months.push(Month { point, steps, dollars, stored_gigabytes, stuck });
        self.rounds = 0;
    }
}

/// Follows a plan to its end.
pub fn growth(architecture: &Architecture, plan: &[GrowthPoint]) -> Growth {
    let mut projection = Projection::new(architecture, plan);
    while projection.go_on() {}
    projection.answer()
}

/// Whether a component waits for answers of one of these, or of somebody who does.
fn waits_for(graph: &Graph<'_>, id: ComponentId, those: &BTreeSet<ComponentId>) -> bool {
    let Some(start) = graph.find(id) else { return false };
    let (mut seen, mut next) = (BTreeSet::from([start]), vec![start]);
    while let Some(at) = next.pop() {
        for (connection, to) in graph.out(at) {
            let waits = matches!(connection.relation, Relation::Call | Relation::Publish);
            if waits && seen.insert(to) {
                if those.contains(&graph.component(to).id) {
                    return true;
                }
                next.push(to);
            }
        }
    }
    false
}

/// A component over its trigger.
struct Full {
    component: ComponentId,
    trigger: Trigger,
    /// The figure over its limit.
    level: f64,
    /// Its own work is too much for it; otherwise it waits for others.
    is_own: bool,
}

fn too_full(architecture: &Architecture, factor: f64) -> BTreeMap<ComponentId, Trigger> {
    let full = fullness(&steady(architecture, factor)).unwrap_or_default();
    model::lean::map(full.into_iter().map(|it| (it.component, it.trigger)))
}

/// What has too little. `None`: nothing can be said about it.
fn fullness(drawing: &Architecture) -> Option<Vec<Full>> {
    let known = estimate(drawing)?.components;
    // What an overloaded caller no longer passes on would come, too, if that had room.
    let graph = Graph::new(drawing);
    let traffic = graph.lasting_traffic();
    // Both are in the order of the drawing, but not each component is in the estimate.
    let mut components = drawing.components.iter();
    let full = known.iter().filter_map(|it| {
        let component = components.find(|known| known.id == it.id)?;
        let at = graph.find(it.id)?;
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let sent_per_sec = traffic.at_per_sec[at];
        let times = share(sent_per_sec, it.arrivals_per_sec).max(1.0);
        full(component, it, times, share(traffic.writes_at_per_sec[at], sent_per_sec))
    });
    Some(full.collect())
}

/// What a component is over most, if it is over anything, when so many times as much comes as is expected to.
fn full(component: &Component, known: &ComponentEstimate, times: f64, write_share: f64) -> Option<Full> {
    let ratio = known.load_ratio? * times;
    let used = component.kind.curve.at(Load { ratio, write_share, queue_fill: 0.0 });
    let waiting = match known.wait_millis {
        Some(millis) => known.arrivals_per_sec * millis / 1000.0,
        None if known.is_overloaded => f64::INFINITY,
        None => 0.0,
    };
    let levels = [
        (Trigger::Processors, used.cpu / 100.0 / PROCESSORS),
        (Trigger::Memory, used.memory / 100.0 / MEMORY),
        (Trigger::Connections, known.utilization? * times / CONNECTIONS),
        (Trigger::Queue, waiting / WAITING),
    ];
    let most = levels.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let is_own = match most.0 {
        Trigger::Processors | Trigger::Memory => true,
        Trigger::Connections => false,
        Trigger::Queue => ratio > CONNECTIONS,
    };
    (most.1 > 1.0).then_some(Full { component: component.id, trigger: most.0, level: most.1, is_own })
}

/// Steps at the same component one after the other are one.
fn joined(steps: Vec<Step>) -> Vec<Step> {
    let mut all: Vec<Step> = Vec::new();
    for step in steps {
        let before = all.iter_mut().find(|it| it.component == step.component);
        match (before.map(|it| &mut it.what), &step.what) {
            (Some(What::Replicas { to, .. }), What::Replicas { to: new, .. }) => *to = *new,
            (Some(What::Size { to, .. }), What::Size { to: new, .. }) => *to = new,
            _ => all.push(step),
        }
    }
    all
}
