//! Several replicas, all in one availability zone, while the drawing has others: the zone takes them all down.

use super::{Found, Rule, redundancy, scale};
use crate::{
    architecture::ZoneId,
    component::{Component, Placement},
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::Message,
    zone::ZoneKind,
};

pub(super) const RULE: Rule =
    Rule { id: "replicas-in-one-zone", source: Some(sources::STATIC_STABILITY), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let document = graph.architecture;
    if document.zones.is_empty() {
        return;
    }
    let mut failures = graph.failures();
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        if component.replicas() < 2
            || graph.traffic().at_per_sec[at] < scale::LARGE_PER_SEC
            || redundancy::is_managed(component)
        {
            continue;
        }
        let zone_of = |it: &Placement| redundancy::zone_of(document, it.zone?, ZoneKind::AvailabilityZone);
        let mut zones: Vec<_> =
            component.placements.iter().filter(|it| it.replicas > 0).map(zone_of).collect();
        zones.dedup();
        let [Some(only)] = zones.as_slice() else { continue };
        let Some(other) = redundancy::siblings(document, *only).into_iter().next() else { continue };
        if failures.sources_without(at).is_empty() {
            continue;
        }
        let name = |zone| document.zone(zone).map_or("", |it| it.name.as_str());
        found
            .add(Severity::Warning, [Place::Component(component.id), Place::Zone(*only)])
            .with("name", component.name.as_str())
            .with("count", component.replicas())
            .with("zone", name(*only))
            .fix([spread(component, other, name(other))]);
    }
}

/// Half of the replicas move to `zone`.
fn spread(component: &Component, zone: ZoneId, name: &str) -> Fix {
    let mut placements = component.placements.clone();
    let moving = component.replicas() / 2;
    let mut left = moving;
    for placement in placements.iter_mut().rev() {
        let taken = left.min(placement.replicas);
        placement.replicas -= taken;
        left -= taken;
    }
    placements.retain(|it| it.replicas > 0);
    placements.push(Placement { zone: Some(zone), replicas: moving });
    Fix {
        label: Message::new("fix-spread").with("count", moving).with("zone", name),
        edit: Edit::Place { component: component.id, placements },
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "replicas-in-one-zone";

    #[test]
    fn all_eggs_in_one_basket() {
        check(
            ID,
            "client{per_sec=500} -> lb -> api; [eu: [a: api*3]; [b: lb]]",
            expect![[r#"
            warning replicas-in-one-zone at api: All 3 replicas of api run in a
              fix: Move a replica to b
        "#]],
        );
    }

    #[test]
    fn fix_spreads_them() {
        check_fix(
            ID,
            "client{per_sec=500} -> lb -> api; [eu: [a: api*3]; [b: lb]]",
            0,
            expect![[r#"
            Move a replica to b
            - [eu: [a: api*3]; [b: lb]]
            + [eu: [a: api*2]; [b: lb, api]]
        "#]],
        );
    }

    #[test]
    fn small_traffic_may_stay_together() {
        check(ID, "client{per_sec=50} -> lb -> api; [eu: [a: api*3]; [b: lb]]", expect![[""]]);
    }

    #[test]
    fn one_zone_in_all_is_a_choice() {
        check(ID, "client{per_sec=500} -> lb -> api; [eu: [a: api*3, lb]]", expect![[""]]);
    }

    #[test]
    fn two_are_enough_to_be_spread_and_so_are_a_hundred_requests() {
        check(
            ID,
            "client{per_sec=100} -> lb -> api; [eu: [a: api*2]; [b: lb]]",
            expect![[r#"
                warning replicas-in-one-zone at api: All 2 replicas of api run in a
                  fix: Move a replica to b
            "#]],
        );
        check(ID, "client{per_sec=500} -> lb -> api; [eu: [a: api]; [b: lb]]", expect![[""]]);
    }

    #[test]
    fn fix_moves_half_of_them_from_the_last_host() {
        check_fix(
            ID,
            "client{per_sec=500} -> lb -> api; [eu: [az a: [host one: api*2]; [host two: api*2]]; [b: lb]]",
            0,
            expect![[r#"
                Move 2 replicas to b
                - [eu: [az a: [host one: api*2]; [host two: api*2]]; [b: lb]]
                + [eu: [az a: [host one: api*2]; [host two:]]; [b: lb, api*2]]
            "#]],
        );
    }
}
