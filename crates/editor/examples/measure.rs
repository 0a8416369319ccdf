//! How long the editor takes for what happens while somebody draws: `cargo run --release -p plimsoll-editor --example measure`.

#[path = "../tests/large/drawing.rs"]
mod drawing;

use std::{hint::black_box, time::Instant};

use editor::{Action, Camera, Editor, Input, Modifiers, Pointer};
use model::{Point, Size};

fn main() {
    for n_components in [1000, 5000] {
        println!("{n_components} components");
        let document = drawing::drawing(n_components);
        measure("  open", 5, || {
            black_box(Editor::new(document.clone()));
        });
        let mut editor = Editor::new(document);
        editor.handle(Input::Resize(Size::new(1280.0, 800.0)));
        for view in ["fit", "1x"] {
            if view == "1x" {
                let middle = editor.content_bounds().map(|it| it.center()).unwrap_or_default();
                let camera = Camera { offset: Point::default(), zoom: 1.0 };
                editor.set_camera(camera.centered_on(middle, editor.viewport()));
            }
            measure_view(&mut editor, view);
        }
        measure("  undo", 1, || {
            editor.run(Action::Undo);
        });
        editor.run(Action::SelectAll);
        drag(&mut editor, "  step of dragging everything", "  its end");
    }
}

fn measure_view(editor: &mut Editor, view: &str) {
    println!(" {view}: {} in view", editor.visible(0.0).components.len());
    measure("  visible and overlay (every frame)", 100, || {
        black_box((editor.visible(64.0), editor.overlay()));
    });
    let mut at = Point::new(300.0, 300.0);
    measure("  hover (hit test)", 500, || {
        at = Point::new((at.x + 37.0) % 1280.0, (at.y + 23.0) % 800.0);
        editor.handle(Input::PointerMove(Pointer::mouse(at)));
    });
    let mut direction = 5.0;
    measure("  pan by wheel", 100, || {
        direction = -direction;
        let at = Point::new(640.0, 400.0);
        editor.handle(Input::Wheel { at, dx: direction, dy: direction, modifiers: Modifiers::NONE });
    });
    let seen = editor.visible(0.0).components;
    let chosen = seen.get(seen.len() / 2).map(|id| model::Item::Component(*id));
    editor.select(chosen, false);
    drag(editor, "  step of dragging one", "  its end");
    editor.run(Action::Connect);
    editor.handle(Input::Blur);
    measure("  start of connecting (all verdicts)", 5, || {
        editor.run(Action::Connect);
    });
    editor.handle(Input::Blur);
}

fn drag(editor: &mut Editor, step: &str, end: &str) {
    let seen = editor.visible(0.0).components;
    let Some(rect) = seen.get(seen.len() / 2).and_then(|id| editor.rect_of(*id)) else { return };
    let at = editor.camera().screen_from_world(rect.center().offset(30.0, 10.0));
    editor.handle(Input::PointerDown(Pointer::mouse(at)));
    let mut way = 4.0;
    measure(step, 50, || {
        way += 3.0;
        editor.handle(Input::PointerMove(Pointer::mouse(at.offset(way, way / 2.0))));
    });
    measure(end, 1, || {
        editor.handle(Input::PointerUp(Pointer::mouse(at.offset(way, way / 2.0))));
    });
}

fn measure(what: &str, times: u32, mut work: impl FnMut()) {
    let start = Instant::now();
    for _ in 0..times {
        work();
    }
    println!("{what:<42} {:>10.1} us", start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
}
