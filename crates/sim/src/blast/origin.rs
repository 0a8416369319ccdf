//! What a change does by itself, found out by asking it.

use std::collections::{BTreeMap, BTreeSet};

use model::{Architecture, Component, ComponentId, ConnectionId, finding::Place, scenario::Change};

use super::Reach;
use crate::{
    changes::{
        Active, Deploy, DrawnTimes, MigrationWay, Order, ReplicaCounts, Replicas, Strategy, find,
        hits::{self, Crossing, crossing},
    },
    conditions::{ComponentCondition, Conditions, LinkCondition, ReplicaCondition},
    time::SECOND,
};

/// How long a change without a usual duration is looked at, in seconds.
const LOOKED_AT_SECS: f64 = 600.0;
/// It is asked that many times between its beginning and its end, as some come and go.
const LOOKS: u64 = 16;

/// Of reads and of writes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hit {
    reads: Option<Reach>,
    writes: Option<Reach>,
}

impl Hit {
    pub const fn of(&self, is_write: bool) -> Option<Reach> {
        if is_write { self.writes } else { self.reads }
    }

    fn raise(&mut self, reads: Option<Reach>, writes: Option<Reach>) {
        self.reads = self.reads.max(reads);
        self.writes = self.writes.max(writes);
    }
}

/// Places that a change touches.
#[derive(Debug, Default)]
pub struct Origin {
    pub components: BTreeMap<ComponentId, Hit>,
    pub connections: BTreeMap<ConnectionId, Hit>,
    /// Caches that know less than before.
    pub emptied: BTreeSet<ComponentId>,
    /// Sources that send more than before, or otherwise.
    pub loaded: BTreeSet<ComponentId>,
}

impl Origin {
    pub fn of(architecture: &Architecture, change: &Change) -> Self {
        let mut origin = Self::default();
        let Some(definition) = find(&change.change) else { return origin };
        if !(definition.hits)(architecture, change.place) {
            return origin;
        }
        let secs = change.lasts_secs.or(definition.usual_secs).unwrap_or(LOOKED_AT_SECS).clamp(1.0, 1e6);
        let ends = (secs * SECOND as f64) as u64;
        let mut active = Active {
            definition,
            change: change.clone(),
            number: 0,
            seed: 0,
            is_own: false,
            began: 0,
            looked: 0,
            ends: Some(ends),
            drawn: DrawnTimes::default(),
            began_with: ReplicaCounts::new(),
        };
        let begins = (definition.begins)(&active.scene(architecture, 0, &ReplicaCounts::new()));
        begins.iter().for_each(|it| origin.ordered(architecture, it));
        let by_chance = (definition.by_chance)(&active.scene(architecture, 0, &ReplicaCounts::new()));
        by_chance.iter().for_each(|it| origin.ordered(architecture, it));
        for look in 0..=LOOKS {
            let now = ends / LOOKS * look;
            let as_drawn = ReplicaCounts::new();
            let scene = active.scene(architecture, now, &as_drawn);
            let mut conditions = Conditions::default();
            (definition.holds)(&scene, &mut conditions);
            origin.held(architecture, &conditions);
            if by_chance.is_empty() {
                (definition.meanwhile)(&scene).iter().for_each(|it| origin.ordered(architecture, it));
            }
            active.looked = now;
        }
        origin
    }

    fn component(&mut self, id: ComponentId, reads: Option<Reach>, writes: Option<Reach>) {
        self.components.entry(id).or_default().raise(reads, writes);
    }

    fn ordered(&mut self, architecture: &Architecture, order: &Order) {
        let (part, whole) = (Some(Reach::Part), Some(Reach::Whole));
        let share = |id: ComponentId, replicas: &Replicas| match replicas {
            Replicas::All => whole,
            Replicas::Of(numbers) => {
                // Others may come later.
                let all = architecture.component(id).map_or(1, |it| it.replicas().max(1));
                let some = numbers.iter().filter(|it| **it < all).count() as u32;
                if some == 0 { None } else { part.max(whole.filter(|_| some >= all)) }
            }
        };
        match order {
            Order::TakeDown(id, replicas) | Order::Restart(id, replicas) => {
                let reach = share(*id, replicas);
                self.component(*id, reach, reach);
                if reach == whole && hits::cache(architecture, Place::Component(*id)) {
                    self.emptied.insert(*id);
                }
            }
            Order::Drain(id, replicas) => {
                let reach = share(*id, replicas);
                self.component(*id, reach, reach);
            }
            // All at once, or a part at a time.
            Order::Deploy(id, Deploy { strategy: Strategy::Recreate, .. }) => {
                self.component(*id, whole, whole)
            }
            Order::Migrate(id, migration) => match migration.way {
                MigrationWay::Locking { reads_wait, .. } => {
                    self.component(*id, if reads_wait { whole } else { part }, whole);
                }
                MigrationWay::Online { .. } => self.component(*id, part, part),
            },
            Order::Deploy(id, _) | Order::RollBack(id) => self.component(*id, part, part),
            Order::FailPrimary(id) => self.component(*id, part, whole),
            Order::Flush(id) | Order::Forget(id, _) => {
                self.component(*id, part, part);
                self.emptied.insert(*id);
            }
            Order::Scale(id, replicas) => {
                let drawn = architecture.component(*id).map_or(1, Component::replicas);
                if *replicas < drawn {
                    self.component(*id, part, part);
                }
            }
            Order::BringUp(..)
            | Order::Boot(..)
            | Order::Admit(..)
            | Order::Promote(_)
            | Order::Repair(_) => {}
        }
    }

    fn held(&mut self, architecture: &Architecture, conditions: &Conditions) {
        for (id, condition) in &conditions.components {
            self.different(architecture, *id, condition);
        }
        for (id, condition) in &conditions.connections {
            let reach = way(condition);
            self.connections.entry(*id).or_default().raise(reach, reach);
        }
        for (zone, condition) in &conditions.zones {
            for connection in &architecture.connections {
                let Some(crosses) = crossing(architecture, connection, *zone) else { continue };
                let reach = way(condition).map(|it| if crosses == Crossing::All { it } else { Reach::Part });
                self.connections.entry(connection.id).or_default().raise(reach, reach);
            }
        }
    }

    fn different(&mut self, architecture: &Architecture, id: ComponentId, it: &ComponentCondition) {
        let usual = ComponentCondition::default();
        if *it == usual {
            return;
        }
        let share = |ratio: f64| if ratio >= 1.0 { Some(Reach::Whole) } else { Some(Reach::Part) };
        let mut reads = None;
        if it.slower != 1.0 || it.all_wait_until > 0 || it.slots_ratio < 1.0 {
            reads = Some(Reach::Whole);
        }
        if it.error_ratio > 0.0 {
            reads = reads.max(share(it.error_ratio));
        }
        for feature in &it.features {
            reads = reads.max(share(feature.share));
        }
        let mut writes = reads;
        if it.writes_slower != 1.0 || it.writes_wait_until > 0 {
            // They hold slots that reads want as well.
            (reads, writes) = (reads.max(Some(Reach::Part)), Some(Reach::Whole));
        }
        if it.write_error_ratio > 0.0 {
            writes = writes.max(share(it.write_error_ratio));
        }
        let replicas = architecture.component(id).map_or(1, Component::replicas) as usize;
        let odd = it.replicas.values().filter(|it| **it != ReplicaCondition::default());
        let some = match odd.count() {
            0 => None,
            all if all >= replicas => Some(Reach::Whole),
            _ => Some(Reach::Part),
        };
        let is_limited = it.rate_limit_per_sec.is_some() || it.split_share > 0.0 || it.lag_millis > 0.0;
        let some = some.max(is_limited.then_some(Reach::Part));
        self.component(id, reads.max(some), writes.max(some));
        if it.hit_ratio < 1.0 || it.ttl < 1.0 {
            self.component(id, Some(Reach::Part), Some(Reach::Part));
            self.emptied.insert(id);
        }
        if it.poison_ratio > 0.0 {
            for connection in architecture.outgoing(id) {
                self.component(connection.to, Some(Reach::Part), Some(Reach::Part));
            }
        }
        if it.traffic != 1.0 || it.hot_share > 0.0 {
            self.component(id, Some(Reach::Part), Some(Reach::Part));
            self.loaded.insert(id);
        }
    }
}

fn way(condition: &LinkCondition) -> Option<Reach> {
    let is_whole = condition.is_cut_there
        || condition.is_cut_back
        || condition.added_millis > 0.0
        || condition.refused_ratio >= 1.0;
    let is_part = condition.loss_ratio > 0.0 || condition.refused_ratio > 0.0;
    if is_whole { Some(Reach::Whole) } else { is_part.then_some(Reach::Part) }
}
