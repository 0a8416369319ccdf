//! Things that happen at fixed times whatever the requests do: the scenario, health checks, scrapes, seconds.

use std::collections::{BTreeMap, VecDeque};

use model::scenario::Action;

use super::{Control, Engine, Stop};
use crate::{
    network::Network,
    time::{SECOND, SimTime},
};

/// How often a collector scrapes, in nanoseconds: Prometheus' documentation and charts use 15 s.
pub const SCRAPE_EVERY: u64 = 15 * SECOND;

/// Something planned. At the same time, the order of the variants decides, then the order of planning.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// A simulated second ends.
    Tick,
    /// The warm-up ends.
    Measure,
    /// A component that starts has its secrets, or asks for them again.
    Start {
        node: u32,
    },
    /// A balancer notices that a component went down or came back.
    Notice {
        balancer: u32,
        node: u32,
    },
    /// A collector fetches telemetry over a link.
    Scrape {
        link: u32,
    },
    /// A slow or a quick spell of a component is over.
    Switch {
        node: u32,
    },
    Act(Action),
    /// Whoever goes by the clock looks at the system: faults that grow, deploys, autoscalers.
    Look,
    /// Another replica takes the place of a primary that failed.
    Promote {
        node: u32,
    },
    /// A fetch for which others wait has taken too long: the next of them tries.
    FetchLate {
        node: u32,
        item: u32,
        number: u64,
    },
}

impl Task {
    const fn rank(&self) -> u8 {
        match self {
            Self::Tick => 0,
            Self::Measure => 1,
            Self::Start { .. } => 2,
            Self::Notice { .. } => 3,
            Self::Scrape { .. } => 4,
            Self::Switch { .. } => 5,
            Self::Act(_) => Self::ACTS,
            // Who acts when something ends does so before, whether it was planned or is done by hand.
            Self::Look => 7,
            Self::FetchLate { .. } => 8,
            Self::Promote { .. } => 9,
        }
    }

    const ACTS: u8 = 6;
}

/// When, of which rank, and as which of all that were planned.
type Place = (u64, u8, u32);

/// What is planned, in order.
#[derive(Clone, Debug)]
pub struct Agenda {
    tasks: BTreeMap<Place, Task>,
    /// Those of requests, which are many: all are planned the same time ahead, and so stand in order as they come.
    fetches: VecDeque<(Place, Task)>,
    planned: u32,
    next: u64,
    /// Until when the engine runs.
    until: u64,
    /// What comes first of the two.
    fence: u64,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            tasks: BTreeMap::new(),
            fetches: VecDeque::new(),
            planned: 0,
            next: u64::MAX,
            until: 0,
            fence: 0,
        }
    }
}

impl Agenda {
    /// Time of the next task.
    #[inline(always)]
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// Before this the engine has only its own events to look at.
    #[inline(always)]
    pub const fn fence(&self) -> u64 {
        self.fence
    }

    /// The engine runs until then; zero: it stops at once.
    pub fn run_until(&mut self, until: u64) {
        self.until = until;
        self.fence = self.next.min(until);
    }

    pub fn plan(&mut self, at: u64, task: Task) {
        self.planned += 1;
        let place = (at, task.rank(), self.planned);
        if matches!(task, Task::FetchLate { .. }) {
            self.fetches.push_back((place, task));
        } else {
            self.tasks.insert(place, task);
        }
        self.refresh();
    }

    pub fn bytes(&self) -> usize {
        (self.tasks.len() + self.fetches.len()) * size_of::<(Place, Task)>()
    }

    fn looks_at(&self, at: u64) -> bool {
        let rank = Task::Look.rank();
        self.tasks.range((at, rank, 0)..=(at, rank, u32::MAX)).any(|it| *it.1 == Task::Look)
    }

    fn take(&mut self) -> Option<Task> {
        let task = self.tasks.first_key_value().map(|(place, _)| *place);
        let fetch = self.fetches.front().map(|(place, _)| *place);
        let is_fetch = fetch.is_some_and(|it| task.is_none_or(|task| it < task));
        let taken = if is_fetch { self.fetches.pop_front() } else { self.tasks.pop_first() };
        self.refresh();
        taken.map(|(_, task)| task)
    }

    fn refresh(&mut self) {
        let task = self.tasks.first_key_value().map_or(u64::MAX, |((at, _, _), _)| *at);
        let fetch = self.fetches.front().map_or(u64::MAX, |((at, _, _), _)| *at);
        self.next = task.min(fetch);
        self.fence = self.next.min(self.until);
    }
}

impl Engine {
    /// Plans what is known from the start, except for the document's scenario.
    pub(super) fn plan(&mut self, net: &Network) {
        // Seconds are counted from the end of the warm-up, so that its end is one of their ends.
        let first = net.measured_from % SECOND;
        self.agenda.plan(if first == 0 { SECOND } else { first }, Task::Tick);
        self.agenda.plan(net.measured_from, Task::Measure);
        for &link in &net.scrapes {
            // Collectors spread their scrapes over the interval.
            let offset = net.links[link as usize].sample_stream % SCRAPE_EVERY;
            self.agenda.plan(offset, Task::Scrape { link });
        }
        self.begin_spells(net);
    }

    /// Plans an action at a chart time.
    pub fn plan_action(&mut self, net: &Network, at_secs: f64, action: Action) {
        self.agenda.plan(net.moment(at_secs), Task::Act(action));
    }

    pub(crate) fn plan_failover(&mut self, node: u32, delay: u64) {
        self.agenda.plan(self.now + delay, Task::Promote { node });
    }

    /// Whether something was done at this very moment before which no action can come any more.
    pub fn has_acted_now(&self) -> bool {
        self.acted_at == Some(self.now)
    }

    /// Asks for a [`Control::Look`] at that moment: one, for however many reasons.
    pub fn plan_look(&mut self, at: u64) {
        if !self.agenda.looks_at(at) {
            self.agenda.plan(at, Task::Look);
        }
    }

    /// Stops until somebody outside has done it.
    fn hand_over(&mut self, what: Control) {
        self.due.push(what);
        self.stop(self.stopped.unwrap_or(Stop::ForControl));
    }

    pub(super) fn do_task(&mut self, net: &Network) {
        let task = self.agenda.take();
        if task.as_ref().is_some_and(|it| it.rank() >= Task::ACTS) {
            self.acted_at = Some(self.now);
        }
        match task {
            Some(Task::Tick) => {
                self.tick(net);
                let next = (SimTime(self.now) + SimTime(SECOND)).0;
                if self.now < net.end {
                    self.agenda.plan(next.min(net.end), Task::Tick);
                }
            }
            Some(Task::Measure) => self.measure(net),
            Some(Task::Start { node }) => self.start(net, node),
            Some(Task::Notice { balancer, node }) => self.notice(net, balancer, node, &[]),
            Some(Task::Scrape { link }) => {
                self.scrape(net, link);
                self.agenda.plan(self.now + SCRAPE_EVERY, Task::Scrape { link });
            }
            Some(Task::Switch { node }) => self.switch_spell(net, node),
            Some(Task::Act(action)) => self.hand_over(Control::Act(action)),
            Some(Task::Look) => self.hand_over(Control::Look),
            Some(Task::Promote { node }) => self.fail_over(net, node),
            Some(Task::FetchLate { node, item, number }) => self.fetch_late(net, node, item, number),
            None => {}
        }
    }
}
