//! What a monitoring system would have collected of a run: series by name and labels, in Prometheus' naming.

mod catalog;
mod feed;
mod store;

pub use catalog::{METRICS, Metric, MetricKind, metric, objective_names, service_names};
pub use feed::Feed;
pub use store::{Series, Store, Window};
