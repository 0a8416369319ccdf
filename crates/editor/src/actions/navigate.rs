use crate::{editor::Editor, response::Response};
pub fn has_focus(_: &Editor) -> bool {
    false
}
pub fn end(_: &mut Editor, _: &mut Response, _: bool) {}
pub fn follow(_: &mut Editor, _: &mut Response, _: bool) {}
pub fn select_focused(_: &mut Editor, _: &mut Response) {}
pub fn step(_: &mut Editor, _: &mut Response, _: bool) {}
pub fn towards(_: &mut Editor, _: &mut Response, _: Direction) {}
pub enum Direction {
    Down,
    Left,
    Right,
    Up,
}
