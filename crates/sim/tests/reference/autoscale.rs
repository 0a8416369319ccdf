//! Autoscalers: every period they read a figure, and have replicas come or go.

use model::{
    ComponentId, Place, Relation,
    catalog::Load,
    scenario::Action,
    spec::{Autoscaler, Behavior, ScalingMetric},
};

use super::{Event, World, nanos};

/// The autoscaler of one component.
#[derive(Clone, Debug)]
pub(super) struct Scaler {
    id: ComponentId,
    row: Autoscaler,
    next: u64,
    /// Recommendations and their times; as many as drawn, until it has looked.
    wanted: Vec<(u64, u32)>,
    rests_until: u64,
    /// Replicas of the warm pool, and when those have booted that are to be there.
    warm: u32,
    warming: Vec<u64>,
}

/// Whether an entry of the scenario is about an autoscaler itself.
pub(super) fn is_about_scalers(action: &Action) -> bool {
    matches!(action, Action::Change(it) if it.change == "autoscaler-failure")
}

impl World<'_> {
    pub(super) fn plan_scaling(&mut self) {
        for it in &self.drawing.components {
            let Some(row) = it.spec().scaling.auto else { continue };
            let is_fixed = matches!(
                it.spec().behavior,
                Behavior::Source | Behavior::Function { .. } | Behavior::Broker { .. }
            );
            assert!(!is_fixed, "only programs of one's own scale");
            let next = nanos(row.period_secs * 1e3);
            self.scalers.push(Scaler {
                id: it.id,
                row,
                next,
                wanted: vec![(0, self.count(it.id))],
                rests_until: 0,
                warm: row.warm,
                warming: Vec::new(),
            });
            self.schedule(next, Event::Again);
            if row.schedule.min > row.min && row.schedule.from_secs < row.schedule.until_secs {
                self.schedule(self.measured_from + nanos(row.schedule.from_secs * 1e3), Event::Again);
            }
        }
    }

    /// "From one second of the run until another at least a scheduled number is kept, though never above the most."
    fn least(&self, row: &Autoscaler) -> u32 {
        let at = |secs: f64| self.measured_from + nanos(secs * 1e3);
        let holds = at(row.schedule.from_secs) <= self.now && self.now < at(row.schedule.until_secs);
        if holds { row.min.max(row.schedule.min) } else { row.min }
    }

    /// At every look.
    pub(super) fn autoscale(&mut self) {
        for place in 0..self.scalers.len() {
            let Scaler { id, row, next, .. } = self.scalers[place].clone();
            let is_due = self.now >= next;
            if is_due {
                let period = nanos(row.period_secs * 1e3);
                self.scalers[place].next = self.now + period;
                self.schedule(period, Event::Again);
            }
            let begins = self.measured_from + nanos(row.schedule.from_secs * 1e3);
            let is_scheduled = begins == self.now && self.least(&row) > row.min;
            if !is_due && !is_scheduled || self.rests(id) {
                continue;
            }
            // "What is missing to the least, or beyond the most, is put right without a window."
            let expected = self.count(id) + self.coming(id);
            let allowed = expected.clamp(self.least(&row), row.max);
            if allowed != expected {
                self.order_replicas(place, expected, allowed);
            } else if is_due {
                self.read_figure(place);
            }
        }
    }

    /// "It rests while its component is being deployed or down", or is itself out of order.
    fn rests(&self, id: ComponentId) -> bool {
        let is_off = self.faults.going_on.iter().any(|number| {
            let action = &self.drawing.scenario.events[*number].action;
            is_about_scalers(action) && self.change_of(*number).place == Place::Component(id)
        });
        is_off || self.is_deploying_now(id) || self.out.contains(&id)
    }

    fn read_figure(&mut self, place: usize) {
        let now = self.now;
        let Scaler { id, row, rests_until, .. } = self.scalers[place].clone();
        let Some(figure) = self.recommended(id, &row) else { return };
        let (least, there) = (self.least(&row), self.count(id) + self.coming(id));
        let figure = figure.clamp(least, row.max);
        self.scalers[place].wanted.push((now, figure));
        let during = |secs: f64| {
            let begins = now.saturating_sub(nanos(secs * 1e3));
            let all = &self.scalers[place].wanted;
            // What was recommended last before the window still held when it began.
            let first = all.iter().rposition(|it| it.0 <= begins).unwrap_or(0);
            all[first..].iter().map(|it| it.1).collect::<Vec<u32>>()
        };
        let lowest = during(row.up_secs).into_iter().min().expect("it has just looked");
        let highest = during(row.down_secs).into_iter().max().expect("it has just looked");
        // "At most four, or as many as there are, come at a time."
        let wanted = if lowest > there { lowest.min(there + there.max(4)) } else { there.min(highest) };
        if wanted != there && now >= rests_until {
            self.scalers[place].rests_until = now + nanos(row.cooldown_secs * 1e3);
            self.order_replicas(place, there, wanted);
        }
    }

    /// Those of a warm pool serve at once, and others boot for it.
    fn order_replicas(&mut self, place: usize, there: u32, wanted: u32) {
        let (now, id) = (self.now, self.scalers[place].id);
        let booted = now + self.boot_of(id);
        let it = &mut self.scalers[place];
        it.warm += it.warming.iter().filter(|at| **at <= now).count() as u32;
        it.warming.retain(|at| *at > now);
        let warm = it.warm.min(wanted.saturating_sub(there));
        it.warm -= warm;
        it.warming.extend((0..warm).map(|_| booted));
        self.scale_to(id, wanted, warm);
    }

    /// "`ceil(replicas × figure / target)`, or the present number if the two differ by at most a tenth; of processors and memory
    /// together the larger ratio counts; for queues `ceil(waiting / target)`."
    fn recommended(&self, id: ComponentId, row: &Autoscaler) -> Option<u32> {
        let used = |what: fn(model::catalog::ResourceUse) -> f64| {
            // Nothing is known before the second of the first request is over.
            let loads = &self.usage.get(&id).filter(|it| it.is_known)?.loads;
            let recent = &loads[loads.len().saturating_sub(row.period_secs as usize)..];
            if recent.is_empty() {
                return None;
            }
            let ratio = recent.iter().map(|it| f64::from(*it)).sum::<f64>() / recent.len() as f64;
            let load = Load { ratio, write_share: 0.0, queue_fill: 0.0 };
            Some(what(self.component(id).kind.curve.at(load)) / 100.0)
        };
        let ratio = match row.metric {
            ScalingMetric::Queue => return Some((self.waiting(id) as f64 / row.target).ceil() as u32),
            ScalingMetric::Cpu => used(|it| it.cpu)? / row.target,
            ScalingMetric::Memory => used(|it| it.memory)? / row.target,
            ScalingMetric::CpuAndMemory => {
                (used(|it| it.cpu)? / row.target).max(used(|it| it.memory)? / row.memory_target)
            }
        };
        let (there, expected) = (self.count(id), self.count(id) + self.coming(id));
        let asked = (f64::from(there) * ratio).ceil() as u32;
        Some(match ratio {
            _ if (ratio - 1.0).abs() <= 0.1 => expected,
            // "Those that boot are not sent away while the others do too much."
            _ if ratio > 1.0 => asked.max(expected),
            _ => asked,
        })
    }

    /// Requests in its queues, and messages at brokers that are for it.
    fn waiting(&self, id: ComponentId) -> u64 {
        let links = self.architecture.connections.iter();
        let links = links.filter(|it| it.to == id && it.relation == Relation::Consume);
        self.queued(id) + links.map(|it| self.backlog(it.id) as u64).sum::<u64>()
    }
}
