//! The provider takes back a share of the replicas, and says so two minutes before. They are gone until the end.

use model::finding::Source;

use crate::changes::{Definition, Order, Setting, Sort, Unit, hits};

pub static SPOT_RECLAIM: Definition = Definition {
    id: "spot-reclaim",
    sort: Sort::Fault,
    hits: hits::replicated,
    settings: &[
        Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 0.5 },
        // Amazon gives two minutes, Google and Azure thirty seconds.
        Setting { key: "notice", unit: Unit::Seconds, min: 1.0, max: 3_600.0, usual: 120.0 },
    ],
    usual_secs: Some(180.0),
    source: Some(Source {
        title: "Amazon EC2 User Guide: Spot Instance interruption notices",
        url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
    }),
    ends: |scene| {
        let is_gone = scene.looked_secs >= scene.setting("notice");
        let up = |it| Order::BringUp(it, scene.share_of_replicas());
        scene.component_id().filter(|_| is_gone).map(up).into_iter().collect()
    },
    meanwhile: |scene| {
        let at_secs = scene.setting("notice");
        let is_now = scene.looked_secs < at_secs && scene.elapsed_secs >= at_secs;
        let down = |it| Order::TakeDown(it, scene.share_of_replicas());
        scene.component_id().filter(|_| is_now).map(down).into_iter().collect()
    },
    moves: true,
    ..Definition::NOTHING
};
