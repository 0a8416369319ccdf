//! What an entry of the list sees when it is asked what it does.

use model::{Architecture, Component, ComponentId, Connection, Zone, ZoneId, scenario::Change};

use super::{Definition, DrawnTimes, Order, Place, ReplicaCounts, Replicas, hits::is_call};
use crate::{
    conditions::{ComponentCondition, Conditions, LinkCondition},
    report::FailureCause,
    time::SECOND,
};

/// The drawing, the change with its settings, and the time.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub architecture: &'a Architecture,
    pub definition: &'static Definition,
    pub change: &'a Change,
    /// Of its random draws.
    pub seed: u64,
    /// When it began, the present, and its end if it has one, in nanoseconds of the run.
    pub began: u64,
    pub now: u64,
    pub ends: Option<u64>,
    /// Seconds from its beginning to the last look at it, and to now.
    pub looked_secs: f64,
    pub elapsed_secs: f64,
    /// How far its replicas' times have been drawn.
    pub drawn: &'a DrawnTimes,
    /// How many replicas components had when it began, and at most so far, where that is not as drawn.
    pub began_with: &'a ReplicaCounts,
    pub ever: &'a ReplicaCounts,
}

impl<'a> Scene<'a> {
    /// A setting within its bounds; as usual if it was not given.
    pub fn setting(&self, key: &str) -> f64 {
        let Some(known) = self.definition.settings.iter().find(|it| it.key == key) else { return 0.0 };
        self.change.settings.get(key).map_or(known.usual, |it| it.clamp(known.min, known.max))
    }

    /// The component that it happens to.
    pub fn component(&self) -> Option<&'a Component> {
        let Place::Component(id) = self.change.place else { return None };
        self.architecture.component(id)
    }

    /// The same by id.
    pub fn component_id(&self) -> Option<ComponentId> {
        self.component().map(|it| it.id)
    }

    /// What is different about the component that it happens to.
    pub fn condition<'c>(&self, conditions: &'c mut Conditions) -> Option<&'c mut ComponentCondition> {
        self.component_id().map(|it| conditions.component(it))
    }

    /// One thing to do to the component that it happens to.
    pub fn orders(&self, order: impl FnOnce(ComponentId) -> Order) -> Vec<Order> {
        self.component_id().map(order).into_iter().collect()
    }

    /// The first of its replicas, as many as the setting `share` says, but at least one.
    pub fn share_of_replicas(&self) -> Replicas {
        let all = self.component().map_or(1, |it| self.replicas(it));
        let some = (f64::from(all) * self.setting("share") + 0.5) as u32;
        if some >= all { Replicas::All } else { Replicas::Of((0..some.max(1)).collect()) }
    }

    /// How many replicas a component had when it began.
    pub fn replicas(&self, component: &Component) -> u32 {
        self.began_with.get(&component.id).copied().unwrap_or_else(|| component.replicas())
    }

    /// How many replicas a component has had at most.
    fn known_replicas(&self, component: &Component) -> u32 {
        self.ever.get(&component.id).map_or(0, |it| *it).max(component.replicas())
    }

    /// How many replicas it may ever have: as many as are drawn, as an autoscaler may start, or as somebody has started.
    pub fn most_replicas(&self) -> u32 {
        let may_start = |it: &Component| it.spec().scaling.auto.map_or(0, |it| it.max);
        self.component().map_or(1, |it| may_start(it).max(self.known_replicas(it)))
    }

    /// The component and those of its replicas for which something is so, if there are any.
    pub fn some_replicas(&self, is_so: impl Fn(u32) -> bool) -> Option<(ComponentId, Replicas)> {
        let component = self.component()?;
        let numbers: Vec<u32> = (0..self.most_replicas()).filter(|it| is_so(*it)).collect();
        (!numbers.is_empty()).then_some((component.id, Replicas::Of(numbers)))
    }

    /// Replicas that fail and return by the clock: what happened since the last look, by whether one is down so many seconds
    /// after the beginning.
    pub fn failures(&self, is_down: impl Fn(u32, f64) -> bool) -> Vec<Order> {
        let (before, now) = (self.looked_secs, self.elapsed_secs);
        let down = self.some_replicas(|it| !is_down(it, before) && is_down(it, now));
        let up = self.some_replicas(|it| is_down(it, before) && !is_down(it, now));
        let down = down.map(|(id, numbers)| Order::TakeDown(id, numbers));
        down.into_iter().chain(up.map(|(id, numbers)| Order::BringUp(id, numbers))).collect()
    }

    /// The same at the end: those that were down at the last look return.
    pub fn returns(&self, is_down: impl Fn(u32, f64) -> bool) -> Vec<Order> {
        let down = self.some_replicas(|it| is_down(it, self.looked_secs));
        down.map(|(id, numbers)| Order::BringUp(id, numbers)).into_iter().collect()
    }

    /// When it ends, in nanoseconds of the run; after an hour at the latest, as one that nobody ends would never be over.
    pub fn until(&self) -> u64 {
        let longest = self.began + 3_600 * SECOND;
        self.ends.unwrap_or(longest).min(longest)
    }

    /// A share of what goes over the calls that it happens to is refused.
    pub fn refuse(&self, conditions: &mut Conditions, share: f64, cause: FailureCause) {
        for connection in self.calls() {
            conditions.connection(connection.id).refuse(share, cause);
        }
    }

    /// The connections that it happens to: the one that is its place, or those that end at its component.
    pub fn connections(&self) -> Vec<&'a Connection> {
        let all = &self.architecture.connections;
        match self.change.place {
            Place::Connection(id) => all.iter().filter(|it| it.id == id).collect(),
            Place::Component(id) => {
                all.iter().filter(|it| it.to == id && it.relation.carries_requests()).collect()
            }
            Place::Zone(_) | Place::Architecture => Vec::new(),
        }
    }

    /// The same, of those over which somebody waits for an answer.
    pub fn calls(&self) -> impl Iterator<Item = &'a Connection> {
        self.connections().into_iter().filter(|it| is_call(it.relation))
    }

    /// Changes the ways that it happens to: a connection, those that end at a component, or those over a zone's border.
    pub fn each_way(&self, conditions: &mut Conditions, change: impl Fn(&mut LinkCondition)) {
        if let Place::Zone(zone) = self.change.place {
            change(conditions.zone(zone));
        }
        self.connections().into_iter().for_each(|it| change(conditions.connection(it.id)));
    }

    /// The zone that it happens to.
    pub fn zone(&self) -> Option<&'a Zone> {
        let Place::Zone(id) = self.change.place else { return None };
        self.architecture.zone(id)
    }

    /// Components with replicas in a zone or in zones inside it, and which of their replicas these are. Those beyond the drawn ones
    /// stand at the same places, in turn.
    pub fn replicas_in(&self, zone: ZoneId) -> Vec<(ComponentId, Replicas)> {
        let is_in = |placed: Option<ZoneId>| {
            self.architecture.zones_around(placed).iter().any(|around| around.id == zone)
        };
        let mut found = Vec::new();
        for component in &self.architecture.components {
            let mut numbers: Vec<u32> = Vec::new();
            let mut next = 0;
            for placement in &component.placements {
                if is_in(placement.zone) {
                    numbers.extend(next..next + placement.replicas);
                }
                next += placement.replicas;
            }
            if numbers.len() as u32 == next && next > 0 {
                found.push((component.id, Replicas::All));
            } else if !numbers.is_empty() {
                let later = next..self.known_replicas(component);
                let stands_there = |it: &u32| numbers.binary_search(&(it % next)).is_ok();
                let later: Vec<u32> = later.filter(stands_there).collect();
                numbers.extend(later);
                found.push((component.id, Replicas::Of(numbers)));
            }
        }
        found
    }

    /// The same order for all of them in the zone that it happens to.
    pub fn orders_in_zone(&self, order: fn(ComponentId, Replicas) -> Order) -> Vec<Order> {
        let found = self.zone().map_or_else(Vec::new, |zone| self.replicas_in(zone.id));
        found.into_iter().map(|(component, replicas)| order(component, replicas)).collect()
    }

    /// How far it is between its beginning and `secs` later, 0.0 to 1.0.
    pub fn share_of(&self, secs: f64) -> f64 {
        if secs > 0.0 { (self.elapsed_secs / secs).clamp(0.0, 1.0) } else { 1.0 }
    }
}
