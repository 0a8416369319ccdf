//! What a drawing does under load: a discrete-event simulation of single requests.
//!
//! Pure: no browser, no clock, no threads; time and randomness are arguments. The same drawing, settings and seed give
//! the same report, bit for bit, natively and in the browser. `docs/SEMANTICS.md` says what is simulated.

// In reading order.
mod batches;
pub mod blast;
pub mod changes;
pub mod conditions;
mod control;
pub mod driver;
mod faults;
mod operations;
pub mod presets;
pub mod protocol;
pub mod replications;
pub mod session;
pub mod study;
pub mod timeline;
pub mod trace;
pub mod warm_up;

pub mod availability;
pub mod estimate;
pub mod explain;
pub mod laws;
pub mod live;
pub mod load_line;
pub mod report;
pub mod telemetry;

mod behavior;
mod engine;
mod messages;
pub mod network;
pub mod queueing;
pub mod reference;
pub mod validation;

pub mod histogram;
pub mod level;
mod queue;
pub mod random;
mod service;
mod span;
mod stats;
pub mod time;

pub use driver::Driver;
pub use estimate::{Estimate, estimate};
pub use live::Live;
pub use load_line::load_line;
pub use protocol::{FromSim, PROTOCOL_VERSION, Speed, ToSim};
pub use reference::{REFERENCE_DIGEST, digest_of_reference_run};
pub use replications::run_replications;
pub use report::{Measured, Report};
pub use service::scv;
pub use session::{CompileError, Progress, RunOptions, Session};
pub use time::SimTime;
pub use timeline::Timeline;

/// Version of the engine, as in reports and share links: other versions may give other numbers.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
