//! Processes end at once; what they were working on is lost. They come back when somebody, or something, restarts them.

use model::finding::Source;

use crate::changes::{Definition, Order, Setting, Sort, Unit, hits};

pub static CRASH: Definition = Definition {
    id: "crash",
    sort: Sort::Fault,
    hits: hits::component,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 1.0 }],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Joyent: Postmortem for outage of us-east-1, May 27, 2014",
        url: "https://www.joyent.com/blog/postmortem-for-outage-of-us-east-1-may-27-2014",
    }),
    begins: |scene| {
        let down = |it| Order::TakeDown(it, scene.share_of_replicas());
        scene.orders(down)
    },
    ends: |scene| {
        let up = |it| Order::BringUp(it, scene.share_of_replicas());
        scene.orders(up)
    },
    ..Definition::NOTHING
};
