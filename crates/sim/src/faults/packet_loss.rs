//! The network loses packets; TCP sends them again after 200 ms, then after twice as long each time (Linux; RFC 6298 has a
//! second).

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static PACKET_LOSS: Definition = Definition {
    id: "packet-loss",
    sort: Sort::Fault,
    hits: hits::way,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.001, max: 1.0, usual: 0.05 }],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Google Cloud Networking Incident 19009: congestion in the eastern USA (June 2, 2019)",
        url: "https://status.cloud.google.com/incident/cloud-networking/19009",
    }),
    holds: |scene, conditions| scene.each_way(conditions, |it| it.lose(scene.setting("share"))),
    ..Definition::NOTHING
};
