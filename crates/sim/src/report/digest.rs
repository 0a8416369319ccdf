//! Whether two runs are the same.

use crate::{ENGINE_VERSION, engine::Engine, network::Network, random::mix, stats::Causes};

/// FNV-1a over words instead of bytes, scrambled, of everything that was counted.
pub fn digest(net: &Network, engine: &Engine) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325u64;
    let mut word = |word: u64| digest = mix(digest ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    ENGINE_VERSION.bytes().for_each(|byte| word(byte.into()));
    [engine.now, engine.events, engine.requests].into_iter().for_each(&mut word);
    for class in &engine.class_stats {
        [class.generated, class.succeeded, class.failed, class.in_flight.area(engine.now)]
            .into_iter()
            .for_each(&mut word);
        class.latency.digest(&mut word);
    }
    for (stats, node) in engine.node_stats.iter().zip(&net.nodes) {
        let held = stats.held(node);
        let levels = [held, stats.working, stats.queued, stats.system(), stats.stored];
        levels.iter().for_each(|it| word(it.area(engine.now)));
        [stats.arrived, stats.succeeded, stats.failed, stats.hits, stats.offered]
            .into_iter()
            .for_each(&mut word);
        causes_of(&stats.causes).for_each(&mut word);
        stats.sojourn.digest(&mut word);
        stats.wait.digest(&mut word);
    }
    for stats in &engine.link_stats {
        [stats.attempts, stats.retries, stats.succeeded, stats.latency_nanos].into_iter().for_each(&mut word);
        causes_of(&stats.causes).for_each(&mut word);
    }
    digest
}

/// Cause and count of what happened: a cause more that never occurs leaves the digest as it is.
fn causes_of(counts: &Causes) -> impl Iterator<Item = u64> + '_ {
    let found = (1..).zip(counts).filter(|(_, count)| **count > 0);
    found.flat_map(|(cause, count)| [cause, *count])
}
