//! Where the camera is.

use model::Point;

use crate::{camera::Camera, editor::Editor, response::Response};

/// Zooms to the pointer if it is over the canvas, else to the middle.
pub fn zoom(editor: &mut Editor, response: &mut Response, factor: f64) {
    let camera = editor.camera.zoomed_to(editor.camera.zoom * factor, fixed_point(editor));
    editor.look(camera, response);
}

pub fn zoom_actual(editor: &mut Editor, response: &mut Response) {
    let camera = editor.camera.zoomed_to(1.0, fixed_point(editor));
    editor.look(camera, response);
}

pub fn fit(editor: &mut Editor, response: &mut Response) {
    match editor.content_bounds() {
        Some(content) => editor.look(Camera::fitting(content, editor.viewport), response),
        None => editor.look(Camera::default(), response),
    }
}

pub fn fit_selection(editor: &mut Editor, response: &mut Response) {
    if let Some(bounds) = editor.bounds_of_all(&editor.targets()) {
        editor.look(Camera::fitting(bounds, editor.viewport), response);
    }
}

fn fixed_point(editor: &Editor) -> Point {
    editor.pointer.unwrap_or(Point::new(editor.viewport.width / 2.0, editor.viewport.height / 2.0))
}
