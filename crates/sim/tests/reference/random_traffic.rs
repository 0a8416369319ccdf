//! Random drawings whose traffic is not steady.

use model::{
    Architecture,
    workload::{Arrivals, Pattern, replay::RatePoint},
};
use sim::random::mix;

use super::{
    random_autoscalers::random_autoscalers,
    random_budgets::random_budgets,
    random_deploys::random_deploys,
    random_drawing::{Dice, one_of_families, random_drawing, random_messages, random_policies},
    random_mixtures::random_mixtures,
    random_needs::random_needs,
    random_scaling::random_scaling,
    random_surges::random_surges,
};

/// Any of the others with traffic in batches, at changing rates, in sessions, or of users who wait.
pub fn random_traffic(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7472_6166));
    let families = [random_drawing, random_policies, random_messages];
    let mut architecture = one_of_families(seed, &families);
    vary_traffic(&mut dice, &mut architecture);
    architecture
}

/// Whatever else happens in the others meanwhile.
pub fn random_loads(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6c6f_6164));
    let families = [
        random_autoscalers,
        random_surges,
        random_autoscalers,
        random_deploys,
        random_needs,
        random_budgets,
        random_scaling,
        random_mixtures,
    ];
    let mut architecture = one_of_families(seed, &families);
    vary_traffic(&mut dice, &mut architecture);
    architecture
}

fn vary_traffic(dice: &mut Dice, architecture: &mut Architecture) {
    let Some(workload) = &mut architecture.components[0].workload else { return };
    let mut rate = || dice.one_of(&[0.0, 20.0, 90.0]) + dice.between(1.0, 40.0);
    let (low, high, third) = (rate(), rate(), rate());
    let secs = dice.between(0.2, 4.0);
    workload.pattern = match dice.below(10) {
        0 => Pattern::Ramp { from_per_sec: low, to_per_sec: high, over_secs: secs },
        1 => Pattern::Step { before_per_sec: low, after_per_sec: high, at_secs: secs },
        2 => Pattern::Spike { base_per_sec: low, peak_per_sec: high, at_secs: secs, for_secs: 1.3 },
        3 => {
            let burst_secs = secs * dice.between(0.1, 0.9);
            Pattern::Burst { base_per_sec: low, burst_per_sec: high, burst_secs, every_secs: secs }
        }
        4 => {
            let (low_secs, high_secs) = (dice.between(0.1, 2.0), dice.between(0.1, 2.0));
            Pattern::TwoState { low_per_sec: low, high_per_sec: high, low_secs, high_secs }
        }
        5 => {
            let point = |at_secs, per_sec| RatePoint { at_secs, per_sec };
            Pattern::Replay { points: vec![point(0.13, low), point(secs, 0.0), point(secs + 0.7, high)] }
        }
        6 => {
            let (requests_each, think_secs) = (dice.between(1.0, 6.0), dice.between(0.0, 0.8));
            Pattern::Sessions { sessions_per_sec: third / 3.0, requests_each, think_secs }
        }
        7 => Pattern::Users { users: 1 + dice.below(30) as u32, think_secs: dice.between(0.01, 0.6) },
        8 => {
            let mean_per_sec = dice.between(10.0, 40.0);
            let amplitude_per_sec = mean_per_sec * dice.one_of(&[0.3, 0.9, 1.0]);
            Pattern::Wave { mean_per_sec, amplitude_per_sec, period_secs: dice.between(1.5, 5.0) }
        }
        _ => Pattern::Constant { per_sec: low },
    };
    workload.arrivals = if dice.one_in(3) { Arrivals::Even } else { Arrivals::Poisson };
    workload.batch = dice.one_of(&[1, 1, 2, 7]);
}
