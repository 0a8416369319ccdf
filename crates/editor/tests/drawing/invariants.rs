//! What holds after every input, whatever it was.

use std::collections::BTreeSet;

use editor::Editor;
use model::{Architecture, Item, Rect};

/// Checks everything; `after` says what was done last.
#[track_caller]
pub fn check_invariants(editor: &Editor, after: &str) {
    let document = editor.document();
    check_document(document, after);
    let exists = |item: &Item| match *item {
        Item::Component(id) => document.component(id).is_some(),
        Item::Connection(id) => document.connection(id).is_some(),
        Item::Zone(id) => document.zone(id).is_some(),
    };
    assert!(editor.selection().iter().all(exists), "selected but gone, after {after}");
    assert!(editor.hovered().iter().all(exists), "hovered but gone, after {after}");
    assert!(editor.focused().iter().all(exists), "focused but gone, after {after}");
    for component in &document.components {
        assert_eq!(editor.component(component.id), Some(component), "after {after}");
        let rect = editor.rect_of(component.id).expect("every component is somewhere");
        assert!(editor.is_busy() || rect == component.rect(), "shown elsewhere than it is, after {after}");
    }
    for zone in &document.zones {
        let rect = editor.zone_rect(zone.id).expect("every zone is somewhere");
        assert!(editor.is_busy() || rect == zone.rect, "shown elsewhere than it is, after {after}");
    }
    for connection in &document.connections {
        assert_eq!(editor.connection(connection.id), Some(connection), "after {after}");
        let path = editor.path_of(connection.id).expect("every connection is somewhere");
        let (from, to) = (editor.rect_of(connection.from), editor.rect_of(connection.to));
        assert!(from.expect("exists").grown(0.01).contains(path.start), "starts elsewhere, after {after}");
        assert!(to.expect("exists").grown(0.01).contains(path.end()), "ends elsewhere, after {after}");
    }
    check_visible(editor, after);
}

#[track_caller]
fn check_document(document: &Architecture, after: &str) {
    let components = document.components.iter().map(|it| it.id.0);
    let connections = document.connections.iter().map(|it| it.id.0);
    let ids: Vec<u32> =
        components.chain(connections).chain(document.zones.iter().map(|it| it.id.0)).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id is given twice, after {after}");
    assert!(ids.iter().all(|it| *it < document.next_id), "an id is not below the next, after {after}");
    for it in &document.connections {
        assert!(
            document.component(it.from).is_some() && document.component(it.to).is_some(),
            "after {after}"
        );
        assert_ne!(it.from, it.to, "after {after}");
    }
    for it in &document.components {
        assert!(!it.placements.is_empty(), "after {after}");
        let zones = it.placements.iter().filter_map(|it| it.zone);
        assert!(zones.into_iter().all(|it| document.zone(it).is_some()), "after {after}");
        assert!(it.at.x.is_finite() && it.at.y.is_finite(), "after {after}");
    }
    let mut seen = BTreeSet::new();
    for zone in &document.zones {
        assert!(zone.parent.is_none_or(|it| seen.contains(&it)), "a zone before its parent, after {after}");
        assert!(zone.rect.width > 0.0 && zone.rect.height > 0.0, "after {after}");
        seen.insert(zone.id);
    }
}

// The index finds what looking at everything finds, in drawing order.
#[track_caller]
fn check_visible(editor: &Editor, after: &str) {
    let seen = editor.camera().visible(editor.viewport());
    let visible = editor.visible(0.0);
    let document = editor.document();
    let sees = |it: Option<Rect>| it.is_some_and(|it| it.overlaps(&seen));
    let components: Vec<_> =
        document.components.iter().map(|it| it.id).filter(|id| sees(editor.rect_of(*id))).collect();
    assert_eq!(visible.components, components, "after {after}");
    let zones: Vec<_> =
        document.zones.iter().map(|it| it.id).filter(|id| sees(editor.zone_rect(*id))).collect();
    assert_eq!(visible.zones, zones, "after {after}");
    // Connections may be named that only come near, but none may be missing, and their order is that of the document.
    let touching: Vec<_> = document
        .connections
        .iter()
        .map(|it| it.id)
        .filter(|id| editor.path_of(*id).is_some_and(|it| it.touches(&seen)))
        .collect();
    assert!(touching.iter().all(|it| visible.connections.contains(it)), "a line is missing, after {after}");
    let order: Vec<_> = document.connections.iter().map(|it| it.id).collect();
    let places: Vec<_> =
        visible.connections.iter().filter_map(|it| order.iter().position(|id| id == it)).collect();
    assert!(places.is_sorted(), "out of order, after {after}");
}
