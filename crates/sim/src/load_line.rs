//! How much load a component may safely carry: where its Plimsoll mark sits.

use std::sync::LazyLock;

use model::Component;

use crate::queueing::mmc_wait;

/// Above this share of capacity there is no reserve for a burst or a lost machine, however many slots there are.
pub const MAX_SAFE_LOAD: f64 = 0.9;
/// From this many slots on the answer is [`MAX_SAFE_LOAD`].
const MANY_SLOTS: u32 = 64;
/// Answers by number of slots: they are asked for every component at every change of a drawing.
static SAFE_LOADS: LazyLock<Vec<f64>> = LazyLock::new(|| (0..MANY_SLOTS).map(computed_safe_load).collect());

/// The share of capacity at which a request waits as long as the work on it takes, by the M/M/c formula (Erlang 1917;
/// Kleinrock, Queueing Systems, volume 1, section 3.5), and never above [`MAX_SAFE_LOAD`]. One slot: 0.5.
pub fn safe_load(slots: u32) -> f64 {
    SAFE_LOADS.get(slots.max(1) as usize).copied().unwrap_or(MAX_SAFE_LOAD)
}

fn computed_safe_load(slots: u32) -> f64 {
    let (mut calm, mut strained) = (0.0, 1.0);
    // Waiting grows with the load, so the place is found by halving; 30 halvings are beyond what a screen shows.
    for _ in 0..30 {
        let middle = (calm + strained) / 2.0;
        if wait_over_service(slots, middle) < 1.0 { calm = middle } else { strained = middle }
    }
    calm.min(MAX_SAFE_LOAD)
}

/// The load line of a component over all its replicas. `None`: it serves as many as come.
pub fn load_line(component: &Component) -> Option<f64> {
    let slots = component.spec().server.slots?;
    Some(safe_load(slots.saturating_mul(component.replicas().max(1))))
}

/// Mean wait over mean service time at a load below 1.
fn wait_over_service(slots: u32, load: f64) -> f64 {
    mmc_wait(slots, f64::from(slots) * load, 1.0).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slot_waits_as_long_as_it_works_at_half_load() {
        assert!((safe_load(1) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn two_slots_do_so_at_the_square_root_of_a_half() {
        // M/M/2: wait over service is load² / (1 - load²).
        assert!((safe_load(2) - 0.5_f64.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn more_slots_may_carry_more_up_to_the_limit() {
        let loads: Vec<_> = (1..200).map(safe_load).collect();
        assert!(loads.windows(2).all(|it| it[0] <= it[1]));
        assert_eq!(loads[198], MAX_SAFE_LOAD);
        // The formula itself must have reached the limit where it is no longer asked.
        assert!(wait_over_service(MANY_SLOTS, MAX_SAFE_LOAD) < 1.0);
    }
}
