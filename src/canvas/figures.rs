//! What a card shows of how loaded its component is: in the last second of a run, in the whole of it, or by the estimate.

use model::{Component, catalog::BehaviorKind};
use sim::{
    estimate::ComponentEstimate,
    live::{LiveComponent, in_use},
    report::{ComponentReport, Measured},
};

use super::load::{Basis, Load, Number};

/// What a run says about a component.
struct Figures {
    load_ratio: Option<f64>,
    held: Option<f64>,
    queue: f64,
    throughput_per_sec: f64,
}

impl Figures {
    /// In the last second.
    fn now(live: &LiveComponent) -> Self {
        Self {
            load_ratio: live.load_ratio.map(f64::from),
            held: live.utilization.map(f64::from),
            queue: f64::from(live.queue),
            throughput_per_sec: f64::from(live.throughput_per_sec),
        }
    }

    /// In the mean of the whole.
    fn in_run(over: &ComponentReport) -> Self {
        let value = |it: Option<Measured>| it.map(|it| it.value);
        Self {
            load_ratio: value(over.load_ratio),
            held: value(over.utilization),
            queue: value(over.mean_in_queue).unwrap_or(0.0).round(),
            throughput_per_sec: value(over.throughput_per_sec).unwrap_or(0.0),
        }
    }
}

/// In a run: while it goes on, or once it is `over`. Whether something is down is a matter of its last moment.
pub fn measured(component: &Component, live: &LiveComponent, over: Option<&ComponentReport>) -> Load {
    let it = over.map_or_else(|| Figures::now(live), Figures::in_run);
    let number = match component.kind.behavior {
        BehaviorKind::Broker => Number::Messages(it.queue),
        _ => share(it.load_ratio, it.held).unwrap_or(Number::PerSec(it.throughput_per_sec)),
    };
    Load {
        utilization: in_use(it.load_ratio, it.held),
        number: Some(number),
        basis: Basis::Simulated,
        is_down: !live.up,
        is_slow: live.slow && over.is_none(),
        ..Load::default()
    }
}

/// Before any run.
pub fn estimated(expected: &ComponentEstimate) -> Load {
    if expected.is_idle() {
        return Load { is_idle: true, ..Load::default() };
    }
    let utilization = in_use(expected.load_ratio, expected.utilization);
    let number =
        share(expected.load_ratio, expected.utilization).unwrap_or(Number::PerSec(expected.arrivals_per_sec));
    Load { utilization, number: Some(number), ..Load::default() }
}

/// What of its capacity is in use, and which of the two numbers that is.
fn share(load_ratio: Option<f64>, held: Option<f64>) -> Option<Number> {
    let share = in_use(load_ratio, held)?;
    Some(if load_ratio == Some(share) { Number::Load(share) } else { Number::Held(share) })
}
