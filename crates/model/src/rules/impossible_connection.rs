//! A connection that its two ends cannot have. The editor draws none; files and other tools may bring them.
//!
//! Kept in the drawing, because throwing it away would hide what its author meant. What clients and others have no
//! business with in stores is told by rules of their own.

use super::{Found, Rule, client_reaches_store, fixes, public_store};
use crate::{
    architecture::Item,
    catalog::Role,
    connection::{Condition, Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    text::Message,
    verdict::{self, relations_between},
};

pub(super) const RULE: Rule = Rule { id: "impossible-connection", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        let (from, to) = (graph.component(from), graph.component(to));
        if client_reaches_store::applies(from, to) || public_store::applies(from, to) {
            continue;
        }
        let Some(refusal) = verdict::refusal(from, to) else { continue };
        let back = verdict::relations_of(to, from);
        let drawn_back =
            |relation| graph.architecture.between(to.id, from.id).any(|it| it.relation == relation);
        let reversed = back.iter().copied().find(|it| refusal.reversible && !drawn_back(*it));
        found
            .add(Severity::Error, [Place::Connection(connection.id)])
            .says(refusal.why)
            .source(refusal.source)
            .fix(reversed.map(|relation| fixes::reverse(connection, relation)))
            .fix(cache_aside(graph, at))
            .fix(refusal.fix)
            .fix([fixes::remove(connection)]);
    }
}

/// Where a cache is drawn to ask a store: those who look into the cache ask the store themselves, after a miss.
fn cache_aside(graph: &Graph<'_>, line: usize) -> Option<Fix> {
    let (cache, store) = graph.ends(line);
    let could_ask = |at: usize| relations_between(graph.component(at).kind, graph.component(store).kind);
    let callers: Vec<_> = graph
        .into(cache)
        .filter(|(it, from)| {
            it.relation == Relation::Call && could_ask(*from).first() == Some(&Relation::Call)
        })
        .collect();
    if graph.role(cache) != Role::Cache || callers.is_empty() {
        return None;
    }
    let mut add = fixes::Additions::new(graph.architecture);
    add.edits.push(Edit::Remove(vec![Item::Connection(graph.connection(line).id)]));
    for (lookup, caller) in &callers {
        let after_a_miss = Condition::OnMissOf(lookup.id);
        match graph.out(*caller).find(|(it, to)| *to == store && it.relation == Relation::Call) {
            None => {
                let policy = Policy { on: after_a_miss, ..Policy::default() };
                add.connect(graph.component(*caller).id, graph.component(store).id, Relation::Call, policy);
            }
            Some((asks, _)) if asks.policy.on == Condition::Always => {
                add.edits.push(fixes::set_policy(asks, |it| it.on = after_a_miss));
            }
            // Whoever asks under a condition has thought about it.
            Some(_) => {}
        }
    }
    let label = Message::new("fix-cache-aside")
        .with("callers", fixes::names(callers.iter().map(|it| graph.component(it.1).name.as_str())))
        .with("cache", graph.component(cache).name.as_str())
        .with("to", graph.component(store).name.as_str());
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    #[test]
    fn monitoring_that_calls_a_service_is_an_error() {
        check(
            "impossible-connection",
            "mon:monitoring -call-> api",
            expect![[r#"
            error impossible-connection at mon -> api: Telemetry is drawn towards the collector; mon does not call api
              fix: Turn the connection round
              fix: Remove the connection
        "#]],
        );
    }

    #[test]
    fn fix_draws_it_towards_the_collector() {
        check_fix(
            "impossible-connection",
            "mon:monitoring -call-> api",
            0,
            expect![[r#"
            Turn the connection round
            - mon -> api
            + api -> mon
        "#]],
        );
    }

    #[test]
    fn fix_lets_the_services_ask_after_a_miss() {
        let drawing = "client -> a:api -> cache -call-> db; client -> b:api -> cache; b -> db";
        check_fix(
            "impossible-connection",
            drawing,
            0,
            expect![[r#"
                Let a and b ask db after a miss in cache
                - cache -> db
                - b -> db
                + b -{on={miss_of=cache}}-> db
                + a -{on={miss_of=cache}}-> db
            "#]],
        );
    }

    #[test]
    fn fix_makes_the_cache_read_through() {
        check_fix(
            "impossible-connection",
            "cache -call-> db",
            0,
            expect![[r#"
            Make cache a read-through cache that asks db itself
            - cache
            + cache{cache_mode=read_through}
        "#]],
        );
    }

    #[test]
    fn fix_removes_what_is_drawn_the_right_way_already() {
        check_fix(
            "impossible-connection",
            "mon:monitoring -call-> api; api -observe-> mon",
            0,
            expect![[r#"
            Remove the connection
            - mon -> api
        "#]],
        );
    }

    #[test]
    fn what_is_possible_is_fine() {
        check("impossible-connection", "client -> api -> db; x:?laser -> api", expect![[""]]);
    }

    #[test]
    fn who_could_not_ask_the_store_is_left_alone() {
        check_fix(
            "impossible-connection",
            "client -> a:api -> cache -call-> db; logs:logging -> cache",
            0,
            expect![[r#"
                Let a ask db after a miss in cache
                - cache -> db
                + a -{on={miss_of=cache}}-> db
            "#]],
        );
    }

    #[test]
    fn who_asks_under_a_condition_goes_on_with_it() {
        check_fix(
            "impossible-connection",
            "client -> a:api -> cache -call-> db; a -{on=write}-> db",
            0,
            expect![[r#"
                Let a ask db after a miss in cache
                - cache -> db
            "#]],
        );
    }
}
