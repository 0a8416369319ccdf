//! Random drawings in which whatever can break does.

use model::{
    Architecture, Place,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drawing::{
        Dice, happens, one_of_families, random_drawing, random_items, random_messages, random_policies,
    },
    random_limits::random_limits,
    random_losses::random_losses,
    random_outages::random_outages,
    random_sources::random_sources,
    random_traffic::random_traffic,
    random_ways::random_ways,
};

/// Settings of faults, and of what people do against them, with values that show within seconds.
type Fault = (&'static str, &'static [(&'static str, &'static [f64])]);

const FAULTS: [Fault; 23] = [
    ("cpu-pressure", &[("share", &[0.0, 0.3, 0.75])]),
    ("consumer-lag", &[("factor", &[1.5, 4.0])]),
    ("bad-config-push", &[("share", &[0.2, 1.0])]),
    ("clock-skew", &[("skew", &[0.3, 2.0]), ("lifetime", &[1.0, 4.0])]),
    ("disk-full", &[("share", &[0.4, 1.0])]),
    ("straggler", &[("factor", &[1.3, 4.0])]),
    ("black-hole", &[]),
    ("noisy-neighbor", &[("factor", &[1.2, 3.0])]),
    ("rate-limit-misconfiguration", &[("per_sec", &[0.0, 3.0, 15.0, 60.0])]),
    ("shed-load", &[("per_sec", &[2.0, 15.0, 60.0])]),
    ("replication-lag", &[("millis", &[4.1, 70.0])]),
    ("lock-contention", &[("factor", &[1.5, 8.0])]),
    ("feature-flag", &[("share", &[0.3, 1.0]), ("error_ratio", &[0.0, 0.3]), ("slower", &[0.5, 1.0, 2.5])]),
    ("pool-exhaustion", &[("left", &[0.0, 0.4]), ("over", &[0.0, 2.5])]),
    ("dns-failure", &[("ttl", &[0.0, 3.0])]),
    ("stale-dns", &[("ttl", &[1.0, 3.0])]),
    ("certificate-expiry", &[("renewal", &[0.0, 3.0])]),
    ("short-ttl", &[("factor", &[0.0, 0.2])]),
    ("poison-message", &[("share", &[0.1, 0.5])]),
    ("dependency-slow", &[("millis", &[3.7, 60.0])]),
    ("queue-backlog", &[]),
    ("slow", &[("factor", &[1.5])]),
    ("error-rate", &[("share", &[0.3])]),
];

/// The same of traffic, and of caches.
const CROWDS: [Fault; 9] = [
    ("traffic", &[("factor", &[0.0, 0.4, 1.7, 3.0])]),
    ("traffic-spike", &[("factor", &[0.5, 2.5]), ("over", &[0.0, 1.9])]),
    ("thundering-herd", &[("away", &[0.4, 1.3]), ("factor", &[1.0, 2.5]), ("over", &[1.0, 2.3])]),
    ("bot-flood", &[("factor", &[0.5, 1.5]), ("share", &[0.4, 1.0])]),
    ("hot-key", &[("share", &[0.3, 1.0])]),
    ("cache-flush", &[("refill", &[0.0, 2.6])]),
    ("flush", &[]),
    ("cache-stampede", &[("items", &[1.0, 5.0])]),
    ("short-ttl", &[("factor", &[0.1])]),
];

/// Pauses, locks, and what else makes work longer.
const PAUSES: [Fault; 7] = [
    ("stall", &[]),
    ("stall", &[]),
    ("schema-migration-lock", &[]),
    ("schema-migration-lock", &[]),
    ("memory-pressure", &[("factor", &[1.0, 1.6]), ("every", &[1.0, 2.0, 2.7]), ("pause", &[30.0, 600.0])]),
    ("slow", &[("factor", &[2.5])]),
    ("feature-flag", &[("share", &[0.4]), ("error_ratio", &[0.0]), ("slower", &[0.5, 3.0])]),
];

/// What takes replicas away, or seems to, and what puts it right.
const OPERATORS: [Fault; 10] = [
    ("repair", &[]),
    ("repair", &[]),
    ("repair", &[]),
    ("memory-leak", &[("fills", &[2.0, 3.7]), ("restart", &[1.0, 1.9]), ("factor", &[1.0, 3.0])]),
    ("health-check-flapping", &[("share", &[0.4, 1.0]), ("period", &[1.0, 2.4])]),
    ("primary-loss", &[]),
    ("region-loss", &[]),
    ("crash", &[("share", &[0.4, 1.0])]),
    ("dependency-outage", &[]),
    ("random-failures", &[("mttf", &[1.5]), ("mttr", &[1.0])]),
];

/// Any of the others in which something is put right before it would end by itself.
pub fn random_repairs(seed: u64) -> Architecture {
    let families = [random_faults, random_losses, random_pauses, random_outages, random_ways, random_crowds];
    let mut architecture = one_of_families(seed, &families);
    let mut dice = Dice(mix(seed ^ 0x7265_7061));
    break_some(&mut dice, &mut architecture, &OPERATORS);
    // Where something is wrong there is something to be put right.
    let places: Vec<Place> = architecture
        .scenario
        .events
        .iter()
        .filter_map(|it| match &it.action {
            Action::Change(it) => Some(it.place).filter(|it| matches!(it, Place::Component(_))),
            _ => None,
        })
        .collect();
    for _ in 0..dice.below(4) {
        if let [_, ..] = places[..] {
            let repair = Change::new("repair", dice.one_of(&places));
            happens(&mut architecture, dice.between(1.0, 6.0), Action::Change(repair));
        }
    }
    architecture
}

/// Any of the others in which work stands still.
pub fn random_pauses(seed: u64) -> Architecture {
    let families = [
        random_drawing,
        random_policies,
        random_messages,
        random_losses,
        random_limits,
        random_items,
        random_copies,
    ];
    broken(seed, &families, 0x7061_7573, &PAUSES)
}

/// Any of the others with more traffic, or less, for a while, and caches that lose what they hold.
pub fn random_crowds(seed: u64) -> Architecture {
    let families = [
        random_items,
        random_sources,
        random_traffic,
        random_copies,
        random_ways,
        random_limits,
        random_drawing,
        random_items,
    ];
    broken(seed, &families, 0x6372_6f77, &CROWDS)
}

/// Any of the others in which two to six things go wrong.
pub fn random_faults(seed: u64) -> Architecture {
    let families = [
        random_drawing,
        random_policies,
        random_messages,
        random_limits,
        random_ways,
        random_items,
        random_losses,
        random_copies,
    ];
    broken(seed, &families, 0x6661_756c, &FAULTS)
}

/// One of these drawings in which some of these faults happen; `purpose` tells its dice from those of others.
fn broken(seed: u64, families: &[fn(u64) -> Architecture], purpose: u64, faults: &[Fault]) -> Architecture {
    let mut architecture = one_of_families(seed, families);
    break_some(&mut Dice(mix(seed ^ purpose)), &mut architecture, faults);
    architecture
}

/// Two to six of these happen, where they can.
fn break_some(dice: &mut Dice, architecture: &mut Architecture, faults: &[Fault]) {
    let wanted = 2 + dice.below(5);
    for _ in 0..wanted {
        let (id, settings) = dice.one_of(faults);
        let definition = sim::changes::find(id).expect("an entry");
        let places = sim::changes::places(architecture, definition);
        if places.is_empty() {
            continue;
        }
        let mut change = Change::new(id, dice.one_of(&places));
        for (key, values) in settings {
            change = change.with(key, dice.one_of(values));
        }
        change.lasts_secs = if dice.one_in(4) { None } else { Some(dice.between(0.1, 3.5)) };
        happens(architecture, dice.between(0.2, 5.0), Action::Change(change));
    }
}
