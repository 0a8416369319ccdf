//! Statements to a document.

use super::{
    NotationError, Problem,
    alias::kind_named,
    parse::{Arrow, Given, KindName, Mention, Setting, Statement},
    settings,
};
use crate::{
    architecture::{Architecture, ComponentId, ConnectionId, ZoneId},
    catalog::Kind,
    component::{Component, Placement},
    connection::{Condition, Connection, Policy, Relation},
    geometry::{Point, Rect},
    verdict::relations_between,
    zone::{Zone, ZoneKind},
};

pub(super) fn build(text: &str, statements: &[Statement]) -> Result<Architecture, NotationError> {
    let mut build = Build {
        text,
        boxes: Vec::new(),
        lines: Vec::new(),
        zones: Vec::new(),
        document: Architecture::default(),
    };
    build.gather(statements, None)?;
    build.components()?;
    build.connections()?;
    build.zones();
    Ok(build.document)
}

struct Build<'a> {
    text: &'a str,
    boxes: Vec<Draft<'a>>,
    lines: Vec<(usize, &'a Arrow, usize)>,
    zones: Vec<(Option<ZoneKind>, &'a str, Option<usize>)>,
    document: Architecture,
}

/// A component as far as its mentions told.
struct Draft<'a> {
    at: usize,
    name: &'a str,
    number: Option<u32>,
    kind: Option<&'a KindName>,
    /// Zone (by index) and replicas.
    placed: Vec<(Option<usize>, u32)>,
    settings: Vec<&'a Setting>,
}

impl<'a> Build<'a> {
    fn error(&self, at: usize, problem: Problem) -> NotationError {
        NotationError::at(self.text, at, problem)
    }

    fn gather(&mut self, statements: &'a [Statement], zone: Option<usize>) -> Result<(), NotationError> {
        for statement in statements {
            match statement {
                Statement::Chain { first, rest } => {
                    let mut from = self.mention(first, zone)?;
                    for (arrow, mention) in rest {
                        let to = self.mention(mention, zone)?;
                        if from == to {
                            return Err(self.error(mention.at, Problem::SelfConnection));
                        }
                        self.lines.push((from, arrow, to));
                        from = to;
                    }
                }
                Statement::Zone { kind, name, inside } => {
                    self.zones.push((*kind, name, zone));
                    self.gather(inside, Some(self.zones.len() - 1))?;
                }
            }
        }
        Ok(())
    }

    fn mention(&mut self, mention: &'a Mention, zone: Option<usize>) -> Result<usize, NotationError> {
        let known = self.boxes.iter().position(|it| it.name == mention.name && it.number == mention.number);
        let at = known.unwrap_or_else(|| {
            self.boxes.push(Draft {
                at: mention.at,
                name: &mention.name,
                number: mention.number,
                kind: None,
                placed: Vec::new(),
                settings: Vec::new(),
            });
            self.boxes.len() - 1
        });
        let draft = &mut self.boxes[at];
        if let Some(kind) = &mention.kind {
            let first = draft.kind.get_or_insert(kind);
            if first.as_str() != kind.as_str() {
                let problem = Problem::TwoKinds {
                    name: mention.name.clone(),
                    first: first.as_str().into(),
                    second: kind.as_str().into(),
                };
                return Err(self.error(mention.at, problem));
            }
        }
        // Outside every zone a mention places nothing unless it says how many.
        if zone.is_some() || mention.replicas.is_some() {
            let replicas = mention.replicas.unwrap_or(1);
            match draft.placed.iter_mut().find(|it| it.0 == zone) {
                Some(placed) => placed.1 = mention.replicas.unwrap_or(placed.1),
                None => draft.placed.push((zone, replicas)),
            }
        }
        draft.settings.extend(&mention.settings);
        Ok(at)
    }

    fn components(&mut self) -> Result<(), NotationError> {
        let n_components = self.boxes.len();
        let first_zone = n_components + self.lines.len() + 1;
        for at in 0..n_components {
            let draft = &self.boxes[at];
            let (kind, unknown_kind) = match draft.kind {
                None => (
                    kind_named(draft.name)
                        .ok_or_else(|| self.error(draft.at, Problem::NoKind(draft.name.into())))?,
                    None,
                ),
                Some(KindName::Known(name)) => (
                    kind_named(name)
                        .ok_or_else(|| self.error(draft.at, Problem::UnknownKind(name.clone())))?,
                    None,
                ),
                Some(KindName::Unknown(name)) => (Kind::unknown(), Some(name.clone())),
            };
            let mut component = Component::new(ComponentId(id(at + 1)), kind, draft.name, Point::default());
            component.unknown_kind = unknown_kind;
            if !draft.placed.is_empty() {
                let placement = |&(zone, replicas): &(Option<usize>, u32)| Placement {
                    zone: zone.map(|it| ZoneId(id(first_zone + it))),
                    replicas,
                };
                component.placements = draft.placed.iter().map(placement).collect();
            }
            for setting in &draft.settings {
                settings::set(&mut component, setting).map_err(|problem| self.error(setting.at, problem))?;
            }
            self.document.components.push(component);
        }
        Ok(())
    }

    fn connections(&mut self) -> Result<(), NotationError> {
        let first = self.boxes.len() + 1;
        for (n, (from, arrow, to)) in self.lines.iter().enumerate() {
            let (from, to) = (&self.document.components[*from], &self.document.components[*to]);
            let relation = match &arrow.relation {
                Some(name) => Relation::ALL
                    .into_iter()
                    .find(|it| it.id() == name)
                    .ok_or_else(|| self.error(arrow.at, Problem::UnknownRelation(name.clone())))?,
                None => relations_between(from.kind, to.kind).first().copied().unwrap_or(Relation::Call),
            };
            let connection = Connection::new(ConnectionId(id(first + n)), from.id, to.id, relation);
            self.document.connections.push(connection);
        }
        // Only now, because a condition may name a connection that comes later.
        for n in 0..self.lines.len() {
            self.document.connections[n].policy = self.policy(self.lines[n].0, self.lines[n].1)?;
        }
        Ok(())
    }

    fn policy(&self, from: usize, arrow: &Arrow) -> Result<Policy, NotationError> {
        let (mut policy, missed) =
            settings::policy(arrow).map_err(|(at, problem)| self.error(at, problem))?;
        if let Some(setting) = missed {
            policy.on = Condition::OnMissOf(self.lookup(from, setting)?);
        }
        Ok(policy)
    }

    fn lookup(&self, from: usize, setting: &Setting) -> Result<ConnectionId, NotationError> {
        let Given::Text(to) = &setting.value else {
            let problem = Problem::BadValue { key: setting.key.clone(), why: "no name".into() };
            return Err(self.error(setting.at, problem));
        };
        let found = self.lines.iter().position(|it| it.0 == from && label(&self.boxes[it.2]) == *to);
        found.map(|it| self.document.connections[it].id).ok_or_else(|| {
            let problem = Problem::NoLookup { from: label(&self.boxes[from]), to: to.clone() };
            self.error(setting.at, problem)
        })
    }

    fn zones(&mut self) {
        let first = self.boxes.len() + self.lines.len() + 1;
        for (n, (kind, name, parent)) in self.zones.iter().enumerate() {
            let holds_zones = self.zones.iter().any(|it| it.2 == Some(n));
            self.document.zones.push(Zone {
                id: ZoneId(id(first + n)),
                kind: kind.unwrap_or_else(|| default_zone_kind(holds_zones)),
                name: (*name).into(),
                rect: Rect::default(),
                parent: parent.map(|it| ZoneId(id(first + it))),
                region: None,
            });
        }
        self.document.next_id = id(first + self.zones.len());
    }
}

/// What a zone is when its text does not say.
pub(super) const fn default_zone_kind(holds_zones: bool) -> ZoneKind {
    if holds_zones { ZoneKind::Region } else { ZoneKind::AvailabilityZone }
}

fn id(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn label(draft: &Draft<'_>) -> String {
    match draft.number {
        None => draft.name.into(),
        Some(number) => format!("{}#{number}", draft.name),
    }
}

impl KindName {
    fn as_str(&self) -> &str {
        match self {
            Self::Known(name) | Self::Unknown(name) => name,
        }
    }
}
