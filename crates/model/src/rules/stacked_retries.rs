//! Several layers that each retry: the tries multiply, and hit a store that fails because it is overloaded.
//!
//! A retry budget bounds what its layer adds, so it counts for little here.

use std::collections::BTreeMap;

use super::{Found, Rule, fixes};
use crate::{
    connection::{Connection, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::Message,
};

pub(super) const RULE: Rule = Rule { id: "stacked-retries", source: Some(sources::RETRY_BACKOFF), check };

/// Tries of one request from which on the stack is worth telling: two layers with two tries each.
const TOLD_FROM: f64 = 4.0;

/// Tries that a connection makes of one call at worst.
fn tries(connection: &Connection) -> f64 {
    let policy = &connection.policy;
    let attempts = f64::from(policy.attempts.max(1));
    policy.retry_budget.map_or(attempts, |budget| attempts.min(1.0 + budget))
}

/// The worst way on which requests come to a component.
#[derive(Clone, Default)]
struct Stack {
    /// Connections that retry, from the outermost inwards.
    layers: Vec<usize>,
    tries: f64,
}

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let retries = |line: usize| {
        graph.connection(line).relation == Relation::Call && tries(graph.connection(line)) > 1.0
    };
    if (0..graph.architecture.connections.len()).filter(|it| retries(*it)).count() < 2 {
        return;
    }
    let traffic = graph.traffic();
    // By its innermost connection, so that several sorts of requests on one way make one finding.
    let mut told: BTreeMap<usize, Stack> = BTreeMap::new();
    for class in 0..traffic.n_classes {
        let mut stacks = vec![Stack { layers: Vec::new(), tries: 1.0 }; graph.n_components()];
        for &here in graph.order() {
            for (line, there) in graph.lines_out(here) {
                let is_call = graph.connection(line).relation == Relation::Call && traffic.takes(line, class);
                if !is_call || stacks[here].layers.contains(&line) {
                    continue;
                }
                let mut stack = stacks[here].clone();
                if retries(line) {
                    stack.layers.push(line);
                    stack.tries *= tries(graph.connection(line));
                    // Told where nothing further in retries on top of it.
                    let goes_on =
                        graph.lines_out(there).any(|(it, _)| retries(it) && traffic.takes(it, class));
                    let is_worse = told.get(&line).is_none_or(|it| it.tries < stack.tries);
                    if !goes_on && stack.layers.len() > 1 && stack.tries >= TOLD_FROM && is_worse {
                        told.insert(line, stack.clone());
                    }
                }
                if stack.tries > stacks[there].tries {
                    stacks[there] = stack;
                }
            }
        }
    }
    for (line, stack) in told {
        tell(graph, found, &stack, graph.ends(line).1);
    }
}

fn tell(graph: &Graph<'_>, found: &mut Found<'_>, stack: &Stack, at: usize) {
    let lines: Vec<_> = stack.layers.iter().map(|it| graph.connection(*it)).collect();
    let Some((_, outer)) = lines.split_last() else { return };
    let keep_one = outer.iter().map(|it| fixes::set_policy(it, |policy| policy.attempts = 1)).collect();
    let starter = graph.component(graph.ends(stack.layers[0]).0);
    let caller = graph.component(graph.ends(stack.layers[stack.layers.len() - 1]).0);
    found
        .add(Severity::Warning, lines.iter().rev().map(|it| Place::Connection(it.id)).collect::<Vec<_>>())
        .with("from", starter.name.as_str())
        .with("to", graph.component(at).name.as_str())
        .with("layers", lines.len())
        .with("tries", crate::Arg::Number(stack.tries))
        .fix([Fix {
            label: Message::new("fix-retry-once").with("name", caller.name.as_str()),
            edit: Edit::Many(keep_one),
        }]);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "stacked-retries";
    const STACK: &str = "client -{attempts=3}-> gateway -> api -{attempts=3}-> db";

    #[test]
    fn three_tries_of_three() {
        check(
            ID,
            STACK,
            expect![[r#"
            warning stacked-retries at api -> db: 2 layers retry between client and db: one request becomes up to 9 tries
              fix: Retry at api only
        "#]],
        );
    }

    #[test]
    fn of_two_ways_to_the_same_call_the_worse_one_is_told() {
        for ways in [
            "a:client -{attempts=2}-> api; b:client -{attempts=4}-> api",
            "b:client -{attempts=4}-> api; a:client -{attempts=2}-> api",
        ] {
            check(
                ID,
                &format!("{ways}; api -{{attempts=3}}-> db"),
                expect![[r#"
                    warning stacked-retries at api -> db: 2 layers retry between b and db: one request becomes up to 12 tries
                      fix: Retry at api only
                "#]],
            );
        }
    }

    #[test]
    fn fix_keeps_the_layer_next_to_the_trouble() {
        check_fix(
            ID,
            STACK,
            0,
            expect![[r#"
            Retry at api only
            - client -{attempts=3}-> gateway
            + client -> gateway
        "#]],
        );
    }

    #[test]
    fn one_layer_is_fine() {
        let drawing =
            "client -> gateway -> api -{attempts=3}-> db; client -> gateway; b:api -{attempts=3}-> db";
        check(ID, drawing, expect![[""]]);
    }

    #[test]
    fn a_budget_bounds_a_layer() {
        check(ID, "client -{attempts=3, retry_budget=0.1}-> api -{attempts=3}-> db", expect![[""]]);
    }

    #[test]
    fn a_queue_starts_anew() {
        check(ID, "client -{attempts=3}-> api -> jobs:queue -> worker -{attempts=3}-> db", expect![[""]]);
    }

    #[test]
    fn a_budget_bounds_what_it_lets_through() {
        check(
            ID,
            "client -{attempts=3, retry_budget=0.5}-> api -{attempts=3}-> db",
            expect![[r#"
                warning stacked-retries at api -> db: 2 layers retry between client and db: one request becomes up to 4.5 tries
                  fix: Retry at api only
            "#]],
        );
    }

    #[test]
    fn what_lies_behind_need_not_retry() {
        check(
            ID,
            "client -{attempts=3}-> gateway -{attempts=3}-> api -> db",
            expect![[r#"
                warning stacked-retries at gateway -> api: 2 layers retry between client and api: one request becomes up to 9 tries
                  fix: Retry at gateway only
            "#]],
        );
    }

    #[test]
    fn a_stack_of_three_is_told_once() {
        check(
            ID,
            "client -{attempts=2}-> gateway -{attempts=2}-> api -{attempts=2}-> db",
            expect![[r#"
                warning stacked-retries at api -> db: 3 layers retry between client and db: one request becomes up to 8 tries
                  fix: Retry at api only
            "#]],
        );
    }

    #[test]
    fn many_tries_of_one_layer_are_fine() {
        check(ID, "client -> api -{attempts=5}-> db; client -> b:api -{attempts=5}-> db", expect![[""]]);
    }

    #[test]
    fn of_two_ways_that_are_as_bad_the_first_one_is_told() {
        check(
            ID,
            "a:client -{attempts=3}-> api; b:client -{attempts=3}-> api -{attempts=3}-> db",
            expect![[r#"
                warning stacked-retries at api -> db: 2 layers retry between a and db: one request becomes up to 9 tries
                  fix: Retry at api only
            "#]],
        );
    }
}
