use expect_test::{Expect, expect};

use super::{Level, Verdict, verdict};
use crate::{notation, text::Texts};

mod every_pair;
mod original_pairs;

/// The verdict on connecting the first component of the drawing with the second, in words.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let document = notation::parse(text).unwrap();
    let found = verdict(&document, document.components[0].id, document.components[1].id);
    expected.assert_eq(&say(&found));
}

#[track_caller]
fn say(verdict: &Verdict) -> String {
    let texts = Texts::english();
    let level = match verdict.level {
        Level::Possible => "possible",
        Level::Warning => "warning",
        Level::Impossible => "impossible",
    };
    let relations = |of: &[crate::Relation]| of.iter().map(|it| it.id()).collect::<Vec<_>>().join(", ");
    let mut said = format!("{level}: {}\n", relations(&verdict.relations));
    if let Some(why) = &verdict.why {
        said += &format!("  {}\n", texts.try_say(why).unwrap());
    }
    if let Some(fix) = &verdict.fix {
        said += &format!("  fix: {}\n", texts.try_say(&fix.label).unwrap());
    }
    if verdict.reverse_is_right() {
        said += &format!("  reversed: {}\n", relations(&verdict.reversed));
    }
    said
}

#[test]
fn services_report_to_monitoring() {
    check(
        "api; monitoring",
        expect![[r#"
        possible: observe
    "#]],
    );
}

#[test]
fn monitoring_does_not_call_services() {
    check(
        "monitoring; api",
        expect![[r#"
        impossible: 
          Telemetry is drawn towards the collector; monitoring does not call api
          reversed: observe
    "#]],
    );
}

#[test]
fn caches_report_to_monitoring() {
    check(
        "cache; monitoring",
        expect![[r#"
        possible: observe
    "#]],
    );
}

#[test]
fn caches_do_not_ask_databases() {
    check(
        "cache; db",
        expect![[r#"
        impossible: 
          cache is a cache and does not ask db: after a miss, the service does (cache-aside)
          fix: Make cache a read-through cache that asks db itself
    "#]],
    );
}

#[test]
fn a_read_through_cache_asks_its_database() {
    check(
        "cache{cache_mode=read_through}; db",
        expect![[r#"
        possible: call
    "#]],
    );
}

#[test]
fn logging_feeds_monitoring() {
    check(
        "logging; monitoring",
        expect![[r#"
        possible: observe
          reversed: observe
    "#]],
    );
}

#[test]
fn a_database_publishes_its_changes() {
    check(
        "db{cdc=true}; queue",
        expect![[r#"
        possible: publish
    "#]],
    );
}

#[test]
fn without_change_data_capture_there_is_nothing_to_publish() {
    check(
        "db; queue",
        expect![[r#"
        warning: publish
          db hands no changes to queue while change data capture is off
          fix: Turn change data capture on at db
    "#]],
    );
}

#[test]
fn services_fetch_secrets() {
    check(
        "api; secrets",
        expect![[r#"
        possible: secret
    "#]],
    );
    check(
        "secrets; api",
        expect![[r#"
        impossible: 
          secrets is asked for secrets and only reports who asked: connect it to monitoring
          reversed: secret
    "#]],
    );
}

#[test]
fn a_service_speaks_through_its_sidecar() {
    check(
        "microservice; sidecar",
        expect![[r#"
        possible: call
          reversed: call
    "#]],
    );
    check(
        "sidecar; service_mesh",
        expect![[r#"
        possible: control
          reversed: control, deploy
    "#]],
    );
    check(
        "service_mesh; sidecar",
        expect![[r#"
        possible: control, deploy
          reversed: control
    "#]],
    );
}

#[test]
fn code_asks_a_pool_for_connections_to_a_database() {
    check(
        "lambda; pool:connection_pool",
        expect![[r#"
        possible: call
    "#]],
    );
    check(
        "pool:connection_pool; db",
        expect![[r#"
        possible: call
    "#]],
    );
    check(
        "pool:connection_pool; api",
        expect![[r#"
        impossible: 
          pool lends connections to a database; api is none
          reversed: call
    "#]],
    );
    check(
        "lb; pool:connection_pool",
        expect![[r#"
        impossible: 
          lb has no queries of its own: services, workers and functions ask pool for a connection
    "#]],
    );
}

#[test]
fn clients_never_reach_a_database() {
    check(
        "phone:client; orders:db",
        expect![[r#"
        impossible: 
          phone never talks to orders directly: put a service between that checks who asks for what
    "#]],
    );
    check(
        "orders:db; phone:client",
        expect![[r#"
        impossible: 
          phone starts requests and takes none; answers go back over its own connection
    "#]],
    );
}

#[test]
fn balancers_call_no_cache() {
    check(
        "lb; cache",
        expect![[r#"
        impossible: 
          lb spreads requests over services and does not speak to cache; the service behind it does
    "#]],
    );
}

#[test]
fn workers_take_from_queues() {
    check(
        "api; worker",
        expect![[r#"
        impossible: 
          worker takes its work from a queue: put one between
    "#]],
    );
    check(
        "worker; queue",
        expect![[r#"
        possible: publish
          reversed: consume
    "#]],
    );
    check(
        "queue; worker",
        expect![[r#"
        possible: consume
          reversed: publish
    "#]],
    );
}

#[test]
fn a_second_connection_of_the_same_relation_is_refused() {
    check(
        "api -> db",
        expect![[r#"
        impossible: 
          api is already connected to db
    "#]],
    );
    check(
        "api -observe-> tracing; api -call-> tracing",
        expect![[r#"
        impossible: 
          api is already connected to tracing
    "#]],
    );
}

#[test]
fn a_call_that_closes_a_circle_is_warned_of() {
    check(
        "a:api; b:api; b -> c:api -> a",
        expect![[r#"
        warning: call
          b already waits for a, directly or through others: calls in a circle can wait for each other
          reversed: call
    "#]],
    );
    // A push message to a phone closes none.
    check(
        "client; api; api -> notification -> mobile",
        expect![[r#"
        warning: call
          api alone is what client sees: a balancer or gateway in front lets you add, replace and protect servers
    "#]],
    );
}

#[test]
fn a_single_public_origin_is_warned_of() {
    check(
        "client; web",
        expect![[r#"
        warning: call
          web alone is what client sees: a balancer or gateway in front lets you add, replace and protect servers
    "#]],
    );
}

#[test]
fn an_unknown_kind_can_be_anything() {
    check(
        "x:?quantum_store; api",
        expect![[r#"
        possible: call, publish, consume, replicate, observe, secret, deploy, control
          reversed: call, publish, consume, replicate, observe, secret, deploy, control
    "#]],
    );
}

#[test]
fn stores_of_one_kind_replicate() {
    check(
        "a:db; b:db",
        expect![[r#"
        possible: replicate
          reversed: replicate
    "#]],
    );
    check(
        "db; nosql",
        expect![[r#"
        impossible: 
          Replicas are of one kind; to copy from db to nosql, publish the changes and let a worker write them
    "#]],
    );
}

#[test]
fn a_component_is_not_connected_to_itself() {
    let document = notation::parse("api").unwrap();
    let api = document.components[0].id;
    expect![[r#"
        impossible: 
          A component cannot be connected to itself
    "#]]
    .assert_eq(&say(&verdict(&document, api, api)));
}
