use crate::{editor::Editor, response::Response};
pub fn can_copy(_: &Editor) -> bool {
    false
}
pub fn copy(_: &mut Editor, _: &mut Response) {}
pub fn cut(_: &mut Editor, _: &mut Response) {}
pub fn duplicate(_: &mut Editor, _: &mut Response) {}
pub fn paste(_: &mut Editor, _: &str, _: &mut Response) {}
