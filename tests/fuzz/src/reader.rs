//! Whatever bytes are opened as a file, followed as a link or pasted: nothing panics, what is read keeps the invariants of
//! a drawing, and saving it loses nothing.

use std::collections::BTreeSet;

use model::{
    Architecture, Point,
    file::{self, MAX_COMPONENTS, MAX_CONNECTIONS, MAX_ZONES, Older},
    fragment::{self, PasteAt},
    link,
};

use crate::numbers::assert_numbers;

/// Whether it was a drawing; panics if something is wrong with the program.
pub fn check(bytes: &[u8]) -> bool {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(linked) = link::decode(text, "fuzz") {
            assert_holds(&linked.architecture);
        }
        let at = PasteAt::Offset(Point::new(16.0, 16.0));
        // What is pasted is an edit, which refuses what would break the drawing.
        drop(fragment::paste(&Architecture::default(), text, at, Some(Older::ALL)));
    }
    let loaded = match file::load(bytes) {
        Ok(loaded) => loaded,
        Err(error) => {
            assert_numbers("refusal", &error.message());
            return false;
        }
    };
    assert_holds(&loaded.architecture);
    assert_is_kept(&loaded.architecture);
    true
}

fn assert_is_kept(drawing: &Architecture) {
    let text = file::save(drawing);
    let again = file::load(&text).unwrap_or_else(|error| panic!("what was saved cannot be read: {error}"));
    // What this version does not know is kept, and said each time.
    let put_right = again.notices.iter().find(|it| !it.id.starts_with("file-unknown"));
    assert_eq!(put_right, None, "what was saved had to be put right");
    assert!(again.architecture == *drawing, "saving lost something");
    if let Ok(linked) = link::encode(drawing, "fuzz") {
        let linked = link::decode(&linked, "fuzz").unwrap_or_else(|error| panic!("a link: {error}"));
        assert!(linked.architecture == *drawing, "a link lost something");
    }
}

/// What [`Architecture`] says of itself.
fn assert_holds(it: &Architecture) {
    assert_numbers("drawing", it);
    assert!(it.components.len() <= MAX_COMPONENTS && it.connections.len() <= MAX_CONNECTIONS);
    assert!(it.zones.len() <= MAX_ZONES);
    let components: BTreeSet<_> = it.components.iter().map(|it| it.id).collect();
    let zones: BTreeSet<_> = it.zones.iter().map(|it| it.id).collect();
    let connections = it.connections.iter().map(|it| it.id.0);
    let ids: Vec<u32> =
        components.iter().map(|it| it.0).chain(zones.iter().map(|it| it.0)).chain(connections).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id was given twice");
    assert_eq!(ids.len(), it.components.len() + it.connections.len() + it.zones.len());
    assert!(ids.iter().all(|id| *id < it.next_id), "an id that is still to be given");
    assert!(it.connections.iter().all(|it| components.contains(&it.from) && components.contains(&it.to)));
    let mut placements = it.components.iter().flat_map(|it| &it.placements);
    assert!(placements.all(|it| it.replicas > 0 && it.zone.is_none_or(|it| zones.contains(&it))));
    assert!(it.components.iter().all(|it| !it.placements.is_empty()));
    let mut seen = BTreeSet::new();
    for zone in &it.zones {
        assert!(zone.parent.is_none_or(|it| seen.contains(&it)), "a zone before the one around it");
        seen.insert(zone.id);
    }
}
