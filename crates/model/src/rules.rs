//! What is wrong with a drawing: all findings at once, each with its reason and, where there is one, its fix.
//!
//! One file per rule in `rules/`; the folder is the list. A new rule is a file with a `RULE` and two lines here. What
//! can be connected at all is said by [`crate::verdict`].

use crate::{
    architecture::Architecture,
    finding::{Finding, Fix, Place, Severity, Source},
    graph::Graph,
    lean,
    text::Message,
};

mod fixes;
mod redundancy;
mod scale;

mod balancer_single_target;
mod balancer_without_targets;
mod broker_without_consumer;
mod cache_beside_the_way;
mod call_cycle;
mod change_capture_off;
mod client_reaches_store;
mod cross_zone_chatter;
mod duplicate_connection;
mod even_quorum;
mod external_without_timeout;
mod gateway_calls_all;
mod impossible_connection;
mod limits_of_strangers;
mod many_database_connections;
mod no_monitoring;
mod no_secret_store;
mod nothing_sends_traffic;
mod open_bucket;
mod overloaded;
mod public_store;
mod read_through_without_origin;
mod replicas_in_one_zone;
mod resolver_in_the_way;
mod retry_without_backoff;
mod retry_without_timeout;
mod single_point_of_failure;
mod single_public_origin;
mod source_without_target;
mod stacked_retries;
mod timeout_longer_than_callers;
mod unknown_kind;
mod unreachable;
mod worker_without_queue;
mod wrong_relation;

static RULES: &[Rule] = &[
    balancer_single_target::RULE,
    balancer_without_targets::RULE,
    broker_without_consumer::RULE,
    cache_beside_the_way::RULE,
    call_cycle::RULE,
    change_capture_off::RULE,
    client_reaches_store::RULE,
    cross_zone_chatter::RULE,
    duplicate_connection::RULE,
    even_quorum::RULE,
    external_without_timeout::RULE,
    gateway_calls_all::RULE,
    impossible_connection::RULE,
    limits_of_strangers::RULE,
    many_database_connections::RULE,
    no_monitoring::RULE,
    no_secret_store::RULE,
    nothing_sends_traffic::RULE,
    open_bucket::RULE,
    overloaded::RULE,
    public_store::RULE,
    read_through_without_origin::RULE,
    replicas_in_one_zone::RULE,
    resolver_in_the_way::RULE,
    retry_without_backoff::RULE,
    retry_without_timeout::RULE,
    single_point_of_failure::RULE,
    single_public_origin::RULE,
    source_without_target::RULE,
    stacked_retries::RULE,
    timeout_longer_than_callers::RULE,
    unknown_kind::RULE,
    unreachable::RULE,
    worker_without_queue::RULE,
    wrong_relation::RULE,
];

/// One thing that can be wrong with a drawing.
///
/// Its words are under `rule-<id>` (what is wrong, in one line with names), `rule-<id>-<variant>` where it has several
/// forms, and `rule-<id>-reason` (why it matters).
struct Rule {
    id: &'static str,
    source: Option<Source>,
    check: fn(&Graph<'_>, &mut Found<'_>),
}

/// Everything there is to know about a drawing: by severity, then rule, then place. What a person decided to live with
/// is marked, not left out.
pub fn check(architecture: &Architecture) -> Vec<Finding> {
    let graph = Graph::new(architecture);
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(&graph, &mut Found { rule, findings: &mut findings });
    }
    for finding in &mut findings {
        let suppression = architecture
            .suppressions
            .iter()
            .find(|it| it.rule == finding.rule && finding.places.first() == Some(&it.place));
        finding.suppressed = suppression.map(|it| it.reason.clone());
    }
    // Stable, so that findings of one rule at one place keep the rule's own order.
    lean::sort_by(&mut findings, |a, b| {
        (a.severity, a.rule, &a.places).cmp(&(b.severity, b.rule, &b.places))
    });
    findings
}

/// Where a rule puts its findings.
struct Found<'a> {
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
}

impl Found<'_> {
    /// Adds a finding; what it says gets its arguments from [`Entry::with`].
    fn add(&mut self, severity: Severity, places: impl Into<Vec<Place>>) -> Entry<'_> {
        let id = self.rule.id;
        self.findings.push(Finding {
            rule: id,
            severity,
            places: places.into(),
            message: Message::computed(format!("rule-{id}")),
            reason: Message::computed(format!("rule-{id}-reason")),
            source: self.rule.source,
            fixes: Vec::new(),
            suppressed: None,
        });
        Entry(self.findings.last_mut())
    }
}

/// A finding that is being written.
struct Entry<'a>(Option<&'a mut Finding>);

impl Entry<'_> {
    fn edit(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = &mut self.0 {
            change(finding);
        }
        self
    }

    /// Says it in another form: `rule-<id>-<variant>`.
    fn variant(self, variant: &str) -> Self {
        self.edit(|it| it.message.id = format!("rule-{}-{variant}", it.rule).into())
    }

    /// Says something else altogether.
    fn says(self, message: Message) -> Self {
        self.edit(|it| it.message = message)
    }

    fn with(self, name: &'static str, value: impl Into<crate::text::Arg>) -> Self {
        let value = value.into();
        self.edit(|it| it.message.args.push((name.into(), value)))
    }

    fn source(self, source: Option<Source>) -> Self {
        self.edit(|it| it.source = source)
    }

    fn fix(self, fix: impl IntoIterator<Item = Fix>) -> Self {
        self.edit(|it| it.fixes.extend(fix))
    }
}

#[cfg(test)]
mod tests;
