//! What the first visitor does with the blueprint "Online shop".

use editor::{PortSide, Request, TargetVerdict};
use model::{Point, file};

use crate::TestEditor;

const ONLINE_SHOP: &str = include_str!("../../../../assets/blueprints/online-shop.json");

#[test]
fn a_visitor_adds_tracing_is_told_no_and_takes_the_offer() {
    let mut test = TestEditor::open(file::load(ONLINE_SHOP).expect("it is readable").architecture);
    // The drawing fits the screen.
    let content = test.editor.content_bounds().expect("it is not empty");
    test.run(editor::Action::ZoomFit);
    assert!(test.editor.camera().visible(test.editor.viewport()).encloses(&content));

    let free = Point::new(test.screen(content.center()).x, 700.0);
    test.drop_kind("apm", free);
    let tracing = test.selected()[0].clone();

    // Pulling from the API server, everything says whether it can take it.
    test.pull(test.port("API server", PortSide::Output), test.middle(&tracing));
    for component in test.editor.document().components.clone() {
        let verdict = test.editor.verdict_of(component.id);
        assert_eq!(verdict.is_none(), component.name == "API server", "{}", component.name);
        if let Some(TargetVerdict::Impossible(why)) = verdict {
            assert!(model::text::Texts::english().try_say(&why).is_ok(), "{why:?}");
        }
    }
    test.press("Escape").up();

    // The other way round is refused, with a reason and an offer.
    let before = test.connections();
    test.pull_connection(&tracing, PortSide::Output, "API server");
    assert_eq!(test.connections(), before);
    let refused = test.requests.iter().any(|it| matches!(it, Request::Refused { offer_reverse: true, .. }));
    assert!(refused, "{:?}", test.requests);
    test.apply(editor::Editor::accept_reverse);
    assert!(test.connections().contains(&format!("API server -observe-> {tracing}")));

    assert_eq!(test.check_undo(), 2);
}
