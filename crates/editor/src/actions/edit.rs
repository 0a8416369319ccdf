use crate::{editor::Editor, response::Response};
pub fn can_rename(_: &Editor) -> bool {
    false
}
pub fn has_targets(_: &Editor) -> bool {
    false
}
pub fn delete(_: &mut Editor, _: &mut Response) {}
pub fn open_inspector(_: &mut Editor, _: &mut Response) {}
pub fn rename(_: &mut Editor, _: &mut Response) {}
pub fn toggle_down(_: &mut Editor, _: &mut Response) {}
