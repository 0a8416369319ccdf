//! Health checks fail now and then although all is well: a timeout too short, a check that depends on others. Balancers take
//! the replicas out and back in.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static HEALTH_CHECK_FLAPPING: Definition = Definition {
    id: "health-check-flapping",
    sort: Sort::Fault,
    hits: hits::balanced,
    settings: &[
        Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 0.5 },
        // Failing for so long, passing for so long.
        Setting { key: "period", unit: Unit::Seconds, min: 1.0, max: 3_600.0, usual: 10.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon DynamoDB Service Disruption in the Northern Virginia (US-EAST-1) Region (2025), on NLB",
        url: "https://aws.amazon.com/message/101925/",
    }),
    holds: |scene, conditions| {
        let Some(component) = scene.component() else { return };
        let turn = libm::floor(scene.elapsed_secs / scene.setting("period").max(1.0));
        if libm::fmod(turn, 2.0) > 0.0 {
            return;
        }
        for number in scene.share_of_replicas().of(scene.most_replicas()) {
            conditions.component(component.id).replica(number).fails_checks = true;
        }
    },
    moves: true,
    ..Definition::NOTHING
};
