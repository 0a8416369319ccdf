//! Ways that do not work as they should: slow, lossy, cut, or refused at the other end.

use std::collections::BTreeMap;

use super::{Link, Network};
use crate::{
    conditions::{LinkCondition, either},
    random::Draw,
    report::FailureCause,
    time::SECOND,
};

/// First wait of TCP before it sends a lost packet again, in nanoseconds; it doubles each time (Linux: `TCP_RTO_MIN`).
const RESEND_AFTER: u64 = SECOND / 5;
/// Most times that a packet is sent again; what is lost more often counts as arrived then.
const MAX_RESENDS: u32 = 8;
/// How long a client tries to connect to somebody who does not answer: seven packets, after 1, 2, 4 … 64 seconds (Linux:
/// `tcp_syn_retries` = 6).
pub const CONNECT_GIVES_UP: u64 = 127 * SECOND;

/// What is wrong between two places.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trouble {
    /// Each way, in nanoseconds.
    pub added: u64,
    /// Each way.
    pub loss_ratio: f64,
    pub is_cut_there: bool,
    pub is_cut_back: bool,
    pub refused_ratio: f64,
    pub refused_because: Option<FailureCause>,
}

/// Trouble of a link: by the places of its two ends if they differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Troubles(pub BTreeMap<(u16, u16), Trouble>);

impl Trouble {
    /// What another condition adds.
    pub fn add(&mut self, condition: &LinkCondition) {
        self.added += super::nanos(condition.added_millis);
        self.loss_ratio = either(self.loss_ratio, condition.loss_ratio);
        self.is_cut_there |= condition.is_cut_there;
        self.is_cut_back |= condition.is_cut_back;
        self.refused_ratio = either(self.refused_ratio, condition.refused_ratio);
        self.refused_because = condition.refused_because.or(self.refused_because);
    }

    /// Why a call does not get there, if it is one of those that are refused.
    pub fn is_refused(&self, draw: &mut Draw) -> Option<FailureCause> {
        let is_one = self.refused_ratio > 0.0 && draw.unit() < self.refused_ratio;
        is_one.then(|| self.refused_because.unwrap_or(FailureCause::Refused))
    }

    /// Time that a packet takes besides the hop, in nanoseconds.
    pub fn delay(&self, draw: &mut Draw) -> u64 {
        let mut resends = 0;
        while resends < MAX_RESENDS && self.loss_ratio > 0.0 && draw.unit() < self.loss_ratio {
            resends += 1;
        }
        self.added + RESEND_AFTER * ((1 << resends) - 1)
    }

    /// Whether nothing can be fetched this way: a question or its answer is lost.
    pub const fn is_cut(&self) -> bool {
        self.is_cut_there || self.is_cut_back
    }

    /// Whether nothing that is asked this way is answered, be it lost or refused.
    pub const fn is_dead(&self) -> bool {
        self.is_cut() || self.refused_ratio >= 1.0
    }
}

impl Network {
    /// What is wrong with a link between two instances.
    pub fn trouble(&self, link: &Link, from: u32, to: u32) -> Trouble {
        let place = |instance: u32| self.instances.get(instance as usize).map(|it| it.location);
        let Some(troubles) = self.troubles.get(link.trouble as usize) else { return Trouble::default() };
        match (place(from), place(to)) {
            (Some(from), Some(to)) => troubles.0.get(&(from, to)).copied().unwrap_or_default(),
            _ => Trouble::default(),
        }
    }
}
