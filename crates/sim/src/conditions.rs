//! What is different from the drawing at a moment of a run: what faults break, deploys roll out and operators set.
//!
//! Nothing here acts by itself. The network is compiled anew from the drawing and these values whenever they change, so
//! that the event loop pays nothing for what could happen.

use std::collections::BTreeMap;

use model::{ComponentId, Connection, ConnectionId, Policy, ZoneId};

use crate::report::FailureCause;

/// By what they apply to; what is not listed is as drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    pub components: BTreeMap<ComponentId, ComponentCondition>,
    pub connections: BTreeMap<ConnectionId, LinkCondition>,
    /// Of all hops that cross the zone's border.
    pub zones: BTreeMap<ZoneId, LinkCondition>,
    /// Most replicas that a component may come to have in this run; does not change while it goes on.
    pub capacity: BTreeMap<ComponentId, u32>,
}

impl Conditions {
    /// To be changed.
    pub fn component(&mut self, id: ComponentId) -> &mut ComponentCondition {
        self.components.entry(id).or_default()
    }

    /// To be changed.
    pub fn connection(&mut self, id: ConnectionId) -> &mut LinkCondition {
        self.connections.entry(id).or_default()
    }

    /// The policy of a connection, to be changed.
    pub fn policy(&mut self, connection: &Connection) -> &mut Policy {
        self.connection(connection.id).policy.get_or_insert_with(|| connection.policy.clone())
    }

    /// To be changed.
    pub fn zone(&mut self, id: ZoneId) -> &mut LinkCondition {
        self.zones.entry(id).or_default()
    }
}

/// How a component differs from the drawing. Several causes combine: factors multiply, chances of failing as if they
/// were independent.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentCondition {
    /// Factor on own work; of writes besides.
    pub slower: f64,
    pub writes_slower: f64,
    /// Shares of requests that fail by themselves after own work, 0.0 to 1.0, besides the drawing's.
    pub error_ratio: f64,
    pub write_error_ratio: f64,
    /// Requests, or writes only, wait until that moment, in nanoseconds of the run, and keep their slots. Zero: they do
    /// not.
    pub all_wait_until: u64,
    pub writes_wait_until: u64,
    /// Share of the slots that can be used, 0.0 to 1.0.
    pub slots_ratio: f64,
    /// Factor on the share of lookups that hit; for caches without keys.
    pub hit_ratio: f64,
    /// Factor on the time for which a cache keeps an item.
    pub ttl: f64,
    /// Factor on the traffic that it sends.
    pub traffic: f64,
    /// Share of its requests that all ask for the same item and come from the same user, 0.0 to 1.0.
    pub hot_share: f64,
    /// Requests per second beyond which it refuses, instead of the drawing's limit.
    pub rate_limit_per_sec: Option<f64>,
    /// Added to the lag of its replicas.
    pub lag_millis: f64,
    /// Share of messages that no consumer can handle, 0.0 to 1.0; the same message fails each time.
    pub poison_ratio: f64,
    /// No replica takes the place of a primary that fails.
    pub failover_is_off: bool,
    /// Share of the users who are on the smaller side of a store that has fallen apart, 0.0 to 1.0: they see one replica
    /// only, which takes their writes and tells nobody.
    pub split_share: f64,
    /// The number of its replicas does not follow the load.
    pub scaling_is_off: bool,
    /// Shares of its requests, each with a factor on their own work.
    pub features: Vec<Feature>,
    /// Replicas that differ from the others, by their number.
    pub replicas: BTreeMap<u32, ReplicaCondition>,
}

impl Default for ComponentCondition {
    fn default() -> Self {
        Self {
            slower: 1.0,
            writes_slower: 1.0,
            error_ratio: 0.0,
            write_error_ratio: 0.0,
            all_wait_until: 0,
            writes_wait_until: 0,
            slots_ratio: 1.0,
            hit_ratio: 1.0,
            ttl: 1.0,
            traffic: 1.0,
            hot_share: 0.0,
            rate_limit_per_sec: None,
            lag_millis: 0.0,
            poison_ratio: 0.0,
            failover_is_off: false,
            split_share: 0.0,
            scaling_is_off: false,
            features: Vec::new(),
            replicas: BTreeMap::new(),
        }
    }
}

impl ComponentCondition {
    /// A further, independent chance that a request fails.
    pub fn fail(&mut self, ratio: f64) {
        self.error_ratio = either(self.error_ratio, ratio);
    }

    /// The same for writes only.
    pub fn fail_writes(&mut self, ratio: f64) {
        self.write_error_ratio = either(self.write_error_ratio, ratio);
    }

    /// The lowest of all limits holds.
    pub fn limit_rate(&mut self, per_sec: f64) {
        self.rate_limit_per_sec = Some(self.rate_limit_per_sec.map_or(per_sec, |it| it.min(per_sec)));
    }

    /// To be changed.
    pub fn replica(&mut self, number: u32) -> &mut ReplicaCondition {
        self.replicas.entry(number).or_default()
    }
}

/// What is switched on for some of a component's requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feature {
    /// Of the requests, 0.0 to 1.0.
    pub share: f64,
    /// Factor on their own work.
    pub slower: f64,
}

/// How one replica differs from its component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicaCondition {
    pub slower: f64,
    pub error_ratio: f64,
    /// It answers failures at once instead of working, which makes it look fast.
    pub fails_fast: bool,
    /// It fails its health checks, well or not.
    pub fails_checks: bool,
}

impl Default for ReplicaCondition {
    fn default() -> Self {
        Self { slower: 1.0, error_ratio: 0.0, fails_fast: false, fails_checks: false }
    }
}

impl ReplicaCondition {
    /// A further, independent chance that a request fails.
    pub fn fail(&mut self, ratio: f64) {
        self.error_ratio = either(self.error_ratio, ratio);
    }
}

/// How a way differs from the drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkCondition {
    /// In each direction.
    pub added_millis: f64,
    /// Share of packets lost in each direction, 0.0 to 1.0; they are sent again.
    pub loss_ratio: f64,
    /// Requests do not arrive.
    pub is_cut_there: bool,
    /// Answers do not arrive.
    pub is_cut_back: bool,
    /// Share of calls that fail within a round trip, and why.
    pub refused_ratio: f64,
    pub refused_because: Option<FailureCause>,
    /// The policy that holds instead of the drawing's.
    pub policy: Option<Policy>,
}

impl LinkCondition {
    /// A further, independent chance that a call fails within a round trip.
    pub fn refuse(&mut self, ratio: f64, because: FailureCause) {
        self.refused_ratio = either(self.refused_ratio, ratio);
        self.refused_because = Some(because);
    }

    /// The same seen from the other end.
    pub(crate) fn reversed(&self) -> Self {
        Self { is_cut_there: self.is_cut_back, is_cut_back: self.is_cut_there, ..self.clone() }
    }

    /// A further, independent chance that a packet is lost.
    pub fn lose(&mut self, ratio: f64) {
        self.loss_ratio = either(self.loss_ratio, ratio);
    }
}

/// One of two independent things happens.
pub(crate) fn either(a: f64, b: f64) -> f64 {
    // Nothing is left exactly as it is.
    if b <= 0.0 { a } else { 1.0 - (1.0 - a) * (1.0 - b.min(1.0)) }
}
