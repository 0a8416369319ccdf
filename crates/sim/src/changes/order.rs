//! What an entry of the list has done once, when it begins or ends.

use model::ComponentId;

/// One thing to do to the running system.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// They refuse connections; what they were working on is lost.
    TakeDown(ComponentId, Replicas),
    BringUp(ComponentId, Replicas),
    /// The replica of a store that takes the writes goes down; see its failover time.
    FailPrimary(ComponentId),
    /// Another replica takes the writes now.
    Promote(ComponentId),
    /// A cache forgets its items.
    Flush(ComponentId),
    /// From now on it has so many replicas; those that go finish their work.
    Scale(ComponentId, u32),
}

impl Order {
    pub const fn component(&self) -> ComponentId {
        match self {
            Self::TakeDown(component, _)
            | Self::BringUp(component, _)
            | Self::FailPrimary(component)
            | Self::Promote(component)
            | Self::Flush(component)
            | Self::Scale(component, _) => *component,
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
