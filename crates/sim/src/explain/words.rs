//! The sentence about a cause.

use model::{Arg, ComponentId, Message, scenario::Action};

use super::{DETECTION_SECS, Detective, Facts, Trigger};
use crate::{changes::Place, engine::LOADED, network::Role};

impl Detective<'_> {
    pub(super) fn message(&self, facts: Facts, trigger: &Trigger, chain: &[ComponentId]) -> Message {
        let Facts { node, onset, at_secs, done_at, before, after, held_by } = facts;
        let began = Arg::Moment(done_at.max(0.0));
        let name_of = |id: ComponentId| self.node(id).map_or_else(|| "".into(), |it| self.name(it));
        let message = |id| {
            Message::new(id)
                .with("component", self.name(node))
                .with("time", Arg::Moment(at_secs.max(0.0)))
                .with("before", Arg::Ratio(before.unwrap_or(0.0)))
                .with("after", Arg::Ratio(after.unwrap_or(0.0)))
        };
        match trigger {
            // Users who wait, or callers with few slots, send no more than it can serve.
            Trigger::AlwaysOverloaded if after.is_some_and(|it| it <= 1.0) => message("explain-always-full"),
            Trigger::AlwaysOverloaded => message("explain-always"),
            Trigger::TrafficRose { source } => message("explain-traffic").with("source", name_of(*source)),
            Trigger::Retries { caller } => message("explain-retries").with("caller", name_of(*caller)),
            Trigger::SlowCallee { callee } if at_secs <= 1.0 => {
                message("explain-slow-callee-always").with("callee", name_of(*callee))
            }
            Trigger::SlowCallee { callee } => message("explain-slow-callee").with("callee", name_of(*callee)),
            // It could serve what came: its queue grew all the same.
            Trigger::Unknown if after.is_some_and(|it| it < LOADED) => message("explain-queue-grew"),
            Trigger::Unknown => message("explain-unknown"),
            Trigger::PrimaryFailed { component } => {
                message("explain-primary").with("store", name_of(*component)).with("began", began)
            }
            Trigger::SlowMode { component } => {
                let id = if held_by.is_some() { "explain-slow-mode-held" } else { "explain-slow-mode" };
                message(id)
                    .with("callee", held_by.map_or_else(|| "".into(), |it| self.name(it)))
                    .with("provider", name_of(*component))
                    .with("began", began)
            }
            Trigger::Flushed { component } => {
                message("explain-flush").with("cache", name_of(*component)).with("began", began)
            }
            Trigger::Changed { change, place } => {
                let label = Message::computed(format!("change-{change}"));
                let id = if held_by.is_some() { "explain-change-held" } else { "explain-change" };
                message(id)
                    .with("callee", held_by.map_or_else(|| "".into(), |it| self.name(it)))
                    .with("change", Arg::Message(Box::new(label)))
                    .with("place", self.place_name(*place))
                    .with("began", began)
            }
            Trigger::TakenDown { component } => {
                let component = *component;
                let is_self = self.node(component) == Some(node);
                let is_back = self.engine.log.iter().any(|it| {
                    it.action == Action::BringUp { component }
                        && (done_at..=onset + DETECTION_SECS).contains(&it.at_secs)
                });
                let is_cache = self
                    .node(component)
                    .is_some_and(|down| matches!(self.net.nodes[down as usize].role, Role::Lookup { .. }));
                // The one in the middle passes the load on: the caller that asked the one and now asks the other.
                let via = chain.get(1).copied().filter(|_| chain.len() > 2);
                let id = match (is_self, is_cache, via) {
                    (true, _, _) if !is_back => "explain-down-asked",
                    (true, _, _) => "explain-down-itself",
                    (false, true, Some(_)) => "explain-down-cache",
                    (false, _, Some(_)) => "explain-down-via",
                    (false, _, None) => "explain-down",
                };
                message(id)
                    .with("down", name_of(component))
                    .with("down-time", began)
                    .with("via", via.map_or_else(|| "".into(), name_of))
            }
        }
    }

    fn place_name(&self, place: Place) -> Arg {
        match place {
            Place::Component(id) => self.architecture.component_name(id).into(),
            Place::Connection(id) => self.architecture.connection_name(id).unwrap_or_default().into(),
            Place::Zone(id) => self.architecture.zone(id).map_or("", |it| it.name.as_str()).into(),
            Place::Architecture => "".into(),
        }
    }
}
