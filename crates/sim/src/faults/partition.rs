//! Nothing gets through, in neither direction. Both ends are up and wait for each other.

use model::finding::Source;

use crate::changes::{Definition, Sort, hits};

pub static PARTITION: Definition = Definition {
    id: "partition",
    sort: Sort::Fault,
    hits: hits::way,
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Bailis, Kingsbury: The Network is Reliable, ACM Queue 12 (7), 2014",
        url: "https://queue.acm.org/detail.cfm?id=2655736",
    }),
    holds: |scene, conditions| {
        scene.each_way(conditions, |it| (it.is_cut_there, it.is_cut_back) = (true, true));
    },
    ..Definition::NOTHING
};
