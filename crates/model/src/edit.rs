//! Every change of a document, as data: what tools, fixes, paste and files produce.

use crate::{
    alert::Operations,
    architecture::{Architecture, ComponentId, ConnectionId, Item, ZoneId},
    component::{Component, Placement, Value},
    connection::{Connection, Policy, Relation},
    finding::{Place, Suppression},
    geometry::{Point, Rect},
    lean,
    objective::Objective,
    planning::Planning,
    scenario::{RunSettings, Scenario},
    workload::Workload,
    zone::Zone,
};

/// A change. Applied as a whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    AddComponent(Component),
    AddConnection(Connection),
    AddZone(Zone),
    /// Removing a component removes its connections; removing a zone frees what is in it.
    Remove(Vec<Item>),
    /// New top left corners and new zone outlines; placements stay.
    Move {
        components: Vec<(ComponentId, Point)>,
        zones: Vec<(ZoneId, Rect)>,
    },
    /// Draws these components over all others; among themselves they keep their order.
    BringToFront(Vec<ComponentId>),
    Place {
        component: ComponentId,
        placements: Vec<Placement>,
    },
    SetParent {
        zone: ZoneId,
        parent: Option<ZoneId>,
    },
    SetRegion {
        zone: ZoneId,
        region: Option<String>,
    },
    RenameComponent {
        component: ComponentId,
        name: String,
    },
    RenameZone {
        zone: ZoneId,
        name: String,
    },
    /// `None` goes back to the catalogue's default.
    SetParam {
        component: ComponentId,
        key: String,
        value: Option<Value>,
    },
    SetWorkload {
        component: ComponentId,
        workload: Workload,
    },
    SetRelation {
        connection: ConnectionId,
        relation: Relation,
    },
    SetPolicy {
        connection: ConnectionId,
        policy: Policy,
    },
    /// Swaps the two ends and gives the relation that is right that way round.
    Reverse {
        connection: ConnectionId,
        relation: Relation,
    },
    /// Moves an end to another component.
    Reconnect {
        connection: ConnectionId,
        from: ComponentId,
        to: ComponentId,
    },
    SetName(String),
    SetNote(String),
    SetSettings(RunSettings),
    SetScenario(Scenario),
    SetObjectives(Vec<Objective>),
    SetOperations(Operations),
    SetPlanning(Planning),
    Suppress(Suppression),
    Unsuppress {
        rule: String,
        place: Place,
    },
    /// Several changes as one step.
    Many(Vec<Edit>),
}

/// Why a change was refused; the document is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("component {0:?} does not exist")]
    NoComponent(ComponentId),
    #[error("connection {0:?} does not exist")]
    NoConnection(ConnectionId),
    #[error("zone {0:?} does not exist")]
    NoZone(ZoneId),
    #[error("id {0} is already taken")]
    IdTaken(u32),
    #[error("a component cannot be connected to itself")]
    SelfConnection,
    #[error("a zone cannot lie inside itself")]
    ZoneCycle,
    #[error("a component needs at least one placement")]
    NoPlacement,
}

impl Architecture {
    /// The document after `edit`.
    ///
    /// # Errors
    /// [`EditError`] if the edit names what does not exist or would break an invariant of [`Architecture`].
    pub fn edited(&self, edit: &Edit) -> Result<Self, EditError> {
        let mut next = self.clone();
        next.apply(edit)?;
        Ok(next)
    }

    // Private, because a failing `Many` leaves `self` half changed: `edited` throws that copy away.
    fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::AddComponent(component) => {
                self.take_id(component.id.0)?;
                if component.placements.is_empty() {
                    return Err(EditError::NoPlacement);
                }
                self.require_zones(&component.placements)?;
                self.components.push(component.clone());
            }
            Edit::AddConnection(connection) => {
                self.take_id(connection.id.0)?;
                self.require_ends(connection.from, connection.to)?;
                self.connections.push(connection.clone());
            }
            Edit::AddZone(zone) => {
                self.take_id(zone.id.0)?;
                if let Some(parent) = zone.parent {
                    self.zone(parent).ok_or(EditError::NoZone(parent))?;
                }
                self.zones.push(zone.clone());
            }
            Edit::Remove(items) => self.remove(items),
            Edit::Move { components, zones } => {
                for (id, at) in components {
                    self.component_mut(*id)?.at = *at;
                }
                for (id, rect) in zones {
                    self.zone_mut(*id)?.rect = *rect;
                }
            }
            Edit::BringToFront(ids) => {
                let mut ids = ids.clone();
                lean::sort(&mut ids);
                lean::sort_by_key(&mut self.components, |it| ids.binary_search(&it.id).is_ok());
            }
            Edit::Place { component, placements } => {
                if placements.is_empty() {
                    return Err(EditError::NoPlacement);
                }
                self.require_zones(placements)?;
                self.component_mut(*component)?.placements.clone_from(placements);
            }
            Edit::SetParent { zone, parent } => {
                if self.zones_around(*parent).iter().any(|it| it.id == *zone) {
                    return Err(EditError::ZoneCycle);
                }
                if let Some(parent) = parent {
                    self.zone(*parent).ok_or(EditError::NoZone(*parent))?;
                }
                self.zone_mut(*zone)?.parent = *parent;
                self.sort_zones();
            }
            Edit::SetRegion { zone, region } => self.zone_mut(*zone)?.region.clone_from(region),
            Edit::RenameComponent { component, name } => {
                self.component_mut(*component)?.name.clone_from(name)
            }
            Edit::RenameZone { zone, name } => self.zone_mut(*zone)?.name.clone_from(name),
            Edit::SetParam { component, key, value } => {
                let params = &mut self.component_mut(*component)?.params;
                match value {
                    Some(value) => params.insert(key.clone(), value.clone()),
                    None => params.remove(key),
                };
            }
            Edit::SetWorkload { component, workload } => {
                self.component_mut(*component)?.workload = Some(workload.clone());
            }
            Edit::SetRelation { connection, relation } => {
                self.connection_mut(*connection)?.relation = *relation;
            }
            Edit::SetPolicy { connection, policy } => {
                self.connection_mut(*connection)?.policy.clone_from(policy);
            }
            Edit::Reverse { connection, relation } => {
                let connection = self.connection_mut(*connection)?;
                std::mem::swap(&mut connection.from, &mut connection.to);
                connection.relation = *relation;
            }
            Edit::Reconnect { connection, from, to } => {
                self.require_ends(*from, *to)?;
                let connection = self.connection_mut(*connection)?;
                (connection.from, connection.to) = (*from, *to);
            }
            Edit::SetName(name) => self.name.clone_from(name),
            Edit::SetNote(note) => self.note.clone_from(note),
            Edit::SetSettings(settings) => self.settings = *settings,
            Edit::SetScenario(scenario) => self.scenario.clone_from(scenario),
            Edit::SetObjectives(objectives) => self.objectives.clone_from(objectives),
            Edit::SetOperations(operations) => self.operations.clone_from(operations),
            Edit::SetPlanning(planning) => self.planning.clone_from(planning),
            Edit::Suppress(suppression) => {
                self.unsuppress(&suppression.rule, suppression.place);
                self.suppressions.push(suppression.clone());
            }
            Edit::Unsuppress { rule, place } => self.unsuppress(rule, *place),
            Edit::Many(edits) => {
                for edit in edits {
                    self.apply(edit)?;
                }
            }
        }
        Ok(())
    }

    fn remove(&mut self, items: &[Item]) {
        let gone = |item: Item| items.contains(&item);
        self.components.retain(|it| !gone(Item::Component(it.id)));
        self.connections.retain(|it| {
            !gone(Item::Connection(it.id)) && !gone(Item::Component(it.from)) && !gone(Item::Component(it.to))
        });
        // What was in a removed zone moves to the nearest zone around it that stays.
        let heir = |zone: Option<ZoneId>| {
            self.zones_around(zone).into_iter().map(|it| it.id).find(|id| !gone(Item::Zone(*id)))
        };
        let parents: Vec<_> = self.zones.iter().map(|it| heir(it.parent)).collect();
        let placements: Vec<Vec<_>> =
            self.components.iter().map(|it| it.placements.iter().map(|p| heir(p.zone)).collect()).collect();
        for (zone, parent) in self.zones.iter_mut().zip(parents) {
            zone.parent = parent;
        }
        for (component, zones) in self.components.iter_mut().zip(placements) {
            for (placement, zone) in component.placements.iter_mut().zip(zones) {
                placement.zone = zone;
            }
        }
        self.zones.retain(|it| !gone(Item::Zone(it.id)));
        let exists = |place: Place| match place {
            Place::Component(id) => self.component(id).is_some(),
            Place::Connection(id) => self.connection(id).is_some(),
            Place::Zone(id) => self.zone(id).is_some(),
            Place::Architecture => true,
        };
        let kept = self.suppressions.iter().filter(|it| exists(it.place)).cloned().collect();
        let events = self.scenario.events.iter().filter(|it| exists(it.action.place())).cloned().collect();
        (self.suppressions, self.scenario.events) = (kept, events);
    }

    fn unsuppress(&mut self, rule: &str, place: Place) {
        self.suppressions.retain(|it| it.rule != rule || it.place != place);
    }

    fn take_id(&mut self, id: u32) -> Result<(), EditError> {
        let taken = self.component(ComponentId(id)).is_some()
            || self.connection(ConnectionId(id)).is_some()
            || self.zone(ZoneId(id)).is_some();
        if taken {
            return Err(EditError::IdTaken(id));
        }
        self.next_id = self.next_id.max(id.saturating_add(1));
        Ok(())
    }

    fn require_ends(&self, from: ComponentId, to: ComponentId) -> Result<(), EditError> {
        if from == to {
            return Err(EditError::SelfConnection);
        }
        self.component(from).ok_or(EditError::NoComponent(from))?;
        self.component(to).ok_or(EditError::NoComponent(to))?;
        Ok(())
    }

    fn require_zones(&self, placements: &[Placement]) -> Result<(), EditError> {
        for zone in placements.iter().filter_map(|it| it.zone) {
            self.zone(zone).ok_or(EditError::NoZone(zone))?;
        }
        Ok(())
    }

    fn component_mut(&mut self, id: ComponentId) -> Result<&mut Component, EditError> {
        self.components.iter_mut().find(|it| it.id == id).ok_or(EditError::NoComponent(id))
    }

    fn connection_mut(&mut self, id: ConnectionId) -> Result<&mut Connection, EditError> {
        self.connections.iter_mut().find(|it| it.id == id).ok_or(EditError::NoConnection(id))
    }

    fn zone_mut(&mut self, id: ZoneId) -> Result<&mut Zone, EditError> {
        self.zones.iter_mut().find(|it| it.id == id).ok_or(EditError::NoZone(id))
    }

    // Parents first, so that drawing in order paints children on top.
    pub(crate) fn sort_zones(&mut self) {
        let depth: Vec<_> = self.zones.iter().map(|it| (it.id, self.zones_around(it.parent).len())).collect();
        lean::sort_by_key(&mut self.zones, |it| {
            depth.iter().find(|(id, _)| *id == it.id).map(|(_, depth)| *depth)
        });
    }
}
