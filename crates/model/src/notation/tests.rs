use expect_test::{Expect, expect};

use super::{parse, print};
use crate::{Relation, Workload, connection::Condition};

#[track_caller]
fn check_print(text: &str, expected: Expect) {
    let document = parse(text).unwrap();
    let printed = print(&document);
    expected.assert_eq(&printed);
    let again = parse(&printed).unwrap();
    assert_eq!(print(&again), printed, "printing is stable");
    assert_eq!(again.components.len(), document.components.len());
    assert_eq!(again.connections, document.connections);
    for (a, b) in again.components.iter().zip(&document.components) {
        assert_eq!(
            (a.id, a.kind, &a.name, &a.params, &a.workload),
            (b.id, b.kind, &b.name, &b.params, &b.workload)
        );
        let places = |it: &crate::Component| it.placements.iter().map(|p| p.replicas).collect::<Vec<_>>();
        assert_eq!(places(a), places(b));
    }
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    assert_eq!(parse(text).unwrap_err().to_string(), expected);
}

#[test]
fn chains_and_relations() {
    check_print(
        "phone:client -> api:api_server -> orders:database_sql; api -> cache:cache_redis; api -observe-> mon:monitoring; queue -consume-> w:worker",
        expect![[r#"
            phone:client
            api
            orders:database_sql
            cache
            mon:monitoring
            queue
            w:worker
            phone -> api
            api -> orders
            api -> cache
            api -> mon
            queue -> w
        "#]],
    );
}

#[test]
fn a_kind_may_be_said_at_any_mention() {
    let document = parse("orders -> lines\norders:api; lines:db").unwrap();
    let ids: Vec<_> = document.components.iter().map(|it| it.kind.id).collect();
    assert_eq!(ids, ["api_server", "database_sql"]);
}

#[test]
fn policies_survive() {
    check_print(
        "phone:client -> api -> cache; api -{on={miss_of=cache}, timeout_millis=200, attempts=3}-> db; \
         api -{breaker={failures=5, open_secs=1.5}, step=2}-> api2:api; api2 -{on={class=checkout}}-> db2:db",
        expect![[r#"
            phone:client
            api
            cache
            db
            api2:api_server
            db2:database_sql
            phone -> api
            api -> cache
            api -{attempts=3, on={miss_of=cache}, timeout_millis=200}-> db
            api -{breaker={failures=5, open_secs=1.5}, step=2}-> api2
            api2 -{on={class=checkout}}-> db2
        "#]],
    );
}

#[test]
fn a_miss_names_the_lookup_of_the_same_caller() {
    let document = parse("a:api -> cache; b:api -> cache; b -{on={miss_of=cache}}-> db").unwrap();
    let lookup = &document.connections[1];
    assert_eq!(document.connections[2].policy.on, Condition::OnMissOf(lookup.id));
}

#[test]
fn traffic_of_a_source() {
    check_print(
        "a:client{per_sec=500}; b:client{users=20, think_secs=0.5}; c:client{per_sec=10, writes=0}; d:client{writes=0.5}",
        expect![[r#"
            a:client{per_sec=500}
            b:client{users=20, think_secs=0.5}
            c:client{per_sec=10, writes=0}
            d:client{writes=0.5}
        "#]],
    );
    assert_eq!(parse("client").unwrap().components[0].workload, Some(Workload::default()));
}

#[test]
fn zones_hold_replicas() {
    check_print(
        "[eu-west: [a: api*2, db]; [b: api*2]]; [network private: cache]; client -> api -> db; api -> cache",
        expect![[r#"
            api
            db
            cache
            client
            client -> api
            api -> db
            api -> cache
            [eu-west: [a: api*2, db]; [b: api*2]]
            [network private: cache]
        "#]],
    );
}

#[test]
fn zones_enclose_their_members_and_do_not_overlap() {
    let document =
        parse("client -> lb -> api -> db; [eu: [a: lb, api, db]; [b: api*2, cache]]; [us: mon:monitoring]")
            .unwrap();
    for component in &document.components {
        if let Some(zone) = component.zone().and_then(|it| document.zone(it)) {
            assert!(zone.rect.encloses(&component.rect()), "{} in {}", component.name, zone.name);
        }
        for other in document.components.iter().filter(|it| it.id != component.id) {
            assert!(!component.rect().overlaps(&other.rect()), "{} over {}", component.name, other.name);
        }
    }
    for zone in &document.zones {
        for other in document.zones.iter().filter(|it| it.id != zone.id) {
            let nested = document.zones_around(zone.parent).iter().any(|it| it.id == other.id)
                || document.zones_around(other.parent).iter().any(|it| it.id == zone.id);
            assert_eq!(zone.rect.overlaps(&other.rect), nested, "{} and {}", zone.name, other.name);
        }
    }
}

#[test]
fn names_of_all_sorts() {
    check_print(
        r#""Orders (eu)":db; api -> "Orders (eu)"; api#2:api; x:?quantum_store; api#2 -> "say \"hi\"":worker"#,
        expect![[r#"
            "Orders (eu)":database_sql
            api
            api#2
            x:?quantum_store
            "say \"hi\"":worker
            api -> "Orders (eu)"
            api#2 -> "say \"hi\""
        "#]],
    );
}

#[test]
fn cycles_are_laid_out() {
    let document = parse("a:api -> b:api -> c:api -> a").unwrap();
    assert_eq!(document.connections.len(), 3);
    assert!(document.components[0].at.x < document.components[1].at.x);
}

#[test]
fn an_unusual_relation_is_kept() {
    let document = parse("monitoring -call-> api").unwrap();
    assert_eq!(document.connections[0].relation, Relation::Call);
}

#[test]
fn errors_say_where() {
    check_error("client -> ", "line 1, column 11: expected the name of a component, found the end");
    check_error("client -> x:nonsense", "line 1, column 11: `nonsense` is no kind of component");
    check_error("client\n -> x", "line 2, column 2: expected the name of a component, found `->`");
    check_error("client -> x", "line 1, column 11: `x` is not described anywhere; write `x:kind`");
    check_error("client -likes-> api", "line 1, column 8: `likes` is no relation");
    check_error("client -{speed=3}-> api", "line 1, column 10: `speed` is no field of a connection's policy");
    check_error(
        "client -{step=2, attempts=many}-> api",
        "line 1, column 18: `attempts` cannot have this value: invalid type: string \"many\", expected u32",
    );
    check_error(
        "api{slots=none}",
        "line 1, column 5: `slots` cannot have this value: no whole number in range",
    );
    check_error("a:api -> a", "line 1, column 10: a component cannot be connected to itself");
    check_error("a:api; a:db", "line 1, column 8: `a` is `api` earlier and `db` here");
    check_error("\"api", "line 1, column 1: a quoted text is not closed");
    check_error(
        "api -{on={miss_of=cache}}-> db",
        "line 1, column 11: there is no connection from `api` to `cache` whose miss could be meant",
    );
    check_error("api{wings=2}", "line 1, column 5: `api_server` has no parameter `wings`");
    check_error("[a: api", "line 1, column 8: expected `]`, found the end");
    check_error("api]", "line 1, column 4: expected `;` or the end, found `]`");
}
