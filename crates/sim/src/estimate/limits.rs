//! What rate limits turn away: Poisson arrivals at token buckets, one for all and one for each user.

use super::Model;
use crate::{
    network::{Limit, Node, Source},
    queueing::token_bucket_loss,
    time::secs,
};

/// Share of the requests that are turned away from which on it matters how long that takes to begin.
const NOTABLE_LOSS: f64 = 0.001;
/// Of the run, the time from which on it does.
const NOTABLE_TIME: f64 = 0.1;

/// Share of what comes to a component that is over its limits.
pub(super) fn over(model: &Model<'_>, node: u32) -> f64 {
    let row = &model.net.nodes[node as usize];
    if !row.is_limited() {
        return 0.0;
    }
    let all = model.coming[node as usize];
    let own = buckets(model, node, row);
    let asked: f64 = own.iter().map(|it| it.per_sec).sum();
    let refused: f64 = own.iter().map(|it| it.per_sec * it.loss()).sum();
    // What nobody asks for, such as scrapes, has no user.
    let let_in = if asked > 0.0 { 1.0 - refused / asked.max(all) } else { 1.0 };
    1.0 - let_in * (1.0 - loss(row.limit, all * let_in))
}

/// Requests per second that a component lets in at most.
pub(super) fn most(model: &Model<'_>, node: u32) -> f64 {
    let row = &model.net.nodes[node as usize];
    let own: f64 = buckets(model, node, row).iter().map(|it| it.people * it.limit.per_sec()).sum();
    row.limit.per_sec().min(if row.user_limits.is_some() { own } else { f64::INFINITY })
}

/// Components whose limits turn away much less at first, as long as the tokens last with which they begin; and how long that is,
/// in seconds.
pub(super) fn late(model: &Model<'_>) -> impl Iterator<Item = (usize, f64)> {
    let net = model.net;
    let notable = NOTABLE_TIME * secs(net.end);
    net.nodes.iter().enumerate().filter(|(_, row)| row.is_limited()).filter_map(move |(node, row)| {
        let all = (row.limit, model.coming[node]);
        let own = buckets(model, node as u32, row).into_iter().map(|it| (it.limit, it.each()));
        let lasts = own.chain([all]).filter(|(limit, rate)| loss(*limit, *rate) > NOTABLE_LOSS);
        let lasts = lasts.map(|(limit, rate)| {
            // Where about as many tokens come as go, chance alone spends them: as many as there are in their square of requests.
            limit.burst / (rate - limit.per_sec()).max(rate / limit.burst)
        });
        let longest = lasts.fold(0.0, f64::max);
        (longest > notable).then_some((node, longest))
    })
}

/// Components that limit each user, some of whom are visitors that ask more often during their session than their tier may at once.
pub(super) fn of_visitors(model: &Model<'_>) -> impl Iterator<Item = usize> {
    let net = model.net;
    net.nodes.iter().enumerate().filter_map(move |(node, row)| {
        let shares = row.user_limits.as_ref()?.shares();
        let least = shares.filter(|(share, _)| *share > 0.0).map(|(_, limit)| limit.burst);
        let least = least.fold(f64::INFINITY, f64::min);
        let is_over = |class: &u16| {
            let source = &net.sources[net.classes[usize::from(*class)].source as usize];
            source.population == 0 && libm::pow(source.session_ratio, least) > NOTABLE_LOSS
        };
        model.cells.classes(node as u32).iter().any(is_over).then_some(node)
    })
}

/// Users of one source and of one tier: each has such a bucket.
struct Buckets {
    limit: Limit,
    /// May be infinite: then no one comes twice.
    people: f64,
    /// Of all of them together.
    per_sec: f64,
}

impl Buckets {
    fn each(&self) -> f64 {
        self.per_sec / self.people
    }

    fn loss(&self) -> f64 {
        loss(self.limit, self.each())
    }
}

fn loss(limit: Limit, per_sec: f64) -> f64 {
    if limit.exists() && per_sec > 0.0 {
        token_bucket_loss(limit.burst, limit.per_sec(), per_sec)
    } else {
        0.0
    }
}

fn buckets(model: &Model<'_>, node: u32, row: &Node) -> Vec<Buckets> {
    let Some(limits) = &row.user_limits else { return Vec::new() };
    let net = model.net;
    // Classes of a source stand together.
    let mut by_source: Vec<(u32, f64)> = Vec::new();
    for cell in model.cells.of(node) {
        let (source, rate) = (net.classes[model.cells.class(cell)].source, model.arrivals[cell]);
        match by_source.last_mut() {
            Some((last, sum)) if *last == source => *sum += rate,
            _ => by_source.push((source, rate)),
        }
    }
    let of_source = |(source, rate): (u32, f64)| {
        let people = people(&net.sources[source as usize]);
        limits.shares().map(move |(share, limit)| Buckets {
            limit,
            people: people * share,
            per_sec: rate * share,
        })
    };
    by_source.into_iter().flat_map(of_source).filter(|it| it.people > 0.0 && it.per_sec > 0.0).collect()
}

/// How many people send what a source sends; infinite if each request, or session, comes from another one.
fn people(source: &Source) -> f64 {
    match (source.users, source.population) {
        (0, 0) => f64::INFINITY,
        (0, people) | (people, _) => f64::from(people),
    }
}
