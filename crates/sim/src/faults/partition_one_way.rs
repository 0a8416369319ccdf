//! Requests arrive, answers do not: the work is done, and nobody learns of it. Of a zone: what is sent out of it is lost.

use model::finding::Source;

use crate::changes::{Definition, Sort, hits};

pub static PARTITION_ONE_WAY: Definition = Definition {
    id: "partition-one-way",
    sort: Sort::Fault,
    hits: hits::way,
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Cloudflare: A Byzantine failure in the real world (2020)",
        url: "https://blog.cloudflare.com/a-byzantine-failure-in-the-real-world/",
    }),
    holds: |scene, conditions| scene.each_way(conditions, |it| it.is_cut_back = true),
    ..Definition::NOTHING
};
