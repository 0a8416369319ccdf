//! Limits for each user where nobody comes twice: they never refuse anything, in a run as little as in the estimate.

use super::{Found, Rule};
use crate::{
    component::Component,
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    text::{Arg, Message},
    workload::{Pattern, Workload},
};

pub(super) const RULE: Rule = Rule { id: "limits-of-strangers", source: None, check };

/// Assumed: a start to be replaced by the number of one's own users.
const PEOPLE: u32 = 1000;

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let limiter = graph.component(at);
        if limiter.spec().server.user_limits.is_none() {
            continue;
        }
        for source in graph.sources() {
            let source_comes = |workload: &Workload| {
                workload.classes.iter().any(|class| {
                    graph.sort_of(source, class).is_some_and(|(sort, _)| graph.traffic().comes(at, sort))
                })
            };
            let source = graph.component(source);
            let Some(workload) = source.workload.as_ref().filter(|it| are_strangers(it)) else { continue };
            if source_comes(workload) {
                found
                    .add(Severity::Warning, [Place::Component(limiter.id), Place::Component(source.id)])
                    .with("name", limiter.name.as_str())
                    .with("source", source.name.as_str())
                    .fix([fix(source, workload)]);
            }
        }
    }
}

/// Each request comes from somebody else.
const fn are_strangers(workload: &Workload) -> bool {
    workload.population.is_none()
        && !matches!(workload.pattern, Pattern::Users { .. } | Pattern::Sessions { .. })
}

fn fix(source: &Component, workload: &Workload) -> Fix {
    let label = Message::new("fix-population").with("name", source.name.as_str());
    let workload = Workload { population: Some(PEOPLE), ..workload.clone() };
    Fix {
        label: label.with("count", Arg::Count(PEOPLE.into())),
        edit: Edit::SetWorkload { component: source.id, workload },
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "limits-of-strangers";

    #[test]
    fn nobody_comes_twice() {
        check(
            ID,
            "users:client -> lb:load_balancer -> g:api_gateway{user_limits=tiers} -> db",
            expect![[r#"
                warning limits-of-strangers at g: g limits each user, but users sends every request as somebody else
                  fix: Let the requests of users come from 1,000 people
            "#]],
        );
        check_fix(
            ID,
            "users:client -> lb:load_balancer -> g:api_gateway{user_limits=tiers} -> db",
            0,
            expect![[r#"
                Let the requests of users come from 1,000 people
                - users:client
                + users:client{population=1000}
            "#]],
        );
    }

    #[test]
    fn whoever_may_come_again_is_limited() {
        check(ID, "client{population=50} -> api_gateway{user_limits=tiers}", expect![[""]]);
        check(ID, "client{users=50} -> api_gateway{user_limits=tiers}", expect![[""]]);
        check(ID, "client -> api_gateway{rate_limit_per_sec=5}", expect![[""]]);
        // Its requests never come there.
        check(ID, "client -> api -> db; api_gateway{user_limits=tiers} -> db", expect![[""]]);
    }
}
