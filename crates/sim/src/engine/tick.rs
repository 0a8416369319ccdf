//! What is noted down at the end of every simulated second.

use super::Engine;
use crate::{
    live::MAX_HOPS,
    network::{Network, Node, Role, UNBOUNDED},
    report::Second,
    stats::{NodeStats, Snapshot, Totals, Window},
    time::SECOND,
};

/// L from which a component counts as loaded.
pub const LOADED: f64 = 0.95;

impl Engine {
    pub(super) fn tick(&mut self, net: &Network) {
        // The first and the last second may be shorter.
        let begun = self.second.rows.last().map_or(0, |row| net.moment(row.at_secs));
        let length = self.now.saturating_sub(begun);
        if length == 0 {
            return;
        }
        let rows = self.second.rows.len();
        for index in 0..self.nodes.len() {
            if !self.nodes[index].leaving.is_empty() {
                self.stop_paying(net, index as u32);
            }
        }
        for (index, stats) in self.node_stats.iter_mut().enumerate() {
            let second = Length { now: self.now, nanos: length, rows };
            stats.end_second(second, &net.nodes[index], self.nodes[index].is_up);
        }
        let rate = SECOND as f32 / length as f32;
        for stats in &mut self.link_stats {
            stats.attempts_per_sec = (stats.attempts - stats.last_attempts) as f32 * rate;
            stats.succeeded_per_sec = (stats.succeeded - stats.last_succeeded) as f32 * rate;
            stats.errors_per_sec = (stats.failed - stats.last_failed) as f32 * rate;
            stats.last_attempts = stats.attempts;
            (stats.last_succeeded, stats.last_failed) = (stats.succeeded, stats.failed);
        }
        if length == SECOND {
            self.class_stats.iter_mut().for_each(|it| it.end_second(self.now));
        }
        let in_flight = self.in_flight();
        let second = &mut self.second;
        let totals = Totals::of(&self.class_stats);
        let new = totals.since(std::mem::replace(&mut second.last, totals));
        let millis = |nanos: Option<f64>| nanos.map(|it| (it / 1e6) as f32);
        let latencies = self.class_stats.iter().map(|it| &it.latency);
        let [p50_millis, p95_millis, p99_millis] = second.window.end_second(latencies).map(millis);
        let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        second.rows.push(Second {
            at_secs: net.chart_secs(self.now),
            generated: count(new.generated),
            succeeded: count(new.succeeded),
            failed: count(new.failed),
            in_flight: count(in_flight),
            p50_millis,
            p95_millis,
            p99_millis,
        });
        // About as many requests are shown per second as fit into one look.
        if self.tracer.is_none() {
            self.trace_mask = (count(new.generated) / MAX_HOPS as u32).next_power_of_two() - 1;
        }
        self.note_frame(net);
    }

    /// The warm-up ends: counting begins anew.
    pub(super) fn measure(&mut self, net: &Network) {
        for stats in &mut self.node_stats {
            stats.restart(self.now);
        }
        for stats in &mut self.link_stats {
            stats.restart(self.now);
        }
        self.note_partitions(net);
        for stats in &mut self.class_stats {
            stats.restart(self.now);
        }
        if let Some(telemetry) = &mut self.telemetry {
            telemetry.restart();
        }
        self.errors.clear();
        (self.second.window, self.second.last) = (Window::default(), Totals::default());
        debug_assert_eq!(self.now, net.measured_from);
    }
}

/// The second that ends.
#[derive(Clone, Copy)]
struct Length {
    now: u64,
    nanos: u64,
    /// Seconds before it.
    rows: usize,
}

impl NodeStats {
    fn end_second(&mut self, second: Length, node: &Node, is_up: bool) {
        let Length { now, nanos: length, rows } = second;
        let last = self.last;
        self.last = Snapshot {
            arrived: self.arrived,
            succeeded: self.succeeded,
            failed: self.failed,
            offered: self.offered,
            held: self.held(node).area(now),
            queued: self.queued.area(now),
            serving: self.serving(now),
        };
        let new = &self.last;
        // Replicas may have come or gone.
        let serving = new.serving.wrapping_sub(last.serving) as f64;
        let has_bound = node.slots != UNBOUNDED;
        let capacity = (has_bound && serving > 0.0).then(|| f64::from(node.slots) * serving);
        let share = |nanos: u64| capacity.map_or(0.0, |capacity| nanos as f64 / capacity);
        let load = share(new.offered - last.offered);
        let mean_queue = ((new.queued - last.queued) as f64 / length as f64) as f32;
        let recent = &mut self.recent;
        let count = |seconds: u8, goes_on: bool| if goes_on { seconds.saturating_add(1) } else { 0 };
        recent.seconds_loaded = count(recent.seconds_loaded, load >= LOADED);
        // A queue of a few requests grows and shrinks by chance: it must grow by a tenth of the slots each second, and
        // become longer than the slots.
        let slots = capacity.map_or(f64::INFINITY, |it| it / length as f64);
        let grew = f64::from(mean_queue - recent.mean_queue) > (slots / 10.0).max(1.0);
        let is_long = f64::from(mean_queue) > slots || recent.seconds_growing < 2;
        recent.seconds_growing = count(recent.seconds_growing, grew && is_long);
        recent.mean_queue = mean_queue;
        recent.load_ratio = load as f32;
        recent.utilization = share(new.held - last.held) as f32;
        let rate = SECOND as f64 / length as f64;
        recent.throughput = ((new.succeeded - last.succeeded) as f64 * rate + 0.5) as u32;
        recent.errors = ((new.failed - last.failed) as f64 * rate + 0.5) as u32;
        let recent = self.recent;
        let history = &mut self.history;
        if new.arrived == 0 && history.queue.is_empty() {
            return;
        }
        // What came late was idle before.
        history.utilization.resize(rows, 0.0);
        history.load_ratio.resize(rows, 0.0);
        history.queue.resize(rows, 0);
        history.throughput.resize(rows, 0);
        history.errors.resize(rows, 0);
        history.up.resize(rows, true);
        history.saturated.resize(rows, false);
        history.utilization.push(recent.utilization);
        history.load_ratio.push(recent.load_ratio);
        // What waits at a broker is its messages.
        let waiting = match node.role {
            Role::Broker { .. } => self.stored.count(),
            _ => self.queued.count(),
        };
        history.queue.push(u32::try_from(waiting).unwrap_or(u32::MAX));
        history.throughput.push(recent.throughput);
        history.errors.push(recent.errors);
        history.up.push(is_up);
        history.saturated.push(recent.is_saturated());
    }
}
