//! What can be done to a running system: the list of faults, changes of traffic, deploys and steps of operators.
//!
//! An entry says what it can happen to, which settings it has, and what it does: *orders* when it begins and ends, and
//! *conditions* that hold while it lasts. It only triggers: a storm of retries, a stampede or a backlog is what a trigger
//! makes of a drawing, never an entry of its own.

use std::collections::BTreeMap;

use model::{Architecture, ComponentId, Message, finding::Source, scenario::Change};

use crate::{conditions::Conditions, time::secs};

pub mod hits;
mod order;
mod scene;
mod turns;

pub use order::{Deploy, Migration, MigrationWay, Order, Replicas, Strategy};
pub use scene::Scene;
pub use turns::DrawnTimes;

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
    /// As in files; texts are `change-<id>` and, for faults, `change-<id>-breaks`, `-recovers`, `-signs`, `-helps`; for
    /// what people do `-does`, and for deploys `-signs` and `-helps`.
    pub id: &'static str,
    pub sort: Sort,
    /// Whether it can happen to that place of a drawing.
    pub hits: fn(&Architecture, Place) -> bool,
    pub settings: &'static [Setting],
    /// How long it usually lasts. `None`: it happens in an instant, or stays.
    pub usual_secs: Option<f64>,
    /// What it does stays if it is given no end, though it usually has none: a new version, a limit that somebody sets.
    pub stays: bool,
    /// Where such a thing happened.
    pub source: Option<Source>,
    /// What is different while it lasts.
    pub holds: fn(&Scene<'_>, &mut Conditions),
    /// What happens once when it begins, and when it ends.
    pub begins: fn(&Scene<'_>) -> Vec<Order>,
    pub ends: fn(&Scene<'_>) -> Vec<Order>,
    /// What happens between [`Scene::looked_secs`] and now.
    pub meanwhile: fn(&Scene<'_>) -> Vec<Order>,
    /// What that may be at any time, where it is a matter of luck: whoever asks beforehand is told this.
    pub by_chance: fn(&Scene<'_>) -> Vec<Order>,
    /// What holds changes from second to second, or something happens in between.
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
        stays: false,
        source: None,
        holds: |_, _| {},
        begins: |_| Vec::new(),
        ends: |_| Vec::new(),
        meanwhile: |_| Vec::new(),
        by_chance: |_| Vec::new(),
        moves: false,
    };

    pub fn label(&self) -> Message {
        Message::computed(format!("change-{}", self.id))
    }

    /// How long it holds if it is to last so long, or has no end: for ever, unless it happens in an instant.
    pub const fn holds_for(&self, lasts_secs: Option<f64>) -> f64 {
        match lasts_secs {
            Some(secs) => secs,
            None if self.stays || self.usual_secs.is_some() => f64::INFINITY,
            None => 0.0,
        }
    }

    /// What it does or breaks, how it recovers, what one should see, and how it is mitigated; an entry has those texts that mean
    /// something for it.
    pub fn story(&self) -> [Message; 5] {
        ["does", "breaks", "recovers", "signs", "helps"]
            .map(|part| Message::computed(format!("change-{}-{part}", self.id)))
    }

    /// What a drawing must have for it.
    pub fn needs(&self) -> Message {
        Message::computed(format!("change-{}-needs", self.id))
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

impl Setting {
    pub fn label(&self) -> Message {
        Message::computed(format!("setting-{}", self.key))
    }
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
    /// 0 is off, 1 is on.
    Switch,
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

/// A change that has begun.
#[derive(Clone, Debug)]
pub(crate) struct Active {
    pub definition: &'static Definition,
    pub change: Change,
    /// Which of all changes it is, from 1; those that belong to a component's nature are 0.
    pub number: u32,
    /// Of its random draws.
    pub seed: u64,
    /// It belongs to a component's nature, from the start of the run, with the run's own seed.
    pub is_own: bool,
    /// Moments of the run in nanoseconds.
    pub began: u64,
    /// When somebody looked at it last.
    pub looked: u64,
    pub ends: Option<u64>,
    pub drawn: DrawnTimes,
    /// Replicas of components when it began, where there were not as many as drawn.
    pub began_with: ReplicaCounts,
}

/// How many replicas components have.
pub type ReplicaCounts = BTreeMap<ComponentId, u32>;

impl Active {
    /// Whether somebody can put it right: a fault of this very component that does not belong to its nature, as failing by
    /// chance does.
    pub fn can_be_mended(&self, component: ComponentId) -> bool {
        let is_there = self.change.place == Place::Component(component);
        self.definition.sort == Sort::Fault && is_there && !self.is_own
    }

    /// `ever` says how many replicas components have had at most, where those are more than drawn.
    pub fn scene<'a>(
        &'a self,
        architecture: &'a Architecture,
        now: u64,
        ever: &'a ReplicaCounts,
    ) -> Scene<'a> {
        Scene {
            architecture,
            definition: self.definition,
            change: &self.change,
            seed: self.seed,
            began: self.began,
            now,
            ends: self.ends,
            looked_secs: secs(self.looked - self.began),
            elapsed_secs: secs(now - self.began),
            drawn: &self.drawn,
            began_with: &self.began_with,
            ever,
        }
    }
}
