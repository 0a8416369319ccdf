//! What an entry of the list has done once, when it begins or ends.

use model::ComponentId;

/// One thing to do to the running system.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// They refuse connections; what they were working on is lost.
    TakeDown(ComponentId, Replicas),
    BringUp(ComponentId, Replicas),
    /// They boot, and serve then.
    Boot(ComponentId, Replicas),
    /// The replica of a store that takes the writes goes down; see its failover time.
    FailPrimary(ComponentId),
    /// Another replica takes the writes now.
    Promote(ComponentId),
    /// A cache forgets its items.
    Flush(ComponentId),
    /// A cache forgets so many of its items, those asked for most.
    Forget(ComponentId, u32),
    /// From now on it has so many replicas, once they have booted; those that go finish their work.
    Scale(ComponentId, u32),
    /// They get nothing new and finish what they have.
    Drain(ComponentId, Replicas),
    /// Those that were drained serve again.
    Admit(ComponentId, Replicas),
    /// They end at once and boot.
    Restart(ComponentId, Replicas),
    /// Another version takes the place of the present one.
    Deploy(ComponentId, Deploy),
    /// The schema of a store's data changes.
    Migrate(ComponentId, Migration),
    /// The version before the last deploy comes back; a migration that goes on is given up.
    RollBack(ComponentId),
    /// Everything that is wrong with it ends now, also what would have ended by itself; what it fails by from the start of a run
    /// on stays.
    Repair(ComponentId),
}

/// A new version, and how it comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deploy {
    pub strategy: Strategy,
    /// Own work of the new version over that of the old one, and the share of requests that it fails by itself.
    pub slower: f64,
    pub error_ratio: f64,
}

/// How a new version takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strategy {
    /// Everything ends, then the new version boots.
    Recreate,
    /// Replica by replica, so that at most so many are missing and at most so many too many at any time.
    Rolling { max_unavailable: u32, max_surge: u32 },
    /// As many again boot beside the old ones; then all traffic goes there at once. The old ones are there for so long after
    /// that, and can take it back.
    BlueGreen { keep_secs: f64 },
    /// A share of the replicas first, then half, then all; before each further step it is watched for a while, and taken back if it
    /// fails by so much more, or is so many times slower, than the old version.
    Canary { share: f64, step_secs: f64, most_errors: f64, most_slower: f64 },
}

impl Strategy {
    /// All at once, and back.
    pub const fn is_switch(self) -> bool {
        matches!(self, Self::BlueGreen { .. })
    }
}

/// A change of a store's schema, and how it is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Migration {
    /// How long it works, if nothing keeps it from that.
    pub work_secs: f64,
    pub way: MigrationWay,
}

/// How a schema is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MigrationWay {
    /// Under the lock of the table. It asks for the lock at once and gets it after `behind_secs`, when a query that began
    /// before has ended; whoever comes later stands behind it. After `give_up_secs` from its beginning it is given up;
    /// what was done until then is undone in so many times as long, still under the lock.
    Locking { behind_secs: f64, reads_wait: bool, give_up_secs: Option<f64>, undo: f64 },
    /// Row by row beside the traffic, which it leaves the rest of the slots. It pauses while more than a share of them
    /// is busy, lets replicas lag, and takes the new table's place under a short lock. It is given up if the store fails
    /// by so much more than before.
    Online { share: f64, pause_above: f64, cutover_millis: f64, lag_millis: f64, most_errors: f64 },
}

impl Order {
    pub const fn component(&self) -> ComponentId {
        match self {
            Self::TakeDown(component, _)
            | Self::BringUp(component, _)
            | Self::Boot(component, _)
            | Self::FailPrimary(component)
            | Self::Promote(component)
            | Self::Flush(component)
            | Self::Forget(component, _)
            | Self::RollBack(component)
            | Self::Repair(component)
            | Self::Drain(component, _)
            | Self::Admit(component, _)
            | Self::Restart(component, _)
            | Self::Deploy(component, _)
            | Self::Migrate(component, _)
            | Self::Scale(component, _) => *component,
        }
    }

    /// The same for these replicas; orders that name none stay as they are.
    pub fn for_replicas(&self, replicas: Replicas) -> Self {
        match self {
            Self::TakeDown(component, _) => Self::TakeDown(*component, replicas),
            Self::BringUp(component, _) => Self::BringUp(*component, replicas),
            Self::Boot(component, _) => Self::Boot(*component, replicas),
            Self::Drain(component, _) => Self::Drain(*component, replicas),
            Self::Admit(component, _) => Self::Admit(*component, replicas),
            Self::Restart(component, _) => Self::Restart(*component, replicas),
            _ => self.clone(),
        }
    }
}

/// Which replicas of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replicas {
    All,
    /// By number.
    Of(Vec<u32>),
}

impl Replicas {
    /// Their numbers, where there are so many.
    #[must_use]
    pub fn of(&self, count: u32) -> Vec<u32> {
        match self {
            Self::All => (0..count).collect(),
            Self::Of(numbers) => numbers.iter().copied().filter(|it| *it < count).collect(),
        }
    }
}
