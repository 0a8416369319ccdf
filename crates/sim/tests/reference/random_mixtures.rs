//! Random drawings in which everything meets everything: queues of every order where messages are handled, second tries of what is
//! published, deadlines and limits while things are lost, calls that go round in circles.

use model::{
    Architecture, Connection, ConnectionId, Relation, Value,
    catalog::BehaviorKind,
    connection::{Breaker, Bulkhead, Condition, Hedge, Jitter, TimeoutSpread, TimeoutUntil},
};
use sim::random::mix;

use super::{
    random_autoscalers::random_autoscalers,
    random_budgets::random_budgets,
    random_copies::random_copies,
    random_deploys::random_deploys,
    random_drains::random_drains,
    random_drawing::{Dice, one_of_families, random_drawing, random_items, random_messages},
    random_faults::{random_crowds, random_faults, random_pauses, random_repairs},
    random_losses::random_losses,
    random_needs::random_needs,
    random_outages::random_outages,
    random_scaling::random_scaling,
    random_sources::random_sources,
    random_ways::random_ways,
};

/// Any of the others, whose queues, limits and policies are drawn anew, with further calls.
pub fn random_mixtures(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6d69_7874));
    let families = [
        random_messages,
        random_losses,
        random_messages,
        random_outages,
        random_scaling,
        random_drains,
        random_copies,
        random_deploys,
        random_autoscalers,
        random_sources,
        random_messages,
        random_items,
        random_faults,
        random_crowds,
        random_pauses,
        random_repairs,
        random_budgets,
        random_ways,
        random_needs,
        random_drawing,
    ];
    let mut architecture = one_of_families(seed, &families);
    for it in &mut architecture.components {
        let is_pool = it.kind.behavior == BehaviorKind::Pool;
        let mut set = |key: &str, value: Value| {
            if it.kind.param(key).is_some() {
                it.params.insert(key.to_owned(), value);
            }
        };
        if is_pool && dice.one_in(2) {
            let orders = ["fifo", "lifo", "priority", "preemptive", "sharing"];
            set("discipline", Value::Text(dice.one_of(&orders).into()));
            set("when_full", Value::Text(dice.one_of(&["reject", "shed_oldest"]).into()));
            set("queue_limit", Value::Number(dice.one_of(&[0.0, 3.0, 20.0, 1000.0])));
            set("holds_slot", Value::Flag(dice.one_in(2)));
        }
        if dice.one_in(4) {
            set("max_wait_millis", Value::Number(dice.between(2.0, 60.0)));
        }
        if dice.one_in(3) {
            set("adaptive_limit_millis", Value::Number(dice.between(2.0, 80.0)));
        }
        if dice.one_in(4) {
            set("rate_limit_per_sec", Value::Number(dice.between(5.0, 120.0)));
            set("rate_limit_burst", Value::Number(dice.one_of(&[1.0, 2.5, 10.0])));
        }
        let shapes = ["exponential", "constant", "histogram", "pareto", "hyperexponential"];
        set("service_distribution", Value::Text(dice.one_of(&shapes).into()));
        set("service_histogram", Value::Text("3:5 7:2 40:1".into()));
    }
    for it in &mut architecture.components {
        for class in it.workload.iter_mut().flat_map(|it| &mut it.classes) {
            class.priority = dice.below(3) as u8;
        }
    }
    call_more(&mut dice, &mut architecture);
    for it in &mut architecture.connections {
        let from = architecture.components.iter().find(|of| of.id == it.from);
        let is_balancer = from.is_some_and(|it| it.kind.behavior == BehaviorKind::Balancer);
        let is_store = from.is_some_and(|it| it.kind.behavior == BehaviorKind::Store);
        if is_asked(it) && !(is_store && it.relation == Relation::Publish) {
            draw_policy(&mut dice, it, is_balancer);
        }
        let takes = matches!(it.relation, Relation::Publish | Relation::Consume);
        if takes && it.policy.on == Condition::Always && dice.one_in(3) {
            it.policy.on = if dice.one_in(2) { Condition::Read } else { Condition::Write };
        }
    }
    architecture
}

const fn is_asked(it: &Connection) -> bool {
    matches!(it.relation, Relation::Call | Relation::Publish)
}

fn draw_policy(dice: &mut Dice, it: &mut Connection, is_balancer: bool) {
    let policy = &mut it.policy;
    if dice.one_in(3) {
        policy.hedge = Some(Hedge::AfterMillis(dice.between(1.0, 60.0)));
    }
    if dice.one_in(3) {
        policy.timeout_millis = Some(dice.between(3.0, 120.0));
        policy.cancel_on_timeout = dice.one_in(2);
        policy.timeout_spread = dice.one_of(&[TimeoutSpread::Fixed, TimeoutSpread::Exponential]);
        policy.timeout_until = dice.one_of(&[TimeoutUntil::Answered, TimeoutUntil::Begun]);
    }
    if dice.one_in(3) {
        policy.attempts = dice.one_of(&[2, 3]);
        policy.backoff_base_millis = dice.between(0.5, 40.0);
        policy.jitter = dice.one_of(&[Jitter::None, Jitter::Equal, Jitter::Full]);
        policy.retry_budget = dice.one_of(&[None, Some(0.02), Some(0.3)]);
    }
    policy.propagate_deadline = dice.one_in(2);
    if dice.one_in(6) {
        policy.bulkhead = dice.one_of(&[Some(1), Some(4)]).map(Bulkhead::of);
    }
    if dice.one_in(6) {
        policy.breaker = Some(Breaker {
            failures: 1 + dice.below(4) as u32,
            open_secs: dice.between(0.02, 0.8),
            ratio: dice.one_of(&[None, Some(0.4)]),
            window_secs: dice.between(0.2, 3.0),
            min_calls: dice.one_of(&[1, 5]),
            probes: dice.one_of(&[1, 2]),
        });
    }
    if !is_balancer && dice.one_in(4) {
        policy.enough = dice.one_of(&[Some(1), Some(2)]);
    }
}

/// Up to three further calls, some of them of those who consume messages, some of them back to where a request came from.
fn call_more(dice: &mut Dice, architecture: &mut Architecture) {
    for number in 0..dice.below(4) as u32 {
        let callers: Vec<_> = architecture
            .components
            .iter()
            .filter(|it| it.kind.behavior == BehaviorKind::Pool)
            .map(|it| it.id)
            .collect();
        if callers.is_empty() {
            return;
        }
        let (from, to) = (dice.one_of(&callers), dice.one_of(&callers));
        let is_known = architecture.connections.iter().any(|it| (it.from, it.to) == (from, to));
        if is_known || from == to {
            continue;
        }
        let mut it = Connection::new(ConnectionId(9000 + number), from, to, Relation::Call);
        it.policy.latency_millis = Some(dice.between(0.1, 4.0));
        it.policy.step = 1 + dice.below(3) as u32;
        // Where that is a circle, all of them end only where they are nested too deep.
        it.policy.probability = dice.one_of(&[0.1, 0.3, 0.6, 1.0]);
        architecture.connections.push(it);
    }
    architecture.next_id = architecture.next_id.max(9100);
}
