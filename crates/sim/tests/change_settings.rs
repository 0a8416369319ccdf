//! No dead knobs: every setting of everything that can happen to a system, and of everything that people do to it, changes a
//! run.

mod common;

use std::collections::BTreeSet;

use common::{change_at, options};
use model::{Architecture, Component, Place, Value, file, scenario::Change};
use sim::{
    RunOptions, Session, SimTime,
    changes::{self, Definition, Setting},
};

/// Blueprints: between them they have what any change needs.
fn drawings() -> Vec<Architecture> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/blueprints");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|it| it.expect("a file").path()).collect();
    files.retain(|it| it.file_name().is_some_and(|it| it != "index.json"));
    files.sort();
    let load = |it: &std::path::PathBuf| file::load(std::fs::read_to_string(it).expect("a text"));
    let mut found: Vec<Architecture> =
        files.iter().map(|it| load(it).expect("a drawing").architecture).collect();
    for it in &mut found {
        it.scenario.events.clear();
        it.components.iter_mut().for_each(make_quick);
    }
    found
}

/// New versions come soon, there are some replicas to lose, and now and then something fails.
fn make_quick(component: &mut Component) {
    component.placements.iter_mut().for_each(|it| it.replicas *= 3);
    for (key, value) in [("boot_secs", 0.5), ("error_ratio", 0.1), ("entry_ttl_secs", 5.0)] {
        if component.kind.param(key).is_some() {
            component.params.insert(key.to_owned(), Value::Number(value));
        }
    }
}

/// Of a run to which that happens soon.
fn digest(drawing: &Architecture, change: &Change) -> String {
    let mut drawing = drawing.clone();
    change_at(&mut drawing, 4.0, change.clone());
    let mut session =
        Session::new(&drawing, RunOptions { warm_up_secs: 0.0, ..options(30.0) }).expect("a run");
    session.advance(SimTime::NEVER, 3_000_000);
    session.report().digest
}

fn values(setting: &Setting) -> BTreeSet<u64> {
    let Setting { min, max, usual, .. } = *setting;
    let all = [min, max, usual * 2.0, usual / 2.0, usual / 20.0, 1.0, 3.0, 10.0];
    let allowed = all.into_iter().filter(|it| (min..=max).contains(it) && *it != usual);
    allowed.map(f64::to_bits).collect()
}

/// What else must be so for a setting to matter: change, setting, others.
type Companions = (&'static str, &'static str, &'static [(&'static str, f64)]);

const COMPANIONS: &[Companions] = &[
    ("spot-reclaim", "share", &[("notice", 3.0)]),
    ("canary", "most_errors", &[("error_ratio", 0.4), ("step_secs", 3.0)]),
    ("canary", "most_slower", &[("slower", 3.0), ("step_secs", 3.0)]),
    ("migration", "undo", &[("work_secs", 4.0), ("give_up_secs", 2.0)]),
];

/// Whether other values of a setting make another run of what happens to that place.
fn matters(drawing: &Architecture, definition: &Definition, place: Place, setting: &Setting) -> bool {
    let mut usual = definition.usual(place);
    if definition.usual_secs.is_some() {
        usual = usual.lasting(12.0);
    }
    // Some matter only where others say that something is wrong.
    let mut worse = usual.clone();
    for it in definition.settings.iter().filter(|it| it.key != setting.key) {
        worse = worse.with(it.key, (it.usual * 3.0).max(0.3).clamp(it.min, it.max));
    }
    let known = COMPANIONS.iter().filter(|it| (it.0, it.1) == (definition.id, setting.key));
    let others = known.flat_map(|it| it.2);
    let together = others.fold(usual.clone(), |change, (key, value)| change.with(key, *value));
    [usual, worse, together].into_iter().any(|change| {
        let before = digest(drawing, &change);
        let with = |value: u64| digest(drawing, &change.clone().with(setting.key, f64::from_bits(value)));
        values(setting).into_iter().any(|value| with(value) != before)
    })
}

#[test]
fn every_setting_of_every_change_changes_a_run() {
    let drawings = drawings();
    let all: Vec<_> =
        changes::all().flat_map(|it| it.settings.iter().map(move |setting| (it, setting))).collect();
    let dead = common::in_parallel(all.len(), |i| {
        let (definition, setting) = all[i];
        let places = drawings.iter().flat_map(|drawing| {
            changes::places(drawing, definition).into_iter().take(4).map(move |place| (drawing, place))
        });
        let is_alive = places.take(24).any(|(drawing, place)| matters(drawing, definition, place, setting));
        (!is_alive).then(|| format!("{}.{}", definition.id, setting.key))
    });
    let dead: Vec<String> = dead.into_iter().flatten().collect();
    assert!(all.len() > 60, "{}", all.len());
    assert!(dead.is_empty(), "{} settings change nothing: {}", dead.len(), dead.join(", "));
}
