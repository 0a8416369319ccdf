//! Where to look first.

use model::{ComponentId, notation};
use ops::incidents::{
    Change, ChangeKind, Relations,
    correlate::{Evidence, Metric, SeriesOf, changes_before, first_to_move, neighbors},
};

use crate::id;

fn change(at_secs: f64, kind: ChangeKind, component: ComponentId) -> Change {
    Change { at_secs, kind, components: vec![component], text: "v2".into(), id: String::new() }
}

#[test]
fn the_fresh_change_of_the_service_itself_comes_first() {
    let drawing = notation::parse(
        "people:client -> api:api_server -> orders:api_server -> db:database; others:client -> blog:api_server",
    )
    .expect("the notation is right");
    let relations = Relations::of(&drawing);
    let at = |name: &str| id(&drawing, name);
    let changes = [
        change(100.0, ChangeKind::Deploy, at("db")),
        change(940.0, ChangeKind::Deploy, at("orders")),
        change(990.0, ChangeKind::Config, at("blog")),
        change(970.0, ChangeKind::Operator, at("orders")),
        // Later than the trouble, and what nobody may see.
        change(1_001.0, ChangeKind::Deploy, at("orders")),
        change(999.0, ChangeKind::Fault, at("orders")),
    ];
    let found = changes_before(&changes, 1_000.0, Some(at("orders")), &relations, 1.0);
    let components: Vec<_> = found.iter().map(|it| it.component).collect();
    assert_eq!(components, [Some(at("orders")), Some(at("orders")), Some(at("db")), Some(at("blog"))]);
    // By hand: a minute of thirty ago, at the service itself; half of that for what an operator did.
    assert!((found[0].score - (1.0 - 60.0 / 1_800.0)).abs() < 1e-12);
    assert!((found[1].score - 0.5 * (1.0 - 30.0 / 1_800.0)).abs() < 1e-12);
    assert!((found[2].score - 0.5 * (1.0 - 900.0 / 1_800.0)).abs() < 1e-12);
    assert!((found[3].score - 0.2 * (1.0 - 10.0 / 1_800.0)).abs() < 1e-12);
    // On a clock sixty times as fast only the last minute counts.
    assert_eq!(changes_before(&changes, 1_000.0, Some(at("orders")), &relations, 60.0).len(), 2);

    let around = neighbors(at("orders"), &relations);
    let around: Vec<_> = around.iter().map(|it| (it.component, it.score)).collect();
    let third = 0.5 / 3.0;
    assert_eq!(around, [(Some(at("db")), 0.5), (Some(at("api")), 0.25), (Some(at("people")), third)]);
}

#[test]
fn what_moved_first_stands_on_top_and_what_moved_later_below() {
    let series = |component: u32, from: usize| SeriesOf {
        component: ComponentId(component),
        metric: Metric::Queue,
        from_secs: 1.0,
        n_usual: 30,
        values: (0..120).map(|n| if n >= from { 40.0 } else { 2.0 }).collect(),
    };
    let found = first_to_move(&[series(1, 80), series(2, 60), series(3, 500)], 100.0, 1.0);
    let components: Vec<_> = found.iter().map(|it| it.component).collect();
    assert_eq!(components, [Some(ComponentId(2)), Some(ComponentId(1))]);
    let Evidence::Moved(first) = found[0].evidence else { panic!("{:?}", found[0]) };
    assert_eq!((first.at_secs, first.usual, first.then), (61.0, 2.0, 40.0));
    assert_eq!(found[0].score, 1.0);
    assert!((found[1].score - (1.0 - 20.0 / 1_800.0)).abs() < 1e-12);
}
