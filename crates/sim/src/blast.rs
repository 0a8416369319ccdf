//! Who is hit by a change: before a run from the drawing, after it from what the run has counted.
//!
//! Before: what the change does by itself is looked up by asking it, and then followed from callee to caller over
//! everything that somebody waits for. It says who *can* be hit, and whether all requests there are or only a part: behind
//! a balancer with other targets, an optional call, a cache, another replica. How badly is for the run to say.

use std::collections::BTreeSet;

use model::{
    Architecture, Component, ComponentId, Connection, Relation,
    connection::Condition,
    lean,
    scenario::Change,
    spec::{Behavior, CacheMode},
    workload::{Access, RequestClass},
};

mod origin;
mod outcome;
mod seen;

use origin::Origin;
pub use outcome::{Judged, Outcome, change_of, outcomes};
pub use seen::{Seen, Shift, seen};

/// How much of the requests at a place a change can hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Part,
    Whole,
}

/// Who can be hit, in the order of the drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blast {
    pub components: Vec<ComponentHit>,
    pub journeys: Vec<JourneyHit>,
}

/// A component that can be hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentHit {
    pub id: ComponentId,
    pub reach: Reach,
    pub why: Why,
}

/// How trouble comes to a component; where it comes on several ways, the one on which most of it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It begins here.
    Origin,
    /// More comes here than before.
    Load,
    /// It waits for the answers of that component.
    Waits(ComponentId, Softened),
    /// Its way to that component is in trouble.
    Way(ComponentId, Softened),
    /// It gets its messages from that component.
    Messages(ComponentId),
}

/// Why a caller does not feel all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Softened {
    /// It feels all of it.
    Not,
    /// It can do without the answer.
    Optional,
    /// It keeps answers for a while.
    Keeps,
    /// Only some of its requests ask.
    Sometimes,
    /// Others answer as well.
    Others,
}

/// A request class that can be hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyHit {
    pub source: ComponentId,
    pub class: String,
    pub reach: Reach,
}

/// Who can be hit by a change; nobody, if the list does not know it or it cannot happen there.
pub fn blast(architecture: &Architecture, change: &Change) -> Blast {
    let origin = Origin::of(architecture, change);
    let mut ways = Vec::new();
    for source in architecture.components.iter().filter(|it| it.kind.is_source()) {
        let classes = source.workload.as_ref().map_or(&[][..], |it| &it.classes);
        let classes = classes.iter().filter(|it| it.weight > 0.0);
        ways.extend(classes.map(|class| (source.id, class, Way::new(architecture, source.id, class))));
    }
    // Where one class brings more load, all that come there feel it.
    let loaded: BTreeSet<ComponentId> = lean::set(ways.iter().flat_map(|(_, _, way)| way.loaded(&origin)));
    let mut components: Vec<Option<(Reach, Why)>> = vec![None; architecture.components.len()];
    let mut spares = vec![false; architecture.components.len()];
    let mut journeys = Vec::new();
    for (source, class, mut way) in ways {
        way.start(&origin, &loaded);
        way.follow();
        for (at, (known, found)) in components.iter_mut().zip(&way.hit).enumerate() {
            if known.map(|it| it.0) < found.map(|it| it.0) {
                *known = *found;
            }
            // All of one class is not all that comes there.
            spares[at] |= way.comes[at] && found.map(|it| it.0) != Some(Reach::Whole);
        }
        if let Some(reach) = way.of(source) {
            journeys.push(JourneyHit { source, class: class.name.clone(), reach });
        }
    }
    let ids: Vec<ComponentId> = architecture.components.iter().map(|it| it.id).collect();
    let is_whole = |id: ComponentId| {
        let at = ids.iter().position(|it| *it == id);
        at.is_some_and(|at| components[at].is_some_and(|it| it.0 == Reach::Whole) && !spares[at])
    };
    let hit = |at: usize| {
        let (reach, why) = components[at]?;
        Some(match why {
            _ if !spares[at] => ComponentHit { id: ids[at], reach, why },
            // All that ask it are hit, but not all ask.
            Why::Waits(callee, Softened::Not) if is_whole(callee) => {
                ComponentHit { id: ids[at], reach: Reach::Part, why: Why::Waits(callee, Softened::Sometimes) }
            }
            _ => ComponentHit { id: ids[at], reach: Reach::Part, why },
        })
    };
    Blast { components: (0..ids.len()).filter_map(hit).collect(), journeys }
}

/// The way of one request class through a drawing.
struct Way<'a> {
    architecture: &'a Architecture,
    is_write: bool,
    /// Connections that it takes.
    taken: Vec<&'a Connection>,
    /// By component, in the order of the drawing: whether it comes there, and how much of it is hit.
    comes: Vec<bool>,
    hit: Vec<Option<(Reach, Why)>>,
}

impl<'a> Way<'a> {
    fn new(architecture: &'a Architecture, source: ComponentId, class: &RequestClass) -> Self {
        let is_write = class.access == Access::Write;
        let mut way = Self {
            architecture,
            is_write,
            taken: Vec::new(),
            comes: vec![false; architecture.components.len()],
            hit: vec![None; architecture.components.len()],
        };
        let mut next = vec![source];
        while let Some(here) = next.pop() {
            let Some(at) = way.position(here) else { continue };
            if std::mem::replace(&mut way.comes[at], true) {
                continue;
            }
            let taken: Vec<_> = architecture.outgoing(here).filter(|it| way.takes(it, class)).collect();
            next.extend(taken.iter().map(|it| it.to));
            way.taken.extend(taken);
        }
        way
    }

    fn position(&self, id: ComponentId) -> Option<usize> {
        self.architecture.components.iter().position(|it| it.id == id)
    }

    fn component(&self, id: ComponentId) -> Option<&'a Component> {
        self.architecture.component(id)
    }

    fn behavior(&self, id: ComponentId) -> Option<Behavior> {
        self.component(id).map(|it| it.spec().behavior)
    }

    fn takes(&self, connection: &Connection, class: &RequestClass) -> bool {
        let policy = &connection.policy;
        let fits = match &policy.on {
            Condition::Always | Condition::OnMissOf(_) => true,
            Condition::Read => !self.is_write,
            Condition::Write => self.is_write,
            Condition::Class(name) => *name == class.name,
        };
        let is_capture = connection.relation == Relation::Publish
            && matches!(self.behavior(connection.from), Some(Behavior::Store { .. }));
        let carries_writes_only = is_capture || connection.relation == Relation::Replicate;
        connection.relation.carries_requests()
            && fits
            && (self.is_write || !carries_writes_only)
            && policy.probability > 0.0
            && policy.calls_per_request > 0
    }

    fn of(&self, id: ComponentId) -> Option<Reach> {
        self.position(id).and_then(|at| self.hit[at]).map(|it| it.0)
    }

    /// Raises what is known of a component to which the class comes; whether it was less.
    fn raise(&mut self, id: ComponentId, reach: Reach, why: Why) -> bool {
        let Some(at) = self.position(id).filter(|at| self.comes[*at]) else { return false };
        let is_more = self.hit[at].map(|it| it.0) < Some(reach);
        if is_more {
            self.hit[at] = Some((reach, why));
        }
        is_more
    }

    /// Components that may get more to do, and what they call: behind a source that sends more, or a cache that knows
    /// less.
    fn loaded(&self, origin: &Origin) -> Vec<ComponentId> {
        let mut found = Vec::new();
        let asks_more = |it: &Connection| {
            let lookup = match it.policy.on {
                Condition::OnMissOf(lookup) => self.architecture.connection(lookup),
                _ => None,
            };
            origin.loaded.contains(&it.from)
                || origin.emptied.contains(&it.from)
                || lookup.is_some_and(|it| origin.emptied.contains(&it.to))
        };
        let mut next: Vec<ComponentId> =
            self.taken.iter().filter(|it| asks_more(it)).map(|it| it.to).collect();
        while let Some(here) = next.pop() {
            if !found.contains(&here) {
                found.push(here);
                next.extend(self.taken.iter().filter(|it| it.from == here).map(|it| it.to));
            }
        }
        found
    }

    /// What the change does by itself.
    fn start(&mut self, origin: &Origin, loaded: &BTreeSet<ComponentId>) {
        for (component, hit) in &origin.components {
            if let Some(reach) = hit.of(self.is_write) {
                self.raise(*component, reach, Why::Origin);
            }
        }
        for component in loaded {
            self.raise(*component, Reach::Part, Why::Load);
        }
        for connection in self.taken.clone() {
            let Some(hit) = origin.connections.get(&connection.id) else { continue };
            let felt = self.felt(connection, hit.of(self.is_write));
            if let Some((reach, softened)) = felt.filter(|_| is_awaited(connection)) {
                self.raise(connection.from, reach, Why::Way(connection.to, softened));
            } else if connection.relation == Relation::Consume {
                self.raise(connection.to, Reach::Part, Why::Messages(connection.from));
            }
        }
    }

    /// From callee to caller, as long as somebody else is hit by it.
    fn follow(&mut self) {
        let mut goes_on = true;
        while goes_on {
            goes_on = false;
            for connection in self.taken.clone() {
                let hit = self.of(connection.to).filter(|_| is_awaited(connection));
                if let Some((reach, softened)) = self.felt(connection, hit) {
                    goes_on |= self.raise(connection.from, reach, Why::Waits(connection.to, softened));
                }
            }
        }
    }

    /// Whether a lookup may find what would be asked for otherwise. A lookup that is not made finds nothing.
    fn may_hit(&self, on: &Condition) -> bool {
        matches!(on, Condition::OnMissOf(lookup) if self.taken.iter().any(|it| it.id == *lookup))
    }

    /// What of a hit callee its caller feels over a connection, and why not all of it.
    fn felt(&self, connection: &Connection, hit: Option<Reach>) -> Option<(Reach, Softened)> {
        let policy = &connection.policy;
        let is_aside =
            matches!(self.behavior(connection.to), Some(Behavior::Cache { mode: CacheMode::Aside, .. }));
        let is_balancer = matches!(self.behavior(connection.from), Some(Behavior::Balancer { .. }));
        let has_others = is_balancer
            && self.taken.iter().any(|it| {
                it.from == connection.from
                    && it.id != connection.id
                    && it.relation == Relation::Call
                    && self.of(it.to) != Some(Reach::Whole)
            });
        let softened = if policy.optional.unwrap_or(is_aside) {
            Softened::Optional
        } else if matches!(self.behavior(connection.to), Some(Behavior::Resolver { .. })) {
            Softened::Keeps
        } else if policy.probability < 1.0 || self.may_hit(&policy.on) {
            Softened::Sometimes
        } else if has_others {
            Softened::Others
        } else {
            Softened::Not
        };
        hit.map(|reach| if softened == Softened::Not { (reach, softened) } else { (Reach::Part, softened) })
    }
}

/// Whether its caller waits for the answer.
fn is_awaited(connection: &Connection) -> bool {
    match connection.relation {
        Relation::Call | Relation::Publish => true,
        Relation::Replicate => connection.policy.synchronous,
        Relation::Consume | Relation::Observe | Relation::Secret | Relation::Deploy | Relation::Control => {
            false
        }
    }
}
