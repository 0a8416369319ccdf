use crate::{editor::Editor, response::Response};
pub fn can_redo(_: &Editor) -> bool {
    false
}
pub fn can_undo(_: &Editor) -> bool {
    false
}
pub fn redo(_: &mut Editor, _: &mut Response) {}
pub fn undo(_: &mut Editor, _: &mut Response) {}
