//! What is done to a run while it goes on.

use leptos::prelude::*;
use model::{
    ComponentId,
    scenario::{Action, ScenarioEvent},
};
use sim::ToSim;

use super::Run;

impl Run {
    /// Does something to the running system.
    pub fn apply(self, action: Action) {
        let at_secs = self.live.with_untracked(|it| it.as_ref().map_or(0.0, |it| it.now_secs));
        self.by_hand.update(|all| all.push(ScenarioEvent { at_secs, action: action.clone() }));
        self.tell(&ToSim::Apply(action));
    }

    /// Takes components down, or brings those back up that are down, in the running system. Says which are down then.
    pub fn toggle_down(self, components: &[ComponentId]) -> Vec<(ComponentId, bool)> {
        let toggled: Vec<_> = self.live.with_untracked(|live| {
            let all = live.iter().flat_map(|it| &it.components);
            all.filter(|it| components.contains(&it.id)).map(|it| (it.id, it.up)).collect()
        });
        for &(component, is_down) in &toggled {
            self.apply(if is_down { Action::TakeDown { component } } else { Action::BringUp { component } });
        }
        toggled
    }
}
