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
