//! What was done to the system shortly before, and whether it can be the reason.

use model::{
    ComponentId, lean,
    scenario::{Action, Change, ScenarioEvent},
};

use super::{DETECTION_SECS, Detective, LOOK_BACK_SECS, Trigger};
use crate::{
    changes::{Place, Sort, find},
    report::{What, ended_at},
};

impl Detective<'_> {
    /// The last thing that was done before, if it bears on `node`, the way from there, and when it was done.
    pub(super) fn happened(&self, node: u32, row: usize) -> Option<(Trigger, Vec<u32>, f64)> {
        let onset = self.begin_of(row);
        let mut events = self.engine.log.iter().rev().filter(|it| is_near(it, onset));
        let done = events.find_map(|it| {
            let (trigger, chain) = self.bears(&it.action, node)?;
            Some((trigger, chain, it.at_secs))
        });
        let slow = self.slow_spells(onset).filter_map(|(component, at_secs)| {
            let chain = self.inheritance(self.node(component)?, node)?;
            Some((Trigger::SlowMode { component }, chain, at_secs))
        });
        done.into_iter().chain(slow).max_by(|a, b| a.2.total_cmp(&b.2))
    }

    /// Components that were in their slow mode shortly before, or still are, and since when.
    fn slow_spells(&self, onset: f64) -> impl Iterator<Item = (ComponentId, f64)> {
        let happenings = &self.engine.happenings;
        happenings.iter().enumerate().filter_map(move |(i, it)| {
            let What::SlowModeBegan { .. } = it.what else { return None };
            let ended = ended_at(happenings, i, |end| end == What::SlowModeEnded);
            holds_near(it.at_secs, ended, onset).then_some((it.component, it.at_secs))
        })
    }

    fn bears(&self, action: &Action, node: u32) -> Option<(Trigger, Vec<u32>)> {
        let chain = |component: ComponentId| self.inheritance(self.node(component)?, node);
        match action {
            Action::TakeDown { component } => {
                Some((Trigger::TakenDown { component: *component }, chain(*component)?))
            }
            Action::FailPrimary { component } => {
                Some((Trigger::PrimaryFailed { component: *component }, chain(*component)?))
            }
            Action::Flush { component } => {
                Some((Trigger::Flushed { component: *component }, chain(*component)?))
            }
            Action::BringUp { .. } => None,
            Action::Change(change) => {
                let trigger = Trigger::Changed { change: change.change.clone(), place: change.place };
                Some((trigger, self.way_from(change, node)?))
            }
        }
    }

    /// How a change comes to bear on `node`. What people on call do is a remedy, not a reason.
    fn way_from(&self, change: &Change, node: u32) -> Option<Vec<u32>> {
        find(&change.change).filter(|it| it.sort != Sort::Operator)?;
        match change.place {
            Place::Component(id) => {
                let at = self.node(id)?;
                let is_source = self.net.sources.iter().any(|it| it.node == at);
                if is_source { self.path(at, node) } else { self.inheritance(at, node) }
            }
            Place::Connection(id) => {
                let link = self.net.links.iter().find(|it| it.id == id)?;
                self.inheritance(link.to, node)
            }
            Place::Zone(zone) => {
                let is_in = |it: &&model::Component| {
                    let mut placed = it.placements.iter();
                    placed.any(|it| self.architecture.zones_around(it.zone).iter().any(|it| it.id == zone))
                };
                let there = self.architecture.components.iter().filter(is_in);
                let ways = there.filter_map(|it| self.inheritance(self.node(it.id)?, node));
                ways.min_by_key(Vec::len)
            }
            Place::Architecture => Some(vec![node]),
        }
    }

    /// How the load of a component that is down comes to `node`: through a caller of the one that reaches the other.
    fn inheritance(&self, down: u32, node: u32) -> Option<Vec<u32>> {
        if down == node {
            return Some(vec![node]);
        }
        let callers = self.net.links.iter().filter(|it| it.to == down && it.relation.carries_requests());
        let mut ways: Vec<Vec<u32>> = callers
            .filter_map(|link| {
                let mut way = vec![down];
                way.extend(self.path(link.from, node)?);
                Some(way)
            })
            .collect();
        // Or it was called by what went down, and now by nobody: then it cannot be the reason; or it calls it.
        ways.extend(self.path(node, down).map(|mut way| {
            way.reverse();
            way
        }));
        lean::sort_by_key(&mut ways, Vec::len);
        ways.into_iter().next()
    }
}

/// Whether something began shortly before, or still held.
fn is_near(event: &ScenarioEvent, onset: f64) -> bool {
    let holds_until = match &event.action {
        Action::Change(change) => {
            let holds_for = find(&change.change).map_or(0.0, |it| it.holds_for(change.lasts_secs));
            event.at_secs + holds_for
        }
        Action::TakeDown { .. }
        | Action::BringUp { .. }
        | Action::FailPrimary { .. }
        | Action::Flush { .. } => event.at_secs,
    };
    holds_near(event.at_secs, holds_until, onset)
}

/// Whether what held from `began` to `ended` began shortly before, or still held.
fn holds_near(began: f64, ended: f64, onset: f64) -> bool {
    began <= onset + DETECTION_SECS && onset - ended <= LOOK_BACK_SECS
}
