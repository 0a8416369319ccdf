//! Connections: both ends must exist, and conditions must name what exists.

use super::{Fields, Ids, Json, MAX_TIME, Message, Names, Notices, place_in_list, snippet};
use crate::{
    architecture::ConnectionId,
    component::Component,
    connection::{
        Breaker, Bulkhead, Collection, Condition, Connection, Hedge, Jitter, Policy, Relation, TimeoutSpread,
        TimeoutUntil,
    },
    file::write::{collection_id, jitter_id, spread_id, until_id},
    lean,
};

pub fn connections(list: &[Json], components: &[Component], ids: &Ids, notices: &Notices) -> Vec<Connection> {
    let names = Names::of(components);
    let mut connections: Vec<_> = list
        .iter()
        .zip(&ids.connections.given)
        .enumerate()
        .filter_map(|(index, (json, id))| {
            let fields = Fields::new(json, place_in_list("connections", index), notices)?;
            connection(fields, ConnectionId((*id)?), ids, &names)
        })
        .collect();
    // Only now it is known which connections stay.
    let kept = lean::set(connections.iter().map(|it| it.id));
    for connection in &mut connections {
        if let Condition::OnMissOf(lookup) = connection.policy.on
            && !kept.contains(&lookup)
        {
            connection.policy.on = Condition::Always;
            let place = place(&names, connection);
            notices.add(Message::new("file-no-such-lookup").with("place", place));
        }
    }
    connections
}

fn connection(mut fields: Fields<'_>, id: ConnectionId, ids: &Ids, names: &Names<'_>) -> Option<Connection> {
    fields.ignore("id");
    let (from, to) = (fields.json("from"), fields.json("to"));
    let ends = (from.and_then(|it| ids.component(it)), to.and_then(|it| ids.component(it)));
    let (Some(from), Some(to)) = ends else {
        fields.all();
        let name = |id, json: Option<&Json>| match (id, json) {
            (Some(id), _) => names.get(id).to_owned(),
            (None, Some(json)) => snippet(json),
            (None, None) => "?".to_owned(),
        };
        let note = Message::new("file-dangling-connection");
        fields.notices().add(note.with("from", name(ends.0, from)).with("to", name(ends.1, to)));
        return None;
    };
    if from == to {
        fields.all();
        fields.notices().add(Message::new("file-self-connection").with("name", names.get(from)));
        return None;
    }
    let mut connection = Connection::new(id, from, to, Relation::Call);
    fields.set_place(place(names, &connection));
    if fields.json("relation").is_none() {
        fields.notices().add(fields.note("file-missing-field").with("field", "relation"));
    }
    connection.relation = fields.choice("relation", &Relation::ALL, Relation::id, Relation::Call);
    if let Some(mut inner) = fields.object("policy") {
        connection.policy = policy(&mut inner, ids);
    }
    Some(connection)
}

fn place(names: &Names<'_>, connection: &Connection) -> Message {
    Message::new("file-place-connection")
        .with("from", names.get(connection.from))
        .with("to", names.get(connection.to))
}

fn policy(fields: &mut Fields<'_>, ids: &Ids) -> Policy {
    let default = Policy::default();
    Policy {
        step: fields.count("step", 1..=1000, default.step),
        on: condition(fields, ids),
        probability: fields.number("probability", 0.0..=1.0, default.probability),
        calls_per_request: fields.count("calls_per_request", 0..=10_000, default.calls_per_request),
        optional: fields.optional_flag("optional"),
        timeout_millis: fields.optional_number("timeout_millis", 0.0..=MAX_TIME),
        timeout_spread: fields.choice(
            "timeout_spread",
            &[TimeoutSpread::Fixed, TimeoutSpread::Exponential],
            spread_id,
            default.timeout_spread,
        ),
        timeout_until: fields.choice(
            "timeout_until",
            &[TimeoutUntil::Answered, TimeoutUntil::Begun],
            until_id,
            default.timeout_until,
        ),
        cancel_on_timeout: fields.flag("cancel_on_timeout", default.cancel_on_timeout),
        attempts: fields.count("attempts", 1..=1000, default.attempts),
        backoff_base_millis: fields.number(
            "backoff_base_millis",
            0.0..=MAX_TIME,
            default.backoff_base_millis,
        ),
        backoff_cap_millis: fields.number("backoff_cap_millis", 0.0..=MAX_TIME, default.backoff_cap_millis),
        jitter: fields.choice(
            "jitter",
            &[Jitter::None, Jitter::Equal, Jitter::Full],
            jitter_id,
            default.jitter,
        ),
        retry_budget: fields.optional_number("retry_budget", 0.0..=1.0),
        breaker: fields.object("breaker").map(|mut inner| breaker(&mut inner)),
        bulkhead: bulkhead(fields),
        hedge: hedge(fields),
        propagate_deadline: fields.flag("propagate_deadline", default.propagate_deadline),
        enough: fields.optional_count("enough", 1..=1000),
        latency_millis: fields.optional_number("latency_millis", 0.0..=MAX_TIME),
        weight: fields.number("weight", 0.0..=1.0e6, default.weight),
        synchronous: fields.flag("synchronous", default.synchronous),
        collection: fields.choice(
            "collection",
            &[Collection::Push, Collection::Scrape],
            collection_id,
            default.collection,
        ),
        sample_ratio: fields.number("sample_ratio", 0.0..=1.0, default.sample_ratio),
    }
}

fn breaker(fields: &mut Fields<'_>) -> Breaker {
    let default = Breaker::default();
    Breaker {
        failures: fields.count("failures", 1..=1_000_000, default.failures),
        open_secs: fields.number("open_secs", 0.0..=MAX_TIME, default.open_secs),
        ratio: fields.optional_number("ratio", 0.0..=1.0),
        window_secs: fields.number("window_secs", 0.001..=MAX_TIME, default.window_secs),
        min_calls: fields.count("min_calls", 1..=1_000_000, default.min_calls),
        probes: fields.count("probes", 1..=1_000_000, default.probes),
    }
}

/// A number, or an object where further calls wait or the number adapts.
fn bulkhead(fields: &mut Fields<'_>) -> Option<Bulkhead> {
    if fields.json("bulkhead")?.number().is_some() {
        return fields.optional_count("bulkhead", 0..=Bulkhead::MOST).map(Bulkhead::of);
    }
    let mut inner = fields.object("bulkhead")?;
    Some(Bulkhead {
        calls: inner.count("calls", 0..=Bulkhead::MOST, Bulkhead::default().calls),
        queue_limit: inner.count("queue_limit", 0..=Bulkhead::MOST, 0),
        max_wait_millis: inner.optional_number("max_wait_millis", 0.0..=MAX_TIME),
        adaptive_limit_millis: inner.optional_number("adaptive_limit_millis", 0.001..=MAX_TIME),
    })
}

fn hedge(fields: &mut Fields<'_>) -> Option<Hedge> {
    let json = fields.json("hedge")?;
    if json.text() == Some("p95") {
        return Some(Hedge::P95);
    }
    if json.get("after_millis").is_none() {
        fields.wrong("hedge", json, Message::new("file-expected-hedge"));
        return None;
    }
    let millis = fields.object("hedge")?.optional_number("after_millis", 0.0..=MAX_TIME)?;
    Some(Hedge::AfterMillis(millis))
}

fn condition(fields: &mut Fields<'_>, ids: &Ids) -> Condition {
    let Some(json) = fields.json("on") else { return Condition::Always };
    match json.text() {
        Some("always") => return Condition::Always,
        Some("read") => return Condition::Read,
        Some("write") => return Condition::Write,
        _ => {}
    }
    if let Some(class) = json.get("class").and_then(Json::text) {
        return Condition::Class(class.to_owned());
    }
    if let Some(lookup) = json.get("on_miss_of").filter(|it| it.whole().is_some()) {
        // An id that nothing carries is reported with the dropped ones, once all connections are read.
        return Condition::OnMissOf(ids.connection(lookup).unwrap_or(ConnectionId(u32::MAX)));
    }
    fields.wrong("on", json, Message::new("file-expected-condition"));
    Condition::Always
}
