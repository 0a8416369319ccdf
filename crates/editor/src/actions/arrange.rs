use crate::{editor::Editor, response::Response};
pub fn can_align(_: &Editor) -> bool {
    false
}
pub fn can_distribute(_: &Editor) -> bool {
    false
}
pub fn can_move(_: &Editor) -> bool {
    false
}
pub fn align(_: &mut Editor, _: &mut Response, _: Align) {}
pub fn bring_to_front(_: &mut Editor, _: &mut Response) {}
pub fn distribute(_: &mut Editor, _: &mut Response, _: bool) {}
pub fn nudge(_: &mut Editor, _: &mut Response, _: f64, _: f64) {}
pub enum Align {
    Bottom,
    Center,
    Left,
    Middle,
    Right,
    Top,
}
