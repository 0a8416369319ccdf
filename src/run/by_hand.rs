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

    /// Takes components down, or brings those back up that are down, in the running system.
    pub fn toggle_down(self, components: &[ComponentId]) {
        self.live.with_untracked(|live| {
            let Some(live) = live else { return };
            for it in live.components.iter().filter(|it| components.contains(&it.id)) {
                let component = it.id;
                let action = if it.up { Action::TakeDown { component } } else { Action::BringUp { component } };
                self.apply(action);
            }
        });
    }
}
