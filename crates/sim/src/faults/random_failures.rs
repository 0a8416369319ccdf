//! Replicas fail at random and are repaired, each for itself: times between failures and to repair are exponential. In the long
//! run a replica is up for MTTF / (MTTF + MTTR) of the time.

use model::finding::Source;

use crate::{
    changes::{Definition, Order, Replicas, Scene, Setting, Sort, Unit, hits},
    random::{Draw, Purpose, mix, stream},
};

pub static RANDOM_FAILURES: Definition = Definition {
    id: "random-failures",
    sort: Sort::Fault,
    hits: hits::own_server,
    settings: &[
        // Assumed, so that a run of minutes sees a few.
        Setting { key: "mttf", unit: Unit::Seconds, min: 1.0, max: 1e9, usual: 120.0 },
        Setting { key: "mttr", unit: Unit::Seconds, min: 1.0, max: 1e9, usual: 10.0 },
    ],
    stays: true,
    source: Some(Source {
        title: "Schroeder, Gibson: Disk failures in the real world: What does an MTTF of 1,000,000 hours mean to you?, FAST 2007",
        url: "https://www.usenix.org/conference/fast-07/disk-failures-real-world-what-does-mttf-1000000-hours-mean-you",
    }),
    // Who fails when is a matter of luck, that one fails at a time is not.
    by_chance: |scene| scene.orders(|it| Order::TakeDown(it, Replicas::Of(vec![0]))),
    ends: |scene| scene.returns(|number, secs| is_down(scene, number, secs)),
    meanwhile: |scene| scene.failures(|number, secs| is_down(scene, number, secs)),
    moves: true,
    ..Definition::NOTHING
};

/// Whether a replica is down at that moment: it is up in even turns and down in odd ones.
fn is_down(scene: &Scene<'_>, number: u32, at_secs: f64) -> bool {
    let Some(id) = scene.component_id() else { return false };
    let stream = mix(stream(scene.seed, id.0, Purpose::Outage) ^ u64::from(number));
    let means = [scene.setting("mttf"), scene.setting("mttr")];
    let length =
        |turn: u64| -libm::log(1.0 - Draw::new(stream, mix(turn)).unit()) * means[(turn % 2) as usize];
    scene.drawn.turn(number, at_secs, length) % 2 == 1
}
