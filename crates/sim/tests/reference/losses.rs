//! Both simulators on stores that fall apart, and machines and slots that are taken away.

use model::Relation;
use sim::report::FailureCause;

use super::{check, seeds, warmed_up};
use crate::{
    common, random_autoscalers, random_copies, random_drains, random_drawing, random_losses, random_needs,
    random_outages, random_scaling, random_surges, random_ways,
};

#[path = "random_machines.rs"]
pub mod random_machines;
#[path = "random_secrets.rs"]
mod random_secrets;
#[path = "random_shortages.rs"]
mod random_shortages;
#[path = "random_splits.rs"]
mod random_splits;

#[test]
fn random_splits() {
    let (mut without_quorum, mut failovers, mut lost) = (0, 0, 0);
    for seed in seeds(120) {
        let architecture = random_splits::random_splits(seed);
        let report = check(&architecture, warmed_up(seed, 11.4));
        for it in &report.components {
            let of = |cause| {
                it.failed_by_cause.iter().filter(|it| it.cause == cause).map(|it| it.count).sum::<u64>()
            };
            without_quorum += of(FailureCause::NoQuorum);
            failovers += it.failover.map_or(0, |it| it.failovers);
            lost += it.failover.map_or(0, |it| it.lost_writes);
        }
    }
    assert!(without_quorum > 500 && failovers > 15 && lost > 40, "{without_quorum} {failovers} {lost}");
}

#[test]
fn random_machines() {
    let mut refused = 0;
    // Found by looking further: a drain of what is down already.
    for seed in seeds(120).chain([2366]) {
        let architecture = random_machines::random_machines(seed);
        let report = check(&architecture, warmed_up(seed, 12.4));
        refused += common::failures(&report, FailureCause::Refused);
    }
    assert!(refused > 5000, "{refused}");
}

#[test]
fn random_spots() {
    let mut interrupted = 0;
    for seed in seeds(120) {
        let architecture = random_machines::random_spots(seed);
        let report = check(&architecture, warmed_up(seed, 10.4));
        let of = |cause| report.errors.iter().filter(|it| it.cause == cause).map(|it| it.count).sum::<u64>();
        interrupted += of(FailureCause::Interrupted);
    }
    assert!(interrupted > 150, "{interrupted}");
}

#[test]
fn random_secrets() {
    let mut waited = 0;
    // Found by looking further: a function that serves already gets its second replica back.
    for seed in seeds(100).chain([4379]) {
        let mut architecture = random_secrets::random_secrets(seed);
        let options = warmed_up(seed, 12.4);
        let report = check(&architecture, options);
        architecture.connections.retain(|it| it.relation != Relation::Secret);
        waited += u32::from(common::run(&architecture, options).total != report.total);
    }
    assert!(waited > 20, "{waited}");
}

#[test]
fn random_shortages() {
    let (mut handled, mut waited) = (0, 0.0);
    for seed in seeds(150) {
        let architecture = random_shortages::random_shortages(seed);
        let report = check(&architecture, warmed_up(seed, 6.0));
        handled += report.connections.iter().map(|it| it.succeeded).sum::<u64>();
        waited += report.components.iter().filter_map(|it| it.mean_in_queue).map(|it| it.value).sum::<f64>();
    }
    assert!(handled > 100_000 && waited > 500.0, "{handled} {waited}");
}
