//! Bills worked out by hand.

use super::*;
use crate::{
    architecture::{ConnectionId, ZoneId},
    catalog::{Kind, Provenance},
    component::Value,
    connection::Connection,
    geometry::{Point, Rect, Size},
    planning::Discounts,
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
    let requests_per_sec = per_sec.iter().map(|(id, rate)| (ComponentId(*id), *rate)).collect();
    monthly_cost(architecture, &Usage { requests_per_sec, ..Usage::default() })
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

fn number(component: &mut Component, key: &str, number: f64) {
    component.params.insert(key.into(), Value::Number(number));
}

fn text(component: &mut Component, key: &str, text: &str) {
    component.params.insert(key.into(), Value::Text(text.into()));
}

fn zone(id: u32, kind: ZoneKind, parent: Option<u32>, region: Option<&str>) -> Zone {
    let rect = Rect::at(Point::default(), Size::new(10.0, 10.0));
    let region = region.map(str::to_owned);
    Zone { id: ZoneId(id), kind, name: id.to_string(), rect, parent: parent.map(ZoneId), region }
}

#[test]
fn what_is_reserved_is_paid_all_the_time_and_the_rest_as_it_came() {
    let mut api = component(1, "api_server");
    text(&mut api, "scaling", "cpu");
    text(&mut api, "purchase", "one_year");
    text(&mut api, "burst", "spot");
    // scaling_min is 2, and nobody says how many are reserved.
    assert_eq!(api.purchase(), Purchase { reserved: 2, reserved_as: Bought::OneYear, rest: Bought::Spot });
    assert_eq!((api.spot_replicas(6), api.spot_replicas(1)), (2..6, 1..1));
    let usage = Usage {
        replicas: BTreeMap::from([(ComponentId(1), vec![(1, 0.1), (2, 0.5), (6, 0.4)])]),
        ..Usage::default()
    };
    let architecture = drawing(vec![api], &[]);
    let items = monthly_cost(&architecture, &usage).components[&ComponentId(1)].items.clone();
    let found: Vec<_> = items.iter().map(|it| (it.bought, it.quantity.round(), it.dollars)).collect();
    // 2 × 730 h × $0.0416 × 0.63 = 38.26; 4 more for 0.4 of the time: 1,168 h × $0.0416 × 0.35 = 17.01
    assert_eq!(
        found.iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(),
        [(Bought::OneYear, 1460.0), (Bought::Spot, 1168.0)]
    );
    assert_close(found[0].2, 38.264);
    assert_close(found[1].2, 17.006);
}

#[test]
fn a_database_cannot_be_bought_as_spot_and_its_disk_is_never_reserved() {
    let mut database = component(1, "database_sql");
    assert!(database.check_param("purchase", &Value::Text("spot".into())).is_err());
    text(&mut database, "purchase", "three_years");
    // 730 × 0.068 × 0.55 = 27.30; disk: 100 × 0.08 = 8.00
    assert_close(cost(&drawing(vec![database], &[]), &[]).total_dollars, 35.302);
}

#[test]
fn a_contract_of_ones_own_takes_the_place_of_the_list() {
    let mut api = component(1, "api_server");
    text(&mut api, "purchase", "one_year");
    api.params.insert("reserved_replicas".into(), Value::Number(1.0));
    let mut database = component(2, "database_sql");
    text(&mut database, "purchase", "three_years");
    let mut architecture = drawing(vec![api, database], &[]);
    architecture.planning.discounts =
        Discounts { one_year: Some(0.5), spot: Some(0.9), ..Discounts::default() };
    let bought = cost(&architecture, &[]);
    let reserved = &bought.components[&ComponentId(1)].items[0];
    // 730 × $0.0416 × (1 − 0.5)
    assert_close(reserved.dollars, 15.184);
    assert_eq!(reserved.provenance, Provenance::Own);
    // Nobody said anything about three years: 730 × 0.068 × 0.55, and the disk. It is not sold as spot.
    assert_close(bought.components[&ComponentId(2)].total_dollars, 35.302);
    let offer = architecture.components[1].kind.offer().expect("an offer");
    assert_eq!(architecture.price_bought(offer, Bought::Spot), None);
}

/// 100 calls a second from api to store; both have a replica in each of two zones unless moved.
fn apart(change: impl FnOnce(&mut Architecture)) -> Vec<(ChargeKind, f64, f64)> {
    let mut api = component(1, "api_server");
    let mut pages = component(2, "web_server");
    for it in [&mut api, &mut pages] {
        it.placements = [11, 12].map(|zone| Placement { zone: Some(ZoneId(zone)), replicas: 1 }).to_vec();
    }
    let mut architecture = drawing(vec![api, pages], &[(1, 2)]);
    architecture.zones = vec![
        zone(10, ZoneKind::Region, None, Some("us-east")),
        zone(11, ZoneKind::AvailabilityZone, Some(10), None),
        zone(12, ZoneKind::AvailabilityZone, Some(10), None),
        zone(20, ZoneKind::Region, None, Some("ap-south")),
    ];
    change(&mut architecture);
    let calls_per_sec = BTreeMap::from([(ConnectionId(100), 100.0)]);
    let cost = monthly_cost(&architecture, &Usage { calls_per_sec, ..Usage::default() });
    let items = cost.components[&ComponentId(2)].items.iter();
    items
        .filter(|it| matches!(it.kind, ChargeKind::BetweenZones | ChargeKind::BetweenRegions))
        .map(|it| (it.kind, it.quantity, it.dollars))
        .collect()
}

#[test]
fn half_of_the_calls_between_two_zones_cross() {
    // 100/s × 2,628,000 s × 50 kB = 13,140 GB; half of it × $0.02 = $131.40
    let found = apart(|_| ());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, ChargeKind::BetweenZones);
    assert_close(found[0].1, 6570.0);
    assert_close(found[0].2, 131.4);
    let together = apart(|it| it.components[1].placements.truncate(1));
    assert_close(together[0].1, 6570.0);
    let same = apart(|it| it.components.iter_mut().for_each(|it| it.placements.truncate(1)));
    assert_eq!(same, []);
    let nowhere = apart(|it| it.components[0].placements = vec![Placement { zone: None, replicas: 1 }]);
    assert_eq!(nowhere, [], "only known differences count");
}

#[test]
fn another_region_is_paid_at_the_price_of_the_sender() {
    let far =
        apart(|it| it.components[1].placements = vec![Placement { zone: Some(ZoneId(20)), replicas: 1 }]);
    // 13,140 GB × $0.086
    assert_eq!((far.len(), far[0].0), (1, ChargeKind::BetweenRegions));
    assert_close(far[0].2, 1130.04);
}

#[test]
fn a_message_is_paid_by_whoever_hands_it_on() {
    let sent = |relation: Relation| {
        apart(|it| {
            it.connections[0].relation = relation;
            it.components[1].placements = vec![Placement { zone: Some(ZoneId(20)), replicas: 1 }];
        })
    };
    let (called, published) = (sent(Relation::Call), sent(Relation::Publish));
    // A gigabyte from Mumbai is $0.086, one from Virginia $0.02.
    assert_close(called[0].2 / called[0].1, 0.086);
    assert_close(published[0].2 / published[0].1, 0.02);
}

#[test]
fn what_users_send_and_what_others_run_crosses_no_zone_of_ours() {
    let users = |it: &mut Architecture| {
        it.components[0] =
            Component { placements: it.components[0].placements.clone(), ..component(1, "client") };
    };
    assert_eq!(apart(users), []);
}

#[test]
fn writes_go_to_the_first_replica() {
    let database = |it: &mut Architecture| {
        let placements = it.components[1].placements.clone();
        it.components[1] = Component { placements, ..component(2, "database_sql") };
        text(&mut it.components[1], "reads_from", "primary");
        it.components[0].placements.truncate(1);
    };
    // All at the first replica, which is in the caller's zone.
    assert_eq!(apart(database), []);
    let all = apart(|it| {
        database(it);
        it.components[1].params.clear();
    });
    // Half of the reads at the other one; nobody writes. 100/s × 2,628,000 s × 4 kB × 1/2 = 525.6 GB × $0.02
    assert_close(all[0].2, 10.512);
}

#[test]
fn a_queue_hands_out_messages_of_its_own_size() {
    let consume = |it: &mut Architecture| {
        let placements = it.components[0].placements.clone();
        it.components[0] = Component { placements, ..component(1, "gcp_pub_sub") };
        it.connections[0].relation = Relation::Consume;
        number(&mut it.components[0], "payload_kilobytes", 10.0);
    };
    // 100/s × 2,628,000 s × 10 kB / 2 = 1,314 GB × $0.02
    assert_close(apart(consume)[0].2, 26.28);
}
