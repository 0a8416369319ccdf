//! One request that goes back and forth between zones many times: the distance is paid on each call.
//!
//! Crossing availability zones once or twice is how redundancy is built and costs a millisecond or two: no finding.

use super::{Found, Rule, redundancy};
use crate::{
    architecture::ZoneId,
    catalog::Role,
    component::Component,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
    zone::ZoneKind,
};

pub(super) const RULE: Rule = Rule { id: "cross-zone-chatter", source: Some(sources::CHATTY_IO), check };

/// Calls of one request over a connection from which on it is chatter, by what lies between the ends.
const FROM_ZONE_TO_ZONE: u32 = 10;
const FROM_REGION_TO_REGION: u32 = 2;

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    if graph.architecture.zones.len() < 2 {
        return;
    }
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        // The way in from people and names is long by nature.
        let is_way_in = graph.component(from).kind.is_source() || graph.role(from) == Role::Resolver;
        if connection.relation != Relation::Call || is_way_in {
            continue;
        }
        let (from, to) = (graph.component(from), graph.component(to));
        let apart = |kind| are_apart(graph, from, to, kind);
        let (variant, most) = if apart(ZoneKind::Region) {
            ("region", FROM_REGION_TO_REGION)
        } else if apart(ZoneKind::AvailabilityZone) {
            ("zone", FROM_ZONE_TO_ZONE)
        } else {
            continue;
        };
        if connection.policy.calls_per_request >= most {
            found
                .add(Severity::Warning, [Place::Connection(connection.id)])
                .variant(variant)
                .with("from", from.name.as_str())
                .with("to", to.name.as_str())
                .with("count", connection.policy.calls_per_request);
        }
    }
}

/// Whether no replica of one runs in a zone of that kind where one of the other does.
fn are_apart(graph: &Graph<'_>, from: &Component, to: &Component, kind: ZoneKind) -> bool {
    let zones = |of: &Component| -> Option<Vec<ZoneId>> {
        of.placements.iter().map(|it| redundancy::zone_of(graph.architecture, it.zone?, kind)).collect()
    };
    match (zones(from), zones(to)) {
        (Some(a), Some(b)) => !a.iter().any(|it| b.contains(it)),
        // What is placed nowhere is near.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    const ID: &str = "cross-zone-chatter";

    #[test]
    fn five_queries_over_the_ocean() {
        check(
            ID,
            "client -> api -{calls_per_request=5}-> db; [region eu: api]; [region us: db]",
            expect![[r#"
            warning cross-zone-chatter at api -> db: Each request makes 5 calls from api to db in another region
        "#]],
        );
    }

    #[test]
    fn many_queries_to_the_next_zone() {
        check(
            ID,
            "client -> api -{calls_per_request=20}-> db; [eu: [a: api]; [b: db]]",
            expect![[r#"
            warning cross-zone-chatter at api -> db: Each request makes 20 calls from api to db in another zone
        "#]],
        );
    }

    #[test]
    fn a_few_to_the_next_zone_are_fine() {
        check(ID, "client -> api -{calls_per_request=5}-> db; [eu: [a: api]; [b: db]]", expect![[""]]);
    }

    #[test]
    fn a_replica_nearby_is_fine() {
        let drawing =
            "client -> api -{calls_per_request=20}-> db; [region eu: api, db]; [region us: api, db]";
        check(ID, drawing, expect![[""]]);
    }

    #[test]
    fn the_way_in_and_messages_may_be_long() {
        let apart = "[region eu: api, jobs:queue]; [region us: client, work:api]";
        check(ID, &format!("client -{{calls_per_request=20}}-> api; {apart}"), expect![[""]]);
        check(ID, &format!("client -> work -publish{{calls_per_request=20}}-> jobs; {apart}"), expect![[""]]);
    }
}
