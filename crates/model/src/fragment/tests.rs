//! Parts of a drawing, to text and back.

use expect_test::expect;

use super::*;

const EVERY_FIELD: &str = include_str!("../../../../tests/files/every-field.json");

fn drawing() -> Architecture {
    file::load(EVERY_FIELD).expect("it is readable").architecture
}

#[test]
fn a_copy_is_readable_and_whole() {
    let items = [Item::Component(ComponentId(2)), Item::Component(ComponentId(4))];
    // The cache stays behind, so the query behind it is no longer on a miss; the zones stay, so replicas add up.
    expect![[r#"
        {
          "plimsoll": 2,
          "components": [
            {
              "id": 2,
              "kind": "api_server",
              "name": "API",
              "at": { "x": 260, "y": 40 },
              "placements": [{ "replicas": 3 }]
            },
            { "id": 4, "kind": "database_sql", "name": "Orders", "at": { "x": 520, "y": 140 } }
          ],
          "connections": [
            {
              "id": 7,
              "from": 2,
              "to": 4,
              "relation": "call",
              "policy": {
                "step": 2,
                "probability": 0.5,
                "calls_per_request": 2,
                "timeout_spread": "exponential",
                "timeout_until": "begun",
                "cancel_on_timeout": true,
                "backoff_base_millis": 50,
                "backoff_cap_millis": 1000,
                "jitter": "none",
                "retry_budget": 0.1,
                "breaker": {
                  "failures": 3,
                  "open_secs": 10,
                  "ratio": 0.5,
                  "window_secs": 20,
                  "min_calls": 5,
                  "probes": 3
                },
                "bulkhead": {
                  "calls": 20,
                  "queue_limit": 100,
                  "max_wait_millis": 500,
                  "adaptive_limit_millis": 80
                },
                "hedge": { "after_millis": 50 },
                "propagate_deadline": true,
                "enough": 2,
                "latency_millis": 0.25,
                "weight": 2,
                "synchronous": true,
                "collection": "scrape",
                "sample_ratio": 0.01
              }
            }
          ]
        }
    "#]]
    .assert_eq(&copy(&drawing(), &items));
}

#[test]
fn a_zone_brings_what_lies_in_it() {
    let copied = file::load(copy(&drawing(), &[Item::Zone(ZoneId(10))])).expect("it is a file");
    let names: Vec<_> = copied.architecture.zones.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Frankfurt", "a", "b", "Private", "Rack 4"]);
    assert_eq!(copied.architecture.components.len(), 1);
    assert_eq!(copied.notices, vec![]);
}

#[test]
fn pasting_gives_fresh_ids_and_keeps_inner_connections() {
    let before = drawing();
    let items = [1, 2, 3, 4, 12].map(|it| Item::Component(ComponentId(it)));
    let text = copy(&before, &items);
    let pasted = paste(&before, &text, PasteAt::Offset(Point::new(0.0, 1000.0)), None).expect("it pastes");
    assert_eq!(pasted.items.len(), 8);
    let after = before.edited(&pasted.edit).expect("ids are free");
    assert_eq!(after.next_id, before.next_id + 8);
    let copied = &after.connections[before.connections.len()..];
    assert_eq!(copied.len(), 3);
    assert_eq!(copied[2].policy.on, Condition::OnMissOf(copied[1].id));
    assert!(copied.iter().all(|it| it.from.0 >= before.next_id && it.to.0 >= before.next_id));
    assert_eq!(after.components[before.components.len() + 1].at, Point::new(260.0, 1040.0));
}

#[test]
fn what_lands_in_a_zone_is_placed_there() {
    let before = drawing();
    let text = copy(&before, &[Item::Component(ComponentId(4))]);
    let pasted = paste(&before, &text, PasteAt::Center(Point::new(340.0, 280.0)), None).expect("it pastes");
    let after = before.edited(&pasted.edit).expect("ids are free");
    let new = after.components.last().expect("one was added");
    assert_eq!(new.zone(), Some(ZoneId(8)));
    assert_eq!(new.rect().center(), Point::new(340.0, 280.0));
}

#[test]
fn a_file_of_version_1_can_be_pasted_where_such_files_can_be_read() {
    let text = include_str!("../../../../tests/files/version-1-shop.json");
    let pasted = paste(&drawing(), text, PasteAt::Offset(Point::default()), Some(Older::ALL));
    assert!(pasted.is_ok_and(|it| it.items.len() > 6));
    let refused = paste(&drawing(), text, PasteAt::Offset(Point::default()), None);
    assert_eq!(refused, Err(PasteError::NotADrawing(LoadError::OlderVersion)));
}

#[test]
fn other_text_is_refused_politely() {
    let say = |text: &str| {
        let refused = paste(&drawing(), text, PasteAt::Offset(Point::default()), None).expect_err("refused");
        crate::text::Texts::english().say(&refused.message())
    };
    expect!["The clipboard holds no part of a drawing"].assert_eq(&say("Dear all, {}"));
    expect!["The clipboard holds no part of a drawing"].assert_eq(&say("{\"a\": 1}"));
    expect!["The clipboard holds a drawing without any component or zone"]
        .assert_eq(&say("{\"plimsoll\": 2, \"components\": []}"));
    expect!["The file is nested more than 64 levels deep; a drawing needs fewer than ten"]
        .assert_eq(&say(&"[".repeat(1000)));
    let many = format!("{{\"plimsoll\": 2, \"components\": [{}{{}}]}}", "{},".repeat(9_998));
    expect!["The file has 10,013 components; up to 10,000 can be read. Split the drawing"]
        .assert_eq(&say(&many));
}
