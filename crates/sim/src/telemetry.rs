//! What a running system tells those who watch it: its counts of every simulated second, as a monitoring system would
//! scrape them. Only runs that somebody watches gather it.

use std::sync::Arc;

use model::{
    Architecture, ComponentId,
    catalog::{Curve, Load},
    objective::{Indicator, Objective},
};

use crate::{
    engine::{BreakerState, Engine},
    messages::AgeLimit,
    network::{Network, Role, nanos},
    report::FailureCause,
    stats::{ClassStats, LinkStats, NodeStats, Slow, Window},
};

mod counts;
mod frame;

pub use frame::{
    Breaker, Buckets, ComponentFrame, ConnectionFrame, Frame, JourneyFrame, Machine, ObjectiveCount,
};

use counts::{ClassCounts, LinkCounts, NodeCounts, small};

/// Upper bounds of the latency buckets in seconds; a last one without a bound follows. Those of Prometheus' clients.
pub const BUCKET_SECS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Buckets, the one without a bound included.
pub const BUCKETS: usize = BUCKET_SECS.len() + 1;
/// Most seconds in one look at a run that is watched.
pub const MAX_FRAMES: usize = 600;

/// Gathers frames while a run goes on.
#[derive(Clone, Debug)]
pub(crate) struct Telemetry {
    /// What the objectives are about, in the order of the document.
    objectives: Arc<[Watched]>,
    /// Curve and queue limit of each node.
    machines: Arc<[Option<(Curve, f64)>]>,
    nodes: Vec<NodeCounts>,
    /// Of their latencies.
    windows: Vec<Window>,
    links: Vec<LinkCounts>,
    classes: Vec<ClassCounts>,
    /// Messages and bad messages of each objective up to the last second.
    messages: Vec<[u64; 2]>,
    frames: Vec<Frame>,
}

/// An objective, looked up.
#[derive(Clone, Debug)]
struct Watched {
    /// Classes of its journey.
    classes: Vec<u16>,
    /// With a limit of latency: where each class counts what exceeds it.
    slow: Option<Vec<u16>>,
    messages: Option<Counting>,
}

/// Of messages.
#[derive(Clone, Debug)]
enum Counting {
    /// With a limit of age: where each class counts against it.
    Fresh(Vec<u16>),
    Correct,
}

impl Engine {
    /// From now on every second is noted down for those who watch.
    pub(crate) fn watch(&mut self, architecture: &Architecture, net: &Network) {
        let objectives = architecture.objectives.iter().map(|it| self.watch_objective(it, net)).collect();
        let machine = |id: ComponentId| {
            let component = architecture.component(id)?;
            let messages = match component.spec().behavior {
                model::spec::Behavior::Broker { max_messages, .. } => max_messages.max(1) as f64,
                _ => 0.0,
            };
            Some((component.kind.curve, messages))
        };
        self.telemetry = Some(Box::new(Telemetry {
            messages: vec![[0; 2]; architecture.objectives.len()],
            objectives,
            machines: net.nodes.iter().map(|it| machine(it.id)).collect(),
            nodes: vec![NodeCounts::default(); net.nodes.len()],
            windows: vec![Window::default(); net.nodes.len()],
            links: vec![LinkCounts::default(); net.links.len()],
            classes: vec![ClassCounts::default(); net.classes.len()],
            frames: Vec::new(),
        }));
    }

    fn watch_objective(&mut self, objective: &Objective, net: &Network) -> Watched {
        let belongs = |name: &str| objective.journey.is_empty() || objective.journey == name;
        let mut watched = Watched { classes: Vec::new(), slow: None, messages: None };
        for (index, _) in net.classes.iter().enumerate().filter(|(_, it)| belongs(&it.name)) {
            watched.classes.push(index as u16);
            let stats = &mut self.class_stats[index];
            match objective.indicator {
                Indicator::Availability => {}
                Indicator::LatencyBelow { millis } => {
                    watched.slow.get_or_insert_default().push(stats.slow.len() as u16);
                    stats.slow.push(Slow { limit_nanos: nanos(millis), count: 0 });
                }
                Indicator::Freshness { secs } => {
                    let limits = &mut stats.messages.get_or_insert_default().limits;
                    let places = watched.messages.get_or_insert(Counting::Fresh(Vec::new()));
                    if let Counting::Fresh(places) = places {
                        places.push(limits.len() as u16);
                    }
                    limits.push(AgeLimit::new(nanos(secs * 1000.0)));
                }
                Indicator::Correctness => {
                    stats.messages.get_or_insert_default();
                    watched.messages = Some(Counting::Correct);
                }
            }
        }
        watched
    }

    /// A second has ended.
    pub(crate) fn note_frame(&mut self, net: &Network) {
        let Some(mut telemetry) = self.telemetry.take() else { return };
        self.count_old_messages();
        let frame = telemetry.frame(net, self);
        telemetry.frames.push(frame);
        self.telemetry = Some(telemetry);
    }

    /// The seconds that were noted down and not yet taken.
    pub(crate) fn take_frames(&mut self) -> Vec<Frame> {
        self.telemetry.as_mut().map_or_else(Vec::new, |it| std::mem::take(&mut it.frames))
    }

    pub(crate) fn waiting_frames(&self) -> usize {
        self.telemetry.as_ref().map_or(0, |it| it.frames.len())
    }
}

impl Telemetry {
    /// Counting begins anew: see [`Engine::measure`].
    pub fn restart(&mut self) {
        self.messages.fill([0; 2]);
        self.nodes.fill(NodeCounts::default());
        self.windows.fill(Window::default());
        self.links.fill(LinkCounts::default());
        self.classes.fill(ClassCounts::default());
    }

    /// Bytes that a copy takes, as near as lengths tell.
    pub fn bytes(&self) -> usize {
        let frame = size_of::<Frame>()
            + self.classes.len() * size_of::<JourneyFrame>()
            + self.nodes.len() * size_of::<ComponentFrame>()
            + self.links.len() * size_of::<ConnectionFrame>();
        self.frames.len() * frame
            + self.nodes.len() * (size_of::<NodeCounts>() + size_of::<Window>())
            + self.windows.iter().map(Window::heap_bytes).sum::<usize>()
            + self.links.len() * size_of::<LinkCounts>()
            + self.classes.len() * size_of::<ClassCounts>()
    }

    fn frame(&mut self, net: &Network, engine: &Engine) -> Frame {
        let classes = self.classes.iter_mut().zip(&engine.class_stats);
        let new: Vec<ClassCounts> = classes.map(|(last, stats)| last.advance(stats)).collect();
        let mut open = vec![0; net.nodes.len()];
        let mut connections = Vec::new();
        for (index, link) in net.links.iter().enumerate() {
            let breaker = match engine.links[index].breaker {
                BreakerState::Closed => Breaker::Closed,
                BreakerState::Open { until } if engine.now < until => Breaker::Open,
                BreakerState::Open { .. } | BreakerState::HalfOpen { .. } => Breaker::HalfOpen,
            };
            open[link.from as usize] += u32::from(breaker != Breaker::Closed);
            let stats: &LinkStats = &engine.link_stats[index];
            let new = self.links[index].advance(stats);
            if new.attempts > 0 || new.failed > 0 || breaker != Breaker::Closed {
                let LinkCounts { attempts, retries, failed } = new;
                let (attempts, retries, failed) = (small(attempts), small(retries), small(failed));
                connections.push(ConnectionFrame { id: link.id, attempts, retries, failed, breaker });
            }
        }
        Frame {
            at_secs: net.chart_secs(engine.now),
            objectives: self
                .objectives
                .iter()
                .zip(&mut self.messages)
                .map(|(it, last)| it.count(&new, &engine.class_stats, last))
                .collect(),
            journeys: new.iter().enumerate().map(|(index, it)| journey(net, index, it)).collect(),
            components: (0..net.nodes.len()).map(|it| self.component(net, engine, it, open[it])).collect(),
            connections,
        }
    }

    fn component(
        &mut self,
        net: &Network,
        engine: &Engine,
        index: usize,
        breakers_open: u32,
    ) -> ComponentFrame {
        let (node, stats) = (&net.nodes[index], &engine.node_stats[index]);
        let new = self.nodes[index].advance(stats);
        let there = engine.present(net, index as u32);
        let slots = engine.slots_of(net, index as u32).filter(|_| !matches!(node.role, Role::Source { .. }));
        let window = &mut self.windows[index];
        // Most components of a large design rest in most seconds.
        let rests = new.succeeded == 0 && window.is_fresh();
        let percentiles = if rests { [None; 3] } else { window.end_second(std::iter::once(&stats.sojourn)) };
        let [p50_millis, p95_millis, p99_millis] = percentiles.map(|it| it.map(|nanos| (nanos / 1e6) as f32));
        ComponentFrame {
            p50_millis,
            p95_millis,
            p99_millis,
            stale_reads: small(new.stale_reads),
            id: node.id,
            arrived: small(new.arrived),
            succeeded: small(new.succeeded),
            failed: small(new.failed),
            limited: small(new.limited),
            refused: small(new.refused),
            latency: new.latency.buckets(),
            busy: slots.map_or(0, |_| small(stats.held(node).count())),
            slots: slots.map_or(0, small),
            utilization: slots.map(|_| stats.recent.utilization),
            load_ratio: slots.map(|_| stats.recent.load_ratio),
            queue: small(stats.queued.count()),
            backlog: small(stats.stored.count()),
            machine: slots.and_then(|_| self.machine(index, stats, &new)),
            up: there.clone().filter(|it| engine.instances[*it as usize].is_up).count() as u32,
            running: there.clone().filter(|it| engine.instances[*it as usize].runs).count() as u32,
            replicas: there.len() as u32,
            hits: small(new.hits),
            misses: small(new.misses),
            breakers_open,
        }
    }

    fn machine(&self, index: usize, stats: &NodeStats, new: &NodeCounts) -> Option<Machine> {
        let (curve, messages) = self.machines[index]?;
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let used = curve.at(Load {
            ratio: f64::from(stats.recent.load_ratio),
            write_share: share(new.writes as f64, new.arrived as f64),
            queue_fill: share(stats.stored.count() as f64, messages),
        });
        Some(Machine { cpu: used.cpu as f32, memory: used.memory as f32 })
    }
}

impl Watched {
    fn count(&self, classes: &[ClassCounts], stats: &[ClassStats], last: &mut [u64; 2]) -> ObjectiveCount {
        if let Some(counting) = &self.messages {
            let now = self.messages_so_far(counting, stats);
            let last = std::mem::replace(last, now);
            return ObjectiveCount { total: small(now[0] - last[0]), bad: small(now[1] - last[1]) };
        }
        let (mut total, mut bad) = (0, 0);
        for (position, class) in self.classes.iter().enumerate() {
            let class = &classes[usize::from(*class)];
            let slow = self.slow.as_ref().map_or(0, |it| class.slow[usize::from(it[position])]);
            total += class.succeeded + class.failed;
            bad += class.failed + slow;
        }
        ObjectiveCount { total: small(total), bad: small(bad) }
    }

    /// Messages, and bad ones.
    fn messages_so_far(&self, counting: &Counting, stats: &[ClassStats]) -> [u64; 2] {
        let mut so_far = [0; 2];
        for (position, class) in self.classes.iter().enumerate() {
            let Some(messages) = &stats[usize::from(*class)].messages else { continue };
            let (good, bad) = match counting {
                Counting::Fresh(places) => {
                    let it = messages.limits[usize::from(places[position])];
                    (it.good, it.bad)
                }
                Counting::Correct => (messages.handled, messages.dead_letters + messages.rejected),
            };
            so_far[0] += good + bad;
            so_far[1] += bad;
        }
        so_far
    }
}

fn journey(net: &Network, index: usize, new: &ClassCounts) -> JourneyFrame {
    let source = &net.sources[net.classes[index].source as usize];
    JourneyFrame {
        source: net.nodes[source.node as usize].id,
        class: index as u16 - source.first_class,
        succeeded: small(new.succeeded),
        failed: small(new.failed),
        latency: new.latency.buckets(),
    }
}

/// Whether a cause is the caller's doing: it asked for more than it may (status 429).
pub const fn is_over_limit(cause: FailureCause) -> bool {
    use FailureCause as Cause;
    matches!(cause, Cause::RateLimited | Cause::UserLimited | Cause::Throttled | Cause::ConcurrencyLimited)
}
