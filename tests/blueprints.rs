//! Every blueprint: follows the format, lies on the canvas without a mess, is free of errors, and runs.
//!
//! `UPDATE_EXPECT=1` writes each one again as the page would save it.
#![cfg(not(target_arch = "wasm32"))]

use std::{collections::BTreeSet, fs};

use editor::geometry::index::Index;
use expect_test::expect_file;
use model::{
    Architecture, Connection, Relation, Severity,
    catalog::BehaviorKind,
    cost::monthly_cost,
    file,
    graph::Graph,
    link, rules,
    scenario::{Action, ScenarioEvent},
    text::Texts,
};
use serde::Deserialize;
use sim::{estimate, explain::Trigger};

#[path = "blueprints/files.rs"]
mod files;

use files::{folder, load, read, run_for};

/// Free space around every card, in world units.
const GAP: f64 = 60.0;

/// A row of `assets/blueprints/index.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    /// Under which heading it is listed; among the architectures if missing.
    group: Option<String>,
    name: String,
    about: String,
    hint: String,
}

fn index() -> Vec<Entry> {
    let text = fs::read_to_string(folder().join("index.json")).expect("the index exists");
    serde_json::from_str(&text).expect("the index is a list of id, name and about")
}

/// Runs `problems` on every blueprint and lists everything it says.
#[track_caller]
fn check(mut problems: impl FnMut(&str, &Architecture) -> Vec<String>) {
    let found: Vec<_> = index()
        .iter()
        .flat_map(|it| {
            let found = problems(&it.id, &load(&it.id));
            found.into_iter().map(move |problem| format!("{}: {problem}", it.id))
        })
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_index_lists_every_file_and_says_what_it_is() {
    let listed: BTreeSet<_> = index().into_iter().map(|it| format!("{}.json", it.id)).collect();
    let entries = fs::read_dir(folder()).expect("the folder exists");
    let present: BTreeSet<_> = entries
        .map(|it| it.expect("it is readable").file_name().to_string_lossy().into_owned())
        .filter(|it| it.ends_with(".json") && it != "index.json")
        .collect();
    assert_eq!(listed, present);
    assert!(listed.len() >= 8);
    for entry in index() {
        assert!(matches!(entry.group.as_deref(), None | Some("stories")), "{}: no such group", entry.id);
        let drawing = load(&entry.id);
        assert_eq!(entry.name, drawing.name);
        assert!(entry.about.len() > 20 && drawing.note.len() > 100, "{} says too little", entry.id);
    }
}

/// The line over a blueprint that was just opened: what to do, and what to look at.
#[test]
fn each_says_what_to_try_and_what_to_notice() {
    for Entry { id, hint, .. } in index() {
        let has = |words: &[&str]| words.iter().any(|it| hint.contains(it));
        assert!(has(&["Press Run", "press Run", "go on call"]), "{id} does not say what to try: {hint}");
        assert!(has(&["otice", "look at", "compare"]), "{id} does not say what to notice: {hint}");
        // Two lines over the drawing, five on a phone.
        assert!(hint.len() <= 170, "{id} says too much to be read at a glance: {} letters", hint.len());
    }
}

#[test]
fn each_is_written_as_the_page_saves_it() {
    for entry in index() {
        let loaded = file::load(read(&entry.id)).expect("it is readable");
        assert_eq!(loaded.notices, vec![], "{}", entry.id);
        expect_file![folder().join(format!("{}.json", entry.id))]
            .assert_eq(&file::save(&loaded.architecture));
    }
}

#[test]
fn each_follows_the_schema() {
    let schema = include_str!("../docs/schema/plimsoll-2.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    check(|id, _| {
        let json = serde_json::from_str(&read(id)).expect("it is JSON");
        schema.iter_errors(&json).map(|it| format!("{} {it}", it.instance_path())).collect()
    });
}

#[test]
fn each_fits_into_a_short_link() {
    check(|_, drawing| match link::encode(drawing, sim::ENGINE_VERSION) {
        // Half of what the shortest-minded chat programs keep.
        Ok(link) if link.len() <= 2_000 => vec![],
        other => vec![format!("{:?}", other.map(|it| it.len()))],
    });
}

/// Whoever goes on call there would wait for a page in vain.
#[test]
fn somebody_sees_whether_promises_are_kept() {
    check(|_, drawing| {
        let sight = ops::Sight::of(drawing);
        let unseen =
            ops::sight::concerned(drawing).into_iter().flatten().filter(|it| !sight.is_connected(*it));
        unseen.filter_map(|it| Some(drawing.component(it)?.name.clone())).collect()
    });
}

#[test]
fn cards_have_room_around_them() {
    check(|_, drawing| {
        let mut crowded = Vec::new();
        for (index, one) in drawing.components.iter().enumerate() {
            for other in &drawing.components[index + 1..] {
                if one.rect().grown(GAP).overlaps(&other.rect()) {
                    crowded.push(format!("{} and {} are too close", one.name, other.name));
                }
            }
        }
        crowded
    });
}

#[test]
fn connections_lead_around_cards_and_from_left_to_right() {
    check(|_, drawing| {
        let index = Index::new(drawing);
        let mut problems = Vec::new();
        for connection in &drawing.connections {
            let (Some(from), Some(to)) =
                (drawing.component(connection.from), drawing.component(connection.to))
            else {
                continue;
            };
            if to.at.x < from.at.x {
                problems.push(format!("{} leads back to {}", from.name, to.name));
            }
            let path = index.path_of(connection.id).expect("every connection has a path");
            for other in drawing.components.iter().filter(|it| it.id != from.id && it.id != to.id) {
                if path.touches(&other.rect()) {
                    problems.push(format!("{} → {} crosses {}", from.name, to.name, other.name));
                }
            }
        }
        problems
    });
}

#[test]
fn zones_hold_what_is_placed_in_them() {
    check(|_, drawing| {
        let mut problems = Vec::new();
        for zone in &drawing.zones {
            let parent = zone.parent.and_then(|id| drawing.zone(id));
            if parent.is_some_and(|it| !it.rect.encloses(&zone.rect)) {
                problems.push(format!("{} sticks out of its parent", zone.name));
            }
            for component in &drawing.components {
                let belongs = drawing.zones_around(component.zone()).iter().any(|it| it.id == zone.id);
                let (inside, touches) =
                    (zone.rect.encloses(&component.rect()), zone.rect.overlaps(&component.rect()));
                if belongs != inside || inside != touches {
                    problems.push(format!("{} and zone {} disagree", component.name, zone.name));
                }
            }
        }
        problems
    });
}

#[test]
fn none_has_errors_and_every_warning_is_meant() {
    // Warnings that a blueprint is about; its note says so.
    let meant = [
        "online-shop single-point-of-failure Shop database",
        "retry-storm overloaded Database",
        "overload overloaded Search service",
        "starved-threads overloaded Recommendations",
        "layered-retries stacked-retries ",
    ];
    let texts = Texts::english();
    check(|id, drawing| {
        let findings = rules::check(drawing).into_iter().filter(|it| it.suppressed.is_none());
        let serious = findings.filter(|it| it.severity <= Severity::Warning);
        serious
            .filter(|it| {
                let place = it.places.first().and_then(|it| match it {
                    model::Place::Component(id) => drawing.component(*id),
                    _ => None,
                });
                let place = place.map_or("", |it| it.name.as_str());
                !meant.contains(&format!("{id} {} {place}", it.rule).as_str())
            })
            .map(|it| format!("{:?} {}: {}", it.severity, it.rule, texts.say(&it.message)))
            .collect()
    });
}

#[test]
fn each_runs_and_answers_its_users() {
    check(|_, drawing| {
        let report = run_for(drawing, 10.0);
        let mut problems = Vec::new();
        if report.stopped.is_some() {
            problems.push("stopped early".to_owned());
        }
        for journey in &report.journeys {
            let finished = journey.succeeded + journey.failed;
            let ratio = journey.succeeded as f64 / finished.max(1) as f64;
            if finished < 5 || ratio < 0.95 {
                problems.push(format!("{}: {} of {finished} succeed", journey.name, journey.succeeded));
            }
        }
        let carries =
            |it: &model::Component| !matches!(it.kind.behavior, BehaviorKind::Source | BehaviorKind::OffPath);
        for component in drawing.components.iter().filter(|it| carries(it)) {
            let Some(it) = report.components.iter().find(|it| it.id == component.id) else {
                problems.push(format!("{} is not in the report", component.name));
                continue;
            };
            let load = it.load_ratio.map_or(0.0, |it| it.value);
            if it.arrived == 0 || load > 0.75 {
                problems.push(format!("{}: {} arrived, load {load}", it.name, it.arrived));
            }
        }
        problems
    });
}

/// The story of the online shop: the cache goes down at 20 s, the database goes under first, and latency follows.
/// What the bill and the findings of a drawing rest on, before anything has run. Stories are about traffic that is not what the
/// drawing says: bursts, retries.
#[test]
fn a_run_sees_the_traffic_that_the_drawing_says() {
    let stories: BTreeSet<String> =
        index().into_iter().filter(|it| it.group.is_some()).map(|it| it.id).collect();
    check(|id, drawing| {
        if stories.contains(id) {
            return Vec::new();
        }
        let mut drawing = drawing.clone();
        drawing.scenario.events.clear();
        let graph = Graph::new(&drawing);
        let report = run_for(&drawing, 60.0);
        let unlike = |(connection, said): (&Connection, &f64)| {
            let seen = report.connections.iter().find(|it| it.id == connection.id)?;
            let seen = report.per_sec(seen.attempts);
            // Samples for monitoring are not traffic of users. Of rare calls chance makes more.
            let is_alike = connection.relation == Relation::Observe || (seen - said).abs() < 0.1 * said + 1.0;
            (!is_alike).then(|| format!("{:?}: {said} said, {seen} seen", connection.id))
        };
        drawing.connections.iter().zip(&graph.lasting_traffic().over_per_sec).filter_map(unlike).collect()
    });
}

#[test]
fn the_shop_goes_under_at_its_database_when_the_cache_is_down() {
    let mut shop = load("online-shop");
    let id =
        |name: &str| shop.components.iter().find(|it| it.name == name).map(|it| it.id).expect("it is there");
    let (cache, database, api) = (id("Product cache"), id("Shop database"), id("API server"));
    shop.scenario.events =
        vec![ScenarioEvent { at_secs: 20.0, action: Action::TakeDown { component: cache } }];
    let report = run_for(&shop, 40.0);
    let seconds = &report.series.seconds;
    let of = |id| report.series.components.iter().find(|it| it.id == id).expect("it has work");
    let between = |from: f64, to: f64| {
        seconds
            .iter()
            .enumerate()
            .filter(move |(_, it)| it.at_secs > from && it.at_secs <= to)
            .map(|(i, _)| i)
    };
    let mean = |values: &[f32], from, to| {
        let indices: Vec<_> = between(from, to).collect();
        indices.iter().map(|i| f64::from(values[*i])).sum::<f64>() / indices.len() as f64
    };
    let load = &of(database).load_ratio;
    let before = mean(load, 0.0, 20.0);
    assert!((0.4..0.6).contains(&before), "with the cache the database is half busy, not {before}");
    let after = mean(load, 21.0, 30.0);
    assert!(after >= 1.0, "without it the database is overloaded, not {after}");
    let api_load = mean(&of(api).load_ratio, 21.0, 40.0);
    assert!(api_load < 0.5, "the API server has room, not {api_load}");
    let p50 = |from, to| {
        let values: Vec<_> = between(from, to).filter_map(|i| seconds[i].p50_millis).map(f64::from).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let (before, after) = (p50(0.0, 20.0), p50(25.0, 30.0));
    assert!(after > 10.0 * before, "latency rises visibly: {before} ms to {after} ms");
    let first = report.explanation.first().expect("something saturated");
    assert_eq!(first.component, database, "{:?}", report.explanation);
    assert_eq!(first.trigger, Trigger::TakenDown { component: cache });
    assert_eq!(first.chain, [cache, api, database]);
}

/// Where the traffic is steady, and nothing has happened yet, the latency in the top bar, the rates in the drawing and the
/// bill are what a run then finds.
#[test]
fn the_estimate_is_what_a_run_finds() {
    const SECS: f64 = 90.0;
    let mut steady = 0;
    check(|_, drawing| {
        let mut drawing = drawing.clone();
        drawing.scenario.events.clear();
        let estimate = estimate(&drawing).expect("it sends traffic");
        if estimate.caveats.iter().any(|it| it.id == "estimate-changing-traffic") {
            return Vec::new();
        }
        steady += 1;
        let report = run_for(&drawing, SECS);
        let total = &report.total;
        let measured = total.latency.mean_millis.expect("answers");
        let foretold = estimate.mean_latency_millis().expect("a steady state");
        let of_latency = 0.01 * foretold + measured.half_width.unwrap_or_default();
        let failed = total.failed as f64 / total.generated as f64;
        let (usage, used) = (estimate.usage(), report.usage());
        let dollars = |usage| monthly_cost(&drawing, usage).total_dollars;
        let mut pairs = vec![
            ("ms".to_owned(), foretold, measured.value, of_latency),
            ("fail".to_owned(), estimate.failed_ratio(), failed, 0.001),
            ("dollars".to_owned(), dollars(&usage), dollars(&used), 0.02 * dollars(&used)),
        ];
        // Four times what chance does to a count in so many seconds.
        let of_rate = |per_sec: f64| 0.01 * per_sec + 4.0 * (per_sec / SECS).sqrt();
        for (id, found) in used.requests_per_sec {
            pairs.push((format!("{id:?}"), usage.requests_per_sec[&id], found, of_rate(found)));
        }
        for (id, found) in used.calls_per_sec {
            pairs.push((format!("{id:?}"), usage.calls_per_sec[&id], found, of_rate(found)));
        }
        let differ = pairs.into_iter().filter(|(_, foretold, found, by)| (foretold - found).abs() > *by);
        differ
            .map(|(what, foretold, found, _)| format!("{what}: {foretold:.3} foretold, {found:.3} found"))
            .collect()
    });
    assert!(steady >= 8, "{steady}");
}
