use crate::{editor::Editor, response::Response};
pub fn can_connect(_: &Editor) -> bool {
    false
}
pub fn can_reverse(_: &Editor) -> bool {
    false
}
pub fn connect(_: &mut Editor, _: &mut Response) {}
pub fn reverse(_: &mut Editor, _: &mut Response) {}
