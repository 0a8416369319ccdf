//! How much traffic passes where: sums along the connections, for rules that mind the scale.
//!
//! No queueing, no retries, no losses: an upper bound on first tries. What happens under load is the simulator's.

use super::{Graph, rates};
use crate::{
    catalog::{BehaviorKind, Role},
    component::Component,
    connection::{Condition, Connection, Relation},
    lean,
    spec::Behavior,
    workload::{Access, Pattern, RequestClass},
};

/// Sources' classes are kept apart up to this many; beyond, only what conditions of connections tell apart is.
const MOST_SOURCE_CLASSES: usize = 32;
/// Most names of classes that are kept apart.
const MOST_NAMES: usize = 64;

/// Requests per second, by position in the document.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Arriving at each component; sent, at sources.
    pub at_per_sec: Vec<f64>,
    /// Of these, writes.
    pub writes_at_per_sec: Vec<f64>,
    /// Over each connection.
    pub over_per_sec: Vec<f64>,
    /// Sorts of requests that are told apart.
    pub n_classes: usize,
    /// By component or connection, then by class.
    at: Vec<f64>,
    over: Vec<f64>,
}

impl Traffic {
    /// Whether requests of a class come to a component, or are sent by it.
    pub fn comes(&self, component: usize, class: usize) -> bool {
        self.at[component * self.n_classes + class] > 0.0
    }

    /// How many requests of a sort come to a component, or are sent by it; see [`Graph::sort_of`].
    pub fn of_sort_per_sec(&self, component: usize, sort: usize) -> f64 {
        self.at[component * self.n_classes + sort]
    }

    /// Whether requests of a class take a connection.
    pub fn takes(&self, connection: usize, class: usize) -> bool {
        self.over[connection * self.n_classes + class] > 0.0
    }
}

/// A sort of request.
#[derive(Clone, Copy, PartialEq)]
struct Class<'a> {
    /// Only this source's, or all sources'.
    source: Option<usize>,
    /// Empty for names that make no difference.
    name: &'a str,
    access: Access,
}

fn classes<'a>(graph: &Graph<'a>) -> Vec<Class<'a>> {
    let all = || {
        graph.sources().flat_map(|at| {
            let classes = graph.component(at).workload.as_ref().map_or(&[][..], |it| it.classes.as_slice());
            classes.iter().map(move |it| Class { source: Some(at), name: &it.name, access: it.access })
        })
    };
    let mut found: Vec<Class<'_>> = Vec::new();
    if all().nth(MOST_SOURCE_CLASSES).is_none() {
        for class in all() {
            if !found.contains(&class) {
                found.push(class);
            }
        }
        return found;
    }
    let mut names: Vec<&str> = graph
        .architecture
        .connections
        .iter()
        .filter_map(|it| if let Condition::Class(name) = &it.policy.on { Some(name.as_str()) } else { None })
        .collect();
    lean::sort(&mut names);
    names.dedup();
    names.truncate(MOST_NAMES);
    for name in names.into_iter().chain([""]) {
        for access in [Access::Read, Access::Write] {
            found.push(Class { source: None, name, access });
        }
    }
    found
}

/// Position of the class to which a source's class belongs.
fn class_of(classes: &[Class<'_>], source: usize, class: &RequestClass) -> Option<usize> {
    let is_this = |it: &Class<'_>, name: &str| {
        it.source.is_none_or(|it| it == source) && it.name == name && it.access == class.access
    };
    classes
        .iter()
        .position(|it| is_this(it, &class.name))
        .or_else(|| classes.iter().position(|it| is_this(it, "")))
}

/// The sort of request that a source's class is, and which share of that sort it is: several are told apart no more where
/// there are many.
pub(super) fn sort_of(graph: &Graph<'_>, source: usize, class: &RequestClass) -> Option<(usize, f64)> {
    let classes = classes(graph);
    let sort = class_of(&classes, source, class)?;
    let rate = |source: usize, class: &RequestClass| {
        let workload = graph.component(source).workload.as_ref();
        workload.map_or(0.0, |it| {
            let total: f64 = it.classes.iter().map(|it| it.weight).sum();
            if total > 0.0 { rates::lasting_per_sec(&it.pattern) * class.weight / total } else { 0.0 }
        })
    };
    let of_sort = |source: usize| {
        let own = graph.component(source).workload.as_ref().map_or(&[][..], |it| it.classes.as_slice());
        let same = own.iter().filter(|it| class_of(&classes, source, it) == Some(sort));
        same.map(|it| rate(source, it)).sum::<f64>()
    };
    let all: f64 = graph.sources().map(of_sort).sum();
    Some((sort, if all > 0.0 { rate(source, class) / all } else { 0.0 }))
}

/// The traffic when every source sends at the rate that `per_sec` takes from its pattern.
pub(super) fn traffic(graph: &Graph<'_>, per_sec: fn(&Pattern) -> f64) -> Traffic {
    let classes = classes(graph);
    let n_classes = classes.len();
    let mut at_component = vec![0.0; graph.n_components() * n_classes];
    let mut over_connection = vec![0.0; graph.architecture.connections.len() * n_classes];
    for source in graph.sources() {
        let Some(workload) = &graph.component(source).workload else { continue };
        let total: f64 = workload.classes.iter().map(|it| it.weight).sum();
        for class in workload.classes.iter().filter(|_| total > 0.0) {
            if let Some(n) = class_of(&classes, source, class) {
                at_component[source * n_classes + n] += per_sec(&workload.pattern) * class.weight / total;
            }
        }
    }
    for &here in graph.order() {
        let sharing = Sharing::new(graph, here);
        for round in [Round::Direct, Round::AfterMiss] {
            for &line in &graph.out[here] {
                let connection = graph.connection(line);
                if Round::of(connection) != round {
                    continue;
                }
                let there = graph.ends(line).1;
                for (n, class) in classes.iter().enumerate() {
                    let arriving = at_component[here * n_classes + n];
                    // Who does not look up, as a write beside a cache, finds nothing either.
                    let found_by = |id| {
                        let lookup = graph.find_connection(id)?;
                        let cache = graph.component(graph.ends(lookup).1);
                        let calls = f64::from(graph.connection(lookup).policy.calls_per_request.max(1));
                        let looked_up = over_connection[lookup * n_classes + n] / calls;
                        Some(looked_up * (1.0 - miss_share(cache, class.access)))
                    };
                    let rate = sharing.rate(connection, *class, arriving, found_by);
                    over_connection[line * n_classes + n] = rate;
                    // What reaches a person's device ends there.
                    if there != here && !graph.component(there).kind.is_source() {
                        at_component[there * n_classes + n] += rate;
                    }
                }
            }
        }
    }
    let sums = |of: &[f64], n: usize, counts: &dyn Fn(Class<'_>) -> bool| -> Vec<f64> {
        let row =
            |at| (0..n_classes).filter(|it| counts(classes[*it])).map(|it| of[at * n_classes + it]).sum();
        (0..n).map(row).collect()
    };
    Traffic {
        at_per_sec: sums(&at_component, graph.n_components(), &|_| true),
        writes_at_per_sec: sums(&at_component, graph.n_components(), &|it| it.access == Access::Write),
        over_per_sec: sums(&over_connection, graph.architecture.connections.len(), &|_| true),
        n_classes,
        at: at_component,
        over: over_connection,
    }
}

/// Lookups come before what waits for their misses.
#[derive(Clone, Copy, PartialEq)]
enum Round {
    Direct,
    AfterMiss,
}

impl Round {
    const fn of(connection: &Connection) -> Self {
        if matches!(connection.policy.on, Condition::OnMissOf(_)) { Self::AfterMiss } else { Self::Direct }
    }
}

/// What a component hands on of what arrives.
struct Sharing {
    /// Of a balancer's targets.
    weights: Option<f64>,
    reads: f64,
    writes: f64,
    /// Stores: whether they publish their changes.
    publishes: Option<bool>,
}

impl Sharing {
    fn new(graph: &Graph<'_>, here: usize) -> Self {
        let component = graph.component(here);
        let weights = (component.kind.behavior == BehaviorKind::Balancer).then(|| {
            graph.out(here).filter(|it| it.0.relation == Relation::Call).map(|it| it.0.policy.weight).sum()
        });
        let (reads, writes) = match component.kind.behavior {
            BehaviorKind::Cache | BehaviorKind::Edge => {
                (miss_share(component, Access::Read), miss_share(component, Access::Write))
            }
            _ => (1.0, 1.0),
        };
        let publishes = match component.spec().behavior {
            Behavior::Store { captures_changes, .. } => Some(captures_changes),
            _ => None,
        };
        Self { weights, reads, writes, publishes }
    }

    fn rate(
        &self,
        connection: &Connection,
        class: Class<'_>,
        arriving: f64,
        found_by: impl Fn(crate::ConnectionId) -> Option<f64>,
    ) -> f64 {
        let policy = &connection.policy;
        let takes = match (&policy.on, class.access) {
            (Condition::Always | Condition::OnMissOf(_), _)
            | (Condition::Read, Access::Read)
            | (Condition::Write, Access::Write) => true,
            (Condition::Read | Condition::Write, _) => false,
            (Condition::Class(name), _) => name == class.name,
        };
        let base = match (&policy.on, connection.relation) {
            _ if !takes => 0.0,
            (_, Relation::Observe | Relation::Secret | Relation::Deploy | Relation::Control) => 0.0,
            (_, Relation::Replicate) if class.access == Access::Read => 0.0,
            // A store publishes its changes, if it captures them.
            (_, Relation::Publish)
                if self.publishes.is_some_and(|it| !it || class.access == Access::Read) =>
            {
                0.0
            }
            (Condition::OnMissOf(lookup), _) => (arriving - found_by(*lookup).unwrap_or(0.0)).max(0.0),
            _ => arriving,
        };
        let handed_on = match class.access {
            Access::Read => self.reads,
            Access::Write => self.writes,
        };
        let share = match self.weights {
            Some(total) if connection.relation == Relation::Call && total > 0.0 => policy.weight / total,
            _ => 1.0,
        };
        base * handed_on * share * policy.probability * f64::from(policy.calls_per_request)
    }
}

/// Share of requests that a cache or a CDN cannot answer; writes are never answered there.
fn miss_share(component: &Component, access: Access) -> f64 {
    match component.spec().behavior {
        Behavior::Cache { hit_ratio, .. } | Behavior::Edge { hit_ratio, .. } if access == Access::Read => {
            1.0 - hit_ratio
        }
        _ => 1.0,
    }
}

/// Components so that each comes after all that send to it; where calls go in a circle, the circle is cut at the
/// component that comes first.
pub(super) fn order(graph: &Graph<'_>) -> Vec<usize> {
    let carries = |it: &Connection| it.relation.carries_requests();
    // What reaches a person's device ends there: devices come first.
    let is_device = |at: usize| graph.role(at) == Role::User;
    let mut waiting: Vec<usize> = (0..graph.n_components())
        .map(|at| if is_device(at) { 0 } else { graph.into(at).filter(|it| carries(it.0)).count() })
        .collect();
    let mut done = vec![false; graph.n_components()];
    let mut ready: Vec<usize> = (0..graph.n_components()).rev().filter(|it| waiting[*it] == 0).collect();
    let mut found = Vec::with_capacity(graph.n_components());
    let mut first_left = 0;
    loop {
        while let Some(at) = ready.pop() {
            if std::mem::replace(&mut done[at], true) {
                continue;
            }
            found.push(at);
            for (_, there) in graph.out(at).filter(|it| carries(it.0)) {
                if !done[there] && !is_device(there) {
                    waiting[there] = waiting[there].saturating_sub(1);
                    if waiting[there] == 0 {
                        ready.push(there);
                    }
                }
            }
        }
        while first_left < done.len() && done[first_left] {
            first_left += 1;
        }
        if first_left == done.len() {
            return found;
        }
        ready.push(first_left);
    }
}

#[cfg(test)]
mod tests {
    use crate::{graph::Graph, notation};

    #[track_caller]
    fn check_over_last(text: &str, expected: f64) {
        let drawing = notation::parse(text).unwrap_or_else(|error| panic!("{error}"));
        let found = Graph::new(&drawing).traffic().over_per_sec.last().copied();
        assert!(found.is_some_and(|it| (it - expected).abs() < 1e-9), "{found:?}, expected {expected}");
    }

    #[test]
    fn what_waits_for_a_miss_gets_all_that_found_nothing() {
        let shop = |lookup: &str| {
            format!(
                "u:client{{per_sec=100, writes=0.25}} -> api:api_server -{{{lookup}}}-> c:cache_redis{{hit_ratio=0.8}}; \
                 api -{{on={{miss_of=c}}}}-> db:database_sql"
            )
        };
        // 25 writes, and a fifth of 75 reads.
        check_over_last(&shop(""), 40.0);
        // Writes do not even look up.
        check_over_last(&shop("on=read"), 40.0);
        // Half of the reads look up: 25 writes, 37.5 and a fifth of 37.5.
        check_over_last(&shop("on=read, probability=0.5"), 70.0);
        // Twice looked up is not twice missed.
        check_over_last(&shop("calls_per_request=2"), 40.0);
    }
}
