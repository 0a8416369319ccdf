//! Bills worked out by hand.

use super::*;
use crate::{
    architecture::{ConnectionId, ZoneId},
    catalog::Kind,
    component::Value,
    connection::Connection,
    geometry::{Point, Rect, Size},
    zone::{Zone, ZoneKind},
};

fn component(id: u32, kind: &str) -> Component {
    Component::new(ComponentId(id), Kind::find(kind).expect(kind), kind, Point::default())
}

fn drawing(components: Vec<Component>, calls: &[(u32, u32)]) -> Architecture {
    let connections = calls.iter().enumerate().map(|(i, (from, to))| {
        let id = ConnectionId(100 + u32::try_from(i).unwrap());
        Connection::new(id, ComponentId(*from), ComponentId(*to), Relation::Call)
    });
    Architecture { components, connections: connections.collect(), ..Architecture::default() }
}

fn cost(architecture: &Architecture, per_sec: &[(u32, f64)]) -> Cost {
    monthly_cost(architecture, &per_sec.iter().map(|(id, rate)| (ComponentId(*id), *rate)).collect())
}

#[track_caller]
fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.005, "found {found}, expected {expected}");
}

#[test]
fn instances_are_paid_by_the_hour() {
    let mut api = component(1, "api_server");
    api.placements[0].replicas = 3;
    // 3 × 730 h × $0.0416 = $91.10
    assert_close(cost(&drawing(vec![api], &[]), &[]).total_dollars, 91.104);
}

#[test]
fn a_region_sets_the_price_of_its_replicas() {
    let zone = Zone {
        id: ZoneId(9),
        kind: ZoneKind::Region,
        name: "Frankfurt".into(),
        rect: Rect::at(Point::default(), Size::new(10.0, 10.0)),
        parent: None,
        region: Some("eu-central".into()),
    };
    let mut api = component(1, "api_server");
    api.placements =
        vec![Placement { zone: None, replicas: 1 }, Placement { zone: Some(ZoneId(9)), replicas: 2 }];
    let mut architecture = drawing(vec![api], &[]);
    architecture.zones.push(zone);
    let cost = cost(&architecture, &[]);
    // 730 h × $0.0416 × (1 × 1.00 + 2 × 1.12) = $98.39
    assert_close(cost.total_dollars, 98.392);
    let item = cost.components[&ComponentId(1)].items[0];
    assert_close(item.quantity, 2190.0);
    assert_close(item.unit_dollars * item.quantity, item.dollars);
}

#[test]
fn a_database_pays_for_its_machine_and_its_disk() {
    let mut database = component(1, "database_sql");
    database.placements[0].replicas = 2;
    database.params.insert("storage_gb".into(), Value::Number(500.0));
    database.params.insert("volume_type".into(), Value::Text("io2".into()));
    // Machine: 2 × 730 × 0.068 = 99.28; disk: 2 × 500 × 0.125 = 125.00
    let cost = cost(&drawing(vec![database], &[]), &[]);
    let items: Vec<_> =
        cost.components[&ComponentId(1)].items.iter().map(|it| (it.kind, it.dollars)).collect();
    assert_eq!(items.len(), 2);
    assert_eq!((items[0].0, items[1].0), (ChargeKind::Hours, ChargeKind::Storage));
    assert_close(items[0].1, 99.28);
    assert_close(items[1].1, 125.0);
}

#[test]
fn a_load_balancer_pays_for_traffic_and_the_internet() {
    let architecture = drawing(vec![component(1, "client"), component(2, "load_balancer")], &[(1, 2)]);
    let cost = cost(&architecture, &[(2, 500.0)]);
    // Traffic: 500/s × 2,628,000 s × 20 kB = 26,280 GB. Hours: 730 × 0.0225 = 16.43;
    // capacity units: 26,280 × 0.008 = 210.24; to the internet: 26,280 × 0.09 = 2,365.20
    let dollars: Vec<_> = cost.components[&ComponentId(2)].items.iter().map(|it| it.dollars).collect();
    assert_close(dollars[0], 16.425);
    assert_close(dollars[1], 210.24);
    assert_close(dollars[2], 2365.2);
}

#[test]
fn only_who_answers_users_pays_for_the_internet() {
    let inner = drawing(
        vec![component(1, "client"), component(2, "load_balancer"), component(3, "api_server")],
        &[(1, 2), (2, 3)],
    );
    let items = |architecture: &Architecture, id| {
        cost(architecture, &[(id, 10.0)]).components[&ComponentId(id)].items.clone()
    };
    assert!(items(&inner, 3).iter().all(|it| it.kind != ChargeKind::Egress));
    // A firewall only lets through: what stands behind it answers the users.
    let walled = drawing(
        vec![component(1, "client"), component(2, "waf"), component(3, "api_server")],
        &[(1, 2), (2, 3)],
    );
    assert!(items(&walled, 3).iter().any(|it| it.kind == ChargeKind::Egress));
}

#[test]
fn a_queue_and_a_function_are_paid_by_use() {
    let architecture = drawing(vec![component(1, "queue"), component(2, "lambda_function")], &[]);
    let cost = cost(&architecture, &[(1, 100.0), (2, 100.0)]);
    // 100/s × 2,628,000 s = 262.8 million. Queue: × $0.40 = 105.12
    assert_close(cost.components[&ComponentId(1)].total_dollars, 105.12);
    // Function: 262.8 × 0.20 = 52.56; 262.8e6 × 0.05 s × 0.5 GB = 6.57e6 GB-s × $0.0000166667 = 109.50
    assert_close(cost.components[&ComponentId(2)].total_dollars, 162.06);
}

#[test]
fn reads_and_writes_have_their_own_price() {
    let mut client = component(1, "client");
    // The default workload: 80 reads for 20 writes.
    assert_close(write_share(&drawing(vec![client.clone()], &[])), 0.2);
    client.workload.as_mut().unwrap().classes[0].weight = 0.0;
    let firestore = component(2, "gcp_firestore");
    let architecture = drawing(vec![client, firestore], &[]);
    // All write: 2.628 million × $1.80 = 4.73; storage 100 GB × 0.18 = 18.00
    assert_close(cost(&architecture, &[(2, 1.0)]).total_dollars, 22.7304);
}

#[test]
fn request_units_are_paid_whether_used_or_not() {
    // 4,000 RU/s = 40 hundreds × 730 h × $0.008 = 233.60; storage 100 GB × 0.25 = 25.00
    assert_close(cost(&drawing(vec![component(1, "azure_cosmos_db")], &[]), &[]).total_dollars, 258.6);
}

#[test]
fn what_stores_for_us_keeps_its_copies_for_free() {
    let mut store = component(1, "object_storage");
    store.placements[0].replicas = 3;
    // 1,000 GB × $0.023, once.
    assert_close(cost(&drawing(vec![store], &[]), &[]).total_dollars, 23.0);
}

#[test]
fn a_pod_pays_for_its_share_of_a_node() {
    // 0.5 vCPU × 730 × 0.04048 = 14.78; 0.5 GB × 730 × 0.004445 = 1.62
    assert_close(cost(&drawing(vec![component(1, "k8s_pod")], &[]), &[]).total_dollars, 16.3976);
}

#[test]
fn what_is_free_costs_zero() {
    let cost = cost(&drawing(vec![component(1, "client")], &[]), &[]);
    assert!(cost.total_dollars.is_sign_positive() && cost.total_dollars == 0.0);
}

#[test]
fn the_total_is_the_sum_of_its_lines() {
    let kinds: Vec<_> = Kind::all().enumerate().collect();
    let components = kinds.iter().map(|(i, it)| component(u32::try_from(*i).unwrap(), it.id)).collect();
    let rates: Vec<_> = kinds.iter().map(|(i, _)| (u32::try_from(*i).unwrap(), 7.0)).collect();
    let cost = cost(&drawing(components, &[]), &rates);
    let lines: f64 = cost.components.values().flat_map(|it| &it.items).map(|it| it.dollars).sum();
    assert_close(cost.total_dollars, lines);
    assert!(cost.total_dollars.is_finite() && cost.total_dollars > 1000.0);
}
