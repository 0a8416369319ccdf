//! What is put right before it would end by itself, and checks that fail although all is well.

use model::{ComponentId, Place, scenario::Action};
use sim::changes::Sort;

use super::{World, faults::Held};

impl World<'_> {
    /// An entry begins.
    pub(super) fn goes_on(&mut self, number: usize) {
        self.faults.going_on.insert(number);
    }

    /// It ends, unless it was ended before.
    pub(super) fn is_over(&mut self, number: usize) -> bool {
        self.faults.going_on.remove(&number);
        self.faults.ended.contains(&number)
    }

    /// "A repair mends what is wrong with the component itself, also what would have ended by itself."
    pub(super) fn repair(&mut self, id: ComponentId) {
        for number in self.faults.going_on.clone() {
            let Action::Change(it) = &self.drawing.scenario.events[number].action else { continue };
            let is_fault = sim::changes::find(&it.change).is_some_and(|it| it.sort == Sort::Fault);
            if is_fault && it.place == Place::Component(id) {
                self.ends(number);
                self.faults.ended.insert(number);
            }
        }
    }

    /// "Health checks fail now and then although all is well": for a period, then pass for one.
    pub(super) fn flap(&mut self, changes: &[Held]) {
        let before = self.cut_off();
        self.faults.failing_checks.clear();
        for Held { id, change, elapsed, number } in changes {
            let Place::Component(component) = change.place else { continue };
            let passes = |period: f64| (*elapsed / period).floor() % 2.0 > 0.0;
            if *id != "health-check-flapping" || passes(change.settings["period"]) {
                continue;
            }
            let hit = self.share_of(component, change, *number);
            self.faults.failing_checks.extend(hit.into_iter().map(|it| (component, it)));
        }
        let after = self.cut_off();
        self.check_again(&before, &after);
    }

    pub(super) fn fails_checks(&self, id: ComponentId, replica: u32) -> bool {
        self.faults.failing_checks.contains(&(id, replica))
    }
}
