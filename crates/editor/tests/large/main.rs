//! Work per input does not grow with the drawing: counted in bytes allocated, which no busy machine changes.

mod drawing;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use editor::{Camera, Editor, Input, Pointer};
use model::{Item, Point, Size};

struct Counting;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is handed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.with(|it| it.set(it.get() + layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn bytes_allocated(work: impl FnOnce()) -> usize {
    let before = ALLOCATED.with(Cell::get);
    work();
    ALLOCATED.with(Cell::get) - before
}

/// An editor at zoom 1 in the middle of a drawing, and the middle of a card on the screen.
fn open(n_components: u32) -> (Editor, Point) {
    let mut editor = Editor::new(drawing::drawing(n_components));
    editor.handle(Input::Resize(Size::new(1280.0, 800.0)));
    let middle = editor.content_bounds().expect("it is not empty").center();
    editor.set_camera(Camera { offset: Point::default(), zoom: 1.0 }.centered_on(middle, editor.viewport()));
    let seen = editor.visible(0.0).components;
    let rect = editor.rect_of(seen[seen.len() / 2]).expect("it exists");
    let on_card = editor.camera().screen_from_world(rect.center().offset(30.0, 10.0));
    (editor, on_card)
}

/// Bytes for a step in the middle of a gesture that began with the button going down at that point.
fn bytes_of_step(n_components: u32, start: impl Fn(Point) -> Point) -> usize {
    let (mut editor, on_card) = open(n_components);
    let at = start(on_card);
    editor.handle(Input::PointerDown(Pointer::mouse(at)));
    editor.handle(Input::PointerMove(Pointer::mouse(at.offset(20.0, 20.0))));
    assert!(editor.is_busy());
    bytes_allocated(|| {
        editor.handle(Input::PointerMove(Pointer::mouse(at.offset(40.0, 30.0))));
        let _ = (editor.overlay(), editor.visible(64.0));
    })
}

#[test]
fn a_step_of_a_drag_costs_the_same_in_a_drawing_of_any_size() {
    let (small, large) = (bytes_of_step(500, |it| it), bytes_of_step(5000, |it| it));
    assert!(large <= small + 4096, "{small} bytes with 500 components, {large} with 5,000");
    assert!(large < 64 * 1024, "{large} bytes");
}

#[test]
fn a_step_of_a_marquee_costs_the_same_in_a_drawing_of_any_size() {
    // Between two cards.
    let between = |it: Point| it.offset(100.0, 60.0);
    let (small, large) = (bytes_of_step(500, between), bytes_of_step(5000, between));
    assert!(large <= small + 4096, "{small} bytes with 500 components, {large} with 5,000");
}

#[test]
fn hovering_costs_next_to_nothing() {
    let (mut editor, on_card) = open(5000);
    editor.handle(Input::PointerMove(Pointer::mouse(on_card)));
    let bytes = bytes_allocated(|| {
        editor.handle(Input::PointerMove(Pointer::mouse(on_card.offset(5.0, 5.0))));
    });
    assert!(bytes < 4096, "{bytes} bytes");
}

#[test]
fn a_step_of_a_pull_costs_the_same_in_a_drawing_of_any_size() {
    // The right edge of the card, where its output is.
    let port = |it: Point| it.offset(58.0, -10.0);
    let (small, large) = (bytes_of_step(500, port), bytes_of_step(5000, port));
    assert!(large <= small + 4096, "{small} bytes with 500 components, {large} with 5,000");
}

#[test]
fn everything_selected_moves_as_one_step() {
    let (mut editor, on_card) = open(5000);
    editor.run(editor::Action::SelectAll);
    let before = editor.document().components[0].at;
    editor.handle(Input::PointerDown(Pointer::mouse(on_card)));
    editor.handle(Input::PointerMove(Pointer::mouse(on_card.offset(80.0, 0.0))));
    let response = editor.handle(Input::PointerUp(Pointer::mouse(on_card.offset(80.0, 0.0))));
    assert!(response.document_changed);
    assert_eq!(editor.document().components[0].at, before.offset(80.0, 0.0));
    assert_eq!(editor.rect_of(editor.document().components[0].id).map(|it| it.x), Some(before.x + 80.0));
    assert!(editor.selection().contains(&Item::Component(editor.document().components[0].id)));
}
