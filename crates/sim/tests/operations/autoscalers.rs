//! What autoscalers go by, and what they leave alone.

use sim::report::What;

use crate::{
    HPA,
    common::{change_at, options, place, run},
    fleet, scalings,
};
use model::scenario::Change;

#[test]
fn who_is_outside_the_bounds_is_put_right_at_the_next_look() {
    // Nothing is waited for: neither a window nor figures, of which there are none without traffic.
    for per_sec in [10.0, 0.001] {
        let shop = fleet(1, per_sec, ", scaling=cpu, scaling_min=3, scaling_cooldown_secs=600");
        assert_eq!(scalings(&run(&shop, options(40.0))), [(20.0, 3)]);
        let shop = fleet(9, per_sec, ", scaling=cpu, scaling_min=2, scaling_max=4, scaling_up_secs=600");
        assert_eq!(scalings(&run(&shop, options(40.0))), [(15.0, 4)]);
    }
    let mut shop = fleet(3, 150.0, &format!("{HPA}, scaling_cooldown_secs=600"));
    let scale = Change::new("scale", place(&shop, "api")).with("replicas", 1.0);
    change_at(&mut shop, 32.0, scale);
    assert_eq!(scalings(&run(&shop, options(60.0))), [(32.0, 1), (50.0, 2)]);
}

#[test]
fn the_first_set_of_a_switch_does_not_count_as_capacity() {
    let mut shop = fleet(4, 280.0, &format!("{HPA}, scaling_down_secs=30"));
    let change = Change::new("blue-green", place(&shop, "api")).with("keep_secs", 300.0);
    change_at(&mut shop, 20.0, change);
    let report = run(&shop, options(200.0));
    assert!(report.happenings.iter().any(|it| it.what == What::DeployDone));
    assert_eq!(scalings(&report), []);
}

#[test]
fn who_boots_is_not_sent_away_while_the_others_have_enough_to_do() {
    let mut shop = fleet(2, 190.0, &format!("{HPA}, scaling_up_secs=0, scaling_down_secs=0, boot_secs=40"));
    // From 95 % to 72 %, which is near the target.
    let less = Change::new("traffic", place(&shop, "u")).with("factor", 0.76);
    change_at(&mut shop, 16.0, less);
    assert_eq!(scalings(&run(&shop, options(56.0))), [(55.0, 3)]);
}
