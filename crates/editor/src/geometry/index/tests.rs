use std::collections::BTreeMap;

use model::{Edit, notation};

use super::*;

fn contents<T: Copy + Ord>(grid: &Grid<T>) -> BTreeMap<(i32, i32), Vec<T>> {
    let sorted = |things: &Vec<T>| {
        let mut things = things.clone();
        things.sort_unstable();
        things
    };
    grid.cells.iter().map(|(cell, things)| (*cell, sorted(things))).collect()
}

/// Following step by step leaves nothing behind and forgets nothing.
#[track_caller]
fn check(index: &Index, document: &Architecture) {
    let fresh = Index::new(document);
    assert_eq!(contents(&index.component_grid), contents(&fresh.component_grid));
    assert_eq!(contents(&index.connection_grid), contents(&fresh.connection_grid));
    assert_eq!(index.pairs, fresh.pairs);
    assert_eq!(index.components.len(), fresh.components.len());
    for (id, line) in &fresh.connections {
        assert_eq!(index.path_of(*id), Some(&line.path));
        assert_eq!(index.connections[id].slot, line.slot);
    }
    for (id, card) in &fresh.components {
        assert_eq!(index.connections_of(*id), fresh.connections_of(*id));
        assert_eq!((index.components[id].slot, index.components[id].rect), (card.slot, card.rect));
    }
}

#[test]
fn following_gives_what_building_anew_gives() {
    let text = "a:client -> b:api_server -> c:database_sql; b -observe-> m:monitoring; b -> d:cache_redis";
    let mut document = notation::parse(text).expect("it parses");
    let mut index = Index::new(&document);
    let (a, b, c) = (document.components[0].id, document.components[1].id, document.components[2].id);
    let [ab, bc] = [0, 1].map(|it| document.connections[it].id);
    let fresh = ConnectionId(document.next_id);
    let steps = [
        Edit::Move {
            components: vec![(b, Point::new(5000.0, -900.0)), (a, Point::new(-3.0, 8.0))],
            zones: vec![],
        },
        Edit::AddConnection(Connection::new(fresh, c, b, model::Relation::Call)),
        Edit::Reconnect { connection: ab, from: a, to: c },
        Edit::BringToFront(vec![a]),
        Edit::Remove(vec![Item::Connection(bc)]),
        Edit::Remove(vec![Item::Component(b)]),
        Edit::Move { components: vec![(c, Point::new(100.0, 100.0))], zones: vec![] },
    ];
    for edit in steps {
        document = document.edited(&edit).expect("it applies");
        index.follow(&document);
        check(&index, &document);
    }
}

#[test]
fn a_drag_and_its_end_leave_nothing_behind() {
    let document = notation::parse("a:client -> b:api_server -> c:database_sql").expect("it parses");
    let mut index = Index::new(&document);
    let b = document.components[1].id;
    for step in 0..50 {
        let at = Point::new(f64::from(step) * 97.0, f64::from(step) * -61.0);
        index.move_components([(b, at)].into_iter());
    }
    index.follow(&document);
    check(&index, &document);
}
