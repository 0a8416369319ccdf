//! A canvas element that is as sharp as the screen: sized in CSS pixels, drawn in device pixels.

use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas and its drawing context.
pub struct Surface {
    pub context: CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
    /// Width and height in CSS pixels.
    size: (f64, f64),
    /// Device pixels per CSS pixel.
    ratio: f64,
}

impl Surface {
    /// Takes over `canvas`. `None` where the browser has no 2D context to give.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { context, canvas, size: (0.0, 0.0), ratio: 1.0 })
    }

    /// Fits the bitmap to a size in CSS pixels. Resizing clears it, so it is done only on a change.
    pub fn resize(&mut self, width: f64, height: f64, ratio: f64) {
        if self.size == (width, height) && self.ratio == ratio {
            return;
        }
        self.size = (width, height);
        self.ratio = ratio;
        self.canvas.set_width((width * ratio).round() as u32);
        self.canvas.set_height((height * ratio).round() as u32);
    }

    /// Clears everything and draws in CSS pixels from now on.
    pub fn begin(&self) {
        let context = &self.context;
        // A context accepts any finite matrix; the ratio of a screen is finite.
        context.set_transform(self.ratio, 0.0, 0.0, self.ratio, 0.0, 0.0).ok();
        context.clear_rect(0.0, 0.0, self.size.0, self.size.1);
    }

    /// Draws in world units from now on: `zoom` CSS pixels per unit, with the world's origin at `(x, y)`.
    pub fn in_world(&self, zoom: f64, x: f64, y: f64) {
        let scale = self.ratio * zoom;
        self.context.set_transform(scale, 0.0, 0.0, scale, self.ratio * x, self.ratio * y).ok();
    }

    /// Draws in CSS pixels again, without clearing.
    pub fn in_screen(&self) {
        self.context.set_transform(self.ratio, 0.0, 0.0, self.ratio, 0.0, 0.0).ok();
    }

    pub const fn size(&self) -> (f64, f64) {
        self.size
    }

    /// Sets the pattern of dashes, in current units; an empty one is a solid line.
    pub fn dash(&self, lengths: &[f64]) {
        let array: js_sys::Array = lengths.iter().map(|it| JsValue::from_f64(*it)).collect();
        self.context.set_line_dash(&array).ok();
    }
}
