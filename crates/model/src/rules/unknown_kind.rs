//! A kind that a newer version or another tool wrote: kept as it is, and without effect.

use super::{Found, Rule};
use crate::{
    finding::{Place, Severity},
    graph::Graph,
};

pub(super) const RULE: Rule = Rule { id: "unknown-kind", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for component in &graph.architecture.components {
        if let Some(kind) = &component.unknown_kind {
            found
                .add(Severity::Warning, [Place::Component(component.id)])
                .with("name", component.name.as_str())
                .with("kind", kind.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    #[test]
    fn a_kind_of_the_future() {
        check(
            "unknown-kind",
            "client -> api -> x:?quantum_store",
            expect![[r#"
            warning unknown-kind at x: x is of the kind quantum_store, which this version does not know
        "#]],
        );
    }
}
