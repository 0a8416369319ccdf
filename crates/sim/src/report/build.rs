//! From what was counted to a [`Report`].

use std::{borrow::Cow, collections::BTreeMap};

use model::{
    Architecture, Component, ComponentId, Message,
    catalog::Load,
    lean,
    spec::{Behavior, UserLimits},
};

use super::{
    Answers, CauseCount, ComponentReport, ComponentSeries, ErrorCount, ErrorPlace, Failover, FailureCause,
    Journey, Measured, ReplicaSecs, Report, Resources, Series, Settings, Staleness, TierReport,
    assumptions::assumptions, digest::digest, steady::is_steady,
};
use crate::{
    ENGINE_VERSION,
    batches::{Batches, HalfWidths},
    engine::{Engine, Stop},
    explain,
    histogram::Histogram,
    network::{Network, Role},
    session::RunOptions,
    stats::{Causes, ClassStats, NodeStats, TierCount},
    time::{SECOND, secs},
};

/// The report of a run so far.
pub fn report(architecture: &Architecture, options: RunOptions, net: &Network, engine: &Engine) -> Report {
    let builder = Builder {
        net,
        engine,
        measured: engine.now.saturating_sub(net.measured_from),
        is_steady: is_steady(architecture, engine),
    };
    let mut report = Report {
        engine: ENGINE_VERSION.to_owned(),
        digest: format!("{:016x}", digest(net, engine)),
        settings: Settings {
            seed: options.seed,
            duration_secs: options.duration_secs,
            warm_up_secs: options.warm_up_secs,
            replications: 1,
        },
        measured_secs: secs(builder.measured),
        stopped: match engine.stopped {
            Some(Stop::TooManyInFlight) => Some(
                Message::new("run-stopped-too-many-in-flight")
                    .with("limit", crate::engine::MAX_SPANS)
                    .with("time", model::Arg::Moment(net.chart_secs(engine.now))),
            ),
            // It only pauses for what is outside of it.
            Some(Stop::ForControl) | None => None,
        },
        events: engine.events,
        requests: engine.requests,
        total: builder.total(),
        journeys: builder.journeys(architecture),
        components: architecture.components.iter().filter_map(|it| builder.component(it)).collect(),
        connections: builder.connections(architecture),
        errors: builder.errors(),
        series: builder.series(architecture),
        explanation: Vec::new(),
        scenario: engine.log.clone(),
        happenings: engine.happenings.clone(),
        assumptions: assumptions(architecture, engine.happenings_left_out),
    };
    report.explanation = explain::explain(architecture, net, engine);
    report
}

pub(super) struct Builder<'a> {
    pub(super) net: &'a Network,
    pub(super) engine: &'a Engine,
    /// Nanoseconds.
    measured: u64,
    is_steady: bool,
}

pub(super) fn single(value: f64) -> Option<Measured> {
    value.is_finite().then_some(Measured::single(value))
}

impl Builder<'_> {
    /// A time integral as a mean over the measured time.
    pub(super) fn mean(&self, area: u64) -> Option<Measured> {
        single(area as f64 / self.measured as f64)
    }

    pub(super) fn per_sec(&self, count: u64) -> Option<Measured> {
        single(count as f64 / self.measured as f64 * SECOND as f64)
    }

    fn total(&self) -> Journey {
        let mut all = ClassStats::default();
        let mut area = 0u64;
        let mut in_flight = 0;
        let mut latency = Histogram::default();
        for class in &self.engine.class_stats {
            all.generated += class.generated;
            all.succeeded += class.succeeded;
            all.failed += class.failed;
            all.in_flight_at_start += class.in_flight_at_start;
            area = area.wrapping_add(class.in_flight.area(self.engine.now));
            in_flight += class.in_flight.count();
            latency.merge(&class.latency);
        }
        all.batches = Batches::sum(self.engine.class_stats.iter().map(|it| &it.batches)).unwrap_or_default();
        let messages = self.engine.messages_of(|_| true);
        Journey { messages, ..self.journey(String::new(), None, &all, area, in_flight, &latency) }
    }

    fn journeys(&self, architecture: &Architecture) -> Vec<Journey> {
        let position = |id| architecture.components.iter().position(|it| it.id == id);
        let mut journeys: Vec<_> =
            self.net.classes.iter().zip(&self.engine.class_stats).enumerate().collect();
        let source = |source: u32| self.net.nodes[self.net.sources[source as usize].node as usize].id;
        lean::sort_by_key(&mut journeys, |(_, (class, _))| position(source(class.source)));
        journeys
            .into_iter()
            .map(|(index, (class, stats))| {
                let messages = self.engine.messages_of(|it| it == index);
                let area = stats.in_flight.area(self.engine.now);
                let in_flight = stats.in_flight.count();
                let source = Some(source(class.source));
                let journey =
                    self.journey(class.name.clone(), source, stats, area, in_flight, &stats.latency);
                Journey { messages, ..journey }
            })
            .collect()
    }

    fn journey(
        &self,
        name: String,
        source: Option<ComponentId>,
        stats: &ClassStats,
        area: u64,
        in_flight_at_end: u64,
        latency: &Histogram,
    ) -> Journey {
        let half = if self.is_steady { stats.batches.half_widths() } else { HalfWidths::default() };
        let sure = |it: Option<Measured>, half_width| it.map(|it| Measured { half_width, ..it });
        let mut answers = latency.latency();
        answers.mean_millis = sure(answers.mean_millis, half.latency_nanos.map(|it| it / 1e6));
        Journey {
            name,
            source,
            generated: stats.generated,
            succeeded: stats.succeeded,
            failed: stats.failed,
            in_flight_at_start: stats.in_flight_at_start,
            in_flight_at_end,
            success_ratio: sure(
                single(stats.succeeded as f64 / (stats.succeeded + stats.failed) as f64),
                half.success_ratio,
            ),
            throughput_per_sec: sure(self.per_sec(stats.succeeded), half.per_sec),
            latency: answers,
            answers: latency.counts().map(|(nanos, count)| Answers { millis: nanos / 1e6, count }).collect(),
            mean_in_flight: sure(self.mean(area), half.in_flight),
            messages: None,
        }
    }

    fn component(&self, component: &Component) -> Option<ComponentReport> {
        let index = self.net.nodes.binary_search_by_key(&component.id, |it| it.id).ok()?;
        let (node, stats) = (&self.net.nodes[index], &self.engine.node_stats[index]);
        let now = self.engine.now;
        let is_source = matches!(node.role, Role::Source { .. });
        let slots = self.engine.slots_of(self.net, index as u32).filter(|_| !is_source);
        // Replicas may have come and gone.
        let capacity = stats.serving(now) as f64 * f64::from(node.slots);
        let share = |area: u64| slots.filter(|_| capacity > 0.0).map(|_| area as f64 / capacity);
        let load_ratio = share(stats.offered);
        let ratio = |part: u64, whole: u64| single(part as f64 / whole as f64);
        Some(ComponentReport {
            id: component.id,
            name: component.name.clone(),
            kind: component.kind.id.to_owned(),
            arrived: stats.arrived,
            succeeded: stats.succeeded,
            failed: stats.failed,
            failed_by_cause: causes(&stats.causes),
            hits: stats.hits,
            misses: stats.misses,
            cold_starts: stats.cold_starts,
            tiers: if node.user_limits.is_some() { tiers(&stats.tiers) } else { Vec::new() },
            throughput_per_sec: self.per_sec(stats.succeeded),
            sojourn: self.sojourn(index).latency(),
            wait: stats.wait.latency(),
            mean_service_millis: single(
                stats.working.area(now) as f64 / (stats.begun() + stats.repeated) as f64 / 1e6,
            ),
            mean_in_system: self.mean(stats.system().area(now)),
            mean_in_queue: self.mean(match node.role {
                Role::Broker { .. } => stats.stored.area(now),
                _ => stats.queued.area(now),
            }),
            slots,
            mean_slots_busy: self.mean(stats.held(node).area(now)),
            utilization: share(stats.held(node).area(now)).and_then(single),
            own_work_utilization: share(stats.working.area(now)).and_then(single),
            load_ratio: load_ratio.and_then(single),
            probability_of_waiting: ratio(stats.waited, stats.begun()),
            probability_of_rejection: ratio(stats.rejected, stats.arrived),
            resources: load_ratio.and_then(|ratio| self.resources(component, stats, ratio)),
            mean_replicas: self.mean(stats.provisioned.area(now)),
            replica_secs: replica_secs(stats.provisioned.spent(now), node.drawn),
            up_ratio: self.mean(stats.up.area(now)),
            failover: (matches!(node.role, Role::Store { .. }) && node.instances > 1).then(|| Failover {
                failovers: stats.failovers,
                lost_writes: stats.lost_writes,
                recovery_secs: single(secs(stats.without_primary) / stats.failovers as f64),
                lost_secs: single(secs(stats.lost_age)).filter(|_| stats.failovers > 0),
            }),
            staleness: (matches!(node.role, Role::Store { .. }) && node.instances > 1).then(|| Staleness {
                stale_reads: stats.stale_reads,
                ratio: ratio(stats.stale_reads, stats.arrived - stats.writes),
            }),
        })
    }

    /// A source's sojourns are the latencies of its journeys.
    fn sojourn(&self, index: usize) -> Cow<'_, Histogram> {
        let Role::Source { source } = self.net.nodes[index].role else {
            return Cow::Borrowed(&self.engine.node_stats[index].sojourn);
        };
        let mut all = Histogram::default();
        for (class, stats) in self.net.classes.iter().zip(&self.engine.class_stats) {
            if class.source == source {
                all.merge(&stats.latency);
            }
        }
        Cow::Owned(all)
    }

    fn resources(&self, component: &Component, stats: &NodeStats, ratio: f64) -> Option<Resources> {
        let queue_fill = match component.spec().behavior {
            Behavior::Broker { max_messages, .. } => {
                self.mean(stats.stored.area(self.engine.now))?.value / max_messages.max(1) as f64
            }
            _ => 0.0,
        };
        let write_share = if stats.arrived == 0 { 0.0 } else { stats.writes as f64 / stats.arrived as f64 };
        let used = component.kind.curve.at(Load { ratio, write_share, queue_fill });
        Some(Resources {
            cpu_percent: Measured::single(used.cpu),
            memory_percent: Measured::single(used.memory),
            disk_percent: Measured::single(used.disk),
            network_percent: Measured::single(used.network),
        })
    }

    fn errors(&self) -> Vec<ErrorCount> {
        let mut errors: Vec<ErrorCount> = self
            .engine
            .errors
            .iter()
            .map(|(&(cause, place), &count)| {
                let (index, is_link) = Engine::split_place(place);
                ErrorCount {
                    cause: FailureCause::ALL[usize::from(cause)],
                    place: if is_link {
                        ErrorPlace::Connection(self.net.links[index as usize].id)
                    } else {
                        ErrorPlace::Component(self.net.nodes[index as usize].id)
                    },
                    count,
                }
            })
            .collect();
        lean::sort_by_key(&mut errors, |it| std::cmp::Reverse(it.count));
        errors
    }

    fn series(&self, architecture: &Architecture) -> Series {
        let rows = &self.engine.second.rows;
        let components = architecture
            .components
            .iter()
            .filter_map(|it| self.net.nodes.binary_search_by_key(&it.id, |node| node.id).ok())
            .filter(|index| !self.engine.node_stats[*index].history.queue.is_empty())
            .map(|index| {
                let history = self.engine.node_stats[index].history.clone();
                ComponentSeries {
                    id: self.net.nodes[index].id,
                    utilization: history.utilization,
                    load_ratio: history.load_ratio,
                    queue: history.queue,
                    throughput_per_sec: history.throughput,
                    errors_per_sec: history.errors,
                    up: history.up,
                }
            })
            .collect();
        Series { seconds: rows.clone(), components }
    }
}

fn tiers(counts: &[TierCount]) -> Vec<TierReport> {
    let named = UserLimits::TIERS.into_iter().zip(counts);
    named
        .map(|(tier, it)| TierReport { tier: tier.to_owned(), arrived: it.arrived, refused: it.refused })
        .collect()
}

/// How long there were how many; nothing where it was always as drawn.
fn replica_secs(spent: BTreeMap<u64, u64>, drawn: u32) -> Vec<ReplicaSecs> {
    if spent.keys().all(|it| *it == u64::from(drawn)) {
        return Vec::new();
    }
    spent
        .into_iter()
        .map(|(count, nanos)| ReplicaSecs { replicas: count as u32, secs: secs(nanos) })
        .collect()
}

pub(super) fn causes(counts: &Causes) -> Vec<CauseCount> {
    let counts = FailureCause::ALL.into_iter().zip(counts);
    counts.filter(|(_, count)| **count > 0).map(|(cause, &count)| CauseCount { cause, count }).collect()
}
