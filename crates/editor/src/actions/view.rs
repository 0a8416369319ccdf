use crate::{editor::Editor, response::Response};
pub fn fit(_: &mut Editor, _: &mut Response) {}
pub fn fit_selection(_: &mut Editor, _: &mut Response) {}
pub fn zoom(_: &mut Editor, _: &mut Response, _: f64) {}
pub fn zoom_actual(_: &mut Editor, _: &mut Response) {}
