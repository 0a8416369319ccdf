//! A new version takes the place of the old one. Whether it is a good one is a matter of its settings.

use model::finding::Source;

use crate::changes::{Definition, Deploy, Order, Scene, Setting, Sort, Strategy, Unit, hits};

const ERRORS: Setting = Setting { key: "error_ratio", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.0 };
const SLOWER: Setting = Setting { key: "slower", unit: Unit::Factor, min: 0.1, max: 100.0, usual: 1.0 };

/// Kubernetes' default strategy; at least one replica is missing or too many, or nothing would move.
pub static ROLLING_UPDATE: Definition = Definition {
    settings: &[
        ERRORS,
        SLOWER,
        Setting { key: "max_unavailable", unit: Unit::Count, min: 0.0, max: 1000.0, usual: 1.0 },
        Setting { key: "max_surge", unit: Unit::Count, min: 0.0, max: 1000.0, usual: 1.0 },
        Setting { key: "min_available", unit: Unit::Count, min: 0.0, max: 1000.0, usual: 0.0 },
    ],
    source: Some(Source {
        title: "Kubernetes Documentation, Deployments: Rolling Update Deployment",
        url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment",
    }),
    begins: |scene| {
        let replicas = scene.component().map_or(1, |it| scene.replicas(it));
        // A disruption budget leaves so many replicas to be missing.
        let least = scene.setting("min_available") as u32;
        let spare = if least > 0 { replicas.saturating_sub(least) } else { u32::MAX };
        let max_unavailable = (scene.setting("max_unavailable") as u32).min(spare);
        deploy(scene, Strategy::Rolling { max_unavailable, max_surge: scene.setting("max_surge") as u32 })
    },
    ..entry("rolling-update")
};

pub static BLUE_GREEN: Definition = Definition {
    settings: &[
        ERRORS,
        SLOWER,
        // Assumed: long enough to see whether the new version is well.
        Setting { key: "keep_secs", unit: Unit::Seconds, min: 0.0, max: 604_800.0, usual: 300.0 },
    ],
    source: Some(Source {
        title: "Fowler, BlueGreenDeployment (2010)",
        url: "https://martinfowler.com/bliki/BlueGreenDeployment.html",
    }),
    begins: |scene| deploy(scene, Strategy::BlueGreen { keep_secs: scene.setting("keep_secs") }),
    ..entry("blue-green")
};

pub static CANARY: Definition = Definition {
    settings: &[
        ERRORS,
        SLOWER,
        Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 0.1 },
        Setting { key: "step_secs", unit: Unit::Seconds, min: 1.0, max: 86_400.0, usual: 60.0 },
        Setting { key: "most_errors", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.05 },
        Setting { key: "most_slower", unit: Unit::Factor, min: 1.0, max: 100.0, usual: 1.5 },
    ],
    source: Some(Source {
        title: "Beyer et al., The Site Reliability Workbook (2018), chapter 16: Canarying Releases",
        url: "https://sre.google/workbook/canarying-releases/",
    }),
    begins: |scene| {
        deploy(
            scene,
            Strategy::Canary {
                share: scene.setting("share"),
                step_secs: scene.setting("step_secs"),
                most_errors: scene.setting("most_errors"),
                most_slower: scene.setting("most_slower"),
            },
        )
    },
    ..entry("canary")
};

pub static RECREATE: Definition = Definition {
    settings: &[ERRORS, SLOWER],
    source: Some(Source {
        title: "Kubernetes Documentation, Deployments: Recreate Deployment",
        url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment",
    }),
    begins: |scene| deploy(scene, Strategy::Recreate),
    ..entry("recreate")
};

const fn entry(id: &'static str) -> Definition {
    Definition { id, sort: Sort::Deploy, hits: hits::deployable, stays: true, ..Definition::NOTHING }
}

fn deploy(scene: &Scene<'_>, strategy: Strategy) -> Vec<Order> {
    let deploy =
        Deploy { strategy, slower: scene.setting("slower"), error_ratio: scene.setting("error_ratio") };
    scene.orders(|it| Order::Deploy(it, deploy))
}
