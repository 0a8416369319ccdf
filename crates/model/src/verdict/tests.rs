use expect_test::{Expect, expect};

use super::{Level, Verdict, relations_between, verdict, verdicts_from, verdicts_to};
use crate::{
    architecture::{Architecture, ComponentId},
    catalog::Kind,
    notation,
    text::Texts,
};

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

#[test]
fn secret_stores_report_to_monitoring_and_to_nothing_else() {
    let document = all_kinds();
    let secrets = document.components.iter().find(|it| it.kind.id == "secret_manager").unwrap().id;
    let verdicts = verdicts_from(&document, secrets);
    let possible: Vec<_> = verdicts
        .iter()
        .filter(|(_, it)| it.level != Level::Impossible)
        .map(|(id, _)| document.component(*id).unwrap().kind.id)
        .collect();
    assert_eq!(possible, ["monitoring"]);
}

#[test]
fn every_store_needs_capture_for_every_broker() {
    let document = all_kinds();
    let role = |id: ComponentId| document.component(id).unwrap().kind.role;
    let mut n_pairs = 0;
    for store in document.components.iter().filter(|it| it.kind.param("cdc").is_some()) {
        for (to, verdict) in verdicts_from(&document, store.id) {
            if role(to) == crate::catalog::Role::Broker {
                n_pairs += 1;
                assert_eq!(verdict.level, Level::Warning);
                let after = document.edited(&verdict.fix.unwrap().edit).unwrap();
                assert_eq!(super::verdict(&after, store.id, to).level, Level::Possible);
            }
        }
    }
    assert!(n_pairs >= 25, "{n_pairs}");
}

#[test]
fn every_reason_has_its_words() {
    let document = all_kinds();
    let texts = Texts::english();
    for component in &document.components {
        for (_, verdict) in verdicts_from(&document, component.id) {
            assert_eq!(verdict.level == Level::Impossible, verdict.relations.is_empty());
            assert_eq!(verdict.level == Level::Possible, verdict.why.is_none());
            if let Some(why) = verdict.why {
                texts.try_say(&why).unwrap();
                assert_ne!(why.id, "verdict-makes-no-sense", "{why:?} deserves a reason of its own");
            }
        }
    }
}

#[test]
fn dragging_from_either_end_gives_the_same_verdict() {
    let document = notation::parse(
        "client -> lb -> a:api -> db; a -> cache; a -> b:api -> c:api; queue -> worker; sidecar; monitoring",
    )
    .unwrap();
    for from in &document.components {
        for to in &document.components {
            let single = verdict(&document, from.id, to.id);
            let find =
                |all: Vec<(ComponentId, Verdict)>, id| all.into_iter().find(|it| it.0 == id).unwrap().1;
            assert_eq!(find(verdicts_from(&document, from.id), to.id), single);
            assert_eq!(find(verdicts_to(&document, to.id), from.id), single);
        }
    }
}

#[test]
fn every_role_can_be_connected() {
    for kind in Kind::all() {
        let starts = Kind::all().any(|it| !relations_between(kind, it).is_empty());
        let takes = Kind::all().any(|it| !relations_between(it, kind).is_empty());
        assert!(starts || takes, "{kind:?}");
    }
}

/// One component of each kind, unconnected.
fn all_kinds() -> Architecture {
    let text: Vec<_> = Kind::all().map(|it| format!("{0}:{0}", it.id)).collect();
    notation::parse(&text.join(";")).unwrap()
}

#[test]
fn five_thousand_components_are_judged_while_the_pointer_moves() {
    let kinds: Vec<_> = Kind::all().collect();
    let mut text = String::new();
    for n in 0..5_000 {
        text += &format!("c{n}:{};", kinds[n % kinds.len()].id);
    }
    for n in 0..10_000 {
        let (from, to) = (n % 5_000, (n * 7 + 1) % 5_000);
        if from != to {
            text += &format!("c{from} -call-> c{to};");
        }
    }
    let document = notation::parse(&text).unwrap();
    let start = document.components[0].id;
    let best = (0..20)
        .map(|_| {
            let before = std::time::Instant::now();
            assert_eq!(verdicts_from(&document, start).len(), 5_000);
            before.elapsed()
        })
        .min();
    eprintln!("verdicts on 5,000 components: {best:?}");
    // Unoptimized and on a busy machine; optimized it is ten times faster.
    assert!(best < Some(std::time::Duration::from_millis(100)));
}
