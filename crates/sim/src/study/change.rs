//! Drawings that differ from the one at hand in one respect, with words for the difference.

use std::sync::Arc;

use model::{
    Architecture, Arg, ComponentId, ConnectionId, Message,
    catalog::ParamShape,
    component::Value,
    connection::{Breaker, Policy},
    scenario::Scenario,
    workload::{Pattern, Workload},
};

/// A drawing that differs in one respect.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is different, as a person would say it: "with 1 try instead of 3 from api to db".
    pub message: Message,
    pub architecture: Arc<Architecture>,
}

/// The drawing with steady traffic, `factor` times what it sends over a long time, and without its scenario.
pub fn steady(architecture: &Architecture, factor: f64) -> Architecture {
    let mut steady = architecture.clone();
    steady.scenario = Scenario::default();
    for workload in steady.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.pattern = match workload.pattern {
            Pattern::Users { users, think_secs } => {
                let users = (f64::from(users) * factor).round().clamp(1.0, 1e6);
                Pattern::Users { users: users as u32, think_secs }
            }
            // More visitors, each of whom asks as often as before: limits and caches know them.
            Pattern::Sessions { sessions_per_sec, requests_each, think_secs } => {
                Pattern::Sessions { sessions_per_sec: sessions_per_sec * factor, requests_each, think_secs }
            }
            _ => Pattern::Constant { per_sec: workload.mean_per_sec() * factor },
        };
    }
    steady
}

/// Traffic that stays at what it was before it rose; `None` if it never rises.
fn before_the_rise(workload: &Workload) -> Option<Pattern> {
    match workload.pattern {
        Pattern::Ramp { from_per_sec, to_per_sec, .. } if to_per_sec > from_per_sec => {
            Some(Pattern::Constant { per_sec: from_per_sec })
        }
        Pattern::Step { before_per_sec, after_per_sec, .. } if after_per_sec > before_per_sec => {
            Some(Pattern::Constant { per_sec: before_per_sec })
        }
        Pattern::Spike { base_per_sec, peak_per_sec, .. } if peak_per_sec > base_per_sec => {
            Some(Pattern::Constant { per_sec: base_per_sec })
        }
        Pattern::Burst { base_per_sec, burst_per_sec, .. } if burst_per_sec > base_per_sec => {
            Some(Pattern::Constant { per_sec: base_per_sec })
        }
        _ => None,
    }
}

/// Makes changes of one drawing.
#[derive(Clone, Copy)]
pub(super) struct Changes<'a>(pub &'a Architecture);

impl Changes<'_> {
    fn name(self, id: ComponentId) -> Arg {
        self.0.component_name(id).into()
    }

    fn change(self, message: Message, edit: impl FnOnce(&mut Architecture)) -> Change {
        let mut architecture = self.0.clone();
        edit(&mut architecture);
        Change { message, architecture: Arc::new(architecture) }
    }

    fn policy(
        self,
        id: ConnectionId,
        message: &'static str,
        edit: impl FnOnce(&mut Policy),
    ) -> Option<Change> {
        let connection = self.0.connection(id)?;
        let message = Message::new(message)
            .with("from", self.name(connection.from))
            .with("to", self.name(connection.to))
            .with("attempts", connection.policy.attempts);
        let index = self.0.connections.iter().position(|it| it.id == id)?;
        Some(self.change(message, |it| edit(&mut it.connections[index].policy)))
    }

    fn component(
        self,
        id: ComponentId,
        message: &'static str,
        edit: impl FnOnce(&mut model::Component),
    ) -> Option<Change> {
        let index = self.0.components.iter().position(|it| it.id == id)?;
        let message = Message::new(message).with("component", self.name(id));
        Some(self.change(message, |it| edit(&mut it.components[index])))
    }

    pub fn one_attempt(self, id: ConnectionId) -> Option<Change> {
        self.policy(id, "change-one-attempt", |it| it.attempts = 1)
    }

    pub fn budget(self, id: ConnectionId) -> Option<Change> {
        self.policy(id, "change-retry-budget", |it| it.retry_budget = Some(0.1))
    }

    pub fn breaker(self, id: ConnectionId) -> Option<Change> {
        self.policy(id, "change-breaker", |it| it.breaker = Some(Breaker::default()))
    }

    pub fn no_bulkhead(self, id: ConnectionId) -> Option<Change> {
        self.policy(id, "change-no-bulkhead", |it| it.bulkhead = None)
    }

    pub fn cancel(self, id: ConnectionId) -> Option<Change> {
        self.policy(id, "change-cancel", |it| it.cancel_on_timeout = true)
    }

    pub fn lifo(self, id: ComponentId) -> Option<Change> {
        self.component(id, "change-lifo", |it| {
            it.params.insert("discipline".into(), Value::Text("lifo".into()));
        })
    }

    /// `limit`: requests that may wait at a replica.
    pub fn short_queue(self, id: ComponentId, limit: u32) -> Option<Change> {
        let mut change = self.component(id, "change-short-queue", |it| {
            it.params.insert("queue_limit".into(), Value::Number(f64::from(limit)));
        })?;
        change.message = change.message.with("limit", limit);
        Some(change)
    }

    pub fn twice_the_replicas(self, id: ComponentId) -> Option<Change> {
        self.component(id, "change-twice-replicas", |it| {
            it.placements.iter_mut().for_each(|it| it.replicas = it.replicas.saturating_mul(2));
        })
    }

    pub fn no_errors(self, id: ComponentId) -> Option<Change> {
        self.component(id, "change-no-errors", |it| {
            it.params.insert("error_ratio".into(), Value::Number(0.0));
        })
    }

    pub fn no_slow_mode(self, id: ComponentId) -> Option<Change> {
        self.component(id, "change-no-slow-mode", |it| drop(it.params.remove("slow_share")))
    }

    /// `None` if what limits it is not among its settings.
    pub fn no_limit(self, id: ComponentId) -> Option<Change> {
        let ParamShape::Number { max, .. } = self.0.component(id)?.kind.param("rate_limit_per_sec")?.shape
        else {
            return None;
        };
        self.component(id, "change-no-limit", |it| {
            it.params.insert("rate_limit_per_sec".into(), Value::Number(max));
            it.params.remove("rate_limit_burst");
        })
    }

    pub fn no_user_limits(self, id: ComponentId) -> Option<Change> {
        self.component(id, "change-no-user-limits", |it| drop(it.params.remove("user_limits")))
    }

    /// `None` if the source's traffic never rises.
    pub fn no_rise(self, id: ComponentId) -> Option<Change> {
        let pattern = before_the_rise(self.0.component(id)?.workload.as_ref()?)?;
        self.component(id, "change-no-rise", |it| {
            if let Some(workload) = it.workload.as_mut() {
                workload.pattern = pattern;
            }
        })
    }

    /// Nothing of the scenario happens to that component.
    pub fn stays_up(self, id: ComponentId) -> Change {
        let message = Message::new("change-stays-up").with("component", self.name(id));
        self.change(message, |it| it.scenario.events.retain(|event| event.action.component() != Some(id)))
    }
}
