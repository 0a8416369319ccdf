//! What holds for all rules together.

use std::time::Instant;

use expect_test::expect;

use super::say;
use crate::{
    architecture::Architecture,
    catalog::Kind,
    edit::Edit,
    finding::{Severity, Suppression},
    notation,
    rules::{RULES, check},
    text::{Message, Texts},
    verdict::{self, Level},
};

#[test]
fn ids_are_file_names_in_order() {
    let ids: Vec<_> = RULES.iter().map(|it| it.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for rule in RULES {
        let path = format!("{}/src/rules/{}.rs", env!("CARGO_MANIFEST_DIR"), rule.id.replace('-', "_"));
        assert!(std::path::Path::new(&path).exists(), "{path}");
        assert!(Texts::english().has(&format!("rule-{}-reason", rule.id)));
    }
}

#[test]
fn sources_have_a_title_and_a_safe_address() {
    for source in RULES.iter().filter_map(|it| it.source) {
        assert!(source.url.starts_with("https://") && !source.title.is_empty(), "{source:?}");
    }
}

#[test]
fn what_a_person_lives_with_is_marked_and_stays() {
    let drawing =
        notation::parse("client -> lb -> api*2 -> db -> jobs:queue -> worker; api -> monitoring").unwrap();
    let finding = check(&drawing).into_iter().find(|it| it.rule == "single-point-of-failure").unwrap();
    let suppression =
        Suppression { rule: finding.rule.into(), place: finding.places[0], reason: "a prototype".into() };
    let after = drawing.edited(&Edit::Suppress(suppression)).unwrap();
    expect![[r#"
        warning change-capture-off at db -> jobs: db is to publish its changes to jobs, but change data capture is off
          fix: Turn change data capture on at db
        warning single-point-of-failure at db: db is a single point of failure: when it is down, requests of client fail, and nothing reaches jobs and worker
          suppressed: a prototype
          fix: Run 2 replicas of db
    "#]].assert_eq(&say(&after, &check(&after)));
}

#[test]
fn what_a_person_lives_with_is_one_finding_at_one_place() {
    let drawing = notation::parse("client -> a:api -> b:db; a -> c:db; a -> partner:external_api").unwrap();
    let finding = check(&drawing).into_iter().find(|it| it.rule == "single-point-of-failure").unwrap();
    let same_rule = check(&drawing).iter().filter(|it| it.rule == finding.rule).count();
    let same_place = check(&drawing).iter().filter(|it| it.places.first() == finding.places.first()).count();
    assert!(same_rule > 1 && same_place > 1, "{same_rule} {same_place}");
    let suppression =
        Suppression { rule: finding.rule.into(), place: finding.places[0], reason: "a prototype".into() };
    let after = drawing.edited(&Edit::Suppress(suppression)).unwrap();
    let accepted: Vec<_> = check(&after).into_iter().filter(|it| it.suppressed.is_some()).collect();
    assert_eq!(accepted.len(), 1);
    assert_eq!((accepted[0].rule, &accepted[0].places), (finding.rule, &finding.places));
}

#[test]
fn what_a_fix_adds_stands_beside_what_it_belongs_to() {
    let mut said = String::new();
    for (rule, drawing) in [
        ("broker-without-consumer", "client -> api -> jobs:queue"),
        ("worker-without-queue", "resize:worker -> objects"),
        ("no-monitoring", "client -> lb -> api -> db; api -> cache"),
        (
            "no-secret-store",
            "client{per_sec=900} -> lb -> a:api -> db; lb -> b:api -> db; lb -> c:api -> db; lb -> d:api -> db",
        ),
        ("nothing-sends-traffic", "api -> db"),
        ("client-reaches-store", "client -> db"),
        ("single-public-origin", "client{per_sec=900} -> api -> db"),
    ] {
        let before = notation::parse(drawing).unwrap();
        let finding =
            check(&before).into_iter().find(|it| it.rule == rule).unwrap_or_else(|| panic!("{rule}"));
        let after = before.edited(&finding.fixes[0].edit).unwrap();
        said += &format!("{rule}\n");
        for it in &after.components {
            let sign = if before.component(it.id).is_none() { '+' } else { ' ' };
            said += &format!("{sign} {} at {}, {}\n", it.name, it.at.x, it.at.y);
        }
    }
    expect![[r#"
        broker-without-consumer
          client at 0, 0
          api at 272, 0
          jobs at 544, 0
        + worker at 816, 0
        worker-without-queue
          resize at 0, 0
          objects at 272, 0
        + queue at -272, 0
        no-monitoring
          client at 0, 0
          lb at 272, 0
          api at 544, 0
          db at 816, 0
          cache at 816, 120
        + monitoring at 1088, 0
        no-secret-store
          client at 0, 0
          lb at 272, 0
          a at 544, 0
          db at 816, 0
          b at 544, 120
          c at 544, 240
          d at 544, 360
        + secret manager at 1088, 360
        nothing-sends-traffic
          api at 0, 0
          db at 272, 0
        + client at -272, 0
        client-reaches-store
          client at 0, 0
          db at 272, 0
        + api server at 136, 96
        single-public-origin
          client at 0, 0
          api at 272, 0
          db at 544, 0
        + load balancer at 136, 96
    "#]]
    .assert_eq(&said);
}

#[test]
fn worst_first_then_by_rule_and_place() {
    let drawing = notation::parse(
        "client -> db; b:client -> cache; lb -call-> cache; x:?laser; y:?laser; z:search; api -> jobs:queue",
    )
    .unwrap();
    let findings = check(&drawing);
    let keys: Vec<_> = findings.iter().map(|it| (it.severity, it.rule, it.places.clone())).collect();
    assert!(keys.is_sorted());
    assert_eq!(findings.first().map(|it| it.severity), Some(Severity::Error));
    assert_eq!(findings, check(&drawing));
}

/// What cannot be drawn is an error in a file, and nothing else is.
#[test]
fn verdict_and_findings_agree_on_every_pair_of_kinds() {
    for from in Kind::all() {
        for to in Kind::all() {
            let drawing = notation::parse(&format!("a:{}; b:{}", from.id, to.id)).unwrap();
            let (a, b) = (drawing.components[0].id, drawing.components[1].id);
            let verdict = verdict::verdict(&drawing, a, b);
            let drawn = notation::parse(&format!("a:{} -> b:{}", from.id, to.id)).unwrap();
            let errors: Vec<_> = check(&drawn)
                .into_iter()
                .filter(|it| {
                    ["impossible-connection", "client-reaches-store", "public-store", "wrong-relation"]
                        .contains(&it.rule)
                })
                .collect();
            let expected = usize::from(verdict.level == Level::Impossible);
            assert_eq!(errors.len(), expected, "{} -> {}: {}", from.id, to.id, say(&drawn, &errors));
            for fix in errors.iter().flat_map(|it| &it.fixes) {
                drawn.edited(&fix.edit).unwrap();
            }
        }
    }
}

#[test]
fn every_fix_can_be_applied_and_says_what_it_does() {
    for drawing in [
        "client{per_sec=900} -{timeout_millis=100, attempts=3}-> api -{attempts=3, jitter=none}-> db -> jobs:queue; \
         api -> cache; api -> partner:external_api; monitoring -call-> api; client -> search; lone:worker -> db",
        "lb -> api -> db; [eu: [a: api*4, db]; [b: lb]]; graph:database_graph*2",
        "client{per_sec=900} -> cdn -> db; cdn -> cache; api -call-> logging; api -> db; api -> db",
    ] {
        let document = notation::parse(drawing).unwrap();
        for finding in check(&document) {
            for fix in &finding.fixes {
                Texts::english().try_say(&fix.label).unwrap();
                assert_ne!(
                    document.edited(&fix.edit).as_ref(),
                    Ok(&document),
                    "{} changes nothing",
                    fix.label.id
                );
            }
        }
    }
}

/// A drawing of every kind, connected as the table allows, with zones and traffic.
fn large(n_components: usize, n_connections: usize) -> Architecture {
    let mut text = String::from("[r: [a: ]; [b: ]];");
    let kinds = ["client", "lb", "gateway", "api", "api", "cache", "db", "queue", "worker", "api"];
    for n in 0..n_components {
        text += &format!("c{n}:{}*{};", kinds[n % kinds.len()], 1 + n % 3);
    }
    let kind = |n: usize| notation::kind_named(kinds[n % kinds.len()]).unwrap();
    let (mut n, mut drawn) = (0_usize, 0);
    while drawn < n_connections {
        let (from, to) = (n % n_components, (n * 31 + n / n_components * 7 + 1) % n_components);
        if from != to && !verdict::relations_between(kind(from), kind(to)).is_empty() {
            text += &format!("c{from} -{{timeout_millis=500, attempts=2}}-> c{to};");
            drawn += 1;
        }
        n += 1;
    }
    notation::parse(&text).unwrap()
}

#[test]
fn a_large_drawing_is_checked() {
    let drawing = large(1_000, 2_000);
    let best = (0..5)
        .map(|_| {
            let before = Instant::now();
            assert!(!check(&drawing).is_empty());
            before.elapsed()
        })
        .min();
    eprintln!("1,000 components, 2,000 connections, {} findings: {best:?}", check(&drawing).len());
}

#[test]
fn circles_and_hostile_sizes_come_to_an_end() {
    // Every service calls every other one.
    let mut text = String::from("client -> s0;");
    for from in 0..60 {
        text += &format!("s{from}:api;");
        for to in (0..60).filter(|it| *it != from) {
            text += &format!("s{from} -{{attempts=3, timeout_millis=10}}-> s{to};");
        }
    }
    assert!(check(&notation::parse(&text).unwrap()).iter().any(|it| it.rule == "call-cycle"));
}

#[test]
fn an_empty_drawing_has_no_findings() {
    assert_eq!(check(&Architecture::default()), []);
}

#[test]
fn texts_name_every_form() {
    // Forms that no other test happens to show.
    let with = |id: &'static str| {
        Message::new(id).with("first", "a").with("count", 1_u32).with("zone", "b").with("name", "c")
    };
    for id in ["rule-names-more", "fix-spread", "fix-add-monitoring"] {
        Texts::english().try_say(&with(id)).unwrap();
    }
}
