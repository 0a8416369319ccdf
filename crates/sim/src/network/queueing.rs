//! Queues that are not simply first come, first served.

use crate::random::{Draw, Ziggurat};
use model::spec::Discipline;

use super::{Network, Node};

/// How a component's queue works.
#[derive(Clone, Debug, PartialEq)]
pub struct Queueing {
    pub discipline: Discipline,
    pub sheds_oldest: bool,
    /// Nanoseconds; `u64::MAX`: as long as it takes.
    pub max_wait: u64,
    /// Nanoseconds that answers should take at most; zero: no adaptive limit.
    pub adaptive_limit: u64,
    /// Requests for which nobody waits any more are not begun.
    pub checks_deadline: bool,
    /// Number of the first replica's line.
    pub first_line: u32,
}

impl Node {
    /// Nanoseconds of own work of the request with that key; what tracing and cold starts add comes on top.
    #[inline(always)]
    pub fn draw_work(&self, ziggurat: &Ziggurat, key: u64, is_write: bool) -> u64 {
        let mean_nanos = self.quick.mean_nanos[usize::from(is_write)];
        self.service.draw(mean_nanos, ziggurat, Draw::new(self.service_stream, key))
    }

    /// Whether own work may be interrupted: then events name the replica instead of the request.
    pub fn has_jobs(&self) -> bool {
        self.queueing.as_ref().is_some_and(|it| it.discipline == Discipline::Preemptive)
    }

    /// Slots of a replica that are not out of use.
    pub fn usable_slots(&self) -> u32 {
        self.slots - self.blocked
    }

    /// Whether requests share the slots instead of waiting for one.
    pub fn shares(&self) -> bool {
        self.queueing.as_ref().is_some_and(|it| it.discipline == Discipline::Sharing)
    }
}

impl Queueing {
    /// First come, first served; who finds the queue full is turned away.
    pub const fn plain() -> Self {
        Self {
            discipline: Discipline::Fifo,
            sheds_oldest: false,
            max_wait: u64::MAX,
            adaptive_limit: 0,
            checks_deadline: false,
            first_line: 0,
        }
    }

    /// Level of a class: 0 is served first.
    pub fn level(&self, net: &Network, class: u16) -> usize {
        match self.discipline {
            Discipline::Priority | Discipline::Preemptive => {
                net.levels.get(usize::from(class)).copied().unwrap_or(0).into()
            }
            Discipline::Fifo | Discipline::Lifo | Discipline::Sharing => 0,
        }
    }
}
