//! One `requestAnimationFrame` loop for the whole drawing: it runs while something is dirty and sleeps otherwise.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::wasm_bindgen::{JsCast, closure::Closure};

/// Draws a frame at a time in milliseconds; `true` if it wants another one.
type Draw = Box<dyn FnMut(f64) -> bool>;

/// What the browser calls.
type OnFrame = Closure<dyn FnMut(f64)>;

/// Handle on the loop; cheap to clone.
#[derive(Clone)]
pub struct Frames(Rc<Inner>);

struct Inner {
    /// The callback that the browser holds a reference to.
    on_frame: RefCell<Option<OnFrame>>,
    /// Number of the frame that was asked for.
    pending: Cell<Option<i32>>,
}

impl Frames {
    /// A loop that calls `draw`; asleep until [`Frames::request`].
    pub fn new(mut draw: Draw) -> Self {
        let inner = Rc::new(Inner { on_frame: RefCell::new(None), pending: Cell::new(None) });
        let weak = Rc::downgrade(&inner);
        let on_frame = Closure::new(move |millis: f64| {
            let Some(inner) = weak.upgrade() else { return };
            inner.pending.set(None);
            if draw(millis) {
                Self(inner).request();
            }
        });
        *inner.on_frame.borrow_mut() = Some(on_frame);
        Self(inner)
    }

    /// Asks for a frame, once however often it is called before that.
    pub fn request(&self) {
        if self.0.pending.get().is_some() {
            return;
        }
        let on_frame = self.0.on_frame.borrow();
        let Some(on_frame) = on_frame.as_ref() else { return };
        let frame = web_sys::window()
            .and_then(|it| it.request_animation_frame(on_frame.as_ref().unchecked_ref()).ok());
        self.0.pending.set(frame);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(frame), Some(window)) = (self.pending.get(), web_sys::window()) {
            // Otherwise the browser would call a closure that is gone.
            window.cancel_animation_frame(frame).ok();
        }
    }
}
