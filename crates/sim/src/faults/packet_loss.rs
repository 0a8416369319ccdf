//! The network loses packets; TCP sends them again after 200 ms, then twice as long each time.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static PACKET_LOSS: Definition = Definition {
    id: "packet-loss",
    sort: Sort::Fault,
    hits: hits::connection,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.001, max: 1.0, usual: 0.05 }],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "RFC 6298: Computing TCP's Retransmission Timer (2011)",
        url: "https://www.rfc-editor.org/rfc/rfc6298",
    }),
    holds: |scene, conditions| {
        for connection in scene.connections() {
            conditions.connection(connection.id).lose(scene.setting("share"));
        }
    },
    ..Definition::NOTHING
};
