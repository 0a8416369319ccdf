//! Alerts: rules over metrics and budgets, from their states to notifications, as Prometheus and Alertmanager make them.

mod lint;
mod presets;
mod routes;
mod score;
mod states;
mod template;

pub use lint::{Advice, lint, lint_drawn, lint_objective};
pub use presets::{Preset, presets};
pub use routes::{Notification, Router};
pub use score::{Fault, Page, Score, aftermath_secs, faults, score};
pub use states::{Alert, AlertState, Change, States};
pub use template::fill;
