//! An autoscaler: keeps a figure near its target by changing the number of replicas, as Kubernetes' horizontal pod
//! autoscaler does.
//!
//! Every period it reads the figure as a mean over the period and recommends `ceil(replicas × figure / target)`, or the present
//! number if the ratio is within a tenth of one. Replicas come once more were recommended during all of the window for
//! scaling up, and then as many as were recommended at least; the other way round for scaling down. At most four, or as
//! many as there are, come at a time. After that it may have to leave their number alone for a while (*cooldown*), and goes on
//! looking.
//!
//! Where there are fewer than the least number or more than the most, that is all it puts right, at once and whatever the figure. While
//! its schedule holds, the least number is the scheduled one, and what is missing at its start is ordered at that moment, as
//! scheduled actions of clouds raise it.

use std::ops::Range;

use model::{
    Component, ComponentId,
    catalog::{Curve, Load},
    spec::{Autoscaler, ScalingMetric},
};

use super::{Control, System};
use crate::{engine::Engine, network::Network, time::nanos};

/// How far off the target the figure may be before anything is done (`--horizontal-pod-autoscaler-tolerance`).
const TOLERANCE: f64 = 0.1;
/// Replicas that may come at a time, if there are fewer (Kubernetes' default policy for scaling up).
const AT_A_TIME: u32 = 4;

/// The autoscaler of one component.
#[derive(Clone, Debug)]
pub struct Scaler {
    component: ComponentId,
    index: u32,
    row: Autoscaler,
    curve: Curve,
    pub next_look: u64,
    /// From when until when at least so many are kept. `None`: never more than the least number.
    schedule: Option<(Range<u64>, u32)>,
    /// Recommendations of the last while, oldest first, with their times.
    wanted: Vec<(u64, u32)>,
    /// It goes by no figure before that.
    rests_until: u64,
    /// Replicas that have booted and wait, and when the next ones will have.
    warm: u32,
    warming: Vec<u64>,
}

impl Scaler {
    pub fn of(component: &Component, index: u32, network: &Network) -> Option<Self> {
        let row = component.spec().scaling.auto?;
        let scheduled = row.schedule;
        let at = |secs: f64| network.measured_from.saturating_add(nanos(secs));
        let schedule = (scheduled.min > row.min && scheduled.from_secs < scheduled.until_secs)
            .then(|| (at(scheduled.from_secs)..at(scheduled.until_secs), scheduled.min));
        Some(Self {
            component: component.id,
            index,
            row,
            curve: component.kind.curve,
            next_look: nanos(row.period_secs),
            schedule,
            // Until it has looked, as many are wanted as are drawn.
            wanted: vec![(0, network.nodes[index as usize].drawn)],
            rests_until: 0,
            warm: row.warm,
            warming: Vec::new(),
        })
    }

    /// When its schedule begins.
    pub fn scheduled_at(&self) -> Option<u64> {
        self.schedule.as_ref().map(|it| it.0.start)
    }

    /// Fewest replicas at a moment.
    fn min(&self, now: u64) -> u32 {
        self.schedule.as_ref().filter(|it| it.0.contains(&now)).map_or(self.row.min, |it| it.1)
    }

    /// How many replicas the figure asks for, where there are so many with those that boot. `None`: nothing is known yet.
    fn recommendation(&self, net: &Network, engine: &Engine, current: u32) -> Option<u32> {
        let present = engine.nodes[self.index as usize].present;
        let min = self.min(engine.now);
        let ratio = match self.row.metric {
            ScalingMetric::Queue => {
                let waiting = queue(net, engine, self.index);
                let wanted = (waiting / self.row.target).ceil() as u32;
                return Some(wanted.clamp(min, self.row.max));
            }
            ScalingMetric::Cpu => self.used(engine)?.cpu / 100.0 / self.row.target,
            ScalingMetric::Memory => self.used(engine)?.memory / 100.0 / self.row.target,
            ScalingMetric::CpuAndMemory => {
                let used = self.used(engine)?;
                (used.cpu / 100.0 / self.row.target).max(used.memory / 100.0 / self.row.memory_target)
            }
        };
        let asked = (f64::from(present) * ratio).ceil() as u32;
        let wanted = match ratio {
            _ if (ratio - 1.0).abs() <= TOLERANCE => current,
            // Nobody who boots is sent away while the others have too much to do.
            _ if ratio > 1.0 => asked.max(current),
            _ => asked,
        };
        Some(wanted.clamp(min, self.row.max))
    }

    /// Use of its machines as a mean over the last period.
    fn used(&self, engine: &Engine) -> Option<model::catalog::ResourceUse> {
        let loads = &engine.node_stats[self.index as usize].history.load_ratio;
        let recent = &loads[loads.len().saturating_sub(self.row.period_secs as usize)..];
        let ratio = recent.iter().map(|it| f64::from(*it)).sum::<f64>() / recent.len() as f64;
        let load = Load { ratio, write_share: 0.0, queue_fill: 0.0 };
        (!recent.is_empty()).then(|| self.curve.at(load))
    }

    /// Replicas that have booted by now wait in the warm pool.
    fn refill(&mut self, now: u64) {
        let before = self.warming.len();
        self.warming.retain(|it| *it > now);
        self.warm += (before - self.warming.len()) as u32;
    }

    /// How many there should be from now on.
    fn decide(&mut self, now: u64, recommended: u32, current: u32) -> u32 {
        self.wanted.push((now, recommended));
        let (up, down) = (nanos(self.row.up_secs), nanos(self.row.down_secs));
        // The last one before the window still held when it began.
        let begins = now.saturating_sub(up.max(down));
        let keep = self.wanted.partition_point(|it| it.0 <= begins).saturating_sub(1);
        self.wanted.drain(..keep);
        let during = |window: u64| {
            let begins = now.saturating_sub(window);
            let first = self.wanted.partition_point(|it| it.0 <= begins).saturating_sub(1);
            self.wanted[first..].iter().map(|it| it.1)
        };
        let least = during(up).min().unwrap_or(current);
        let most = during(down).max().unwrap_or(current);
        if least > current { least.min(current + current.max(AT_A_TIME)) } else { current.min(most) }
    }
}

impl Control {
    /// Autoscalers whose time has come look and act.
    pub(super) fn scale(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        for place in 0..self.scalers.len() {
            let scaler = &mut self.scalers[place];
            let is_due = scaler.next_look <= now;
            if is_due {
                scaler.next_look = now + nanos(scaler.row.period_secs);
                system.engine.plan_look(scaler.next_look);
            }
            let begins = scaler.scheduled_at() == Some(now);
            if (is_due || begins) && !self.rests(system, place) {
                self.scale_one(system, place, is_due);
            }
        }
    }

    /// Whether it may act: not while it is broken, or its component is down or gets a new version.
    fn rests(&self, system: &System<'_>, place: usize) -> bool {
        let (component, index) = (self.scalers[place].component, self.scalers[place].index);
        let is_off = self.conditions.components.get(&component).is_some_and(|it| it.scaling_is_off);
        let is_rolling = self.rollouts.iter().any(|it| it.component == component && !it.is_done());
        is_off || is_rolling || !system.engine.nodes[index as usize].is_up
    }

    /// Puts right what is outside the bounds, else goes by the figure if it is time to read it.
    fn scale_one(&mut self, system: &mut System<'_>, place: usize, is_due: bool) {
        let now = system.engine.now;
        let scaler = &mut self.scalers[place];
        let (component, index) = (scaler.component, scaler.index);
        let current = system.engine.nodes[index as usize].present + self.boots.coming(component);
        let allowed = current.clamp(scaler.min(now), scaler.row.max);
        if allowed != current {
            return self.scale_from(system, place, current, allowed);
        }
        if !is_due {
            return;
        }
        let Some(recommended) = scaler.recommendation(system.network, system.engine, current) else { return };
        let wanted = scaler.decide(now, recommended, current);
        if wanted != current && now >= scaler.rests_until {
            scaler.rests_until = now + nanos(scaler.row.cooldown_secs);
            self.scale_from(system, place, current, wanted);
        }
    }

    /// More replicas than there are and come, those of the warm pool first, or fewer.
    fn scale_from(&mut self, system: &mut System<'_>, place: usize, current: u32, wanted: u32) {
        let now = system.engine.now;
        let scaler = &mut self.scalers[place];
        let (component, index) = (scaler.component, scaler.index);
        scaler.refill(now);
        let warm = scaler.warm.min(wanted.saturating_sub(current));
        scaler.warm -= warm;
        let booted = now + system.boot_nanos(component);
        scaler.warming.extend((0..warm).map(|_| booted));
        self.scale_to(system, component, index, wanted, warm);
    }
}

/// Requests and messages that wait for a component.
fn queue(net: &Network, engine: &Engine, index: u32) -> f64 {
    let node = &net.nodes[index as usize];
    let backlog: u64 =
        node.pulls.iter().map(|i| engine.link_stats[net.pulls[i] as usize].backlog.count()).sum();
    (engine.node_stats[index as usize].queued.count() + backlog) as f64
}
