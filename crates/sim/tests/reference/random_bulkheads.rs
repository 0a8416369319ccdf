//! Random drawings with bulkheads in which calls wait, or which adapt.

use model::{Architecture, Relation, connection::Bulkhead};
use sim::{random::mix, report::FailureCause};

use super::{
    compare::{check, seeds, warmed_up},
    random_drawing::{Dice, one_of_families, random_policies},
    random_faults::random_faults,
    random_mixtures::random_mixtures,
};
use crate::common::failures;

/// Any of the others with bulkheads at most of its calls.
pub fn random_bulkheads(seed: u64) -> Architecture {
    let mut architecture = one_of_families(seed, &[random_policies, random_mixtures, random_faults]);
    let mut dice = Dice(mix(seed ^ 0x6275_6c6b));
    for it in &mut architecture.connections {
        if !matches!(it.relation, Relation::Call | Relation::Publish) || dice.one_in(4) {
            continue;
        }
        it.policy.bulkhead = Some(Bulkhead {
            calls: dice.one_of(&[1, 1, 2, 4, 9]),
            queue_limit: dice.one_of(&[0, 1, 3, 20, 1000]),
            // Never twice the same, so that nothing happens at the same nanosecond.
            max_wait_millis: if dice.one_in(2) { Some(dice.between(1.0, 60.0)) } else { None },
            adaptive_limit_millis: if dice.one_in(3) { Some(dice.between(2.0, 60.0)) } else { None },
        });
    }
    architecture
}

#[test]
fn agree() {
    let (mut waited, mut full, mut too_long) = (0, 0, 0);
    for seed in seeds(200) {
        let report = check(&random_bulkheads(seed), warmed_up(seed, 8.3));
        let has_waited =
            |it: &&sim::report::ConnectionReport| it.mean_wait_millis.is_some_and(|it| it.value > 0.0);
        waited += report.connections.iter().filter(has_waited).count();
        full += failures(&report, FailureCause::BulkheadFull);
        too_long += failures(&report, FailureCause::BulkheadWait);
    }
    assert!(waited > 100 && full > 2000 && too_long > 1000, "{waited} {full} {too_long}");
}
