//! What a responder can do to a running system. Which component it is done to stands beside it.

use model::{
    Architecture, ComponentId,
    scenario::{Action, Change},
};
use serde::{Deserialize, Serialize};
use sim::changes::{self, Place};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RunbookAction {
    /// Stop and start every replica.
    Restart,
    /// Back to the version before the last deploy.
    RollBack,
    /// More replicas.
    Scale,
    /// Send its requests to another zone or region.
    ShiftTraffic,
    /// Put circuit breakers on the calls to it.
    EnableBreaker,
    /// One try for each call to it.
    StopRetries,
    /// Refuse part of the load.
    ShedLoad,
    /// Forget what is cached.
    Flush,
    /// Another replica takes the writes.
    FailOver,
}

impl RunbookAction {
    pub const ALL: [Self; 9] = [
        Self::Restart,
        Self::RollBack,
        Self::Scale,
        Self::ShiftTraffic,
        Self::EnableBreaker,
        Self::StopRetries,
        Self::ShedLoad,
        Self::Flush,
        Self::FailOver,
    ];

    /// Its name in the simulator's list of what can be done to a running system.
    const fn change(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::RollBack => "roll-back",
            Self::Scale => "scale",
            Self::ShiftTraffic => "drain-zone",
            Self::EnableBreaker => "enable-breaker",
            Self::StopRetries => "stop-retries",
            Self::ShedLoad => "shed-load",
            Self::Flush => "flush",
            Self::FailOver => "fail-over",
        }
    }

    /// The same for the simulator, on a component of a drawing: twice the replicas where more are wanted, and no more
    /// requests than it usually answers (`usual_per_sec`) where load is shed. Breakers and tries are matters of each call
    /// to it, traffic is led away from the first of its zones. Empty: it cannot be done to that component.
    pub fn on(
        self,
        drawing: &Architecture,
        component: ComponentId,
        usual_per_sec: Option<f64>,
    ) -> Vec<Action> {
        let Some(definition) = changes::find(self.change()) else { return Vec::new() };
        let mut found = Vec::new();
        for place in self.places(drawing, component) {
            if !(definition.hits)(drawing, place) {
                continue;
            }
            let change = definition.usual(place);
            found.push(Action::Change(match (self, usual_per_sec) {
                (Self::Scale, _) => {
                    let replicas = drawing.component(component).map_or(1, |it| it.replicas());
                    change.with("replicas", f64::from(2 * replicas))
                }
                (Self::ShedLoad, Some(per_sec)) if per_sec >= 1.0 => change.with("per_sec", per_sec.round()),
                _ => change,
            }));
        }
        found
    }

    fn places(self, drawing: &Architecture, component: ComponentId) -> Vec<Place> {
        match self {
            Self::EnableBreaker | Self::StopRetries => {
                let calls = drawing.connections.iter().filter(|it| it.to == component);
                calls.map(|it| Place::Connection(it.id)).collect()
            }
            Self::ShiftTraffic => {
                let placements = drawing.component(component).map_or(&[][..], |it| &it.placements);
                placements.iter().find_map(|it| it.zone).map(Place::Zone).into_iter().collect()
            }
            Self::Restart | Self::RollBack | Self::Scale | Self::ShedLoad | Self::Flush | Self::FailOver => {
                vec![Place::Component(component)]
            }
        }
    }

    /// What somebody did to a running system by hand, as a step of a runbook would have it.
    pub fn of(action: &Action, drawing: &Architecture) -> Option<(Self, ComponentId)> {
        let component = match action.place() {
            Place::Component(component) => component,
            Place::Connection(connection) => drawing.connection(connection)?.to,
            Place::Zone(_) | Place::Architecture => return None,
        };
        let step = match action {
            Action::BringUp { .. } => Self::Restart,
            Action::Flush { .. } => Self::Flush,
            Action::TakeDown { .. } | Action::FailPrimary { .. } => return None,
            Action::Change(Change { change, .. }) => {
                Self::ALL.into_iter().find(|it| it.change() == change)?
            }
        };
        Some((step, component))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::notation;

    fn drawing() -> Architecture {
        notation::parse("people:client -> api:api_server -> cache; api -> db:database").unwrap()
    }

    fn on(action: RunbookAction, name: &str) -> Vec<Action> {
        let drawing = drawing();
        let id = drawing.components.iter().find(|it| it.name == name).unwrap().id;
        action.on(&drawing, id, Some(480.4))
    }

    fn setting(action: &Action, name: &str) -> Option<f64> {
        let Action::Change(change) = action else { return None };
        change.settings.get(name).copied()
    }

    #[test]
    fn every_step_is_one_of_the_simulators_list() {
        for it in RunbookAction::ALL {
            assert!(changes::find(it.change()).is_some(), "{it:?}");
        }
    }

    #[test]
    fn more_replicas_are_twice_as_many_and_shedding_leaves_what_is_usual() {
        let scaled = on(RunbookAction::Scale, "api");
        assert_eq!(setting(&scaled[0], "replicas"), Some(2.0));
        assert_eq!(RunbookAction::of(&scaled[0], &drawing()).map(|it| it.0), Some(RunbookAction::Scale));
        assert_eq!(setting(&on(RunbookAction::ShedLoad, "api")[0], "per_sec"), Some(480.0));
        assert_eq!(on(RunbookAction::Scale, "people"), []);
    }

    #[test]
    fn breakers_stand_on_every_call_to_a_component() {
        let breakers = on(RunbookAction::EnableBreaker, "db");
        assert_eq!(breakers.len(), 1);
        let (action, component) = RunbookAction::of(&breakers[0], &drawing()).unwrap();
        assert_eq!(action, RunbookAction::EnableBreaker);
        assert_eq!(drawing().component(component).unwrap().name, "db");
    }

    #[test]
    fn only_what_can_be_flushed_is() {
        assert_eq!(on(RunbookAction::Flush, "api"), []);
        assert_eq!(on(RunbookAction::Flush, "cache").len(), 1);
        assert_eq!(on(RunbookAction::ShiftTraffic, "api"), [], "it stands in no zone");
    }
}
