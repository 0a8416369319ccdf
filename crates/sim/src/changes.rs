//! What can be done to a running system: the list of faults, changes of traffic, deploys and steps of operators.
//!
//! An entry says what it can happen to, which settings it has, and what it does: *orders* when it begins and ends, and
//! *conditions* that hold while it lasts. It only triggers: a storm of retries, a stampede or a backlog is what a trigger
//! makes of a drawing, never an entry of its own.

use model::{Architecture, Message, Relation, finding::Source, scenario::Change};

use crate::{conditions::Conditions, time::SECOND};

mod order;
mod scene;

pub use order::{Deploy, Order, Replicas, Strategy};
pub use scene::Scene;

pub use model::finding::Place;

/// Which page of the list an entry stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Something breaks.
    Fault,
    Traffic,
    Deploy,
    /// What people on call do.
    Operator,
}

/// An entry of the list.
#[derive(Debug)]
pub struct Definition {
    /// As in files; texts are `change-<id>` and, for faults, `change-<id>-breaks`, `-recovers`, `-signs`, `-helps`.
    pub id: &'static str,
    pub sort: Sort,
    /// Whether it can happen to that place of a drawing.
    pub hits: fn(&Architecture, Place) -> bool,
    pub settings: &'static [Setting],
    /// How long it usually lasts. `None`: it happens in an instant, or stays.
    pub usual_secs: Option<f64>,
    /// Where such a thing happened.
    pub source: Option<Source>,
    /// What is different while it lasts.
    pub holds: fn(&Scene<'_>, &mut Conditions),
    /// What happens once when it begins, and when it ends.
    pub begins: fn(&Scene<'_>) -> Vec<Order>,
    pub ends: fn(&Scene<'_>) -> Vec<Order>,
    /// What holds changes from second to second.
    pub moves: bool,
}

impl Definition {
    /// Does nothing; entries say what is different.
    pub const NOTHING: Self = Self {
        id: "",
        sort: Sort::Fault,
        hits: |_, _| false,
        settings: &[],
        usual_secs: None,
        source: None,
        holds: |_, _| {},
        begins: |_| Vec::new(),
        ends: |_| Vec::new(),
        moves: false,
    };

    pub fn label(&self) -> Message {
        Message::computed(format!("change-{}", self.id))
    }

    /// The same with its usual settings, for a drawing.
    pub fn usual(&self, place: Place) -> Change {
        Change { lasts_secs: self.usual_secs, ..Change::new(self.id, place) }
    }
}

/// A number that an entry can be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// As in files; its label is `setting-<key>`.
    pub key: &'static str,
    pub unit: Unit,
    pub min: f64,
    pub max: f64,
    pub usual: f64,
}

/// What a setting counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 0.0 to 1.0; shown as percent.
    Ratio,
    /// So many times as much.
    Factor,
    Millis,
    Seconds,
    PerSecond,
    Count,
}

/// Every entry; within a sort in the order of the menu.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    crate::faults::FAULTS.iter().chain(crate::operations::OPERATIONS).copied()
}

/// The entry of that name.
pub fn find(id: &str) -> Option<&'static Definition> {
    all().find(|it| it.id == id)
}

/// Entries that can happen to a place.
pub fn possible(architecture: &Architecture, place: Place) -> impl Iterator<Item = &'static Definition> {
    all().filter(move |it| (it.hits)(architecture, place))
}

/// Places to which an entry can happen, in the order of the drawing.
pub fn places(architecture: &Architecture, definition: &Definition) -> Vec<Place> {
    let zones = architecture.zones.iter().map(|it| Place::Zone(it.id));
    let components = architecture.components.iter().map(|it| Place::Component(it.id));
    let connections = architecture.connections.iter().map(|it| Place::Connection(it.id));
    let all = std::iter::once(Place::Architecture).chain(zones).chain(components).chain(connections);
    all.filter(|it| (definition.hits)(architecture, *it)).collect()
}

/// Ready-made answers for [`Definition::hits`].
pub mod hits {
    use model::spec::Behavior;

    use super::{Architecture, Place, Relation};

    fn behavior(architecture: &Architecture, place: Place) -> Option<Behavior> {
        let Place::Component(id) = place else { return None };
        architecture.component(id).map(|it| it.spec().behavior)
    }

    /// Components that serve requests.
    pub fn server(architecture: &Architecture, place: Place) -> bool {
        behavior(architecture, place)
            .is_some_and(|it| !matches!(it, Behavior::Source | Behavior::OffPath | Behavior::Sink { .. }))
    }

    /// Anything that can be down.
    pub fn component(architecture: &Architecture, place: Place) -> bool {
        behavior(architecture, place).is_some_and(|it| it != Behavior::Source)
    }

    pub fn source(architecture: &Architecture, place: Place) -> bool {
        behavior(architecture, place) == Some(Behavior::Source)
    }

    pub fn store(architecture: &Architecture, place: Place) -> bool {
        matches!(behavior(architecture, place), Some(Behavior::Store { .. }))
    }

    pub fn broker(architecture: &Architecture, place: Place) -> bool {
        matches!(behavior(architecture, place), Some(Behavior::Broker { .. }))
    }

    /// Programs of one's own, of which there can be new versions.
    pub fn deployable(architecture: &Architecture, place: Place) -> bool {
        let Place::Component(id) = place else { return false };
        let is_own = |it: &model::Component| it.kind.param("boot_secs").is_some();
        server(architecture, place) && architecture.component(id).is_some_and(is_own)
    }

    /// Components of which there can be several replicas.
    pub fn scalable(architecture: &Architecture, place: Place) -> bool {
        let is_single =
            |it| matches!(it, Behavior::Function { .. } | Behavior::Broker { .. } | Behavior::Store { .. });
        server(architecture, place) && !behavior(architecture, place).is_some_and(is_single)
    }

    /// Stores with somebody to take the writes over.
    pub fn replicated_store(architecture: &Architecture, place: Place) -> bool {
        store(architecture, place) && replicated(architecture, place)
    }

    /// Caches that hold items, and those that hit by a ratio.
    pub fn cache(architecture: &Architecture, place: Place) -> bool {
        matches!(behavior(architecture, place), Some(Behavior::Cache { .. } | Behavior::Edge { .. }))
    }

    /// Components with several replicas.
    pub fn replicated(architecture: &Architecture, place: Place) -> bool {
        let Place::Component(id) = place else { return false };
        server(architecture, place) && architecture.component(id).is_some_and(|it| it.replicas() > 1)
    }

    /// Connections that carry requests.
    pub fn connection(architecture: &Architecture, place: Place) -> bool {
        let Place::Connection(id) = place else { return false };
        architecture.connection(id).is_some_and(|it| it.relation.carries_requests())
    }

    /// Connections over which somebody waits for an answer.
    pub fn call(architecture: &Architecture, place: Place) -> bool {
        let Place::Connection(id) = place else { return false };
        architecture
            .connection(id)
            .is_some_and(|it| matches!(it.relation, Relation::Call | Relation::Publish))
    }

    pub fn zone(architecture: &Architecture, place: Place) -> bool {
        matches!(place, Place::Zone(id) if architecture.zone(id).is_some())
    }
}

/// A change that has begun.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Active {
    pub change: Change,
    /// Moments of the run in nanoseconds.
    pub began: u64,
    pub ends: Option<u64>,
}

impl Active {
    pub fn scene<'a>(&'a self, architecture: &'a Architecture, now: u64) -> Scene<'a> {
        Scene {
            architecture,
            change: &self.change,
            began: self.began,
            now,
            ends: self.ends,
            elapsed_secs: (now - self.began) as f64 / SECOND as f64,
        }
    }
}
