//! A read-through cache that has nothing to load from: every miss fails.

use super::{Found, Rule};
use crate::{
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
    spec::{Behavior, CacheMode},
};

pub(super) const RULE: Rule =
    Rule { id: "read-through-without-origin", source: Some(sources::CACHE_ASIDE), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        if component.kind.role != crate::catalog::Role::Cache {
            continue;
        }
        let reads_through =
            matches!(component.spec().behavior, Behavior::Cache { mode: CacheMode::ReadThrough, .. });
        if reads_through && !graph.out(at).any(|it| it.0.relation == Relation::Call) {
            found
                .add(Severity::Error, [Place::Component(component.id)])
                .with("name", component.name.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    const ID: &str = "read-through-without-origin";

    #[test]
    fn nothing_to_load_from() {
        check(
            ID,
            "client -> api -> cache{cache_mode=read_through}",
            expect![[r#"
            error read-through-without-origin at cache: cache is read-through and has nothing to load from
        "#]],
        );
    }

    #[test]
    fn with_a_database_it_is_fine() {
        check(ID, "client -> api -> cache{cache_mode=read_through} -> db; api -> b:cache", expect![[""]]);
    }
}
