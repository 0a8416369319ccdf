//! The whole drawing in a corner, with a frame around what the canvas shows.

use editor::{Camera, Editor};
use leptos::wasm_bindgen::JsCast;
use model::{Point, Rect, Size};
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::{load::Tone, looks::Looks, surface::Surface, theme::Theme};

/// CSS pixels; the same as in canvas.css.
const SIZE: Size = Size::new(160.0, 104.0);
const PADDING: f64 = 6.0;
/// The frame never gets smaller than this, so that it can be grabbed.
const MIN_FRAME: f64 = 8.0;

/// A small picture of everything.
pub struct Minimap {
    root: HtmlElement,
    surface: Surface,
    frame: HtmlElement,
    /// What was drawn last, in world units.
    content: Option<Rect>,
    /// From world to the picture.
    camera: Camera,
    pub is_shown: bool,
    /// The canvas shows everything: there is nothing to find here.
    is_idle: bool,
}

impl Minimap {
    /// `root` holds a canvas and the frame, in this order.
    pub fn new(root: HtmlElement) -> Option<Self> {
        let canvas: HtmlCanvasElement = root.first_element_child()?.dyn_into().ok()?;
        let frame: HtmlElement = root.last_element_child()?.dyn_into().ok()?;
        Some(Self {
            surface: Surface::new(canvas)?,
            frame,
            root,
            content: None,
            camera: Camera::default(),
            is_shown: true,
            is_idle: false,
        })
    }

    /// Shows or hides it.
    pub fn show(&mut self, is_shown: bool) {
        self.is_shown = is_shown;
        self.root.set_hidden(!is_shown);
    }

    /// Draws zones and components; lines would only be noise at this size.
    pub fn draw(&mut self, editor: &Editor, looks: &Looks, theme: &Theme) {
        if !self.is_shown {
            return;
        }
        let ratio = web_sys::window().map_or(1.0, |it| it.device_pixel_ratio());
        self.surface.resize(SIZE.width, SIZE.height, ratio);
        self.surface.begin();
        self.content = editor.content_bounds();
        let Some(content) = self.content else { return };
        self.camera = fitting(content);
        let context = &self.surface.context;
        for zone in &editor.document().zones {
            let Some(rect) = editor.zone_rect(zone.id) else { continue };
            let rect = self.camera.rect_on_screen(rect);
            context.begin_path();
            context.rect(rect.x, rect.y, rect.width, rect.height);
            context.set_fill_style_str(theme.zone(zone.kind));
            context.set_global_alpha(0.16);
            context.fill();
        }
        context.set_global_alpha(1.0);
        // A hull that is calm has the color of water, which is faint; what matters is painted over it.
        for tone in Tone::ALL {
            context.begin_path();
            for component in &editor.document().components {
                let load = looks.loads.get(&component.id).copied().unwrap_or_default();
                let Some(rect) = editor.rect_of(component.id).filter(|_| load.tone() == tone) else { continue };
                let rect = self.camera.rect_on_screen(rect);
                context.rect(rect.x, rect.y, rect.width.max(2.0), rect.height.max(1.5));
            }
            context.set_fill_style_str(match tone {
                Tone::Unknown => &theme.card_line,
                Tone::Calm | Tone::Strained | Tone::Sinking => theme.water(tone),
                Tone::Down => &theme.error,
            });
            context.fill();
        }
    }

    /// Puts the frame around what the canvas shows.
    pub fn show_view(&mut self, editor: &Editor) {
        if !self.is_shown {
            return;
        }
        let view = editor.camera().visible(editor.viewport());
        let is_idle = self.content.is_none_or(|it| view.encloses(&it));
        if is_idle != self.is_idle {
            self.is_idle = is_idle;
            self.root.class_list().toggle_with_force("idle", is_idle).ok();
        }
        let seen = self.camera.rect_on_screen(view);
        // Cut off at the picture's edge, so that the frame stays visible when the view is larger than the drawing.
        let (left, top) = (seen.x.clamp(0.0, SIZE.width - MIN_FRAME), seen.y.clamp(0.0, SIZE.height - MIN_FRAME));
        let right = seen.right().clamp(left + MIN_FRAME, SIZE.width);
        let bottom = seen.bottom().clamp(top + MIN_FRAME, SIZE.height);
        let style = self.frame.style();
        style.set_property("transform", &format!("translate({left:.1}px,{top:.1}px)")).ok();
        style.set_property("width", &format!("{:.1}px", right - left)).ok();
        style.set_property("height", &format!("{:.1}px", bottom - top)).ok();
    }

    /// The canvas's camera after a click or drag at `at` (CSS pixels from the picture's corner).
    pub fn camera_at(&self, at: Point, editor: &Editor) -> Camera {
        editor.camera().centered_on(self.camera.world_from_screen(at), editor.viewport())
    }
}

/// Shows all of `content` in the picture, whatever its size.
fn fitting(content: Rect) -> Camera {
    let zoom = ((SIZE.width - 2.0 * PADDING) / content.width.max(1.0))
        .min((SIZE.height - 2.0 * PADDING) / content.height.max(1.0))
        .min(0.2);
    Camera { offset: Point::new(0.0, 0.0), zoom }.centered_on(content.center(), SIZE)
}
