//! The provider takes back a share of the spot replicas, and says so two minutes before. They are gone until the end.
//!
//! Whoever listens to the notice drains them: they get nothing new while it lasts, and finish what they have.
//!
//! Where a component is bought by the hour, it is as if all its replicas were spot, so that the fault can be tried before
//! anything is bought.

use model::{Architecture, Component, catalog::Bought, finding::Source};

use crate::changes::{Definition, Order, Place, Replicas, Scene, Setting, Sort, Unit, hits};

pub static SPOT_RECLAIM: Definition = Definition {
    id: "spot-reclaim",
    sort: Sort::Fault,
    hits: may_be_taken,
    settings: &[
        Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 0.5 },
        // Amazon gives two minutes, Google and Azure thirty seconds.
        Setting { key: "notice", unit: Unit::Seconds, min: 1.0, max: 3_600.0, usual: 120.0 },
        Setting { key: "drained", unit: Unit::Switch, min: 0.0, max: 1.0, usual: 0.0 },
    ],
    usual_secs: Some(180.0),
    source: Some(Source {
        title: "Amazon EC2 User Guide: Spot Instance interruption notices",
        url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
    }),
    begins: |scene| {
        let drain = |it| Order::Drain(it, taken_back(scene));
        if is_drained(scene) { scene.orders(drain) } else { Vec::new() }
    },
    ends: |scene| {
        let mut orders = Vec::new();
        if scene.looked_secs >= scene.setting("notice") {
            orders.extend(scene.orders(|it| Order::BringUp(it, taken_back(scene))));
        }
        if is_drained(scene) {
            orders.extend(scene.orders(|it| Order::Admit(it, taken_back(scene))));
        }
        orders
    },
    meanwhile: |scene| {
        let at_secs = scene.setting("notice");
        let is_now = scene.looked_secs < at_secs && scene.elapsed_secs >= at_secs;
        let down = |it| Order::TakeDown(it, taken_back(scene));
        if is_now { scene.orders(down) } else { Vec::new() }
    },
    moves: true,
    ..Definition::NOTHING
};

fn is_drained(scene: &Scene<'_>) -> bool {
    scene.setting("drained") > 0.5
}

/// Not where everything is reserved, or bought by the hour beyond that.
fn may_be_taken(architecture: &Architecture, place: Place) -> bool {
    let Place::Component(id) = place else { return false };
    let is_spot = |it: &Component| {
        let purchase = it.purchase();
        purchase.rest == Bought::Spot || !purchase.reserved_as.is_reserved()
    };
    hits::replicated(architecture, place) && architecture.component(id).is_some_and(is_spot)
}

/// A share of the spot replicas, but at least one, if there are any. Evenly spread over all that an autoscaler may ever start, so that
/// it is the same share of those that are there.
fn taken_back(scene: &Scene<'_>) -> Replicas {
    let Some(component) = scene.component() else { return Replicas::All };
    if component.purchase().rest != Bought::Spot {
        return scene.share_of_replicas();
    }
    let spot = component.spot_replicas(scene.most_replicas());
    let count = |of: u32| (f64::from(of) * scene.setting("share") + 0.5) as u32;
    let first = spot.start;
    let is_taken = |it: &u32| *it == first || count(it - first + 1) > count(it - first).max(1);
    Replicas::Of(spot.filter(is_taken).collect())
}
