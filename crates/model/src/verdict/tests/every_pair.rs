//! What holds for all pairs of kinds, and how fast.

use crate::{
    architecture::{Architecture, ComponentId},
    catalog::{Kind, Role},
    notation,
    text::Texts,
    verdict::{Level, Verdict, relations_between, verdict, verdicts_from, verdicts_to, why},
};

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
        for (to, before) in verdicts_from(&document, store.id) {
            if role(to) == Role::Broker {
                n_pairs += 1;
                assert_eq!(before.level, Level::Warning);
                let after = document.edited(&before.fix.unwrap().edit).unwrap();
                assert_eq!(verdict(&after, store.id, to).level, Level::Possible);
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

#[test]
fn cautions_and_ways_out_are_of_the_pairs_that_they_are_meant_for() {
    let bare = ["api_server", "web_server", "microservice", "grpc_server", "auth_service", "k8s_pod"];
    for from in Kind::all() {
        for to in Kind::all() {
            let is_user = from.role == Role::User;
            let expected = match () {
                () if from.id == "wasm_runtime" && to.id == "database_sql" => {
                    Some("verdict-many-connections")
                }
                () if is_user && bare.contains(&to.id) => Some("verdict-single-origin"),
                () if is_user && to.role == Role::ObjectStore => Some("verdict-open-bucket"),
                () => None,
            };
            assert_eq!(why::caution(from, to).map(|it| it.text), expected, "{} -> {}", from.id, to.id);
        }
    }
    let kind = |id| Kind::find(id).unwrap();
    for (from, to) in [("client", "nat_gateway"), ("nat_gateway", "api_server")] {
        let refusal = why::refused_kinds(kind(from), kind(to)).map(|it| it.text);
        assert_eq!(refusal, Some("verdict-nat-leads-out"), "{from} -> {to}");
    }
    assert!(why::refused_kinds(kind("api_server"), kind("nat_gateway")).is_none());
}
