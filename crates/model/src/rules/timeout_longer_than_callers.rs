//! A call that may take longer than its caller is waited for: the work goes on for nobody.

use super::{Found, Rule, fixes};
use crate::{
    connection::{Connection, Policy, Relation},
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::{Arg, Message},
};

pub(super) const RULE: Rule =
    Rule { id: "timeout-longer-than-callers", source: Some(sources::CASCADING_FAILURES), check };

/// What the inner call gets of its caller's time, so that there is time left to answer.
const SHARE: f64 = 0.8;

/// How long a call with all its tries takes at worst; `None` without a timeout.
fn worst_millis(policy: &Policy) -> Option<f64> {
    let timeout = policy.timeout_millis?;
    let attempts = policy.attempts.max(1);
    let waits: f64 = (0..attempts - 1)
        .map(|n| {
            (policy.backoff_base_millis * 2_f64.powi(i32::try_from(n).unwrap_or(30).min(30)))
                .min(policy.backoff_cap_millis)
        })
        .sum();
    Some(timeout * f64::from(attempts) + waits)
}

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let traffic = graph.traffic();
    // By connection: the shortest limit that any sort of request sets it, and the connection that does.
    let mut limits: Vec<Option<(f64, usize)>> = vec![None; graph.architecture.connections.len()];
    for class in 0..traffic.n_classes {
        // How long each component is waited for at most.
        let mut awaited: Vec<Option<(f64, usize)>> = vec![None; graph.n_components()];
        for &here in graph.order() {
            for (line, there) in graph.lines_out(here) {
                let connection = graph.connection(line);
                if connection.relation != Relation::Call || !traffic.takes(line, class) {
                    continue;
                }
                limits[line] = shorter(limits[line], awaited[here]);
                let own = connection.policy.timeout_millis.map(|it| (it, line));
                awaited[there] = shorter(awaited[there], shorter(own, awaited[here]));
            }
        }
    }
    for (line, limit) in limits.into_iter().enumerate() {
        if let Some((limit, by)) = limit {
            tell(graph, found, line, limit, graph.connection(by));
        }
    }
}

fn shorter(a: Option<(f64, usize)>, b: Option<(f64, usize)>) -> Option<(f64, usize)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn tell(graph: &Graph<'_>, found: &mut Found<'_>, line: usize, limit_millis: f64, by: &Connection) {
    let connection = graph.connection(line);
    let policy = &connection.policy;
    let (Some(timeout), Some(worst)) = (policy.timeout_millis, worst_millis(policy)) else { return };
    if worst <= limit_millis {
        return;
    }
    let (from, to) = graph.ends(line);
    // Waiting between tries takes its part too.
    let waits = worst - timeout * f64::from(policy.attempts.max(1));
    let fitting = ((limit_millis * SHARE - waits) / f64::from(policy.attempts.max(1))).floor();
    let fix = (fitting >= 1.0).then(|| Fix {
        label: Message::new("fix-timeout").with("timeout", Arg::Millis(fitting)),
        edit: fixes::set_policy(connection, |it| it.timeout_millis = Some(fitting)),
    });
    let is_longer = timeout > limit_millis;
    let severity = if is_longer { Severity::Warning } else { Severity::Advice };
    let waiting = graph.architecture.component_name(by.from);
    let finding = found
        .add(severity, [Place::Connection(connection.id), Place::Connection(by.id)])
        .with("from", graph.component(from).name.as_str())
        .with("to", graph.component(to).name.as_str())
        .with("caller", waiting)
        .with("limit", Arg::Millis(limit_millis))
        .with("worst", Arg::Millis(worst))
        .fix(fix);
    if !is_longer {
        finding.variant("retries");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "timeout-longer-than-callers";

    #[test]
    fn the_inner_call_outlives_its_caller() {
        check(
            ID,
            "client -{timeout_millis=1000}-> lb -> api -{timeout_millis=3000}-> db",
            expect![[r#"
            warning timeout-longer-than-callers at api -> db: api waits up to 3 s for db, but client gives up after 1 s
              fix: Set a timeout of 800 ms
        "#]],
        );
    }

    #[test]
    fn fix_leaves_time_to_answer() {
        check_fix(
            ID,
            "client -{timeout_millis=1000}-> lb -> api -{timeout_millis=3000}-> db",
            0,
            expect![[r#"
                Set a timeout of 800 ms
                - api -{timeout_millis=3000}-> db
                + api -{timeout_millis=800}-> db
            "#]],
        );
    }

    #[test]
    fn retries_that_do_not_fit_are_advice() {
        check(
            ID,
            "client -{timeout_millis=1000}-> api -{timeout_millis=500, attempts=3}-> db",
            expect![[r#"
            advice timeout-longer-than-callers at api -> db: All tries of api at db take up to 1.8 s, but client gives up after 1 s
              fix: Set a timeout of 166 ms
        "#]],
        );
        check_fix(
            ID,
            "client -{timeout_millis=1000}-> api -{timeout_millis=500, attempts=3}-> db",
            0,
            expect![[r#"
                Set a timeout of 166 ms
                - api -{attempts=3, timeout_millis=500}-> db
                + api -{attempts=3, timeout_millis=166}-> db
            "#]],
        );
    }

    #[test]
    fn shorter_inwards_is_fine() {
        check(
            ID,
            "client -{timeout_millis=1000}-> api -{timeout_millis=300, attempts=2}-> db; api -> cache",
            expect![[""]],
        );
    }

    #[test]
    fn only_callers_whose_requests_come_there_count() {
        let drawing = "reader:client -{timeout_millis=1000}-> gateway -{on=read}-> api; \
            writer:client{writes=1} -{timeout_millis=9000}-> gateway -{on=write, timeout_millis=5000}-> upload:api";
        check(ID, &drawing.replace("reader:client", "reader:client{writes=0}"), expect![[""]]);
        check(
            ID,
            drawing,
            expect![[r#"
            warning timeout-longer-than-callers at gateway -> upload: gateway waits up to 5 s for upload, but reader gives up after 1 s
              fix: Set a timeout of 800 ms
        "#]],
        );
    }

    #[test]
    fn workers_are_not_waited_for() {
        check(
            ID,
            "client -{timeout_millis=100}-> api -> jobs:queue -> worker -{timeout_millis=60000}-> db",
            expect![[""]],
        );
    }

    #[test]
    fn of_two_callers_the_less_patient_one_counts() {
        for callers in [
            "a:client -{timeout_millis=2000}-> api; b:client -{timeout_millis=1000}-> api",
            "b:client -{timeout_millis=1000}-> api; a:client -{timeout_millis=2000}-> api",
        ] {
            check(
                ID,
                &format!("{callers}; api -{{timeout_millis=1500}}-> db"),
                expect![[r#"
                    warning timeout-longer-than-callers at api -> db: api waits up to 1.5 s for db, but b gives up after 1 s
                      fix: Set a timeout of 800 ms
                "#]],
            );
        }
    }

    #[test]
    fn tries_as_long_as_the_caller_waits_are_advice() {
        check(
            ID,
            "client -{timeout_millis=1000}-> api -{timeout_millis=1000, attempts=2}-> db",
            expect![[r#"
                advice timeout-longer-than-callers at api -> db: All tries of api at db take up to 2.1 s, but client gives up after 1 s
                  fix: Set a timeout of 350 ms
            "#]],
        );
    }
}
