//! Another tenant takes what the machines of a place have: everything that runs there is slower.

use model::finding::Source;

use crate::changes::{Definition, Replicas, Setting, Sort, Unit, hits};

pub static NOISY_NEIGHBOR: Definition = Definition {
    id: "noisy-neighbor",
    sort: Sort::Fault,
    hits: hits::used_zone,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 1000.0, usual: 3.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Netflix: Noisy Neighbor Detection with eBPF (2024)",
        url: "https://netflixtechblog.com/noisy-neighbor-detection-with-ebpf-64b1f4b3bbdd",
    }),
    holds: |scene, conditions| {
        let Some(zone) = scene.zone() else { return };
        for (component, replicas) in scene.replicas_in(zone.id) {
            match replicas {
                Replicas::All => conditions.component(component).slower *= scene.setting("factor"),
                Replicas::Of(numbers) => {
                    for number in numbers {
                        conditions.component(component).replica(number).slower *= scene.setting("factor");
                    }
                }
            }
        }
    },
    ..Definition::NOTHING
};
