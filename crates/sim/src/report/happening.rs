//! What a running system did by itself: scaling, deploys that go on.

use model::{Arg, ComponentId, Message};
use serde::{Deserialize, Serialize};

/// Most that are noted down of a run: more would fill charts and messages, and say nothing.
pub const MAX_HAPPENINGS: usize = 5_000;

/// Something that the system did by itself, or that somebody began and it went on with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// Zero is the end of the warm-up.
    pub at_secs: f64,
    pub component: ComponentId,
    #[serde(flatten)]
    pub what: What,
}

/// What happened to a component.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// The number of its replicas that serve changed.
    Scaled {
        from: u32,
        to: u32,
    },
    DeployBegan,
    /// So many of its replicas run the new version.
    Replaced {
        replicas: u32,
        of: u32,
    },
    DeployDone,
    /// The new version failed more, or was slower, than it may: the old one comes back.
    RollbackBegan {
        automatic: bool,
    },
    RollbackDone,
    /// What its replicas need is missing: they are called no more, until it is back.
    Unready,
    Ready,
    MigrationBegan,
    /// So much of it is done.
    Migrated {
        percent: u32,
    },
    MigrationDone,
    /// It is given up, and what it has done is taken back.
    MigrationAborted {
        automatic: bool,
    },
    MigrationUndone,
    /// Own work takes that many times as long, until it ends.
    SlowModeBegan {
        factor: f64,
    },
    SlowModeEnded,
}

/// When what began with the happening at `index` ended; infinite: it has not.
pub fn ended_at(all: &[Happening], index: usize, is_end: impl Fn(What) -> bool) -> f64 {
    let began = all[index];
    let end = all[index..].iter().find(|it| it.component == began.component && is_end(it.what));
    // Where no more was noted down, nobody knows.
    let unknown = if all.len() < MAX_HAPPENINGS { f64::INFINITY } else { began.at_secs };
    end.map_or(unknown, |it| it.at_secs)
}

impl Happening {
    /// In words; `component` is its name.
    pub fn message(&self, component: &str) -> Message {
        let message = |id| Message::new(id).with("component", component);
        match self.what {
            What::Scaled { from, to } => message("happening-scaled").with("from", from).with("to", to),
            What::DeployBegan => message("happening-deploy-began"),
            What::Replaced { replicas, of } => {
                message("happening-replaced").with("replicas", replicas).with("of", of)
            }
            What::DeployDone => message("happening-deploy-done"),
            What::RollbackBegan { automatic: true } => message("happening-rollback-automatic"),
            What::RollbackBegan { automatic: false } => message("happening-rollback-began"),
            What::RollbackDone => message("happening-rollback-done"),
            What::Unready => message("happening-unready"),
            What::Ready => message("happening-ready"),
            What::MigrationBegan => message("happening-migration-began"),
            What::Migrated { percent } => message("happening-migrated").with("percent", percent),
            What::MigrationDone => message("happening-migration-done"),
            What::MigrationAborted { automatic: true } => message("happening-migration-aborted"),
            What::MigrationAborted { automatic: false } => message("happening-migration-given-up"),
            What::MigrationUndone => message("happening-migration-undone"),
            What::SlowModeBegan { factor } => {
                message("happening-slow-mode-began").with("factor", Arg::Number(factor))
            }
            What::SlowModeEnded => message("happening-slow-mode-ended"),
        }
    }
}
