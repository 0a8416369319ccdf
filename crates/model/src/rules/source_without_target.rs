//! A client or probe whose requests go nowhere.

use super::{Found, Rule};
use crate::{
    finding::{Place, Severity},
    graph::Graph,
};

pub(super) const RULE: Rule = Rule { id: "source-without-target", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in graph.sources() {
        let component = graph.component(at);
        let sends = graph.out(at).any(|it| it.0.relation.carries_requests());
        // A phone that is only sent messages is no source of requests.
        let receives = graph.into(at).any(|it| it.0.relation.carries_requests());
        let is_first = graph.n_components() == 1;
        if !(sends || receives || is_first) {
            found
                .add(Severity::Warning, [Place::Component(component.id)])
                .with("name", component.name.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    #[test]
    fn a_client_that_calls_nobody() {
        check(
            "source-without-target",
            "phone:client; api -> db",
            expect![[r#"
            warning source-without-target at phone: phone sends its requests nowhere
        "#]],
        );
        check(
            "source-without-target",
            "phone:client -> rum",
            expect![[r#"
            warning source-without-target at phone: phone sends its requests nowhere
        "#]],
        );
    }

    #[test]
    fn a_phone_that_is_sent_messages_is_fine() {
        check("source-without-target", "client -> api -> notification -> phone:mobile", expect![[""]]);
    }

    #[test]
    fn the_very_first_component_is_fine() {
        check("source-without-target", "client", expect![[""]]);
    }
}
