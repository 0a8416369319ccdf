//! How many replicas people may take away at a time.

use model::ComponentId;

use super::World;

impl World<'_> {
    /// "Only while at least `replicas - budget` stay ready."
    pub(super) fn may_be_taken(&self, id: ComponentId, wanted: u32) -> u32 {
        let budget = self.component(id).spec().scaling.max_unavailable;
        budget.map_or(u32::MAX, |budget| self.standing(id).saturating_sub(wanted.saturating_sub(budget)))
    }
}
