//! Any components, connected in any way, with any traffic and anything that can happen to them.

use std::collections::BTreeMap;

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Kind, Placement, Point, Policy, Rect,
    Relation, Value, Zone, ZoneId, ZoneKind,
    catalog::BehaviorKind,
    connection::{Breaker, Bulkhead, Collection, Condition, Hedge, Jitter, TimeoutSpread, TimeoutUntil},
    scenario::{Action, Change, ScenarioEvent},
    workload::{Access, Arrivals, Pattern, RequestClass, Workload, replay::RatePoint},
};
use proptest::prelude::*;
use sim::changes;

fn pattern() -> impl Strategy<Value = Pattern> {
    let rate = 0.0..400.0f64;
    prop_oneof![
        rate.clone().prop_map(|per_sec| Pattern::Constant { per_sec }),
        (rate.clone(), rate.clone(), 0.0..3.0f64).prop_map(|(from_per_sec, to_per_sec, over_secs)| {
            Pattern::Ramp { from_per_sec, to_per_sec, over_secs }
        }),
        (rate.clone(), rate.clone(), 0.0..3.0f64, 0.0..2.0f64).prop_map(
            |(base_per_sec, peak_per_sec, at_secs, for_secs)| Pattern::Spike {
                base_per_sec,
                peak_per_sec,
                at_secs,
                for_secs
            }
        ),
        (rate.clone(), rate, 0.1..3.0f64).prop_map(|(mean_per_sec, amplitude_per_sec, period_secs)| {
            Pattern::Wave { mean_per_sec, amplitude_per_sec, period_secs }
        }),
        (0.0..400.0f64, 0.0..400.0f64, 0.01..2.0f64, 0.01..2.0f64).prop_map(
            |(low_per_sec, high_per_sec, low_secs, high_secs)| Pattern::TwoState {
                low_per_sec,
                high_per_sec,
                low_secs,
                high_secs
            }
        ),
        prop::collection::vec((0.0..1.0f64, 0.0..400.0f64), 1..6).prop_map(|steps| {
            let mut at_secs = -0.5;
            let points = steps.into_iter().map(|(wait, per_sec)| {
                at_secs += wait;
                RatePoint { at_secs, per_sec }
            });
            Pattern::Replay { points: points.collect() }
        }),
        (0.0..80.0f64, 1.0..6.0f64, 0.0..0.5f64).prop_map(|(sessions_per_sec, requests_each, think_secs)| {
            Pattern::Sessions { sessions_per_sec, requests_each, think_secs }
        }),
        (0u32..60, 0.0..1.0f64).prop_map(|(users, think_secs)| Pattern::Users { users, think_secs }),
    ]
}

fn people() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![Just(None), (1u32..100).prop_map(Some)]
}

fn workload() -> impl Strategy<Value = Workload> {
    (pattern(), any::<bool>(), 1u32..4, prop::collection::vec((0.0..3.0f64, any::<bool>()), 1..4), people())
        .prop_map(|(pattern, is_even, batch, classes, population)| Workload {
            population,
            pattern,
            batch,
            arrivals: if is_even { Arrivals::Even } else { Arrivals::Poisson },
            classes: classes
                .into_iter()
                .enumerate()
                .map(|(i, (weight, is_write))| RequestClass {
                    name: format!("class {i}"),
                    weight,
                    access: if is_write { Access::Write } else { Access::Read },
                    priority: i as u8,
                    worth_dollars: 0.0,
                })
                .collect(),
        })
}

const DISCIPLINES: [&str; 5] = ["fifo", "lifo", "priority", "preemptive", "sharing"];

fn component(id: u32) -> impl Strategy<Value = Component> {
    let kinds: Vec<Kind> = Kind::all().collect();
    (
        (0..kinds.len()).prop_map(move |i| kinds[i]),
        workload(),
        1u32..4,
        1u32..6,
        0.01..30.0f64,
        0u32..20,
        (any::<bool>(), 0usize..5, 0.0..0.5f64),
        (any::<bool>(), prop::option::of(1.0..50.0f64), prop::option::of(1.0..50.0f64)),
    )
        .prop_map(
            move |(
                kind,
                workload,
                replicas,
                slots,
                service_millis,
                queue_limit,
                (holds, discipline, errors),
                (sheds_oldest, max_wait, adaptive),
            )| {
                let mut component = Component::new(ComponentId(id), kind, format!("c{id}"), Point::default());
                component.workload = kind.is_source().then_some(workload);
                component.placements = vec![Placement { zone: None, replicas }];
                let number = |value: f64| Value::Number(value);
                let wanted: BTreeMap<&str, Value> = BTreeMap::from([
                    ("slots", number(slots.into())),
                    ("service_millis", number(service_millis)),
                    ("queue_limit", number(queue_limit.into())),
                    ("holds_slot", Value::Flag(holds)),
                    ("discipline", Value::Text(DISCIPLINES[discipline].into())),
                    ("when_full", Value::Text(if sheds_oldest { "shed_oldest" } else { "reject" }.into())),
                    // Out of range stands for "not set".
                    ("max_wait_millis", number(max_wait.unwrap_or(0.0))),
                    ("adaptive_limit_millis", number(adaptive.unwrap_or(0.0))),
                    ("error_ratio", number(errors)),
                    ("cache_model", Value::Text(if holds { "keys" } else { "hit_ratio" }.into())),
                    ("cached_keys", number(20.0)),
                    ("capacity_items", number(slots.into())),
                    ("entry_ttl_secs", number(errors + 0.01)),
                    ("coalescing", Value::Flag(sheds_oldest)),
                    ("write_quorum", number(slots.into())),
                    ("read_quorum", number(if sheds_oldest { 1.0 } else { 2.0 })),
                    ("replication_lag_millis", number(errors * 10.0)),
                    ("failover_secs", number(errors)),
                    ("max_messages", number(f64::from(queue_limit) + 1.0)),
                    ("max_deliveries", number(slots.into())),
                    // Out of range again.
                    ("partitions", number(if holds { f64::from(slots) } else { 0.0 })),
                    (
                        "publishing_when_full",
                        Value::Text(if sheds_oldest { "wait" } else { "refuse" }.into()),
                    ),
                    ("concurrency_limit", number(slots.into())),
                    ("health_check_secs", number(0.5)),
                    ("keep_warm_secs", number(0.05)),
                    ("ttl_secs", number(0.1)),
                ]);
                for (key, value) in wanted {
                    if kind.param(key).is_some() {
                        component.params.insert(key.into(), value);
                    }
                }
                component
            },
        )
}

fn policy(connections: u32) -> impl Strategy<Value = Policy> {
    let on = prop_oneof![
        3 => Just(Condition::Always),
        1 => Just(Condition::Read),
        1 => Just(Condition::Write),
        1 => Just(Condition::Class("class 1".into())),
        2 => (1000..1000 + connections).prop_map(|id| Condition::OnMissOf(ConnectionId(id))),
    ];
    (
        (
            1u32..3,
            on,
            0.0..=1.0f64,
            0u32..3,
            any::<Option<bool>>(),
            prop::option::of(0.1..60.0f64),
            any::<bool>(),
        ),
        (1u32..5, 0.0..30.0f64, 0.0..60.0f64, 0u32..3, prop::option::of(0.0..0.5f64)),
        (
            prop::option::of((1u32..4, 0.0..1.0f64)),
            prop::option::of((
                0u32..5,
                0u32..5,
                prop::option::of(0.0..30.0f64),
                prop::option::of(0.1..30.0f64),
            )),
            prop::option::of(0.0..5.0f64),
        ),
        (0.0..3.0f64, any::<bool>(), any::<bool>(), 0.0..=1.0f64),
        (
            prop::option::of(0.0..1.0f64),
            prop::option::of(0.0..20.0f64),
            any::<bool>(),
            prop::option::of(1u32..3),
            any::<(bool, bool)>(),
        ),
    )
        .prop_map(|(way, tries, guard, rest, newer)| Policy {
            step: way.0,
            on: way.1,
            probability: way.2,
            calls_per_request: way.3,
            optional: way.4,
            timeout_millis: way.5,
            cancel_on_timeout: way.6,
            timeout_spread: if newer.4.0 { TimeoutSpread::Exponential } else { TimeoutSpread::Fixed },
            timeout_until: if newer.4.1 { TimeoutUntil::Begun } else { TimeoutUntil::Answered },
            attempts: tries.0,
            backoff_base_millis: tries.1,
            backoff_cap_millis: tries.2,
            jitter: [Jitter::None, Jitter::Equal, Jitter::Full][tries.3 as usize],
            retry_budget: tries.4,
            breaker: guard.0.map(|(failures, open_secs)| Breaker {
                failures,
                open_secs,
                ratio: newer.0,
                probes: failures,
                ..Breaker::default()
            }),
            bulkhead: guard.1.map(|(calls, queue_limit, max_wait_millis, adaptive_limit_millis)| Bulkhead {
                calls,
                queue_limit,
                max_wait_millis,
                adaptive_limit_millis,
            }),
            hedge: newer.1.map(|millis| if millis < 2.0 { Hedge::P95 } else { Hedge::AfterMillis(millis) }),
            propagate_deadline: newer.2,
            enough: newer.3,
            latency_millis: guard.2,
            weight: rest.0,
            synchronous: rest.1,
            collection: if rest.2 { Collection::Push } else { Collection::Scrape },
            sample_ratio: rest.3,
        })
}

/// One of the list: which, where, from when, for how long, and its settings between their least and a few times the usual.
type Happening = (usize, usize, f64, Option<f64>, Vec<f64>);

fn happening() -> impl Strategy<Value = Happening> {
    (0usize..100, 0usize..100, 0.0..3.0f64, prop::option::of(0.0..2.0f64), prop::collection::vec(0.0..1.0, 4))
}

/// Something that can happen to this drawing; the same goes for half of the list, at random.
fn change(architecture: &Architecture, happening: &Happening) -> Option<ScenarioEvent> {
    let (which, place, at_secs, lasts_secs, settings) = happening;
    let all: Vec<_> = changes::all().collect();
    let definition = all[which % all.len()];
    let places = changes::places(architecture, definition);
    let place = *places.get(place % places.len().max(1))?;
    let settings = definition.settings.iter().zip(settings).map(|(it, share)| {
        let most = it.max.min(3.0 * it.usual.max(1.0)).max(it.min);
        (it.key.to_owned(), it.min + share * (most - it.min))
    });
    let change =
        Change { lasts_secs: *lasts_secs, settings: settings.collect(), ..Change::new(definition.id, place) };
    Some(ScenarioEvent { at_secs: *at_secs, action: Action::Change(change) })
}

/// A region with two availability zones.
fn zones() -> Vec<Zone> {
    let zone = |id, kind, parent: Option<u32>| Zone {
        id: ZoneId(id),
        kind,
        name: format!("z{id}"),
        rect: Rect::default(),
        parent: parent.map(ZoneId),
        region: None,
    };
    let in_region = |id| zone(id, ZoneKind::AvailabilityZone, Some(3000));
    vec![zone(3000, ZoneKind::Region, None), in_region(3001), in_region(3002)]
}

/// Any components, connected in any way that makes sense to the engine or not.
pub fn any_drawing() -> impl Strategy<Value = Architecture> {
    let count = 2u32..9;
    count.prop_flat_map(|count| {
        let components: Vec<_> = (1..=count).map(component).collect();
        let connections = prop::collection::vec((1..=count, 1..=count, 0usize..8, policy(12)), 1..12);
        let events = prop::collection::vec((0.0..3.0f64, 1..=count, 0u8..5), 0..3);
        let happenings = prop::collection::vec(happening(), 0..6);
        let in_zones = any::<bool>();
        (components, connections, events, happenings, in_zones).prop_map(
            |(mut components, connections, events, happenings, in_zones)| {
                if in_zones {
                    for component in components.iter_mut().filter(|it| it.workload.is_none()) {
                        let replicas = component.placements[0].replicas;
                        let in_zone = |id, replicas| Placement { zone: Some(ZoneId(id)), replicas };
                        component.placements = vec![in_zone(3001, 1), in_zone(3002, replicas)];
                    }
                }
                // Something must send.
                let first = &mut components[0];
                if first.workload.is_none() {
                    first.kind = Kind::find("client").expect("a client");
                    first.params.clear();
                    first.workload = Some(Workload::default());
                }
                let broker = |components: &[Component], id: u32| {
                    components[id as usize - 1].kind.behavior == BehaviorKind::Broker
                };
                let connections = connections
                    .into_iter()
                    .enumerate()
                    .filter(|(_, (from, to, _, _))| from != to)
                    .map(|(i, (from, to, relation, policy))| {
                        let relation = match Relation::ALL[relation] {
                            // Mostly what carries requests.
                            _ if broker(&components, to) => Relation::Publish,
                            _ if broker(&components, from) => Relation::Consume,
                            Relation::Deploy | Relation::Control => Relation::Call,
                            other => other,
                        };
                        Connection {
                            id: ConnectionId(1000 + i as u32),
                            from: ComponentId(from),
                            to: ComponentId(to),
                            relation,
                            policy,
                        }
                    })
                    .collect();
                let mut architecture = Architecture {
                    components,
                    connections,
                    zones: zones(),
                    next_id: 4000,
                    ..Architecture::default()
                };
                architecture.scenario.events = events
                    .into_iter()
                    .map(|(at_secs, id, what)| {
                        let component = ComponentId(id);
                        let action = match what {
                            0 => Action::BringUp { component },
                            1 => Action::Flush { component },
                            2 => Action::FailPrimary { component },
                            _ => Action::TakeDown { component },
                        };
                        ScenarioEvent { at_secs, action }
                    })
                    .collect();
                let changes: Vec<_> = happenings.iter().filter_map(|it| change(&architecture, it)).collect();
                architecture.scenario.events.extend(changes);
                architecture
            },
        )
    })
}
