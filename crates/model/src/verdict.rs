//! Whether two components can be connected, by what, and why not: answered while the pointer drags.
//!
//! What depends on the kinds alone is looked up in a table; the rest is about the two components and what is drawn
//! between them. What is wrong with a whole drawing is said by [`crate::rules`].

mod pairs;
mod pointing;
mod why;

pub use pairs::relations_between;
pub(crate) use why::is_bare_server;

use crate::{
    architecture::{Architecture, ComponentId},
    catalog::Role,
    component::{Component, Value},
    connection::Relation,
    edit::Edit,
    finding::{Fix, Source},
    sources,
    text::Message,
};

/// Whether a connection can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Possible,
    /// Can be drawn, and [`Verdict::why`] says what is to be minded.
    Warning,
    /// Is not drawn.
    Impossible,
}

/// The answer for one pair of components.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub level: Level,
    /// What a new connection can mean, the usual first; empty if impossible.
    pub relations: Vec<Relation>,
    /// In one line, with the names of both; nothing if all is well.
    pub why: Option<Message>,
    pub source: Option<Source>,
    /// What the reversed connection could mean; empty if that is not right either, or means something else.
    pub reversed: Vec<Relation>,
    /// A change that makes the connection right as drawn.
    pub fix: Option<Fix>,
}

impl Verdict {
    /// Whether the same two could be connected the other way round.
    pub const fn reverse_is_right(&self) -> bool {
        !self.reversed.is_empty()
    }

    fn impossible(why: Message) -> Self {
        Self {
            level: Level::Impossible,
            relations: Vec::new(),
            why: Some(why),
            source: None,
            reversed: Vec::new(),
            fix: None,
        }
    }
}

/// Whether `to` can take a connection from `from`.
pub fn verdict(architecture: &Architecture, from: ComponentId, to: ComponentId) -> Verdict {
    let (Some(start), Some(end)) = (architecture.component(from), architecture.component(to)) else {
        return Verdict::impossible(Message::new("verdict-gone"));
    };
    pointing::Pointing::from(architecture, start).verdict(end)
}

/// For a drag from the output of `from`: the verdict on every component, in drawing order.
pub fn verdicts_from(architecture: &Architecture, from: ComponentId) -> Vec<(ComponentId, Verdict)> {
    let Some(start) = architecture.component(from) else { return Vec::new() };
    pointing::Pointing::from(architecture, start).all()
}

/// For a drag from the input of `to`: the verdict on every component as the start, in drawing order.
pub fn verdicts_to(architecture: &Architecture, to: ComponentId) -> Vec<(ComponentId, Verdict)> {
    let Some(end) = architecture.component(to) else { return Vec::new() };
    pointing::Pointing::to(architecture, end).all()
}

/// What a connection between these two can mean, with their settings minded; the usual relation first.
pub fn relations_of(from: &Component, to: &Component) -> &'static [Relation] {
    let by_kind = relations_between(from.kind, to.kind);
    if by_kind.is_empty() && loads_from(from, to) { &[Relation::Call] } else { by_kind }
}

/// What is wrong with two components as the ends of a connection, whatever else is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Objection {
    pub why: Message,
    pub source: Option<Source>,
    /// Whether the reversed connection is what was meant, if it is possible.
    pub reversible: bool,
    pub fix: Option<Fix>,
}

/// Why these two cannot be connected; `None` if they can.
pub(crate) fn refusal(from: &Component, to: &Component) -> Option<Objection> {
    if !relations_of(from, to).is_empty() {
        return None;
    }
    let family = pairs::pair(from.kind, to.kind).refusal?;
    // The one refusal that a setting lifts.
    let fix = (could_load_from(from, to)).then(|| Fix {
        label: named("fix-read-through", from, to),
        edit: Edit::SetParam {
            component: from.id,
            key: CACHE_MODE.into(),
            value: Some(Value::Text(READ_THROUGH.into())),
        },
    });
    let (why, source, reversible) = (named(family.text, from, to), family.source, family.reversible);
    Some(Objection { why, source, reversible, fix })
}

/// What is to be minded when these two are connected by `relation`.
pub(crate) fn caution(from: &Component, to: &Component, relation: Relation) -> Option<Objection> {
    if needs_capture(from, to, relation) {
        return Some(Objection {
            why: named("verdict-capture-off", from, to),
            source: Some(sources::DEBEZIUM),
            reversible: false,
            fix: Some(capture_fix(from)),
        });
    }
    let pair = pairs::pair(from.kind, to.kind);
    let family = pair.caution.filter(|_| pair.relations.first() == Some(&relation))?;
    Some(Objection { why: named(family.text, from, to), source: family.source, reversible: false, fix: None })
}

/// Whether `from` is to hand out its changes although it does not capture them.
pub(crate) fn needs_capture(from: &Component, to: &Component, relation: Relation) -> bool {
    let hands_out = matches!(
        (to.kind.role, relation),
        (Role::Broker, Relation::Publish) | (Role::Function | Role::StreamProcessor, Relation::Replicate)
    );
    hands_out && captures_changes(from) == Some(false)
}

pub(crate) fn capture_fix(store: &Component) -> Fix {
    Fix {
        label: Message::new("fix-turn-capture-on").with("name", store.name.as_str()),
        edit: Edit::SetParam { component: store.id, key: CAPTURE.into(), value: Some(Value::Flag(true)) },
    }
}

const CAPTURE: &str = "cdc";
const CACHE_MODE: &str = "cache_mode";
const READ_THROUGH: &str = "read_through";

/// Whether changes are captured; `None` for kinds that cannot.
fn captures_changes(component: &Component) -> Option<bool> {
    component.kind.param(CAPTURE)?;
    Some(component.params.get(CAPTURE).and_then(Value::flag).unwrap_or(false))
}

fn loads_from(from: &Component, to: &Component) -> bool {
    could_load_from(from, to) && from.params.get(CACHE_MODE).and_then(Value::text) == Some(READ_THROUGH)
}

/// Whether a read-through cache could ask `to`.
fn could_load_from(from: &Component, to: &Component) -> bool {
    use Role::{Database, ObjectStore, Search, Service, TimeSeries, Warehouse};
    from.kind.role == Role::Cache
        && matches!(to.kind.role, Database | TimeSeries | ObjectStore | Search | Warehouse | Service)
}

fn named(text: &'static str, from: &Component, to: &Component) -> Message {
    Message::new(text).with("from", from.name.as_str()).with("to", to.name.as_str())
}

#[cfg(test)]
mod tests;
