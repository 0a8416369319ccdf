use crate::{editor::Editor, response::Response};
pub fn has_components(_: &Editor) -> bool {
    false
}
pub fn has_content(_: &Editor) -> bool {
    false
}
pub fn has_selection(_: &Editor) -> bool {
    false
}
pub fn all(_: &mut Editor, _: &mut Response) {}
pub fn connected(_: &mut Editor, _: &mut Response) {}
pub fn none(_: &mut Editor, _: &mut Response) {}
