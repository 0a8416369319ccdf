use crate::{editor::Editor, response::Response};
pub fn can_group(_: &Editor) -> bool {
    false
}
pub fn can_leave(_: &Editor) -> bool {
    false
}
pub fn add(_: &mut Editor, _: &mut Response, _: model::ZoneKind) {}
pub fn group(_: &mut Editor, _: &mut Response) {}
pub fn leave(_: &mut Editor, _: &mut Response) {}
