//! What several rules find in the same way, and changes that they offer.

use super::Found;
use crate::{
    architecture::{Architecture, ComponentId, ConnectionId, Item},
    catalog::Kind,
    component::{CARD, Component, Placement},
    connection::{Connection, Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    geometry::Point,
    graph::Graph,
    text::{Arg, Message},
    verdict::relations_between,
};

/// Takes a connection away.
pub(super) fn remove(connection: &Connection) -> Fix {
    Fix {
        label: Message::new("fix-remove-connection"),
        edit: Edit::Remove(vec![Item::Connection(connection.id)]),
    }
}

/// Turns a connection round.
pub(super) fn reverse(connection: &Connection, relation: Relation) -> Fix {
    Fix { label: Message::new("fix-reverse"), edit: Edit::Reverse { connection: connection.id, relation } }
}

/// Gives a connection another policy.
pub(super) fn set_policy(connection: &Connection, change: impl FnOnce(&mut Policy)) -> Edit {
    let mut policy = connection.policy.clone();
    change(&mut policy);
    Edit::SetPolicy { connection: connection.id, policy }
}

/// Assumed: a start to be replaced by the callee's own p99.9.
const TIMEOUT_MILLIS: f64 = 1_000.0;

/// Gives a connection without a timeout one.
pub(super) fn set_timeout(connection: &Connection) -> Fix {
    Fix {
        label: Message::new("fix-timeout").with("timeout", Arg::Millis(TIMEOUT_MILLIS)),
        edit: set_policy(connection, |it| it.timeout_millis = Some(TIMEOUT_MILLIS)),
    }
}

/// Sets the number of replicas where a component runs already.
pub(super) fn replicas(component: &Component, replicas: u32) -> Fix {
    let mut placements = component.placements.clone();
    let others: u32 = placements.iter().skip(1).map(|it| it.replicas).sum();
    if let Some(first) = placements.first_mut() {
        first.replicas = replicas.saturating_sub(others).max(1);
    }
    Fix {
        label: Message::new("fix-replicas").with("name", component.name.as_str()).with("count", replicas),
        edit: Edit::Place { component: component.id, placements },
    }
}

/// A service between the two ends of `connection`: the start calls it, and it calls the end.
pub(super) fn insert_service(architecture: &Architecture, connection: &Connection) -> Option<Fix> {
    let kind = Kind::find("api_server")?;
    let (from, to) = (architecture.component(connection.from)?, architecture.component(connection.to)?);
    let mut add = Additions::new(architecture);
    let between = Point::new(f64::midpoint(from.at.x, to.at.x), f64::midpoint(from.at.y, to.at.y));
    let service = add.component(kind, between);
    add.edits.push(Edit::Remove(vec![Item::Connection(connection.id)]));
    add.connect(from.id, service, Relation::Call, Policy::default());
    let relation = relations_between(kind, to.kind).first().copied()?;
    add.connect(service, to.id, relation, connection.policy.clone());
    let label =
        Message::new("fix-insert-service").with("from", from.name.as_str()).with("to", to.name.as_str());
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

/// Finds the connections whose ends `applies` to as ones that lack a service in between.
pub(super) fn needs_service(
    graph: &Graph<'_>,
    found: &mut Found<'_>,
    applies: impl Fn(&Component, &Component) -> bool,
) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        let (from, to) = (graph.component(from), graph.component(to));
        if applies(from, to) {
            found
                .add(Severity::Error, [Place::Connection(connection.id)])
                .with("from", from.name.as_str())
                .with("to", to.name.as_str())
                .fix(insert_service(graph.architecture, connection))
                .fix([remove(connection)]);
        }
    }
}

/// New components and connections as one change, with ids of their own.
pub(super) struct Additions<'a> {
    architecture: &'a Architecture,
    pub edits: Vec<Edit>,
    next_id: u32,
}

impl<'a> Additions<'a> {
    pub(super) const fn new(architecture: &'a Architecture) -> Self {
        Self { architecture, edits: Vec::new(), next_id: architecture.next_id }
    }

    fn id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id - 1
    }

    /// At `wanted` or below it where no card lies, in the zone that is drawn there.
    pub(super) fn component(&mut self, kind: Kind, wanted: Point) -> ComponentId {
        let id = ComponentId(self.id());
        let at = free_place(self.architecture, wanted);
        let mut component = Component::new(id, kind, free_name(self.architecture, kind), at);
        // Zones are listed from the outside inwards.
        let around = self.architecture.zones.iter().rev().find(|it| it.rect.encloses(&component.rect()));
        component.placements = vec![Placement { zone: around.map(|it| it.id), replicas: 1 }];
        self.edits.push(Edit::AddComponent(component));
        id
    }

    pub(super) fn connect(&mut self, from: ComponentId, to: ComponentId, relation: Relation, policy: Policy) {
        let id = ConnectionId(self.id());
        self.edits.push(Edit::AddConnection(Connection { id, from, to, relation, policy }));
    }
}

/// A name for a new component of that kind that no other has: the kind's id with spaces, numbered where needed.
fn free_name(architecture: &Architecture, kind: Kind) -> String {
    let base = kind.id.replace('_', " ");
    let taken = |name: &str| architecture.components.iter().any(|it| it.name == name);
    (1..)
        .map(|n| if n == 1 { base.clone() } else { format!("{base} {n}") })
        .find(|it| !taken(it))
        .unwrap_or(base)
}

/// The first place at `wanted` or below it at which a card covers no other.
fn free_place(architecture: &Architecture, wanted: Point) -> Point {
    const GAP: f64 = 24.0;
    let mut place = wanted;
    for _ in 0..100 {
        let card = crate::geometry::Rect::at(place, CARD).grown(GAP / 2.0);
        if !architecture.components.iter().any(|it| it.rect().overlaps(&card)) {
            break;
        }
        place = place.offset(0.0, CARD.height + GAP);
    }
    place
}

/// Names in a sentence: at most three, then how many more.
pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> Arg {
    const SHOWN: usize = 3;
    let names: Vec<_> = names.into_iter().collect();
    match names.as_slice() {
        [] => Arg::Text(String::new()),
        [only] => Arg::Text((*only).to_owned()),
        [first @ .., last] if names.len() <= SHOWN => {
            Message::new("list-and").with("first", first.join(", ")).with("last", *last).into()
        }
        _ => Message::new("rule-names-more")
            .with("first", names[..SHOWN - 1].join(", "))
            .with("count", names.len() + 1 - SHOWN)
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notation, text::Texts};

    #[test]
    fn names_are_three_or_two_and_how_many_more() {
        let say = |all: &[&str]| {
            let message = Message::new("rule-call-cycle")
                .with("names", names(all.iter().copied()))
                .with("count", 2_u32);
            let said = Texts::english().try_say(&message).unwrap();
            said.split(" call").next().unwrap().to_owned()
        };
        assert_eq!(say(&["a"]), "a");
        assert_eq!(say(&["a", "b"]), "a and b");
        assert_eq!(say(&["a", "b", "c"]), "a, b and c");
        assert_eq!(say(&["a", "b", "c", "d"]), "a, b and 2 more");
        assert_eq!(say(&["a", "b", "c", "d", "e"]), "a, b and 3 more");
        assert_eq!(names([]), Arg::Text(String::new()));
    }

    #[test]
    fn what_is_added_is_numbered_on() {
        let drawing = notation::parse("api -> db").unwrap();
        let mut add = Additions::new(&drawing);
        let kind = Kind::find("worker").unwrap();
        let first = add.component(kind, Point::new(0.0, 900.0));
        let second = add.component(kind, Point::new(0.0, 900.0));
        assert_eq!([first.0, second.0], [drawing.next_id, drawing.next_id + 1]);
    }

    #[test]
    fn a_card_is_put_below_those_that_it_would_crowd() {
        let drawing = notation::parse("api").unwrap();
        let at = drawing.components[0].at;
        let beside = |gap: f64| at.offset(CARD.width + gap, 0.0);
        // Twelve pixels are left free on each side, and twice as many below.
        assert_eq!(free_place(&drawing, beside(13.0)), beside(13.0));
        assert_eq!(free_place(&drawing, beside(11.0)), beside(11.0).offset(0.0, CARD.height + 24.0));
        assert_eq!(free_place(&drawing, at), at.offset(0.0, CARD.height + 24.0));
        // A second card 120 pixels below the first: the third place of 96 pixels is the first that is free.
        let two = notation::parse("a:api; b:api").unwrap();
        assert_eq!(two.components[1].at, at.offset(0.0, 120.0));
        assert_eq!(free_place(&two, at), at.offset(0.0, 3.0 * (CARD.height + 24.0)));
    }
}
