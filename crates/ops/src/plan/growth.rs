//! Traffic that grows: when which component needs more room, and what to buy then.
//!
//! By the estimate, which answers at once; a run of the drawing with that traffic checks it. Between the months of the plan traffic grows
//! by the same share each month.

use model::{
    Architecture, Arg, ComponentId, Message,
    cost::{Usage, monthly_cost},
};
use sim::{Estimate, estimate, study::change::steady};

use super::sizes::{Step, larger};

/// A growth plan that people start from: 100,000 requests a day now, 250,000 in three months, 500,000 in six, a million in twelve.
pub const USUAL: [(f64, f64); 4] = [(0.0, 1.0), (3.0, 2.5), (6.0, 5.0), (12.0, 10.0)];
/// Use of the processors, or share of the slots, from which a component needs more room.
pub const MOST_USED: f64 = 0.7;
/// Steps up that are looked at for one month of the plan.
const MOST_STEPS: usize = 200;

/// What a plan asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    pub months: Vec<Month>,
    /// Components in the order in which they need more room.
    pub crossings: Vec<Crossing>,
}

/// One month of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    pub month: f64,
    /// Times today's traffic.
    pub factor: f64,
    /// What is to be bought on top of what was bought before.
    pub steps: Vec<Step>,
    /// A month's bill with it.
    pub dollars: f64,
    /// Components for which nothing larger can be bought.
    pub stuck: Vec<ComponentId>,
}

/// A component that becomes too full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    pub component: ComponentId,
    /// Between the months of the plan; zero: it is too full today.
    pub month: f64,
    pub factor: f64,
}

impl Crossing {
    /// In words.
    pub fn message(&self, architecture: &Architecture) -> Message {
        let name = architecture.component(self.component).map_or("", |it| it.name.as_str());
        Message::new(if self.month > 0.0 { "plan-crossing" } else { "plan-crossing-now" })
            .with("component", name)
            .with("month", Arg::Number((self.month * 10.0).round() / 10.0))
            .with("factor", Arg::Number((self.factor * 10.0).round() / 10.0))
    }
}

/// Follows a plan of months and times today's traffic, which grows from month to month.
pub fn growth(architecture: &Architecture, plan: &[(f64, f64)]) -> Growth {
    let mut bought = architecture.clone();
    let mut months = Vec::new();
    for &(month, factor) in plan {
        let (mut steps, mut stuck) = (Vec::new(), Vec::new());
        while steps.len() < MOST_STEPS {
            let known = estimate(&steady(&bought, factor));
            let full = known.as_ref().map_or_else(Vec::new, too_full);
            let Some(component) = full.into_iter().find(|it| !stuck.contains(it)) else { break };
            match bought.component(component).and_then(larger) {
                Some(step) => {
                    bought = step.taken(&bought);
                    steps.push(step);
                }
                None => stuck.push(component),
            }
        }
        let drawing = steady(&bought, factor);
        let dollars = monthly_cost(&drawing, &Usage::expected(&drawing)).total_dollars;
        months.push(Month { month, factor, steps: joined(steps), dollars, stuck });
    }
    Growth { crossings: crossings(architecture, plan), months }
}

/// When each component becomes too full if nothing is bought.
fn crossings(architecture: &Architecture, plan: &[(f64, f64)]) -> Vec<Crossing> {
    let mut found: Vec<Crossing> = Vec::new();
    let fine = plan.windows(2).flat_map(|pair| {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        // A tenth of a month at a time.
        let steps = ((to - from) * 10.0).ceil().max(1.0) as u32;
        (0..=steps).map(move |step| {
            let share = f64::from(step) / f64::from(steps);
            (from + share * (to - from), low * (high / low).powf(share))
        })
    });
    for (month, factor) in fine {
        let Some(known) = estimate(&steady(architecture, factor)) else { break };
        for component in too_full(&known) {
            if !found.iter().any(|it| it.component == component) {
                found.push(Crossing { component, month, factor });
            }
        }
    }
    found
}

/// Components that need more room, the fullest first.
fn too_full(known: &Estimate) -> Vec<ComponentId> {
    let mut full: Vec<(f64, ComponentId)> = known
        .components
        .iter()
        .filter_map(|it| Some((it.utilization?.max(it.load_ratio?), it.id)))
        .filter(|it| it.0 > MOST_USED)
        .collect();
    model::lean::sort_by(&mut full, |a, b| b.0.total_cmp(&a.0));
    full.into_iter().map(|it| it.1).collect()
}

/// Steps at the same component one after the other are one.
fn joined(steps: Vec<Step>) -> Vec<Step> {
    use super::sizes::What;
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
