//! Effects behind one door: Leptos writes its whole machinery out anew for each effect's own type.

use leptos::prelude::*;

/// Does `act` soon, and again whenever a signal has changed that it read.
pub fn follow(act: impl FnMut() + 'static) {
    follow_erased(Box::new(act));
}

fn follow_erased(act: Box<dyn FnMut()>) {
    Effect::new(act);
}
