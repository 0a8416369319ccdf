//! What single behaviors do besides serving; one file each. Each is queueing theory's name for it plus a few lines.

mod balancer;
mod broker;
mod cache;
mod function;
mod limiter;
mod partitions;
mod sink;
mod source;
mod store;

pub use limiter::TokenBucket;
pub use partitions::Partition;
