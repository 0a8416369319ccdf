//! What is drawn: the document, how it changes, what it means, what is wrong with it and what it costs.
//!
//! Pure: no browser, no clock, no randomness. Text for people is named by [`text::Message`], never written here.

// In reading order.
pub mod geometry;
pub mod lean;
pub mod text;

pub mod alert;
pub mod architecture;
pub mod component;
pub mod connection;
pub mod objective;
pub mod planning;
pub mod scenario;
pub mod workload;
pub mod zone;

pub mod catalog;
pub mod cost;
pub mod spec;

pub mod edit;
pub mod history;

pub mod file;
pub mod fragment;
pub mod link;

pub mod finding;
pub mod sources;

pub mod graph;
pub mod notation;
pub mod rules;
pub mod verdict;

pub use architecture::{Architecture, ComponentId, ConnectionId, Item, ZoneId};
pub use catalog::Kind;
pub use component::{Component, Placement, Value};
pub use connection::{Connection, Policy, Relation};
pub use edit::{Edit, EditError};
pub use finding::{Finding, Fix, Place, Severity};
pub use geometry::{Point, Rect, Size};
pub use history::History;
pub use scenario::{RunSettings, Scenario};
pub use text::{Arg, Message};
pub use workload::Workload;
pub use zone::{Zone, ZoneKind};
