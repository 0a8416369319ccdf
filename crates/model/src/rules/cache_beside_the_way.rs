//! A service that looks into a cache and asks the database all the same: the cache spares the database nothing.

use super::{Found, Rule, fixes};
use crate::{
    catalog::{BehaviorKind, Role},
    connection::{Condition, Connection, Relation},
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::Message,
};

pub(super) const RULE: Rule = Rule { id: "cache-beside-the-way", source: Some(sources::CACHE_ASIDE), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let calls = || graph.out(at).filter(|it| it.0.relation == Relation::Call);
        let is_lookup =
            |it: &(&Connection, usize)| graph.component(it.1).kind.behavior == BehaviorKind::Cache;
        // With several caches it is not plain which one keeps what.
        let lookups: Vec<_> = calls().filter(is_lookup).collect();
        let [(lookup, cache)] = lookups.as_slice() else { continue };
        let waits = |it: &Connection| matches!(it.policy.on, Condition::OnMissOf(_));
        if calls().any(|it| waits(it.0)) || graph.out(*cache).any(|it| it.0.relation == Relation::Call) {
            continue;
        }
        let reads = |it: &Connection| matches!(it.policy.on, Condition::Always | Condition::Read);
        let stores: Vec<_> = calls().filter(|it| graph.role(it.1) == Role::Database && reads(it.0)).collect();
        let [(connection, store)] = stores.as_slice() else { continue };
        // A store that others use without this cache is hardly what the cache keeps copies of.
        let looks_up = |at: usize| graph.out(at).any(|it| it.1 == *cache);
        if !graph.into(*store).filter(|it| it.0.relation == Relation::Call).all(|it| looks_up(it.1)) {
            continue;
        }
        found
            .add(Severity::Advice, [Place::Connection(connection.id), Place::Connection(lookup.id)])
            .with("name", graph.component(at).name.as_str())
            .with("cache", graph.component(*cache).name.as_str())
            .with("store", graph.component(*store).name.as_str())
            .fix([Fix {
                label: Message::new("fix-on-miss").with("cache", graph.component(*cache).name.as_str()),
                edit: fixes::set_policy(connection, |it| it.on = Condition::OnMissOf(lookup.id)),
            }]);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "cache-beside-the-way";

    #[test]
    fn a_database_that_is_always_asked() {
        check(
            ID,
            "client -> api -> cache; api -> db",
            expect![[r#"
            advice cache-beside-the-way at api -> db: api asks db for every request, whether cache knows the answer or not
              fix: Ask only after a miss in cache
        "#]],
        );
    }

    #[test]
    fn fix_asks_after_a_miss_only() {
        check_fix(
            ID,
            "client -> api -> cache; api -> db",
            0,
            expect![[r#"
            Ask only after a miss in cache
            - api -> db
            + api -{on={miss_of=cache}}-> db
        "#]],
        );
    }

    #[test]
    fn on_a_miss_or_without_a_database_is_fine() {
        check(
            ID,
            "client -> api -> cache; api -{on={miss_of=cache}}-> db; b:api -> sessions:cache",
            expect![[""]],
        );
        check(ID, "client -> api -> cache; api -{on=write}-> db", expect![[""]]);
        check(ID, "client -> api -> presence:cache; api -> messages:db; worker -> messages", expect![[""]]);
    }

    #[test]
    fn a_store_beside_the_one_that_the_cache_is_for_is_fine() {
        check(ID, "client -> api -> cache; api -{on={miss_of=cache}}-> db; api -> ledger:db", expect![[""]]);
        check(ID, "client -> api -> cache{cache_mode=read_through} -> db; api -> ledger:db", expect![[""]]);
    }
}
