//! What a run says to whoever must not miss a second of it.

use std::{rc::Rc, sync::Arc};

use model::Architecture;
use sim::telemetry::Frame;

/// What whoever watches every second is told: signals may skip some.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// A run of this drawing has begun.
    Started(&'a Arc<Architecture>),
    /// The next seconds, all of them in their order.
    Seconds(&'a [Frame]),
    /// What came after this second has not happened.
    Rewound { to_secs: f64 },
    /// There is no run any more.
    Forgotten,
}

/// Somebody who watches.
pub type Listener = Rc<dyn Fn(Told<'_>)>;
