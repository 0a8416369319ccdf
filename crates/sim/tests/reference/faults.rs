//! What faults break and people set, for a while: gathered from all changes that hold.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Component, ComponentId, ConnectionId, Place, Relation,
    connection::Connection,
    scenario::{Action, Change},
    spec::{Behavior, Keys, RateLimit, Spec},
};
use sim::{
    random::{Draw, Purpose, mix, stream},
    report::FailureCause,
};

use super::{World, luck::leaked, pauses::Pause};

/// Entries of the scenario that make a component or a connection differ from the drawing while they hold; some of them more so,
/// or less, from second to second.
const STEADY: [&str; 27] = [
    "repair",
    "split-brain",
    "failover-stuck",
    "slow",
    "error-rate",
    "cpu-pressure",
    "consumer-lag",
    "bad-config-push",
    "clock-skew",
    "disk-full",
    "straggler",
    "black-hole",
    "noisy-neighbor",
    "rate-limit-misconfiguration",
    "shed-load",
    "replication-lag",
    "lock-contention",
    "feature-flag",
    "short-ttl",
    "poison-message",
    "traffic",
    "bot-flood",
    "hot-key",
    "flush",
    "cache-stampede",
    "stall",
    "schema-migration-lock",
];
const MOVING: [&str; 10] = [
    "memory-leak",
    "health-check-flapping",
    "memory-pressure",
    "pool-exhaustion",
    "dns-failure",
    "stale-dns",
    "certificate-expiry",
    "cache-flush",
    "traffic-spike",
    "thundering-herd",
];

pub(super) fn is_fault(action: &Action) -> bool {
    matches!(action, Action::Change(it) if STEADY.contains(&it.change.as_str())) || moves(action)
}

/// "What grows or falls by itself is looked at every second."
pub(super) fn moves(action: &Action) -> bool {
    matches!(action, Action::Change(it) if MOVING.contains(&it.change.as_str()))
}

/// An entry that holds, and for how many seconds it has.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub id: &'static str,
    pub change: Change,
    pub elapsed: f64,
    /// Its number in the scenario.
    pub number: usize,
}

/// What is different, besides what a component is.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    refusals: BTreeMap<ConnectionId, (f64, FailureCause)>,
    wrong: BTreeMap<ComponentId, Wrong>,
    pauses: BTreeMap<ComponentId, Pause>,
    /// Replicas that fail their checks, well or not.
    pub(super) failing_checks: BTreeSet<(ComponentId, u32)>,
    /// Entries that go on, and those that were ended before their time.
    pub(super) going_on: BTreeSet<usize>,
    pub(super) ended: BTreeSet<usize>,
}

impl Faults {
    pub(super) fn pause(&self, id: ComponentId) -> Pause {
        self.pauses.get(&id).copied().unwrap_or_default()
    }
}

#[derive(Clone, Debug, Default)]
struct Wrong {
    /// Of the slots, that can be used; of writes, that fail; of messages, that cannot be handled.
    lost_slots: f64,
    failing_writes: f64,
    poison: f64,
    /// Factors on the own work of replicas, and those that fail everything at once.
    slower: BTreeMap<u32, f64>,
    black_holes: BTreeSet<u32>,
    /// Shares of the requests, each with a factor on their own work.
    features: Vec<(f64, f64)>,
}

impl World<'_> {
    /// Seconds since an entry of the scenario began.
    fn elapsed(&self, number: usize) -> f64 {
        let began = self.moment(self.drawing.scenario.events[number].at_secs);
        (self.now - began) as f64 / 1e9
    }

    fn holding(&self) -> Vec<Held> {
        let change = |number: &usize| match &self.drawing.scenario.events[*number].action {
            Action::Change(it) => {
                let id = STEADY.iter().chain(&MOVING).find(|id| **id == it.change)?;
                Some(Held { id, change: it.clone(), elapsed: self.elapsed(*number), number: *number })
            }
            _ => None,
        };
        self.in_force.iter().filter_map(change).collect()
    }

    /// Gathers what holds now.
    pub(super) fn gather_faults(&mut self) {
        let changes = self.holding();
        let components: Vec<Component> = self.drawing.components.clone();
        self.gather_crowds(&changes);
        self.gather_refusals();
        for it in &components {
            let (spec, wrong) = self.component_under(it, &changes);
            self.change_limit(it.id, spec.server.rate_limit);
            self.specs.insert(it.id, spec);
            self.faults.wrong.insert(it.id, wrong);
            self.faults.pauses.insert(it.id, self.pause_of(it.id, &changes));
        }
        self.gather_broken(&changes);
        self.wait_anew();
        self.flap(&changes);
        // Slots that can be used again.
        for it in &components {
            self.reopen(it.id);
        }
    }

    pub(super) fn gather_refusals(&mut self) {
        self.faults.refusals = self.refusals(&self.holding());
    }

    /// What an entry does in the instant in which it begins.
    pub(super) fn strike(&mut self, change: &Change) {
        let Place::Component(id) = change.place else { return };
        match change.change.as_str() {
            "flush" | "cache-flush" => self.flush(id, false),
            "repair" => self.repair(id),
            "cache-stampede" => self.forget(id, change.settings["items"] as u32),
            _ => {}
        }
    }

    fn component_under(&self, it: &Component, changes: &[Held]) -> (Spec, Wrong) {
        let (mut spec, mut wrong) = (it.spec(), Wrong::default());
        let mut limit: Option<f64> = None;
        let mut slower = 1.0;
        for Held { id, change, elapsed, .. } in changes {
            let setting = |key: &str| change.settings[key];
            // "Chances of failing combine as if they were independent."
            let fail = |ratio: &mut f64, share: f64| *ratio = 1.0 - (1.0 - *ratio) * (1.0 - share);
            let fails = &mut spec.server.error_ratio;
            let is_here = change.place == Place::Component(it.id);
            match *id {
                // "To everything of that kind at once."
                "bad-config-push" if self.is_of_one_kind(it, change.place) => fail(fails, setting("share")),
                "noisy-neighbor" => self.disturb(it, change, &mut slower, &mut wrong.slower),
                _ if !is_here => {}
                "slow" | "consumer-lag" | "memory-pressure" => slower *= setting("factor"),
                "cpu-pressure" => slower /= 1.0 - setting("share"),
                "error-rate" => fail(fails, setting("share")),
                "disk-full" if matches!(spec.behavior, Behavior::Broker { .. }) => {
                    fail(fails, setting("share"))
                }
                "disk-full" => fail(&mut wrong.failing_writes, setting("share")),
                "clock-skew" => match keys(&mut spec.behavior) {
                    Some(Keys { ttl_secs: Some(ttl), .. }) => *ttl = (*ttl - setting("skew")).max(0.0),
                    _ => fail(fails, (setting("skew") / setting("lifetime")).min(1.0)),
                },
                "short-ttl" => {
                    if let Some(Keys { ttl_secs: Some(ttl), .. }) = keys(&mut spec.behavior) {
                        *ttl *= setting("factor");
                    }
                }
                "cache-flush" => {
                    if let Behavior::Cache { hit_ratio, .. } | Behavior::Edge { hit_ratio, .. } =
                        &mut spec.behavior
                    {
                        *hit_ratio *= grown(*elapsed, setting("refill"));
                    }
                }
                // "The fuller the memory, the more time goes into finding some."
                "memory-leak" => {
                    let (fills, restart) = (setting("fills"), setting("restart"));
                    for replica in self.all_numbers(it.id) {
                        let leaked = leaked(*elapsed, replica % it.replicas(), it.replicas(), fills, restart);
                        let fill = (leaked / fills).min(1.0);
                        *wrong.slower.entry(replica).or_insert(1.0) /=
                            1.0 - fill * (1.0 - 1.0 / setting("factor"));
                    }
                }
                "straggler" => *wrong.slower.entry(0).or_insert(1.0) *= setting("factor"),
                "black-hole" => {
                    wrong.black_holes.insert(0);
                }
                "rate-limit-misconfiguration" | "shed-load" => {
                    limit = Some(limit.map_or(setting("per_sec"), |it| it.min(setting("per_sec"))));
                }
                "lock-contention" => {
                    if let Behavior::Store { write_factor, .. } = &mut spec.behavior {
                        *write_factor *= setting("factor");
                    }
                }
                "replication-lag" => {
                    if let Behavior::Store { replication, .. } = &mut spec.behavior {
                        replication.lag_millis += setting("millis");
                    }
                }
                "feature-flag" => {
                    wrong.features.push((setting("share"), setting("slower")));
                    fail(fails, setting("share") * setting("error_ratio"));
                }
                "poison-message" => wrong.poison = setting("share"),
                "pool-exhaustion" => {
                    let lost = (1.0 - setting("left")) * grown(*elapsed, setting("over"));
                    fail(&mut wrong.lost_slots, lost);
                }
                _ => {}
            }
        }
        self.under_migrations(it.id, &mut spec, &mut wrong.lost_slots);
        spec.server.service.mean_millis *= slower;
        if let Some(per_sec) = limit {
            // "A limit that is set takes the place of the drawn one; a tenth of a second of it may come at once."
            spec.server.rate_limit = Some(RateLimit { per_sec, burst: per_sec / 10.0 });
        }
        (spec, wrong)
    }

    fn is_of_one_kind(&self, it: &Component, place: Place) -> bool {
        matches!(place, Place::Component(id) if self.component(id).kind == it.kind)
    }

    /// "Everything that runs there is slower": the whole component, or those of its replicas.
    fn disturb(&self, it: &Component, change: &Change, all: &mut f64, some: &mut BTreeMap<u32, f64>) {
        let Place::Zone(zone) = change.place else { return };
        let numbers = self.all_numbers(it.id);
        let count = numbers.len();
        let there: Vec<u32> =
            numbers.filter(|number| self.is_inside(self.zone_of(it.id, *number), zone)).collect();
        if there.len() == count {
            *all *= change.settings["factor"];
        } else {
            there.iter().for_each(|number| *some.entry(*number).or_insert(1.0) *= change.settings["factor"]);
        }
    }

    /// Shares of the calls that are refused on their way, and why: "the cause is that of the change that began last".
    fn refusals(&self, changes: &[Held]) -> BTreeMap<ConnectionId, (f64, FailureCause)> {
        let mut found = BTreeMap::new();
        for Held { id, change, elapsed, .. } in changes {
            let setting = |key: &str| change.settings[key];
            let (share, cause) = match *id {
                "dns-failure" => (grown(*elapsed, setting("ttl")), FailureCause::NameNotResolved),
                "stale-dns" => (1.0 - grown(*elapsed, setting("ttl")), FailureCause::Refused),
                "certificate-expiry" => (grown(*elapsed, setting("renewal")), FailureCause::TlsFailed),
                _ => continue,
            };
            for it in self.drawing.connections.iter().filter(|it| is_call_at(it, change.place)) {
                let (before, _) = found.get(&it.id).copied().unwrap_or((0.0, cause));
                found.insert(it.id, (1.0 - (1.0 - before) * (1.0 - share), cause));
            }
        }
        found
    }

    /// The share of calls that is refused on its way, and why.
    pub(super) fn refusal(&self, id: ConnectionId) -> Option<(f64, FailureCause)> {
        self.faults.refusals.get(&id).copied().filter(|it| it.0 > 0.0)
    }

    fn wrong(&self, id: ComponentId) -> Wrong {
        self.faults.wrong.get(&id).cloned().unwrap_or_default()
    }

    /// The share of its slots that a component can use.
    pub(super) fn slots_left(&self, id: ComponentId) -> f64 {
        1.0 - self.faults.wrong.get(&id).map_or(0.0, |it| it.lost_slots)
    }

    /// What becomes of own work that was drawn: whole nanoseconds each time.
    pub(super) fn work_under_faults(&self, job: usize, mut work: u64) -> u64 {
        let it = &self.jobs[job];
        let wrong = self.wrong(it.at);
        if let Some(factor) = wrong.slower.get(&it.replica) {
            work = (work as f64 * factor) as u64;
        }
        if wrong.black_holes.contains(&it.replica) {
            work = 0;
        }
        let features = stream(self.seed, it.at.0, Purpose::Feature);
        let real = wrong.features.iter().filter(|it| it.0 > 0.0 && it.1 != 1.0);
        for (number, (share, slower)) in (1..).zip(real) {
            // "Several at a time do not share their luck."
            if Draw::new(mix(features.wrapping_add(number)), it.key).unit() < *share {
                work = (work as f64 * slower) as u64;
            }
        }
        work
    }

    /// Whether a component fails a request by itself after own work.
    pub(super) fn fails_by_itself(&self, job: usize) -> bool {
        let it = &self.jobs[job];
        let wrong = self.wrong(it.at);
        let mut passes = 1.0 - self.error_ratio(job);
        if self.is_write(job) {
            passes *= 1.0 - wrong.failing_writes;
        }
        let is_poisoned = it.message.is_some_and(|message| self.is_poison(job, message.connection));
        is_poisoned
            || wrong.black_holes.contains(&it.replica)
            || self.unit(it.at.0, Purpose::Error, it.key) < 1.0 - passes
    }

    /// "A share of a broker's messages cannot be handled; the same message fails each time."
    fn is_poison(&self, job: usize, subscription: ConnectionId) -> bool {
        let it = &self.jobs[job];
        let share = self.wrong(self.connection(subscription).from).poison;
        self.unit(it.at.0, Purpose::Hit, mix(u64::from(it.item))) < share
    }
}

/// "Evenly over" so many seconds.
pub(super) fn grown(elapsed: f64, secs: f64) -> f64 {
    if secs > 0.0 { (elapsed / secs).clamp(0.0, 1.0) } else { 1.0 }
}

fn is_call_at(it: &Connection, place: Place) -> bool {
    let is_there = place == Place::Connection(it.id) || place == Place::Component(it.to);
    is_there && matches!(it.relation, Relation::Call | Relation::Publish)
}

fn keys(behavior: &mut Behavior) -> Option<&mut Keys> {
    match behavior {
        Behavior::Cache { keys, .. } | Behavior::Edge { keys, .. } => keys.as_mut(),
        _ => None,
    }
}
