//! Files made of other files: the drawing in it is changed in a few places, mostly in ways that a person could.

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Edit, Item, Kind, Placement, Point,
    Policy, Rect, Relation, Value, Workload, Zone, ZoneId, ZoneKind,
    catalog::ParamShape,
    connection::{Breaker, Bulkhead, Collection, Condition, Hedge, Jitter, TimeoutSpread, TimeoutUntil},
    file,
    objective::{Indicator, Objective},
    scenario::{Action, Change, ScenarioEvent},
    verdict::relations_of,
    workload::{Access, Arrivals, Pattern, RequestClass, replay::RatePoint},
};
use serde_json::Value as Json;
use sim::changes;

use crate::dice::Dice;

/// Larger drawings take longer and show little that is new.
const MOST_COMPONENTS: usize = 16;

/// Another file. What cannot be read stands for an empty drawing.
pub fn mutate(bytes: &[u8], seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut drawing = file::load(bytes).map_or_else(|_| Architecture::default(), |it| it.architecture);
    for _ in 0..=dice.below(5) {
        change(&mut dice, &mut drawing);
    }
    let text = file::save(&drawing);
    if dice.one_in(4) { with_wild_number(&mut dice, &text) } else { text }
}

fn change(dice: &mut Dice, drawing: &mut Architecture) {
    if drawing.components.is_empty() {
        add_component(dice, drawing);
    }
    let n_components = drawing.components.len();
    let any = dice.below(n_components);
    match dice.below(12) {
        0 if n_components < MOST_COMPONENTS => add_component(dice, drawing),
        0 => remove(dice, drawing),
        1 | 2 => add_connection(dice, drawing),
        3 => set_param(dice, &mut drawing.components[any]),
        4 => place(dice, drawing, any),
        5 => send(dice, drawing),
        6 | 7 => set_policy(dice, drawing),
        8 | 9 => happen(dice, drawing),
        10 => set_run(dice, drawing),
        _ if dice.one_in(3) => remove(dice, drawing),
        _ => add_zone(dice, drawing),
    }
}

fn next_id(drawing: &mut Architecture) -> u32 {
    drawing.next_id += 1;
    drawing.next_id - 1
}

/// Of any kind, connected with what is there.
fn add_component(dice: &mut Dice, drawing: &mut Architecture) {
    let kinds: Vec<Kind> = Kind::all().collect();
    let id = ComponentId(next_id(drawing));
    let mut it = Component::new(id, dice.one_of(&kinds), format!("c{}", id.0), Point::default());
    for _ in 0..dice.below(4) {
        set_param(dice, &mut it);
    }
    drawing.components.push(it);
    for _ in 0..dice.below(3) {
        add_connection(dice, drawing);
    }
}

/// Mostly of a meaning that such a connection can have.
fn add_connection(dice: &mut Dice, drawing: &mut Architecture) {
    let (from, to) = (dice.one_of(&drawing.components), dice.one_of(&drawing.components));
    let meant = relations_of(&from, &to);
    let relation =
        if meant.is_empty() || dice.one_in(12) { dice.one_of(&Relation::ALL) } else { dice.one_of(meant) };
    let id = ConnectionId(next_id(drawing));
    drawing.connections.push(Connection::new(id, from.id, to.id, relation));
}

fn set_param(dice: &mut Dice, component: &mut Component) {
    let params: Vec<_> = component.kind.all_params().collect();
    if params.is_empty() {
        return;
    }
    let param = dice.one_of(&params);
    let value = match param.shape {
        ParamShape::Number { min, max } => Value::Number(dice.between(min, max)),
        ParamShape::Count { min, max } => Value::Number(dice.between(min.into(), max.into()).round()),
        ParamShape::Flag => Value::Flag(dice.one_in(2)),
        ParamShape::Choice(choices) => Value::Text(dice.one_of(choices).to_owned()),
        ParamShape::Histogram => Value::Text(format!("5:{} {}:1", dice.below(3), dice.between(0.001, 3.6e6))),
    };
    component.params.insert(param.key.to_owned(), value);
}

fn place(dice: &mut Dice, drawing: &mut Architecture, at: usize) {
    let zones: Vec<Option<ZoneId>> =
        drawing.zones.iter().map(|it| Some(it.id)).chain(std::iter::once(None)).collect();
    let replicas =
        |dice: &mut Dice| dice.between(1.0, 2000.0).min(if dice.one_in(20) { 2000.0 } else { 8.0 }) as u32;
    let mut placements: Vec<Placement> = Vec::new();
    for _ in 0..=dice.below(3) {
        let zone = dice.one_of(&zones);
        if placements.iter().all(|it| it.zone != zone) {
            placements.push(Placement { zone, replicas: replicas(dice) });
        }
    }
    drawing.components[at].placements = placements;
}

fn send(dice: &mut Dice, drawing: &mut Architecture) {
    let mut sources: Vec<&mut Workload> =
        drawing.components.iter_mut().filter_map(|it| it.workload.as_mut()).collect();
    if sources.is_empty() {
        return add_component(dice, drawing);
    }
    let at = dice.below(sources.len());
    let workload = &mut *sources[at];
    match dice.below(5) {
        0 => workload.batch = dice.between(1.0, 1000.0) as u32,
        1 => workload.population = dice.maybe(|it| it.between(1.0, 1e9) as u32),
        2 => workload.arrivals = dice.one_of(&[Arrivals::Poisson, Arrivals::Even]),
        3 => {
            workload.classes = (0..=dice.below(3)).map(|at| class(dice, at)).collect();
        }
        _ => workload.pattern = pattern(dice),
    }
}

fn class(dice: &mut Dice, number: usize) -> RequestClass {
    let access = dice.one_of(&[Access::Read, Access::Write]);
    let weight = dice.between(0.0, 1e9);
    RequestClass {
        priority: dice.below(10) as u8,
        worth_dollars: dice.between(0.0, 1e6),
        ..RequestClass::new(format!("k{number}"), weight, access)
    }
}

fn pattern(dice: &mut Dice) -> Pattern {
    let mut rate = || dice.between(0.0, 1e5);
    let (a, b) = (rate(), rate());
    let mut secs = || dice.between(0.0, 1e4).min(20.0);
    let (c, d) = (secs(), secs());
    match dice.below(10) {
        0 => Pattern::Constant { per_sec: a },
        1 => Pattern::Ramp { from_per_sec: a, to_per_sec: b, over_secs: c },
        2 => Pattern::Step { before_per_sec: a, after_per_sec: b, at_secs: c },
        3 => Pattern::Spike { base_per_sec: a, peak_per_sec: b, at_secs: c, for_secs: d },
        4 => Pattern::Wave { mean_per_sec: a, amplitude_per_sec: b, period_secs: c },
        5 => Pattern::Burst { base_per_sec: a, burst_per_sec: b, burst_secs: c, every_secs: d },
        6 => Pattern::TwoState { low_per_sec: a, high_per_sec: b, low_secs: c, high_secs: d },
        7 => Pattern::Replay {
            points: vec![
                RatePoint { at_secs: c.min(d), per_sec: a },
                RatePoint { at_secs: c.max(d), per_sec: b },
            ],
        },
        8 => Pattern::Sessions { sessions_per_sec: a, requests_each: b, think_secs: c },
        _ => Pattern::Users { users: a as u32, think_secs: c },
    }
}

fn set_policy(dice: &mut Dice, drawing: &mut Architecture) {
    if drawing.connections.is_empty() {
        return add_connection(dice, drawing);
    }
    let lookup = dice.one_of(&drawing.connections).id;
    let at = dice.below(drawing.connections.len());
    let from = drawing.connections[at].from;
    let beside = drawing.connections.iter().find(|it| it.from == from).map_or(lookup, |it| it.id);
    for _ in 0..=dice.below(3) {
        set_field(dice, &mut drawing.connections[at].policy, dice_of(&[lookup, beside]));
    }
}

fn dice_of(ids: &[ConnectionId; 2]) -> [Condition; 5] {
    [
        Condition::Read,
        Condition::Write,
        Condition::Class("k1".to_owned()),
        Condition::OnMissOf(ids[0]),
        Condition::OnMissOf(ids[1]),
    ]
}

fn set_field(dice: &mut Dice, policy: &mut Policy, conditions: [Condition; 5]) {
    let mut millis = || dice.between(0.0, 1e5);
    let (a, b) = (millis(), millis());
    match dice.below(23) {
        0 => policy.step = 1 + dice.below(4) as u32,
        1 => policy.on = dice.maybe(|it| it.one_of(&conditions)).unwrap_or_default(),
        2 => policy.probability = dice.between(0.0, 1.0),
        3 => policy.calls_per_request = dice.below(6) as u32,
        4 => policy.optional = dice.maybe(|it| it.one_in(2)),
        5 => policy.timeout_millis = dice.maybe(|_| a),
        6 => policy.timeout_spread = dice.one_of(&[TimeoutSpread::Fixed, TimeoutSpread::Exponential]),
        7 => policy.timeout_until = dice.one_of(&[TimeoutUntil::Answered, TimeoutUntil::Begun]),
        8 => policy.cancel_on_timeout = dice.one_in(2),
        9 => policy.attempts = 1 + dice.below(6) as u32,
        10 => (policy.backoff_base_millis, policy.backoff_cap_millis) = (a, b),
        11 => policy.jitter = dice.one_of(&[Jitter::None, Jitter::Equal, Jitter::Full]),
        12 => policy.retry_budget = dice.maybe(|it| it.between(0.0, 1.0)),
        13 => policy.breaker = dice.maybe(breaker),
        14 => policy.bulkhead = dice.maybe(bulkhead),
        15 => policy.hedge = dice.maybe(|it| it.one_of(&[Hedge::P95, Hedge::AfterMillis(a)])),
        16 => policy.propagate_deadline = dice.one_in(2),
        17 => policy.enough = dice.maybe(|it| it.below(4) as u32),
        18 => policy.latency_millis = dice.maybe(|_| a),
        19 => policy.weight = dice.between(0.0, 1e6),
        20 => policy.synchronous = dice.one_in(2),
        21 => policy.collection = dice.one_of(&[Collection::Push, Collection::Scrape]),
        _ => policy.sample_ratio = dice.between(0.0, 1.0),
    }
}

fn breaker(dice: &mut Dice) -> Breaker {
    Breaker {
        failures: dice.between(0.0, 1e6) as u32,
        open_secs: dice.between(0.0, 1e4),
        ratio: dice.maybe(|it| it.between(0.0, 1.0)),
        window_secs: dice.between(0.0, 1e4),
        min_calls: dice.between(0.0, 1e6) as u32,
        probes: dice.below(5) as u32,
    }
}

fn bulkhead(dice: &mut Dice) -> Bulkhead {
    Bulkhead {
        calls: dice.between(0.0, 1e6) as u32,
        queue_limit: dice.between(0.0, 1e6) as u32,
        max_wait_millis: dice.maybe(|it| it.between(0.0, 1e5)),
        adaptive_limit_millis: dice.maybe(|it| it.between(0.0, 1e5)),
    }
}

/// Anything of the list that can happen to this drawing, or something simple.
fn happen(dice: &mut Dice, drawing: &mut Architecture) {
    let all: Vec<_> = changes::all().collect();
    let definition = dice.one_of(&all);
    let places = changes::places(drawing, definition);
    let component = dice.one_of(&drawing.components).id;
    let action = if places.is_empty() || dice.one_in(5) {
        dice.one_of(&[
            Action::TakeDown { component },
            Action::BringUp { component },
            Action::FailPrimary { component },
            Action::Flush { component },
        ])
    } else {
        let mut change = Change::new(definition.id, dice.one_of(&places));
        change.lasts_secs = dice.maybe(|it| it.between(0.0, 1e4));
        for setting in definition.settings {
            if dice.one_in(2) {
                change.settings.insert(setting.key.to_owned(), dice.between(setting.min, setting.max));
            }
        }
        Action::Change(change)
    };
    let at_secs = dice.between(0.0, 1e4).min(10.0);
    let events = &mut drawing.scenario.events;
    events.insert(events.partition_point(|it| it.at_secs <= at_secs), ScenarioEvent { at_secs, action });
}

fn set_run(dice: &mut Dice, drawing: &mut Architecture) {
    match dice.below(4) {
        0 => drawing.settings.seed = dice.word(),
        1 => drawing.settings.duration_secs = dice.between(0.001, 1e6),
        2 => drawing.settings.warm_up_secs = Some(dice.between(0.0, 100.0)),
        _ => {
            let indicators = [
                Indicator::Availability,
                Indicator::LatencyBelow { millis: dice.between(0.0, 1e6) },
                Indicator::Freshness { secs: dice.between(0.0, 1e6) },
                Indicator::Correctness,
            ];
            let target = dice.between(0.0, 1.0);
            let objective = Objective::new(dice.one_of(&indicators), target, dice.between(0.001, 90.0));
            drawing.objectives.push(objective);
        }
    }
}

fn add_zone(dice: &mut Dice, drawing: &mut Architecture) {
    let id = ZoneId(next_id(drawing));
    let kind = dice.one_of(&ZoneKind::ALL);
    let parents: Vec<ZoneId> = drawing.zones.iter().filter(|it| it.kind < kind).map(|it| it.id).collect();
    let parent = (!parents.is_empty()).then(|| dice.one_of(&parents));
    let name = format!("z{}", id.0);
    drawing.zones.push(Zone { id, kind, name, rect: Rect::default(), parent, region: None });
    for _ in 0..=dice.below(3) {
        let at = dice.below(drawing.components.len());
        place(dice, drawing, at);
    }
}

fn remove(dice: &mut Dice, drawing: &mut Architecture) {
    let components = drawing.components.iter().map(|it| Item::Component(it.id));
    let connections = drawing.connections.iter().map(|it| Item::Connection(it.id));
    let zones = drawing.zones.iter().map(|it| Item::Zone(it.id));
    let items: Vec<Item> = components.chain(connections).chain(zones).collect();
    match drawing.edited(&Edit::Remove(vec![dice.one_of(&items)])) {
        Ok(edited) if !edited.components.is_empty() => *drawing = edited,
        _ => {}
    }
}

fn with_wild_number(dice: &mut Dice, text: &str) -> String {
    let Ok(mut json) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    let mut numbers = Vec::new();
    collect_numbers(&mut json, &mut numbers);
    let at = dice.below(numbers.len());
    if let Some(number) = numbers.into_iter().nth(at) {
        *number = dice.wild().into();
    }
    json.to_string()
}

fn collect_numbers<'a>(json: &'a mut Json, found: &mut Vec<&'a mut Json>) {
    match json {
        Json::Number(_) => found.push(json),
        Json::Array(items) => items.iter_mut().for_each(|it| collect_numbers(it, found)),
        Json::Object(fields) => fields.values_mut().for_each(|it| collect_numbers(it, found)),
        Json::Null | Json::Bool(_) | Json::String(_) => {}
    }
}
