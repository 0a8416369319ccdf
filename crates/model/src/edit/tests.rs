use super::*;
use crate::{Kind, Size, ZoneKind};

const API: ComponentId = ComponentId(1);
const ORDERS: ComponentId = ComponentId(2);
const CALL: ConnectionId = ConnectionId(3);
const REGION: ZoneId = ZoneId(4);
const RACK: ZoneId = ZoneId(5);

fn component(id: ComponentId, kind: &str) -> Component {
    Component::new(id, Kind::find(kind).unwrap(), kind, Point::default())
}

fn zone(id: ZoneId, kind: ZoneKind, parent: Option<ZoneId>) -> Zone {
    let rect = Rect::at(Point::default(), Size::new(400.0, 300.0));
    Zone { id, kind, name: kind.id().into(), rect, parent, region: None }
}

/// A service that calls a database, both on a host inside a region.
fn drawing() -> Architecture {
    let inside =
        |id| Edit::Place { component: id, placements: vec![Placement { zone: Some(RACK), replicas: 2 }] };
    Architecture::default()
        .edited(&Edit::Many(vec![
            Edit::AddComponent(component(API, "api_server")),
            Edit::AddComponent(component(ORDERS, "database_sql")),
            Edit::AddConnection(Connection::new(CALL, API, ORDERS, Relation::Call)),
            Edit::AddZone(zone(REGION, ZoneKind::Region, None)),
            Edit::AddZone(zone(RACK, ZoneKind::Host, Some(REGION))),
            inside(API),
            inside(ORDERS),
        ]))
        .unwrap()
}

#[track_caller]
fn check_refused(edit: &Edit, why: EditError) {
    assert_eq!(drawing().edited(edit).unwrap_err(), why);
}

#[test]
fn ids_are_never_given_twice() {
    let drawing = drawing();
    assert_eq!(drawing.next_id, 6);
    let without = drawing.edited(&Edit::Remove(vec![Item::Zone(RACK)])).unwrap();
    assert_eq!(without.next_id, 6);
    check_refused(&Edit::AddComponent(component(ComponentId(CALL.0), "worker")), EditError::IdTaken(3));
}

#[test]
fn removing_a_component_removes_its_connections() {
    let left = drawing().edited(&Edit::Remove(vec![Item::Component(ORDERS)])).unwrap();
    assert!(left.connections.is_empty());
    assert_eq!(left.components.len(), 1);
}

#[test]
fn removing_a_zone_moves_its_content_outwards() {
    let left = drawing().edited(&Edit::Remove(vec![Item::Zone(RACK)])).unwrap();
    let placement = left.component(API).unwrap().placements[0];
    assert_eq!(placement, Placement { zone: Some(REGION), replicas: 2 });

    let none = drawing().edited(&Edit::Remove(vec![Item::Zone(REGION), Item::Zone(RACK)])).unwrap();
    assert_eq!(none.component(API).unwrap().zone(), None);
}

#[test]
fn removing_something_removes_its_suppressions() {
    let place = Place::Component(ORDERS);
    let suppression = Suppression { rule: "single-point-of-failure".into(), place, reason: "a demo".into() };
    let quiet = drawing().edited(&Edit::Suppress(suppression)).unwrap();
    assert_eq!(quiet.suppressions.len(), 1);
    let left = quiet.edited(&Edit::Remove(vec![Item::Component(ORDERS)])).unwrap();
    assert!(left.suppressions.is_empty());
}

#[test]
fn a_failing_part_refuses_the_whole() {
    let edit = Edit::Many(vec![
        Edit::SetName("half done".into()),
        Edit::Remove(vec![Item::Component(API)]),
        Edit::RenameComponent { component: API, name: "gone".into() },
    ]);
    check_refused(&edit, EditError::NoComponent(API));
}

#[test]
fn zones_cannot_lie_in_themselves() {
    check_refused(&Edit::SetParent { zone: REGION, parent: Some(RACK) }, EditError::ZoneCycle);
    check_refused(&Edit::SetParent { zone: REGION, parent: Some(REGION) }, EditError::ZoneCycle);
}

#[test]
fn parents_come_before_children() {
    let outer = ZoneId(9);
    let nested = drawing()
        .edited(&Edit::Many(vec![
            Edit::AddZone(zone(outer, ZoneKind::Region, None)),
            Edit::SetParent { zone: REGION, parent: Some(outer) },
        ]))
        .unwrap();
    let order: Vec<_> = nested.zones.iter().map(|it| it.id).collect();
    assert_eq!(order, [outer, REGION, RACK]);
}

#[test]
fn what_does_not_exist_is_named() {
    let nobody = ComponentId(77);
    check_refused(
        &Edit::AddConnection(Connection::new(ConnectionId(8), API, nobody, Relation::Call)),
        EditError::NoComponent(nobody),
    );
    check_refused(
        &Edit::AddConnection(Connection::new(ConnectionId(8), API, API, Relation::Call)),
        EditError::SelfConnection,
    );
    check_refused(&Edit::Place { component: API, placements: vec![] }, EditError::NoPlacement);
    let elsewhere = vec![Placement { zone: Some(ZoneId(88)), replicas: 1 }];
    check_refused(&Edit::Place { component: API, placements: elsewhere }, EditError::NoZone(ZoneId(88)));
}

#[test]
fn reversing_swaps_the_ends() {
    let reversed =
        drawing().edited(&Edit::Reverse { connection: CALL, relation: Relation::Observe }).unwrap();
    let connection = reversed.connection(CALL).unwrap();
    assert_eq!((connection.from, connection.to, connection.relation), (ORDERS, API, Relation::Observe));
}
