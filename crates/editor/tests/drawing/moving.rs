use editor::{Action, Modifiers};
use model::Point;

use crate::TestEditor;

#[test]
fn a_drag_moves_a_component_as_one_step() {
    let mut test = TestEditor::new("a:client -> b:api_server");
    let (x, y) = test.at("b");
    test.drag("b", (80.0, 160.0));
    assert_eq!(test.at("b"), (x + 80.0, y + 160.0));
    assert_eq!(test.check_undo(), 1);
}

#[test]
fn nothing_lags_behind_the_pointer() {
    let mut test = TestEditor::new("a:api_server");
    let (x, y) = test.at("a");
    test.hold(Modifiers::ALT).grab("a", (37.0, 11.0));
    assert_eq!(test.shown_at("a"), (x + 37.0, y + 11.0));
}

#[test]
fn the_document_changes_when_the_button_is_let_go() {
    let mut test = TestEditor::new("a:client -> b:api_server");
    let before = test.at("b");
    test.grab("b", (80.0, 0.0));
    assert_eq!(test.at("b"), before);
    assert_eq!(test.shown_at("b"), (before.0 + 80.0, before.1));
    assert!(test.last.geometry_changed && !test.last.document_changed);
}

#[test]
fn escape_puts_everything_back() {
    let mut test = TestEditor::new("a:client -> b:api_server -> c:database_sql");
    let before = test.at("b");
    test.grab("b", (200.0, 120.0)).press("Escape");
    assert_eq!(test.shown_at("b"), before);
    // The rest of the drag is nothing any more.
    test.move_by((50.0, 0.0)).up();
    assert_eq!(test.at("b"), before);
    assert_eq!(test.check_undo(), 0);
}

#[test]
fn a_lost_pointer_puts_everything_back() {
    let mut test = TestEditor::new("a:api_server");
    let before = test.at("a");
    test.grab("a", (200.0, 120.0)).send(editor::Input::PointerCancel { id: 1 });
    assert_eq!((test.shown_at("a"), test.check_undo()), (before, 0));
}

#[test]
fn a_wobbly_click_moves_nothing() {
    let mut test = TestEditor::new("a:api_server");
    let at = test.middle("a");
    test.down(at).move_to(at.offset(2.0, 1.0)).up();
    assert_eq!((test.check_undo(), test.selected()), (0, vec!["a".to_owned()]));
}

#[test]
fn the_whole_selection_comes_along() {
    let mut test = TestEditor::new("a:client -> b:api_server -> c:database_sql");
    let (a, c) = (test.at("a"), test.at("c"));
    test.click("a").shift_click("c").drag("c", (0.0, 80.0));
    assert_eq!(test.at("a"), (a.0, a.1 + 80.0));
    assert_eq!(test.at("c"), (c.0, c.1 + 80.0));
    assert_eq!(test.check_undo(), 1);
}

#[test]
fn a_component_rests_on_the_grid_unless_alt_is_held() {
    let mut test = TestEditor::new("a:api_server");
    test.drag("a", (21.0, 13.0));
    let (x, y) = test.at("a");
    assert_eq!((x % 8.0, y % 8.0), (0.0, 0.0));
    test.hold(Modifiers::ALT).drag("a", (5.0, 3.0));
    assert_eq!(test.at("a"), (x + 5.0, y + 3.0));
}

#[test]
fn a_component_snaps_into_line_with_its_neighbor() {
    let mut test = TestEditor::new("a:api_server; b:api_server");
    // Put b off the grid, then bring it nearly back in line with a.
    let a = test.at("a");
    test.hold(Modifiers::ALT).drag("a", (3.0, 3.0)).hold(Modifiers::NONE);
    let b = test.at("b");
    test.grab("b", (400.0, a.1 + 3.0 - b.1 + 4.0));
    assert!(!test.editor.overlay().guides.is_empty());
    test.up();
    assert_eq!(test.at("b").1, a.1 + 3.0);
}

#[test]
fn shift_keeps_to_one_axis() {
    let mut test = TestEditor::new("a:api_server");
    let (x, y) = test.at("a");
    test.click("a").hold(Modifiers::SHIFT).drag("a", (160.0, 40.0));
    assert_eq!(test.at("a"), (x + 160.0, y));
}

#[test]
fn connections_follow_the_drag() {
    let mut test = TestEditor::new("a:client -> b:api_server");
    test.grab("b", (0.0, 400.0));
    let path = test.editor.path_of(test.connection("a", "b")).expect("it exists").clone();
    let b = test.editor.rect_of(test.component("b")).expect("it exists");
    assert!(b.grown(0.01).contains(path.end()));
}

#[test]
fn undo_in_the_middle_of_a_drag_takes_the_drag_back_first() {
    let mut test = TestEditor::new("a:api_server");
    let start = test.at("a");
    test.drag("a", (80.0, 0.0)).grab("a", (160.0, 0.0)).run(Action::Undo);
    assert_eq!(test.at("a"), start);
    assert_eq!(test.shown_at("a"), start);
}

#[test]
fn a_drag_at_the_edge_scrolls_the_view() {
    let mut test = TestEditor::new("a:api_server");
    let at = test.middle("a");
    test.pull(at, Point::new(1275.0, at.y));
    assert!(test.editor.wants_frames());
    let (before, shown) = (test.editor.camera(), test.shown_at("a"));
    test.send(editor::Input::Frame { elapsed_millis: 16.0 });
    assert!(test.editor.camera().offset.x < before.offset.x);
    // The card stays under the pointer, so it moves on in the world.
    assert!(test.shown_at("a").0 > shown.0);
    test.up();
    assert_eq!(test.check_undo(), 1);
}

#[test]
fn it_is_said_where_a_component_has_gone() {
    let mut test = TestEditor::new("a:client -> b:api_server");
    test.drag("b", (0.0, 300.0));
    assert_eq!(test.last_said(), "b moved, now below a");
}
