//! How spot is tried: with replicas taken back in the middle of a run.

use std::sync::Arc;

use model::{
    Architecture, ComponentId,
    finding::Place,
    scenario::{Action, Change, ScenarioEvent},
};

use super::{Advice, Advise, breaks};

/// Of the spot replicas, reclaimed in the middle of a run.
const RECLAIMED: f64 = 0.5;

/// The notice in which spot replicas are drained, if the run is long enough: that of Google and Azure, the shortest.
const NOTICE_SECS: f64 = 30.0;

impl Advise {
    /// Plans the runs of a drawing in which the spot replicas that the advice buys are taken back.
    pub(super) fn plan_reclaimed(&mut self, after: &Architecture, advice: &Advice, drained: bool) -> usize {
        let mut tried = after.clone();
        let reclaims = advice.buys_spot().into_iter().map(|it| self.reclaim(it, drained));
        tried.scenario.events.extend(reclaims);
        self.plan(&Arc::new(tried))
    }

    /// Half of its spot replicas are gone for the middle half of the measured time.
    fn reclaim(&self, component: ComponentId, drained: bool) -> ScenarioEvent {
        let quarter_secs = self.options.duration_secs / 4.0;
        // Drained or not, they are gone from the same moment on.
        let notice_secs = if drained { NOTICE_SECS.min(quarter_secs).max(1.0) } else { 1.0 };
        let at_secs = if drained { (quarter_secs + 1.0 - notice_secs).max(0.0) } else { quarter_secs };
        let change = Change::new("spot-reclaim", Place::Component(component))
            .with("share", RECLAIMED)
            .with("notice", notice_secs)
            .with("drained", f64::from(u8::from(drained)))
            .lasting(3.0 * quarter_secs - at_secs);
        ScenarioEvent { at_secs, action: Action::Change(change) }
    }

    /// Where taking back spot replicas breaks a promise, it may not if they are drained.
    pub(super) fn drain_where_needed(&mut self) {
        for index in 0..self.candidates.len() {
            let it = &self.candidates[index];
            let breaks = self.reports(it.first_run).is_some_and(|ran| breaks(&it.after, &ran).is_some());
            if breaks && !it.advice.buys_spot().is_empty() {
                let (after, advice) = (Arc::clone(&it.after), it.advice.clone());
                let first = self.plan_reclaimed(&after, &advice, true);
                self.candidates[index].first_drained_run = Some(first);
            }
        }
    }
}
