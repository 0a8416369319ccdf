//! Closed-form answers while a person draws: how busy every component is, and how long a request takes.
//!
//! Traffic equations over the drawing, then M/M/c/K or approximations of GI/G/c at every pool, deepest first. What
//! the formulas cannot know is said as a caveat; where no steady state exists there is no number.

use model::{Architecture, ComponentId, Workload, spec::Balancing};

use crate::{
    network::{Network, Node, Range, Role},
    session::RunOptions,
    time::SECOND,
};

mod bulkheads;
mod calls;
mod carried;
mod caveats;
mod cells;
mod figures;
mod flow;
mod gaps;
mod lateness;
mod limits;
mod messages;
mod outcome;
mod pool;
mod slots;
mod stability;
mod storm;
mod time;
mod users;

pub use figures::{ComponentEstimate, ConnectionEstimate, Estimate, JourneyEstimate, usage};
pub use stability::{Stability, Verdict};

use cells::Cells;
use gaps::Gaps;
use outcome::Outcome;
use pool::Queues;
use slots::Seen;
use time::Time;

/// Estimates a drawing; `None` if nothing sends traffic or it cannot be run.
pub fn estimate(architecture: &Architecture) -> Option<Estimate> {
    let net = Network::new(architecture, RunOptions::from(architecture.settings)).ok()?;
    let mut model = Model::new(architecture, &net);
    model.settle_users();
    Some(model.answer())
}

/// The drawing's traffic and times.
struct Model<'a> {
    architecture: &'a Architecture,
    net: &'a Network,
    /// By node and class: arrivals, latency, occupied.
    cells: Cells,
    /// Requests per second that each source sends.
    rates: Vec<f64>,
    /// Nodes, callers before callees as far as there are no circles.
    order: Vec<u32>,
    /// Of each node in it.
    places: Vec<u32>,
    has_circle: bool,
    /// Links by caller and by callee.
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
    arrivals: Vec<f64>,
    /// Scrapes that come to each node per second: no class sends them.
    scrapes: Vec<f64>,
    /// Writes per second that other replicas repeat: work, but nobody's requests.
    repeated: Vec<f64>,
    /// Of each node: all of that and the requests that come, per second.
    coming: Vec<f64>,
    /// Seconds of own work that requests bring, per second.
    work: Vec<f64>,
    /// Requests per second over each link.
    over: Vec<f64>,
    /// From arrival to answer or failure; infinite without a steady state.
    outcomes: Vec<Outcome>,
    /// Tries per call over each link.
    tries: Vec<f64>,
    /// Links whose answers decide whether more is called, or are known for a while.
    first_of_several: Vec<u32>,
    /// By link, of these: share of its calls that fail for good.
    lost: Vec<f64>,
    /// By link, of these: seconds that a call takes.
    lookups: Vec<f64>,
    /// By link: variance that its calls have in common with their siblings.
    common: Vec<f64>,
    /// By node: share of what comes that it lets in and takes on.
    carried: Vec<f64>,
    pools: Vec<Pool>,
    /// Of each link: its calls wait for the answer of another one.
    is_later: Vec<bool>,
    /// By node: how long requests wait there who hold slots elsewhere; of the last round, and of this one.
    seen: Vec<Seen>,
    seen_now: Vec<Seen>,
    /// By node, of one of its queues: completions per second with 1, 2, ... slots taken that are held during calls; empty
    /// where nobody is in another's way.
    rates_held: Vec<Vec<f64>>,
    queues: Vec<Queues>,
    gaps: Vec<Gaps>,
}

/// How a node's pool does.
#[derive(Clone, Copy, Debug, Default)]
struct Pool {
    /// Infinite without a steady state.
    wait: Time,
    loss: f64,
    /// Share of what comes that it could let in and take on, if requests stayed for as long as it seems at the moment.
    carries: f64,
    utilization: f64,
    load: f64,
    is_overloaded: bool,
    /// Seconds that a request holds a slot: own work, and calls if it keeps the slot.
    held: f64,
}

impl<'a> Model<'a> {
    fn new(architecture: &'a Architecture, net: &'a Network) -> Self {
        let nodes = net.nodes.len();
        let (mut outgoing, mut incoming) = (vec![Vec::new(); nodes], vec![Vec::new(); nodes]);
        for (i, link) in net.links.iter().enumerate() {
            outgoing[link.from as usize].push(i as u32);
            incoming[link.to as usize].push(i as u32);
        }
        let rates =
            net.sources.iter().map(|it| workload(architecture, net, it.node).mean_per_sec()).collect();
        let cells = Cells::new(net, &outgoing);
        let (arrivals, outcomes) = (vec![0.0; cells.count()], vec![Outcome::default(); cells.count()]);
        let mut model = Self {
            architecture,
            net,
            cells,
            rates,
            order: Vec::new(),
            places: vec![0; nodes],
            has_circle: false,
            outgoing,
            incoming,
            arrivals,
            scrapes: vec![0.0; nodes],
            repeated: vec![0.0; nodes],
            coming: vec![0.0; nodes],
            work: vec![0.0; nodes],
            over: vec![0.0; net.links.len()],
            outcomes,
            tries: vec![1.0; net.links.len()],
            lost: vec![0.0; net.links.len()],
            lookups: vec![0.0; net.links.len()],
            first_of_several: flow::first_of_several(net),
            common: vec![0.0; net.links.len()],
            carried: vec![1.0; nodes],
            pools: vec![Pool::default(); nodes],
            seen: vec![Seen::default(); nodes],
            seen_now: vec![Seen::default(); nodes],
            rates_held: vec![Vec::new(); nodes],
            is_later: gaps::later(net),
            queues: Vec::new(),
            gaps: vec![Gaps::RANDOM; nodes],
        };
        model.put_in_order();
        model.queues = (0..nodes as u32).map(|it| model.queues_of(it)).collect();
        model
    }

    /// Depth first, so that callers come before their callees.
    fn put_in_order(&mut self) {
        let nodes = self.net.nodes.len();
        // 0: not seen, 1: on the way down, 2: done.
        let mut state = vec![0u8; nodes];
        let mut order = Vec::with_capacity(nodes);
        for start in 0..nodes as u32 {
            let mut stack = vec![(start, 0usize)];
            if state[start as usize] != 0 {
                continue;
            }
            state[start as usize] = 1;
            while let Some((node, next)) = stack.last_mut() {
                let Some(&link) = self.outgoing[*node as usize].get(*next) else {
                    state[*node as usize] = 2;
                    order.push(*node);
                    stack.pop();
                    continue;
                };
                *next += 1;
                let to = self.net.links[link as usize].to;
                match state[to as usize] {
                    0 => {
                        state[to as usize] = 1;
                        stack.push((to, 0));
                    }
                    1 => self.has_circle = true,
                    _ => {}
                }
            }
        }
        order.reverse();
        for (place, node) in order.iter().enumerate() {
            self.places[*node as usize] = place as u32;
        }
        self.order = order;
    }

    /// Rates of closed loops: N users send N / (think time + response time) per second.
    fn settle_users(&mut self) {
        let closed: Vec<usize> =
            (0..self.net.sources.len()).filter(|i| self.net.sources[*i].users > 0).collect();
        // Sources share components, so each is settled again with the others where they are.
        for _ in 0..if closed.len() > 1 { 3 } else { closed.len() } {
            for &source in &closed {
                self.settle(source);
            }
        }
        self.evaluate();
    }

    fn settle(&mut self, source: usize) {
        let row = &self.net.sources[source];
        let (users, think) = (f64::from(row.users), row.think_nanos / SECOND as f64);
        let (mut low, mut high) = (0.0, users / think.max(1e-6));
        for _ in 0..24 {
            let rate = (low + high) / 2.0;
            self.rates[source] = rate;
            self.evaluate();
            let response = self.response(source);
            if users / (think + response) > rate { low = rate } else { high = rate }
        }
        self.rates[source] = low;
    }

    /// Mean response over the classes of a source, in seconds.
    fn response(&self, source: usize) -> f64 {
        let row = &self.net.sources[source];
        let shares = self.shares(source);
        shares.map(|(class, share)| share * self.outcome_of(row.node, class).time().mean).sum()
    }

    /// From the arrival of a class to its answer; no time where it never comes.
    fn outcome_of(&self, node: u32, class: usize) -> Outcome {
        self.cells.find(node, class).map_or_else(Outcome::default, |it| self.outcomes[it])
    }

    /// Classes of a source and their shares of its traffic.
    fn shares(&self, source: usize) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let row = &self.net.sources[source];
        let first = usize::from(row.first_class);
        (0..row.cumulative.len()).map(move |i| {
            let before = if i == 0 { 0.0 } else { row.cumulative[i - 1] };
            (first + i, row.cumulative[i] - before)
        })
    }

    fn answer(&self) -> Estimate {
        let components = self.architecture.components.iter().filter_map(|it| {
            let node = self.net.nodes.binary_search_by_key(&it.id, |node| node.id).ok()?;
            Some(self.component(it.id, node))
        });
        let journeys = self.net.classes.iter().enumerate().map(|(class, row)| {
            let source = &self.net.sources[row.source as usize];
            let share = self.shares(row.source as usize).find(|it| it.0 == class).map_or(0.0, |it| it.1);
            let outcome = self.outcome_of(source.node, class);
            let latency = outcome.success.mean;
            JourneyEstimate {
                name: row.name.clone(),
                source: self.net.nodes[source.node as usize].id,
                per_sec: self.rates[row.source as usize] * share,
                latency_millis: latency.is_finite().then_some(latency * 1000.0),
                failed_ratio: outcome.fails,
            }
        });
        let connections = self.architecture.connections.iter().filter_map(|it| {
            let link = self.net.links.binary_search_by_key(&it.id, |link| link.id).ok()?;
            let calls_per_sec = self.over[link];
            let (loss_ratio, is_overloaded) = self.beyond_bulkhead(link as u32);
            Some(ConnectionEstimate { id: it.id, calls_per_sec, loss_ratio, is_overloaded })
        });
        Estimate {
            components: components.collect(),
            connections: connections.collect(),
            journeys: journeys.collect(),
            stability: self.stability(),
            caveats: self.caveats(),
        }
    }

    fn component(&self, id: ComponentId, node: usize) -> ComponentEstimate {
        let pool = &self.pools[node];
        let row = &self.net.nodes[node];
        let cells = self.cells.of(node as u32);
        let arrivals = &self.arrivals[cells.clone()];
        let total: f64 = arrivals.iter().sum();
        let has_bound = self.net.slots_of(node as u32).is_some() && !matches!(row.role, Role::Source { .. });
        let latency: f64 = arrivals
            .iter()
            .zip(&self.outcomes[cells])
            // What never comes must not spoil the mean.
            .map(|(rate, it)| if *rate > 0.0 { rate * it.success.mean } else { 0.0 })
            .sum();
        ComponentEstimate {
            id,
            arrivals_per_sec: total + self.scrapes[node],
            utilization: has_bound.then_some(pool.utilization),
            load_ratio: has_bound.then_some(pool.load),
            wait_millis: pool.wait.mean.is_finite().then_some(pool.wait.mean * 1000.0),
            latency_millis: (total > 0.0 && latency.is_finite()).then(|| latency / total * 1000.0),
            loss_ratio: pool.loss,
            is_overloaded: pool.is_overloaded,
        }
    }
}

fn workload(architecture: &Architecture, net: &Network, node: u32) -> Workload {
    let id = net.nodes[node as usize].id;
    architecture.component(id).and_then(|it| it.workload.clone()).unwrap_or_default()
}

/// Links of a range of one of the network's tables.
fn links<'n>(table: &'n [u32], range: Range) -> impl Iterator<Item = u32> + 'n {
    table[range.iter()].iter().copied()
}

/// Whether a balancer looks at the queues, so that its targets work like one pool.
fn shares_queue(node: &Node) -> bool {
    matches!(
        &node.role,
        Role::Balancer(balancer) if matches!(balancer.algorithm, Balancing::LeastConnections | Balancing::TwoChoices)
    )
}
