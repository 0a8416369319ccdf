//! Memory leaks until a replica is killed and starts empty: a saw tooth. The replicas were started one after the other, and
//! are killed so. The fuller the memory, the more time goes into finding some: work takes 1 / (1 - fill x (1 - 1/factor))
//! times as long, which is the factor when it is full.

use model::{Component, finding::Source};

use crate::changes::{Definition, Scene, Setting, Sort, Unit, hits};

pub static MEMORY_LEAK: Definition = Definition {
    id: "memory-leak",
    sort: Sort::Fault,
    hits: hits::own_server,
    settings: &[
        Setting { key: "fills", unit: Unit::Seconds, min: 2.0, max: 604_800.0, usual: 20.0 },
        Setting { key: "restart", unit: Unit::Seconds, min: 1.0, max: 3_600.0, usual: 5.0 },
        // When it is full. Assumed.
        Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 100.0, usual: 5.0 },
    ],
    usual_secs: Some(120.0),
    source: Some(Source {
        title: "AWS: Summary of the October 22, 2012 AWS Service Event in the US-East Region",
        url: "https://aws.amazon.com/message/680342/",
    }),
    holds: |scene, conditions| {
        let Some(component) = scene.component() else { return };
        let spared = 1.0 - 1.0 / scene.setting("factor");
        for number in 0..scene.most_replicas() {
            let fill = (leaked_secs(scene, number, scene.elapsed_secs) / scene.setting("fills")).min(1.0);
            conditions.component(component.id).replica(number).slower /= 1.0 - fill * spared;
        }
    },
    ends: |scene| scene.returns(|number, secs| is_down(scene, number, secs)),
    meanwhile: |scene| scene.failures(|number, secs| is_down(scene, number, secs)),
    moves: true,
    ..Definition::NOTHING
};

/// Seconds since a replica started, or that and more if it has been killed since.
fn leaked_secs(scene: &Scene<'_>, number: u32, at_secs: f64) -> f64 {
    // Those that an autoscaler starts later are in step with the first ones.
    let count = scene.component().map_or(1, Component::replicas).max(1);
    let (number, count) = (number % count, f64::from(count));
    let (fills, restart) = (scene.setting("fills"), scene.setting("restart"));
    let life = at_secs + f64::from(number) / count * fills;
    life - libm::floor(life / (fills + restart)) * (fills + restart)
}

fn is_down(scene: &Scene<'_>, number: u32, at_secs: f64) -> bool {
    leaked_secs(scene, number, at_secs) >= scene.setting("fills")
}
