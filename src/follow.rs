//! Effects behind one door: Leptos writes its whole machinery out anew for each effect's own type.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A tab that nobody sees gets no frames.
const MOST_WAIT: Duration = Duration::from_millis(500);

/// Does `act` soon, and again whenever a signal has changed that it read.
pub fn follow(act: impl FnMut() + 'static) {
    follow_erased(Box::new(act));
}

/// What `source` says, one frame later: a click is answered on the screen before what takes long is built. Starts with
/// `first`.
pub fn late<T>(first: T, source: impl Fn() -> T + 'static) -> ReadSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (shown, set_shown) = signal(first);
    follow(move || {
        let now = source();
        after_paint(move || {
            // Whoever asked may be gone by then.
            if shown.try_with_untracked(|it| *it != now) == Some(true) {
                set_shown.try_set(now);
            }
        });
    });
    shown
}

/// Does `act` when the next frame is on the screen.
pub fn after_paint(act: impl FnOnce() + 'static) {
    // The frame's turn comes before it is painted, the timer's after that.
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}

/// Waits until the next frame is on the screen.
pub async fn painted() {
    let painted = Promise::new(&mut |resolve, _| {
        let resolve = move || drop(resolve.call0(&JsValue::NULL));
        set_timeout(resolve.clone(), MOST_WAIT);
        after_paint(resolve);
    });
    let _ = JsFuture::from(painted).await;
}

/// Lets the browser answer, and paint if it wants to.
pub async fn turn() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}

fn follow_erased(act: Box<dyn FnMut()>) {
    Effect::new(act);
}
