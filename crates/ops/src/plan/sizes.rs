//! Smaller and larger: fewer or more replicas, cheaper or dearer machines.

use model::{
    Architecture, Component, ComponentId, Edit, Message, Value,
    catalog::{Capacity, Size},
    lean,
};

/// One step down or up at one component.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub component: ComponentId,
    pub what: What,
}

/// What a step changes.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Replicas {
        from: u32,
        to: u32,
    },
    /// Another size that can be bought, under that parameter.
    Size {
        key: &'static str,
        from: &'static str,
        to: &'static str,
    },
}

impl Step {
    /// In words: "API server: 4 to 3 replicas".
    pub fn message(&self, architecture: &Architecture) -> Message {
        let name = architecture.component_name(self.component);
        match &self.what {
            What::Replicas { from, to } => {
                Message::new("plan-replicas").with("component", name).with("from", *from).with("to", *to)
            }
            What::Size { from, to, .. } => {
                Message::new("plan-size").with("component", name).with("from", *from).with("to", *to)
            }
        }
    }

    /// Whether it is the same sort of step at the same component.
    pub fn is_like(&self, other: &Self) -> bool {
        self.component == other.component
            && matches!(self.what, What::Replicas { .. }) == matches!(other.what, What::Replicas { .. })
    }

    /// What takes it in a drawing.
    pub fn edits(&self, architecture: &Architecture) -> Vec<Edit> {
        let Some(component) = architecture.component(self.component) else { return Vec::new() };
        vec![match &self.what {
            What::Replicas { from, to } => {
                let mut changed = component.clone();
                set_replicas(&mut changed, *from, *to);
                Edit::Place { component: self.component, placements: changed.placements }
            }
            What::Size { key, to, .. } => Edit::SetParam {
                component: self.component,
                key: (*key).to_owned(),
                value: Some(Value::Text((*to).to_owned())),
            },
        }]
    }

    /// The drawing with the step taken.
    pub fn taken(&self, architecture: &Architecture) -> Architecture {
        let mut changed = architecture.clone();
        if let Some(component) = changed.components.iter_mut().find(|it| it.id == self.component) {
            match &self.what {
                What::Replicas { from, to } => set_replicas(component, *from, *to),
                What::Size { key, to, .. } => {
                    component.params.insert((*key).to_owned(), Value::Text((*to).to_owned()));
                }
            }
        }
        changed
    }
}

/// Steps that make a drawing cheaper.
pub fn smaller(architecture: &Architecture) -> Vec<Step> {
    let components = architecture.components.iter();
    components.flat_map(|it| fewer(it).into_iter().chain(other_size(it, |at| at.checked_sub(1)))).collect()
}

/// The step that gives a component more room: more replicas where requests are spread over them, else a larger machine.
pub fn larger(component: &Component) -> Option<Step> {
    let size = other_size(component, |at| Some(at + 1));
    // Functions and managed services have no replicas that could be added.
    if is_store(component) || !component.kind.has_replicas() { size } else { Some(more(component)) }
}

fn fewer(component: &Component) -> Option<Step> {
    fewer_to(component, component.replicas().checked_sub(1)?)
}

/// Fewer replicas at once, of what is paid for each; at least one.
pub fn fewer_to(component: &Component, to: u32) -> Option<Step> {
    let from = component.replicas();
    let is_paid = !component.kind.charges.is_empty() && component.kind.has_replicas();
    (0 < to && to < from && is_paid)
        .then_some(Step { component: component.id, what: What::Replicas { from, to } })
}

/// The cheapest machine that is used to at most `most_used` when the present one is used to `used`.
pub fn cheaper_size(component: &Component, used: f64, most_used: f64) -> Option<Step> {
    let now = component.size()?;
    let does = |size: &Size| used * now.capacity_per_sec <= most_used * size.capacity_per_sec;
    let (key, mut sizes) = sizes_of(component)?;
    sizes.retain(|it| it.dollars_per_hour < now.dollars_per_hour);
    let to = sizes.into_iter().find(|it| does(it))?;
    Some(Step { component: component.id, what: What::Size { key, from: now.id, to: to.id } })
}

fn more(component: &Component) -> Step {
    more_to(component, component.replicas() + 1)
}

/// More replicas at once.
pub fn more_to(component: &Component, to: u32) -> Step {
    Step { component: component.id, what: What::Replicas { from: component.replicas(), to } }
}

fn is_store(component: &Component) -> bool {
    matches!(component.spec().behavior, model::spec::Behavior::Store { .. })
}

/// The sizes that its machine can have, cheapest first, and the parameter that says which.
fn sizes_of(component: &Component) -> Option<(&'static str, Vec<&'static Size>)> {
    let (Capacity::Sized { key, sizes, .. } | Capacity::Computing { key, sizes, .. }) =
        component.kind.capacity
    else {
        return None;
    };
    let mut by_price: Vec<&Size> = sizes.iter().filter(|it| it.dollars_per_hour > 0.0).collect();
    lean::sort_by(&mut by_price, |a, b| a.dollars_per_hour.total_cmp(&b.dollars_per_hour));
    Some((key, by_price))
}

/// The next size by price, up or down.
fn other_size(component: &Component, next: impl Fn(usize) -> Option<usize>) -> Option<Step> {
    let (key, by_price) = sizes_of(component)?;
    let now = component.size()?;
    let at = by_price.iter().position(|it| it.id == now.id)?;
    let to = by_price.get(next(at)?)?;
    Some(Step { component: component.id, what: What::Size { key, from: now.id, to: to.id } })
}

/// Takes replicas from the place with most of them, and gives them to the place with fewest.
fn set_replicas(component: &mut Component, from: u32, to: u32) {
    for _ in to..from {
        if let Some(most) = component.placements.iter_mut().max_by_key(|it| it.replicas) {
            most.replicas -= 1;
        }
        if component.placements.len() > 1 {
            component.placements.retain(|it| it.replicas > 0);
        }
    }
    for _ in from..to {
        if let Some(fewest) = component.placements.iter_mut().min_by_key(|it| it.replicas) {
            fewest.replicas += 1;
        }
    }
}
